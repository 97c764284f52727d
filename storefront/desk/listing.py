"""What a table is asked by its address: search, filters, sort, page. Pure."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal
from urllib.parse import urlencode

from storefront.forms import Option, cleaned
from storefront.i18n import Message

PAGE_SIZE = 50
LARGEST = 2**63 - 1
Mark = tuple[str | int, int]


@dataclass(frozen=True)
class Column:
    """A column; one that sorts says by which kind of value."""

    name: str
    label: Message
    sorts: Literal["", "text", "number"] = ""
    end: bool = False


@dataclass(frozen=True)
class Filter:
    """A choice above the table; its first option stands for "all" and has the value ""."""

    name: str
    label: Message
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Rules:
    """Columns, filters and the sort one begins with: "title", or "-title" for the largest first."""

    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    sort: str = ""
    searches: bool = True

    def sorted_by(self, sort: str) -> Column | None:
        """The column a sort names, if it sorts."""
        name = sort.removeprefix("-")
        return next((one for one in self.columns if one.name == name and one.sorts), None)


@dataclass(frozen=True)
class Asked:
    """A table's address, understood; whatever makes no sense counts as not said."""

    sort: str
    query: str = ""
    chosen: dict[str, str] = field(default_factory=dict)
    mark: Mark | None = None
    backwards: bool = False

    @property
    def descending(self) -> bool:
        return self.sort.startswith("-")

    @property
    def column(self) -> str:
        return self.sort.removeprefix("-")

    def address(self, path: str, rules: Rules, **changes: object) -> str:
        """The table's address with changes: sort, mark, backwards."""
        wanted = replace(self, **{"mark": None, "backwards": False, **changes})  # type: ignore[arg-type]
        pairs = [("q", wanted.query), *wanted.chosen.items()]
        if wanted.sort != rules.sort:
            pairs.append(("sort", wanted.sort))
        if wanted.mark is not None:
            pairs.append(("before" if wanted.backwards else "after", written_mark(wanted.mark)))
        kept = [(name, value) for name, value in pairs if value]
        return path + (f"?{urlencode(kept)}" if kept else "")


def asked(pairs: Iterable[tuple[str, str]], rules: Rules) -> Asked:
    """What an address asks of a table."""
    given = dict(pairs)
    sort = given.get("sort", "")
    column = rules.sorted_by(sort)
    if column is None:
        sort, column = rules.sort, rules.sorted_by(rules.sort)
    chosen = {}
    for one in rules.filters:
        value = given.get(one.name, "")
        if value and value in {option.value for option in one.options}:
            chosen[one.name] = value
    kind = column.sorts if column else "number"
    backwards = bool(given.get("before"))
    mark = read_mark(given.get("before") or given.get("after", ""), kind)
    query = cleaned(given.get("q", "")[:200]) if rules.searches else ""
    return Asked(sort, query, chosen, mark, backwards and mark is not None)


def written_mark(mark: Mark) -> str:
    """A row's place in the order, for an address."""
    return base64.urlsafe_b64encode(json.dumps(mark).encode()).decode().rstrip("=")


def read_mark(text: str, kind: str) -> Mark | None:
    """The place an address names; None where it names none of this kind."""
    if not text or len(text) > 2000:
        return None
    try:
        value, number = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        fits = _is_number(number) and (_is_text(value) if kind == "text" else _is_number(value))
        return (value, number) if fits else None
    except (ValueError, TypeError, binascii.Error, RecursionError):
        return None


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST


def _is_text(value: object) -> bool:
    if not isinstance(value, str) or "\0" in value:
        return False
    value.encode()  # a lone surrogate is a ValueError
    return True


def options(*pairs: tuple[str, Message]) -> tuple[Option, ...]:
    """A filter's options."""
    return tuple(Option(value, label) for value, label in pairs)


def shown_sums(totals: Sequence[str]) -> tuple[str, ...]:
    """The row of sums; none where every cell is empty."""
    return tuple(totals) if any(totals) else ()
