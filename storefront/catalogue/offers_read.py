"""Offers as values, in bulk: two queries whatever is asked."""

from __future__ import annotations

import functools
import operator
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

import peewee

from storefront import values
from storefront.catalogue.tables import Offer, OfferPrice, Product, Seller, Stock, Variant
from storefront.catalogue.viewer import Named, Viewer
from storefront.db import database
from storefront.once import once
from storefront.statements import Statement


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
    named = {"products": products, "variants": variants, "offers": offers}
    given = {name: ids for name, ids in named.items() if ids} or {"offers": ()}
    return _told(_ON_SALE.tuples(tuple(given), **viewer.values, **given))


def any_offers(offer_ids: Sequence[int]) -> list[values.Offer]:
    """Offers by id, ended or not, of sellers who are not suspended: for lines that stand in a cart already."""
    return _told(_BY_ID.tuples(offers=list(offer_ids)))


def offers_of_seller(viewer: Viewer, seller_id: int, limit: int = 100) -> list[values.Offer]:
    """What a seller has on sale to the viewer, the newest first."""
    return _told(_OF_SELLER.tuples(seller=seller_id, limit=limit, **viewer.values))


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


def _ordered(query: Any) -> Any:
    return query.order_by(Variant.product, Variant.position, Offer.variant, Offer.price, Offer.id)


def _named(given: Any, names: tuple[str, ...]) -> Any:
    """On sale and named; one list alone stays one plain condition, which an index answers."""
    columns = {"products": Variant.product, "variants": Offer.variant, "offers": Offer.id}
    conditions = [columns[name].in_(getattr(given, name)) for name in names]
    return _ordered(_select().where(Named(given).sees_offer(), functools.reduce(operator.or_, conditions)))


def _of_seller(given: Any) -> Any:
    query = _select().where(Named(given).sees_offer(), Offer.seller == given.seller)
    return query.order_by(Offer.id.desc()).limit(given.limit)


def _select() -> Any:
    return (
        Offer.select(
            *_OFFER_COLUMNS,
            Variant.product,
            Variant.sku,
            Variant.weight_grams,
            Product.tax_class,
            Product.hs_code,
            Product.origin,
            Product.restrictions,
            Seller.slug,
            Seller.name,
            Seller.trader,
            Seller.country,
            Stock.tracked,
            Stock.on_hand,
            Stock.reserved,
        )
        .join(Variant, on=(Offer.variant == Variant.id))
        .join(Product, on=(Variant.product == Product.id))
        .join(Seller, on=(Offer.seller == Seller.id))
        .join(Stock, peewee.JOIN.LEFT_OUTER, on=(Offer.stock == Stock.id))
    )


_OFFER_COLUMNS = (
    Offer.id, Offer.variant, Offer.seller, Offer.business_model, Offer.currency, Offer.price, Offer.reduced_price,
    Offer.reduced_from, Offer.reduced_until, Offer.per, Offer.tax_included, Offer.tax_country, Offer.minimum,
    Offer.step, Offer.audience, Offer.stock,
)  # fmt: skip
_ON_SALE = Statement(_named)
_BY_ID = Statement(lambda given: _ordered(_select().where(Offer.id.in_(given.offers), ~Seller.suspended)))
_OF_SELLER = Statement(_of_seller)
_PRICES = Statement(
    lambda given: OfferPrice.select(
        OfferPrice.offer, OfferPrice.currency, OfferPrice.price, OfferPrice.reduced_price
    ).where(OfferPrice.offer.in_(given.offers))
)


class _Row(NamedTuple):
    """An offer with what it is of: the columns of _select, in order."""

    id: int
    variant: int
    seller: int
    business_model: str
    currency: str
    price: int
    reduced_price: int | None
    reduced_from: datetime | None
    reduced_until: datetime | None
    per: int
    tax_included: bool
    tax_country: str
    minimum: int
    step: int
    audience: str
    stock: int | None
    product: int
    sku: str
    weight_grams: int
    tax_class: str
    hs_code: str
    origin: str
    restrictions: list[str]
    seller_slug: str
    seller_name: str
    trader: bool
    seller_country: str
    tracked: bool | None
    on_hand: int
    reserved: int


def _told(found: Iterable[tuple[Any, ...]]) -> list[values.Offer]:
    rows = [_Row(*row) for row in found]
    further: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for offer, *price in _PRICES.tuples(offers=[row.id for row in rows]):
        further[offer].append(tuple(price))
    return [_offer(row, further[row.id]) for row in rows]


def _offer(row: _Row, further: Iterable[tuple[Any, ...]]) -> values.Offer:
    prices = {row.currency: values.AskingPrice(row.price, row.reduced_price, row.reduced_from, row.reduced_until)}
    for currency, price, reduced in further:
        prices[currency] = values.AskingPrice(price, reduced, row.reduced_from, row.reduced_until)
    return values.Offer(
        id=row.id,
        variant_id=row.variant,
        product_id=row.product,
        sku=row.sku,
        seller=values.Seller(row.seller, row.seller_slug, row.seller_name, row.trader, row.seller_country),
        business_model=row.business_model,
        currency=row.currency,
        prices=prices,
        per=row.per,
        tax_included=row.tax_included,
        tax_country=row.tax_country,
        minimum=row.minimum,
        step=row.step,
        audience=row.audience,
        stock_id=row.stock,
        available=_available(row),
        tax_class=row.tax_class,
        weight_grams=row.weight_grams,
        hs_code=row.hs_code,
        origin=row.origin,
        restrictions=tuple(row.restrictions),
    )


def _available(row: _Row) -> int | None:
    """How many are free to sell; None: not tracked."""
    if row.stock is None or not row.tracked:
        return None
    return max(row.on_hand - row.reserved, 0)
