"""Money without an order at the desk and credit in the account; and what a stranger gets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from desk_people import PASSWORD, open_desk
from flask.testing import FlaskClient

from storefront.accounts import tables as accounts
from storefront.catalogue.tables import Seller
from storefront.desk.tables import AuditEntry
from storefront.orders.tables import Outbox
from storefront.payments.credit.balances import balance_of, credit_account
from storefront.payments.credit.tables import Balance, BalanceMove, GiftCard, UnmatchedMoney
from storefront.payments.tables import LedgerEntry, LedgerLine
from storefront.web.limits import _counters

TABLES = (BalanceMove, Balance, GiftCard, UnmatchedMoney, LedgerLine, LedgerEntry, Outbox)
CAME = {
    "key": "a-key", "received_on": "2026-11-20", "amount": "50,00", "currency": "EUR", "reference": "<b>thanks</b>",
    "counterparty": "A. Berg",
}  # fmt: skip


@pytest.fixture(autouse=True)
def put_back(demo: Any) -> Iterator[None]:
    """Without people, bookings and balances of a test."""
    _counters.clear()
    kept = {table: [row.id for row in table.select(table.id)] for table in TABLES}
    yield
    for table, ids in kept.items():
        table.delete().where(table.id.not_in(ids)).execute()
    AuditEntry.delete().execute()
    accounts.Person.delete().execute()


def number_of(email: str) -> int:
    return int(accounts.Person.get(accounts.Person.email == email).id)


def enter(staff: FlaskClient, **typed: str) -> int:
    answer = staff.post("/desk/unmatched/new", data={**CAME, **typed})
    assert answer.status_code == 303, answer.text
    return int(answer.headers["Location"].rsplit("/", 1)[1])


def test_money_is_entered_once_and_becomes_somebodys_credit(demo: Any) -> None:
    staff, anna = open_desk(demo, "staff"), open_desk(demo, "")
    number = enter(staff)
    assert enter(staff) == number
    assert "&lt;b&gt;thanks&lt;/b&gt;" in staff.get("/desk/unmatched").text
    where = f"/desk/unmatched/{number}"
    wrong = staff.post(f"{where}/credit", data={"email": "nobody@example.com"})
    assert wrong.status_code == 422
    assert "Nobody has an account with this address." in wrong.text
    assert "nobody@example.com" in wrong.text
    assert staff.post(f"{where}/match", data={"order": "N-none"}).status_code == 422
    assert staff.post(f"{where}/return", data={"reason": " "}).status_code == 422
    assert staff.post(f"{where}/credit", data={"email": "Anna@example.com"}).status_code == 303
    assert staff.post(f"{where}/return", data={"reason": "twice"}).status_code == 422
    assert [row.act for row in AuditEntry.select().order_by(AuditEntry.id)] == ["money.enter", "money.credit"]
    assert "thanks" not in staff.get("/desk/unmatched").text
    assert "Became credit" in staff.get("/desk/unmatched?show=all").text

    page = anna.get("/en/account/credit").text
    assert "50.00" in page
    assert "Money that came without an order." in page
    assert "50.00" not in open_desk(demo, "admin").get("/en/account/credit").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"amount": "much"}, "Enter the amount that came"),
        ({"amount": "0"}, "Enter the amount that came"),
        ({"received_on": "2999-01-01"}, "it is not in the future"),
        ({"currency": "XXX"}, "Please choose one of the list."),
    ],
)
def test_what_is_typed_wrong_is_said_and_kept(demo: Any, typed: dict[str, str], said: str) -> None:
    answer = open_desk(demo, "staff").post("/desk/unmatched/new", data={**CAME, **typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert "A. Berg" in answer.text
    assert UnmatchedMoney.select().count() == 0


def test_an_account_with_credit_is_not_deleted_until_it_is_used_or_paid_out(demo: Any) -> None:
    staff, anna = open_desk(demo, "staff"), open_desk(demo, "")
    staff.post(f"/desk/unmatched/{enter(staff)}/credit", data={"email": "anna@example.com"})
    told = json.loads(anna.post("/en/account/data").text)
    assert [one["credit"]["balances"] for one in told.values() if "credit" in one] == [{"EUR": 5000}]
    refused = anna.post("/en/account/close", data={"password": PASSWORD})
    assert refused.status_code == 422
    assert "There is still credit in your account." in refused.text
    assert balance_of(credit_account(number_of("anna@example.com")), "EUR") == 5000


def test_a_stranger_learns_nothing_of_money_without_an_order(demo: Any) -> None:
    staff = open_desk(demo, "staff")
    number, seller = enter(staff), Seller.select().first().slug
    pages = ["/desk/unmatched", "/desk/unmatched/new", f"/desk/unmatched/{number}"]
    acts = ["/desk/unmatched/new", *(f"/desk/unmatched/{number}/{act}" for act in ("match", "credit", "return"))]
    for who in (open_desk(demo, "seller", seller), open_desk(demo, "")):
        answers = [who.get(path) for path in pages] + [who.post(path, data=CAME | {"reason": "x"}) for path in acts]
        assert {answer.status_code for answer in answers} == {404}
    guest = demo.browser()
    assert {guest.get(path).status_code for path in pages} == {303}
    assert {guest.post(path, data=CAME).status_code for path in acts} == {303}
    assert UnmatchedMoney.get_by_id(number).state == "waiting"
    assert staff.get("/desk/unmatched/999").status_code == 404
    assert staff.post(f"/desk/unmatched/{number}/nothing").status_code == 404
