"""Products as cards, as values: five queries, however many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from storefront.catalogue.colours import COLOUR
from storefront.catalogue.contexts import ImageView
from storefront.catalogue.image_view import IMAGES, first_images, image_view
from storefront.catalogue.product_facts import Row, no_text
from storefront.catalogue.tables import (
    Attribute,
    AttributeValue,
    Product,
    ProductText,
    Shelf,
    Variant,
    VariantOption,
)
from storefront.catalogue.viewer import Named, Viewer
from storefront.catalogue.words import texts_by
from storefront.statements import Statement


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


def cards(product_ids: Sequence[int], viewer: Viewer) -> list[CardFacts]:
    """Products as cards, in the order asked; five queries."""
    ids = list(product_ids)
    rows = {row["id"]: row for row in _CARDS.dicts(ids=ids)}
    texts = texts_by(_CARD_TEXTS.dicts(ids=ids), "product", viewer.languages)
    images = first_images(IMAGES.dicts(ids=ids))
    models = _models(ids, viewer)
    swatches = _swatches(ids)
    return [
        _card(rows[i], texts.get(i) or no_text(rows[i]), (images.get(i), viewer.languages), models[i], swatches[i])
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


_CARDS = Statement(
    lambda given: Product.select(Product.id, Product.slug, Product.brand).where(Product.id.in_(given.ids))
)
_CARD_TEXTS = Statement(
    lambda given: ProductText.select(
        ProductText.product, ProductText.language, ProductText.title, ProductText.summary
    ).where(ProductText.product.in_(given.ids))
)


def _models(ids: list[int], viewer: Viewer) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for product_id, code in _MODELS.tuples(ids=ids, **viewer.shelves):
        found[product_id].append(code)
    return found


_MODELS = Statement(
    lambda given: Shelf.select(Shelf.product, Shelf.business_model)
    .where(Shelf.product.in_(given.ids), Named(given).sees_shelf())
    .distinct()
    .order_by(Shelf.business_model)
)


def _swatches(ids: list[int]) -> defaultdict[int, list[str]]:
    """The variants' colours, in their order."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for product_id, attribute, code in _OPTION_CODES.tuples(ids=ids):
        if attribute == COLOUR and code not in found[product_id]:
            found[product_id].append(code)
    return found


# every option: were only colours asked for, a database would begin with all that is red
_OPTION_CODES = Statement(
    lambda given: Variant.select(Variant.product, Attribute.code, AttributeValue.code)
    .join(VariantOption, on=(VariantOption.variant == Variant.id))
    .join(AttributeValue, on=(VariantOption.value == AttributeValue.id))
    .join(Attribute, on=(AttributeValue.attribute == Attribute.id))
    .where(Variant.product.in_(given.ids))
    .order_by(Variant.position, Variant.id)
)
