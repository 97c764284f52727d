"""What sitemaps name, piece by piece: files of products and sellers by ranges of ids, however many there are.

A range is stable: a product stays in its file, and a file is read without counting what comes before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import peewee

from storefront.catalogue.content import HOME
from storefront.catalogue.tables import Offer, Product, Seller, Shelf, Variant
from storefront.catalogue.viewer import Viewer, is_public
from storefront.tables import ContentPage

# the standard allows 50,000 addresses and 50 MB a file: with their siblings so many take less
MOST_ADDRESSES = 30_000
PIECE = 500


@dataclass(frozen=True)
class Place:
    """A path without its language, and when it last changed where that is known."""

    path: str
    changed: datetime | None = None


def everyone(viewer: Viewer) -> Viewer:
    """Who belongs to no audience."""
    return Viewer(viewer.business_models, viewer.now, languages=viewer.languages)


def product_places(viewer: Viewer, ids: range) -> Iterator[Place]:
    """The products on sale to everyone, of a range of ids."""
    columns = (Product.id, Product.slug, Product.updated_at)
    for _id, slug, changed in _pieces(Product.select(*columns).where(_on_sale(viewer)), Product, ids):
        yield Place(f"p/{slug}", changed)


def seller_places(viewer: Viewer, ids: range) -> Iterator[Place]:
    """The sellers with something on sale to everyone, of a range of ids."""
    for _id, slug in _pieces(Seller.select(Seller.id, Seller.slug).where(_sells(viewer)), Seller, ids):
        yield Place(f"sellers/{slug}")


def content_places() -> list[Place]:
    """The shop's own pages; a draft is nobody's business yet."""
    rows = ContentPage.select(ContentPage.slug).where(ContentPage.slug != HOME, ContentPage.published)
    rows = rows.where(~ContentPage.draft)
    return [Place(f"pages/{slug}") for (slug,) in rows.distinct().order_by(ContentPage.slug).tuples()]


def product_files(viewer: Viewer, size: int) -> list[int]:
    """The numbers of the files that have products in them, from 1."""
    return _files(Product, Product.select(peewee.SQL("1")).where(_on_sale(viewer)), size)


def seller_files(viewer: Viewer, size: int) -> list[int]:
    """The numbers of the files that have sellers in them, from 1."""
    return _files(Seller, Seller.select(peewee.SQL("1")).where(_sells(viewer)), size)


def ids_of(number: int, size: int) -> range:
    """The ids of a file."""
    return range((number - 1) * size + 1, number * size + 1)


def _on_sale(viewer: Viewer) -> Any:
    rows = Shelf.select(peewee.SQL("1")).where(Shelf.product == Product.id, everyone(viewer).sees_shelf())
    return is_public() & peewee.fn.EXISTS(rows)


def _sells(viewer: Viewer) -> Any:
    rows = Offer.select(peewee.SQL("1")).join(Variant, on=(Offer.variant == Variant.id))
    rows = rows.join(Product, on=(Variant.product == Product.id))
    return peewee.fn.EXISTS(rows.where(Offer.seller == Seller.id, is_public(), everyone(viewer).sees_offer()))


def _pieces(query: Any, table: Any, ids: range) -> Iterator[tuple[Any, ...]]:
    """The rows of a range, some hundred at a time: none is kept."""
    last = ids.start - 1
    while True:
        piece = query.where(table.id > last, table.id < ids.stop).order_by(table.id).limit(PIECE)
        rows = list(piece.tuples())
        yield from rows
        if len(rows) < PIECE:
            return
        last = rows[-1][0]


def _files(table: Any, query: Any, size: int) -> list[int]:
    """One short question for each range up to the last id."""
    last = table.select(peewee.fn.MAX(table.id)).scalar() or 0
    numbers = range(1, -(-last // size) + 1)
    return [n for n in numbers if query.where(table.id.between(ids_of(n, size)[0], ids_of(n, size)[-1])).exists()]
