"""The pages that are measured: where they are, how often they ask the database, what a first visit loads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from serving import Rate, fetched, served
from werkzeug.test import Client

from storefront import runtime
from storefront.api import Buyer, Context, Market, utc_now
from storefront.app import create_app
from storefront.cart.actions import add_to_cart, new_cart
from storefront.catalogue.tables import Category, Offer, Product, Stock
from storefront.db import database
from storefront.settings import Settings
from storefront.web.page_cache.layer import PageCache
from storefront.web.page_cache.memo import Memo

PACKED = {"Accept-Encoding": "gzip, br", "Accept-Language": "en-DE"}
PAGES = ("home", "category", "product", "search", "cart")
ROWS, GRANIAN = "Flask, Jinja, SQLite", "granian"


@dataclass
class Line:
    """One thing that is measured: its name, address, headers, and what it is measured against."""

    name: str
    address: str
    headers: dict[str, str]
    floor: str
    target: float = 0.6
    queries: int | None = None
    rates: list[Rate] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)


class Measured:
    """A shop of a size, served three ways: pages kept, drawn out of kept parts, and with nothing kept."""

    def __init__(self, stack: ExitStack, shop: Settings, products: int) -> None:
        self.products = products
        self._app = create_app(shop)
        slug = Product.select(Product.slug).where(Product.id == products // 2).tuples()[0][0]
        category = Category.select(Category.slug).order_by(Category.id).tuples()[0][0]
        self._paths = {
            "home": "/en/",
            "category": f"/en/c/{category}",
            "product": f"/en/p/{slug}",
            "search": "/en/search?q=calm+oak",
            "cart": "/en/cart",
        }
        self._session = {**PACKED, "Cookie": f"session={_session(self._app)}"}
        home = {"STOREFRONT_HOME": str(shop.home.resolve()), "STOREFRONT_LOG": "ERROR"}
        self._kept = stack.enter_context(served("storefront.wsgi:app", home))
        self._parts = stack.enter_context(served("storefront.wsgi:app", {**home, "STOREFRONT_CACHE": "off"}))
        self._nothing = stack.enter_context(served("unkept:app", home))

    def lines(self, page: str) -> Iterator[Line]:
        """A page's lines: kept without holes, kept with holes, drawn out of kept parts, drawn with nothing kept."""
        path = self._paths[page]
        headers = self._session if page == "cart" else PACKED
        if page != "cart":
            yield Line(f"{page}: kept", self._kept + path, PACKED, GRANIAN, queries=0)
            yield Line(f"{page}: kept, with holes", self._kept + path, self._session, GRANIAN)
        known, nothing = self._queries(path, headers)
        yield Line(f"{page}: drawn, parts kept", self._parts + path, headers, ROWS, queries=known)
        yield Line(f"{page}: drawn, nothing kept", self._nothing + path, headers, ROWS, queries=nothing)

    def first_visit(self, page: str) -> int:
        """Bytes of HTML, stylesheets and scripts as they come over the wire."""
        address = self._kept + self._paths[page]
        total = len(fetched(address, PACKED)[0])
        plain = fetched(address, {"Accept-Language": "en-DE"})[0].decode()
        for part in re.findall(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"', plain):
            total += len(fetched(urljoin(address, part), PACKED)[0])
        return total

    def _queries(self, path: str, headers: dict[str, str]) -> tuple[int, int]:
        """How often the page asks the database: out of kept parts, and with nothing kept."""
        found = []
        for memo in (Memo(), None):
            browser = Client(PageCache(self._app, runtime.current(), None, memo), use_cookies=False)
            for _turn in range(2):
                with _asked() as texts:
                    assert browser.get(path, headers=headers).status_code == 200, path
            found.append(len(texts))
        return found[0], found[1]


@contextmanager
def _asked() -> Iterator[list[str]]:
    """What is sent to the database meanwhile; the page cache's own look for changes is not the page's."""
    texts: list[str] = []
    ask = database.obj.execute_sql

    def kept(sql: str, params: Any = None) -> Any:
        if sql.startswith("SELECT"):
            texts.append(sql)
        return ask(sql, params)

    database.obj.execute_sql = kept
    try:
        yield texts
    finally:
        del database.obj.execute_sql


def _session(app: Any) -> str:
    """The session cookie of somebody with three lines in the cart."""
    context = Context(runtime.current().shop, Market("DE", "EUR"), "en", Buyer(), utc_now())
    token = new_cart()
    there = Offer.select(Offer.id).join(Stock, on=(Offer.stock == Stock.id)).where(Stock.on_hand - Stock.reserved > 0)
    for (offer,) in there.order_by(Offer.id).limit(3).tuples():
        add_to_cart(token, offer, 1, {}, context)
    return str(app.session_interface.get_signing_serializer(app).dumps({"cart": token}))
