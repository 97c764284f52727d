"""The demo shop, filled once a run; every test gets it opened, with a browser of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import statements
from flask import Flask
from flask.testing import FlaskClient
from peewee import fn
from people import BEFORE
from small_shop import shipped_model

from storefront import db, runtime
from storefront.accounts.tables import Person
from storefront.app import create_app
from storefront.catalogue.tables import Offer, Product, Stock, Variant
from storefront.demo import rasters
from storefront.demo.load import load_demo
from storefront.founding import found_shop
from storefront.orders.tables import Outbox, Purchase
from storefront.settings import Settings
from storefront.values import Fragment
from storefront.web.limits import _counters

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


@dataclass
class DemoShop:
    """The running demo shop and what tests ask of it."""

    app: Flask
    settings: Settings

    def browser(self) -> FlaskClient:
        return self.app.test_client()

    def slugs(self, count: int = 1) -> list[str]:
        """Products that are plentifully in stock."""
        found = dict.fromkeys(row["slug"] for row in self._in_stock())
        return list(found)[:count]

    def offers(self, count: int) -> list[int]:
        """Offers of one seller that are plentifully in stock, a reduced one first."""
        rows = self._in_stock()
        own = [row for row in rows if row["seller"] == rows[0]["seller"]]
        own.sort(key=lambda row: row["reduced_price"] is None)
        assert len(own) >= count
        return [int(row["id"]) for row in own[:count]]

    def offers_of_another_seller(self) -> int:
        """An offer of another seller than offers() answers."""
        rows = self._in_stock()
        return next(int(row["id"]) for row in rows if row["seller"] != rows[0]["seller"])

    def _in_stock(self) -> list[dict[str, Any]]:
        asked = (
            Offer.select(Offer.id, Offer.seller, Offer.reduced_price, Product.slug)
            .join(Stock, on=(Offer.stock == Stock.id))
            .switch(Offer)
            .join(Variant, on=(Offer.variant == Variant.id))
            .join(Product, on=(Variant.product == Product.id))
            .where(Stock.on_hand - Stock.reserved > 5)
        )
        return list(asked.order_by(Product.id, Offer.id).dicts())

    def paths(self) -> list[str]:
        """One page of each kind that anybody may open, in English."""
        return [
            "/en/",
            "/en/c/kitchen",
            f"/en/p/{self.slugs()[0]}",
            "/en/search",
            "/en/search?q=pot",
            "/en/sellers/harbour-and-field",
            "/en/pages/returns",
            "/en/market",
            "/en/cart",
        ]


@pytest.fixture(scope="session")
def demo_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A shop's folder with the demo loaded, the shipped model enabled, on SQLite; closed."""
    home: Path = tmp_path_factory.mktemp("web") / "shop"
    url = f"sqlite:///{home}/shop.sqlite3"
    settings = found_shop(home, datetime.now(UTC), {"STOREFRONT_DATABASE": url}, (shipped_model(),))
    create_app(settings)
    # the others have no JPEG: drawing takes a while
    rasters.draw_one(rasters.fronts()[0], settings.media)
    guides = load_demo(settings.media, settings.shop.languages, datetime.now(UTC))
    runtime.current().plugins.open("demo_content", prices=guides)
    _put_away()
    yield settings


@pytest.fixture
def demo(demo_settings: Settings) -> Iterator[DemoShop]:
    """The demo shop, running."""
    db.open_database(demo_settings.database_url)
    app = create_app(demo_settings)
    app.testing = True
    app.config["PROPAGATE_BUGS"] = True
    yield DemoShop(app, demo_settings)
    _put_away()


@pytest.fixture
def browser(demo: DemoShop) -> FlaskClient:
    return demo.browser()


def _put_away() -> None:
    runtime._current.clear()
    db.close()
    db.database.initialize(None)


@pytest.fixture
def put_fragment(demo: DemoShop) -> Callable[..., Fragment]:
    """Put a fragment of a made-up plugin into a slot of the running shop."""

    def put(name: str, slot: str, template: str, context_for: Callable[..., Any], **more: Any) -> Fragment:
        from jinja2 import DictLoader

        file = f"made/{name}.html"
        demo.app.jinja_loader.loaders.insert(0, DictLoader({file: template}))  # type: ignore[union-attr]
        fragment = Fragment(name, slot, file, context_for, **more)
        runtime.current().fragments.setdefault(slot, []).append(("made", fragment))
        return fragment

    return put


@pytest.fixture
def queries() -> Callable[..., Any]:
    """`with queries() as found:` lists the SELECTs, INSERTs and so on that were sent."""
    return _queries


@contextmanager
def _queries() -> Iterator[list[str]]:
    found: list[str] = []
    with statements.sent() as kept:
        yield found
    found += [sql for sql, _values in kept]


@pytest.fixture
def place() -> Callable[..., tuple[FlaskClient, str]]:
    """place(demo, count) buys so many products and answers the buyer's browser and the order's number."""
    return _place


ANSWERS: dict[str, dict[str, str]] = {
    "contact": {"email": "anna@example.com"},
    "address": {
        "name": "Anna Berg",
        "street": "Lindenweg 4",
        "postal_code": "10115",
        "city": "Berlin",
        "country": "DE",
    },
    "delivery": {},
    "payment": {"provider": "sandbox-card"},
}


def fill_cart(demo: DemoShop, offers: list[int]) -> FlaskClient:
    """A browser with so many lines in its cart."""
    browser = demo.browser()
    browser.get("/en/?market=DE-EUR")
    browser.set_cookie("market", "DE-EUR")
    for offer in offers:
        assert browser.post("/en/cart/add", data={"offer": offer, "quantity": "1"}).status_code == 303
    return browser


@pytest.fixture
def filled() -> Callable[..., FlaskClient]:
    """filled(demo, offers): a browser with these offers in its cart."""
    return fill_cart


@pytest.fixture
def answered() -> Callable[..., FlaskClient]:
    """answered(browser): every step answered."""
    return _answered


def _answered(browser: FlaskClient) -> FlaskClient:
    for step, typed in ANSWERS.items():
        path = f"/en/checkout/{step}"
        shown = browser.get(path).text
        chosen = dict.fromkeys(re.findall(r'name="(method-\d+)"', shown))
        methods = {
            name: re.findall(rf'name="{name}"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="{name}"', shown)[0]
            for name in chosen
        }
        answer = browser.post(path, data={**typed, **{name: "".join(value) for name, value in methods.items()}})
        assert answer.status_code == 303, (step, answer.text)
    return browser


def _place(demo: DemoShop, count: int) -> tuple[FlaskClient, str]:
    browser = _answered(fill_cart(demo, demo.offers(count)))
    page = browser.get("/en/checkout/review").text
    seen = re.search(r'name="fingerprint" value="([^"]+)"', page)
    assert seen is not None
    placed = browser.post("/en/checkout/place", data={"fingerprint": seen[1]})
    assert placed.status_code == 303
    from storefront.orders.tables import Order, Purchase

    newest = Purchase.select().order_by(Purchase.id.desc()).get()
    browser.get(f"/en/purchases/{newest.token}")
    return browser, str(Order.get(Order.purchase == newest.id).number)


@pytest.fixture
def nobody(demo: DemoShop) -> Iterator[None]:
    """The shop of the session without people and without tries, before and after."""
    _counters.clear()
    BEFORE[:] = [Outbox.select(fn.MAX(Outbox.id)).scalar() or 0]
    yield
    Person.delete().execute()
    Purchase.update(person_id=None).execute()
