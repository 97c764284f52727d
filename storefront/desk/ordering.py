"""Things that stand in an order: one of them moved up or down. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def moved(items: Sequence[T], one: T, by: int) -> list[T]:
    """The items, one of them so many places further down (negative: up); at the ends, and not there, as they are."""
    order = list(items)
    if one not in order:
        return order
    at = order.index(one)
    to = at + by
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    return order
