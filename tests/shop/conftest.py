"""A whole small shop with one business model of its own, a browser for it, and orders placed for real."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from storefront import db, plugin_manager, runtime
from storefront.api import (
    BusinessModel,
    Buyer,
    CaseReason,
    Context,
    Market,
    OfferDraft,
    ProductDraft,
    ProductTextDraft,
    SellerDraft,
    State,
    Transition,
    VariantDraft,
    Workflow,
    _,
    hookimpl,
)
from storefront.app import create_app
from storefront.cart.actions import add_to_cart, new_cart, save_answer
from storefront.cart.loading import load_cart
from storefront.catalogue.actions import save_offer, save_product, save_seller
from storefront.catalogue.tables import Offer
from storefront.checkout.placing import Placed, fingerprint, place_order
from storefront.db import transaction, utc_now
from storefront.hookspecs import CONTRACT
from storefront.orders.tables import Order, Purchase
from storefront.payments.actions import begin_payment
from storefront.pricing.tables import ShippingRate, ShippingZone
from storefront.settings import CheckoutSettings, MailSettings, PluginSettings, Settings, ShopSettings
from storefront.tables import PluginState

MODEL = "trade"
GOOD_CARD = "4242 4242 4242 4242"
ADDRESS = {
    "name": "Anna Berg",
    "street": "Lindenweg 4",
    "postal_code": "10115",
    "city": "Berlin",
    "country": "DE",
}


def trade_plugin() -> ModuleType:
    """A business model as small as one can be; its orders can be cancelled by the buyer."""
    hooks = ModuleType("trade.hooks")

    @hookimpl
    def business_model() -> BusinessModel:
        return BusinessModel(MODEL, _("Trade"), _("Anybody"), _("Anybody"), "green", "tag")

    @hookimpl
    def workflows() -> list[Workflow]:
        states = (
            State("placed", _("Ordered"), _("The seller packs it.")),
            State("sent", _("Sent off"), final=False),
            State("done", _("All done"), final=True),
            State("cancelled", _("Cancelled"), final=True),
        )
        transitions = (
            Transition("send", ("placed",), "sent", ("seller",), _("Send")),
            Transition("finish", ("sent",), "done", ("buyer", "system"), _("I have it")),
            Transition("cancel", ("placed",), "cancelled", ("buyer", "system"), _("Call it off")),
        )
        return [Workflow("order", states, transitions)]

    @hookimpl
    def case_reasons() -> list[CaseReason]:
        return [
            CaseReason(
                "wrong-year",
                _("It is of another year"),
                kind="return",
                help=_("The year stands on the back."),
                wishes=("return", "answer"),
                days=5,
                answer_hours=24,
                silent="seller",
            )
        ]

    for hook in (business_model, workflows, case_reasons):
        setattr(hooks, hook.__name__, hook)
    module = ModuleType("trade")
    module.__dict__.update(CONTRACT=CONTRACT, hooks=hooks, __file__=str(Path(__file__).with_name("trade.py")))
    return module


@dataclass
class OrderShop:
    """What the tests do with the shop."""

    app: Flask
    settings: Settings
    offers: list[int] = field(default_factory=list)

    def browser(self) -> FlaskClient:
        return self.app.test_client()

    def context(self, language: str = "en", country: str = "DE") -> Context:
        shop = runtime.current().shop
        return Context(shop, Market(country, "EUR"), language, Buyer(), utc_now())

    def place(self, *offers: int, language: str = "en", provider: str = "sandbox-card") -> Placed:
        """A purchase of two pieces of each offer (the first alone if none is named)."""
        context, token = self.context(language), new_cart()
        for offer in offers or self.offers[:1]:
            add_to_cart(token, offer, 2, {}, context)
        save_answer(token, "contact", {"email": "anna@example.com"})
        save_answer(token, "address", ADDRESS)
        save_answer(token, "payment", {"provider": provider})
        running = runtime.current()
        seen = fingerprint(load_cart(running, token, context), context)
        return place_order(running, token, context, seen, provider)

    def pay(self, placed: Placed, card: str = GOOD_CARD) -> None:
        assert placed.payment_id is not None
        begin_payment(placed.payment_id, {"card": card}, "http://localhost:8000/back")

    def orders(self, placed: Placed) -> list[Order]:
        return list(Order.select().where(Order.purchase == placed.purchase_id).order_by(Order.id))

    def purchase(self, placed: Placed) -> Purchase:
        found: Purchase = Purchase.get_by_id(placed.purchase_id)
        return found

    def switch_off(self) -> None:
        """The business model is disabled; a new application takes over."""
        PluginState.update(state="disabled").execute()
        self.app = create_app(self.settings)


@pytest.fixture
def order_shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stocked_sqlite: Path) -> Iterator[OrderShop]:
    """Two sellers with a product each, one rate for the world, two ways to pay."""
    shutil.copy(stocked_sqlite, tmp_path / "shop.sqlite3")
    yield from _opened(tmp_path, monkeypatch, f"sqlite:///{tmp_path}/shop.sqlite3")


@pytest.fixture
def order_shops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stocked_url: str) -> Iterator[OrderShop]:
    """The same, once on each kind of database."""
    yield from _opened(tmp_path, monkeypatch, stocked_url)


@pytest.fixture(params=["sqlite", "postgresql"])
def stocked_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database in which a shop's goods and rates stand, once of each kind; not opened."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("stocked_sqlite"), tmp_path / "shop.sqlite3")
        yield f"sqlite:///{tmp_path}/shop.sqlite3"
        return
    server = request.getfixturevalue("postgresql")
    name, url = server.fresh(template=request.getfixturevalue("stocked_postgresql"))
    yield url
    server.drop(name)


@pytest.fixture(scope="session")
def stocked_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("stocked") / "shop.sqlite3"
    shutil.copy(sqlite_template, path)
    _stocked(path.parent, f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def stocked_postgresql(postgresql: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The database's name, to be copied."""
    name, url = postgresql.fresh()
    _stocked(tmp_path_factory.mktemp("stocked"), url)
    return str(name)


def _stocked(home: Path, database_url: str) -> None:
    """Fill it as its tests find it."""
    with pytest.MonkeyPatch.context() as patch:
        settings = _settings(home, patch, database_url)
        db.open_database(settings.database_url)
        with transaction():
            plugin_manager.first_states((MODEL,), utc_now())
        create_app(settings)
        _stock()
        runtime._current.clear()
        db.close()
        db.database.initialize(None)


def _opened(home: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Iterator[OrderShop]:
    settings = _settings(home, monkeypatch, database_url)
    db.open_database(settings.database_url)
    shop = OrderShop(create_app(settings), settings)
    shop.app.testing = True
    shop.app.config["PROPAGATE_BUGS"] = True
    shop.offers = [row.id for row in Offer.select().order_by(Offer.id)]
    yield shop
    db.close()
    db.database.initialize(None)


def _settings(home: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Settings:
    """The shop's, whose one plugin is installed from now on."""
    module = trade_plugin()
    monkeypatch.setattr(plugin_manager, "load", lambda name: {MODEL: module}[name])
    monkeypatch.setattr(plugin_manager, "found_plugins", lambda: {MODEL: module})
    return Settings(
        home=home,
        database=database_url,
        secret_key="a key for tests",
        shop=ShopSettings(name="Nordbord"),
        plugins=PluginSettings(enabled=(MODEL,)),
        checkout=CheckoutSettings(bank_account="DE02 1203 0000 0000 2020 51", bank_holder="Nordbord GmbH"),
        mail=MailSettings(sender="shop@nordbord.example"),
    )


def _stock() -> None:
    past = datetime(2026, 1, 1, tzinfo=UTC)
    zone = ShippingZone.create(name="World", countries=[])
    ShippingRate.create(
        zone=zone,
        code="post",
        labels={"en": "By post", "de": "Mit der Post"},
        currency="EUR",
        price=500,
        days_min=2,
        days_max=4,
    )
    for slug, name in (("nordbord", "Nordbord"), ("kesselhaus", "Kesselhaus")):
        address = {"street": "Hafen 1", "postal_code": "20457", "city": "Hamburg"}
        save_seller(
            SellerDraft(
                slug,
                name,
                "DE",
                legal_name=f"{name} GmbH",
                address=address,
                email=f"hallo@{slug}.example",
                vat_id="DE000000000",
            )
        )
        save_product(
            ProductDraft(
                f"{slug}-board",
                {"en": ProductTextDraft(f"Board of {name}"), "de": ProductTextDraft(f"Brett von {name}")},
                (VariantDraft(f"{slug}-1", weight_grams=400),),
            ),
            past,
        )
        save_offer(OfferDraft(f"{slug}-1", slug, MODEL, "EUR", 2000, stock=10, tax_country="DE"), past)


def text_of(response: Any) -> str:
    """An answer's body as text, white space aside."""
    return " ".join(response.get_data(as_text=True).split())
