"""Products read from the shop as the file has them, some at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from storefront.catalogue.rows import Row, chunks, rows_of
from storefront.catalogue.tables import (
    Attribute,
    AttributeValue,
    Category,
    Image,
    Offer,
    OfferPrice,
    PriceHistory,
    Product,
    ProductAttribute,
    ProductCategory,
    ProductText,
    RelatedProduct,
    Stock,
    Variant,
    VariantOption,
)
from storefront.db import Table
from storefront.records import product_fields as told
from storefront.records.kinds import Name, Record
from storefront.records.labels import Labels
from storefront.records.rows import Column, names_for, record_of

PAGE = 1000
Grouped = Mapping[int, list[Row]]


def names() -> Iterator[tuple[int, Name]]:
    """Every product's slug."""
    last = 0
    while page := list(_slugs_after(last)):
        yield from ((0, (slug,)) for _number, slug in page)
        last = page[-1][0]


def _slugs_after(number: int) -> Any:
    key: Any = Product.id
    return Product.select(key, Product.slug).where(key > number).order_by(key).limit(PAGE).tuples()


def read(wanted: Sequence[Name]) -> list[Record]:
    """The products of these slugs that are there."""
    products = rows_of(Product, "slug", [name[0] for name in wanted])
    ids = [row["id"] for row in products]
    known = names_for(told.PRODUCT_COLUMNS, products)
    variants = grouped(Variant, "product", ids, "position", "sku")
    images = grouped(Image, "product", ids, "position", "id")
    sold = _Sold([row for listed in variants.values() for row in listed])
    texts, facts = grouped(ProductText, "product", ids, "language"), _facts(ids)
    related, places = _related(ids), _more_categories(products)
    return [
        {
            **record_of(told.PRODUCT_COLUMNS, row, known, Labels()),
            "more_categories": places[row["id"]],
            "related": related[row["id"]],
            "attributes": facts[row["id"]],
            "texts": {one["language"]: _plain(told.TEXT_COLUMNS, one) for one in texts[row["id"]]},
            "images": [_plain(told.IMAGE_COLUMNS, one) for one in images[row["id"]]],
            **sold.of(variants[row["id"]], images[row["id"]]),
        }
        for row in products
    ]


def grouped(table: type[Table], owner: str, owners: Sequence[int], *order: str) -> Grouped:
    """Owner → its rows, in order."""
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows_of(table, owner, owners):
        found[row[owner]].append(row)
    for listed in found.values():
        listed.sort(key=lambda row: tuple(row[one] for one in order))
    return found


def _plain(columns: Sequence[Column], row: Row) -> Record:
    return record_of(columns, row, {}, Labels())


class _Sold:
    """Variants with their options, stock and offers."""

    def __init__(self, variants: Sequence[Row]) -> None:
        ids = [row["id"] for row in variants]
        self._options = _options(ids)
        self._stocks = grouped(Stock, "variant", ids, "id")
        self._offers = grouped(Offer, "variant", ids, "id")
        rows = [row for listed in self._offers.values() for row in listed]
        self._prices = grouped(OfferPrice, "offer", [row["id"] for row in rows], "currency")
        self._history = grouped(PriceHistory, "offer_id", [row["id"] for row in rows], "recorded_at", "currency", "id")
        self._offer_names = names_for(told.OFFER_COLUMNS, rows)
        self._stock_names = names_for(told.STOCK_COLUMNS, [r for listed in self._stocks.values() for r in listed])

    def of(self, variants: Sequence[Row], images: Sequence[Row]) -> Record:
        """A product's variants, stock and offers."""
        places = {row["id"]: place for place, row in enumerate(images)}
        return {
            "variants": [
                {
                    **_plain(told.VARIANT_COLUMNS, row),
                    "options": self._options[row["id"]],
                    "image": places.get(row["image"]),
                }
                for row in variants
            ],
            "stocks": [one for row in variants for one in self._stocks_of(row)],
            "offers": [one for row in variants for one in self._offers_of(row)],
        }

    def _stocks_of(self, variant: Row) -> list[Record]:
        made = [
            {"sku": variant["sku"], **record_of(told.STOCK_COLUMNS, row, self._stock_names, Labels())}
            for row in self._stocks[variant["id"]]
        ]
        return sorted(made, key=lambda one: (one["seller"], one["label"]))

    def _offers_of(self, variant: Row) -> list[Record]:
        made = [
            {
                "sku": variant["sku"],
                **record_of(told.OFFER_COLUMNS, row, self._offer_names, Labels()),
                "prices": [_plain(told.PRICE_COLUMNS, one) for one in self._prices[row["id"]]],
                "history": [_plain(told.HISTORY_COLUMNS, one) for one in self._history[row["id"]]],
            }
            for row in self._offers[variant["id"]]
        ]
        return sorted(made, key=lambda one: (one["seller"], one["business_model"], one["audience"]))


def _options(variants: Sequence[int]) -> Mapping[int, dict[str, str]]:
    found: defaultdict[int, dict[str, str]] = defaultdict(dict)
    columns = (VariantOption.variant, Attribute.code, AttributeValue.code)
    for piece in chunks(variants):
        query = VariantOption.select(*columns).join(AttributeValue).join(Attribute)
        rows = query.where(VariantOption.variant.in_(piece)).order_by(VariantOption.position, VariantOption.id)
        for variant, attribute, value in rows.tuples():
            found[variant][attribute] = value
    return found


def _facts(products: Sequence[int]) -> Mapping[int, dict[str, list[str]]]:
    """What is said of a product itself; what its variants offer is said by them."""
    found: defaultdict[int, dict[str, list[str]]] = defaultdict(dict)
    columns = (ProductAttribute.product, Attribute.code, AttributeValue.code)
    for piece in chunks(products):
        query = ProductAttribute.select(*columns).join(AttributeValue).join(Attribute)
        rows = query.where(ProductAttribute.product.in_(piece), ~ProductAttribute.option).tuples()
        for product, attribute, value in sorted(rows):
            found[product].setdefault(attribute, []).append(value)
    return found


def _related(products: Sequence[int]) -> Mapping[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    other = Product.alias()
    for piece in chunks(products):
        query = RelatedProduct.select(RelatedProduct.product, other.slug)
        rows = query.join(other, on=(RelatedProduct.related == other.id)).where(RelatedProduct.product.in_(piece))
        for product, slug in rows.order_by(RelatedProduct.position, RelatedProduct.id).tuples():
            found[product].append(slug)
    return found


def _more_categories(products: Sequence[Row]) -> Mapping[int, list[str]]:
    """The categories a product stands in by its own; those above them follow from them."""
    paths: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for piece in chunks([row["id"] for row in products]):
        columns = (ProductCategory.product, Category.path, Category.slug)
        query = ProductCategory.select(*columns).join(Category).where(ProductCategory.product.in_(piece))
        for product, path, slug in query.tuples():
            paths[product][path] = slug
    main = {row["id"]: row["category"] for row in products}
    return defaultdict(list, {number: _own(listed, main[number]) for number, listed in paths.items()})


def _own(paths: Mapping[str, str], main: int | None) -> list[str]:
    deepest = [path for path in paths if not any(other != path and other.startswith(path) for other in paths)]
    return sorted(paths[path] for path in deepest if not path.endswith(f"/{main}/"))
