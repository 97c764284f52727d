"""A shop written into a file: one line a record, in a stable order, a few at a time."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TextIO

from storefront.db import frozen
from storefront.records import files
from storefront.records.every import Kinds
from storefront.records.files import Folders
from storefront.records.kinds import FORMAT_VERSION, HEAD_TYPE, Name, RecordKind, as_line, as_text

BATCH = 50


@dataclass
class Exported:
    """What was written: records by type; missing counts files that the shop has lost."""

    records: Counter[str] = field(default_factory=Counter)
    missing: int = 0


class Sorted:
    """The keys of every record, on disk and in the file's order, which is the same for every database."""

    def __init__(self, kinds: Kinds) -> None:
        # an empty name is a private file that SQLite deletes by itself
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("CREATE TABLE key (type TEXT, rank INTEGER, name TEXT)")
        self._db.execute("BEGIN")
        for kind in kinds.of.values():
            rows = ((kind.type, rank, as_text(name)) for rank, name in kind.names())
            self._db.executemany("INSERT INTO key VALUES (?, ?, ?)", rows)
        self._db.execute("CREATE INDEX in_order ON key (type, rank, name)")

    def count(self) -> int:
        """How many records there are."""
        return int(self._db.execute("SELECT count(*) FROM key").fetchone()[0])

    def of(self, type: str) -> Iterator[Name]:
        """The keys of a type, in order."""
        found = self._db.execute("SELECT name FROM key WHERE type = ? ORDER BY rank, name", (type,))
        for (text,) in found:
            yield tuple(json.loads(text))

    def close(self) -> None:
        self._db.close()


def export(
    path: Path, kinds: Kinds, shop: Folders, begin: Callable[[int], object], progress: Callable[[int], object]
) -> Exported:
    """Write the file, whole or not at all; begin is told how many records there are, progress each piece's size."""
    made = Exported()
    handle, name = tempfile.mkstemp(dir=path.resolve().parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file, frozen():
            file.write(as_line(HEAD_TYPE, {"version": FORMAT_VERSION}) + "\n")
            with closing(Sorted(kinds)) as keys:
                begin(keys.count())
                for kind in kinds.of.values():
                    for count in _write(file, kind, keys, (shop, files.beside(path)), made):
                        progress(count)
            file.flush()
            os.fsync(file.fileno())
        # who may read it is as for any file he makes; what holds people's data is for its owner alone
        if not any(kind.trade for kind in kinds.of.values()):
            Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return made


def _write(
    file: TextIO, kind: RecordKind, keys: Sorted, folders: tuple[Folders, Folders], made: Exported
) -> Iterator[int]:
    names = keys.of(kind.type)
    while piece := list(islice(names, BATCH)):
        found = {kind.name(record): record for record in kind.read(piece)}
        for name in piece:
            if name in found:
                file.write(as_line(kind.type, found[name]) + "\n")
                made.records[kind.type] += 1
        made.missing += files.copy(kind.type, list(found.values()), *folders)
        yield len(piece)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
