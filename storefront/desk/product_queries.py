"""Products as the desk lists and finds them: a fixed number of queries a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import peewee

from storefront.accounts.permissions import sellers_of
from storefront.accounts.person import Person
from storefront.catalogue.contexts import ImageView
from storefront.catalogue.folding import folded
from storefront.catalogue.image_view import first_images, image_view
from storefront.catalogue.rows import Row
from storefront.catalogue.tables import Image, Offer, Product, ProductText, Stock, Variant
from storefront.catalogue.words import texts_by
from storefront.desk.finding import MOST, Found
from storefront.desk.keyset import Rows, page_of
from storefront.desk.listing import Asked
from storefront.desk.owning import Limit, seen_by
from storefront.desk.product_fields import HIDDEN, ON_SALE, UNPUBLISHED

ONE = peewee.SQL("1")
COLUMNS = (Product.id, Product.slug, Product.published, Product.hidden, Product.created_at)


@dataclass(frozen=True)
class Listed:
    """A product of the list. stock None: not counted; price: the lowest that is asked, with its currency."""

    id: int
    title: str
    image: ImageView
    sku: str
    variants: int
    stock: int | None
    price: tuple[int, str] | None
    state: str
    added: datetime


def product_page(wanted: Asked, limit: Limit, languages: Sequence[str]) -> tuple[Rows, int]:
    """A page of products, and how many there are on all pages."""
    condition = seen_by(limit) & _chosen(wanted)
    query = Product.select(*COLUMNS).where(condition)
    values = {"title": _title(languages), "added": Product.id}
    value = values.get(wanted.column, Product.id)
    return page_of(query, wanted, value, Product.id), Product.select().where(condition).count()


def _title(languages: Sequence[str]) -> Any:
    """The title one reads, as an expression."""
    texts = [
        ProductText.select(ProductText.title).where(ProductText.product == Product.id, ProductText.language == tag)
        for tag in languages
    ]
    return peewee.fn.LOWER(peewee.fn.COALESCE(*texts, Product.slug))


def _chosen(wanted: Asked) -> Any:
    condition = ONE == ONE
    if wanted.query:
        condition &= found_by(wanted.query)
    states = {
        ON_SALE: Product.published & ~Product.hidden,
        UNPUBLISHED: ~Product.published,
        HIDDEN: Product.published & Product.hidden,
    }
    if state := wanted.chosen.get("state"):
        condition &= states[state]
    if lack := wanted.chosen.get("lack"):
        condition &= _lacking(lack)
    return condition


def found_by(query: str) -> Any:
    """Condition on Product: a title or text has the words, or a variant the number."""
    texts = ProductText.select(ONE).where(ProductText.product == Product.id)
    for word in folded(query).split()[:8]:
        texts = texts.where(ProductText.search.contains(word))
    variants = Variant.select(ONE).where(
        Variant.product == Product.id, Variant.sku.contains(query) | (Variant.gtin == query)
    )
    return peewee.fn.EXISTS(texts) | peewee.fn.EXISTS(variants)


def _lacking(what: str) -> Any:
    """Condition on Product: something is missing."""
    if what == "picture":
        return ~peewee.fn.EXISTS(Image.select(ONE).where(Image.product == Product.id, Image.digest != ""))
    offers = Offer.select(ONE).join(Variant, on=(Offer.variant == Variant.id))
    offers = offers.where(Variant.product == Product.id, Offer.active)
    if what == "price":
        return ~peewee.fn.EXISTS(offers)
    if what == "stock":
        left = offers.join(Stock, on=(Offer.stock == Stock.id))
        left = left.where(~Stock.tracked | (Stock.on_hand > Stock.reserved))
        return peewee.fn.EXISTS(offers) & ~peewee.fn.EXISTS(left)
    texts = ProductText.select(ONE).where(ProductText.product == Product.id, ProductText.language == what)
    return ~peewee.fn.EXISTS(texts)


def listed(rows: Sequence[Row], limit: Limit, languages: Sequence[str]) -> list[Listed]:
    """The rows with what the list shows of them; five queries."""
    ids = [row["id"] for row in rows]
    texts = ProductText.select(ProductText.product, ProductText.language, ProductText.title)
    titles = texts_by(texts.where(ProductText.product.in_(ids)).dicts(), "product", languages)
    images = first_images(Image.select().where(Image.product.in_(ids)).order_by(Image.position).dicts())
    skus: dict[int, list[str]] = {}
    variants = Variant.select(Variant.product, Variant.sku).where(Variant.product.in_(ids))
    for product, sku in variants.order_by(Variant.position, Variant.id).tuples():
        skus.setdefault(product, []).append(sku)
    stock, prices = _stock(ids, limit), _prices(ids, limit)
    found = []
    for row in rows:
        number = row["id"]
        title = titles[number]["title"] if number in titles else row["slug"]
        state = UNPUBLISHED if not row["published"] else HIDDEN if row["hidden"] else ON_SALE
        own = skus.get(number, [""])
        image = image_view(images.get(number), languages, title)
        found.append(
            Listed(
                number, title, image, own[0], len(own), stock.get(number), prices.get(number), state, row["created_at"]
            )
        )
    return found


def _stock(ids: Sequence[int], limit: Limit) -> Mapping[int, int]:
    """Product → pieces on hand, where they are counted."""
    rows = Stock.select(Variant.product, peewee.fn.SUM(Stock.on_hand)).join(Variant, on=(Stock.variant == Variant.id))
    rows = rows.where(Variant.product.in_(ids), Stock.tracked).group_by(Variant.product)
    rows = rows if limit is None else rows.where(Stock.seller.in_(sorted(limit)))
    return {product: int(pieces) for product, pieces in rows.tuples()}


def _prices(ids: Sequence[int], limit: Limit) -> Mapping[int, tuple[int, str]]:
    rows = Offer.select(Variant.product, peewee.fn.MIN(Offer.price), Offer.currency)
    rows = rows.join(Variant, on=(Offer.variant == Variant.id))
    rows = rows.where(Variant.product.in_(ids), Offer.active, Offer.audience == "")
    rows = rows if limit is None else rows.where(Offer.seller.in_(sorted(limit)))
    found: dict[int, tuple[int, str]] = {}
    for product, price, currency in rows.group_by(Variant.product, Offer.currency).order_by(Offer.currency).tuples():
        found.setdefault(product, (int(price), currency))
    return found


def find_products(query: str, person: Person, languages: Sequence[str]) -> list[Found]:
    """Products for the desk's search: by SKU, GTIN or words."""
    limit = sellers_of(person, "catalogue.see")
    rows = Product.select(*COLUMNS).where(seen_by(limit) & found_by(query)).order_by(Product.id.desc())
    exact = set(
        Variant.select(Variant.product).where((Variant.sku == query) | (Variant.gtin == query)).tuples()
    )
    return [
        Found(one.title, one.sku, "desk.product", {"product_id": one.id}, (one.id,) in exact)
        for one in listed(list(rows.limit(MOST).dicts()), limit, languages)
    ]


def figures(limit: Limit) -> dict[str, int]:
    """How many products there are of each kind that the start page names."""
    seen = seen_by(limit)
    kinds = {
        "state=published": Product.published & ~Product.hidden,
        "state=unpublished": ~Product.published,
        "lack=stock": _lacking("stock") & Product.published,
        "lack=picture": _lacking("picture"),
    }
    return {kind: Product.select().where(seen & condition).count() for kind, condition in kinds.items()}
