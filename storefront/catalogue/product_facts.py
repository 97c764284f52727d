"""A product, and products as cards, as values: a fixed number of queries each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storefront.catalogue.contexts import ImageView
from storefront.catalogue.drafts import Measure, Party
from storefront.catalogue.image_view import IMAGES, image_view
from storefront.catalogue.tables import (
    Attribute,
    AttributeValue,
    Product,
    ProductAttribute,
    ProductText,
    RelatedProduct,
    Variant,
    VariantOption,
)
from storefront.catalogue.words import label, text_of
from storefront.statements import Statement

Row = dict[str, Any]


@dataclass(frozen=True)
class AttributeFact:
    """An attribute and one value of it, with their labels."""

    code: str
    label: str
    value: str
    value_label: str


@dataclass(frozen=True)
class VariantFacts:
    """A variant and what it has on each axis."""

    id: int
    sku: str
    options: tuple[AttributeFact, ...]
    gtin: str
    manufacturer_code: str
    weight_grams: int
    dimensions_mm: tuple[int, int, int]
    image_id: int | None

    def value_of(self, code: str) -> str:
        """The value code on an axis, "" when it has none."""
        return next((option.value for option in self.options if option.code == code), "")


@dataclass(frozen=True)
class Picture:
    """A picture of a product."""

    id: int
    position: int
    view: ImageView


@dataclass(frozen=True)
class ProductDetails:
    """Everything a product's page says of it, except offers."""

    id: int
    slug: str
    title: str
    summary: str
    description: str
    warnings: str
    seo_title: str
    seo_description: str
    language: str
    languages: tuple[str, ...]
    category_id: int | None
    brand: str
    hs_code: str
    origin: str
    tax_class: str
    measure: Measure | None
    manufacturer: Party
    responsible: Party
    restrictions: tuple[str, ...]
    tags: tuple[str, ...]
    variants: tuple[VariantFacts, ...]
    facts: tuple[AttributeFact, ...]
    pictures: tuple[Picture, ...]
    related_ids: tuple[int, ...]
    updated_at: datetime
    hidden: bool = False

    def find_variant(self, sku: str) -> VariantFacts | None:
        """The variant of a SKU."""
        return next((variant for variant in self.variants if variant.sku == sku), None)

    def pictures_of(self, variant: VariantFacts | None) -> tuple[Picture, ...]:
        """The variant's own picture and the ones that follow it up to the next variant's, else all."""
        if variant is None or variant.image_id is None:
            return self.pictures
        firsts = {v.image_id for v in self.variants}
        start = next((i for i, p in enumerate(self.pictures) if p.id == variant.image_id), 0)
        end = next((i for i in range(start + 1, len(self.pictures)) if self.pictures[i].id in firsts), None)
        return self.pictures[start:end]


def product_details(slug: str, languages: Sequence[str]) -> ProductDetails | None:
    """The product of a slug in the first language of the chain that it has; seven queries."""
    found = _PRODUCT.dicts(slug=slug)
    if not found:
        return None
    row = found[0]
    texts = _TEXTS.dicts(product=row["id"])
    text = text_of(texts, languages) or no_text(row)
    pictures = _pictures(row["id"], languages, text["title"])
    kept = ("slug", "brand", "hs_code", "origin", "tax_class", "updated_at", "hidden")
    words = ("title", "summary", "description", "warnings", "seo_title", "seo_description", "language")
    return ProductDetails(
        id=row["id"],
        category_id=row["category"],
        languages=tuple(sorted(one["language"] for one in texts)),
        measure=Measure(row["measure_quantity"], row["measure_unit"]) if row["measure_quantity"] else None,
        manufacturer=_party(row, "manufacturer"),
        responsible=_party(row, "responsible"),
        restrictions=tuple(row["restrictions"]),
        tags=tuple(row["tags"]),
        variants=_variants(row["id"], languages),
        facts=_facts(row["id"], languages),
        pictures=pictures,
        related_ids=_related(row["id"]),
        **{name: row[name] for name in kept},
        **{name: text[name] for name in words},
    )


def no_text(row: Row) -> Row:
    """What a product without any text shows: its slug."""
    empty = ("summary", "description", "warnings", "seo_title", "seo_description", "language")
    return {"title": row["slug"], **dict.fromkeys(empty, "")}


_PRODUCT = Statement(lambda given: Product.select().where(Product.slug == given.slug))
_TEXTS = Statement(lambda given: ProductText.select().where(ProductText.product == given.product))
def _party(row: Row, prefix: str) -> Party:
    return Party(*(row[f"{prefix}_{name}"] for name in ("name", "address", "email", "country")))


def _pictures(product_id: int, languages: Sequence[str], title: str) -> tuple[Picture, ...]:
    rows = IMAGES.dicts(ids=[product_id])
    return tuple(Picture(row["id"], row["position"], image_view(row, languages, title)) for row in rows)


def _variants(product_id: int, languages: Sequence[str]) -> tuple[VariantFacts, ...]:
    options: defaultdict[int, list[AttributeFact]] = defaultdict(list)
    for option in _OPTIONS.dicts(product=product_id):
        options[option["variant"]].append(_fact(option, languages))
    return tuple(_variant(row, options[row["id"]]) for row in _VARIANTS.dicts(product=product_id))


def _variant(row: Row, options: Iterable[AttributeFact]) -> VariantFacts:
    kept = ("id", "sku", "gtin", "manufacturer_code", "weight_grams")
    return VariantFacts(
        options=tuple(options),
        dimensions_mm=(row["length_mm"], row["width_mm"], row["height_mm"]),
        image_id=row["image"],
        **{name: row[name] for name in kept},
    )


_LABELS = (
    Attribute.code.alias("code"),
    Attribute.labels.alias("labels"),
    AttributeValue.code.alias("value_code"),
    AttributeValue.labels.alias("value_labels"),
)


def _facts(product_id: int, languages: Sequence[str]) -> tuple[AttributeFact, ...]:
    """What holds for the whole product; what its variants differ in is an option."""
    return tuple(_fact(row, languages) for row in _FACTS.dicts(product=product_id))


def _labelled(query: Any, value: Any) -> Any:
    source = query.join(AttributeValue, on=(value == AttributeValue.id))
    return source.join(Attribute, on=(AttributeValue.attribute == Attribute.id)).switch()


def _fact(row: Row, languages: Sequence[str]) -> AttributeFact:
    return AttributeFact(
        row["code"],
        label(row["labels"], languages, row["code"]),
        row["value_code"],
        label(row["value_labels"], languages, row["value_code"]),
    )


def _related(product_id: int) -> tuple[int, ...]:
    return tuple(_RELATED.column(product=product_id))


_VARIANTS = Statement(
    lambda given: Variant.select().where(Variant.product == given.product).order_by(Variant.position, Variant.id)
)
_OPTIONS = Statement(
    lambda given: _labelled(VariantOption.select(VariantOption.variant.alias("variant"), *_LABELS), VariantOption.value)
    .join(Variant, on=(VariantOption.variant == Variant.id))
    .where(Variant.product == given.product)
    .order_by(VariantOption.position)
)
_FACTS = Statement(
    lambda given: _labelled(ProductAttribute.select(*_LABELS), ProductAttribute.value)
    .where(ProductAttribute.product == given.product, ~ProductAttribute.option)
    .order_by(Attribute.position, AttributeValue.position)
)
_RELATED = Statement(
    lambda given: RelatedProduct.select(RelatedProduct.related)
    .where(RelatedProduct.product == given.product)
    .order_by(RelatedProduct.position)
)
