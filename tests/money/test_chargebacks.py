"""Chargebacks: heard once, booked, gone from what can be sent back; nobody has his money twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from storefront import runtime
from storefront.errors import NotFound, Refused
from storefront.i18n import _
from storefront.orders.tables import Outbox
from storefront.payments import actions
from storefront.payments.chargebacks import match_chargebacks, record_chargeback
from storefront.payments.hearing import hear_of_refund
from storefront.payments.refund_limits import refundable
from storefront.payments.sandbox_delivery import raise_chargeback
from storefront.payments.signatures import signed_headers
from storefront.payments.tables import Chargeback, ChargebackPart, LedgerEntry, Refund
from storefront.values import ChargebackNews, PaymentAnswer, RefundAnswer, RefundNews

WHY = _("Broken on arrival.")


def paid(shop, *totals: int) -> tuple[list[int], int, ChargebackNews]:
    """Orders that are paid, their payment, and what a bank would say of all of it."""
    orders, payment = shop.place(*totals)
    shop.pay(payment)
    news = ChargebackNews("dp_1", shop.payment(payment).reference, sum(totals), "EUR", reason="fraudulent", fee=1500)
    return orders, payment, news


def say(shop, news: ChargebackNews) -> bool:
    return record_chargeback("sandbox-card", news, shop.now)


def told() -> list[str]:
    rows = Outbox.select().where(Outbox.kind == "chargeback").order_by(Outbox.id)
    return [row.payload["state"] for row in rows]


def parts() -> list[int]:
    return [row.amount for row in ChargebackPart.select().order_by(ChargebackPart.order)]


def test_a_chargeback_is_booked_once_with_its_fee_however_often_it_is_said(shop) -> None:
    (order,), payment, news = paid(shop, 4990)
    due = shop.now + timedelta(days=10)
    assert say(shop, replace(news, evidence_due=due)) is True
    assert say(shop, replace(news, evidence_due=due)) is True
    assert shop.ledger() == {
        "clearing:sandbox-card": -1500,
        "fees:sandbox-card": 1500,
        f"contested:order:{order}": 4990,
        f"held:order:{order}": -4990,
    }
    row = Chargeback.get()
    assert (row.payment_id, row.amount, row.state, row.evidence_due, row.reason) == (
        payment,
        4990,
        "open",
        due,
        "fraudulent",
    )
    assert shop.story(order)[-1] == "chargeback-open"
    assert told() == ["open"]
    assert refundable(order) == {}


def test_money_comes_back_when_the_chargeback_is_won(shop) -> None:
    (order,), payment, news = paid(shop, 4990)
    say(shop, news)
    say(shop, replace(news, state="won"))
    say(shop, replace(news, state="won"))
    assert shop.ledger() == {"clearing:sandbox-card": 4990, f"held:order:{order}": -4990}
    assert told() == ["open", "won"]
    assert shop.story(order)[-1] == "chargeback-won"
    assert refundable(order) == {payment: 4990}


def test_the_fee_stays_gone_where_the_provider_keeps_it(shop) -> None:
    (order,), _payment, news = paid(shop, 4990)
    say(shop, news)
    say(shop, replace(news, state="won", fee_returned=0))
    assert shop.ledger() == {
        "clearing:sandbox-card": 3490,
        "fees:sandbox-card": 1500,
        f"held:order:{order}": -4990,
    }


def test_a_lost_chargeback_is_money_that_went_back(shop) -> None:
    (order,), _payment, news = paid(shop, 4990)
    say(shop, news)
    say(shop, replace(news, state="lost"))
    assert shop.ledger() == {"clearing:sandbox-card": -1500, "fees:sandbox-card": 1500}
    assert refundable(order) == {}
    assert told() == ["open", "lost"]
    with pytest.raises(Refused) as refused:
        actions.refund_order(order, 1, WHY, shop.now)
    assert refused.value.code == "refund-too-high"


def test_the_end_may_be_heard_before_the_beginning(shop) -> None:
    (order,), _payment, news = paid(shop, 4990)
    say(shop, replace(news, state="lost"))
    say(shop, news)
    assert Chargeback.get().state == "lost"
    assert told() == ["open", "lost"]
    assert shop.story(order)[-2:] == ["chargeback-open", "chargeback-lost"]
    assert shop.ledger() == {"clearing:sandbox-card": -1500, "fees:sandbox-card": 1500}


def test_a_decision_stays_when_the_provider_says_otherwise_later(shop) -> None:
    (_order,), _payment, news = paid(shop, 4990)
    say(shop, replace(news, state="won"))
    before = shop.ledger()
    say(shop, replace(news, state="lost"))
    assert Chargeback.get().state == "won"
    assert shop.ledger() == before


def test_a_part_is_spread_over_the_orders_of_the_purchase(shop) -> None:
    orders, payment, news = paid(shop, 2000, 1000)
    say(shop, replace(news, amount=100, fee=0))
    assert parts() == [67, 33]
    assert [refundable(order) for order in orders] == [{payment: 1933}, {payment: 967}]


def test_nothing_is_sent_back_while_a_bank_claims_it(shop) -> None:
    (order,), payment, news = paid(shop, 4990)
    say(shop, replace(news, amount=1000, fee=0))
    with pytest.raises(Refused) as refused:
        actions.refund_order(order, 500, WHY, shop.now)
    assert refused.value.code == "chargeback-open"
    assert "dp_1" in str(refused.value)
    assert shop.refunds() == []
    say(shop, replace(news, state="lost"))
    assert refundable(order) == {payment: 3990}
    assert actions.refund_order(order, 500, WHY, shop.now) == 500


def test_an_order_that_ends_gives_back_only_what_no_bank_claims(shop) -> None:
    (order,), _payment, news = paid(shop, 4990)
    say(shop, replace(news, amount=1000, fee=0))
    assert actions.cancel_order(order, WHY, now=shop.now) == 3990
    assert shop.refunds() == [(3990, "created")]


@pytest.mark.parametrize("state", ["won", "lost"])
def test_a_refund_that_waits_is_sent_only_if_the_bank_gives_the_money_back(shop, state: str) -> None:
    (order,), payment, news = paid(shop, 4990)
    actions.refund_order(order, 2000, WHY, shop.now)
    say(shop, news)
    shop.send_refunds()
    assert shop.refunds() == [(2000, "created")]
    assert refundable(order) == {}
    say(shop, replace(news, state=state))
    shop.send_refunds()
    assert shop.refunds() == [(2000, "succeeded" if state == "won" else "failed")]
    assert refundable(order) == ({payment: 2990} if state == "won" else {})
    lost = {"clearing:sandbox-card": -1500, "fees:sandbox-card": 1500}
    won = {"clearing:sandbox-card": 2990, f"held:order:{order}": -2990}
    assert shop.ledger() == (won if state == "won" else lost)


def test_a_chargeback_after_a_refund_takes_what_is_left_and_the_buyer_owes_the_rest(shop) -> None:
    (order,), payment, news = paid(shop, 4990)
    actions.refund_order(order, 2000, WHY, shop.now)
    shop.send_refunds()
    say(shop, replace(news, fee=0))
    say(shop, replace(news, fee=0, state="lost"))
    assert parts() == [2990]
    assert shop.ledger() == {
        "clearing:sandbox-card": -2000,
        f"buyer:{shop.payment(payment).purchase_id}": 2000,
    }
    assert refundable(order) == {}


def test_two_chargebacks_of_one_payment_are_two(shop) -> None:
    (order,), payment, news = paid(shop, 4990)
    say(shop, replace(news, amount=1000, fee=0))
    say(shop, replace(news, reference="dp_2", amount=1500, fee=0))
    assert refundable(order) == {payment: 2490}
    say(shop, replace(news, reference="dp_2", state="won"))
    assert refundable(order) == {payment: 3990}


@pytest.mark.parametrize("state", ["open", "won", "lost"])
def test_a_chargeback_that_comes_before_its_payment_waits_for_it(shop, state: str) -> None:
    (order,), payment = shop.place(4990)
    news = ChargebackNews("dp_1", "pi_late", 4990, "EUR", state, fee=0)
    assert say(shop, news) is False
    assert (told(), shop.ledger()) == ([], {})
    assert match_chargebacks(shop.now) == 0
    actions.settle(payment, PaymentAnswer("succeeded", "pi_late", 4990), shop.now)
    assert match_chargebacks(shop.now) == 1
    assert match_chargebacks(shop.now) == 0
    assert told() == ["open", state][: 1 if state == "open" else 2]
    assert refundable(order) == ({payment: 4990} if state == "won" else {})
    left = {"won": {"clearing:sandbox-card": 4990, f"held:order:{order}": -4990}, "lost": {}}
    if state in left:
        assert shop.ledger() == left[state]


def test_one_in_another_currency_waits_for_somebody_to_look(shop) -> None:
    (order,), payment, news = paid(shop, 4990)
    assert say(shop, replace(news, currency="USD")) is False
    assert refundable(order) == {payment: 4990}
    assert Chargeback.get().payment_id is None


@pytest.mark.parametrize(
    "wrong", [{"amount": 0}, {"amount": -1}, {"fee": -1}, {"reference": ""}, {"reference": "x" * 121}, {"reason": "\0"}]
)
def test_what_no_chargeback_can_say_is_refused(shop, wrong: dict[str, object]) -> None:
    _orders, _payment, news = paid(shop, 4990)
    with pytest.raises(ValueError):
        say(shop, replace(news, **wrong))
    assert Chargeback.select().count() == 0


# -- the sandbox ----------------------------------------------------------------------------------


def test_the_sandbox_raises_and_decides_one_through_its_webhook(shop) -> None:
    (order,), payment, _news = paid(shop, 4990)
    sandbox, reference = runtime.current().providers["sandbox-card"], shop.payment(payment).reference
    assert raise_chargeback(sandbox, reference, 1990, "open", shop.now) == 1990
    assert raise_chargeback(sandbox, reference, None, "lost", shop.now) == 4990
    row = Chargeback.get()
    assert (row.amount, row.state, row.fee, row.evidence_due) == (1990, "lost", 1500, shop.now + timedelta(days=10))
    assert refundable(order) == {payment: 3000}
    with pytest.raises(NotFound):
        raise_chargeback(sandbox, "sandbox_unknown", None, "open", shop.now)
    with pytest.raises(Refused):
        raise_chargeback(sandbox, reference, 4991, "open", shop.now)


def test_a_chargeback_that_nobody_signed_is_none(shop) -> None:
    _orders, payment, _news = paid(shop, 4990)
    sandbox = runtime.current().providers["sandbox-card"]
    from storefront.payments.providers import WrongSignature
    from storefront.payments.tables import SandboxCharge

    charge = SandboxCharge.get(SandboxCharge.reference == shop.payment(payment).reference)
    headers, body = sandbox.dispute(charge, 4990, "open", shop.now)
    other = signed_headers("c29tZWJvZHkgZWxzZQ==", "msg_1", shop.now, body)
    for wrong in ({}, other, {**headers, "webhook-signature": "v1,AAAA"}):
        with pytest.raises(WrongSignature):
            actions.receive_webhook("sandbox-card", wrong, body, shop.now)
    assert Chargeback.select().count() == 0


# -- refunds that end later -----------------------------------------------------------------------


def test_a_refund_that_fails_after_it_was_sent_is_owed_again(shop) -> None:
    (order,), payment, _news = paid(shop, 4990)
    actions.refund_order(order, 2000, WHY, shop.now)
    shop.send_refunds()
    key = Refund.get().key
    for _time in range(2):
        assert hear_of_refund("sandbox-card", RefundNews(RefundAnswer("failed"), key), shop.now) is True
    assert shop.refunds() == [(2000, "failed")]
    assert shop.ledger() == {"clearing:sandbox-card": 4990, f"held:order:{order}": -4990}
    assert refundable(order) == {payment: 4990}
    assert shop.story(order)[-2:] == ["refund-succeeded", "refund-failed"]
    assert LedgerEntry.select().where(LedgerEntry.kind == "refund-failed").count() == 1
    hear_of_refund("sandbox-card", RefundNews(RefundAnswer("succeeded"), key), shop.now)
    assert shop.refunds() == [(2000, "failed")]


def test_news_of_a_refund_that_is_not_ours_changes_nothing(shop) -> None:
    (order,), _payment, _news = paid(shop, 4990)
    actions.refund_order(order, 2000, WHY, shop.now)
    key = Refund.get().key
    assert hear_of_refund("sandbox-card", RefundNews(RefundAnswer("succeeded", "re_other")), shop.now) is False
    assert hear_of_refund("sandbox-card", RefundNews(RefundAnswer("succeeded")), shop.now) is False
    assert hear_of_refund("bank-transfer", RefundNews(RefundAnswer("succeeded"), key), shop.now) is False
    assert shop.refunds() == [(2000, "created")]
