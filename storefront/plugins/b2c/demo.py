"""The demo shop at retail: an offer for every variant, some reduced, and two promotion codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zlib import crc32

from storefront.api import OfferDraft, OfferPriceDraft, Refused, save_offers, utc_now
from storefront.plugins.b2c.actions import create_code
from storefront.plugins.b2c.promotions import Promotion

BATCH = 50


def fill(prices: Mapping[str, Any]) -> None:
    """Make the retail offers for the guide prices by SKU (storefront.demo.guide), and the codes."""
    guides = list(prices.values())
    drafts = [(guide, offer_draft(guide)) for guide in guides]
    for start in range(0, len(drafts), BATCH):
        _save(drafts[start : start + BATCH])
    for promotion in demo_codes():
        try:
            create_code(promotion, utc_now(), demo=True)
        except Refused as error:
            if error.code != "code-taken":
                raise


def _save(drafts: Sequence[tuple[Any, OfferDraft]]) -> None:
    now, since = drafts[0][0].now, drafts[0][0].announced_at
    save_offers([draft for _guide, draft in drafts], now, announced_at=since)


def offer_draft(guide: Any) -> OfferDraft:
    """The retail offer of one variant; every third product has a dollar price of its own."""
    reduced = guide.reduced_price
    return OfferDraft(
        sku=guide.sku,
        seller=guide.seller,
        business_model="b2c",
        currency=guide.currency,
        price=guide.price,
        reduced_price=reduced,
        reduced_from=month(guide.now, 0) if reduced is not None else None,
        reduced_until=month(guide.now, 2) if reduced is not None else None,
        prices=_dollars(guide) if crc32(guide.product.encode()) % 3 == 0 else {},
        tax_country=guide.tax_country,
        stock=guide.stock,
        demo=True,
    )


def month(moment: datetime, later: int) -> datetime:
    """The beginning of the month, or of one so many months later.

    Reductions run by the month: filling again within one changes nothing.
    """
    count = moment.year * 12 + moment.month - 1 + later
    return datetime(count // 12, count % 12 + 1, 1, tzinfo=moment.tzinfo)


def _dollars(guide: Any) -> dict[str, OfferPriceDraft]:
    reduced = guide.reduced_price
    return {
        "USD": OfferPriceDraft(
            dollar_price(guide.price), dollar_price(reduced) if reduced is not None else None
        )
    }


def dollar_price(cents: int) -> int:
    """A round dollar price near a euro price, in cents: the next whole dollar above 110 %."""
    return -(-cents * 110 // 10_000) * 100


def demo_codes() -> tuple[Promotion, ...]:
    """What the demo's shoppers may try."""
    return (
        Promotion("SPRING10", "percent", percent=10, limit_per_buyer=1),
        Promotion("FREESHIP", "free-delivery", minimum_spend={"EUR": 5000, "USD": 5500, "GBP": 4500}),
    )
