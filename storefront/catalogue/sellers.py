"""Sellers as pages show them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import peewee

from storefront.catalogue.tables import Offer, Product, Seller, SellerText, Variant
from storefront.catalogue.viewer import Viewer
from storefront.catalogue.words import texts_by
from storefront.errors import NotFound
from storefront.once import once


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
    description: str


def find_seller(slug: str, languages: Sequence[str]) -> SellerFacts | None:
    """The seller of a slug."""
    found = _sellers(Seller.slug == slug, languages)
    return found[0] if found else None


def get_seller(seller_id: int, languages: Sequence[str]) -> SellerFacts:
    """The seller of an id."""
    found = _sellers(Seller.id == seller_id, languages)
    if not found:
        raise NotFound(f"there is no seller {seller_id}")
    return found[0]


def get_sellers(seller_ids: Collection[int], languages: Sequence[str]) -> dict[int, SellerFacts]:
    """The sellers of some ids; two queries."""
    found = _sellers(Seller.id.in_(sorted(seller_ids)), languages, max(len(seller_ids), 1))
    return {seller.id: seller for seller in found}


@once
def first_trader() -> SellerFacts | None:
    """The first trader who offers something: he stands behind the shop."""
    offers = Offer.select(peewee.SQL("1")).where(Offer.seller == Seller.id, Offer.active)
    row = Seller.select().where(Seller.trader, peewee.fn.EXISTS(offers)).order_by(Seller.id).limit(1).dicts().first()
    return _seller(row, "") if row else None


def sellers(viewer: Viewer, limit: int = 12) -> list[SellerFacts]:
    """The sellers with something on sale to the viewer."""
    selling = Offer.select(peewee.SQL("1")).join(Variant, on=(Offer.variant == Variant.id))
    selling = selling.join(Product, on=(Variant.product == Product.id))
    selling = selling.where(Offer.seller == Seller.id, viewer.sees_offer())
    return _sellers(peewee.fn.EXISTS(selling), viewer.languages, limit)


def _sellers(condition: Any, languages: Sequence[str], limit: int = 1) -> list[SellerFacts]:
    rows = list(Seller.select().where(condition).order_by(Seller.id).limit(limit).dicts())
    texts = SellerText.select().where(SellerText.seller.in_([row["id"] for row in rows])).dicts()
    words = texts_by(texts, "seller", languages)
    return [_seller(row, words[row["id"]]["description"] if row["id"] in words else "") for row in rows]


def _seller(row: dict[str, Any], description: str) -> SellerFacts:
    return SellerFacts(
        **{name: value for name, value in row.items() if name != "demo"}, description=description
    )
