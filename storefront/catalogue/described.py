"""What machines are told of the pages around the products: schema.org JSON-LD, and previews of links elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from storefront.catalogue.contexts import CategoryPage, HomePage, ImageView, SellerPage
from storefront.catalogue.queries import SellerFacts, first_trader
from storefront.catalogue.structured import SCHEMA, breadcrumb_list
from storefront.languages import cldr
from storefront.web.frame import Link, Told
from storefront.web.framing import structured
from storefront.web.page_cache.memo import known
from storefront.web.shopper import Shopper


def home_described(page: HomePage, visitor: Shopper) -> Told:
    """The frame's parts of the start page."""
    shop = visitor.runtime.shop
    url = shop.base_url + visitor.url("catalogue.home")
    site: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "WebSite",
        "name": shop.name,
        "url": url,
        "inLanguage": visitor.language,
    }
    trader = known(("trader",), visitor.viewer.now, first_trader)
    who = organization(trader, f"{shop.base_url}/", shop.name) if trader else None
    if who:
        site["publisher"] = {"@type": "Organization", "name": shop.name, "url": f"{shop.base_url}/"}
    images = [*page.images, *(card.image for shelf in page.shelves for card in shelf.cards)]
    return {
        "description": page.text,
        "structured_data": structured(site, *((who,) if who else ())),
        "open_graph": preview(page.title, url, page.text, images, visitor),
    }


def category_described(page: CategoryPage, slug: str, visitor: Shopper) -> Told:
    """The frame's parts of a category."""
    base, path = visitor.runtime.shop.base_url, visitor.url("catalogue.category", slug=slug)
    images = [card.image for card in page.results.cards]
    return {
        "title": page.name,
        "description": page.description,
        "structured_data": structured(breadcrumb_list((*page.breadcrumbs, Link(page.name, path)), base)),
        "open_graph": preview(page.name, base + path, page.description, images, visitor),
    }


def seller_described(page: SellerPage, facts: SellerFacts, visitor: Shopper) -> Told:
    """The frame's parts of a seller; a private person is nobody's business."""
    url = visitor.runtime.shop.base_url + page.seller.url
    images = [card.image for card in page.results.cards] if page.results else []
    documents = (organization(facts, url, facts.name),) if facts.trader else ()
    return {
        "title": facts.name,
        "description": facts.description,
        "structured_data": structured(*documents),
        "open_graph": preview(facts.name, url, facts.description, images, visitor),
    }


def organization(facts: SellerFacts, url: str, name: str) -> dict[str, Any]:
    """A trader as the law wants him named."""
    address = {
        "@type": "PostalAddress",
        "streetAddress": str(facts.address.get("street", "")),
        "postalCode": str(facts.address.get("postal_code", "")),
        "addressLocality": str(facts.address.get("city", "")),
        "addressCountry": facts.country,
    }
    document: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Organization",
        "name": name,
        "url": url,
        "legalName": facts.legal_name,
        "address": _said(address),
        "email": facts.email,
        "telephone": facts.phone,
        "vatID": facts.vat_id,
        "foundingDate": str(facts.founded or ""),
    }
    return _said(document)


def preview(title: str, url: str, text: str, images: Iterable[ImageView], visitor: Shopper) -> dict[str, str]:
    """What a link looks like elsewhere; only a JPEG is shown everywhere."""
    found = {
        "type": "website",
        "site_name": visitor.runtime.shop.name,
        "title": title,
        "url": url,
        "description": text,
        "locale": str(cldr(visitor.language)),
    }
    image = next((one for one in images if one.shared is not None), None)
    if image is not None and image.shared is not None:
        found |= {
            "image": visitor.runtime.shop.base_url + image.shared.url,
            "image:type": "image/jpeg",
            "image:width": str(image.shared.width),
            "image:height": str(image.shared.height),
            "image:alt": image.alt or title,
        }
    return _said(found)


def _said(parts: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known."""
    return {name: value for name, value in parts.items() if value not in ("", None)}
