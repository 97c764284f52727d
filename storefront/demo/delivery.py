"""The demo's shipping zones and what two methods cost in each, gross in euro."""

from __future__ import annotations

from storefront.countries import EUROPEAN_UNION
from storefront.db import transaction
from storefront.pricing.tables import ShippingRate, ShippingZone

REST_OF_EUROPE = (
    "AD", "AL", "BA", "CH", "FO", "GB", "GG", "GI", "IM", "IS", "JE", "LI",
    "MC", "MD", "ME", "MK", "NO", "RS", "SM", "UA", "VA", "XK",
)  # fmt: skip
ZONES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("European Union (demo)", EUROPEAN_UNION),
    ("Rest of Europe (demo)", REST_OF_EUROPE),
    ("World (demo)", ()),
)
LABELS = {
    "standard": {"en": "Standard delivery", "de": "Standardversand", "zh-Hans": "标准配送", "ar": "توصيل عادي"},
    "express": {"en": "Express delivery", "de": "Expressversand", "zh-Hans": "特快配送", "ar": "توصيل سريع"},
}
CURRENCY = "EUR"
STEPS = (2_000, 10_000, 30_000, None)
# Zone by zone: method, price for each weight step, days from and to.
RATES: tuple[tuple[tuple[str, tuple[int, ...], int, int], ...], ...] = (
    (("standard", (490, 790, 1490, 4900), 3, 6), ("express", (1290, 1990, 3490, 8900), 1, 2)),
    (("standard", (990, 1690, 3290, 8900), 5, 9), ("express", (2490, 3890, 6490, 14900), 2, 4)),
    (("standard", (1690, 3490, 7900, 19900), 8, 18), ("express", (3990, 6990, 13900, 29900), 3, 6)),
)


@transaction()
def load_delivery() -> None:
    """Make the zones that are not there yet; a shop's own zone for the rest of the world stays."""
    known = list(ShippingZone.select(ShippingZone.name, ShippingZone.countries).tuples())
    names = {name for name, _ in known}
    has_rest = any(not countries for _, countries in known)
    for (name, countries), rates in zip(ZONES, RATES, strict=True):
        if name in names or (not countries and has_rest):
            continue
        zone_id = ShippingZone.insert(name=name, countries=list(countries), demo=True).execute()
        ShippingRate.insert_many(_rows(int(zone_id), rates)).execute()


def _rows(zone_id: int, rates: tuple[tuple[str, tuple[int, ...], int, int], ...]) -> list[dict[str, object]]:
    return [
        {
            "zone": zone_id,
            "code": code,
            "labels": LABELS[code],
            "up_to_grams": grams,
            "currency": CURRENCY,
            "price": price,
            "days_min": days_min,
            "days_max": days_max,
        }
        for code, prices, days_min, days_max in rates
        for grams, price in zip(STEPS, prices, strict=True)
    ]
