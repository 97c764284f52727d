"""Sellers' money at the desk: due, paid, stated; bank accounts; and what a stranger gets."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from desk_people import open_desk
from flask.testing import FlaskClient

from storefront.accounts import tables as accounts
from storefront.catalogue.tables import Seller
from storefront.db import utc_now
from storefront.desk.tables import AuditEntry
from storefront.orders.tables import Outbox
from storefront.payments.hold_tables import BankAccount, Payout, PayoutLine, PayoutRun
from storefront.payments.ledger import book
from storefront.payments.tables import LedgerEntry, LedgerLine
from storefront.web.limits import _counters

IBAN = "DE02 1203 0000 0000 2020 51"
GOOD = {"holder": "Nordbord GmbH", "account": IBAN, "bank": "BYLADEM1001"}


@pytest.fixture(autouse=True)
def put_back(demo: Any) -> Iterator[None]:
    """Without people, bookings and payouts of a test; what the demo paid out is set aside for it."""
    _counters.clear()
    kept = {table: [row.id for row in table.select(table.id)] for table in TABLES}
    yield
    for table, ids in kept.items():
        table.delete().where(table.id.not_in(ids)).execute()
    AuditEntry.delete().execute()
    accounts.Person.delete().execute()


TABLES = (PayoutLine, Payout, PayoutRun, BankAccount, LedgerLine, LedgerEntry, Outbox)


def earned(seller: int, amount: int, key: str = "one") -> None:
    """A seller's share of a sale in a currency that the demo does not sell in."""
    lines = [("held:order:0", "THB", amount + 150), (f"seller:{seller}", "THB", -amount), ("commission", "THB", -150)]
    book(f"test:{key}:{seller}", "release", "order:0", lines, utc_now())


def sellers() -> tuple[Seller, Seller]:
    first, second = Seller.select().order_by(Seller.id).limit(2)
    return first, second


def save(browser: FlaskClient, seller: int, **typed: str) -> Any:
    return browser.post(f"/desk/sellers/{seller}/bank", data={**GOOD, **typed})


def key_of(browser: FlaskClient) -> str:
    page = browser.get("/desk/payouts/run").text
    return page.partition('name="key" value="')[2].partition('"')[0]


def test_sellers_are_paid_after_a_look_and_once(demo: Any) -> None:
    staff = open_desk(demo, "staff")
    one, two = sellers()
    earned(one.id, 8000)
    earned(two.id, 700)
    assert save(staff, one.id).status_code == 303
    shown = staff.get("/desk/payouts/run").text
    assert one.name in shown.partition("<h2 id=\"left\">")[0]
    assert "No bank account yet" in shown.partition("<h2 id=\"left\">")[2]
    assert Payout.select().where(Payout.currency == "THB").count() == 0
    key = key_of(staff)
    for _press in range(2):
        assert staff.post("/desk/payouts/run", data={"key": key}).headers["Location"] == "/desk/payouts"
    (payout,) = Payout.select().where(Payout.currency == "THB")
    assert (payout.amount, payout.seller_id, payout.state) == (8000, one.id, "created")
    assert staff.post("/desk/payouts/run", data={}).headers["Location"] == "/desk/payouts/run"
    assert [row.act for row in AuditEntry.select().order_by(AuditEntry.id)][:2] == ["bank.save", "payout.run"]

    page = staff.get(f"/desk/payouts/{payout.id}").text
    assert "DE••••2051" in page
    assert "0000202051" not in page
    rows = list(csv.DictReader(io.StringIO(staff.get("/desk/payouts/transfers.csv").text)))
    mine = next(row for row in rows if row["payout"] == str(payout.id))
    assert (mine["account"], mine["amount"], mine["currency"]) == ("DE02120300000000202051", "80.00", "THB")
    for state, notice in (("sent", "marked as sent"), ("confirmed", "has arrived"), ("confirmed", "said of the payout")):
        assert staff.post(f"/desk/payouts/{payout.id}/{state}").status_code == 303
        assert notice in staff.get(f"/desk/payouts/{payout.id}").text
    assert Payout.get_by_id(payout.id).state == "confirmed"
    assert staff.post(f"/desk/payouts/{payout.id}/nothing").status_code == 404


def test_a_failure_wants_its_reason(demo: Any) -> None:
    staff = open_desk(demo, "staff")
    one, _two = sellers()
    earned(one.id, 8000)
    save(staff, one.id)
    staff.post("/desk/payouts/run", data={"key": key_of(staff)})
    (payout,) = Payout.select().where(Payout.currency == "THB")
    staff.post(f"/desk/payouts/{payout.id}/failed")
    assert "Say why it failed." in staff.get(f"/desk/payouts/{payout.id}").text
    assert Payout.get_by_id(payout.id).state == "created"
    staff.post(f"/desk/payouts/{payout.id}/failed", data={"reason": "<b>closed</b>"})
    assert Payout.get_by_id(payout.id).state == "failed"
    assert "&lt;b&gt;closed&lt;/b&gt;" in staff.get(f"/desk/payouts/{payout.id}").text


def test_the_statement_is_a_page_and_a_file(demo: Any) -> None:
    staff = open_desk(demo, "staff")
    one, _two = sellers()
    earned(one.id, 8000)
    page = staff.get(f"/desk/balances/{one.id}/THB").text
    assert "Commission" in page
    rows = list(csv.reader(io.StringIO(staff.get(f"/desk/balances/{one.id}/THB.csv").text)))
    assert rows[1][1:] == ["release", "", "81.50", "-1.50", "0.00", "0.00", "80.00", "THB", ""]
    assert rows[2][1:] == ["paid", "", "", "", "", "", "80.00", "THB", ""]
    assert staff.get(f"/desk/balances/{one.id}/XXY").status_code == 404


def test_a_bank_account_is_checked_kept_in_part_and_told_to_its_people(demo: Any) -> None:
    one, _two = sellers()
    seller = open_desk(demo, "seller", one.slug)
    mails = Outbox.select().where(Outbox.kind == "account_mail").count()
    wrong = save(seller, one.id, account="DE02 1203 0000 0000 2020 52")
    assert wrong.status_code == 422
    assert "This IBAN has a mistake" in wrong.text
    assert "DE02 1203 0000 0000 2020 52" in wrong.text
    assert save(seller, one.id, holder="").status_code == 422
    assert BankAccount.select().where(BankAccount.seller_id == one.id).count() == 0
    assert save(seller, one.id).status_code == 303
    assert save(seller, one.id).status_code == 303
    assert BankAccount.select().where(BankAccount.seller_id == one.id).count() == 1
    page = seller.get(f"/desk/sellers/{one.id}/bank").text
    assert "DE••••2051" in page
    assert "DE0212030000" not in page
    assert save(seller, one.id, account="GB33 BUKB 2020 1555 5555 55").status_code == 303
    assert "Changed lately" in seller.get(f"/desk/sellers/{one.id}/bank").text
    assert Outbox.select().where(Outbox.kind == "account_mail").count() == mails + 2
    entry = AuditEntry.select().order_by(-AuditEntry.id).get()
    assert (entry.act, entry.before, entry.after) == (
        "bank.save", {"account": "DE••••2051"}, {"account": "GB••••5555"},
    )  # fmt: skip


def test_a_seller_sees_his_own_money_and_pays_nobody(demo: Any) -> None:
    staff = open_desk(demo, "staff")
    one, two = sellers()
    earned(one.id, 8000)
    earned(two.id, 9000)
    for seller in (one, two):
        save(staff, seller.id)
    staff.post("/desk/payouts/run", data={"key": key_of(staff)})
    mine, theirs = (Payout.get(Payout.seller_id == one.id, Payout.currency == "THB"),
                    Payout.get(Payout.seller_id == two.id, Payout.currency == "THB"))  # fmt: skip
    seller = open_desk(demo, "seller", one.slug)
    shown = seller.get("/desk/payouts").text
    assert one.name in shown
    assert two.name not in shown
    assert "Pay sellers" not in shown
    for path in (f"payouts/{mine.id}", f"payouts/{mine.id}/statement.csv", f"balances/{one.id}/THB",
                 f"balances/{one.id}/THB.csv", f"sellers/{one.id}/bank"):  # fmt: skip
        assert seller.get(f"/desk/{path}").status_code == 200, path
    strangers: list[tuple[FlaskClient, tuple[str, ...]]] = [
        (seller, (f"payouts/{theirs.id}", f"payouts/{theirs.id}/statement.csv", f"balances/{two.id}/THB",
                  f"balances/{two.id}/THB.csv", f"sellers/{two.id}/bank", "payouts/run", "payouts/transfers.csv")),
        (open_desk(demo, ""), (f"payouts/{mine.id}", "payouts", "payouts/run", f"balances/{one.id}/THB",
                               f"payouts/{mine.id}/statement.csv", f"sellers/{one.id}/bank", "payouts/transfers.csv")),
    ]  # fmt: skip
    for browser, paths in strangers:
        for path in paths:
            assert browser.get(f"/desk/{path}").status_code == 404, path
        for path in ("payouts/run", f"payouts/{mine.id}/sent", f"payouts/{theirs.id}/failed", f"sellers/{two.id}/bank"):
            assert browser.post(f"/desk/{path}", data={**GOOD, "key": "k", "reason": "x"}).status_code == 404, path
    guest = demo.browser()
    for path in ("payouts", f"payouts/{mine.id}", f"sellers/{one.id}/bank", "payouts/transfers.csv"):
        assert "/account/sign-in" in guest.get(f"/desk/{path}").headers["Location"], path
    assert {row.state for row in Payout.select().where(Payout.currency == "THB")} == {"created"}
    assert BankAccount.select().where(BankAccount.seller_id == two.id).count() == 1


def test_lists_take_as_many_queries_however_long_they_are(demo: Any, queries: Callable[..., Any]) -> None:
    staff = open_desk(demo, "staff")
    one, two = sellers()
    earned(one.id, 8000)
    staff.get("/desk/payouts")
    with queries() as few:
        staff.get("/desk/payouts")
        staff.get(f"/desk/balances/{one.id}/THB")
    for number in range(5):
        earned(two.id, 100, f"more-{number}")
        earned(one.id, 100, f"more-{number}")
    with queries() as many:
        staff.get("/desk/payouts")
        staff.get(f"/desk/balances/{one.id}/THB")
    assert len(many) == len(few)
