"""The process dies between the order and its payment: nothing is lost, nothing is doubled."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from killed_child import died
from small_shop import GOOD_CARD, SmallShop, shipped_model

from storefront import runtime, worker
from storefront.cart.loading import load_cart
from storefront.cart.tables import CartLine
from storefront.catalogue.tables import Reservation, Stock
from storefront.checkout.placing import Placed, fingerprint, place_order
from storefront.db import utc_now
from storefront.orders.tables import Event, Order, OrderLine, Outbox, Purchase
from storefront.payments.actions import begin_payment, confirm_transfer
from storefront.payments.tables import Installment, LedgerLine, Payment, SandboxCharge

# the moments of killed_child.py: inside T1, between it and the provider, from the provider's answer to the end of T2
PLACING = (
    "before the purchase is written",
    "after the purchase is written",
    "after an order is written",
    "after the payment is written",
    "after the goods are reserved",
)
BEFORE = ("right after the placing", "before the asking is noted", "before the provider is asked")
ANSWERED = (
    "after the provider answered",
    "before the settling",
    "after the answer is written",
    "after the money is allocated",
    "after the money is booked",
    "after the goods are sold",
    "before the settling is committed",
    "after the settling",
)
WITHOUT_MONEY = tuple(moment for moment in ANSWERED if "money" not in moment and "sold" not in moment)
CARD, TRANSFER = "sandbox-card", "bank-transfer"
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


def kill(shop: SmallShop, cart: str, moment: str, provider: str = CARD) -> None:
    """Another process places the order, pays and dies at this moment."""
    assert died(shop.environ, cart, seen_by(shop, cart), moment, provider)


def press_again(shop: SmallShop, cart: str, provider: str = CARD) -> Placed:
    context = replace(shop.context(), cart_token=cart)
    return place_order(runtime.current(), cart, context, seen_by(shop, cart), provider)


def time_passes() -> None:
    """The worker runs at later and later clocks."""
    start = utc_now()
    for duration in LATER:
        for _run in range(2):
            worker.run_once(start + duration)


def state_of_things(transferred: int = 0) -> dict[str, Any]:
    """What must fit together; transferred: what came to the bank account."""
    (order,) = Order.select()
    (stock,) = Stock.select()
    kept = sum(charge.paid - sum(charge.refunds.values()) for charge in SandboxCharge.select())
    booked = sum(row.amount for row in LedgerLine.select() if row.account.startswith("clearing:"))
    assert sum(row.amount for row in LedgerLine.select()) == 0
    assert Purchase.select().count() == 1
    paid_once = 1 if order.state == "placed" else 0
    assert Payment.select().where(Payment.state == "succeeded").count() == paid_once
    assert Event.select().where(Event.kind == "paid").count() == paid_once
    return {
        "state": order.state,
        "kept": transferred + kept,
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


@pytest.mark.parametrize("moment", ANSWERED)
def test_money_that_was_taken_pays_its_order_once(shop: SmallShop, cart: str, moment: str) -> None:
    kill(shop, cart, moment)
    assert press_again(shop, cart).again
    time_passes()
    total = Order.get().total
    assert state_of_things() == sold(total)


@pytest.mark.parametrize("moment", BEFORE)
def test_an_order_that_was_never_charged_ends_and_gives_its_goods_back(
    shop: SmallShop, cart: str, moment: str
) -> None:
    kill(shop, cart, moment)
    (stock,) = Stock.select()
    assert (stock.on_hand, stock.reserved) == (10, 2)
    time_passes()
    things = state_of_things()
    assert things["state"] == "cancelled"
    assert (things["kept"], things["booked"], things["paid"]) == (0, 0, 0)
    assert things["stock"] == (10, 0)


@pytest.mark.parametrize("moment", BEFORE)
def test_a_buyer_who_comes_back_pays_the_same_order(shop: SmallShop, cart: str, moment: str) -> None:
    kill(shop, cart, moment)
    assert press_again(shop, cart).again
    browser = shop.app.test_client()
    token = Purchase.get().token
    browser.get(f"/en/pay/{token}")
    form = {"provider": "sandbox-card", "card": GOOD_CARD, "attempt": str(Payment.get().id)}
    answer = browser.post(f"/en/pay/{token}", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/en/purchases/{token}")
    time_passes()
    assert state_of_things() == sold(Order.get().total)


@pytest.mark.parametrize("moment", (*BEFORE, *WITHOUT_MONEY))
def test_a_transfer_is_asked_for_once_and_pays_its_order(shop: SmallShop, cart: str, moment: str) -> None:
    kill(shop, cart, moment, TRANSFER)
    assert press_again(shop, cart, TRANSFER).again
    time_passes()
    payment, order = Payment.get(), Order.get()
    assert (payment.state, order.state, Stock.get().reserved) == ("pending", "placed", 2)
    assert Outbox.select().where(Outbox.kind == "order_mail").count() == 1
    confirm_transfer(payment.reference, None, utc_now())
    time_passes()
    assert state_of_things(order.total) == sold(order.total)


@pytest.mark.parametrize("moment", PLACING)
def test_a_placing_that_died_has_written_nothing(shop: SmallShop, cart: str, moment: str) -> None:
    kill(shop, cart, moment)
    for table in (Purchase, Order, OrderLine, Installment, Payment, Reservation, Outbox, Event):
        assert table.select().count() == 0, table
    assert (Stock.get().on_hand, Stock.get().reserved, CartLine.select().count()) == (10, 0, 1)
    placed = press_again(shop, cart)
    assert placed.payment_id is not None and not placed.again
    begin_payment(placed.payment_id, {"card": GOOD_CARD}, "http://localhost:8000/back")
    time_passes()
    assert state_of_things() == sold(Order.get().total)
