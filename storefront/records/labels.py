"""Subjects in texts: what is "order:12" or "credit:7" in a shop is named by number, address or key in a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from storefront.accounts.tables import Person
from storefront.catalogue.tables import Seller
from storefront.db import Table
from storefront.orders.cases.tables import Case
from storefront.payments.credit.tables import GiftCard, UnmatchedMoney
from storefront.payments.reconciliation.tables import ReconciliationDifference
from storefront.payments.tables import Payment

# what is looked up in the shop, whichever record speaks of it: table, and the column that names its rows
_LOOKED_UP: Mapping[str, tuple[type[Table], str]] = {
    "seller": (Seller, "slug"),
    "case": (Case, "number"),
    "person": (Person, "email"),
    "gift-card": (GiftCard, "key"),
    "unmatched": (UnmatchedMoney, "key"),
    "payment": (Payment, "key"),
    "difference": (ReconciliationDifference, "key"),
}
# what a subject's first part speaks of, where it is called otherwise: "buyer:7" is a purchase's
_SAME = {
    "buyer": "purchase", "credit": "person", "staff": "person", "card-issued": "gift-card",
    "card-written-off": "gift-card", "over": "payment",
}  # fmt: skip
_NOUNS = "|".join(sorted({*_LOOKED_UP, *_SAME, "order", "purchase", "refund", "chargeback", "amendment", "payout"}))
_SUBJECT = re.compile(rf"\b({_NOUNS}):(\d+)(?![\w-])|\b(case)-(\d+)(?![\w-])")
_LABELLED = re.compile(rf"\b({_NOUNS}):([^\s:]+)|\b(case)-([\w-]+)")


@dataclass
class Labels:
    """Names of the rows of the records at hand: (kind, id) → label when reading, the reverse when writing."""

    of: dict[tuple[str, int], str] = field(default_factory=dict)
    ids: dict[tuple[str, str], int] = field(default_factory=dict)
    # the record a row belongs to
    record: dict[tuple[str, int], int] = field(default_factory=dict)

    def add(self, kind: str, row_id: int, label: str, record: int) -> None:
        self.of[kind, row_id] = label
        self.ids[kind, label] = row_id
        self.record[kind, row_id] = record

    def outward(self, text: str) -> str:
        """A text with the subjects in it named by label."""
        return _SUBJECT.sub(lambda found: _put(found, self._label), text)

    def inward(self, text: str) -> str:
        """The reverse."""
        return _LABELLED.sub(lambda found: _put(found, self._number), text)

    def _label(self, said: str, number: str) -> str:
        noun, row_id = _SAME.get(said, said), int(number)
        if (noun, row_id) not in self.of and noun in _LOOKED_UP:
            table, name = _LOOKED_UP[noun]
            found = table.select(getattr(table, name)).where(_id(table) == row_id).scalar()
            self.of[noun, row_id] = str(found) if found else _gone(said, number)
        return self.of.get((noun, row_id), number)

    def _number(self, said: str, label: str) -> str:
        noun = _SAME.get(said, said)
        if (noun, label) not in self.ids and noun in _LOOKED_UP:
            table, name = _LOOKED_UP[noun]
            if found := table.select(_id(table)).where(getattr(table, name) == label).scalar():
                self.ids[noun, label] = int(found)
        return str(self.ids.get((noun, label), label))

    # -- JSON that holds ids -------------------------------------------------------------------------

    def keyed(self, value: Mapping[str, Any], keys: Mapping[str, str], *, outward: bool) -> dict[str, Any]:
        """An object's members that are ids (name → what of), the other way round; "pieces" counts lines by id."""
        return {name: self._member(name, part, keys, outward) for name, part in value.items()}

    def _member(self, name: str, part: Any, keys: Mapping[str, str], outward: bool) -> Any:
        if name in keys:
            known: Mapping[Any, Any] = self.of if outward else self.ids
            return known.get((keys[name], part), part)
        if name == "pieces" and isinstance(part, dict):
            return {self._line(line, outward): count for line, count in part.items()}
        if name == "key" and isinstance(part, str):
            return self.outward(part) if outward else self.inward(part)
        return part

    def _line(self, line: str, outward: bool) -> str:
        if outward:
            return self.of.get(("line", int(line)), line) if line.isdecimal() else line
        return str(self.ids.get(("line", line), line))


def _put(found: re.Match[str], change: Callable[[str, str], str]) -> str:
    if found[3]:
        return f"{found[3]}-{change(found[3], found[4])}"
    return f"{found[1]}:{change(found[1], found[2])}"


def _gone(said: str, number: str) -> str:
    """What is gone must not become what has its number elsewhere; of people only accounts have to stay apart."""
    if said in ("person", "staff"):
        return "0"
    return f"gone-{number}" if said in ("credit", "gift-card", "case") else number


def _id(table: type[Table]) -> Any:
    return table.id
