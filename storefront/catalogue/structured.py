"""schema.org JSON-LD of a product page, with what each business model adds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from storefront.catalogue.contexts import ImageView, ProductPage
from storefront.catalogue.queries import ProductDetails, offers_for
from storefront.money import decimal_amount
from storefront.pricing.asking import price_lines
from storefront.values import Line, Offer, Price, ProductFacts
from storefront.web.frame import Link
from storefront.web.shopper import Shopper

SCHEMA = "https://schema.org"


def open_graph(details: ProductDetails, page: ProductPage, base: str) -> dict[str, str]:
    """What a link to the product looks like elsewhere; only a JPEG is shown everywhere."""
    found = {"type": "product", "title": page.title, "url": base + page.url}
    if page.summary:
        found["description"] = page.summary
    for image in _shown_first(details, page):
        if image.shared is not None:
            size = {"image:width": str(image.shared.width), "image:height": str(image.shared.height)}
            named = {"image": base + image.shared.url, "image:type": "image/jpeg", **size}
            return found | named | {"image:alt": image.alt or page.title}
    return found


def _shown_first(details: ProductDetails, page: ProductPage) -> Iterator[ImageView]:
    """The shown variant's pictures, then the product's."""
    yield from page.gallery
    for picture in details.pictures:
        yield picture.view


def image_addresses(details: ProductDetails, page: ProductPage, base: str) -> list[str]:
    """The pictures machines are told of: as JPEG first, then as the page shows them."""
    shared = [image.shared.url for image in _shown_first(details, page) if image.shared is not None]
    shown = [image.url for image in page.gallery if image.url]
    return [base + url for url in dict.fromkeys((*shared[: len(page.gallery)], *shown))]


def product_document(details: ProductDetails, page: ProductPage, visitor: Shopper) -> list[dict[str, Any]]:
    """Product with offers, and the breadcrumbs."""
    base = visitor.runtime.shop.base_url
    offers = offers_for(visitor.viewer, product_ids=[details.id])
    lines = [Line(offer, max(offer.minimum, 1)) for offer in offers]
    prices = price_lines(visitor.runtime, lines, visitor.public_context)
    document: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Product",
        "name": details.title,
        "description": details.summary or details.title,
        "sku": page.sku,
        "url": base + page.url,
        "image": image_addresses(details, page, base),
    }
    if details.brand:
        document["brand"] = {"@type": "Brand", "name": details.brand}
    priced = [(offer, price) for offer, price in zip(offers, prices, strict=True) if isinstance(price, Price)]
    document["offers"] = [_offer(offer, price, base + page.url) for offer, price in priced]
    models = tuple(dict.fromkeys(offer.business_model for offer in offers))
    facts = ProductFacts(details.id, details.slug, models)
    context = visitor.public_context
    added = visitor.runtime.plugins.open("structured_data", product=facts, offers=offers, context=context)
    for _plugin, more in added:
        document |= more
    return [document, breadcrumb_list((*page.breadcrumbs, Link(page.title, page.url)), base)]


def _offer(offer: Offer, price: Price, url: str) -> dict[str, Any]:
    return {
        "@type": "Offer",
        "sku": offer.sku,
        "url": f"{url}?variant={offer.sku}",
        "price": str(decimal_amount(price.unit_price, price.currency)),
        "priceCurrency": price.currency,
        "availability": f"{SCHEMA}/{'OutOfStock' if offer.available == 0 else 'InStock'}",
        "itemCondition": f"{SCHEMA}/NewCondition",
        "seller": {"@type": "Organization", "name": offer.seller.name},
    }


def breadcrumb_list(links: Sequence[Link], base: str) -> dict[str, Any]:
    """The way from the start page down to this one."""
    return {
        "@context": SCHEMA,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": i, "name": link.label, "item": base + link.url}
            for i, link in enumerate(links, 1)
        ],
    }
