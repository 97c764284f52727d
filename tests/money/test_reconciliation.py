"""A report, the ledger and the orders: compared, kept once, settled with a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from storefront.errors import NotFound, Refused
from storefront.i18n import _
from storefront.payments import actions
from storefront.payments.chargebacks import record_chargeback
from storefront.payments.reconciliation.actions import compared, keep_run, report_of, settle_difference
from storefront.payments.reconciliation.rows import Comparison, Reported
from storefront.payments.reconciliation.tables import ReconciliationDifference, ReconciliationRun
from storefront.payments.tables import LedgerEntry, LedgerLine, Refund
from storefront.values import ChargebackNews, PaymentAnswer

WHY = _("Broken on arrival.")
CARD = "sandbox-card"


def day_of(shop) -> date:
    return shop.now.date()


def row(shop, reference: str, amount: int, kind: str = "payment", **more) -> Reported:
    return Reported(
        **{
            "row": 2,
            "day": day_of(shop),
            "reference": reference,
            "amount": amount,
            "currency": "EUR",
            "kind": kind,
            **more,
        }
    )


def look(shop, *rows: Reported) -> tuple[Comparison, int]:
    """What a report of the card's provider differs in, and how many of that nobody has settled."""
    report = report_of(CARD, "report.csv", rows)
    found = compared(report)
    _run, unsettled = keep_run(report, found, "command line", shop.now)
    return found, unsettled


def paid(shop, total: int = 4990) -> tuple[int, int, str]:
    (order,), payment = shop.place(total)
    shop.pay(payment)
    return order, payment, shop.payment(payment).reference


def test_a_day_that_fits_differs_in_nothing(shop) -> None:
    order, payment, reference = paid(shop)
    actions.refund_order(order, 500, WHY, shop.now)
    shop.send_refunds()
    record_chargeback(CARD, ChargebackNews("dp_1", reference, 990, "EUR", "lost", fee=1500), shop.now)
    record_chargeback(CARD, ChargebackNews("dp_2", reference, 100, "EUR", "won", fee=1500), shop.now)
    rows = (
        row(shop, reference, 4990),
        row(shop, Refund.get().reference, -500, "refund"),
        row(shop, "dp_1", -990, "chargeback", fee=1500),
        row(shop, "dp_2", -100, "chargeback", fee=1500),
        row(shop, "dp_2", 100, "chargeback-won", fee=-1500),
    )
    found, unsettled = look(shop, *rows)
    assert (found.matched, found.differences, unsettled) == (5, (), 0)
    assert shop.payment(payment).state == "succeeded"


def test_differences_are_kept_once_however_often_a_report_is_compared(shop) -> None:
    order, _payment, _reference = paid(shop)
    for _time in range(2):
        found, unsettled = look(shop, row(shop, "pi_unknown", 100, counterparty="Berta Kunz"))
        assert [one.kind for one in found.differences] == ["unknown-reference", "missing"] or [
            one.kind for one in found.differences
        ] == ["missing", "unknown-reference"]
        assert unsettled == 2
    rows = list(ReconciliationDifference.select().order_by(ReconciliationDifference.kind))
    assert [(one.kind, one.amount, one.expected, one.detail) for one in rows] == [
        ("missing", None, 4990, ""),
        ("unknown-reference", 100, None, "Berta Kunz"),
    ]
    assert rows[0].order_number.startswith("N-")
    assert ReconciliationRun.select().count() == 2
    assert order


def test_what_a_report_lacked_settles_itself_when_a_later_one_has_it(shop) -> None:
    _order, _payment, reference = paid(shop)
    found, unsettled = look(shop, row(shop, "pi_unknown", 100))
    assert unsettled == 2
    shop.later(days=1)
    found, unsettled = look(shop, row(shop, reference, 4990))
    assert [(one.kind, one.detail) for one in found.other_days] == [("other-day", "2026-11-23")]
    assert (found.differences, unsettled) == ((), 0)
    settled = ReconciliationDifference.get(ReconciliationDifference.kind == "missing")
    assert (settled.settled_by, settled.settled_reason) == ("system", "It was in a later report.")
    assert ReconciliationDifference.get(ReconciliationDifference.kind == "unknown-reference").settled_at is None


def test_a_refund_that_was_booked_and_is_not_there_was_not_sent(shop) -> None:
    order, _payment, reference = paid(shop)
    actions.refund_order(order, 500, WHY, shop.now)
    shop.send_refunds()
    found, _unsettled = look(shop, row(shop, reference, 4990))
    assert [(one.kind, one.expected, one.subject) for one in found.differences] == [
        ("refund-not-sent", -500, f"refund:{Refund.get().id}")
    ]


def test_a_refund_that_waits_since_yesterday_was_not_sent(shop) -> None:
    order, _payment, reference = paid(shop)
    actions.refund_order(order, 500, WHY, shop.now)
    first, _unsettled = look(shop, row(shop, reference, 4990))
    assert first.differences == ()
    shop.later(days=1)
    found, _unsettled = look(shop, row(shop, reference, 4990))
    assert [one.kind for one in found.differences] == ["refund-not-sent"]


def test_a_ledger_that_lost_a_payment_is_found_by_the_orders(shop) -> None:
    _order, payment, reference = paid(shop)
    entry = LedgerEntry.get(LedgerEntry.key == f"payment:{payment}")
    LedgerLine.delete().where(LedgerLine.entry == entry.id).execute()
    entry.delete_instance()
    found, _unsettled = look(shop, row(shop, reference, 4990))
    assert [(one.kind, one.detail) for one in found.differences] == [("unknown-reference", ""), ("missing", "orders")]


def test_a_transfer_is_known_by_its_reference_and_may_lack_a_fee(shop) -> None:
    _orders, payment = shop.place(4990, provider="bank-transfer")
    actions.begin_payment(payment, {}, "", now=shop.now)
    reference = shop.payment(payment).reference
    actions.confirm_transfer(reference, None, shop.now)
    statement = Reported(2, day_of(shop), f"ORDER {reference.replace('-', ' ').lower()} THANKS", 4900, "EUR")
    report = report_of("bank-transfer", "bank.csv", (statement,))
    found = compared(report)
    assert [(one.kind, one.amount, one.expected) for one in found.differences] == [("bank-fee", 4900, 4990)]
    keep_run(report, found, "command line", shop.now)
    settle_difference(ReconciliationDifference.get().id, "The sending bank took it.", "staff:1", shop.now)
    assert shop.ledger()["fees:bank-transfer"] == 90
    assert shop.ledger()["clearing:bank-transfer"] == 4900


def test_a_difference_is_settled_once_and_with_a_reason(shop) -> None:
    paid(shop)
    look(shop, row(shop, "pi_unknown", 100))
    one = ReconciliationDifference.get(ReconciliationDifference.kind == "unknown-reference")
    before = shop.ledger()
    with pytest.raises(Refused) as refused:
        settle_difference(one.id, "  ", "staff:1", shop.now)
    assert refused.value.code == "no-reason"
    settle_difference(one.id, " An old customer's gift ", "staff:1", shop.now)
    with pytest.raises(Refused) as refused:
        settle_difference(one.id, "Again", "staff:2", shop.now)
    assert refused.value.code == "settled-already"
    with pytest.raises(NotFound):
        settle_difference(one.id + 1000, "Why", "staff:1", shop.now)
    kept = ReconciliationDifference.get_by_id(one.id)
    assert (kept.settled_by, kept.settled_reason) == ("staff:1", "An old customer's gift")
    assert shop.ledger() == before
    _found, unsettled = look(shop, row(shop, "pi_unknown", 100))
    assert unsettled == 1


def test_one_day_of_a_longer_report_is_looked_at_alone(shop) -> None:
    _order, _payment, reference = paid(shop)
    other = row(shop, "pi_other", 1, day=day_of(shop) + timedelta(days=1), row=3)
    report = report_of(CARD, "report.csv", (row(shop, reference, 4990), other), day_of(shop))
    assert (report.first, report.last, len(report.rows)) == (day_of(shop), day_of(shop), 1)
    assert compared(report).differences == ()


def test_money_just_before_midnight_is_the_next_days_at_the_provider(shop) -> None:
    shop.now = datetime(2026, 11, 23, 23, 59, 58, tzinfo=UTC)
    _orders, payment = shop.place(4990)
    actions.settle(payment, PaymentAnswer("succeeded", "pi_night", 4990), shop.now)
    found, unsettled = look(shop, row(shop, "pi_night", 4990, day=date(2026, 11, 24)))
    assert ([one.kind for one in found.other_days], found.differences, unsettled) == (["other-day"], (), 0)
