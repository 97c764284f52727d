"""Sellers as pages show them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import peewee

from storefront.catalogue.tables import Offer, Product, Seller, SellerText, Variant
from storefront.catalogue.viewer import Named, Viewer
from storefront.catalogue.words import texts_by
from storefront.errors import NotFound
from storefront.once import once
from storefront.statements import Statement


@dataclass(frozen=True)
class SellerFacts:
    """A seller as pages show him; address has street, postal_code, city where they are known."""

    id: int
    slug: str
    name: str
    trader: bool
    legal_name: str
    address: dict[str, Any]
    country: str
    email: str
    phone: str
    register_number: str
    vat_id: str
    founded: int | None
    suspended: bool
    disclosed: bool
    description: str


def find_seller(slug: str, languages: Sequence[str]) -> SellerFacts | None:
    """The seller of a slug."""
    found = _told(_OF_SLUG.dicts(slug=slug), languages)
    return found[0] if found else None


def get_seller(seller_id: int, languages: Sequence[str]) -> SellerFacts:
    """The seller of an id."""
    found = _told(_OF_IDS.dicts(ids=[seller_id]), languages)
    if not found:
        raise NotFound(f"there is no seller {seller_id}")
    return found[0]


def get_sellers(seller_ids: Collection[int], languages: Sequence[str]) -> dict[int, SellerFacts]:
    """The sellers of some ids; two queries."""
    found = _told(_OF_IDS.dicts(ids=sorted(seller_ids)), languages)
    return {seller.id: seller for seller in found}


@once
def first_trader() -> SellerFacts | None:
    """The first trader who offers something: he stands behind the shop."""
    rows = _FIRST_TRADER.dicts()
    return _seller(rows[0], "") if rows else None


def sellers(viewer: Viewer, limit: int = 12) -> list[SellerFacts]:
    """The sellers with something on sale to the viewer."""
    return _told(_SELLING.dicts(limit=limit, **viewer.values), viewer.languages)


def _offering(given: Any) -> Any:
    offers = Offer.select(peewee.SQL("1")).where(Offer.seller == Seller.id, Offer.active)
    here = Seller.trader & ~Seller.suspended
    return Seller.select().where(here, peewee.fn.EXISTS(offers)).order_by(Seller.id).limit(1)


def _selling(given: Any) -> Any:
    selling = Offer.select(peewee.SQL("1")).join(Variant, on=(Offer.variant == Variant.id))
    selling = selling.join(Product, on=(Variant.product == Product.id))
    selling = selling.where(Offer.seller == Seller.id, Named(given).sees_offer())
    return Seller.select().where(peewee.fn.EXISTS(selling)).order_by(Seller.id).limit(given.limit)


_OF_SLUG = Statement(lambda given: Seller.select().where(Seller.slug == given.slug))
_OF_IDS = Statement(lambda given: Seller.select().where(Seller.id.in_(given.ids)).order_by(Seller.id))
_FIRST_TRADER = Statement(_offering)
_SELLING = Statement(_selling)
_TEXTS = Statement(lambda given: SellerText.select().where(SellerText.seller.in_(given.ids)))


def _told(rows: list[dict[str, Any]], languages: Sequence[str]) -> list[SellerFacts]:
    """The sellers of some rows with what they say of themselves."""
    words = texts_by(_TEXTS.dicts(ids=[row["id"] for row in rows]), "seller", languages)
    return [_seller(row, words[row["id"]]["description"] if row["id"] in words else "") for row in rows]


def _seller(row: dict[str, Any], description: str) -> SellerFacts:
    return SellerFacts(
        **{name: value for name, value in row.items() if name != "demo"}, description=description
    )
