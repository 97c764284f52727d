"""Core's freight: the zone's rates by weight, converted where the market has another currency."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from storefront.i18n import Message, plain
from storefront.money import converted, rounded
from storefront.once import once
from storefront.pricing.exchange import rate_book
from storefront.pricing.tables import ShippingRate, ShippingZone
from storefront.statements import Statement
from storefront.values import Context, Parcel, ShippingMethod


def zone_methods(parcel: Parcel, context: Context) -> list[ShippingMethod]:
    """One method per code: the cheapest rate whose weight limit holds the parcel.

    Weight 0 means unknown: then the zone's lightest rate counts. No zone: no method.
    """
    rates = rates_of(parcel.country)
    by_code: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for rate in rates:
        if rate["up_to_grams"] is None or parcel.weight_grams <= rate["up_to_grams"]:
            by_code[rate["code"]].append(rate)
    book = rate_book({rate["currency"] for rate in rates} | {parcel.currency}, context.now.date().isoformat())
    found = []
    for code, fitting in by_code.items():
        rate = min(fitting, key=lambda r: (r["up_to_grams"] is None, r["up_to_grams"] or 0))
        exchange = book.find(rate["currency"], parcel.currency)
        if exchange is None:
            continue
        amount = rounded(converted(rate["price"], exchange.value, rate["currency"], parcel.currency))
        label = _label(rate["labels"], context)
        found.append(ShippingMethod(code, label, amount, parcel.currency, rate["days_min"], rate["days_max"]))
    return sorted(found, key=lambda method: (method.amount, method.code))


@once
def rates_of(country: str) -> list[dict[str, Any]]:
    """The rates of the zone that names the country, else of the one for the rest of the world."""
    zones = _ZONES.tuples()
    named = [zone for zone, countries in zones if country in countries]
    rest = [zone for zone, countries in zones if not countries]
    chosen = (named or rest)[:1]
    if not chosen:
        return []
    return _RATES.dicts(zone=chosen[0])


_ZONES = Statement(
    lambda given: ShippingZone.select(ShippingZone.id, ShippingZone.countries).order_by(ShippingZone.id)
)
_RATES = Statement(
    lambda given: ShippingRate.select().where(ShippingRate.zone == given.zone).order_by(ShippingRate.id)
)


def _label(labels: dict[str, str], context: Context) -> Message:
    for language in (context.language, context.shop.default_language, "en", *labels):
        if labels.get(language):
            return plain(labels[language])
    return plain("")
