"""The page that chooses country, currency and language; the countries chosen lately stand on top."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, request

from storefront.catalogue.contexts import CountryChoice, MarketPage
from storefront.countries import country_name, currency_name, sort_key
from storefront.i18n import _, language
from storefront.markets import guess_market
from storefront.web.shopper import Shopper

RECENT_COOKIE = "recent_countries"
MOST_RECENT = 4
KEPT = timedelta(days=365)


def market_page(visitor: Shopper, next_url: str) -> MarketPage:
    """Every country that is sent to, and what else a market is."""
    tag, shop = visitor.language, visitor.runtime.settings.shop
    named = {code: country_name(code, tag) for code in visitor.countries}
    chosen = visitor.market.country

    def choice(code: str) -> CountryChoice:
        return CountryChoice(code, named[code], country_name(code, "en"), code == chosen)

    in_order = sorted(named, key=lambda code: (sort_key(named[code], tag), code))
    return MarketPage(
        visitor.url("catalogue.set_market"),
        next_url,
        tuple(choice(code) for code in in_order),
        tuple((code, f"{currency_name(code, tag)} · {code}") for code in shop.currencies),
        visitor.market.currency,
        tuple((t, language(t).name) for t in shop.languages),
        tag,
        recent=tuple(choice(code) for code in _on_top(visitor) if code in named),
        changes=visitor.t(_("Prices, tax and delivery follow the country; texts follow the language.")),
    )


def _on_top(visitor: Shopper) -> list[str]:
    """The present country, those chosen lately, and the one the browser's language speaks for."""
    guessed = guess_market(request.headers.get("Accept-Language", ""), visitor.runtime).country
    return list(dict.fromkeys([visitor.market.country, *recent_countries(), guessed]))


def recent_countries() -> list[str]:
    """The countries of the last choices, the latest first."""
    kept = request.cookies.get(RECENT_COOKIE, "").split(".")
    return [code for code in kept if len(code) == 2 and code.isascii() and code.isalpha()][:MOST_RECENT]


def remember_country(response: Response, country: str) -> Response:
    """Put a country on top of those chosen lately."""
    codes = list(dict.fromkeys([country, *recent_countries()]))[:MOST_RECENT]
    response.set_cookie(
        RECENT_COOKIE, ".".join(codes), max_age=KEPT, samesite="Lax", httponly=True, secure=request.is_secure
    )
    return response
