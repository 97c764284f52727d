"""What products can be found by, read for many at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from storefront.catalogue.plugin_words import further_words
from storefront.catalogue.rows import rows_of
from storefront.catalogue.search.documents import Facts, Said
from storefront.catalogue.tables import (
    AttributeValue,
    CategoryText,
    Product,
    ProductAttribute,
    ProductCategory,
    ProductText,
    Variant,
)


def of_products(product_ids: Sequence[int], places: Mapping[int, tuple[str, ...]]) -> Iterator[Facts]:
    """The facts of some products; six queries, and what plugins ask."""
    ids = list(product_ids)
    products = rows_of(Product, "id", ids)
    texts = _grouped(_texts(ids))
    codes = _grouped(_codes(ids))
    labels = _grouped([*_categories(ids), *_values(ids)])
    further = further_words({row["id"]: row["slug"] for row in products})
    for row in products:
        product_id = row["id"]
        yield Facts(
            product_id,
            row["popularity"],
            row["brand"],
            tuple(map(str, row["tags"])),
            places[product_id],
            tuple(sorted(texts.get(product_id, ()))),
            tuple(sorted({code for codes_of in codes.get(product_id, ()) for code in codes_of if code})),
            tuple(labels.get(product_id, ())),
            further.get(product_id, ""),
        )


def _texts(ids: list[int]) -> Iterator[tuple[int, Any]]:
    columns = (ProductText.language, ProductText.title, ProductText.summary, ProductText.description)
    rows = ProductText.select(ProductText.product, *columns).where(ProductText.product.in_(ids)).tuples()
    return ((product_id, tuple(text)) for product_id, *text in rows)


def _codes(ids: list[int]) -> Iterator[tuple[int, Any]]:
    columns = (Variant.sku, Variant.gtin, Variant.manufacturer_code)
    rows = Variant.select(Variant.product, *columns).where(Variant.product.in_(ids)).order_by(Variant.id).tuples()
    return ((product_id, tuple(codes)) for product_id, *codes in rows)


def _categories(ids: list[int]) -> Iterator[tuple[int, Said]]:
    query = (
        ProductCategory.select(ProductCategory.product, CategoryText.language, CategoryText.name)
        .join(CategoryText, on=(CategoryText.category == ProductCategory.category))
        .where(ProductCategory.product.in_(ids))
        .order_by(CategoryText.language, CategoryText.id)
    )
    return ((product_id, (language, name)) for product_id, language, name in query.tuples())


def _values(ids: list[int]) -> Iterator[tuple[int, Said]]:
    query = (
        ProductAttribute.select(ProductAttribute.product, AttributeValue.labels)
        .join(AttributeValue, on=(ProductAttribute.value == AttributeValue.id))
        .where(ProductAttribute.product.in_(ids))
        .order_by(AttributeValue.id)
    )
    for product_id, labels in query.tuples():
        for language, label in sorted(labels.items()):
            yield product_id, (language, str(label))


def _grouped(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for product_id, value in rows:
        found.setdefault(product_id, []).append(value)
    return found
