"""/healthz says in one answer whether the shop sells, and what is not as it should be."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import peewee
import pytest
from small_shop import shipped_model

from storefront import db, migrations, plugin_manager, worker, workflow
from storefront.cart.loading import load_cart
from storefront.checkout.placing import fingerprint, place_order
from storefront.errors import PluginError
from storefront.operations.health import HEARTBEAT, SILENT_FOR, beat, last_beat
from storefront.orders.tables import Order, Timer
from storefront.runtime import current
from storefront.tables import Fact

Fronted = Callable[..., Any]


def asked(found: Any) -> tuple[int, Any]:
    answer = found.browser().get("/healthz")
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, answer.get_json()


def test_all_is_well_when_the_worker_was_heard_of(fronted: Fronted, database_url: str) -> None:
    found = fronted(database_url)
    worker.run_once(db.utc_now())
    said = {"status": "ok", "problems": [], "plugins": {shipped_model(): "enabled"}, "fragment_failures": {}}
    assert asked(found) == (200, said)


@pytest.mark.parametrize("heard", [None, SILENT_FOR + timedelta(seconds=1)])
def test_a_silent_worker_is_degraded(fronted: Fronted, heard: timedelta | None) -> None:
    found = fronted()
    if heard is not None:
        beat(db.utc_now() - heard)
    status, said = asked(found)
    assert (status, said["status"], said["problems"]) == (200, "degraded", ["the worker is silent"])


def test_the_worker_says_it_is_there_not_oftener_than_it_must(fronted: Fronted) -> None:
    fronted()
    now = db.utc_now()
    for seconds in (0, 5, 19, 20, 30):
        beat(now + timedelta(seconds=seconds))
    assert last_beat() == now + timedelta(seconds=20)
    # a clock that was set back does not silence it
    beat(now)
    assert last_beat() == now
    assert Fact.select().where(Fact.name == HEARTBEAT).count() == 1


def test_migrations_that_are_due_are_said(fronted: Fronted, monkeypatch: pytest.MonkeyPatch) -> None:
    found = fronted()
    beat(db.utc_now())
    monkeypatch.setattr(migrations, "pending", lambda: ["0098_x", "0099_y"])
    assert asked(found)[1]["problems"] == ["2 migrations are due"]


def test_it_is_down_while_the_database_does_not_answer(
    fronted: Fronted, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = fronted(database_url)
    beat(db.utc_now())

    def refuse(_database: Any) -> None:
        kind = peewee.OperationalError if db.is_postgresql() else sqlite3.OperationalError
        raise kind("unable to open: host=db.internal user=shop password=hunter2")

    with monkeypatch.context() as patch:
        db.let_go()
        patch.setattr(type(db.database.obj), "_connect", refuse)
        status, said = asked(found)
        assert (status, said["status"], said["problems"]) == (503, "down", ["the database does not answer"])
        assert "hunter2" not in json.dumps(said) and found.shop.settings.secret_key not in json.dumps(said)
    assert asked(found)[0] == 200


# -- a package that is not there ------------------------------------------------------------------


def without_package(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = shipped_model()
    others = {name: point for name, point in plugin_manager.found_plugins().items() if name != gone}
    monkeypatch.setattr(plugin_manager, "found_plugins", lambda: others)


def order_a_kettle(found: Any) -> Order:
    offer = found.shop.offer("pan", shipped_model(), 2000)
    context, token = found.shop.context(), found.shop.cart((offer, 1))
    seen = fingerprint(load_cart(current(), token, context), context)
    place_order(current(), token, context, seen, "sandbox-card")
    return Order.get()


def test_without_open_work_a_missing_package_stops_the_start(
    fronted: Fronted, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = fronted()
    without_package(monkeypatch)
    with pytest.raises(PluginError, match="is not installed"):
        found.shop.again()


def test_with_open_work_the_shop_starts_and_says_that_it_is_degraded(
    fronted: Fronted, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storefront.wsgi import ShopServer

    found, model = fronted(), shipped_model()
    order = order_a_kettle(found)
    beat(db.utc_now())
    due = db.utc_now() - timedelta(minutes=1)
    workflow.set_timer(f"order:{order.id}", "cancel", due)
    without_package(monkeypatch)
    found.server = ShopServer(found.server._settings)
    status, said = asked(found)
    assert (status, said["status"]) == (200, "degraded")
    assert said["problems"] == [f"plugin {model} is not installed, and its orders are frozen"]
    assert [found.browser().get(path).status_code for path in ("/en/", "/en/p/kettle", "/en/cart")] == [200, 404, 200]
    now = db.utc_now()
    worker.run_once(now)
    timer = Timer.get(Timer.subject == f"order:{order.id}")
    assert (timer.due_at - now, Order.get().state) == (workflow.LOOK_AGAIN, order.state)
    monkeypatch.undo()
    assert worker.run_once(now + workflow.LOOK_AGAIN) >= 0
    found.server = ShopServer(found.server._settings)
    assert asked(found)[1]["problems"] == []
    assert found.browser().get("/en/p/kettle").status_code == 200
