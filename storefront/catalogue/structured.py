"""schema.org JSON-LD of a product page, with what each business model adds."""

from __future__ import annotations

from typing import Any

from storefront.catalogue.contexts import ProductPage
from storefront.catalogue.queries import ProductDetails, offers_for
from storefront.money import decimal_amount
from storefront.pricing.asking import price_lines
from storefront.values import Line, Price, ProductFacts
from storefront.web.shopper import Shopper

SCHEMA = "https://schema.org"


def open_graph(page: ProductPage, base: str) -> dict[str, str]:
    """What a link to the product looks like elsewhere; drawings (SVG) are shown nowhere, so none is named."""
    found = {"type": "product", "title": page.title, "url": base + page.url}
    if page.summary:
        found["description"] = page.summary
    photo = next((one for one in page.gallery if one.url and not one.drawing), None)
    if photo is not None:
        found |= {"image": base + photo.url, "image:width": str(photo.width), "image:height": str(photo.height)}
    return found


def product_document(details: ProductDetails, page: ProductPage, visitor: Shopper) -> list[dict[str, Any]]:
    """Product with offers, and the breadcrumbs."""
    base = visitor.runtime.shop.base_url
    offers = offers_for(visitor.viewer, product_ids=[details.id])
    lines = [Line(offer, max(offer.minimum, 1)) for offer in offers]
    prices = price_lines(visitor.runtime, lines, visitor.context)
    document: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Product",
        "name": details.title,
        "description": details.summary or details.title,
        "sku": page.sku,
        "url": base + page.url,
        "image": [base + image.url for image in page.gallery if image.url],
    }
    if details.brand:
        document["brand"] = {"@type": "Brand", "name": details.brand}
    document["offers"] = [
        {
            "@type": "Offer",
            "sku": line.offer.sku,
            "url": f"{base}{page.url}?variant={line.offer.sku}",
            "price": str(decimal_amount(price.unit_price, price.currency)),
            "priceCurrency": price.currency,
            "availability": f"{SCHEMA}/{'OutOfStock' if line.offer.available == 0 else 'InStock'}",
            "itemCondition": f"{SCHEMA}/NewCondition",
            "seller": {"@type": "Organization", "name": line.offer.seller.name},
        }
        for line, price in zip(lines, prices, strict=True)
        if isinstance(price, Price)
    ]
    models = tuple(dict.fromkeys(offer.business_model for offer in offers))
    facts = ProductFacts(details.id, details.slug, models)
    added = visitor.runtime.plugins.open("structured_data", product=facts, offers=offers, context=visitor.context)
    for _plugin, more in added:
        document |= more
    crumbs = {
        "@context": SCHEMA,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": i, "name": link.label, "item": base + link.url}
            for i, link in enumerate(page.breadcrumbs, 1)
        ],
    }
    return [document, crumbs]
