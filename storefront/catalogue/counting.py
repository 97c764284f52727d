"""What a list counts: the shelf's rows of its place are read once, and counted here for each filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import peewee

from storefront.catalogue.narrowing import Conditions, Narrowing, Shape
from storefront.catalogue.sending import Sending, reaches
from storefront.catalogue.tables import Shelf
from storefront.statements import Statement


class ShelfRow(NamedTuple):
    """What a product costs under one business model."""

    product: int
    business_model: str
    base_price: int
    in_stock: bool


@dataclass(frozen=True)
class Counting:
    """The rows of a place that have the chosen attributes and can be sent; price, stock and model are judged here."""

    asked: Narrowing
    rows: Sequence[ShelfRow]

    def prices(self, in_stock: bool) -> dict[int, int]:
        """Product → the lowest price among the chosen business models; in_stock: of what is there."""
        chosen = frozenset(self.asked.values["chosen"])
        lowest: dict[int, int] = {}
        for product, model, price, there in self.rows:
            if model in chosen and (there or not in_stock) and price <= lowest.get(product, price):
                lowest[product] = price
        return lowest

    def passing(self, in_stock: bool | None = None) -> list[int]:
        """The products that pass every filter; in_stock: and are there, whatever was asked."""
        wanted = self.asked.filters.in_stock if in_stock is None else in_stock
        return [product for product, price in self.prices(wanted).items() if self._fits(price)]

    def by_model(self) -> dict[str, int]:
        """Business model → how many products it offers here, whichever was chosen."""
        lowest: dict[tuple[str, int], int] = {}
        for product, model, price, there in self.rows:
            if there or not self.asked.filters.in_stock:
                lowest[model, product] = min(price, lowest.get((model, product), price))
        return dict(Counter(model for (model, _product), price in lowest.items() if self._fits(price)))

    def _fits(self, price: int) -> bool:
        low, high = self.asked.filters.low, self.asked.filters.high
        return (low is None or price >= low) and (high is None or price <= high)


def counting(asked: Narrowing, but: int | None = None) -> Counting:
    """The rows of a place; but: the chosen attribute (its number) that is left out of account. One query."""
    return Counting(asked, [ShelfRow(*row) for row in _ROWS.tuples(asked.shape, but, **asked.values)])


def count_sent(asked: Narrowing, product_ids: Sequence[int], sending: Sending) -> int:
    """How many of some products can be sent there; one query."""
    values = {**asked.viewer.shelves, **sending.values}
    return int(_SENT.scalar(sending.shape, ids=product_ids, **values))


def _rows(given: Any, shape: Shape, but: int | None) -> Any:
    columns = (Shelf.product, Shelf.business_model, Shelf.base_price, Shelf.in_stock)
    return Shelf.select(*columns).where(Conditions(given, shape).counted(but))


def _sent(given: Any, shape: str) -> Any:
    named = Shelf.select(peewee.fn.COUNT(Shelf.product.distinct()))
    return named.where(Shelf.product.in_(given.rows("ids")), reaches(Shelf.product, shape, given))


_ROWS = Statement(_rows)
_SENT = Statement(_sent)
