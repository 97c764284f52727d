"""The shelf: what lists read, computed from the offers whenever they, their stock or products change."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import peewee

from storefront.catalogue.offers import base_price
from storefront.catalogue.rows import Row, chunks, sync
from storefront.catalogue.search import index
from storefront.catalogue.tables import Offer, OfferPrice, Product, Shelf, Stock, Variant
from storefront.catalogue.viewer import is_offered
from storefront.db import lock_rows, transaction
from storefront.pricing.exchange import rate_book
from storefront.values import AskingPrice

DEFAULT_CURRENCY = "EUR"
BATCH = 50
PAUSE_SECONDS = 0.005
CURRENCY_FACT = "shop.currency"


@transaction()
def refresh(product_ids: Iterable[int], now: datetime) -> set[int]:
    """Write the shelf of some products afresh; those whose rows changed."""
    changed: set[int] = set()
    currency = shop_currency()
    for piece in chunks(sorted(set(product_ids))):
        # before the stock is read: of two last pieces that go at once, the second must see the first gone
        lock_rows(Shelf.select(Shelf.id).where(Shelf.product.in_(piece)).order_by(Shelf.id))
        changed |= sync(
            Shelf, "product", piece, ["business_model", "audience"], _rows(piece, currency, now)
        )
    index.shelved(changed)
    return changed


def refresh_lapsed(now: datetime, since: datetime) -> set[int]:
    """Write the shelf of products where since then an offer ended or a reduction began or ended."""
    moments = (Offer.valid_until, Offer.reduced_from, Offer.reduced_until)
    passed = [moment.between(since, now) for moment in moments]
    query = (
        Variant.select(Variant.product)
        .join(Offer, on=(Offer.variant == Variant.id))
        .where(passed[0] | passed[1] | passed[2])
        .distinct()
    )
    return refresh([row[0] for row in query.tuples()], now)


def count_converted() -> int:
    """How many products have an offer in another currency than the shop's: new rates may reorder them."""
    return int(_converted(0).count())


def refresh_converted(now: datetime, progress: Callable[[int], object] = int) -> int:
    """Write the shelf of those products afresh, after new exchange rates; how many changed.

    In small transactions with a pause, so that selling goes on; progress is told each one's size.
    """
    last, changed = 0, 0
    while ids := [row[0] for row in _converted(last).limit(BATCH).tuples()]:
        changed += len(refresh(ids, now))
        last = ids[-1]
        progress(len(ids))
        time.sleep(PAUSE_SECONDS)
    return changed


def _converted(after: int) -> peewee.ModelSelect:
    """Products after this id with an offer in another currency than the shop's, in id order."""
    query: peewee.ModelSelect = (
        Variant.select(Variant.product)
        .join(Offer, on=(Offer.variant == Variant.id))
        .where(Variant.product > after, Offer.active, Offer.currency != shop_currency())
        .distinct()
        .order_by(Variant.product)
    )
    return query


def shop_currency() -> str:
    """The currency that the shelf is kept in: the shop's, as its database knows it."""
    from storefront.tables import Fact  # the shop's facts stand above the features

    fact = Fact.get_or_none(Fact.name == CURRENCY_FACT)
    return str(fact.value) if fact is not None else DEFAULT_CURRENCY


def _rows(product_ids: Sequence[int], currency: str, now: datetime) -> list[Row]:
    offers = list(_live_offers(product_ids, now))
    asked = _asked(offers)
    rates = rate_book({row["currency"] for row in offers} | {currency}, now.date().isoformat())
    rows: dict[tuple[Any, ...], Row] = {}
    for offer in offers:
        currencies = (offer["currency"], currency)
        price = base_price(asked[offer["id"]], currencies, offer["per"], rates, now)
        key = (offer["product"], offer["business_model"], offer["audience"])
        row = rows.setdefault(key, _empty(offer, price))
        row["base_price"] = min(row["base_price"], price)
        row["in_stock"] = row["in_stock"] or _in_stock(offer)
    return list(rows.values())


def _empty(offer: Row, price: int) -> Row:
    kept = ("product", "business_model", "audience", "popularity", "created_at")
    return {**{name: offer[name] for name in kept}, "base_price": price, "in_stock": False}


def _in_stock(offer: Row) -> bool:
    if offer["stock"] is None or not offer["tracked"]:
        return True
    return bool(offer["on_hand"] - offer["reserved"] >= max(offer["minimum"], 1))


def _live_offers(product_ids: Sequence[int], now: datetime) -> Any:
    """The offers that lists may show, with what the shelf needs of product and stock."""
    return (
        Offer.select(
            Offer,
            Variant.product.alias("product"),
            Product.popularity,
            Product.created_at,
            Stock.tracked,
            Stock.on_hand,
            Stock.reserved,
        )
        .join(Variant, on=(Offer.variant == Variant.id))
        .join(Product, on=(Variant.product == Product.id))
        .join(Stock, peewee.JOIN.LEFT_OUTER, on=(Offer.stock == Stock.id))
        .where(
            Product.id.in_(product_ids),
            Product.published,
            ~Product.hidden,
            is_offered(now),
        )
        .dicts()
    )


def _asked(offers: Sequence[Row]) -> dict[int, dict[str, AskingPrice]]:
    """Offer id → what it asks, by currency."""
    by_offer = {offer["id"]: offer for offer in offers}
    asked = {offer["id"]: {offer["currency"]: _asking(offer, offer)} for offer in offers}
    for piece in chunks(list(by_offer)):
        for row in OfferPrice.select().where(OfferPrice.offer.in_(piece)).dicts():
            asked[row["offer"]][row["currency"]] = _asking(row, by_offer[row["offer"]])
    return asked


def _asking(row: Row, offer: Row) -> AskingPrice:
    return AskingPrice(row["price"], row["reduced_price"], offer["reduced_from"], offer["reduced_until"])
