"""The price history read for many offers at once: prior prices in one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from storefront.catalogue.rows import chunks
from storefront.catalogue.tables import PriceHistory
from storefront.pricing.prior_price import AnnouncedPrice, prior_price


def prior_prices(offer_ids: Sequence[int], currency: str, now: datetime) -> dict[int, int]:
    """Offer → the prior price of its present reduction in a currency, where there is one."""
    histories: defaultdict[int, list[AnnouncedPrice]] = defaultdict(list)
    for piece in chunks(offer_ids):
        query = PriceHistory.select().where(
            PriceHistory.offer_id.in_(piece), PriceHistory.currency == currency
        )
        for row in query.order_by(PriceHistory.id).dicts():
            histories[row["offer_id"]].append(_announced(row))
    priors = {offer: prior_price(history, now) for offer, history in histories.items()}
    return {offer: prior for offer, prior in priors.items() if prior is not None}


def _announced(row: dict[str, object]) -> AnnouncedPrice:
    names = ("price", "recorded_at", "reduced_price", "reduced_from", "reduced_until")
    return AnnouncedPrice(**{name: row[name] for name in names})  # type: ignore[arg-type]
