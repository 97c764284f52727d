"""The request as values: runtime, context, cart; read once, kept on Flask's g."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from flask import current_app, g, has_request_context, request, session
from werkzeug.routing import MapAdapter

from storefront import i18n
from storefront.accounts.queries import find_by_mark
from storefront.catalogue.categories import CategoryTree, category_tree
from storefront.catalogue.viewer import Viewer
from storefront.db import utc_now
from storefront.i18n import Message
from storefront.markets import guess_market, market_of, shipped_countries
from storefront.runtime import Runtime, current
from storefront.values import Buyer, Context, Market
from storefront.web.page_cache.memo import known

CART_COOKIE = "cart"
# Flask-Login's name for the mark of who is signed in
SIGNED_IN = "_user_id"
MARKET_COOKIE = "market"
MARKET_SECONDS = 365 * 24 * 3600
# an address depends on the app's routes only, so the last ones are remembered
MOST_ADDRESSES = 20_000


@dataclass(frozen=True)
class Visit:
    """What a request says of who asks, as values: the page cache has it without Flask."""

    named_market: str = ""
    kept_market: str = ""
    accept_language: str = ""
    session: Mapping[str, Any] = field(default_factory=dict)

    def market(self, runtime: Runtime) -> Market:
        """?market=NO-NOK, else the cookie, else a guess from the language; never forced."""
        for given in (self.named_market, self.kept_market):
            market = market_of(given, runtime) if given else None
            if market is not None:
                return market
        return guess_market(self.accept_language, runtime)


@dataclass
class Shopper:
    """Who asks, where to and in which language."""

    runtime: Runtime
    language: str
    visit: Visit = field(default_factory=Visit)

    @cached_property
    def market(self) -> Market:
        """Where to, and in which currency."""
        return self.visit.market(self.runtime)

    @cached_property
    def context(self) -> Context:
        """What this shopper's own fragments and every checkout are asked with."""
        keys = frozenset(str(key) for key in self.visit.session.get("keys", []))
        context = Context(
            self.runtime.shop,
            self.market,
            self.language,
            self.buyer(keys),
            utc_now(),
            cart_token=self.cart_token or "",
        )
        return replace(context, audiences=self.runtime.audiences(context))

    @property
    def public_context(self) -> Context:
        """What everybody's fragments are asked with: nothing in it is this shopper's alone."""
        return replace(self.context, buyer=Buyer(), cart_token="")

    def buyer(self, keys: frozenset[str]) -> Buyer:
        """Who is signed in; else a guest, at no query's cost."""
        mark = self.visit.session.get(SIGNED_IN)
        known = find_by_mark(mark) if isinstance(mark, str) else None
        return Buyer("customer", known.email, keys=keys, person_id=known.id) if known else Buyer(keys=keys)

    @cached_property
    def viewer(self) -> Viewer:
        """What of the catalogue this shopper sees."""
        context = self.context
        return Viewer(self.runtime.plugins.selling, context.now, context.audiences, self.languages)

    @cached_property
    def categories(self) -> CategoryTree:
        """The categories this shopper sees."""
        viewer = self.viewer
        key = ("categories", self.language, tuple(sorted(viewer.audiences)))
        found: CategoryTree = known(key, viewer.now, lambda: category_tree(viewer))
        return found

    @property
    def languages(self) -> tuple[str, ...]:
        return i18n.fallback_chain(self.language, self.runtime.settings.shop.default_language)

    @property
    def cart_token(self) -> str | None:
        token = self.visit.session.get(CART_COOKIE)
        return token if isinstance(token, str) else None

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """Where the shop ships to."""
        return shipped_countries(self.runtime)

    def t(self, message: Message | str | None) -> str:
        """A message in this language; plain texts pass."""
        if message is None:
            return ""
        if isinstance(message, str):
            return message
        return self.runtime.catalogues.translate(message, self.language)

    def url(self, endpoint: str, **values: Any) -> str:
        """A path in this language; the desk's have none in them."""
        known: dict[Any, str] = current_app.extensions.setdefault("addresses", {})
        key = (self.language, endpoint, *values.items())
        try:
            found = known.get(key)
        except TypeError:
            # a value that cannot be a key
            return self._built(endpoint, values)
        if found is None:
            if len(known) >= MOST_ADDRESSES:
                known.clear()
            found = known[key] = self._built(endpoint, values)
        return found

    def _built(self, endpoint: str, values: dict[str, Any]) -> str:
        if current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values = {"lang": self.language, **values}
        return addresses().build(endpoint, values)

    def absolute(self, endpoint: str, **values: Any) -> str:
        """The same with the shop's address, for mails and providers."""
        return self.runtime.shop.base_url + self.url(endpoint, **values)


def preferred_languages(default: str, languages: tuple[str, ...]) -> list[str]:
    """The shop's languages, its default first: what is offered when nothing fits."""
    return sorted(languages, key=lambda tag: tag != default)


def addresses() -> MapAdapter:
    """Builds paths, in a request or out of one."""
    if "addresses" not in g:
        g.addresses = current_app.url_map.bind("")
    found: MapAdapter = g.addresses
    return found


def shopper() -> Shopper:
    """The present request's shopper; the page cache brings its own."""
    found: Shopper | None = g.get("shopper")
    if found is None:
        if not has_request_context():
            raise RuntimeError("there is a shopper in requests only")
        shop = current().settings.shop
        language = g.get("language")
        if language is None and (first := request.path.split("/")[1]) in shop.languages:
            # no page has this address: what is said about it is still said in the address's language
            language = first
        if language is None:
            header = request.headers.get("Accept-Language", "")
            language = i18n.negotiate(header, preferred_languages(shop.default_language, shop.languages))
        visit = Visit(
            request.args.get("market", ""),
            request.cookies.get(MARKET_COOKIE, ""),
            request.headers.get("Accept-Language", ""),
            session,
        )
        found = g.shopper = Shopper(current(), language, visit)
    return found
