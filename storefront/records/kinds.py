"""What a record is: its type, its fields, and how it is read and written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import datetime
from typing import Any, Literal

FORMAT_VERSION = 1
HEAD_TYPE = "storefront"

Record = dict[str, Any]
# the values of a record's key, in the order of its fields
Name = tuple[Any, ...]
Kind = Literal[
    "text", "html", "integer", "boolean", "moment", "day", "currency", "country", "language",
    "texts", "words", "pairs", "lists", "anything", "object", "objects", "by_language", "reference",
]  # fmt: skip
MEANINGS: Mapping[Kind, str] = {
    "text": "text",
    "html": "HTML, cleaned when it comes in",
    "integer": "whole number",
    "boolean": "true or false",
    "moment": "moment in UTC: `2026-11-23T09:30:00.000000Z`",
    "day": "day: `2026-11-23`",
    "currency": "currency, ISO 4217",
    "country": "country, ISO 3166",
    "language": "language, BCP 47",
    "texts": "texts by language",
    "words": "list of texts",
    "pairs": "texts by name, their order kept",
    "lists": "lists of texts by name",
    "anything": "any JSON",
    "object": "object",
    "objects": "list of objects",
    "by_language": "objects by language",
    "reference": "name",
}
_EMPTY: Mapping[Kind, Callable[[], Any]] = {
    "integer": int, "boolean": bool, "texts": dict, "words": list, "pairs": dict, "lists": dict,
    "objects": list, "by_language": dict,
    "object": type(None), "reference": type(None), "moment": type(None), "day": type(None),
}  # fmt: skip


def _empty(kind: Kind) -> Any:
    make: Callable[[], Any] = _EMPTY.get(kind, str)
    return make()


@dataclass(frozen=True)
class Reference:
    """How a record names a row of another one. fields: those of the name; one alone stands without an object.

    names: id → name, for those that are there; ids: the reverse.
    """

    type: str
    fields: tuple[str, ...]
    names: Callable[[Iterable[int]], Mapping[int, Name]]
    ids: Callable[[Iterable[Name]], Mapping[Name, int]]

    def shown(self, name: Name | None) -> Any:
        """A name as it stands in the file."""
        if name is None:
            return None
        return name[0] if len(self.fields) == 1 else dict(zip(self.fields, name, strict=True))

    def name(self, shown: Any) -> Name | None:
        """The reverse, of a value that was checked."""
        if shown is None:
            return None
        return (shown,) if len(self.fields) == 1 else tuple(shown[one] for one in self.fields)


@dataclass(frozen=True)
class RecordField:
    """A field of a record: what it means and what may stand in it.

    nullable: null stands for "none"; required: it may not be left out or empty; default: what a field that is
    left out means; most: characters of a text; of: the fields of an object; refers: what a name must be known as,
    later: also further down in the file. lowest: the least number.
    """

    name: str
    kind: Kind
    meaning: str
    nullable: bool = False
    required: bool = False
    default: Any = None
    most: int | None = None
    lowest: int | None = None
    of: tuple[RecordField, ...] = ()
    refers: Reference | None = None
    later: bool = False
    choices: tuple[str, ...] = ()

    def empty(self) -> Any:
        """What is meant where the field is left out."""
        if self.default is not None:
            return self.default
        return None if self.nullable else _empty(self.kind)


@dataclass(frozen=True)
class Fault:
    """What is wrong at a field of a record; reason is an English message id with {placeholders}."""

    field: str
    value: str
    reason: str
    values: Mapping[str, str] = made_by(default_factory=dict)


def _itself(_record: Record) -> Iterable[tuple[str, Name]]:
    return ()


def _nothing(_records: Sequence[Record], _now: datetime) -> None:
    """Most records are whole at once."""


def _no_fault(_records: Sequence[Record]) -> Sequence[tuple[int, Fault]]:
    return ()


@dataclass(frozen=True)
class RecordKind:
    """One type of record. A plugin's types begin with its name: "<plugin>.<noun>".

    names: every record's key with a rank before it (lower ranks stand first in the file); read: the records of
    some keys that are there, in any order; write: make them so, inside a transaction. Others may name the record
    and what also(record) says. finish: told once more when everything is in. check: faults that only the shop
    knows, by the record's index. trade: belongs to orders and people, left out unless asked for.
    lasting: a record that is here already stays as it is. sensitive: left out unless asked for by name.
    """

    type: str
    meaning: str
    key: tuple[str, ...]
    fields: tuple[RecordField, ...]
    names: Callable[[], Iterator[tuple[int, Name]]]
    read: Callable[[Sequence[Name]], Sequence[Record]]
    write: Callable[[Sequence[Record], datetime], None]
    also: Callable[[Record], Iterable[tuple[str, Name]]] = _itself
    finish: Callable[[Sequence[Record], datetime], None] = _nothing
    check: Callable[[Sequence[Record]], Sequence[tuple[int, Fault]]] = _no_fault
    trade: bool = False
    lasting: bool = False
    sensitive: bool = False

    def name(self, record: Record) -> Name:
        """The record's key."""
        return tuple(record[one] for one in self.key)

    def brings(self, record: Record) -> Iterator[tuple[str, Name]]:
        """What others may name once it is there."""
        yield self.type, self.name(record)
        yield from self.also(record)


def as_line(type: str, record: Record) -> str:
    """A record as it stands in a file, without the end of line."""
    return json.dumps({"type": type, **record}, ensure_ascii=False, separators=(", ", ": "), allow_nan=False)


def as_text(name: Name) -> str:
    """A key as one text, for keeping and sorting."""
    return json.dumps(list(name), ensure_ascii=False)
