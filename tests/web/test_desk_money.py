"""Money without an order at the desk and credit in the account; and what a stranger gets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from desk_people import PASSWORD, open_desk
from flask.testing import FlaskClient

from storefront.accounts import tables as accounts
from storefront.catalogue.tables import Seller
from storefront.db import utc_now
from storefront.desk.tables import AuditEntry
from storefront.i18n import _
from storefront.orders.tables import Event, Order, Outbox, Purchase
from storefront.orders.wording import Wording
from storefront.payments.credit.balances import balance_of, credit_account
from storefront.payments.credit.cards import card_words
from storefront.payments.credit.tables import Balance, BalanceMove, GiftCard, UnmatchedMoney
from storefront.payments.hold_tables import Hold, HoldTaking
from storefront.payments.reconciliation.actions import compared, keep_run, report_of
from storefront.payments.reconciliation.rows import Reported
from storefront.payments.reconciliation.tables import ReconciliationDifference, ReconciliationRun
from storefront.payments.tables import Allocation, Installment, LedgerEntry, LedgerLine, Payment
from storefront.runtime import current
from storefront.web.limits import _counters

TABLES = (BalanceMove, Balance, GiftCard, UnmatchedMoney, LedgerLine, LedgerEntry, Outbox, Allocation, Payment,
          HoldTaking, Hold, Installment, Event, Order, Purchase)  # fmt: skip
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


def test_what_a_statement_says_and_nobody_knows_waits_once(demo: Any) -> None:
    staff, day = open_desk(demo, "staff"), date(2020, 1, 2)
    rows = [Reported(2, day, "no-such-order", 700, "EUR"), Reported(3, day, "bank-fee", -5, "EUR")]
    report = report_of("bank-transfer", "january.csv", rows)
    keep_run(report, compared(report), "command line", utc_now())
    came, went = (row.id for row in ReconciliationDifference.select().order_by(ReconciliationDifference.row))
    path = f"/desk/reconciliation/{came}"
    assert f"{path}/unmatched" in staff.get(path).text
    assert "/unmatched\"" not in staff.get(f"/desk/reconciliation/{went}").text.partition("<main")[2]
    for _press in range(2):
        assert staff.post(f"{path}/unmatched").status_code == 303
    staff.post(f"/desk/reconciliation/{went}/unmatched")
    assert [(row.amount, row.reference, row.state) for row in UnmatchedMoney.select()] == [
        (700, "no-such-order", "waiting")
    ]
    assert ReconciliationDifference.get_by_id(came).settled_at is not None
    assert open_desk(demo, "").post(f"{path}/unmatched").status_code == 404
    assert demo.browser().post(f"{path}/unmatched").status_code == 303
    ReconciliationDifference.delete().execute()
    ReconciliationRun.delete().execute()


def key_of(browser: FlaskClient, path: str) -> str:
    return browser.get(path).text.partition('name="key" value="')[2].partition('"')[0]


def test_credit_is_given_once_within_the_limit_and_paid_out(demo: Any) -> None:
    staff, anna = open_desk(demo, "staff"), open_desk(demo, "")
    number = number_of("anna@example.com")
    where = f"/desk/customers/{number}/credit"
    assert where in staff.get(f"/desk/customers/{number}").text
    typed = {"key": key_of(staff, where), "amount": "20", "currency": "EUR", "reason": "<i>sorry</i>"}
    wrong = {"amount": "500.01"}, {"amount": "x"}, {"reason": ""}, {"currency": "XXX"}, {"key": ""}
    assert {staff.post(f"{where}/give", data=typed | one).status_code for one in wrong} == {422}
    for _press in range(2):
        assert staff.post(f"{where}/give", data=typed).status_code == 303
    assert balance_of(credit_account(number), "EUR") == 2000
    assert "&lt;i&gt;sorry&lt;/i&gt;" in staff.get(where).text
    assert "&lt;i&gt;sorry&lt;/i&gt;" in anna.get("/en/account/credit").text
    assert staff.post(f"{where}/pay-out", data=typed | {"amount": "20.01", "key": "b"}).status_code == 422
    assert staff.post(f"{where}/pay-out", data=typed | {"key": "b"}).status_code == 303
    assert balance_of(credit_account(number), "EUR") == 0
    acts = [row.act for row in AuditEntry.select().order_by(AuditEntry.id)]
    assert acts == ["credit.give", "credit.pay-out"]
    assert staff.post(f"{where}/nothing", data=typed).status_code == 404


def issued(staff: FlaskClient, **typed: str) -> tuple[str, str]:
    """A card's page and its code."""
    key = key_of(staff, "/desk/gift-cards/new")
    form = {"key": key, "amount": "30", "currency": "EUR", "how": "gift", "language": "de", "email": "", "message": ""}
    answer = staff.post("/desk/gift-cards/new", data=form | typed)
    assert answer.status_code == 303, answer.text
    page = staff.get(answer.headers["Location"]).text
    found = re.search(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", page)
    assert found is not None
    assert found[0] not in staff.get(answer.headers["Location"]).text
    return answer.headers["Location"], found[0]


def test_a_gift_card_is_issued_shown_once_mailed_and_redeemed_once(demo: Any) -> None:
    staff, anna = open_desk(demo, "staff"), open_desk(demo, "")
    where, code = issued(staff, email="Lea@example.com", message="Alles Gute")
    row = Outbox.select().where(Outbox.kind == "account_mail").order_by(-Outbox.id).get()
    assert (row.payload["to"], code in str(row.payload)) == ("lea@example.com", False)
    words = card_words(row.payload["card"], Wording(current(), "de"))
    assert words[0] == "Alles Gute"
    assert code in words[2]

    assert anna.post("/en/account/credit", data={"gift_code": "AAAA"}).status_code == 422
    staff.post(f"{where}/block")
    assert "blocked" in anna.post("/en/account/credit", data={"gift_code": code}).text
    staff.post(f"{where}/open")
    assert anna.post("/en/account/credit", data={"gift_code": code.lower()}).status_code == 303
    assert "30.00" in anna.get("/en/account/credit").text
    assert "used up" in anna.post("/en/account/credit", data={"gift_code": code}).text
    assert staff.post(f"{where}/write-off", data={"reason": "x"}).status_code == 422
    acts = [row.act for row in AuditEntry.select().order_by(AuditEntry.id)]
    assert acts == ["card.issue", "card.block", "card.open"]


def test_codes_are_not_guessed_for_long(demo: Any) -> None:
    anna = open_desk(demo, "")
    answers = [anna.post("/en/account/credit", data={"gift_code": "2" * 16}).status_code for _try in range(21)]
    assert answers == [422] * 20 + [429]


def test_a_stranger_learns_nothing_of_credit_and_gift_cards(demo: Any) -> None:
    staff, seller = open_desk(demo, "staff"), Seller.select().first().slug
    where, _code = issued(staff)
    strangers = open_desk(demo, "seller", seller), open_desk(demo, "")
    credit = f"/desk/customers/{number_of('anna@example.com')}/credit"
    pages = ["/desk/gift-cards", "/desk/gift-cards/new", where, credit]
    acts = [f"{where}/{deed}" for deed in ("mail", "block", "open", "write-off")]
    acts += [f"{credit}/give", f"{credit}/pay-out", "/desk/gift-cards/new"]
    typed = {"key": "a" * 30, "amount": "1", "currency": "EUR", "reason": "x", "how": "gift", "language": "en"}
    for who in strangers:
        answers = [who.get(path) for path in pages] + [who.post(path, data=typed) for path in acts]
        assert {answer.status_code for answer in answers} == {404}
    assert GiftCard.select().count() == 1
    assert GiftCard.get().state == "open"
    assert staff.get("/desk/gift-cards/999").status_code == 404
    assert staff.get("/desk/customers/999/credit").status_code == 404


def test_a_guest_pays_with_a_gift_card_and_a_buyer_with_his_credit(demo: Any) -> None:
    staff, guest = open_desk(demo, "staff"), demo.browser()
    now, model = utc_now(), next(iter(current().plugins.selling))
    purchase = Purchase.create(
        token="a-token-of-a-purchase", cart_token="a-cart", email="lea@example.com", language="en", country="DE",
        currency="EUR", total=4000, provider="sandbox-card", placed_at=now,
    )  # fmt: skip
    order = Order.create(
        number="N-4711", purchase=purchase.id, seller_id=Seller.select().first().id, business_model=model, net=4000,
        state="placed", currency="EUR", tax=0, total=4000, placed_at=now,
    )  # fmt: skip
    row = Installment.create(order=order.id, label=_("Total").as_json(), amount=4000, due_at=now)
    path = f"/en/pay/{purchase.token}"
    assert "Gift card" not in guest.get(path).text
    _where, code = issued(staff)
    page = guest.get(path).text
    assert "Gift card" in page
    assert "Your credit" not in page
    attempt = page.partition('name="attempt" value="')[2].partition('"')[0]
    wrong = guest.post(path, data={"provider": "gift-card", "gift_code": "2" * 16, "attempt": attempt})
    assert wrong.status_code == 422
    assert "There is no gift card with this code." in wrong.text
    assert guest.post(path, data={"provider": "store-credit", "attempt": attempt}).status_code == 422
    guest.post(path, data={"provider": "gift-card", "gift_code": code, "attempt": attempt, "person_id": "1"})
    assert Installment.get_by_id(row.id).paid == 3000

    anna = open_desk(demo, "")
    give = {"key": "k", "amount": "50", "currency": "EUR", "reason": "sorry"}
    staff.post(f"/desk/customers/{number_of('anna@example.com')}/credit/give", data=give)
    page = anna.get(path).text
    assert "Your credit" in page
    attempt = page.partition('name="attempt" value="')[2].partition('"')[0]
    anna.post(path, data={"provider": "store-credit", "attempt": attempt})
    assert Installment.get_by_id(row.id).paid == 4000
    assert balance_of(credit_account(number_of("anna@example.com")), "EUR") == 4000
