"""Fill the shop with the demo: all rows are marked as such, and doing it again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from storefront.catalogue.actions import link_related, save_attribute, save_category, save_products, save_seller
from storefront.catalogue.drafts import ImageDraft
from storefront.catalogue.html import cleaned
from storefront.catalogue.images import store_drawing
from storefront.catalogue.rows import chunks
from storefront.db import transaction
from storefront.demo import content, drawings
from storefront.demo.delivery import load_delivery
from storefront.demo.guide import GuidePrice
from storefront.pricing.exchange import save_shipped_rates
from storefront.tables import ContentPage

BATCH = 40
LEGAL = {"imprint", "terms", "privacy", "returns"}
_VIEW_WORDS = {
    "front": {},
    "detail": {"en": "detail", "de": "Detail", "zh-Hans": "细节", "ar": "تفصيل"},
    "scale": {"en": "its size", "de": "Größenvergleich", "zh-Hans": "尺寸对比", "ar": "مقارنة الحجم"},
}
_COMMA = {"zh-Hans": "，", "ar": "، "}


def load_demo(media: Path, languages: Sequence[str], now: datetime) -> dict[str, GuidePrice]:
    """Save the demo's sellers, categories, products, pages and zones; guide prices by SKU."""
    for attribute in content.attribute_drafts(languages):
        save_attribute(attribute)
    for seller in content.seller_drafts(languages):
        save_seller(seller)
    guides: dict[str, GuidePrice] = {}
    related: dict[str, Sequence[str]] = {}
    listed: list[tuple[str, Any]] = []
    for file in content.category_files():
        slug = file["category"]["slug"]
        save_category(content.category_draft(file["category"], languages))
        listed += [(slug, product) for product in file["products"]]
    for piece in chunks(listed, BATCH):
        pictured = [(category, product, list(pictures(product, media, languages))) for category, product in piece]
        save_products([content.product_draft(p, c, images, languages) for c, p, images in pictured], now)
    for category, product in listed:
        related[product["slug"]] = product["related"]
        guides.update({guide.sku: guide for guide in content.guide_prices(product, category, now)})
    link_related(related)
    load_delivery()
    load_pages(languages)
    save_shipped_rates()
    return guides


def pictures(product: Any, media: Path, languages: Sequence[str]) -> Iterator[tuple[str, ImageDraft]]:
    """The product drawn in each colour and view, stored, with words for those who do not see it."""
    slug = product["slug"]
    labels = content.read("attributes.json")[content.COLOUR]["values"]
    for colour in content.colours(product):
        named = labels[colour]["labels"] if content.COLOUR in product["options"] else {}
        for view in drawings.views(slug):
            stored = store_drawing(drawings.draw(slug, colour, view), media, drawings.ground(slug, colour))
            yield colour, stored.draft(_alt(product, (named, _VIEW_WORDS[view]), languages))


def _alt(product: Any, words: Sequence[Any], languages: Sequence[str]) -> dict[str, str]:
    titles = content.spoken(product["texts"], languages)
    return {
        language: _COMMA.get(language, ", ").join([text["title"], *(w[language] for w in words if language in w)])
        for language, text in titles.items()
    }


@transaction()
def load_pages(languages: Sequence[str]) -> None:
    """Make the content pages that are not there yet; legal ones are drafts for a lawyer to look at."""
    known = set(ContentPage.select(ContentPage.slug, ContentPage.language).tuples())
    rows = [
        {
            "slug": slug,
            "language": language,
            "title": text["title"],
            "body": cleaned(text["body"]),
            "draft": slug in LEGAL,
            "position": position,
        }
        for position, (slug, texts) in enumerate(content.read("pages.json").items())
        for language, text in content.spoken(texts, languages).items()
        if (slug, language) not in known
    ]
    if rows:
        ContentPage.insert_many(rows).execute()
