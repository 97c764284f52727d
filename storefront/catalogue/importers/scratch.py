"""A temporary file for what a reader must remember of a large export, so that memory stays flat."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from types import TracebackType
from typing import Self

from storefront.catalogue.importers.records import Issue


class Scratch:
    """Names seen so far, and rows put aside; gone when closed. Not the shop's database."""

    def __init__(self) -> None:
        # An empty name is a private file on disk that SQLite deletes by itself.
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(
            """
            PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-4000;
            CREATE TABLE name (kind TEXT, name TEXT, row INTEGER, PRIMARY KEY (kind, name))
                WITHOUT ROWID;
            CREATE TABLE kept (row INTEGER PRIMARY KEY, kind TEXT, slug TEXT, cells TEXT);
            CREATE TABLE fault (row INTEGER, issue TEXT);
            CREATE INDEX fault_row ON fault (row);
            CREATE TABLE link (kind TEXT, source INTEGER, target INTEGER,
                PRIMARY KEY (kind, source, target)) WITHOUT ROWID;
            BEGIN;
            """
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()

    def claim(self, kind: str, name: str, row: int) -> int | None:
        """Remember that row uses the name; the row that already did, if another."""
        self._db.execute("INSERT OR IGNORE INTO name VALUES (?, ?, ?)", (kind, name, row))
        owner = self.owner(kind, name)
        return None if owner == row else owner

    def claim_new(self, kind: str, name: str, row: int) -> bool:
        """Remember the name unless anyone, even the same row, has it already."""
        query = "INSERT OR IGNORE INTO name VALUES (?, ?, ?)"
        return self._db.execute(query, (kind, name, row)).rowcount == 1

    def owner(self, kind: str, name: str) -> int | None:
        """The row that first used the name."""
        found = self._db.execute(
            "SELECT row FROM name WHERE kind = ? AND name = ?", (kind, name)
        ).fetchone()
        return int(found[0]) if found else None

    def keep(self, row: int, kind: str, cells: Mapping[str, str]) -> None:
        """Put a row's cells aside."""
        text = json.dumps(cells, ensure_ascii=False)
        self._db.execute("INSERT INTO kept VALUES (?, ?, '', ?)", (row, kind, text))

    def kept(self, row: int) -> tuple[str, dict[str, str]] | None:
        """The kind and the cells of a row put aside."""
        found = self._db.execute("SELECT kind, cells FROM kept WHERE row = ?", (row,)).fetchone()
        return (str(found[0]), json.loads(found[1])) if found else None

    def keep_fault(self, row: int, fault: Issue) -> None:
        """Put aside what is wrong with a kept row."""
        text = json.dumps(asdict(fault), ensure_ascii=False)
        self._db.execute("INSERT INTO fault VALUES (?, ?)", (row, text))

    def faults(self, row: int) -> list[Issue]:
        """What is wrong with a kept row."""
        found = self._db.execute("SELECT issue FROM fault WHERE row = ?", (row,)).fetchall()
        return [Issue(**json.loads(text)) for (text,) in found]

    def rows(self) -> Iterator[int]:
        """The numbers of the rows put aside, in the file's order."""
        last = -1
        while True:
            query = "SELECT row FROM kept WHERE row > ? ORDER BY row LIMIT 500"
            numbers = [int(found[0]) for found in self._db.execute(query, (last,))]
            if not numbers:
                return
            yield from numbers
            last = numbers[-1]

    def name_slug(self, row: int, slug: str) -> None:
        """Say which slug a kept row's product has."""
        self._db.execute("UPDATE kept SET slug = ? WHERE row = ?", (slug, row))

    def slug(self, row: int) -> str:
        """The slug of a kept row's product, "" when it has none."""
        found = self._db.execute("SELECT slug FROM kept WHERE row = ?", (row,)).fetchone()
        return str(found[0]) if found else ""

    def link(self, kind: str, source: int, targets: Iterable[int]) -> None:
        """Point from one row to others."""
        pairs = ((kind, source, target) for target in targets)
        self._db.executemany("INSERT OR IGNORE INTO link VALUES (?, ?, ?)", pairs)

    def linked(self, kind: str, source: int) -> list[int]:
        """The rows that a row points to, in the file's order."""
        query = "SELECT target FROM link WHERE kind = ? AND source = ? ORDER BY target"
        return [int(found[0]) for found in self._db.execute(query, (kind, source))]
