"""Markets: ship-to country and currency, guessed and never forced."""

from __future__ import annotations

import re

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_territory_currencies

from storefront.countries import country_codes
from storefront.i18n import Country, Message, _
from storefront.pricing.tables import ShippingZone
from storefront.runtime import Runtime
from storefront.values import Market


def market_of(text: str, runtime: Runtime) -> Market | None:
    """The market that "NO-NOK" names, if the shop sells in that currency; else None."""
    found = re.fullmatch(r"([A-Z]{2})-([A-Z]{3})", text)
    if not found or found[2] not in runtime.settings.shop.currencies:
        return None
    if found[1] not in country_codes():
        return None
    return Market(found[1], found[2])


def unknown_market(named: str, market: Market) -> Message:
    """That there is no such market, and which one holds."""
    return _(
        "This shop has no market “%(named)s”: prices are for %(country)s, in %(currency)s.",
        named=named[:20],
        country=Country(market.country),
        currency=market.currency,
    )


def guess_market(accept_language: str, runtime: Runtime) -> Market:
    """By the region of the browser's first language, else the shop's own country."""
    shop = runtime.settings.shop
    tag = accept_language.split(",")[0].split(";")[0].strip()
    try:
        territory = Locale.parse(tag, sep="-").territory if "-" in tag else None
    except (ValueError, UnknownLocaleError):
        territory = None
    known = country_codes()
    country = territory if territory in known else shop.country
    return Market(country, currency_for(country, runtime))


def currency_for(country: str, runtime: Runtime) -> str:
    """The country's own currency where the shop offers it, else the shop's."""
    shop = runtime.settings.shop
    if country in get_global("territory_currencies"):
        for currency in get_territory_currencies(country):
            if currency in shop.currencies:
                return currency
    return shop.currency


def shipped_countries(runtime: Runtime) -> tuple[str, ...]:
    """Every country that a zone reaches: those of [shop] countries, or all once a zone is the world."""
    if runtime.settings.shop.countries:
        return runtime.settings.shop.countries
    zones = [row[0] for row in ShippingZone.select(ShippingZone.countries).tuples()]
    if any(not zone for zone in zones):
        return tuple(sorted(country_codes()))
    return tuple(sorted({code for zone in zones for code in zone}))
