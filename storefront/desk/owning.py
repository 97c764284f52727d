"""Whose a product is: staff see all; a seller sees what he offers or keeps, and edits what nobody else does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import peewee

from storefront.catalogue.tables import Offer, Product, Stock, Variant
from storefront.db import Table
from storefront.desk.audit import Actor
from storefront.errors import NotFound
from storefront.orders.tables import OrderLine

Limit = frozenset[int] | None


def seen_by(limit: Limit) -> Any:
    """Condition on Product: somebody limited to these sellers finds it."""
    return peewee.SQL("1 = 1") if limit is None else _exists(Offer, limit) | _exists(Stock, limit)


def edited_by(limit: Limit) -> Any:
    """Condition on Product: its texts, pictures and facts are his to change, since no other seller has it too."""
    if limit is None:
        return peewee.SQL("1 = 1")
    return seen_by(limit) & ~_exists(Offer, limit, others=True) & ~_exists(Stock, limit, others=True)


def _exists(table: type[Table], limit: frozenset[int], others: bool = False) -> Any:
    row: Any = table
    mine = row.seller.in_(sorted(limit))
    rows = table.select(peewee.SQL("1")).join(Variant, on=(row.variant == Variant.id))
    return peewee.fn.EXISTS(rows.where(Variant.product == Product.id, ~mine if others else mine))


def must_see(actor: Actor, product_id: int) -> None:
    """Raise NotFound where this product is not his to see."""
    actor.must("catalogue.see")
    _must(seen_by(actor.sellers("catalogue.see")), product_id)


def must_edit(actor: Actor, product_ids: Sequence[int]) -> None:
    """Raise NotFound where one of these products is not his to change."""
    actor.must("catalogue.edit")
    condition = edited_by(actor.sellers("catalogue.edit"))
    for product_id in product_ids:
        _must(condition, product_id)


def edits(actor: Actor, product_id: int) -> bool:
    """Whether the whole product is his to change."""
    condition = edited_by(actor.sellers("catalogue.edit"))
    return bool(Product.select().where(Product.id == product_id, condition).exists())


def _must(condition: Any, product_id: int) -> None:
    if not Product.select().where(Product.id == product_id, condition).exists():
        raise NotFound(f"there is no product {product_id} for this person")


def ordered(variant_ids: Sequence[int]) -> set[int]:
    """Those of some variants that an order names."""
    query = OrderLine.select(OrderLine.variant_id).where(OrderLine.variant_id.in_(list(variant_ids)))
    return {number for (number,) in query.distinct().tuples()}
