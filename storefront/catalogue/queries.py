"""What reads the catalogue: the one place that knows what a viewer may see. Values, never rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import peewee

from storefront import values
from storefront.catalogue.card_facts import CardFacts, cards
from storefront.catalogue.categories import CategoryFacts, CategoryTree, category_tree
from storefront.catalogue.contexts import ImageView
from storefront.catalogue.counting import counting
from storefront.catalogue.facets import Facets, facets_of
from storefront.catalogue.image_view import IMAGES, first_images, image_view
from storefront.catalogue.lists import MOST_COUNTED, PAGE, ListPage, narrowing, page_of
from storefront.catalogue.narrowing import Conditions, Filters, Narrowing, Scope, Shape
from storefront.catalogue.offers_read import any_offers, asked_currencies, offers_for, offers_of_seller
from storefront.catalogue.paging import SORTS, Sort, WrongMark
from storefront.catalogue.product_facts import ProductDetails, product_details
from storefront.catalogue.rows import chunks
from storefront.catalogue.sellers import SellerFacts, find_seller, first_trader, get_seller, get_sellers, sellers
from storefront.catalogue.sending import Sending
from storefront.catalogue.tables import (
    AttributeValue,
    Category,
    Offer,
    Product,
    ProductCategory,
    ProductText,
    Shelf,
    Variant,
    VariantOption,
)
from storefront.catalogue.viewer import Named, Viewer, is_offered
from storefront.catalogue.words import label, texts_by
from storefront.statements import Statement
from storefront.values import Context

__all__ = [
    "PAGE",
    "SORTS",
    "CardFacts",
    "CategoryFacts",
    "CategoryTree",
    "Facets",
    "Filters",
    "Listing",
    "ListPage",
    "ProductDetails",
    "Scope",
    "SellerFacts",
    "Sort",
    "Viewer",
    "WrongMark",
    "any_offers",
    "asked_currencies",
    "cards",
    "category_tree",
    "first_pictures",
    "first_trader",
    "find_offer",
    "find_seller",
    "get_seller",
    "get_sellers",
    "home_lists",
    "line_facts",
    "listing",
    "offer_title",
    "offers_for",
    "offers_of_seller",
    "product_details",
    "product_titles",
    "sellers",
    "visibility",
    "visible_among",
]

Visibility = Literal["live", "ended", "gone"]


@dataclass(frozen=True)
class Listing:
    """A page of a list with what narrows it."""

    page: ListPage
    facets: Facets


def listing(
    viewer: Viewer,
    scope: Scope,
    filters: Filters,
    sort: Sort = "popularity",
    after: str = "",
    sending: Sending | None = None,
) -> Listing:
    """A page of a category, a search or a seller's products, with facets that agree with it.

    sending: the buyer's country, to count what can be sent there.
    """
    asked = narrowing(viewer, scope, filters)
    counted = counting(asked)
    return Listing(page_of(asked, sort, after, counted=counted), facets_of(counted, viewer.languages, sending))


def home_lists(viewer: Viewer, limit: int = 8) -> dict[str, tuple[int, ...]]:
    """Products for the start page: "popular" and "newest"."""
    asked = Narrowing(viewer, Scope())
    return {"popular": _first(asked, "popularity", limit), "newest": _first(asked, "created_at", limit)}


def _first(asked: Narrowing, column: str, limit: int) -> tuple[int, ...]:
    return tuple(_FIRST.column(asked.shape, column, limit=limit, **asked.values))


def _first_by(given: Any, shape: Shape, column: str) -> Any:
    query = Shelf.select(Shelf.product).where(Conditions(given, shape).rows())
    return query.order_by(getattr(Shelf, column).desc(), Shelf.product.desc()).limit(given.limit)


_FIRST = Statement(_first_by)


def visibility(product_id: int, viewer: Viewer) -> Visibility:
    """Whether a product is on sale, has ended (its model is on), or is not to be seen at all."""
    rows = _SEEN.tuples(product=product_id, **viewer.values)
    found = [(bool(on_sale), bool(public)) for on_sale, public in rows]
    if not any(public for _, public in found):
        return "gone"
    return "live" if any(on_sale for on_sale, _ in found) else "ended"


def _seen(given: Any) -> Any:
    sight = Named(given)
    return (
        Offer.select(
            is_offered(given.now),
            sight.is_published(),
        )
        .join(Variant, on=(Offer.variant == Variant.id))
        .join(Product, on=(Variant.product == Product.id))
        .where(
            Product.id == given.product,
            sight.model_is_on(Offer.business_model),
            sight.is_addressed(Offer.audience),
        )
    )


_SEEN = Statement(_seen)


def visible_among(product_ids: Sequence[int], viewer: Viewer) -> list[int]:
    """Those of some products that lists show, in the order given (related products, say)."""
    shown: set[int] = set()
    for piece in chunks(product_ids):
        shown.update(_SHOWN.column(ids=piece, **viewer.shelves))
    return [product_id for product_id in product_ids if product_id in shown]


_SHOWN = Statement(
    lambda given: Shelf.select(Shelf.product).where(Shelf.product.in_(given.ids), Named(given).sees_shelf())
)


def product_titles(product_ids: Sequence[int], languages: Sequence[str]) -> dict[int, str]:
    """Titles of some products."""
    return {key: row["title"] for key, row in _product_words(product_ids, languages).items()}


def _product_words(product_ids: Sequence[int], languages: Sequence[str]) -> dict[int, dict[str, Any]]:
    """Title and summary of some products, each from the same language."""
    return texts_by(_WORDS.dicts(ids=list(product_ids)), "product", languages)


_WORDS = Statement(
    lambda given: ProductText.select(
        ProductText.product, ProductText.language, ProductText.title, ProductText.summary
    ).where(ProductText.product.in_(given.ids))
)


def find_offer(offer_id: int, context: Context, business_models: frozenset[str]) -> values.Offer | None:
    """An offer, if it is on sale to this buyer now."""
    viewer = Viewer(business_models, context.now, context.audiences)
    found = offers_for(viewer, offer_ids=[offer_id])
    return found[0] if found else None


def product_slug(product_id: int) -> str:
    """What a product's address ends with."""
    return str(Product.select(Product.slug).where(Product.id == product_id).scalar())


def offer_title(variant_id: int, context: Context) -> str:
    """The product's title and the variant's options, to be shown when the offer is gone."""
    facts = line_facts([variant_id], (context.language, context.shop.default_language))
    found = facts.get(variant_id)
    return " · ".join(filter(None, (found["title"], found["options"]))) if found else ""


def line_facts(variant_ids: Sequence[int], languages: Sequence[str]) -> dict[int, dict[str, Any]]:
    """What cart and order lines show of variants, in bulk: title, summary, options, slug, picture; five queries."""
    ids = list(variant_ids)
    rows = _LINES.dicts(ids=ids)
    products = sorted({row["product"] for row in rows})
    words = _product_words(products, [*languages, "en"])
    options = _options(ids, languages)
    pictures = _pictures_for(rows, products)
    return {
        row["id"]: {
            "title": words[row["product"]]["title"] if row["product"] in words else row["slug"],
            "summary": words[row["product"]]["summary"] if row["product"] in words else "",
            "options": " · ".join(options.get(row["id"], [])),
            "slug": row["slug"],
            "sku": row["sku"],
            "image": pictures.get(row["id"]),
        }
        for row in rows
    }


_LINES = Statement(
    lambda given: Variant.select(Variant.id, Variant.sku, Variant.product, Variant.image, Product.slug)
    .join(Product)
    .where(Variant.id.in_(given.ids))
)


def _options(variant_ids: list[int], languages: Sequence[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for variant_id, labels, code in _OPTIONS.tuples(ids=variant_ids):
        found.setdefault(variant_id, []).append(label(labels, languages, code))
    return found


_OPTIONS = Statement(
    lambda given: VariantOption.select(VariantOption.variant, AttributeValue.labels, AttributeValue.code)
    .join(AttributeValue, on=(VariantOption.value == AttributeValue.id))
    .where(VariantOption.variant.in_(given.ids))
    .order_by(VariantOption.position)
)


def _pictures_for(rows: list[dict[str, Any]], products: list[int]) -> dict[int, dict[str, Any]]:
    """The picture of each variant, else its product's first, as a plain row."""
    images = IMAGES.dicts(ids=products)
    by_id = {image["id"]: image for image in images}
    first = first_images(images)
    found = {}
    for row in rows:
        image = by_id.get(row["image"]) or first.get(row["product"])
        if image:
            found[row["id"]] = {k: v for k, v in image.items() if k not in ("id", "product", "position", "remote")}
    return found


def first_pictures(category_ids: Sequence[int], viewer: Viewer) -> dict[int, ImageView]:
    """For each category the picture of its most popular product on sale; two queries."""
    found = _MOST_POPULAR.tuples(ids=list(category_ids), most=MOST_COUNTED, **viewer.shelves)
    products = {category: product for category, product in found if product is not None}
    by_product = first_images(IMAGES.dicts(ids=list(products.values())))
    return {
        category: image_view(by_product.get(product), viewer.languages) for category, product in products.items()
    }


def _most_popular(given: Any) -> Any:
    """A large category's is found by walking all products from the most popular on, a small one's among its own."""
    here = (ProductCategory.category == Category.id) & (ProductCategory.product == Shelf.product)
    place = ProductCategory.select(peewee.SQL("1"))
    some = place.where(ProductCategory.category == Category.id).limit(given.most)
    size = peewee.Select([some.alias("some")], [peewee.fn.COUNT(peewee.SQL("*"))])
    best = Shelf.select(Shelf.product).where(Named(given).sees_shelf())
    best = best.order_by(Shelf.popularity.desc(), Shelf.product.desc()).limit(1)
    own = best.join(ProductCategory, on=here)
    first = peewee.Case(None, [(size >= given.most, best.where(peewee.fn.EXISTS(place.where(here))))], own)
    return Category.select(Category.id, first).where(Category.id.in_(given.ids))


_MOST_POPULAR = Statement(_most_popular)
