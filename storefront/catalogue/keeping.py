"""What the catalogue's pages show, said to the page cache: tags, and when time alone changes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

import peewee

from storefront.catalogue.tables import Offer, Variant
from storefront.statements import Statement
from storefront.values import Kept

LISTS = "lists"
# an offer's moments at which its price or its being there changes
MOMENTS = (Offer.reduced_from, Offer.reduced_until, Offer.valid_until)


def kept_products(product_ids: Sequence[int], now: datetime) -> Kept:
    """A page about some products: until one of their offers changes by itself."""
    return Kept(_product_tags(product_ids), min(tomorrow(now), next_change(now, product_ids)))


def kept_each(product_ids: Sequence[int], now: datetime) -> dict[int, Kept]:
    """The same for each product apart."""
    changes: dict[int, datetime] = {}
    for moment in MOMENTS:
        for product, at in _CHANGE_OF_EACH.tuples(moment.name, products=list(product_ids), now=now):
            changes[product] = min(at, changes.get(product, at))
    end = tomorrow(now)
    return {one: Kept(_product_tags([one]), min(end, changes.get(int(one), end))) for one in product_ids}


def kept_list(product_ids: Iterable[int], now: datetime, tag: str = LISTS) -> Kept:
    """A list: what stands in it depends on every product of its category, or of the shop."""
    return Kept(_product_tags(product_ids) | {tag}, list_until(now))


def list_until(now: datetime) -> datetime:
    """When time alone changes a list."""
    return min(tomorrow(now), next_change(now))


def kept_words(now: datetime) -> Kept:
    """A page of the shop's own words."""
    return Kept(frozenset(), tomorrow(now))


def tomorrow(now: datetime) -> datetime:
    """The next midnight (UTC): delivery dates, the day's exchange rate and dated rules follow the day."""
    return datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)


def next_change(now: datetime, product_ids: Sequence[int] | None = None) -> datetime:
    """When the next reduction begins or ends, or the next offer ends; in a year at the latest."""
    if product_ids is None:
        row = _NEXT_CHANGE.tuples(now=now)[0]
    else:
        row = _NEXT_CHANGE_OF.tuples(now=now, products=list(product_ids))[0]
    read = Offer.valid_until.python_value
    return min((moment for moment in map(read, row) if moment), default=now + timedelta(days=365))


def _change_of_each(given: Any, moment: str) -> Any:
    at = getattr(Offer, moment)
    query = Offer.select(Variant.product, peewee.fn.MIN(at)).join(Variant, on=(Offer.variant == Variant.id))
    return query.where(Variant.product.in_(given.products), at > given.now).group_by(Variant.product)


def _next_change(given: Any) -> Any:
    return peewee.Select(
        columns=[Offer.select(peewee.fn.MIN(moment)).where(moment > given.now) for moment in MOMENTS]
    )


def _next_change_of(given: Any) -> Any:
    variants = Variant.select(Variant.id).where(Variant.product.in_(given.products))
    moments = []
    for moment in MOMENTS:
        moments.append(Offer.select(peewee.fn.MIN(moment)).where(moment > given.now, Offer.variant.in_(variants)))
    return peewee.Select(columns=moments)


_CHANGE_OF_EACH = Statement(_change_of_each)
_NEXT_CHANGE = Statement(_next_change)
_NEXT_CHANGE_OF = Statement(_next_change_of)


def _product_tags(product_ids: Iterable[int]) -> frozenset[str]:
    return frozenset(f"product:{one}" for one in product_ids)
