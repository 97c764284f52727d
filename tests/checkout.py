"""The folder of the project, which no test writes into."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]
# what tools keep there for themselves
_TOOLS_OWN = re.compile(
    r"(^|/)(\.venv|\.git|__pycache__|\.\w+_cache|pytest-cache-files-\w+|\.hypothesis|test-results|\S+\.egg-info)(/|$)"
    r"|^\.coverage"
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# databases of SQLite that lie in memory, or in a file of its own that has no name
NO_FILE = ("", ":memory:")
written: list[str] = []


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Python tells of each file that is opened, made, renamed or removed."""
    if event == "open":
        path, mode, flags = arguments
        if not (flags & _WRITING if isinstance(flags, int) else set(mode or "") & set("wax+")):
            return
        paths: tuple[Any, ...] = (path,)
    elif event in ("os.mkdir", "os.remove", "os.rmdir", "sqlite3.connect"):
        paths = arguments[:1]
    elif event == "os.rename":
        paths = arguments[:2]
    elif event in ("os.link", "os.symlink"):
        paths = arguments[1:2]
    else:
        return
    for path in paths:
        if found := in_checkout(path):
            written.append(found)
            raise PermissionError(f"a test wants to write {found} into the checkout: give it a folder of its own")


def in_checkout(path: Any) -> str:
    """The path below the checkout; "" where it is elsewhere or belongs to a tool."""
    if not isinstance(path, str | bytes | os.PathLike) or path in NO_FILE:
        return ""
    full = Path(os.fsdecode(path)).resolve()
    if not full.is_relative_to(CHECKOUT):
        return ""
    below = full.relative_to(CHECKOUT).as_posix()
    return "" if _TOOLS_OWN.search(below) else below
