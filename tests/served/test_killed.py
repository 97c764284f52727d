"""The process dies between the order and its payment: nothing is lost, nothing is doubled."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from killed_child import DIED
from small_shop import GOOD_CARD, SmallShop, shipped_model

from storefront import runtime, worker
from storefront.cart.loading import load_cart
from storefront.catalogue.tables import Stock
from storefront.checkout.placing import Placed, fingerprint, place_order
from storefront.db import utc_now
from storefront.orders.tables import Order, Outbox, Purchase
from storefront.payments.actions import begin_payment
from storefront.payments.tables import Installment, LedgerLine, Payment, SandboxCharge

BEFORE = "before the provider is asked"
TAKEN = ("after the provider took the money", "inside the settling", "after the settling")
LATER = (timedelta(minutes=3), timedelta(minutes=16), timedelta(minutes=20), timedelta(days=2))


@pytest.fixture
def shop(make_shop: Any, database_url: str) -> SmallShop:
    """Ten kettles for sale, on both databases."""
    made: SmallShop = make_shop(shipped_model(), database_url=database_url)
    made.offer("kettle", shipped_model(), stock=10)
    return made


@pytest.fixture
def cart(shop: SmallShop) -> str:
    """Two of them, with everything answered."""
    return shop.cart((shop.offer("kettle", shipped_model(), stock=None), 2))


def seen_by(shop: SmallShop, cart: str) -> str:
    context = replace(shop.context(), cart_token=cart)
    return fingerprint(load_cart(runtime.current(), cart, context), context)


def kill(shop: SmallShop, cart: str, moment: str) -> None:
    """Another process places the order, pays and dies at this moment."""
    child = Path(__file__).with_name("killed_child.py")
    command = [sys.executable, str(child), cart, seen_by(shop, cart), moment]
    ended = subprocess.run(command, env=shop.environ, capture_output=True, text=True, timeout=60)
    assert ended.returncode == DIED, ended.stderr


def press_again(shop: SmallShop, cart: str) -> Placed:
    context = replace(shop.context(), cart_token=cart)
    return place_order(runtime.current(), cart, context, seen_by(shop, cart), "sandbox-card")


def time_passes() -> None:
    """The worker runs at later and later clocks."""
    start = utc_now()
    for duration in LATER:
        for _run in range(2):
            worker.run_once(start + duration)


def state_of_things() -> dict[str, Any]:
    """What must fit together."""
    (order,) = Order.select()
    (stock,) = Stock.select()
    kept = sum(charge.paid - sum(charge.refunds.values()) for charge in SandboxCharge.select())
    booked = sum(row.amount for row in LedgerLine.select() if row.account.startswith("clearing:"))
    assert sum(row.amount for row in LedgerLine.select()) == 0
    assert Purchase.select().count() == 1
    return {
        "state": order.state,
        "kept": kept,
        "booked": booked,
        "paid": sum(row.paid for row in Installment.select()),
        "stock": (stock.on_hand, stock.reserved),
        "mails": Outbox.select().where(Outbox.kind == "order_mail").count(),
        "undone": Outbox.select().where(Outbox.done_at.is_null()).count(),
    }


def sold(total: int) -> dict[str, Any]:
    """One order that was paid once."""
    things = {"kept": total, "booked": total, "paid": total, "stock": (8, 0), "mails": 1, "undone": 0}
    return {"state": "placed", **things}


@pytest.mark.parametrize("moment", TAKEN)
def test_money_that_was_taken_pays_its_order_once(shop: SmallShop, cart: str, moment: str) -> None:
    kill(shop, cart, moment)
    assert press_again(shop, cart).again
    time_passes()
    total = Order.get().total
    assert state_of_things() == sold(total)


def test_an_order_that_was_never_charged_ends_and_gives_its_goods_back(shop: SmallShop, cart: str) -> None:
    kill(shop, cart, BEFORE)
    (stock,) = Stock.select()
    assert (stock.on_hand, stock.reserved) == (10, 2)
    time_passes()
    things = state_of_things()
    assert things["state"] == "cancelled"
    assert (things["kept"], things["booked"], things["paid"]) == (0, 0, 0)
    assert things["stock"] == (10, 0)


def test_a_buyer_who_comes_back_pays_the_same_order(shop: SmallShop, cart: str) -> None:
    kill(shop, cart, BEFORE)
    assert press_again(shop, cart).again
    browser = shop.app.test_client()
    token = Purchase.get().token
    browser.get(f"/en/pay/{token}")
    form = {"provider": "sandbox-card", "card": GOOD_CARD, "attempt": str(Payment.get().id)}
    answer = browser.post(f"/en/pay/{token}", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/en/purchases/{token}")
    time_passes()
    assert state_of_things() == sold(Order.get().total)


def test_a_placing_that_died_has_written_nothing(shop: SmallShop, cart: str) -> None:
    kill(shop, cart, "inside the placing")
    assert (Order.select().count(), Payment.select().count(), Stock.get().reserved) == (0, 0, 0)
    placed = press_again(shop, cart)
    assert placed.payment_id is not None and not placed.again
    begin_payment(placed.payment_id, {"card": GOOD_CARD}, "http://localhost:8000/back")
    time_passes()
    assert state_of_things() == sold(Order.get().total)
