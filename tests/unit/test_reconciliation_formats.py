"""Reports as files: what is read, and what is refused with its row and column."""

from __future__ import annotations

from datetime import date

import pytest

from storefront.payments.reconciliation.formats import BadReport, read_report
from storefront.payments.reconciliation.rows import Reported

DAY = date(2026, 11, 30)


def test_a_plain_report_has_four_columns_and_some_more() -> None:
    text = (
        "Date,kind,reference,amount,currency,fee,payout,counterparty,balance\n"
        "2026-11-30,payment,pi_1,49.90,eur,1.75,po_1,Anna Berg,100\n"
        "\n"
        "2026-11-30T23:59:01Z,refund,re_1,-5,EUR\n"
    )
    assert read_report(text.encode()) == [
        Reported(2, DAY, "pi_1", 4990, "EUR", "payment", 175, payout="po_1", counterparty="Anna Berg"),
        Reported(4, DAY, "re_1", -500, "EUR", "refund"),
    ]


def test_a_banks_statement_has_semicolons_commas_and_dots() -> None:
    text = "\ufeffdate;amount;currency;reference;counterparty\n30.11.2026;−1234,50;EUR;7K3M 92QX;\"Kunz; Berta\"\n30.11.2026;500;JPY;x;\n"
    assert read_report(text.encode()) == [
        Reported(2, DAY, "7K3M 92QX", -123450, "EUR", counterparty="Kunz; Berta"),
        Reported(3, DAY, "x", 500, "JPY"),
    ]


def test_stripes_own_report_is_known_by_its_columns() -> None:
    names = "balance_transaction_id,created,currency,gross,fee,net,reporting_category,source_id,payment_intent_id,dispute_id,automatic_payout_id,customer_facing_amount,customer_facing_currency"
    rows = [
        "txn_1,2026-11-30 09:00:00,eur,49.90,1.75,48.15,charge,ch_1,pi_1,,po_1,49.90,eur",
        "txn_2,2026-11-30 09:00:00,eur,46.00,1.75,44.25,charge,ch_2,pi_2,,po_1,7000,jpy",
        "txn_3,2026-11-30 09:00:00,eur,-5.00,0,-5.00,refund,re_1,pi_1,,po_1,,",
        "txn_4,2026-11-30 09:00:00,eur,-49.90,20,-69.90,dispute,dp_9,pi_1,dp_1,po_1,,",
        "txn_5,2026-11-30 09:00:00,eur,49.90,-20,69.90,dispute_reversal,dp_9,pi_1,dp_1,po_1,,",
        "txn_6,2026-11-30 09:00:00,eur,-20.00,0,-20.00,payout,po_1,,,po_1,,",
        "txn_7,2026-11-30 09:00:00,eur,-2.00,0,-2.00,network_cost,,,,,,",
    ]
    found = read_report("\n".join([names, *rows]).encode())
    assert [(one.kind, one.reference, one.amount, one.currency, one.fee, one.fee_currency) for one in found] == [
        ("payment", "pi_1", 4990, "EUR", 175, "EUR"),
        ("payment", "pi_2", 7000, "JPY", 175, "EUR"),
        ("refund", "re_1", -500, "EUR", 0, "EUR"),
        ("chargeback", "dp_1", -4990, "EUR", 2000, "EUR"),
        ("chargeback-won", "dp_1", 4990, "EUR", -2000, "EUR"),
        ("payout", "po_1", -2000, "EUR", 0, "EUR"),
        ("fee", "", -200, "EUR", 0, "EUR"),
    ]
    assert {one.payout for one in found} == {"po_1", ""}


HEAD = "date,reference,amount,currency,kind\n"


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (b"", ["row 1: there is no column date, reference, amount, currency"]),
        (HEAD.encode(), ["row 1: there are no rows below the names of the columns"]),
        (b"date,amount\n", ["row 1: there is no column reference, currency"]),
        (b"date,date,reference,amount,currency\n", ["row 1: two columns are called date"]),
        (b"balance_transaction_id,gross\n", ["row 1: there is no column reporting_category, currency, created"]),
        ((HEAD + "2026-11-31,x,1,EUR,\n").encode(), ["row 2, column date: '2026-11-31' is no date; write it like 2026-11-30"]),
        ((HEAD + "2026-11-30,x,1.234,EUR,\n").encode(), ["row 2, column amount: '1.234' is no amount of EUR"]),
        ((HEAD + "2026-11-30,x,1.5,JPY,\n").encode(), ["row 2, column amount: '1.5' is no amount of JPY"]),
        ((HEAD + "2026-11-30,x,NaN,EUR,\n").encode(), ["row 2, column amount: 'NaN' is no amount of EUR"]),
        ((HEAD + "2026-11-30,x,1e99,EUR,\n").encode(), ["row 2, column amount: '1e99' is no amount of EUR"]),
        ((HEAD + "2026-11-30,x,much,EUR,\n").encode(), ["row 2, column amount: 'much' is no amount; write it like -49.90"]),
        ((HEAD + "2026-11-30,x,1,EURO,\n").encode(), ["row 2, column currency: 'EURO' is no currency"]),
        (
            (HEAD + "2026-11-30,x,1,EUR,gift\n").encode(),
            [("row 2, column kind: 'gift' is none of payment, refund, refund-failed, chargeback, chargeback-won, fee, payout, "
             "payout-back")],
        ),
        ((HEAD + "2026-11-30,x,1,EUR,,,,\n").encode(), ["row 2: there are 8 cells and 5 columns"]),
        (b"date,reference\xff", ["byte 15: the file is not UTF-8"]),
        (b"date\0", ["the file is not text"]),
        ((HEAD + '2026-11-30,"x,1,EUR,\n').encode(), ["row 2: unexpected end of data"]),
    ],
)
def test_a_bad_file_is_refused_with_row_and_column(content: bytes, faults: list[str]) -> None:
    with pytest.raises(BadReport) as bad:
        read_report(content)
    assert list(bad.value.faults) == faults


def test_all_faults_are_said_at_once_up_to_twenty() -> None:
    with pytest.raises(BadReport) as bad:
        read_report((HEAD + "x,x,x,x,x\n" * 25).encode())
    assert (len(bad.value.faults), bad.value.faults[-1]) == (21, "and 5 more")
