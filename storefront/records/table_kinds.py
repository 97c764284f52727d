"""A kind of record made from a table: what most records are."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any

from storefront.catalogue.rows import Row, chunks, differs, update
from storefront.db import Table
from storefront.records.kinds import Fault, Name, Record, RecordKind, Reference
from storefront.records.labels import Labels
from storefront.records.rows import (
    Column,
    Rows,
    ids_for,
    insert_rows,
    names_for,
    read_rows,
    record_of,
    row_of,
    shaped,
)

PAGE = 1000


def _first(_row: Row) -> int:
    return 0


@dataclass(frozen=True)
class TableKind:
    """Reads and writes the records of one table; table_records() makes a RecordKind of it.

    made: columns that a new row gets and no file carries. label: the row's name for what hangs on it.
    where: only these rows are carried.
    """

    table: type[Table]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Rows, ...] = ()
    rank: Callable[[Row], int] = _first
    made: Callable[[Record, datetime], Row] = lambda _record, _now: {}
    label: tuple[str, Callable[[Row], str]] | None = None
    where: Callable[[], Any] | None = None

    def names(self) -> Iterator[tuple[int, Name]]:
        """Every record's rank and key, read in pages: the table may be long."""
        last, number = 0, _id(self.table)
        mine = self.where() if self.where else number > 0
        while page := list(self.table.select().where(mine, number > last).order_by(number).limit(PAGE).dicts()):
            keys = self._keys()
            known = names_for(keys, page)
            for row in page:
                record = record_of(keys, row, known, Labels())
                yield self.rank(row), tuple(record[one] for one in self.key)
            last = page[-1]["id"]

    def read(self, names: Sequence[Name]) -> list[Record]:
        """The records of these keys that are there."""
        return list(self._read(list(self._existing(names).values())).values())

    def _read(self, rows: Sequence[Row]) -> dict[int, Record]:
        labels = Labels()
        if self.label:
            for row in rows:
                labels.add(self.label[0], row["id"], self.label[1](row), row["id"])
        known = names_for(self.columns, rows)
        below = [(one, read_rows(one, {row["id"]: row["id"] for row in rows}, labels)) for one in self.rows]
        return {
            row["id"]: {
                **record_of(self.columns, row, known, labels),
                **{one.name: shaped(one, listed.get(row["id"], [])) for one, listed in below},
            }
            for row in rows
        }

    def write(self, records: Sequence[Record], now: datetime) -> None:
        """Make the rows so: new ones are inserted, of others what differs is written."""
        found = self._existing([self._name(record) for record in records])
        ids = ids_for(self.columns, records)
        before = self._read(list(found.values()))
        for record in records:
            labels = Labels()
            row = row_of(self.columns, record, ids, labels)
            known = found.get(self._name(record))
            if known is None:
                row_id = int(self.table.insert({**row, **self.made(record, now)}).execute())
            else:
                row_id = known["id"]
                if differs(known, row):
                    update(self.table, row_id, row)
            if self.label:
                labels.add(self.label[0], row_id, self.label[1]({**row, "id": row_id}), row_id)
            for one in self.rows:
                if known is None or before[row_id][one.name] != record[one.name]:
                    _replace(one, row_id, record[one.name], labels)

    def _name(self, record: Record) -> Name:
        return tuple(record[one] for one in self.key)

    def _keys(self) -> tuple[Column, ...]:
        return tuple(next(one for one in self.columns if one.field.name == name) for name in self.key)

    def _existing(self, names: Sequence[Name]) -> dict[Name, Row]:
        """The rows with these keys."""
        keys = self._keys()
        wanted: list[Record] = [dict(zip(self.key, name, strict=True)) for name in names]
        ids = ids_for(keys, wanted)
        found: list[Row] = []
        for piece in chunks(wanted, 100):
            asked = [row_of(keys, one, ids, Labels()) for one in piece]
            same = [reduce(operator.and_, (getattr(self.table, n) == v for n, v in row.items())) for row in asked]
            found.extend(self.table.select().where(reduce(operator.or_, same)).dicts())
        known = names_for(keys, found)
        return {tuple(record_of(keys, row, known, Labels())[one] for one in self.key): row for row in found}


def table_records(
    type: str,
    meaning: str,
    source: TableKind,
    *,
    write: Callable[[Sequence[Record], datetime], None] | None = None,
    also: Callable[[Record], Iterable[tuple[str, Name]]] = lambda _record: (),
    trade: bool = False,
    lasting: bool = False,
    check: Callable[[Sequence[Record]], Sequence[tuple[int, Fault]]] = lambda _records: (),
    finish: Callable[[Sequence[Record], datetime], None] = lambda _records, _now: None,
) -> RecordKind:
    """The kind of record whose rows a table holds."""
    fields = (*(one.field for one in source.columns), *(one.field for one in source.rows))
    return RecordKind(
        type, meaning, source.key, fields, source.names, source.read, write or source.write, also,
        finish, check, trade, lasting,
    )  # fmt: skip


def reference(type: str, table: type[Table], column: str) -> Reference:
    """Rows of a table named by one column."""
    name, number = getattr(table, column), _id(table)

    def names(ids: Iterable[int]) -> Mapping[int, Name]:
        found: dict[int, Name] = {}
        for piece in chunks(sorted(set(ids))):
            found |= {row[0]: (row[1],) for row in table.select(number, name).where(number.in_(piece)).tuples()}
        return found

    def ids(names: Iterable[Name]) -> Mapping[Name, int]:
        found: dict[Name, int] = {}
        for piece in chunks(sorted({str(one[0]) for one in names})):
            found |= {(row[1],): row[0] for row in table.select(number, name).where(name.in_(piece)).tuples()}
        return found

    return Reference(type, (column,), names, ids)


def _replace(rows: Rows, owner: int, given: Any, labels: Labels) -> None:
    """An owner's rows made anew; those that hang on other rows of its record are new as these are."""
    if not rows.through:
        column, value = ("subject", f"{rows.subject}:{owner}") if rows.subject else (rows.owner, owner)
        rows.table.delete().where(getattr(rows.table, column) == value).execute()
    insert_rows(rows, owner, given, labels)


def _id(table: type[Table]) -> Any:
    return table.id
