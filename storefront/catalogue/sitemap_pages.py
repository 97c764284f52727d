"""Sitemaps for search engines: an index, and files that are sent as they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from urllib.parse import quote
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort, g, stream_with_context

from storefront.catalogue import sitemaps
from storefront.catalogue.sitemaps import Place
from storefront.web.shopper import Shopper, shopper

sitemap = Blueprint("sitemap", __name__)

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
KINDS = {
    "products": (sitemaps.product_files, sitemaps.product_places),
    "sellers": (sitemaps.seller_files, sitemaps.seller_places),
}


@sitemap.get("/sitemap.xml")
def index() -> Response:
    """The sitemaps there are."""
    visitor = _anyone()
    names = ["pages"]
    for kind, (files, _places) in KINDS.items():
        names += [f"{kind}-{number}" for number in files(visitor.viewer, _size(visitor))]
    base = escape(visitor.runtime.shop.base_url)
    rows = "".join(f"<sitemap><loc>{base}/sitemap-{name}.xml</loc></sitemap>" for name in names)
    return _xml([f"{HEAD}<sitemapindex {NAMESPACE}>{rows}</sitemapindex>"])


@sitemap.get("/sitemap-pages.xml")
def pages() -> Response:
    """The start page, the categories and the shop's own pages."""
    visitor = _anyone()
    tree = visitor.categories
    categories = (Place(f"c/{category.slug}") for category in tree.by_id.values() if category.filled)
    return _xml(_urlset(visitor, [Place(""), *categories, *sitemaps.content_places()]))


@sitemap.get("/sitemap-<any(products, sellers):kind>-<int:number>.xml")
def part(kind: str, number: int) -> Response:
    """Some of the products or of the sellers, in every language, with their siblings."""
    visitor = _anyone()
    size = _size(visitor)
    if not 1 <= number < 2**31 // size:
        abort(404)
    places = iter(KINDS[kind][1](visitor.viewer, sitemaps.ids_of(number, size)))
    first = next(places, None)
    if first is None:
        abort(404)
    return _xml(_urlset(visitor, chain([first], places)))


def _anyone() -> Shopper:
    g.language = None
    return shopper()


def _size(visitor: Shopper) -> int:
    """How many places fill a file: each stands in it once for each language."""
    return sitemaps.MOST_ADDRESSES // len(visitor.runtime.settings.shop.languages)


def _urlset(visitor: Shopper, places: Iterable[Place]) -> Iterator[str]:
    yield f"{HEAD}<urlset {NAMESPACE} {XHTML}>"
    shop = visitor.runtime.settings.shop
    base = visitor.runtime.shop.base_url
    for place in places:
        addresses = {tag: escape(f"{base}/{tag}/{quote(place.path)}") for tag in shop.languages}
        siblings = {**addresses, "x-default": addresses[shop.default_language]}
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{tag}" href="{address}"/>' for tag, address in siblings.items()
        )
        changed = f"<lastmod>{place.changed:%Y-%m-%d}</lastmod>" if place.changed else ""
        for address in addresses.values():
            yield f"<url><loc>{address}</loc>{changed}{links}</url>"
    yield "</urlset>"


def _xml(parts: Iterable[str]) -> Response:
    return Response(stream_with_context(iter(parts)), mimetype="application/xml")
