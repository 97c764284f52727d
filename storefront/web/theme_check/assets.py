"""Files that a theme names and does not have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from posixpath import normpath

from storefront.web.theme_check.findings import Findings
from storefront.web.theme_check.sources import Source

_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")
_SYMBOL = re.compile(r"""<symbol\b[^>]*\bid=["']([^"']+)["']""")
SPRITE = "img/icons.svg"


def exists(path: str, folders: Sequence[Path]) -> bool:
    """Whether one of the static folders has the file."""
    return any((folder / path).is_file() for folder in folders)


def icons(folders: Sequence[Path]) -> set[str]:
    """The names of the sprite's icons."""
    for folder in folders:
        if (folder / SPRITE).is_file():
            return set(_SYMBOL.findall((folder / SPRITE).read_text(encoding="utf-8")))
    return set()


def check_template(source: Source, folders: Sequence[Path]) -> Findings:
    """Files and icons that a template names."""
    found = Findings(source.file)
    for line, path in source.calls("asset"):
        if not exists(path, folders):
            message = f"There is no static file {path}: the page would fail."
            found.note(line, "asset", message, f"Put it at static/{path} of the theme, or correct the path.")
    known = icons(folders)
    for line, name in source.calls("icon"):
        if name not in known:
            todo = f"There are: {', '.join(sorted(known))}. Another one goes into static/{SPRITE}."
            found.note(line, "icon", f"There is no icon “{name}”: nothing would be drawn.", todo)
    return found


def check_style(file: Path, path: str, folders: Sequence[Path]) -> Findings:
    """Files that a stylesheet names; path: where it lies below static/."""
    found = Findings(file)
    text = file.read_text(encoding="utf-8")
    blank = re.sub(r"/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), text, flags=re.S)
    for named in _URL.finditer(blank):
        address = (named[1] or named[2]).strip()
        line = blank[: named.start()].count("\n") + 1
        if address.startswith(("data:", "#")):
            continue
        if re.match(r"[a-z]+:|//", address):
            message = f"{address[:60]} is on another server: the browser refuses it."
            found.note(line, "asset", message, "Put the file into static/ and name it by a relative path.")
            continue
        target = normpath(f"{Path(path).parent.as_posix()}/{address.partition('?')[0].partition('#')[0]}")
        if not exists(target, folders):
            found.note(line, "asset", f"There is no static file {target}.", "Correct the path, or add the file.")
    return found
