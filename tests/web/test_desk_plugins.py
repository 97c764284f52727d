"""Plugins at the desk: what depends on one is shown first, open work refuses, and every worker follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from desk_people import actor, open_desk
from flask.testing import FlaskClient
from small_shop import shipped_model

from storefront import plugin_manager, runtime
from storefront.accounts import tables as accounts
from storefront.db import utc_now
from storefront.desk.plugin_actions import installed_plugins, switch
from storefront.desk.tables import AuditEntry
from storefront.errors import NotFound
from storefront.orders.tables import Order, Purchase
from storefront.plugin_leaving import open_work_of
from storefront.tables import PluginState
from storefront.web.limits import _counters
from storefront.wsgi import ShopServer

PAGE = "/desk/plugins"
NAME = shipped_model()
# the example that comes with the tests, never enabled in the demo
OTHER = "club"


@pytest.fixture(autouse=True)
def put_back(demo: Any) -> Iterator[None]:
    """The set of plugins is as it was."""
    _counters.clear()
    orders = [row.id for row in Order.select(Order.id)]
    purchases = [row.id for row in Purchase.select(Purchase.id)]
    yield
    PluginState.delete().where(PluginState.name != NAME).execute()
    PluginState.update(state="enabled").execute()
    Order.delete().where(Order.id.not_in(orders)).execute()
    Purchase.delete().where(Purchase.id.not_in(purchases)).execute()
    AuditEntry.delete().execute()
    accounts.Person.delete().execute()


@pytest.fixture
def admin(demo: Any) -> FlaskClient:
    return open_desk(demo, "admin")


def placed_order() -> int:
    """An order of the shipped model that is open; its id."""
    now = utc_now()
    purchase = Purchase.create(
        token="desk-plugins", cart_token="desk-plugins", email="a@example.com", language="en", country="DE",
        currency="EUR", total=1, provider="x", placed_at=now,
    )  # fmt: skip
    order = Order.create(
        number="DP-1", purchase=purchase, seller_id=1, business_model=NAME, state="placed", currency="EUR",
        net=1, tax=0, total=1, placed_at=now,
    )  # fmt: skip
    return int(order.id)


def card(page: str, name: str) -> str:
    """A plugin's part of the list."""
    return next(part for part in page.split('class="desk-card"')[1:] if f">{name}" in part)


def figures(page: str) -> dict[str, str]:
    return {label: number for number, label in re.findall(r"<strong>([^<]+)</strong> <span>([^<]+)</span>", page)}


def states() -> dict[str, str]:
    return {one.name: one.state for one in installed_plugins()}


def test_each_plugin_is_listed_with_its_state_and_what_can_be_done(admin: FlaskClient) -> None:
    PluginState.create(name="gone", state="enabled", changed_at=utc_now())
    page = admin.get(PAGE).text
    shipped = card(page, NAME)
    assert '<span class="mark-good">On</span>' in shipped
    assert f"storefront.plugins.{NAME}" in shipped
    assert re.findall(r'href="[^"]*/(\w+)"', shipped) == ["retire", "disable"]
    other = card(page, OTHER)
    assert '<span class="mark-quiet">Off</span>' in other
    assert re.findall(r'href="[^"]*/(\w+)"', other) == ["enable"]
    assert '<span class="mark-bad">Not installed</span>' in card(page, "gone")


def test_what_depends_on_a_plugin_is_shown_before_it_is_switched(admin: FlaskClient) -> None:
    page = admin.get(f"{PAGE}/{NAME}/disable").text
    counted = figures(page)
    assert set(counted) == {
        "Offers on sale", "Lines in carts", "Orders, closed ones too", "Open work", "Groups of pages of its own",
        "Parts of other pages",
    }  # fmt: skip
    assert int(counted["Offers on sale"].replace(",", "")) > 10
    assert counted["Open work"] == str(len(open_work_of(NAME, runtime.current())))
    assert states()[NAME] == "enabled"
    assert AuditEntry.select().count() == 0


def test_open_work_refuses_to_switch_off_and_is_listed(admin: FlaskClient) -> None:
    number = placed_order()
    page = admin.get(f"{PAGE}/{NAME}/disable").text
    assert "It cannot be switched off while work is open." in page
    assert f'href="/desk/orders/by-id/{number}"' in page or f"/desk/orders/{number}" in page
    assert f'action="{PAGE}/{NAME}/disable"' not in page
    answer = admin.post(f"{PAGE}/{NAME}/disable")
    assert answer.headers["Location"] == f"{PAGE}/{NAME}/disable"
    assert 'class="notice bad"' in admin.get(f"{PAGE}/{NAME}/disable").text
    assert states()[NAME] == "enabled"
    assert AuditEntry.select().count() == 0


def test_a_change_is_live_in_every_worker_and_in_the_trail(admin: FlaskClient, demo: Any) -> None:
    other_worker = ShopServer(demo.settings)
    before = other_worker.app
    assert admin.post(f"{PAGE}/{OTHER}/enable").headers["Location"] == PAGE
    assert (states()[OTHER], states()[NAME]) == ("enabled", "enabled")
    other_worker.refresh(now=True)
    assert other_worker.app is not before
    assert OTHER in runtime.current().plugins.selling
    assert admin.post(f"{PAGE}/{OTHER}/retire").status_code == 303
    assert admin.post(f"{PAGE}/{OTHER}/disable").status_code == 303
    other_worker.refresh(now=True)
    assert OTHER not in runtime.current().plugins.models
    assert [(row.act, row.subject, row.before, row.after) for row in AuditEntry.select().order_by(AuditEntry.id)] == [
        ("plugin.enable", f"plugin:{OTHER}", {"state": "disabled"}, {"state": "enabled"}),
        ("plugin.retire", f"plugin:{OTHER}", {"state": "enabled"}, {"state": "retiring"}),
        ("plugin.disable", f"plugin:{OTHER}", {"state": "retiring"}, {"state": "disabled"}),
    ]


def test_a_plugin_that_is_broken_is_not_switched_on(admin: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugin_manager.load(OTHER), "CONTRACT", 99)
    page = admin.get(f"{PAGE}/{OTHER}/enable").text
    assert "it fits contract 99" in page
    admin.post(f"{PAGE}/{OTHER}/enable")
    assert states()[OTHER] == "disabled"
    assert AuditEntry.select().count() == 0


def test_what_makes_no_sense_changes_nothing(admin: FlaskClient) -> None:
    assert admin.post(f"{PAGE}/{NAME}/enable").status_code == 303
    assert admin.post(f"{PAGE}/nothing/disable").status_code == 404
    assert admin.post(f"{PAGE}/{NAME}/explode").status_code == 404
    assert states()[NAME] == "enabled"
    assert AuditEntry.select().count() == 0


@pytest.mark.parametrize("role", ["", "seller", "staff"])
def test_only_an_admin_switches_plugins(demo: Any, role: str) -> None:
    browser = open_desk(demo, role, *(("harbour-and-field",) if role == "seller" else ()))
    for path in (PAGE, f"{PAGE}/{NAME}/disable"):
        assert browser.get(path).status_code == 404
    assert browser.post(f"{PAGE}/{NAME}/retire").status_code == 404
    if role:
        with pytest.raises(NotFound):
            switch(actor(role), NAME, "retire", runtime.current())
    assert states()[NAME] == "enabled"
    assert AuditEntry.select().count() == 0
