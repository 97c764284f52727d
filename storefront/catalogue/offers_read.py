"""Offers as values, in bulk: two queries whatever is asked."""

from __future__ import annotations

import functools
import operator
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import peewee

from storefront import values
from storefront.catalogue.tables import Offer, OfferPrice, Product, Seller, Stock, Variant
from storefront.catalogue.viewer import Viewer
from storefront.db import database
from storefront.once import once

Row = dict[str, Any]


def offers_for(
    viewer: Viewer,
    *,
    product_ids: Sequence[int] = (),
    variant_ids: Sequence[int] = (),
    offer_ids: Sequence[int] = (),
) -> list[values.Offer]:
    """The offers on sale to the viewer among the named ones, by product, variant, price, id."""
    anyone = replace(viewer, languages=())
    return list(_on_sale(anyone, tuple(product_ids), tuple(variant_ids), tuple(offer_ids)))


@once
def _on_sale(
    viewer: Viewer, products: tuple[int, ...], variants: tuple[int, ...], offers: tuple[int, ...]
) -> list[values.Offer]:
    return _offers(viewer.sees_offer() & _named(products, variants, offers))


def any_offers(offer_ids: Sequence[int]) -> list[values.Offer]:
    """Offers by id, on sale or not: for lines that stand in a cart already."""
    return _offers(_named((), (), offer_ids))


def offers_of_seller(viewer: Viewer, seller_id: int, limit: int = 100) -> list[values.Offer]:
    """What a seller has on sale to the viewer, the newest first."""
    return _offers(viewer.sees_offer() & (Offer.seller == seller_id), limit)


def asked_currencies(currencies: Iterable[str]) -> set[str]:
    """Those in which an offer has a price of its own; one query, as quick with many offers as with few."""
    wanted = sorted(currencies)
    if not wanted:
        return set()
    found = peewee.Select(columns=[_is_asked(currency) for currency in wanted]).tuples().execute(database)
    return {currency for currency, is_asked in zip(wanted, next(iter(found)), strict=True) if is_asked}


def _is_asked(currency: str) -> Any:
    own = Offer.select(peewee.SQL("1")).where(Offer.currency == currency, Offer.active)
    further = OfferPrice.select(peewee.SQL("1")).join(Offer).where(OfferPrice.currency == currency, Offer.active)
    return peewee.fn.EXISTS(own) | peewee.fn.EXISTS(further)


def _named(products: Sequence[int], variants: Sequence[int], offers: Sequence[int]) -> Any:
    """The condition; one list alone stays one plain condition, which an index answers."""
    named = ((Variant.product, products), (Offer.variant, variants), (Offer.id, offers))
    conditions = [column.in_(list(ids)) for column, ids in named if ids]
    return functools.reduce(operator.or_, conditions, Offer.id.in_([])) if len(conditions) != 1 else conditions[0]


def _offers(condition: Any, limit: int | None = None) -> list[values.Offer]:
    query = _select().where(condition)
    if limit is None:
        query = query.order_by(Variant.product, Variant.position, Offer.variant, Offer.price, Offer.id)
    else:
        query = query.order_by(Offer.id.desc()).limit(limit)
    rows = list(query.dicts())
    further = _further_prices([row["id"] for row in rows])
    return [_offer(row, further[row["id"]]) for row in rows]


def _select() -> Any:
    return (
        Offer.select(
            Offer,
            Variant.product.alias("product"),
            Variant.sku,
            Variant.weight_grams,
            Product.tax_class,
            Product.hs_code,
            Product.origin,
            Product.restrictions,
            Seller.slug.alias("seller_slug"),
            Seller.name.alias("seller_name"),
            Seller.trader,
            Seller.country.alias("seller_country"),
            Stock.tracked,
            Stock.on_hand,
            Stock.reserved,
        )
        .join(Variant, on=(Offer.variant == Variant.id))
        .join(Product, on=(Variant.product == Product.id))
        .join(Seller, on=(Offer.seller == Seller.id))
        .join(Stock, peewee.JOIN.LEFT_OUTER, on=(Offer.stock == Stock.id))
    )


def _further_prices(offer_ids: Sequence[int]) -> defaultdict[int, list[Row]]:
    rows: Iterable[Row] = OfferPrice.select().where(OfferPrice.offer.in_(list(offer_ids))).dicts()
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["offer"]].append(row)
    return found


def _offer(row: Row, further: Iterable[Row]) -> values.Offer:
    prices = {row["currency"]: _asking(row, row)}
    prices.update({own["currency"]: _asking(own, row) for own in further})
    return values.Offer(
        id=row["id"],
        variant_id=row["variant"],
        product_id=row["product"],
        sku=row["sku"],
        seller=_seller(row),
        business_model=row["business_model"],
        currency=row["currency"],
        prices=prices,
        per=row["per"],
        tax_included=row["tax_included"],
        tax_country=row["tax_country"],
        minimum=row["minimum"],
        step=row["step"],
        audience=row["audience"],
        stock_id=row["stock"],
        available=_available(row),
        tax_class=row["tax_class"],
        weight_grams=row["weight_grams"],
        hs_code=row["hs_code"],
        origin=row["origin"],
        restrictions=tuple(row["restrictions"]),
    )


def _seller(row: Row) -> values.Seller:
    return values.Seller(
        row["seller"], row["seller_slug"], row["seller_name"], row["trader"], row["seller_country"]
    )


def _asking(row: Row, offer: Row) -> values.AskingPrice:
    return values.AskingPrice(
        row["price"], row["reduced_price"], offer["reduced_from"], offer["reduced_until"]
    )


def _available(row: Row) -> int | None:
    """How many are free to sell; None: not tracked."""
    if row["stock"] is None or not row["tracked"]:
        return None
    return max(int(row["on_hand"]) - int(row["reserved"]), 0)
