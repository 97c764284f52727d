"""What changes the catalogue: every save is an upsert, one transaction, and idempotent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storefront.catalogue import shelf
from storefront.catalogue.drafts import AttributeDraft, CategoryDraft, Outcome, SellerDraft, WrongDraft
from storefront.catalogue.html import cleaned
from storefront.catalogue.rows import Row, differs, ids_by, rows_of, sync, update
from storefront.catalogue.saving_offers import end_offers, save_offer, save_offers
from storefront.catalogue.saving_products import link_related, save_product, save_products
from storefront.catalogue.search import index
from storefront.catalogue.tables import (
    Attribute,
    AttributeValue,
    Category,
    CategoryText,
    Product,
    ProductCategory,
    Seller,
    SellerText,
    Stock,
    Variant,
)
from storefront.db import Table, transaction

__all__ = [
    "end_offers",
    "link_related",
    "save_attribute",
    "save_category",
    "save_offer",
    "save_offers",
    "save_product",
    "save_products",
    "save_seller",
    "save_stock",
]


@transaction()
def save_seller(draft: SellerDraft) -> Outcome:
    """Save a seller, told apart by slug, with his descriptions."""
    row = {
        "slug": draft.slug,
        "name": draft.name,
        "trader": draft.trader,
        "legal_name": draft.legal_name,
        "address": dict(draft.address),
        "country": draft.country,
        "email": draft.email,
        "phone": draft.phone,
        "register_number": draft.register_number,
        "vat_id": draft.vat_id,
        "founded": draft.founded,
        "demo": draft.demo,
    }
    state = {"suspended": draft.suspended, "disclosed": draft.disclosed}
    row |= {name: value for name, value in state.items() if value is not None}
    seller_id, outcome = _upsert(Seller, "slug", row)
    texts = [
        {"seller": seller_id, "language": language, "description": cleaned(text)}
        for language, text in draft.descriptions.items()
    ]
    return _with(outcome, sync(SellerText, "seller", [seller_id], ["language"], texts))


@transaction()
def save_category(draft: CategoryDraft) -> Outcome:
    """Save a category, told apart by slug, with its texts; moving it moves everything below it."""
    parent = None
    if draft.parent:
        parents = rows_of(Category, "slug", [draft.parent])
        if not parents:
            raise WrongDraft(f"there is no category {draft.parent!r}; save the parent first")
        parent = parents[0]
    row = {
        "slug": draft.slug,
        "parent": parent and parent["id"],
        "position": draft.position,
        "demo": draft.demo,
    }
    category_id, outcome = _upsert(Category, "slug", row)
    path = f"{parent['path'] if parent else '/'}{category_id}/"
    if f"/{category_id}/" in path[: -len(f"{category_id}/")]:
        raise WrongDraft(f"category {draft.slug!r} cannot stand below itself")
    _place(category_id, path)
    texts = [
        {"category": category_id, "language": language, "name": text.name, "description": text.description}
        for language, text in draft.texts.items()
    ]
    renamed = sync(CategoryText, "category", [category_id], ["language"], texts)
    if renamed and outcome != "created":
        index.of_category([category_id])
    return _with(outcome, renamed)


def _place(category_id: int, path: str) -> None:
    """Write the path, and where it moved, the paths below and the places of their products."""
    old = Category.select(Category.path).where(Category.id == category_id).scalar()
    if old == path:
        return
    below = [(category_id, path)]
    if old:
        rows = Category.select(Category.id, Category.path).where(Category.path.startswith(old)).tuples()
        below = [(row_id, path + row_path[len(old) :]) for row_id, row_path in rows]
    for row_id, new in below:
        update(Category, row_id, {"path": new})
        if old:
            _replace(row_id, old, new)
    if old:
        index.of_category([row_id for row_id, _path in below])


def _replace(category_id: int, old: str, new: str) -> None:
    """Give the products of a moved category the places above it that it has now."""
    moved = old.strip("/").split("/")[:-1]
    products = [
        row[0] for row in Product.select(Product.id).where(Product.category == category_id).tuples()
    ]
    gone = [int(part) for part in moved if f"/{part}/" not in new]
    ProductCategory.delete().where(
        ProductCategory.product.in_(products), ProductCategory.category.in_(gone)
    ).execute()
    rows = [{"product": p, "category": int(c)} for p in products for c in new.strip("/").split("/")]
    if rows:
        ProductCategory.insert_many(rows).on_conflict_ignore().execute()


@transaction()
def save_attribute(draft: AttributeDraft) -> Outcome:
    """Save an attribute, told apart by code, and its values; values not named stay."""
    row = {
        "code": draft.code,
        "labels": dict(draft.labels),
        "facet": draft.facet,
        "position": draft.position,
    }
    attribute_id, outcome = _upsert(Attribute, "code", row)
    named = [
        {"attribute": attribute_id, "code": code, "labels": dict(labels), "position": position}
        for position, (code, labels) in enumerate(draft.values.items())
    ]
    known = rows_of(AttributeValue, "attribute", [attribute_id])
    kept = [_without_id(value) for value in known if value["code"] not in draft.values]
    outcome = _with(outcome, sync(AttributeValue, "attribute", [attribute_id], ["code"], named + kept))
    labels = {row["code"]: row["labels"] for row in named}
    renamed = [value["id"] for value in known if labels.get(value["code"], value["labels"]) != value["labels"]]
    if renamed:
        index.of_values(renamed)
    return outcome


@transaction()
def save_stock(
    seller: str, sku: str | None, quantity: int | None, now: datetime, label: str = ""
) -> int:
    """Say how much a seller has of a variant (None: not tracked), or of a labelled lot; its id."""
    sellers = ids_by(Seller, "slug", [seller])
    variants = ids_by(Variant, "sku", [sku]) if sku else {}
    if seller not in sellers or (sku and sku not in variants):
        raise WrongDraft(f"there is no seller {seller!r} or no variant with SKU {sku!r}")
    variant = variants[sku] if sku else None
    same = Stock.variant.is_null() if variant is None else Stock.variant == variant
    found = Stock.get_or_none(Stock.seller == sellers[seller], same, Stock.label == label)
    amount = {"tracked": quantity is not None, "on_hand": quantity or 0}
    if found is None:
        row = {"seller": sellers[seller], "variant": variant, "label": label, **amount}
        return int(Stock.insert(row).execute())
    if (found.tracked, found.on_hand) != (amount["tracked"], amount["on_hand"]):
        update(Stock, found.id, amount)
        _show(variant, now)
    return int(found.id)


def _show(variant: int | None, now: datetime) -> None:
    if variant is not None:
        products = Variant.select(Variant.product).where(Variant.id == variant).tuples()
        shelf.refresh([row[0] for row in products], now)


def _upsert(table: type[Table], name: str, row: Row) -> tuple[int, Outcome]:
    """Insert or update one row that a column tells apart."""
    found = rows_of(table, name, [row[name]])
    if not found:
        return int(table.insert(row).execute()), "created"
    if differs(found[0], row):
        update(table, found[0]["id"], row)
        return int(found[0]["id"]), "updated"
    return int(found[0]["id"]), "unchanged"


def _with(outcome: Outcome, changed: set[int]) -> Outcome:
    """The outcome of a row when rows that hang on it changed."""
    return "updated" if outcome == "unchanged" and changed else outcome


def _without_id(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}
