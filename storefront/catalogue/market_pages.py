"""The page that chooses country, currency and language; the countries chosen lately stand on top."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, Response, redirect, request

from storefront.catalogue.contexts import CountryChoice, MarketPage
from storefront.countries import country_name, currency_name, sort_key
from storefront.i18n import _, language
from storefront.markets import guess_market, market_of, priced_currencies, unknown_market
from storefront.web.notices import say
from storefront.web.rendering import remember_market, render_page
from storefront.web.shopper import Shopper, shopper

RECENT_COOKIE = "recent_countries"
MOST_RECENT = 4
KEPT = timedelta(days=365)


market = Blueprint("market", __name__)


@market.get("/<lang>/market")
def show() -> Response:
    visitor = shopper()
    page = market_page(visitor, local_address(request.args.get("next", "")) or visitor.url("catalogue.home"))
    title = visitor.t(_("Country, currency and language"))
    return render_page("catalogue/market.html", page, title=title, robots="noindex")


@market.post("/<lang>/market")
def choose() -> Response:
    visitor = shopper()
    country = request.form.get("country", visitor.market.country)
    currency = request.form.get("currency", visitor.market.currency)
    wanted = market_of(f"{country}-{currency}", visitor.runtime)
    tag = request.form.get("language", visitor.language)
    shop = visitor.runtime.settings.shop
    back = local_address(request.form.get("next", "")) or visitor.url("catalogue.home")
    if tag in shop.languages:
        rest = back.split("/", 2)
        back = f"/{tag}/{rest[2] if len(rest) > 2 else ''}"
    chosen = wanted or visitor.market
    if wanted is None:
        say(unknown_market(f"{country}-{currency}", chosen), bad=True)
    response = remember_market(redirect(back, code=303), str(chosen))  # type: ignore[arg-type]
    return remember_country(response, chosen.country)


def local_address(address: str) -> str:
    """An address of this shop to go back to, without a market in it; else empty."""
    # judged before it is taken apart: urlsplit raises on "//["
    if not address.startswith("/") or address.startswith(("//", "/\\")):
        return ""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return ""
    if any(ord(character) < 32 for character in address):
        return ""
    kept = "&".join(pair for pair in parts.query.split("&") if pair and not pair.startswith("market="))
    return parts.path + (f"?{kept}" if kept else "")


def market_page(visitor: Shopper, next_url: str) -> MarketPage:
    """Every country that is sent to, and what else a market is."""
    tag, shop = visitor.language, visitor.runtime.settings.shop
    named = {code: country_name(code, tag) for code in visitor.countries}
    chosen = visitor.market.country

    def choice(code: str) -> CountryChoice:
        return CountryChoice(code, named[code], country_name(code, "en"), code == chosen)

    in_order = sorted(named, key=lambda code: (sort_key(named[code], tag), code))
    return MarketPage(
        visitor.url("market.choose"),
        next_url,
        tuple(choice(code) for code in in_order),
        tuple((code, f"{currency_name(code, tag)} · {code}") for code in priced_currencies(visitor.runtime)),
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
