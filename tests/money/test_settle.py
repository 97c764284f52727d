"""Order first, money second: what an answer, a webhook, a sweep and the end of the wait do."""

from __future__ import annotations

import pytest

from storefront.db import transaction
from storefront.errors import NotFound, Refused
from storefront.orders.tables import Order
from storefront.payments import actions
from storefront.payments.queries import due_installments
from storefront.payments.sandbox_delivery import deliver_webhooks
from storefront.payments.tables import Installment, Payment, Refund
from storefront.runtime import current
from storefront.values import PaymentAnswer
from storefront.workflow import move


def test_a_card_that_succeeds_pays_the_order_and_sells_its_goods(shop) -> None:
    (order,), payment = shop.place(4990)
    assert shop.stock() == (10, 1)

    assert shop.pay(payment).state == "succeeded"

    assert shop.paid(order) == [4990]
    assert shop.stock() == (9, 0)
    assert shop.story(order) == ["placed", "paid"]
    assert shop.mails() == 1
    assert shop.ledger() == {"clearing:sandbox-card": 4990, f"held:order:{order}": -4990}


def test_the_same_answer_twice_changes_nothing_more(shop) -> None:
    (order,), payment = shop.place(4990)
    shop.pay(payment)
    actions.settle(payment, PaymentAnswer("succeeded", "again", 4990), shop.now)
    shop.pay(payment)

    assert shop.paid(order) == [4990]
    assert shop.stock() == (9, 0)
    assert shop.refunds() == []
    assert shop.mails() == 1
    assert shop.ledger()["clearing:sandbox-card"] == 4990


def test_a_declined_card_leaves_the_order_payable_by_another_attempt(shop) -> None:
    (order,), payment = shop.place(4990)
    answer = shop.pay(payment, "4000 0000 0000 0002")
    assert answer.state == "failed"
    assert str(answer.reason) == "Your bank declined the card."
    assert shop.stock() == (10, 1)

    shop.later(minutes=14)
    again = actions.start_attempt(shop.payment(payment).purchase_id, "sandbox-card", shop.now)
    shop.time_passes(minutes=1)
    assert shop.state(order) == "placed"
    assert shop.pay(again).state == "succeeded"
    assert shop.paid(order) == [4990]
    assert shop.story(order) == ["placed", "payment-failed", "paid"]


def test_nothing_is_asked_for_once_all_is_paid(shop) -> None:
    _orders, payment = shop.place(4990)
    shop.pay(payment)
    with pytest.raises(Refused, match="There is nothing to pay"):
        actions.start_attempt(shop.payment(payment).purchase_id, "sandbox-card", shop.now)
    assert Payment.select().count() == 1


def test_a_provider_that_never_answers_is_asked_until_the_wait_is_over(shop) -> None:
    (order,), payment = shop.place(4990)
    assert shop.pay(payment, "4000 0000 0000 9995").state == "pending"
    assert shop.payment(payment).state == "created"
    shop.time_passes(minutes=3)
    assert shop.payment(payment).state == "pending"
    assert shop.state(order) == "placed"
    shop.time_passes(minutes=13)
    assert shop.payment(payment).state == "failed"
    assert shop.state(order) == "cancelled"
    assert shop.stock() == (10, 0)
    assert Order.get_by_id(order).closed_at == shop.now


def test_a_crash_before_the_provider_was_called_ends_the_attempt_and_not_the_order(shop) -> None:
    (order,), payment = shop.place(4990)
    shop.time_passes(minutes=3)
    assert shop.payment(payment).state == "failed"
    assert shop.state(order) == "placed"


def test_a_transfer_whose_beginning_was_lost_is_begun_by_the_sweep(shop) -> None:
    _orders, payment = shop.place(4990, provider="bank-transfer")
    shop.time_passes(minutes=3)
    row = shop.payment(payment)
    assert (row.state, len(row.reference)) == ("pending", 9)
    assert shop.mails() == 1


def test_a_crash_after_the_money_was_taken_is_mended_by_the_sweep(shop, monkeypatch) -> None:
    (order,), payment = shop.place(4990)
    monkeypatch.setattr("storefront.payments.attempts.settle", _crash)
    with pytest.raises(KeyboardInterrupt):
        shop.pay(payment)
    monkeypatch.undo()
    assert shop.paid(order) == [0]
    shop.time_passes(minutes=3)
    assert shop.paid(order) == [4990]


def _crash(*_arguments: object) -> None:
    raise KeyboardInterrupt


def test_an_order_does_not_lapse_before_its_provider_was_asked_once_more(shop, monkeypatch) -> None:
    (order,), payment = shop.place(4990)
    shop.pay(payment, "4000 0000 0000 0259")
    monkeypatch.setattr(current().providers["sandbox-card"], "find", _crash_softly)
    shop.time_passes(minutes=16)
    assert (shop.state(order), shop.stock()) == ("placed", (10, 1))
    monkeypatch.undo()
    shop.time_passes(minutes=1)
    assert (shop.state(order), shop.stock()) == ("placed", (9, 0))


def _crash_softly(_key: str) -> None:
    raise ConnectionError("the provider is down")


def test_a_late_answer_comes_by_webhook(shop) -> None:
    (order,), payment = shop.place(4990)
    assert shop.pay(payment, "4000 0000 0000 0259").state == "pending"
    sandbox = current().providers["sandbox-card"]
    assert deliver_webhooks(sandbox, shop.later(seconds=10)) == 0
    assert deliver_webhooks(sandbox, shop.later(seconds=15)) == 1
    assert shop.paid(order) == [4990]
    assert deliver_webhooks(sandbox, shop.later(seconds=15)) == 0


def test_a_card_that_answers_twice_pays_once(shop) -> None:
    (order,), payment = shop.place(4990)
    shop.pay(payment, "4000 0000 0000 0341")
    assert deliver_webhooks(current().providers["sandbox-card"], shop.now) == 2
    assert shop.paid(order) == [4990]
    assert shop.refunds() == []
    assert shop.ledger()["clearing:sandbox-card"] == 4990


def test_the_buyer_confirms_on_the_providers_page(shop) -> None:
    (order,), payment = shop.place(4990)
    answer = shop.pay(payment, "4000 0000 0000 3220")
    key = shop.payment(payment).key
    assert (answer.state, answer.redirect_url) == ("pending", f"/sandbox/confirm/{key}")

    current().providers["sandbox-card"].confirm(key, agrees=True)
    assert actions.ask_provider(payment, shop.now).state == "succeeded"
    assert shop.paid(order) == [4990]


def test_money_for_a_part_pays_whole_orders_first_and_the_others_lapse_alone(shop) -> None:
    (first, second), payment = shop.place(3000, 2000)
    shop.pay(payment, "4000 0000 0000 1976")
    assert shop.paid(first) == [3000]
    assert shop.paid(second) == [0]
    assert shop.stock() == (9, 1)

    shop.time_passes(minutes=16)
    assert (shop.state(first), shop.state(second)) == ("placed", "cancelled")
    assert shop.stock() == (9, 0)
    assert shop.refunds() == []


def test_a_late_success_is_honoured_while_the_order_stands(shop) -> None:
    (order,), payment = shop.place(4990)
    actions.settle(payment, PaymentAnswer("failed"), shop.now)
    actions.settle(payment, PaymentAnswer("succeeded", "after all", 4990), shop.later(minutes=20))
    assert shop.paid(order) == [4990]
    assert shop.stock() == (9, 0)
    shop.time_passes(days=1)
    assert shop.state(order) == "placed"


def test_two_attempts_that_both_succeed_pay_once_and_the_second_goes_back(shop) -> None:
    (order,), first = shop.place(4990)
    second = actions.start_attempt(shop.payment(first).purchase_id, "sandbox-card", shop.now)
    shop.pay(second)
    shop.pay(first)
    assert shop.paid(order) == [4990]
    assert shop.stock() == (9, 0)
    assert shop.refunds() == [(4990, "created")]
    assert Refund.get().payment_id == first


def test_more_than_was_asked_for_goes_back(shop) -> None:
    (order,), payment = shop.place(4990, provider="bank-transfer")
    shop.pay(payment)
    actions.confirm_transfer(shop.payment(payment).reference, 5000, shop.now)
    assert shop.paid(order) == [4990]
    assert shop.refunds() == [(10, "created")]


def test_a_transfer_says_where_to_send_the_money_and_mails_it(shop) -> None:
    (order,), payment = shop.place(4990, provider="bank-transfer")
    answer = shop.pay(payment)
    reference = shop.payment(payment).reference
    assert [str(line) for line in answer.instructions] == [
        "Account holder: Nordbord GmbH",
        "Account: DE02 1203 0000 0000 2020 51",
        "Amount: 49.90 EUR",
        f"Reference: {reference}",
    ]
    assert shop.mails() == 1
    shop.time_passes(days=6)
    assert shop.state(order) == "placed"

    actions.confirm_transfer(f" {reference.lower().replace('-', ' ')} ", None, shop.now)
    assert shop.paid(order) == [4990]
    assert shop.mails() == 1
    with pytest.raises(Refused, match="confirmed before"):
        actions.confirm_transfer(reference, None, shop.now)
    with pytest.raises(NotFound):
        actions.confirm_transfer("ZZZZ-ZZZZ", None, shop.now)


def test_a_transfer_that_never_comes_frees_the_goods_after_seven_days(shop) -> None:
    (order,), payment = shop.place(4990, provider="bank-transfer")
    shop.pay(payment)
    shop.time_passes(days=7)
    assert shop.state(order) == "cancelled"
    assert shop.stock() == (10, 0)


def test_a_deposit_sells_the_goods_and_the_balance_is_not_yet_due(shop) -> None:
    (order,), payment = shop.place(1000, parts=((400, "now"), (600, "event:sent")))
    shop.pay(payment)
    assert shop.stock() == (9, 0)
    assert shop.paid(order) == [400, 0]
    assert due_installments(shop.payment(payment).purchase_id, shop.now) == []
    shop.time_passes(days=1)
    assert shop.state(order) == "placed"


def test_an_order_that_moved_on_unpaid_is_left_to_staff(shop) -> None:
    (order,), _payment = shop.place(4990)
    move(f"order:{order}", "send", role="seller", now=shop.now)
    shop.time_passes(minutes=16)
    assert shop.state(order) == "sent"
    assert shop.stock() == (10, 1)
    assert [row.cancelled for row in Installment.select()] == [False]


def test_a_provider_is_never_called_inside_a_transaction(shop) -> None:
    _orders, payment = shop.place(4990)
    with transaction(), pytest.raises(RuntimeError, match="never called inside a transaction"):
        shop.pay(payment)
    assert shop.payment(payment).asked_at is None
