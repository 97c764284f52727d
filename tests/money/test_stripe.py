"""Stripe: its page collects, its webhooks tell in any order, and silence is asked about."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from stripe_server import SECRET_KEY, SIGNING_SECRET, StripeServer, event, running, signed

from storefront import runtime
from storefront.accounts.tables import Person, PersonSeller
from storefront.db import close, utc_now
from storefront.errors import Refused
from storefront.i18n import _
from storefront.orders.tables import Outbox
from storefront.payments import actions
from storefront.payments.bank_accounts import BankDraft, save_bank_account
from storefront.payments.hold_tables import BankAccount, Payout
from storefront.payments.pages import blueprint
from storefront.payments.payouts import due_payouts, run_payout, run_payouts
from storefront.payments.providers import ProviderSilent, WrongSignature
from storefront.payments.reconciliation.actions import compared, report_of
from storefront.payments.refund_limits import refundable
from storefront.payments.releasing import release_order
from storefront.payments.signatures import signed_headers
from storefront.payments.stripe.api import StripeApi
from storefront.payments.stripe.balance import reported
from storefront.payments.stripe.provider import StripePayments
from storefront.payments.tables import Chargeback, Payment, Refund
from storefront.values import PaymentAnswer, PaymentRequest, RefundAnswer

BACK = "https://shop.example/en/pay/token/return"
WHY = _("Broken on arrival.")


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[StripeServer, str]]:
    server = StripeServer(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    with running(server) as address:
        yield server, address


@pytest.fixture
def stripe(shop, served) -> StripeServer:
    """The shop takes Stripe, which is the local server, empty and well behaved."""
    server, address = served
    server.__init__(shop.now)  # type: ignore[misc]
    api = StripeApi(SECRET_KEY, address, seconds=5, retries=0)
    provider = StripePayments(api, SIGNING_SECRET)
    now = runtime.current()
    runtime.swap(replace(now, providers={**now.providers, "stripe": provider}))
    return server


def begin(shop, payment: int) -> PaymentAnswer:
    return actions.begin_payment(payment, {}, BACK, now=shop.now)


def hear(shop, kind: str, told: dict[str, Any], **more: Any) -> bool:
    body = event(kind, told, **more)
    return actions.receive_webhook("stripe", signed(body, shop.now), body, shop.now)


def paid(shop, stripe: StripeServer, *totals: int) -> tuple[list[int], int]:
    """Orders that were paid on Stripe's page."""
    orders, payment = shop.place(*totals, provider="stripe")
    begin(shop, payment)
    hear(shop, "checkout.session.completed", stripe.pays(shop.payment(payment).reference))
    return orders, payment


# -- paying ---------------------------------------------------------------------------------------


def test_the_buyer_is_led_to_a_page_that_asks_for_the_whole_amount(shop, stripe) -> None:
    (_order,), payment = shop.place(4990, provider="stripe")
    answer = begin(shop, payment)
    row = shop.payment(payment)
    assert answer == PaymentAnswer("pending", "cs_test_1", redirect_url="https://checkout.stripe.example/c/pay/cs_test_1")
    ((method, path, asked),) = stripe.asked
    assert (method, path) == ("POST", "/v1/checkout/sessions")
    assert asked == {
        "mode": "payment",
        "client_reference_id": row.key,
        "line_items": {
            "0": {
                "quantity": "1",
                "price_data": {
                    "currency": "eur",
                    "unit_amount": "4990",
                    "product_data": {"name": asked["line_items"]["0"]["price_data"]["product_data"]["name"]},
                },
            }
        },
        "locale": "en",
        "success_url": BACK,
        "cancel_url": BACK,
        "metadata": {"payment_key": row.key},
        "payment_intent_data": {
            "description": asked["payment_intent_data"]["description"],
            "metadata": {"payment_key": row.key},
            "transfer_group": asked["payment_intent_data"]["transfer_group"],
        },
        "expires_at": str(int((shop.now + timedelta(minutes=55)).timestamp())),
    }
    assert begin(shop, payment) == answer
    assert len(stripe.sessions) == 1


def test_a_paid_page_pays_the_order_once_however_often_it_is_said(shop, stripe) -> None:
    (order,), payment = paid(shop, stripe, 4990)
    session = stripe.sessions["cs_test_1"]
    for kind in ("checkout.session.completed", "checkout.session.async_payment_succeeded"):
        assert hear(shop, kind, session) is True
    assert hear(shop, "payment_intent.succeeded", stripe.intents[session["payment_intent"]]) is True
    assert shop.paid(order) == [4990]
    assert shop.payment(payment).reference == session["payment_intent"]
    assert shop.ledger() == {"clearing:stripe": 4990, f"held:order:{order}": -4990}


def test_events_in_the_wrong_order_change_nothing(shop, stripe) -> None:
    (order,), payment = shop.place(4990, provider="stripe")
    begin(shop, payment)
    before = dict(stripe.sessions["cs_test_1"])
    after = stripe.pays("cs_test_1")
    hear(shop, "payment_intent.succeeded", stripe.intents[after["payment_intent"]])
    hear(shop, "checkout.session.expired", {**before, "status": "expired"})
    hear(shop, "checkout.session.completed", {**before, "status": "complete"})
    assert shop.payment(payment).state == "succeeded"
    assert shop.paid(order) == [4990]


def test_a_declined_card_leaves_the_page_open(shop, stripe) -> None:
    _orders, payment = shop.place(4990, provider="stripe")
    begin(shop, payment)
    intent = {"id": "pi_9", "status": "requires_payment_method", "metadata": {"payment_key": shop.payment(payment).key}}
    assert hear(shop, "payment_intent.payment_failed", intent) is False
    assert shop.payment(payment).state == "pending"


def test_a_page_that_closed_unpaid_ends_the_attempt(shop, stripe) -> None:
    _orders, payment = shop.place(4990, provider="stripe")
    begin(shop, payment)
    hear(shop, "checkout.session.expired", stripe.closes("cs_test_1"))
    assert shop.payment(payment).state == "failed"


def test_money_that_takes_days_is_waited_for_and_may_not_come(shop, stripe) -> None:
    _orders, payment = shop.place(4990, provider="stripe")
    begin(shop, payment)
    session = stripe.pays("cs_test_1", later=True)
    hear(shop, "checkout.session.completed", session)
    assert shop.payment(payment).state == "pending"
    hear(shop, "checkout.session.async_payment_failed", session)
    assert shop.payment(payment).state == "failed"


def test_who_comes_back_is_asked_about_without_a_webhook(shop, stripe) -> None:
    (order,), payment = shop.place(4990, provider="stripe")
    begin(shop, payment)
    assert actions.ask_provider(payment, shop.now).state == "pending"
    stripe.pays("cs_test_1")
    assert actions.ask_provider(payment, shop.now).state == "succeeded"
    assert shop.paid(order) == [4990]


def test_money_that_comes_after_the_wait_goes_back(shop, stripe) -> None:
    (order,), payment = shop.place(4990, provider="stripe")
    begin(shop, payment)
    shop.time_passes(minutes=61)
    assert shop.state(order) == "cancelled"
    hear(shop, "checkout.session.completed", stripe.pays("cs_test_1"))
    assert shop.refunds() == [(4990, "created")]
    shop.send_refunds()
    assert shop.refunds() == [(4990, "succeeded")]
    assert shop.ledger() == {}


# -- trouble --------------------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", ["down", "limit", "lost"])
def test_no_answer_is_asked_about_later_and_nobody_pays_twice(shop, stripe, trouble: str) -> None:
    (order,), payment = shop.place(4990, provider="stripe")
    stripe.misbehave = [trouble]
    assert begin(shop, payment).state == "pending"
    assert shop.payment(payment).state == "created"
    if trouble == "lost":
        # the page is there; others' are, too
        for number in range(3):
            stripe.sessions[f"cs_test_x{number}"] = {
                **stripe.sessions["cs_test_1"], "id": f"cs_test_x{number}", "client_reference_id": "x", "metadata": {},
            }  # fmt: skip
        assert actions.ask_provider(payment, shop.now).redirect_url.endswith("/cs_test_1")
        stripe.pays("cs_test_1")
        assert actions.ask_provider(payment, shop.now).state == "succeeded"
        assert shop.paid(order) == [4990]
    else:
        assert begin(shop, payment).redirect_url.endswith("/cs_test_1")
        assert len(stripe.sessions) == 1


def test_a_wait_for_an_answer_ends(shop, served) -> None:
    """Nobody listens there."""
    api = StripeApi(SECRET_KEY, "http://127.0.0.1:9", seconds=1, retries=0)
    with pytest.raises(ProviderSilent) as silent:
        api.intent("pi_1")
    assert str(silent.value) == "Stripe gave no answer: APIConnectionError"


@pytest.mark.parametrize(("total", "moves"), [(40, {}), (4990, {"hours": 5})])
def test_what_stripe_refuses_fails_in_words(shop, stripe, total: int, moves: dict[str, int]) -> None:
    _orders, payment = shop.place(total, provider="stripe")
    stripe.now += timedelta(**moves)
    answer = begin(shop, payment)
    assert (answer.state, str(answer.reason)) == (
        "failed",
        "This way of payment is not available now. Please choose another one.",
    )


def test_a_wrong_key_is_refused_and_never_repeated(shop, served, caplog) -> None:
    _server, address = served
    wrong = "sk_test_thisIsSomebodyElses"
    provider = StripePayments(StripeApi(wrong, address, retries=0), SIGNING_SECRET)
    request = PaymentRequest("k", 4990, "EUR", "N-1", "Shop", "en", BACK, "", {}, shop.now)
    assert provider.start(request).state == "failed"
    with pytest.raises(ProviderSilent):
        provider.refund("k-r1", "pi_1", 100, "EUR")
    assert "sk_test" not in caplog.text + repr(provider) + repr(provider._api)


def test_an_amount_stripe_cannot_say_is_not_asked_for(shop, stripe) -> None:
    request = PaymentRequest("k", 5124, "KWD", "N-1", "Shop", "en", BACK, "", {}, shop.now)
    provider = runtime.current().providers["stripe"]
    assert provider.start(request).state == "failed"
    assert provider.refund("k-r1", "pi_1", 5124, "KWD").state == "failed"
    assert stripe.asked == []


# -- webhooks -------------------------------------------------------------------------------------


def test_only_what_stripe_signed_lately_is_believed(shop, stripe) -> None:
    (order,), payment = shop.place(4990, provider="stripe")
    begin(shop, payment)
    body = event("checkout.session.completed", stripe.pays("cs_test_1"))
    good = signed(body, shop.now)
    wrong = [
        {},
        {"Stripe-Signature": ""},
        {"Stripe-Signature": "t=x,v1=y"},
        {"Stripe-Signature": "v1=y"},
        signed(body, shop.now, "whsec_somebodyElses"),
        signed(body + b" ", shop.now),
        signed(body, shop.now - timedelta(minutes=6)),
        signed(body, shop.now + timedelta(minutes=6)),
        # the sandbox's way of signing
        {"webhook-id": "1", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"},
    ]
    for headers in wrong:
        with pytest.raises(WrongSignature):
            actions.receive_webhook("stripe", headers, body, shop.now)
    with pytest.raises(WrongSignature):
        actions.receive_webhook("stripe", good, b"\xff\xfe", shop.now)
    assert shop.paid(order) == [0]
    assert actions.receive_webhook("stripe", good, body, shop.now + timedelta(minutes=4)) is True
    assert shop.paid(order) == [4990]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("customer.created", {"id": "cus_1"}),
        ("payout.paid", {"id": "po_1", "amount": 100, "currency": "eur", "status": "paid"}),
        ("checkout.session.completed", {"id": "cs_9", "metadata": {}, "client_reference_id": None}),
        ("payment_intent.succeeded", {"id": "pi_9", "metadata": {}, "status": "processing"}),
        ("charge.refunded", {"id": "ch_9", "refunds": None}),
        ("refund.updated", {"id": "re_9", "metadata": None, "status": "succeeded"}),
        ("something.new", {}),
    ],
)
def test_what_is_not_about_our_money_changes_nothing(shop, stripe, kind: str, told: dict[str, Any]) -> None:
    assert hear(shop, kind, told) is False


@pytest.mark.parametrize("body", [b"[]", b"{}", b"nonsense", b'{"type": "charge.dispute.created", "data": {"object": {}}}'])
def test_a_signed_body_of_another_shape_is_no_crash_of_ours(shop, stripe, body: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        actions.receive_webhook("stripe", signed(body, shop.now), body, shop.now)


def test_by_http_an_unsigned_webhook_or_another_providers_is_refused(shop, stripe) -> None:
    app = Flask("storefront")
    app.register_blueprint(blueprint)
    app.teardown_appcontext(lambda _error: close())
    shop.now = utc_now()
    (order,), payment = shop.place(4990, provider="stripe")
    stripe.now = shop.now
    begin(shop, payment)
    body = event("checkout.session.completed", stripe.pays("cs_test_1"))
    sandbox = runtime.current().providers["sandbox-card"]
    others = signed_headers(sandbox._secret, "msg_1", shop.now, body)
    client = app.test_client()
    for headers in ({}, others, signed(body, shop.now, "whsec_somebodyElses")):
        assert client.post("/webhooks/stripe", data=body, headers=headers).status_code == 401
    assert client.post("/webhooks/sandbox-card", data=body, headers=signed(body, shop.now)).status_code == 401
    assert client.post("/webhooks/stripe", data=b"{}", headers=signed(b"{}", shop.now)).status_code == 400
    assert shop.paid(order) == [0]
    assert client.post("/webhooks/stripe", data=body, headers=signed(body, shop.now)).status_code == 204
    assert shop.paid(order) == [4990]


# -- refunds --------------------------------------------------------------------------------------


def test_a_refund_is_sent_once_though_its_answer_was_lost_and_its_key_forgotten(shop, stripe) -> None:
    (order,), _payment = paid(shop, stripe, 4990)
    actions.refund_order(order, 2000, WHY, shop.now)
    refund = Refund.get().id
    stripe.misbehave = ["", "lost"]
    with pytest.raises(ProviderSilent):
        actions.run_refund(refund, shop.now)
    assert shop.refunds() == [(2000, "created")]
    stripe._kept.clear()
    actions.run_refund(refund, shop.now)
    actions.run_refund(refund, shop.now)
    assert shop.refunds() == [(2000, "succeeded")]
    assert [one["amount"] for one in stripe.refunds.values()] == [2000]
    assert shop.ledger() == {"clearing:stripe": 2990, f"held:order:{order}": -2990}


def test_a_refund_may_take_days_and_fail_after_it_succeeded(shop, stripe) -> None:
    (order,), payment = paid(shop, stripe, 4990)
    stripe.intents[shop.payment(payment).reference]["currency"] = "sek"
    actions.refund_order(order, 2000, WHY, shop.now)
    shop.send_refunds()
    assert shop.refunds() == [(2000, "pending")]
    ((reference, told),) = stripe.refunds.items()
    assert hear(shop, "refund.updated", {**told, "status": "succeeded"}) is True
    assert shop.refunds() == [(2000, "succeeded")]
    failed = {**told, "status": "failed", "failure_reason": "expired_or_canceled_card"}
    assert hear(shop, "refund.failed", failed) is True
    assert hear(shop, "refund.failed", failed) is True
    assert hear(shop, "refund.updated", {**told, "status": "succeeded"}) is True
    assert shop.refunds() == [(2000, "failed")]
    assert Refund.get().reference == reference
    assert refundable(order) == {payment: 4990}
    assert shop.ledger() == {"clearing:stripe": 4990, f"held:order:{order}": -4990}


def test_a_webhook_may_be_quicker_than_the_answer_to_a_refund(shop, stripe) -> None:
    (order,), payment = paid(shop, stripe, 4990)
    actions.refund_order(order, 2000, WHY, shop.now)
    row = Refund.get()
    told = {"id": "re_7", "amount": 2000, "currency": "eur", "metadata": {"refund_key": row.key}, "status": "succeeded"}
    charge = {"id": "ch_1", "payment_intent": shop.payment(payment).reference, "refunds": {"data": [told]}}
    assert hear(shop, "charge.refunded", charge) is True
    actions.run_refund(row.id, shop.now)
    assert shop.refunds() == [(2000, "succeeded")]
    assert shop.ledger() == {"clearing:stripe": 2990, f"held:order:{order}": -2990}


def test_what_stripe_will_not_send_back_fails_and_says_why(shop, stripe) -> None:
    (order,), payment = paid(shop, stripe, 4990)
    actions.refund_order(order, 2000, WHY, shop.now)
    stripe.intents[shop.payment(payment).reference]["amount_received"] = 0
    shop.send_refunds()
    assert shop.refunds() == [(2000, "failed")]
    assert shop.story(order)[-1] == "refund-failed"


def test_a_refund_made_on_stripes_own_pages_is_booked_shown_and_agrees_with_the_report(shop, stripe) -> None:
    (order,), payment = paid(shop, stripe, 4990)
    intent = shop.payment(payment).reference
    told = stripe.sends_back(intent, 1500)
    for kind in ("refund.created", "refund.updated", "refund.created"):
        assert hear(shop, kind, told) is True
    assert shop.refunds() == [(1500, "succeeded")]
    assert (Refund.get().reference, Refund.get().way) == (told["id"], "told")
    assert shop.ledger() == {"clearing:stripe": 3490, f"held:order:{order}": -3490}
    assert refundable(order) == {payment: 3490}
    assert shop.story(order)[-2:] == ["refund-arranged", "refund-succeeded"]
    with pytest.raises(Refused, match="More than"):
        actions.refund_order(order, 3491, WHY, shop.now)
    stripe.balance.append(moved(shop, "refund", -1500, told))
    day = shop.now.date()
    rows = runtime.current().providers["stripe"].report(day, day)
    found = compared(report_of("stripe", "stripe", rows))
    assert [(one.kind, one.amount) for one in found.differences] == [("missing", None)]
    assert found.matched == 1


def test_one_of_stripes_own_that_fails_later_puts_everything_back(shop, stripe) -> None:
    orders, payment = paid(shop, stripe, 4000, 2000)
    told = stripe.sends_back(shop.payment(payment).reference, 3000, "pending")
    # the older word comes last
    assert hear(shop, "refund.updated", {**told, "status": "succeeded"}) is True
    assert hear(shop, "refund.created", told) is True
    assert shop.refunds() == [(2000, "succeeded"), (1000, "succeeded")]
    assert hear(shop, "refund.failed", {**told, "status": "failed"}) is True
    assert hear(shop, "refund.failed", {**told, "status": "failed"}) is True
    assert shop.refunds() == [(2000, "failed"), (1000, "failed")]
    assert shop.ledger() == {"clearing:stripe": 6000} | {
        f"held:order:{order}": -amount for order, amount in zip(orders, (4000, 2000), strict=True)
    }


def test_what_stripe_sends_back_of_money_that_is_not_left_is_owed_by_the_buyer(shop, stripe) -> None:
    (order,), payment = paid(shop, stripe, 4990)
    intent = shop.payment(payment).reference
    hear(shop, "charge.dispute.created", stripe.dispute(intent, 4990))
    assert hear(shop, "refund.created", stripe.sends_back(intent, 500)) is True
    assert shop.refunds() == [(500, "succeeded")]
    assert shop.ledger()[f"buyer:{shop.payment(payment).purchase_id}"] == 500
    assert shop.story(order).count("refund-arranged") == 0
    other = {"id": "re_9", "amount": 100, "currency": "eur", "payment_intent": "pi_of_others", "status": "succeeded"}
    assert hear(shop, "refund.created", other) is False


# -- disputes -------------------------------------------------------------------------------------


def test_a_dispute_is_a_chargeback_with_its_fee_and_its_time_to_answer(shop, stripe) -> None:
    (order,), payment = paid(shop, stripe, 4990)
    told = stripe.dispute(shop.payment(payment).reference, 4990)
    early = {**told, "balance_transactions": []}
    assert hear(shop, "charge.dispute.created", early) is True
    assert hear(shop, "charge.dispute.funds_withdrawn", told) is True
    assert hear(shop, "charge.dispute.created", early) is True
    row = Chargeback.get()
    assert (row.reference, row.amount, row.fee, row.state, row.reason) == (
        told["id"],
        4990,
        2000,
        "open",
        "product_not_received",
    )
    assert row.evidence_due == shop.now + timedelta(days=10)
    assert shop.ledger() == {
        "clearing:stripe": -2000,
        "fees:stripe": 2000,
        f"contested:order:{order}": 4990,
        f"held:order:{order}": -4990,
    }
    back = {"amount": 4990, "currency": "eur", "fee": -2000, "net": 6990, "type": "adjustment"}
    won = {**told, "status": "won", "balance_transactions": [*told["balance_transactions"], back]}
    assert hear(shop, "charge.dispute.closed", won) is True
    assert shop.ledger() == {"clearing:stripe": 4990, f"held:order:{order}": -4990}


def test_a_bank_that_only_asks_has_taken_nothing(shop, stripe) -> None:
    (order,), payment = paid(shop, stripe, 4990)
    told = stripe.dispute(shop.payment(payment).reference, 4990, "warning_needs_response")
    assert hear(shop, "charge.dispute.created", told) is False
    assert Chargeback.select().count() == 0
    assert refundable(order) == {payment: 4990}


def test_a_dispute_of_a_payment_from_elsewhere_waits_in_the_desk(shop, stripe) -> None:
    stripe.intents["pi_other"] = {"latest_charge": "ch_other", "currency": "eur"}
    assert hear(shop, "charge.dispute.created", stripe.dispute("pi_other", 100)) is False
    assert [(row.payment_id, row.payment_reference) for row in Chargeback.select()] == [(None, "pi_other")]


# -- payouts and reports -------------------------------------------------------------------------


def test_a_seller_is_paid_to_his_connected_account_once(shop, stripe) -> None:
    provider = runtime.current().providers["stripe"]
    stripe.misbehave = ["", "lost"]
    with pytest.raises(ProviderSilent):
        provider.payout("payout-1", "acct_1", 4000, "EUR")
    stripe._kept.clear()
    answer = provider.payout("payout-1", "acct_1", 4000, "EUR")
    ((reference, sent),) = stripe.transfers.items()
    assert answer == RefundAnswer("succeeded", reference)
    assert (sent["amount"], sent["currency"], sent["destination"]) == (4000, "eur", "acct_1")
    assert provider.payout("payout-2", "nowhere", 4000, "EUR").state == "failed"
    assert provider.payout("payout-3", "acct_1", 1045, "HUF").state == "failed"
    assert len(stripe.transfers) == 1


def paid_out(shop, stripe: StripeServer) -> Payout:
    """A seller's 4990, sent to his connected account; he has a person who gets mails."""
    (order,), _payment = paid(shop, stripe, 4990)
    release_order(order, shop.now)
    who = Person.create(email="s@example.com", language="de", fs_uniquifier="s", passkey_handle="s", created_at=shop.now)
    PersonSeller.create(person=who.id, seller=1)
    save_bank_account(1, BankDraft("Nordbord", "acct_1", provider="stripe"), "staff", shop.now - timedelta(days=30))
    (payout,) = run_payouts("run-1", "staff", shop.now)
    run_payout(payout, shop.now)
    return Payout.get_by_id(payout)


def told_by_mail() -> list[str]:
    rows = Outbox.select(Outbox.payload).where(Outbox.kind == "account_mail").order_by(Outbox.id)
    return [payload["kind"] for (payload,) in rows.tuples()]


def test_a_transfer_that_is_taken_back_is_the_sellers_again_once(shop, stripe) -> None:
    payout = paid_out(shop, stripe)
    assert payout.state == "confirmed"
    early = dict(stripe.transfers[payout.reference])
    told = stripe.reverses(payout.reference, 4990)
    for _time in range(2):
        assert hear(shop, "transfer.reversed", told) is True
    assert hear(shop, "transfer.created", early) is True
    again = Payout.get_by_id(payout.id)
    assert (again.state, again.returned) == ("failed", 4990)
    assert shop.ledger() == {"clearing:stripe": 4990, "seller:1": -4990}
    assert told_by_mail() == ["payout-failed"]
    (second,) = run_payouts("run-2", "staff", shop.now)
    run_payout(second, shop.now)
    assert shop.ledger() == {}


def test_a_part_that_is_taken_back_is_paid_again_with_the_next_run(shop, stripe) -> None:
    payout = paid_out(shop, stripe)
    first, second = (stripe.reverses(payout.reference, amount) for amount in (1000, 500))
    assert hear(shop, "transfer.reversed", second) is True
    assert hear(shop, "transfer.reversed", first) is True
    assert (Payout.get().state, Payout.get().returned) == ("confirmed", 1500)
    assert shop.ledger() == {"clearing:stripe": 1500, "seller:1": -1500}
    stripe.balance.append(moved(shop, "transfer_refund", 1500, {"id": "trr_1", "transfer": payout.reference}))
    rows = runtime.current().providers["stripe"].report(shop.now.date(), shop.now.date())
    assert "unknown-reference" not in [one.kind for one in compared(report_of("stripe", "stripe", rows)).differences]
    run_payouts("run-2", "staff", shop.now)
    assert [row.amount for row in Payout.select().order_by(Payout.id)] == [4990, 1500]


def test_a_payout_with_our_key_may_be_paid_and_then_fail(shop, stripe) -> None:
    payout = paid_out(shop, stripe)
    Payout.update(reference="po_1").where(Payout.id == payout.id).execute()
    told = {"id": "po_1", "object": "payout", "amount": 4990, "currency": "eur", "metadata": {"payout_key": payout.key}}
    assert hear(shop, "payout.paid", {**told, "status": "paid"}, account="acct_1") is True
    assert Payout.get().state == "confirmed"
    failed = {**told, "status": "failed", "failure_code": "account_closed"}
    assert hear(shop, "payout.failed", failed, account="acct_1") is True
    assert hear(shop, "payout.paid", {**told, "status": "paid"}, account="acct_1") is True
    assert Payout.get().state == "failed"
    assert shop.ledger() == {"clearing:stripe": 4990, "seller:1": -4990}


def test_a_connected_account_that_takes_nothing_gets_nothing_until_it_does(shop, stripe) -> None:
    paid_out(shop, stripe)
    at = int(shop.now.timestamp())
    bank = {"id": "po_7", "amount": 4990, "currency": "eur", "status": "failed", "failure_code": "account_closed"}
    assert hear(shop, "payout.failed", bank, account="acct_1", created=at) is True
    assert hear(shop, "payout.failed", bank, account="acct_1", created=at) is True
    # the money lies on his account with Stripe: nothing is booked
    assert shop.ledger() == {}
    assert (BankAccount.get().trouble, BankAccount.get().trouble_reason) == ("bank-refused", "account_closed")
    (order,), _payment = paid(shop, stripe, 1000)
    release_order(order, shop.now)
    assert [due.state for due in due_payouts(shop.now)] == ["trouble"]
    account = {"id": "acct_1", "object": "account", "payouts_enabled": True, "requirements": {"disabled_reason": None}}
    assert hear(shop, "account.updated", account, account="acct_1", created=at - 60) is True
    assert [due.state for due in due_payouts(shop.now)] == ["trouble"]
    assert hear(shop, "account.updated", account, account="acct_1", created=at + 60) is True
    assert [due.state for due in due_payouts(shop.now)] == ["ready"]
    assert hear(shop, "account.application.deauthorized", {"id": "ca_1"}, account="acct_1", created=at + 90) is True
    assert BankAccount.get().trouble == "gone"
    assert told_by_mail() == ["payout-trouble", "payout-trouble"]
    assert hear(shop, "account.application.deauthorized", {"id": "ca_1"}, account="acct_9", created=at) is False


def moved(shop, kind: str, amount: int, source: dict[str, Any], fee: int = 0) -> dict[str, Any]:
    """A row of Stripe's balance."""
    return {
        "id": f"txn_{kind}_{amount}", "object": "balance_transaction", "amount": amount,
        "created": int(shop.now.timestamp()), "currency": "eur", "fee": fee, "net": amount - fee,
        "reporting_category": kind, "source": source, "type": kind, "description": None,
    }  # fmt: skip


def test_stripes_balance_is_a_report_that_fits_the_books(shop, stripe) -> None:
    (order,), payment = paid(shop, stripe, 4990)
    actions.refund_order(order, 2000, WHY, shop.now)
    shop.send_refunds()
    intent = shop.payment(payment).reference
    hear(shop, "charge.dispute.created", stripe.dispute(intent, 1000))
    moment = int(shop.now.timestamp())
    charge = {"id": "ch_1", "object": "charge", "payment_intent": intent, "amount": 4990, "currency": "eur"}
    refund = next(iter(stripe.refunds.values()))
    dispute = {"id": f"dp_of_{intent}", "object": "dispute", "amount": 1000, "currency": "eur"}
    moved = [("charge", "charge", 4990, 175, charge), ("refund", "refund", -2000, 0, refund)]
    moved.append(("adjustment", "dispute", -1000, 2000, dispute))
    for number, (kind, category, amount, fee, source) in enumerate(moved):
        stripe.balance.append({
            "id": f"txn_{number}", "object": "balance_transaction", "amount": amount, "created": moment,
            "currency": "eur", "fee": fee, "net": amount - fee, "reporting_category": category, "source": source,
            "type": kind, "description": None,
        })  # fmt: skip
    day = shop.now.date()
    rows = runtime.current().providers["stripe"].report(day, day)
    found = compared(report_of("stripe", "stripe", rows))
    assert (found.matched, found.other_days) == (3, ())
    assert [(one.kind, one.amount, one.expected) for one in found.differences] == [("bank-fee", -2175, -2000)]
    assert runtime.current().providers["stripe"].report(day + timedelta(days=1), day + timedelta(days=1)) == []


def test_what_was_paid_in_another_currency_is_reported_in_it() -> None:
    moved = {"amount": 4600, "created": 0, "currency": "eur", "fee": 175, "type": "charge", "id": "txn_1"}
    source = {"id": "ch_1", "payment_intent": "pi_1", "amount": 7000, "currency": "jpy"}
    row = reported({**moved, "source": source}, 1)
    assert (row.reference, row.amount, row.currency, row.fee, row.fee_currency) == ("pi_1", 7000, "JPY", 175, "EUR")
    bare = reported({**moved, "type": "stripe_fee", "amount": -200, "source": None}, 2)
    assert (bare.kind, bare.reference, bare.amount) == ("fee", "txn_1", -200)


# -- the server is like Stripe --------------------------------------------------------------------


def test_the_servers_objects_are_shaped_like_stripes_own(shop, stripe, shared_data) -> None:
    file = next((shared_data / "conformance" / "stripe-fixtures").rglob("fixtures3.json"))
    real = json.loads(file.read_text(encoding="utf-8"))["resources"]
    (order,), payment = paid(shop, stripe, 4990)
    actions.refund_order(order, 2000, WHY, shop.now)
    shop.send_refunds()
    reference = Payment.get_by_id(payment).reference
    made = {
        "checkout.session": stripe.sessions["cs_test_1"],
        "payment_intent": stripe.intents[reference],
        "refund": next(iter(stripe.refunds.values())),
        "dispute": stripe.dispute(reference, 100),
        "event": json.loads(event("refund.updated", {})),
    }
    for name, ours in made.items():
        assert set(ours) - set(real[name]) == set(), name
        kinds = {field: (type(value), type(real[name][field])) for field, value in ours.items()}
        differ = {
            field: pair for field, pair in kinds.items() if type(None) not in pair and pair[0] is not pair[1]
        }
        assert differ in ({}, {"payment_intent": (dict, str)}), name
