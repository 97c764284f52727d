"""What pieces of a line come to, and what earlier refunds were for. Pure; whole minor units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from storefront.orders.line_sums import gross_of
from storefront.orders.pieces import pieces_of
from storefront.orders.queries import OrderFacts
from storefront.payments.refunds import ARRANGED

# how the key of a refund begins that follows from a change of the order
AMENDED = "amendment:"


@dataclass(frozen=True)
class Before:
    """What earlier refunds were for. parts: order line → money that went back of the pieces that are left of it."""

    pieces: Mapping[int, int]
    delivery: int
    parts: Mapping[int, int] = field(default_factory=dict)


def before(facts: OrderFacts, key: str = "") -> Before:
    """Pieces by line and delivery that went back already, as the order's story tells; key: before that refund."""
    pieces: Counter[int] = Counter()
    parts: Counter[int] = Counter()
    delivery = 0
    whole = {row["id"]: pieces_of(row) for row in facts.lines}
    for data in _arranged(facts):
        if key and data.get("key") == key:
            break
        for line, count in ((int(line), int(count)) for line, count in data.get("pieces", {}).items()):
            # with a piece goes its share of what was given for all of them
            parts[line] -= _carried(parts[line], whole.get(line, 0) - pieces[line], count)
            pieces[line] += count
        parts.update({int(line): int(amount) for line, amount in data.get("parts", {}).items()})
        delivery += int(data.get("delivery", 0))
    return Before(pieces, delivery, parts)


def _carried(part: int, left: int, count: int) -> int:
    """How much of what was given for the pieces that are left is for so many of them."""
    return part * count // left if left > count else part


def _arranged(facts: OrderFacts) -> Iterable[dict[str, Any]]:
    return (row["data"] for row in facts.events if row["kind"] == ARRANGED)


def arranged_for(facts: OrderFacts, key: str) -> dict[str, Any] | None:
    """What a refund of this key is for; None: there is none."""
    return next((data for data in _arranged(facts) if data.get("key") == key), None)


def share(gross: int, quantity: int, first: int, count: int) -> int:
    """What count pieces of a line cost, after the first ones: all shares together are the line's price exactly.

    >>> [share(1000, 3, number, 1) for number in range(3)]
    [333, 333, 334]
    """
    return gross * (first + count) // quantity - gross * first // quantity


def line_amount(facts: OrderFacts, done: Before, line_id: int, count: int) -> int:
    """What count further pieces of a line come to, less what went back of them while they stayed."""
    row = next(row for row in facts.lines if row["id"] == line_id)
    pieces, gone = pieces_of(row), done.pieces.get(line_id, 0)
    if not pieces:
        return 0
    price = share(gross_of(facts, line_id), pieces, gone, count)
    return max(price - _carried(done.parts.get(line_id, 0), pieces - gone, count), 0)
