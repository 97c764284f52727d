"""Rows of tables as objects of a record and back: which column is which field, and what hangs on a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import peewee

from storefront.catalogue.rows import Row, rows_of
from storefront.db import JsonField, Table, UtcField
from storefront.records.checking import as_moment, moment
from storefront.records.kinds import Kind, Record, RecordField, Reference
from storefront.records.labels import Labels


@dataclass(frozen=True)
class Column:
    """A column as a field of a record.

    column: its name in the table, if another; refers: it holds an id of something that is named instead; gone: what
    it holds where that is no longer there. local: it holds the id of a row of the same record, which is named by its
    label; is_subject: as "order:12". subjects: its text may hold subjects, which are named by labels too. keys: so are
    ids in its JSON, by the name they stand under.
    """

    field: RecordField
    column: str = ""
    refers: Reference | None = None
    gone: int | None = None
    local: str = ""
    is_subject: bool = False
    subjects: bool = False
    keys: Mapping[str, str] | None = None

    @property
    def own(self) -> str:
        return self.column or self.field.name


_OF_COLUMN = ("column", "refers", "gone", "local", "is_subject", "subjects", "keys")


def column(table: type[Table], name: str, meaning: str, /, **more: Any) -> Column:
    """A column whose kind of field, length and default are its table's; more: of Column or RecordField."""
    own = {key: more.pop(key) for key in _OF_COLUMN if key in more}
    told = table._meta.fields[own.get("column") or name]
    refers = own.get("refers")
    defaults: dict[str, Any] = {"nullable": told.null, "kind": _kind(told)}
    if refers is not None:
        defaults |= {"kind": "reference", "refers": refers, "nullable": told.null or "gone" in own}
    elif own.get("local"):
        defaults |= {"kind": "text", "required": not told.null}
    elif told.default is not None and not callable(told.default):
        defaults["default"] = told.default
    elif isinstance(told, JsonField) and callable(told.default):
        defaults["default"] = told.default()
    if isinstance(told, peewee.CharField) and not isinstance(told, UtcField):
        defaults["most"] = told.max_length
    made = RecordField(name, meaning=meaning, **{**defaults, **more})
    needed = not made.nullable and made.default is None and made.kind in ("moment", "integer", "reference", "boolean")
    return Column(replace(made, required=made.required or needed), **own)


def _kind(told: peewee.Field) -> Kind:
    if isinstance(told, UtcField):
        return "moment"
    if isinstance(told, JsonField):
        return "anything"
    if isinstance(told, peewee.BooleanField):
        return "boolean"
    return "integer" if isinstance(told, (peewee.IntegerField, peewee.BigIntegerField)) else "text"


@dataclass(frozen=True)
class Rows:
    """Rows of a table that hang on another row, as a list of objects (or by language).

    owner: the column with that row's id, or subject: rows are found by "<subject>:<id>". through: they hang on rows of
    the record with this label, which one of the columns says. order: columns they stand in order of. label: the
    row's name for others of its record, as ("kind", label(row, place, labels)).
    """

    name: str
    meaning: str
    table: type[Table]
    columns: tuple[Column, ...]
    owner: str = ""
    subject: str = ""
    through: str = ""
    order: tuple[str, ...] = ("id",)
    by: str = ""
    label: tuple[str, Callable[[Row, int, Labels], str]] | None = None
    below: tuple[Rows, ...] = ()

    @property
    def field(self) -> RecordField:
        """The list as a field of the record."""
        inside = (*(one.field for one in self.columns), *(rows.field for rows in self.below))
        return RecordField(self.name, "by_language" if self.by else "objects", self.meaning, of=inside)


def read_rows(
    rows: Rows, owners: Mapping[int, int], labels: Labels
) -> dict[int, list[tuple[Row, Record]]]:
    """Owner → its rows and their records, in order, with what hangs on them; owners: id → id of its record."""
    if rows.through:
        owners = {number: record for (kind, number), record in labels.record.items() if kind == rows.through}
    found = _found(rows, list(owners))
    if rows.label:
        kind, label = rows.label
        for owner, listed in found.items():
            for place, row in enumerate(listed):
                labels.add(kind, row["id"], label(row, place, labels), owners[owner])
    belongs = {row["id"]: owners[owner] for owner, listed in found.items() for row in listed}
    below = [(one, read_rows(one, belongs, labels)) for one in rows.below]
    names = names_for(rows.columns, [row for listed in found.values() for row in listed])
    made: defaultdict[int, list[tuple[Row, Record]]] = defaultdict(list)
    for owner, listed in found.items():
        for row in listed:
            record = {**record_of(rows.columns, row, names, labels), **_below(below, row["id"])}
            made[owners[owner] if rows.through else owner].append((row, record))
    if rows.through:
        for pairs in made.values():
            pairs.sort(key=lambda pair: _place(rows, pair[0]))
    return dict(made)


def _below(below: Sequence[tuple[Rows, Mapping[int, list[tuple[Row, Record]]]]], row_id: int) -> Record:
    return {one.name: shaped(one, listed.get(row_id, [])) for one, listed in below}


def shaped(rows: Rows, listed: Sequence[tuple[Row, Record]]) -> Any:
    """A list of records as the file has it."""
    if rows.by:
        return dict(sorted((row[rows.by], record) for row, record in listed))
    return [record for _row, record in listed]


def _found(rows: Rows, owners: Sequence[int]) -> dict[int, list[Row]]:
    by_subject = {f"{rows.subject}:{owner}": owner for owner in owners}
    column = "subject" if rows.subject else rows.owner
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows_of(rows.table, column, list(by_subject) if rows.subject else list(owners)):
        found[by_subject[row[column]] if rows.subject else row[column]].append(row)
    for listed in found.values():
        listed.sort(key=lambda row: _place(rows, row))
    return found


def _place(rows: Rows, row: Row) -> tuple[Any, ...]:
    return tuple((row[one] is not None, row[one]) for one in rows.order)


def names_for(columns: Sequence[Column], rows: Sequence[Row]) -> dict[str, Mapping[int, Any]]:
    """The names of everything that rows point to, by column."""
    return {
        one.own: one.refers.names({row[one.own] for row in rows if row[one.own] is not None})
        for one in columns
        if one.refers
    }


def record_of(columns: Sequence[Column], row: Row, names: Mapping[str, Mapping[int, Any]], labels: Labels) -> Record:
    """A row's columns as fields."""
    return {one.field.name: _outward(one, row[one.own], names, labels) for one in columns}


def _outward(one: Column, value: Any, names: Mapping[str, Mapping[int, Any]], labels: Labels) -> Any:
    if one.refers:
        return one.refers.shown(names[one.own].get(value))
    if one.local:
        number = int(str(value).rpartition(":")[2]) if value is not None else None
        return None if number is None else labels.of[one.local, number]
    if one.keys:
        return labels.keyed(value, one.keys, outward=True)
    if one.field.kind == "moment":
        return as_moment(value)
    return labels.outward(value) if one.subjects and isinstance(value, str) else value


# -- writing ------------------------------------------------------------------------------------------


def row_of(columns: Sequence[Column], record: Record, ids: Mapping[str, Mapping[Any, int]], labels: Labels) -> Row:
    """A record's fields as columns."""
    return {one.own: _inward(one, record[one.field.name], ids, labels) for one in columns}


def _inward(one: Column, value: Any, ids: Mapping[str, Mapping[Any, int]], labels: Labels) -> Any:
    if one.refers:
        name = one.refers.name(value)
        return one.gone if name is None else ids[one.own].get(name, one.gone)
    if one.local:
        number = None if value is None else labels.ids[one.local, value]
        return f"{one.local}:{number}" if one.is_subject else number
    if one.keys:
        return labels.keyed(value, one.keys, outward=False)
    if one.field.kind == "moment":
        return None if value is None else moment(value)
    return labels.inward(value) if one.subjects and isinstance(value, str) else value


def ids_for(columns: Sequence[Column], records: Sequence[Record]) -> dict[str, Mapping[Any, int]]:
    """The ids of everything that records name, by column."""
    found: dict[str, Mapping[Any, int]] = {}
    for one in columns:
        if one.refers:
            names = {one.refers.name(record[one.field.name]) for record in records}
            found[one.own] = one.refers.ids([name for name in names if name is not None])
    return found


def insert_rows(rows: Rows, owner: int, given: Any, labels: Labels, record_id: int = 0) -> None:
    """Insert an owner's rows and what hangs on them, in order."""
    records = list(given.values()) if rows.by else list(given)
    keys = list(given) if rows.by else [""] * len(records)
    ids = ids_for(rows.columns, records)
    for place, (record, key) in enumerate(zip(records, keys, strict=True)):
        row = row_of(rows.columns, record, ids, labels)
        if not rows.through:
            row |= {"subject": f"{rows.subject}:{owner}"} if rows.subject else {rows.owner: owner}
        row |= {rows.by: key} if rows.by else {}
        row_id = int(rows.table.insert(row).execute())
        if rows.label:
            labels.add(rows.label[0], row_id, rows.label[1]({**row, "id": row_id}, place, labels), record_id)
        for below in rows.below:
            insert_rows(below, row_id, record[below.name], labels, record_id)
