"""A product, and products as cards, as values: a fixed number of queries each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storefront.catalogue.colours import COLOUR
from storefront.catalogue.contexts import ImageView
from storefront.catalogue.drafts import Measure, Party
from storefront.catalogue.image_view import first_images, image_view
from storefront.catalogue.tables import (
    Attribute,
    AttributeValue,
    Image,
    Product,
    ProductAttribute,
    ProductText,
    RelatedProduct,
    Shelf,
    Variant,
    VariantOption,
)
from storefront.catalogue.viewer import Viewer
from storefront.catalogue.words import label, text_of, texts_by

Row = dict[str, Any]


@dataclass(frozen=True)
class CardFacts:
    """A product in a list; business_models are those on sale to the viewer."""

    product_id: int
    slug: str
    title: str
    summary: str
    brand: str
    language: str
    image: ImageView
    business_models: tuple[str, ...]
    swatches: tuple[str, ...]


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
    row = Product.select().where(Product.slug == slug).dicts().first()
    if row is None:
        return None
    texts = list(ProductText.select().where(ProductText.product == row["id"]).dicts())
    text = text_of(texts, languages) or _no_text(row)
    pictures = _pictures(row["id"], languages, text["title"])
    kept = ("slug", "brand", "hs_code", "origin", "tax_class", "updated_at", "hidden")
    words = ("title", "summary", "description", "warnings", "seo_title", "seo_description", "language")
    return ProductDetails(
        id=row["id"],
        category_id=row["category"],
        languages=tuple(sorted(found["language"] for found in texts)),
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


def cards(product_ids: Sequence[int], viewer: Viewer) -> list[CardFacts]:
    """Products as cards, in the order asked; five queries."""
    ids = list(product_ids)
    rows = {row["id"]: row for row in Product.select().where(Product.id.in_(ids)).dicts()}
    texts = texts_by(_card_texts(ids), "product", viewer.languages)
    images = _first_images(ids)
    models = _models(ids, viewer)
    swatches = _swatches(ids)
    return [
        _card(rows[i], texts.get(i) or _no_text(rows[i]), (images.get(i), viewer.languages), models[i], swatches[i])
        for i in ids
        if i in rows
    ]


def _card(
    row: Row, text: Row, image: tuple[Row | None, Sequence[str]], models: list[str], swatches: list[str]
) -> CardFacts:
    return CardFacts(
        product_id=row["id"],
        slug=row["slug"],
        title=text["title"],
        summary=text["summary"],
        brand=row["brand"],
        language=text["language"],
        image=image_view(image[0], image[1], text["title"]),
        business_models=tuple(models),
        swatches=tuple(swatches),
    )


def _no_text(row: Row) -> Row:
    """What a product without any text shows: its slug."""
    empty = ("summary", "description", "warnings", "seo_title", "seo_description", "language")
    return {"title": row["slug"], **dict.fromkeys(empty, "")}


def _card_texts(ids: list[int]) -> Any:
    columns = (ProductText.product, ProductText.language, ProductText.title, ProductText.summary)
    return ProductText.select(*columns).where(ProductText.product.in_(ids)).dicts()


def _first_images(ids: list[int]) -> dict[int, Row]:
    return first_images(Image.select().where(Image.product.in_(ids)).order_by(Image.position).dicts())


def _models(ids: list[int], viewer: Viewer) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    query = Shelf.select(Shelf.product, Shelf.business_model).where(Shelf.product.in_(ids), viewer.sees_shelf())
    for product_id, code in query.distinct().order_by(Shelf.business_model).tuples():
        found[product_id].append(code)
    return found


def _swatches(ids: list[int]) -> defaultdict[int, list[str]]:
    """The variants' colours, in their order."""
    query = (
        Variant.select(Variant.product, AttributeValue.code)
        .join(VariantOption, on=(VariantOption.variant == Variant.id))
        .join(AttributeValue, on=(VariantOption.value == AttributeValue.id))
        .join(Attribute, on=(AttributeValue.attribute == Attribute.id))
        .where(Variant.product.in_(ids), Attribute.code == COLOUR)
        .order_by(Variant.position, Variant.id)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for product_id, code in query.tuples():
        if code not in found[product_id]:
            found[product_id].append(code)
    return found


def _party(row: Row, prefix: str) -> Party:
    return Party(*(row[f"{prefix}_{name}"] for name in ("name", "address", "email", "country")))


def _pictures(product_id: int, languages: Sequence[str], title: str) -> tuple[Picture, ...]:
    rows = Image.select().where(Image.product == product_id).order_by(Image.position).dicts()
    return tuple(Picture(row["id"], row["position"], image_view(row, languages, title)) for row in rows)


def _variants(product_id: int, languages: Sequence[str]) -> tuple[VariantFacts, ...]:
    rows = Variant.select().where(Variant.product == product_id).order_by(Variant.position, Variant.id).dicts()
    options: defaultdict[int, list[AttributeFact]] = defaultdict(list)
    query = (
        _labelled(VariantOption.select(VariantOption.variant.alias("variant"), *_LABELS), VariantOption.value)
        .join(Variant, on=(VariantOption.variant == Variant.id))
        .where(Variant.product == product_id)
        .order_by(VariantOption.position)
    )
    for option in query.dicts():
        options[option["variant"]].append(_fact(option, languages))
    return tuple(_variant(row, options[row["id"]]) for row in rows)


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
    query = (
        _labelled(ProductAttribute.select(*_LABELS), ProductAttribute.value)
        .where(ProductAttribute.product == product_id, ~ProductAttribute.option)
        .order_by(Attribute.position, AttributeValue.position)
    )
    return tuple(_fact(row, languages) for row in query.dicts())


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
    query = RelatedProduct.select(RelatedProduct.related).where(RelatedProduct.product == product_id)
    return tuple(row[0] for row in query.order_by(RelatedProduct.position).tuples())
