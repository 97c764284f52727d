"""Markets: ship-to country and currency, guessed and never forced."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_territory_currencies

from storefront.catalogue.queries import asked_currencies
from storefront.countries import country_codes
from storefront.db import utc_now
from storefront.i18n import Country, Message, _
from storefront.once import once
from storefront.pricing.exchange import rated_currencies
from storefront.pricing.tables import ShippingZone
from storefront.runtime import Runtime
from storefront.values import Market


def market_of(text: str, runtime: Runtime) -> Market | None:
    """The market that "NO-NOK" names, if both are the shop's; else None.

    A currency that nothing can be priced in now gives way to the country's, or the shop's; the country stays.
    """
    found = re.fullmatch(r"([A-Z]{2})-([A-Z]{3})", text)
    if not found or found[2] not in runtime.settings.shop.currencies:
        return None
    if found[1] not in country_codes():
        return None
    priced = priced_currencies(runtime)
    return Market(found[1], found[2] if found[2] in priced else currency_for(found[1], priced, runtime))


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
    territory = _territory(accept_language.split(",")[0].split(";")[0].strip())
    country = territory if territory in country_codes() else shop.country
    return Market(country, currency_for(country, priced_currencies(runtime), runtime))


@lru_cache(maxsize=512)
def _territory(tag: str) -> str | None:
    """The region of a language tag, as "CH" of de-CH."""
    try:
        found: str | None = Locale.parse(tag, sep="-").territory if "-" in tag else None
    except (ValueError, UnknownLocaleError):
        return None
    return found


def currency_for(country: str, priced: Collection[str], runtime: Runtime) -> str:
    """The country's own currency where things can be priced in it, else the shop's."""
    if country in get_global("territory_currencies"):
        for currency in get_territory_currencies(country):
            if currency in priced:
                return currency
    return runtime.settings.shop.currency


@once
def priced_currencies(runtime: Runtime) -> tuple[str, ...]:
    """The shop's currencies in which things have a price today: by exchange, or offers' own; one or two queries."""
    shop = runtime.settings.shop
    rated = rated_currencies((shop.currency, *shop.currencies), utc_now().date().isoformat())
    priced = {shop.currency, *(rated if shop.currency in rated else ())}
    priced |= asked_currencies([currency for currency in shop.currencies if currency not in priced])
    return tuple(currency for currency in shop.currencies if currency in priced)


def shipped_countries(runtime: Runtime) -> tuple[str, ...]:
    """Every country that a zone reaches: those of [shop] countries, or all once a zone is the world."""
    if runtime.settings.shop.countries:
        return runtime.settings.shop.countries
    zones = [row[0] for row in ShippingZone.select(ShippingZone.countries).tuples()]
    if any(not zone for zone in zones):
        return tuple(sorted(country_codes()))
    return tuple(sorted({code for zone in zones for code in zone}))
