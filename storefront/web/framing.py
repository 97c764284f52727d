"""Fills the frame around every page: a fixed number of queries, whatever the page."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import urlencode

from flask import request

from storefront.catalogue.content import menu_pages
from storefront.catalogue.guarantee_view import guarantee_title, market_years
from storefront.catalogue.parties import place_lines
from storefront.catalogue.queries import SellerFacts, first_trader
from storefront.countries import country_name
from storefront.i18n import Message, _, language
from storefront.markets import market_of, unknown_market
from storefront.values import NavigationItem
from storefront.web.frame import Frame, LanguageLink, Link
from storefront.web.notices import take_notice
from storefront.web.page_cache.memo import known
from storefront.web.shopper import Shopper

# signs of a country's name that fit the market button
LONGEST_NAME = 22


def frame_for(visitor: Shopper, *, title: str = "") -> Frame:
    """The frame of the present request's page."""
    shop = visitor.runtime.settings.shop
    spoken = language(visitor.language)
    market = visitor.market
    now = visitor.viewer.now
    content = known(("content", visitor.language), now, lambda: _content(visitor))
    trader = known(("trader",), now, first_trader)
    notice = take_notice()
    return Frame(
        shop_name=shop.name,
        language=spoken.tag,
        direction=spoken.direction,
        title=title or shop.name,
        current_url=request.full_path.rstrip("?"),
        home_url=visitor.url("catalogue.home"),
        search_url=visitor.url("catalogue.search"),
        market_url=visitor.url("market.show", next=request.full_path.rstrip("?")),
        cart_url=visitor.url("cart.show"),
        market_label=f"{_short_name(market.country, visitor.language)} · {market.currency}",
        market_short=f"{market.country} · {market.currency}",
        market_country=market.country,
        market_currency=market.currency,
        suggest_url=visitor.url("catalogue.suggest"),
        account_url=visitor.url("account.home"),
        search_query=request.args.get("q", "")[:200] if request.endpoint == "catalogue.search" else "",
        canonical=_address(visitor, visitor.language),
        languages=tuple(
            LanguageLink(tag, language(tag).name, _path(tag)) for tag in shop.languages
        ),
        alternates=_alternates(visitor),
        category_links=_categories(visitor),
        navigation=(*menu("main", visitor), *_placed(content, "header")),
        content_links=(*_placed(content, "header", "footer"), *_sell_here(visitor)),
        legal_links=_legal(trader, visitor),
        seller_lines=known(("trader lines", visitor.language), now, lambda: _seller_lines(trader, visitor)),
        banner=_banner(visitor),
        notice=visitor.t(notice.message) if notice else "",
        notice_bad=bool(notice and notice.bad),
        warning=visitor.t(_unknown_market(visitor)),
        theme=visitor.runtime.settings.theme.name,
    )


def _short_name(country: str, tag: str) -> str:
    """The country's name where it fits the button, else its code: words are never cut."""
    name = country_name(country, tag)
    return name if len(name) <= LONGEST_NAME else country


def structured(*documents: dict[str, object]) -> tuple[str, ...]:
    """JSON-LD that cannot close its own script element."""
    return tuple(json.dumps(d, ensure_ascii=False).replace("<", "\\u003c") for d in documents)


def _path(tag: str) -> str:
    """The present path and query in another language; queries that come from forms too."""
    rest = request.path.split("/", 2)
    path = f"/{tag}/{rest[2] if len(rest) > 2 else ''}"
    return path + (f"?{request.query_string.decode('ascii', 'replace')}" if request.query_string else "")


def _address(visitor: Shopper, tag: str) -> str:
    """The absolute address without choices; a search keeps its words."""
    rest = request.path.split("/", 2)
    kept = [(k, v) for k, v in request.args.items(multi=True) if k == "q"]
    path = f"/{tag}/{rest[2] if len(rest) > 2 else ''}"
    return visitor.runtime.shop.base_url + path + ("?" + urlencode(kept) if kept else "")


def _alternates(visitor: Shopper) -> tuple[tuple[str, str], ...]:
    shop = visitor.runtime.settings.shop
    links = [(tag, _address(visitor, tag)) for tag in shop.languages]
    return (*links, ("x-default", _address(visitor, shop.default_language)))


def _categories(visitor: Shopper) -> tuple[Link, ...]:
    here = request.path
    links = []
    for category in visitor.categories.children(None):
        url = visitor.url("catalogue.category", slug=category.slug)
        links.append(Link(category.name, url, url == here))
    return tuple(links)


def menu(place: str, visitor: Shopper) -> tuple[Link, ...]:
    """What core and plugins put into one of the menus, as links."""
    key = ("menu", place, visitor.language)
    found: tuple[Link, ...] = known(key, visitor.viewer.now, lambda: _menu(place, visitor))
    return found


def _menu(place: str, visitor: Shopper) -> tuple[Link, ...]:
    return tuple(Link(visitor.t(i.label), visitor.url(i.endpoint, **i.values)) for i in menu_items(place, visitor))


def menu_items(place: str, visitor: Shopper) -> list[NavigationItem]:
    """The same as values, in order."""
    items = visitor.runtime.plugins.listed("navigation")
    return sorted((item for item in items if item.place == place), key=lambda item: item.order)


def _content(visitor: Shopper) -> list[tuple[str, Link]]:
    """Place and link of the content pages that stand in a menu."""
    found = menu_pages(visitor.languages)
    return [(place, Link(title, visitor.url("catalogue.content", slug=slug))) for place, slug, title in found]


def _placed(content: list[tuple[str, Link]], *places: str) -> tuple[Link, ...]:
    """The links of these menus. The footer has the header's too: a phone and the checkout show no others."""
    here = request.path
    return tuple(replace(link, current=link.url == here) for where, link in content if where in places)


def _sell_here(visitor: Shopper) -> tuple[Link, ...]:
    """Where the shop takes sellers, the way to become one."""
    if not visitor.runtime.settings.takes_sellers:
        return ()
    url = visitor.url("account.sell_here")
    return (Link(visitor.t(_("Sell here")), url, url == request.path),)


def _legal(trader: SellerFacts | None, visitor: Shopper) -> tuple[Link, ...]:
    """What the law wants reachable from every page: withdrawal, and the guarantee where a trader sells to consumers."""
    # whether this buyer may is asked there; Directive 2011/83/EU, article 11a: from every page
    links = [Link(visitor.t(_("Withdraw from a contract here")), visitor.url("cases.withdraw"))]
    if years := market_years(visitor) if trader else None:
        links.append(Link(visitor.t(guarantee_title(years)), visitor.url("guarantee.show")))
    return tuple(links)


def _seller_lines(facts: SellerFacts | None, visitor: Shopper) -> tuple[str, ...]:
    """Who stands behind the shop: its first trader, as the law wants him named."""
    if facts is None:
        return ()
    lines = place_lines(facts.address, facts.country, visitor.language)
    names = (facts.legal_name or facts.name, *lines)
    return tuple(filter(None, (*names, facts.email, facts.phone, facts.register_number, facts.vat_id)))


def _banner(visitor: Shopper) -> str:
    if visitor.runtime.settings.production:
        return ""
    return visitor.t(_("This shop is for trying out: nothing is sent and no money moves."))


def _unknown_market(visitor: Shopper) -> Message | None:
    named = visitor.visit.named_market
    return unknown_market(named, visitor.market) if named and str(market_of(named, visitor.runtime)) != named else None
