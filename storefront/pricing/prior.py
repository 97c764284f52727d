"""The prior prices of several offers at once, from the append-only history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from storefront.catalogue.tables import PriceHistory
from storefront.once import once
from storefront.pricing.prior_price import AnnouncedPrice, prior_price
from storefront.statements import Statement


def prior_prices(keys: Sequence[tuple[int, str]], now: datetime) -> dict[tuple[int, str], int]:
    """(offer id, currency) → the lowest price of the 30 days before its reduction; one query."""
    return dict(_prior_prices(tuple(keys), now))


@once
def _prior_prices(keys: tuple[tuple[int, str], ...], now: datetime) -> dict[tuple[int, str], int]:
    ids = sorted({offer_id for offer_id, _currency in keys})
    histories: defaultdict[tuple[int, str], list[AnnouncedPrice]] = defaultdict(list)
    for row in _HISTORIES.dicts(offers=ids):
        histories[(row["offer_id"], row["currency"])].append(
            AnnouncedPrice(
                row["price"],
                row["recorded_at"],
                row["reduced_price"],
                row["reduced_from"],
                row["reduced_until"],
            ))
    found = {}
    for key in keys:
        lowest = prior_price(histories[key], now)
        if lowest is not None:
            found[key] = lowest
    return found


_HISTORIES = Statement(
    lambda given: PriceHistory.select()
    .where(PriceHistory.offer_id.in_(given.offers))
    .order_by(PriceHistory.recorded_at)
)
