"""A seller's goods leave the shop, or come back: at once on every page, in lists when the worker has been."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storefront.catalogue import shelf
from storefront.catalogue.tables import Offer, Seller, Variant
from storefront.db import transaction
from storefront.outbox import later

SHELF_KIND = "seller_shelf"
BATCH = 50
PAUSE_SECONDS = 0.005


@transaction()
def set_suspended(seller_id: int, suspended: bool, now: datetime) -> bool:
    """Whether a seller's offers are off sale for now; his open orders live on. False: it was so already."""
    is_other = (Seller.id == seller_id) & (Seller.suspended != suspended)
    changed = Seller.update(suspended=suspended).where(is_other).execute()
    if changed:
        later(SHELF_KIND, {"seller": seller_id}, now, subject=f"seller:{seller_id}")
    return bool(changed)


def follow_shelf(payload: Mapping[str, Any], now: datetime) -> None:
    """Write the shelf of everything this seller offers, in small transactions, so that selling goes on."""
    last = 0
    while ids := [row[0] for row in _offered(payload["seller"], last).tuples()]:
        shelf.refresh(ids, now)
        last = ids[-1]
        time.sleep(PAUSE_SECONDS)


def _offered(seller_id: int, after: int) -> Any:
    offered = Variant.select(Variant.product).join(Offer, on=(Offer.variant == Variant.id))
    offered = offered.where(Offer.seller == seller_id, Variant.product > after)
    return offered.distinct().order_by(Variant.product).limit(BATCH)
