"""The ten kinds of difference, each planted; and what is none."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.payments.reconciliation.rows import KINDS, Booked, Comparison, Reported
from storefront.payments.reconciliation.rules import against_orders, compare

MONDAY, TUESDAY, SUNDAY = date(2026, 11, 30), date(2026, 12, 1), date(2026, 11, 29)


def came(reference: str = "pi_1", amount: int = 4990, **more: Any) -> Reported:
    return Reported(
        **{
            "row": 2,
            "day": MONDAY,
            "reference": reference,
            "amount": amount,
            "currency": "EUR",
            "kind": "payment",
            **more,
        }
    )


def known(reference: str = "pi_1", amount: int = 4990, **more: Any) -> Booked:
    told = {"subject": f"payment:{reference}", "kind": "payment", "day": MONDAY, "currency": "EUR", "orders": ("N-1",)}
    return Booked(**{**told, "amount": amount, "references": (reference,), **more})


def refunded(**more: Any) -> Booked:
    return known("re_1", -500, **{"kind": "refund", "subject": "refund:1", **more})


def found(reported: list[Reported], booked: list[Booked]) -> Comparison:
    return compare(reported, booked, MONDAY, MONDAY)


def kinds(reported: list[Reported], booked: list[Booked]) -> list[str]:
    return [one.kind for one in found(reported, booked).differences]


def test_what_fits_is_no_difference() -> None:
    rows = [came(), came("re_1", -500, kind="refund", row=3)]
    assert found(rows, [known(), refunded()]) == Comparison(2, found=frozenset({"payment:pi_1", "refund:1"}))


def test_a_payment_that_is_not_in_the_report_is_missing() -> None:
    (one,) = found([], [known()]).differences
    assert (one.kind, one.reference, one.amount, one.expected, one.orders, one.row) == (
        "missing", "pi_1", None, 4990, ("N-1",), None,
    )  # fmt: skip


def test_a_payment_that_stands_there_twice_is_doubled() -> None:
    (one,) = found([came(), came(row=3)], [known()]).differences
    assert (one.kind, one.row, one.amount, one.subject) == ("doubled", 3, 4990, "payment:pi_1")


def test_two_transfers_that_were_booked_are_two() -> None:
    assert kinds([came(), came(row=3)], [known(), known(subject="payment:2")]) == []


@pytest.mark.parametrize("amount", [5000, 4000, 1, -4990])
def test_another_amount_is_a_wrong_amount(amount: int) -> None:
    (one,) = found([came(amount=amount)], [known()]).differences
    assert (one.kind, one.amount, one.expected) == ("wrong-amount", amount, 4990)


def test_another_currency_is_a_wrong_currency() -> None:
    (one,) = found([came(currency="USD")], [known()]).differences
    assert (one.kind, one.currency, one.detail) == ("wrong-currency", "USD", "EUR")


def test_a_reference_nobody_knows_is_said_with_its_counterparty() -> None:
    (one,) = found([came("pi_9", counterparty="Berta Kunz")], []).differences
    assert (one.kind, one.reference, one.detail) == ("unknown-reference", "pi_9", "Berta Kunz")


@pytest.mark.parametrize(("amount", "kind"), [(4900, "bank-fee"), (4491, "bank-fee"), (4490, "wrong-amount")])
def test_a_little_less_than_was_booked_is_a_banks_fee(amount: int, kind: str) -> None:
    assert kinds([came(amount=amount)], [known()]) == [kind]


def test_a_fee_on_a_row_of_its_own_is_a_banks_fee() -> None:
    assert kinds([came("Account fee November", -990, kind="fee")], []) == ["bank-fee"]


def test_what_a_provider_kept_is_one_difference_a_currency() -> None:
    rows = [came(fee=175), came("pi_2", 1000, fee=50, row=3), came("pi_3", 900, fee=30, fee_currency="USD", row=4)]
    differences = found(rows, [known(), known("pi_2", 1000), known("pi_3", 900)]).differences
    assert [(one.kind, one.amount, one.expected, one.currency) for one in differences] == [
        ("bank-fee", -225, 0, "EUR"),
        ("bank-fee", -30, 0, "USD"),
    ]


def test_a_refund_that_the_report_lacks_was_not_sent() -> None:
    (one,) = found([], [refunded()]).differences
    assert (one.kind, one.expected, one.subject) == ("refund-not-sent", -500, "refund:1")


@pytest.mark.parametrize(("day", "expected"), [(SUNDAY, ["refund-not-sent"]), (MONDAY, [])])
def test_a_refund_that_is_owed_since_yesterday_was_not_sent(day: date, expected: list[str]) -> None:
    assert kinds([], [refunded(day=day, sent=False)]) == expected


def test_a_chargeback_that_nobody_told_us_is_unrecorded() -> None:
    (one,) = found([came("dp_1", -4990, kind="chargeback", fee=2000)], []).differences
    assert (one.kind, one.reference, one.amount) == ("unrecorded-chargeback", "dp_1", -4990)
    back = known("dp_1", -4990, kind="chargeback", fee=2000)
    assert kinds([came("dp_1", -4990, kind="chargeback", fee=2000)], [back]) == []


def test_a_payout_of_less_than_its_rows_is_short() -> None:
    rows = [came(fee=90, payout="po_1"), came("re_1", -500, kind="refund", payout="po_1", row=3)]
    books = [known(fee=90), refunded()]
    assert kinds([*rows, came("po_1", -4400, kind="payout", row=4)], [*books, payout("po_1", -4400)]) == []
    short = found([*rows, came("po_1", -4300, kind="payout", row=4)], [*books, payout("po_1", -4300)]).differences
    assert [(one.kind, one.amount, one.expected) for one in short] == [("payout-short", -4300, -4400)]


def test_a_payout_of_less_than_was_booked_is_short() -> None:
    assert kinds([came("po_7", -900, kind="payout")], [payout("po_7", -1000)]) == ["payout-short"]


def payout(reference: str, amount: int) -> Booked:
    return known(reference, amount, kind="payout", subject="payout:1")


@pytest.mark.parametrize("day", [SUNDAY, TUESDAY])
def test_the_same_payment_on_another_day_is_said_and_is_no_difference(day: date) -> None:
    result = found([came()], [known(day=day)])
    assert result.differences == ()
    assert [(one.kind, one.reference, one.detail) for one in result.other_days] == [
        ("other-day", "pi_1", day.isoformat())
    ]


def test_what_was_booked_on_another_day_is_not_missing_today() -> None:
    assert kinds([], [known(day=SUNDAY), known("pi_2", day=TUESDAY)]) == []


def test_the_booking_of_the_same_day_comes_first() -> None:
    result = found([came()], [known(day=TUESDAY, subject="payment:b"), known(subject="payment:a")])
    assert (result.found, result.other_days) == (frozenset({"payment:a"}), ())


def test_a_bank_writes_references_its_own_way() -> None:
    row = came("SEPA CREDIT REF 7k3m 92qx ORDER", kind="", counterparty="Anna Berg")
    assert kinds([row], [known("7K3M-92QX")]) == []
    assert kinds([came("7K3M-92QX", -4990, kind="")], [known("7K3M-92QX")]) == ["unknown-reference", "missing"]
    # too short to be found inside of other words
    assert kinds([came("invoice 12345", kind="")], [known("1234")]) == ["unknown-reference", "missing"]


def test_the_ledger_lacks_what_the_orders_say() -> None:
    assert against_orders([known()], [known()]) == []
    (lacks,) = against_orders([], [known()])
    assert (lacks.kind, lacks.expected, lacks.amount, lacks.detail) == ("missing", 4990, None, "orders")
    (wrong,) = against_orders([known(amount=4000)], [known()])
    assert (wrong.kind, wrong.expected, wrong.amount) == ("wrong-amount", 4990, 4000)
    (other,) = against_orders([known(currency="USD")], [known()])
    assert other.kind == "wrong-currency"


def test_every_kind_is_planted_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f'"{kind}"' not in text] == []
    assert len(KINDS) == 10


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from((100, 200, -100))), max_size=8),
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from((100, 200, -100))), max_size=8),
)
def test_every_row_and_every_booking_of_the_day_is_accounted_for_once(rows: list[Any], books: list[Any]) -> None:
    reported = [came(name, amount, row=number) for number, (name, amount) in enumerate(rows)]
    booked = [known(name, amount, subject=str(number)) for number, (name, amount) in enumerate(books)]
    result = found(reported, booked)
    absent = [one for one in result.differences if one.row is None]
    paired = [one for one in result.differences if one.kind in ("wrong-amount", "bank-fee")]
    alone = [one for one in result.differences if one.row is not None and one not in paired]
    assert result.matched + len(alone) == len(reported)
    assert result.matched + len(absent) == len(booked)
