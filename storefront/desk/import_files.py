"""Uploaded files: kept beside the shop for as long as they are needed, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from storefront.catalogue.importers import reasons
from storefront.catalogue.importers.encodings import detect
from storefront.catalogue.importers.formats import Reader, recognised
from storefront.catalogue.importers.records import Issue, UnreadableFile
from storefront.errors import Refused
from storefront.i18n import Message, _
from storefront.records.importing import FORMAT as OWN
from storefront.records.lines import read_lines

MOST_BYTES = 64_000_000
PIECE = 1 << 18


class FileRefused(Refused):
    """A file that is not taken; the message stands at its field."""

    code = "file"


def folder_of(home: Path) -> Path:
    """Where uploaded files lie: no part of media, which anybody can read."""
    return home / "uploads"


def keep(stream: IO[bytes], home: Path) -> str:
    """Write what was sent into a new file; its token. Raises FileRefused for one that is empty or too large."""
    folder, token = folder_of(home), secrets.token_hex(16)
    folder.mkdir(mode=0o700, exist_ok=True)
    path, size = folder / token, 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        try:
            while piece := stream.read(PIECE):
                size += len(piece)
                if size > MOST_BYTES:
                    raise FileRefused(too_large())
                file.write(piece)
            if not size:
                raise FileRefused(Message(reasons.EMPTY_FILE))
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    return token


def most_megabytes() -> str:
    """How large a file may be."""
    return str(MOST_BYTES // 1_000_000)


def too_large() -> Message:
    """The sentence for a file that is too large."""
    return _(
        "The file is larger than %(most)s MB. Part it in two, or have it imported by `storefront import`.",
        most=most_megabytes(),
    )


def path_of(home: Path, token: str) -> Path:
    """An uploaded file."""
    return folder_of(home) / token


def forget(home: Path, token: str) -> None:
    """The file is not needed any more."""
    path_of(home, token).unlink(missing_ok=True)


def any_there(home: Path) -> bool:
    """Whether there are files."""
    folder = folder_of(home)
    return folder.is_dir() and any(folder.iterdir())


def forget_others(home: Path, wanted: Iterable[str], before: float) -> None:
    """Remove what no upload knows and is older than a moment: a process was killed between file and row."""
    folder, kept = folder_of(home), set(wanted)
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name.partition(".")[0] not in kept and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def format_of(path: Path, wanted: str, known: dict[str, Reader], *, own: bool) -> str:
    """The format a file has: the one that is wanted, or what it looks like. Raises FileRefused."""
    try:
        if wanted == OWN or (not wanted and _begins_as_json(path)):
            return _own(path, allowed=own)
        found = _recognised(path, {wanted: known[wanted]} if wanted else known)
    except UnreadableFile as error:
        raise FileRefused(reason_of(error)) from error
    if len(found) > 1:
        raise FileRefused(_("More than one system writes files like this. Choose the one it comes from."), "format")
    return found[0]


def _recognised(path: Path, known: dict[str, Reader]) -> list[str]:
    """By its beginning: some readers go through the whole file before they say anything."""
    head = path.with_name(f"{path.name}.head")
    detect(path)
    try:
        with path.open("rb") as file, os.fdopen(os.open(head, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as begun:
            begun.write(file.read(PIECE))
        return recognised(head, known)
    finally:
        head.unlink(missing_ok=True)


def _begins_as_json(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(200).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _own(path: Path, *, allowed: bool) -> str:
    if not allowed:
        raise FileRefused(_("A file of this shop's own format may hold pages, rates and sellers: an admin imports it."))
    detect(path)
    first = next(read_lines(path), None)
    if isinstance(first, Issue):
        raise FileRefused(_("Line %(row)s: %(reason)s", row=str(first.row), reason=reason_of(first)))
    return OWN


def reason_of(said: UnreadableFile | Issue) -> Message:
    """What an importer says, to be translated where it is shown."""
    return Message(said.reason, dict(said.values))
