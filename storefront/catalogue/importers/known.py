"""What the shop has already of an import's products: it stays where the file does not speak of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from storefront.catalogue.drafts import Labels, Measure, Party, ProductTextDraft
from storefront.catalogue.rows import Row, chunks, rows_of
from storefront.catalogue.tables import (
    Attribute,
    AttributeValue,
    Category,
    CategoryText,
    Image,
    Product,
    ProductAttribute,
    ProductCategory,
    ProductText,
    Variant,
    VariantOption,
)

Pair = tuple[str, str]
Chain = tuple[Pair, ...]

_TEXTS = ("title", "summary", "description", "warnings", "seo_title", "seo_description")


@dataclass
class Known:
    """One product of the shop. options: SKU → (attribute code, value code) by position; main and
    more are categories from the root, each (slug, name in the import's language or "")."""

    texts: dict[str, ProductTextDraft] = field(default_factory=dict)
    alts: dict[str, Labels] = field(default_factory=dict)
    options: dict[str, list[Pair]] = field(default_factory=dict)
    facts: list[Pair] = field(default_factory=list)
    main: Chain = ()
    more: tuple[Chain, ...] = ()
    kept: dict[str, Any] = field(default_factory=dict)


def known_products(slugs: Sequence[str], locale: str) -> dict[str, Known]:
    """Those of the products that the shop has, by slug."""
    rows = rows_of(Product, "slug", slugs)
    found = {row["id"]: Known(kept=_kept(row)) for row in rows}
    if found:
        _read_texts(found)
        _read_options(found)
        _read_facts(found)
        _read_places(found, {row["id"]: row["category"] for row in rows}, locale)
    return {row["slug"]: found[row["id"]] for row in rows}


def _kept(row: Row) -> dict[str, Any]:
    """What no export of another shop tells."""
    unit = row["measure_unit"]
    return {
        "measure": Measure(row["measure_quantity"], unit) if row["measure_quantity"] else None,
        "manufacturer": Party(*(row[f"manufacturer_{name}"] for name in ("name", "address", "email", "country"))),
        "responsible": Party(*(row[f"responsible_{name}"] for name in ("name", "address", "email", "country"))),
        "restrictions": tuple(row["restrictions"]),
        "popularity": row["popularity"],
        "demo": row["demo"],
    }


def _read_texts(found: dict[int, Known]) -> None:
    for row in rows_of(ProductText, "product", list(found)):
        found[row["product"]].texts[row["language"]] = ProductTextDraft(*(row[name] for name in _TEXTS))
    for row in rows_of(Image, "product", list(found)):
        if row["source_url"]:
            found[row["product"]].alts[row["source_url"]] = row["alt"]


def _read_options(found: dict[int, Known]) -> None:
    columns = (Variant.product, Variant.sku, Attribute.code, AttributeValue.code)
    for piece in chunks(list(found)):
        query = VariantOption.select(*columns).join(Variant).switch(VariantOption).join(AttributeValue).join(Attribute)
        query = query.where(Variant.product.in_(piece)).order_by(VariantOption.variant, VariantOption.position)
        for product, sku, attribute, value in query.tuples():
            found[product].options.setdefault(sku, []).append((attribute, value))


def _read_facts(found: dict[int, Known]) -> None:
    columns = (ProductAttribute.product, Attribute.code, AttributeValue.code)
    for piece in chunks(list(found)):
        query = ProductAttribute.select(*columns).join(AttributeValue).join(Attribute)
        query = query.where(ProductAttribute.product.in_(piece), ProductAttribute.option == False)  # noqa: E712
        for product, attribute, value in query.order_by(ProductAttribute.id).tuples():
            found[product].facts.append((attribute, value))


def _read_places(found: dict[int, Known], mains: dict[int, int | None], locale: str) -> None:
    placed: dict[int, list[int]] = {}
    for row in sorted(rows_of(ProductCategory, "product", list(found)), key=lambda row: int(row["id"])):
        placed.setdefault(row["product"], []).append(row["category"])
    rows = {row["id"]: row for row in rows_of(Category, "id", sorted({c for ids in placed.values() for c in ids}))}
    texts = rows_of(CategoryText, "category", list(rows))
    names = {row["category"]: row["name"] for row in texts if row["language"] == locale}

    def path(category: int) -> list[int]:
        return [int(part) for part in rows[category]["path"].strip("/").split("/")]

    def chain(category: int) -> Chain:
        return tuple((rows[part]["slug"], names.get(part, "")) for part in path(category) if part in rows)

    for product, categories in placed.items():
        above = {part for category in categories for part in path(category)[:-1]}
        main = mains[product]
        found[product].main = chain(main) if main is not None and main in rows else ()
        found[product].more = tuple(chain(c) for c in categories if c != main and c not in above)
