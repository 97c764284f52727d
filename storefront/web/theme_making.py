"""A new theme: a working child of another one, with comments that say how to go on."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from storefront.errors import ThemeError
from storefront.web.themes import named_theme
from storefront.web.themes_path import find_theme

SKELETON = Path(__file__).with_name("theme_skeleton")
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")


def make_theme(name: str, parent: str, home: Path) -> list[Path]:
    """Make a theme in the shop's folder, wholly or not at all; its files. Raises ThemeError."""
    if not _NAME.fullmatch(name):
        raise ThemeError(f"theme {name!r}: a name is of small letters, digits and hyphens, such as night or spring-27.")
    if (found := find_theme(name, home)) is not None:
        raise ThemeError(f"theme {name!r} is there already: {found}. Nothing was changed.")
    named_theme(parent, home)
    folder = home / "themes" / name
    if folder.exists():
        raise ThemeError(f"theme {name!r}: {folder} is there already and is no theme. Nothing was changed.")
    folder.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as made:
        for source in sorted(path for path in SKELETON.rglob("*") if path.is_file()):
            target = Path(made) / name / source.relative_to(SKELETON).as_posix().replace("theme.css", f"{name}.css")
            target.parent.mkdir(parents=True, exist_ok=True)
            text = source.read_text(encoding="utf-8")
            for word, said in (("NAME", name), ("PARENT", parent), ("TITLE", name.replace("-", " ").capitalize())):
                text = re.sub(rf"\b{word}\b", said, text)
            target.write_text(text, encoding="utf-8")
        shutil.move(Path(made) / name, folder)
    return sorted(path for path in folder.rglob("*") if path.is_file())
