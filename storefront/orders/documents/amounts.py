"""What a document is about in amounts: items with their taxes, and how much of each rule. Pure; whole minor units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from storefront.money import spread
from storefront.orders.amendment import TaxPart, taxed_base


@dataclass(frozen=True)
class Item:
    """A row of a document: line_id None is the delivery; quantity 0: not counted in pieces. other: neither, a sum."""

    line_id: int | None
    quantity: int
    gross: int
    taxes: tuple[TaxPart, ...] = ()
    other: bool = False

    @property
    def tax(self) -> int:
        return sum(part.amount for part in self.taxes)

    @property
    def net(self) -> int:
        return self.gross - self.tax


def merged(items: Iterable[Item]) -> tuple[TaxPart, ...]:
    """The taxes of all items, those of the same rule added up."""
    found: dict[tuple[str, str, str, str], TaxPart] = {}
    for item in items:
        for part in item.taxes:
            old = found.get(part.rule)
            base, amount = (old.base, old.amount) if old else (0, 0)
            found[part.rule] = replace(part, base=part.base + base, amount=part.amount + amount)
    return tuple(found.values())


def negated(part: TaxPart) -> TaxPart:
    return replace(part, base=-part.base, amount=-part.amount)


def shared(amount: int, weights: Sequence[TaxPart]) -> tuple[TaxPart, ...]:
    """An amount, tax in it, as taxes of the rules it was paid under, by what each of them came to."""
    if not weights:
        return ()
    parts = spread(amount, [max(part.base + part.amount, 0) for part in weights])
    found = []
    for part, gross in zip(weights, parts, strict=True):
        base = taxed_base(gross, part)
        found.append(replace(part, base=base, amount=gross - base))
    return tuple(part for part in found if part.base or part.amount)


def kept_amounts(items: Sequence[Item]) -> dict[str, Any]:
    """What a document's content keeps for whoever corrects it."""
    gross, tax = sum(item.gross for item in items), sum(item.tax for item in items)
    taxes = [[*part.rule, part.base, part.amount] for part in merged(items)]
    return {"net": gross - tax, "tax": tax, "total": gross, "taxes": taxes}


def standing(documents: Sequence[Mapping[str, Any]]) -> tuple[int, tuple[TaxPart, ...]]:
    """What an order's documents come to together, credit notes taken off: total and taxes."""
    items = []
    for row in documents:
        sign = 1 if row["kind"] == "invoice" else -1
        kept = row["content"]["amounts"]
        parts = tuple(TaxPart(one[0], one[1], one[2], one[3], sign * one[4], sign * one[5]) for one in kept["taxes"])
        items.append(Item(None, 0, sign * kept["total"], parts))
    return sum(item.gross for item in items), merged(items)
