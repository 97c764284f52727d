"""What the catalogue's pages show, said to the page cache: tags, and when time alone changes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

import peewee

from storefront.catalogue.tables import Offer, Variant
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
        query = Offer.select(Variant.product, peewee.fn.MIN(moment)).join(Variant, on=(Offer.variant == Variant.id))
        query = query.where(Variant.product.in_(list(product_ids)), moment > now).group_by(Variant.product)
        for product, at in query.tuples():
            changes[product] = min(at, changes.get(product, at))
    end = tomorrow(now)
    return {one: Kept(_product_tags([one]), min(end, changes.get(int(one), end))) for one in product_ids}


def kept_list(product_ids: Iterable[int], now: datetime, tag: str = LISTS) -> Kept:
    """A list: what stands in it depends on every product of its category, or of the shop."""
    return Kept(_product_tags(product_ids) | {tag}, min(tomorrow(now), next_change(now)))


def kept_words(now: datetime) -> Kept:
    """A page of the shop's own words."""
    return Kept(frozenset(), tomorrow(now))


def tomorrow(now: datetime) -> datetime:
    """The next midnight (UTC): delivery dates, the day's exchange rate and dated rules follow the day."""
    return datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)


def next_change(now: datetime, product_ids: Sequence[int] | None = None) -> datetime:
    """When the next reduction begins or ends, or the next offer ends; in a year at the latest."""
    moments = []
    for moment in MOMENTS:
        query = Offer.select(peewee.fn.MIN(moment)).where(moment > now)
        if product_ids is not None:
            variants = Variant.select(Variant.id).where(Variant.product.in_(list(product_ids)))
            query = query.where(Offer.variant.in_(variants))
        moments.append(query)
    row = peewee.Select(columns=moments).tuples().execute(Offer._meta.database)[0]
    read = Offer.valid_until.python_value
    return min((moment for moment in map(read, row) if moment), default=now + timedelta(days=365))


def _product_tags(product_ids: Iterable[int]) -> frozenset[str]:
    return frozenset(f"product:{one}" for one in product_ids)
