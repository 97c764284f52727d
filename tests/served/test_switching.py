"""A business model is switched off, on and into retirement while two workers serve the shop."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from small_shop import GOOD_CARD, LANGUAGES, Page, SmallShop, Visitor, shipped_model

from storefront import runtime
from storefront.cart.loading import load_cart
from storefront.checkout.placing import fingerprint, place_order
from storefront.orders.tables import Order, Purchase
from storefront.payments.actions import begin_payment

IN_A_ROW = 30
MOST_PAGES = 400
# 23.47 as each language writes it
PRICE = re.compile(r"23[.,]47|٢٣٫٤٧")


@dataclass
class Served:
    """The served shop, a shopper with a kettle in the cart, and another's cart in the same state."""

    shop: SmallShop
    address: str
    offer: int
    cookies: dict[str, str] = field(default_factory=dict)

    def visitor(self) -> Visitor:
        return Visitor(self.address, dict(self.cookies))

    def every(self, holds: Callable[[Page], bool], path: str) -> None:
        """Wait until so many answers in a row are as they should be: then no worker lags behind."""
        row = 0
        for _turn in range(20 * IN_A_ROW):
            row = row + 1 if holds(self.visitor().get(path)) else 0
            if row == IN_A_ROW:
                return
            time.sleep(0.02)
        raise AssertionError(f"{path} is not everywhere what it should be")

    def shown(self) -> None:
        self.every(lambda page: page.status == 200 and bool(PRICE.search(page.text)), "/en/p/kettle")

    def gone(self) -> None:
        self.every(lambda page: page.status == 404, "/en/p/kettle")

    def crawl(self) -> dict[str, Page]:
        """Every page that can be reached, in every language, by path."""
        visitor, found = self.visitor(), dict[str, Page]()
        waiting = ["/sitemap.xml", "/robots.txt", "/healthz"]
        for tag in LANGUAGES:
            known = ("", "cart", "search", "search?q=kettle", "search/suggest?q=kettle", "market", "checkout/")
            waiting += [f"/{tag}/{rest}" for rest in (*known, "c/kitchen", "p/kettle", "p/pan")]
        while waiting:
            path = waiting.pop()
            if path in found:
                continue
            assert len(found) < MOST_PAGES, f"the crawl finds no end: {list(found)[-20:]}"
            found[path] = page = visitor.get(path)
            waiting += [link for link in links(page) if link not in found]
        return found


def links(page: Page) -> Iterator[str]:
    """Where a page leads inside the shop, pictures and styles aside."""
    if "location" in page.headers:
        yield local(page.headers["location"])
    pattern = r'<a\b[^>]*?href="([^"]+)"|hx-get="([^"]+)"|<loc>([^<]+)</loc>'
    for groups in re.findall(pattern, page.text):
        path = local(unescape("".join(groups)))
        if path.startswith("/") and not path.startswith("/static"):
            yield path


def local(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("", "http", "https") or parts.hostname not in (None, "localhost", "127.0.0.1"):
        return ""
    # each page links to the choice of the market with its own address, each list to its filters in every
    # combination: one of them is enough
    query = "" if parts.path.endswith("/market") or "&" in parts.query else parts.query
    return parts.path + (f"?{query}" if query else "")


@pytest.fixture
def served(make_shop: Any) -> Iterator[Served]:
    """Two products of the shipped model at 23.47, served by two workers."""
    model = shipped_model()
    shop: SmallShop = make_shop(model)
    offer = shop.offer("kettle", model, 2347, category="kitchen", stock=5)
    shop.offer("pan", model, 2347, category="kitchen", stock=5)
    cookies = shop.session(cart=shop.cart((offer, 1)))
    with shop.served(workers=2) as address:
        yield Served(shop, address, offer, cookies)


def order_a_kettle(served: Served) -> tuple[str, str]:
    """A paid order; its number and the purchase's key."""
    context, cart = served.shop.context(), served.shop.cart((served.offer, 1))
    context = replace(context, cart_token=cart)
    seen = fingerprint(load_cart(runtime.current(), cart, context), context)
    placed = place_order(runtime.current(), cart, context, seen, "sandbox-card")
    assert placed.payment_id is not None
    begin_payment(placed.payment_id, {"card": GOOD_CARD}, "http://localhost:8000/back")
    number = Order.get(Order.purchase == placed.purchase_id).number
    return str(number), placed.token


def test_disabled_nothing_of_it_shows_anywhere_and_enabled_it_is_back(served: Served) -> None:
    model = shipped_model()
    served.shown()
    with_it = served.crawl()
    for tag in LANGUAGES:
        for path in (f"/{tag}/p/kettle", f"/{tag}/c/kitchen", f"/{tag}/search", f"/{tag}/cart"):
            assert PRICE.search(with_it[path].text), path
    assert served.visitor().post(f"/en/{model}/code", code="X").status != 404
    served.shop.done("plugin", "disable", model)
    served.gone()
    without = served.crawl()
    words = names_of(model)
    for path, page in without.items():
        assert page.status in (200, 301, 302, 303, 404), path
        assert not PRICE.search(page.text), f"a price at {path}"
        assert "/healthz" in path or not re.search(rf"\b{model}\b", page.text), f"the plugin's name at {path}"
        assert not any(word in page.text for word in words), f"its badge at {path}"
    for tag in LANGUAGES:
        assert without[f"/{tag}/"].status == without[f"/{tag}/search"].status == without[f"/{tag}/cart"].status == 200
        assert without[f"/{tag}/p/kettle"].status == without[f"/{tag}/c/kitchen"].status == 404
        assert served.visitor().post(f"/{tag}/{model}/code", code="X").status == 404
        assert served.visitor().get(f"/{tag}/{model}/code").status == 404
        assert served.visitor().get(f"/{tag}/{model}").status == 404
    sitemaps = [page.text for path, page in without.items() if path.startswith("/sitemap")]
    assert len(sitemaps) > 1, "the index names files, and they were read"
    assert not any("/p/" in text or "/c/" in text for text in sitemaps)
    assert "No longer sold here" in without["/en/cart"].plain or "no longer sold here" in without["/en/cart"].plain
    served.shop.done("plugin", "enable", model)
    served.shown()
    visitor = served.visitor()
    for tag in LANGUAGES:
        for path in (f"/{tag}/", f"/{tag}/c/kitchen", f"/{tag}/p/pan", f"/{tag}/search?q=kettle", f"/{tag}/cart"):
            assert PRICE.search(visitor.get(path).text), path


def names_of(model: str) -> set[str]:
    """What its badge says, in every language."""
    shop = runtime.current()
    name = shop.plugins.models[model].name
    return {shop.catalogues.translate(name, tag) for tag in LANGUAGES}


def test_open_orders_keep_it_from_being_disabled(served: Served) -> None:
    model = shipped_model()
    number, _key = order_a_kettle(served)
    told = served.shop.done("plugin", "disable", "--dry-run", model)
    assert number in told and "Nothing was changed" in told
    refused = served.shop.command("plugin", "disable", model)
    assert refused.returncode != 0
    assert number in refused.stdout + refused.stderr
    assert "Traceback" not in refused.stderr
    served.shown()


def test_retiring_it_sells_nothing_new_and_its_orders_live_on(served: Served) -> None:
    model = shipped_model()
    number, key = order_a_kettle(served)
    served.shop.done("plugin", "retire", model)
    served.every(lambda page: not PRICE.search(page.text), "/en/search")
    assert not any(PRICE.search(page.text) for path, page in served.crawl().items())
    assert_sells_nothing(served)
    buyer = Visitor(served.address)
    shown = buyer.follow(buyer.get(f"/en/orders/{number}?key={key}"))
    assert shown.status == 200 and number in shown.text and "kettle" in shown.plain
    assert PRICE.search(shown.text)
    assert buyer.follow(buyer.post(f"/en/orders/{number}/move/cancel")).status == 200
    assert Order.get(Order.number == number).state == "cancelled"
    served.shop.done("plugin", "disable", model)
    served.every(lambda page: '"disabled"' in page.text, "/healthz")
    assert_still_readable(buyer, number)


def assert_sells_nothing(served: Served) -> None:
    """Neither a new line nor a cart that held one before."""
    before = Purchase.select().count()
    newcomer = Visitor(served.address)
    answer = newcomer.follow(newcomer.post("/en/cart/add", offer=str(served.offer), quantity="1"))
    assert answer.status == 200 and "no longer sold here" in answer.plain.lower()
    held = served.visitor()
    assert held.post("/en/checkout/place", fingerprint="x").status in (303, 409, 410)
    assert Purchase.select().count() == before


def assert_still_readable(buyer: Visitor, number: str) -> None:
    """In every language, from what the order keeps itself."""
    for tag in LANGUAGES:
        page = buyer.get(f"/{tag}/orders/{number}")
        assert page.status == 200 and number in page.text and "kettle" in page.plain
