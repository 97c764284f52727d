"""Several hands on one order in the same moment: one order of locks, and the money fits whoever was first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest

from storefront import db
from storefront.errors import Refused
from storefront.i18n import _
from storefront.orders import actions as orders
from storefront.orders.locks import lock_order
from storefront.orders.tables import Order
from storefront.payments import actions
from storefront.values import PaymentAnswer
from storefront.workflow import fire_timers, move, set_timer

ROUNDS = 8
PRICE = 4990


@pytest.fixture(autouse=True)
def no_deadlock(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """PostgreSQL ended nobody, though a second try would have hidden it."""
    yield
    assert "deadlock" not in caplog.text


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """All acts in the same moment, each with its own connection; what each answered or why it was refused."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait(timeout=60)
        try:
            return act()
        except Refused as refused:
            return refused.code
        finally:
            db.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def cancelled_by_buyer(order: int, now: datetime) -> Callable[[], Any]:
    return lambda: orders.cancel(order, "buyer", _("You cancelled the order."), now)


def paid_by_card(shop: Any, payment: int) -> Callable[[], Any]:
    return lambda: shop.pay(payment)


def ended(shop: Any, order: int) -> tuple[Any, ...]:
    """What must be so of an order that was cancelled, once its refunds are sent."""
    shop.send_refunds()
    return shop.state(order), shop.stock(), shop.ledger(), [state for _amount, state in shop.refunds()]


def test_a_cancelled_order_keeps_neither_money_nor_goods_whenever_the_money_comes(shop: Any) -> None:
    for turn in range(ROUNDS):
        (order,), payment = shop.place(PRICE)
        acts = [cancelled_by_buyer(order, shop.now), paid_by_card(shop, payment)]
        answers = at_once(*(acts if turn % 2 else acts[::-1]))
        assert "cancelled" in answers
        assert ended(shop, order) == ("cancelled", (10, 0), {}, ["succeeded"] * (turn + 1))


def test_whoever_cancels_it_is_cancelled_once_and_its_money_goes_back_once(shop: Any) -> None:
    for turn in range(ROUNDS):
        (order,), payment = shop.place(PRICE)
        shop.pay(payment)
        assert shop.stock() == (9, 0)
        acts = [cancelled_by_buyer(order, shop.now) for _press in range(3)]
        answers = at_once(*acts, lambda order=order: actions.end_order(order, _("Not wanted."), shop.now))
        assert answers[:3].count("cancelled") == 1
        assert shop.story(order).count("cancelled") == 1
        assert ended(shop, order) == ("cancelled", (10, 0), {}, ["succeeded"] * (turn + 1))


def test_the_end_of_the_wait_and_the_buyers_own_end_do_not_meet(shop: Any) -> None:
    for _turn in range(ROUNDS):
        (order,), payment = shop.place(PRICE)
        now = shop.later(minutes=16)
        actions.settle(payment, PaymentAnswer("failed"), now)
        answers = at_once(
            cancelled_by_buyer(order, now),
            lambda order=order, now=now: actions.cancel_unpaid(order, now),
            lambda now=now: actions.lapse(now),
        )
        assert (answers[0] == "cancelled") + (answers[1] is True) + answers[2] == 1
        assert ended(shop, order) == ("cancelled", (10, 0), {}, [])


def test_a_timer_and_a_hand_that_cancel_move_the_order_once(shop: Any) -> None:
    for _turn in range(ROUNDS):
        (order,), _payment = shop.place(PRICE)
        set_timer(f"order:{order}", "cancel", shop.now)
        answers = at_once(cancelled_by_buyer(order, shop.now), lambda: fire_timers(shop.now))
        assert (answers[0] == "cancelled") + answers[1] == 1
        assert shop.story(order).count("cancelled") == 1


def test_goods_are_sent_or_the_order_is_cancelled(shop: Any) -> None:
    for _turn in range(ROUNDS):
        (order,), payment = shop.place(PRICE)
        shop.pay(payment)
        on_hand = shop.stock()[0]
        answers = at_once(cancelled_by_buyer(order, shop.now), lambda order=order: orders.ship(order, now=shop.now))
        # sent first, and cancelled then: the piece is on its way and does not come back
        assert answers[0] == "cancelled"
        sent = answers[1] != "order-closed"
        assert shop.stock() == (on_hand + (0 if sent else 1), 0)


@pytest.mark.parametrize("act", ["cancel", "move", "ship", "refund", "fall_due", "end"])
def test_whoever_waits_for_the_purchase_holds_no_row_of_its_order(shop: Any, act: str) -> None:
    (order,), payment = shop.place(PRICE)
    shop.pay(payment)
    deeds: dict[str, Callable[[], Any]] = {
        "cancel": cancelled_by_buyer(order, shop.now),
        "move": lambda: move(f"order:{order}", "send", role="seller", now=shop.now),
        "ship": lambda: orders.ship(order, now=shop.now),
        "refund": lambda: actions.refund_order(order, 100, _("A scratch."), shop.now),
        "fall_due": lambda: actions.fall_due(order, shop.now),
        "end": lambda: actions.end_order(order, _("Not wanted."), shop.now),
    }

    def deed() -> Any:
        try:
            return deeds[act]()
        finally:
            db.close()

    with ThreadPoolExecutor(1) as threads:
        with db.transaction():
            lock_order(order)
            waiting = threads.submit(deed)
            if db.is_postgresql():
                wait_at_a_lock(waiting)
                db.database.execute_sql("SET LOCAL lock_timeout = '2s'")
            # were its row held by who waits, this would wait for ever, each for the other
            Order.update(state=Order.state).where(Order.id == order).execute()
            assert not waiting.done()
        waiting.result(timeout=30)


def wait_at_a_lock(waiting: Future[Any]) -> None:
    """Until the other connection stands before a lock."""
    while not db.database.execute_sql("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()[0]:
        assert not waiting.done(), "it has waited for nobody"
