"""What an order's documents still say of each line, and what a credit note takes off it. Pure; whole minor units.

A line is its place in the order, from 1; 0 is the delivery. All credit notes together take off exactly what was
invoiced, tax by tax: the last of a line takes what is left of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from storefront.money import spread
from storefront.orders.amendment import TaxPart, taxed_base
from storefront.orders.documents.amounts import Item, merged, negated

DELIVERY = 0


@dataclass(frozen=True)
class Standing:
    """What is invoiced of a line and not credited."""

    pieces: int
    gross: int
    taxes: tuple[TaxPart, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """Pieces that are to be credited, and what they are worth."""

    pieces: int
    worth: int


def kept_items(items: Sequence[Item], places: Mapping[int, int]) -> list[list[Any]]:
    """What a document's content keeps of its rows: place, pieces, gross, taxes."""
    return [
        [
            places.get(item.line_id, DELIVERY) if item.line_id is not None else DELIVERY, item.quantity, item.gross,
            [[*part.rule, part.base, part.amount] for part in item.taxes],
        ]
        for item in items
    ]  # fmt: skip


def standing_lines(documents: Sequence[Mapping[str, Any]]) -> dict[int, Standing] | None:
    """Place → what stands of it; None where a document of former times does not say."""
    found: dict[int, list[tuple[int, Item]]] = {}
    for row in documents:
        rows = row["content"]["amounts"].get("items")
        if rows is None:
            return None
        sign = 1 if row["kind"] == "invoice" else -1
        for place, pieces, gross, taxes in rows:
            parts = tuple(TaxPart(*one) for one in taxes)
            signed = parts if sign > 0 else tuple(map(negated, parts))
            found.setdefault(place, []).append((sign * pieces, Item(place, 0, sign * gross, signed)))
    return {
        place: Standing(
            sum(pieces for pieces, _item in listed),
            sum(item.gross for _pieces, item in listed),
            merged(item for _pieces, item in listed),
        )
        for place, listed in sorted(found.items())
    }


def credited(amount: int, wanted: Mapping[int, Wanted], stands: Mapping[int, Standing]) -> dict[int, Standing]:
    """What an amount takes off each line: first of the pieces that go, what is more of all that stands.

    Never more than stands of a line, so not always the whole amount.
    """
    left = {place: max(one.gross, 0) for place, one in stands.items()}
    first = {place: min(one.worth, left.get(place, 0)) for place, one in wanted.items()}
    given = _shared(min(amount, sum(first.values())), first)
    rest = {place: left[place] - given.get(place, 0) for place in left}
    for place, more in _shared(min(amount - sum(given.values()), sum(rest.values())), rest).items():
        given[place] = given.get(place, 0) + more
    return {
        place: Standing(wanted[place].pieces if place in wanted else 0, gross, taken(gross, stands[place]))
        for place, gross in given.items()
        if gross
    }


def _shared(amount: int, weights: Mapping[int, int]) -> dict[int, int]:
    if amount <= 0:
        return {}
    return dict(zip(weights, spread(amount, list(weights.values())), strict=True))


def taken(gross: int, stands: Standing) -> tuple[TaxPart, ...]:
    """The taxes in a part of what stands of a line; all of it has all of them."""
    if gross == stands.gross:
        return stands.taxes
    if not stands.taxes:
        return ()
    parts = spread(gross, [max(part.base + part.amount, 0) for part in stands.taxes])
    found = []
    for part, share in zip(stands.taxes, parts, strict=True):
        # neither base nor tax of what is left may fall below zero
        base = min(max(taxed_base(share, part), share - part.amount), part.base)
        found.append(replace(part, base=base, amount=share - base))
    return tuple(found)
