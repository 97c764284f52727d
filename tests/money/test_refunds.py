"""Money that goes back: once, by the payment it came with, never more than came."""

from __future__ import annotations

import pytest

from storefront.errors import Refused
from storefront.i18n import _
from storefront.orders.tables import Outbox
from storefront.payments import actions
from storefront.payments.queries import due_installments
from storefront.payments.tables import Refund
from storefront.values import PaymentAnswer
from storefront.workflow import move


def test_a_part_of_one_order_goes_back_when_the_rest_never_comes(shop) -> None:
    (order,), payment = shop.place(4991)
    shop.pay(payment, "4000 0000 0000 1976")
    assert shop.paid(order) == [2495]
    shop.time_passes(minutes=16)
    assert shop.state(order) == "cancelled"
    assert shop.refunds() == [(2495, "created")]
    shop.send_refunds()
    shop.send_refunds()
    assert shop.refunds() == [(2495, "succeeded")]
    assert shop.ledger() == {}


def test_money_that_comes_after_the_order_was_cancelled_goes_back(shop) -> None:
    (order,), payment = shop.place(4990)
    shop.pay(payment, "4000 0000 0000 9995")
    shop.time_passes(minutes=16)
    assert shop.state(order) == "cancelled"

    actions.settle(payment, PaymentAnswer("succeeded", "late", 4990), shop.later(minutes=1))
    assert shop.state(order) == "cancelled"
    assert shop.paid(order) == [0]
    assert shop.refunds() == [(4990, "created")]
    assert shop.ledger() == {
        "clearing:sandbox-card": 4990,
        f"buyer:{shop.payment(payment).purchase_id}": -4990,
    }


def test_a_refund_by_transfer_waits_until_staff_have_sent_it(shop) -> None:
    (order,), payment = shop.place(4990, provider="bank-transfer")
    shop.pay(payment)
    actions.confirm_transfer(shop.payment(payment).reference, None, shop.now)
    assert actions.refund_order(order, 1000, _("A scratch."), shop.now) == 1000
    shop.send_refunds()
    assert shop.refunds() == [(1000, "pending")]
    assert shop.ledger()["clearing:bank-transfer"] == 4990
    actions.confirm_refund(Refund.get().id, shop.now)
    assert shop.ledger() == {"clearing:bank-transfer": 3990, f"held:order:{order}": -3990}


def test_no_more_is_refunded_than_was_paid(shop) -> None:
    (order, other), payment = shop.place(3000, 2000)
    shop.pay(payment)
    actions.refund_order(order, 1000, _("A scratch."), shop.now)
    with pytest.raises(Refused, match="More than what is left"):
        actions.refund_order(order, 2001, _("All of it."), shop.now)
    assert actions.refund_order(order, None, _("All of it."), shop.now) == 2000
    assert actions.refund_order(order, None, _("Again."), shop.now) == 0
    shop.send_refunds()
    assert shop.refunds() == [(1000, "succeeded"), (2000, "succeeded")]
    assert shop.ledger() == {"clearing:sandbox-card": 2000, f"held:order:{other}": -2000}


def test_a_refund_spreads_over_the_payments_that_brought_the_money(shop) -> None:
    (order,), first = shop.place(1000, parts=((400, "now"), (600, "event:sent")))
    shop.pay(first)
    move(f"order:{order}", "send", role="seller", now=shop.later(days=1))
    assert due_installments(shop.payment(first).purchase_id, shop.now) == []
    assert actions.fall_due(order, shop.now) == 1
    second = actions.start_attempt(shop.payment(first).purchase_id, "sandbox-card", shop.now)
    assert shop.payment(second).amount == 600
    shop.pay(second)
    assert shop.paid(order) == [400, 600]

    actions.refund_order(order, 700, _("Half of it broke."), shop.now)
    assert [(row.payment_id, row.amount) for row in Refund.select().order_by(Refund.id)] == [
        (first, 400),
        (second, 300),
    ]


def test_ending_an_order_twice_sends_its_money_and_its_goods_back_once(shop) -> None:
    (order,), payment = shop.place(4990)
    shop.pay(payment)
    assert shop.stock() == (9, 0)
    assert actions.end_order(order, _("Not wanted."), shop.now) == 4990
    assert actions.end_order(order, _("Not wanted."), shop.now) == 0
    assert shop.refunds() == [(4990, "created")]
    assert Outbox.select().where(Outbox.kind == "refund").count() == 1
    assert shop.stock() == (10, 0)
