"""How records name what core owns: by slug, SKU, number or address, never by an id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import peewee

from storefront.accounts.tables import Person
from storefront.catalogue.rows import chunks
from storefront.catalogue.tables import Attribute, AttributeValue, Category, Offer, Product, Seller, Stock, Variant
from storefront.orders.tables import Order
from storefront.records.kinds import Name, Reference
from storefront.records.table_kinds import reference
from storefront.tables import PluginState

CATEGORY = reference("category", Category, "slug")
SELLER = reference("seller", Seller, "slug")
PRODUCT = reference("product", Product, "slug")
VARIANT = reference("variant", Variant, "sku")
PERSON = reference("person", Person, "email")
ORDER = reference("order", Order, "number")
# a plugin that this shop knows, in whatever state
BUSINESS_MODEL = reference("business model", PluginState, "name")


def _stocks(where: Any) -> Any:
    return (
        Stock.select(Stock.id, Seller.slug, Variant.sku, Stock.label)
        .join(Seller)
        .switch(Stock)
        .join(Variant, on=(Stock.variant == Variant.id), join_type=peewee.JOIN.LEFT_OUTER)
        .where(where)
        .order_by(Stock.id.desc())  # of rows that are alike, the first
        .tuples()
    )


def _offers(where: Any) -> Any:
    columns = (Offer.id, Seller.slug, Variant.sku, Offer.business_model, Offer.audience)
    return Offer.select(*columns).join(Seller).switch(Offer).join(Variant).where(where).tuples()


def _named(query: Any, number: Any, ids: Iterable[int]) -> Mapping[int, Name]:
    found: dict[int, Name] = {}
    for piece in chunks(sorted(set(ids))):
        found |= {row[0]: tuple(row[1:]) for row in query(number.in_(piece))}
    return found


def _numbered(query: Any, names: Iterable[Name]) -> Mapping[Name, int]:
    """By SKU, then by the rest; what has none, by its seller."""
    wanted, found = set(names), dict[Name, int]()
    for piece in chunks(sorted({str(name[1]) for name in wanted if name[1] is not None})):
        found |= {tuple(row[1:]): row[0] for row in query(Variant.sku.in_(piece))}
    for piece in chunks(sorted({str(name[0]) for name in wanted if name[1] is None})):
        found |= {tuple(row[1:]): row[0] for row in query(Stock.variant.is_null() & Seller.slug.in_(piece))}
    return {name: found[name] for name in wanted if name in found}


_stock_id: Any = Stock.id
_offer_id: Any = Offer.id
STOCK = Reference(
    "stock",
    ("seller", "sku", "label"),
    lambda ids: _named(_stocks, _stock_id, ids),
    lambda names: _numbered(_stocks, names),
)
OFFER = Reference(
    "offer",
    ("seller", "sku", "business_model", "audience"),
    lambda ids: _named(_offers, _offer_id, ids),
    lambda names: _numbered(_offers, names),
)


def _value_ids(names: Iterable[Name]) -> Mapping[Name, int]:
    """(attribute, value) → id."""
    wanted = set(names)
    found: dict[Name, int] = {}
    for piece in chunks(sorted({str(name[0]) for name in wanted})):
        columns = (Attribute.code, AttributeValue.code, AttributeValue.id)
        query = AttributeValue.select(*columns).join(Attribute).where(Attribute.code.in_(piece)).tuples()
        found |= {(code, value): number for code, value, number in query if (code, value) in wanted}
    return found


ATTRIBUTE_VALUE = Reference("attribute value", ("attribute", "value"), lambda _ids: {}, _value_ids)
_BY_TYPE = {one.type: one for one in (CATEGORY, SELLER, PRODUCT, VARIANT, PERSON, ORDER, STOCK, OFFER)}


def core_reference(type: str) -> Reference:
    """How records name what core owns: a "category", "seller", "product", "variant", "person", "order", "stock" or
    "offer"."""
    return _BY_TYPE[type]
