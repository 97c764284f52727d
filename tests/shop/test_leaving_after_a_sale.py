"""What a buyer takes along and what is forgotten of what came after his orders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sold_order import NOW, Sold, sold

from storefront import runtime
from storefront.accounts.actions import add_person
from storefront.accounts.leaving import close_account, export_of
from storefront.accounts.person import Person
from storefront.accounts.queries import find_person
from storefront.db import transaction
from storefront.errors import Refused
from storefront.i18n import plain
from storefront.orders.cases.tables import Case, CaseEntry
from storefront.orders.tables import Order, Purchase
from storefront.payments.chargebacks import record_chargeback
from storefront.payments.credit.balances import Move
from storefront.payments.credit.store_credit import give_credit, pay_out_credit
from storefront.payments.credit.tables import UnmatchedMoney
from storefront.payments.credit.unmatched import Arrived, enter
from storefront.payments.tables import Chargeback, LedgerLine, Payment
from storefront.uploads.actions import attach
from storefront.uploads.files import KeptFile
from storefront.values import ChargebackNews

__all__ = ["sold"]


@pytest.fixture
def anna(sold: Sold) -> Person:
    """Who placed the order, with an account."""
    add_person("anna@example.com", "", "en", NOW, confirmed=True)
    found = find_person("anna@example.com")
    assert found is not None
    Purchase.update(person_id=found.id).execute()
    return found


def told(person: Person) -> dict[str, Any]:
    return dict(export_of(runtime.current(), person))["core"]


def test_lines_are_told_as_they_are_after_a_change_and_the_change_too(sold: Sold, anna: Person) -> None:
    sold.pay()
    sold.amend((0, 1, None))
    order = sold.order
    (kept,) = told(anna)["orders"]
    assert [(line["quantity"], line["ordered"]["quantity"]) for line in kept["lines"]] == [(1, 3), (1, 1)]
    lines = kept["lines"]
    assert sum(line["gross"] for line in lines) + order.freight == order.total == kept["total"]
    assert all(line["net"] + line["tax"] == line["gross"] for line in lines)
    (change,) = kept["changes"]
    assert (change["state"], change["reason"]) == ("carried-out", "As we said on the telephone.")
    assert [(one["was_pieces"], one["pieces"]) for one in change["lines"]] == [(3, 1)]


def test_cases_with_files_credit_and_money_that_came_are_told(sold: Sold, anna: Person, tmp_path: Path) -> None:
    case = Case.create(number="C-1", token="t", order=sold.order_id, kind="dispute", reason="damaged", state="open",
                       email=anna.email, language="en", opened_at=NOW)  # fmt: skip
    with transaction():
        entry = CaseEntry.create(case=case, by="buyer", actor="buyer", kind="opened", label={"text": "x"}, text="Broken", at=NOW)
        attach([KeptFile("image", "a" * 64, "a.jpg", 3)], f"case-entry:{entry.id}", "buyer", NOW)
    give_credit(anna.id, 500, "EUR", Move("given:1", "credit-given", "goodwill"), NOW)
    came(f"order:{sold.order.number}")
    kept = told(anna)
    assert [(one["text"], one["files"][0]["name"]) for one in kept["cases"][0]["said"]] == [("Broken", "a.jpg")]
    assert (kept["credit"]["balances"], kept["credit"]["history"][0]["amount"]) == ({"EUR": 500}, 500)
    assert [(one["amount"], one["from"]) for one in kept["credit"]["received"]] == [(700, "Anna Berg")]
    with pytest.raises(Refused, match="still credit"):
        close_account(runtime.current(), anna, NOW)


def came(outcome: str) -> None:
    """Money of the bank's statement that turned out to be this."""
    number = enter(Arrived(outcome[:60], NOW.date(), 700, "EUR", "for Anna", "Anna Berg"), NOW)
    UnmatchedMoney.update(state="matched", outcome=outcome).where(UnmatchedMoney.id == number).execute()


def test_banks_words_are_forgotten_and_amounts_stay(sold: Sold, anna: Person) -> None:
    sold.pay()
    give_credit(anna.id, 500, "EUR", Move("given:1", "credit-given", "goodwill"), NOW)
    pay_out_credit(anna.id, 500, "EUR", "out", plain("Asked"), "staff", NOW)
    came(f"order:{sold.order.number}")
    came(f"person:{anna.id}")
    came("person:99")
    payment = Payment.get()
    Payment.update(answer={**payment.answer, "bank_reference": "from Anna Berg", "received_on": "2026-12-01"}).execute()
    for reference, state in (("dp_1", "lost"), ("dp_2", "open")):
        news = ChargebackNews(reference, payment.reference, 100, payment.currency, state, "Anna says no", 0)
        record_chargeback(payment.provider, news, NOW)
    booked = LedgerLine.select().count()
    kept = {str(one.what): str(one.reason) for one in close_account(runtime.current(), anna, NOW)}
    rows = list(UnmatchedMoney.select().order_by(UnmatchedMoney.id))
    assert [(row.counterparty, row.reference, row.amount) for row in rows] == [
        ("", "", 700), ("", "", 700), ("Anna Berg", "for Anna", 700),
    ]  # fmt: skip
    answer = Payment.get_by_id(payment.id).answer
    assert (answer["bank_reference"], answer["received_on"]) == ("", "2026-12-01")
    assert [row.reason for row in Chargeback.select().order_by(Chargeback.id)] == ["", "Anna says no"]
    assert kept["Chargebacks: 1"] == "The bank has not decided yet: its reason is needed for the answer."
    assert LedgerLine.select().count() == booked
    # nobody gets his number, and with it his history
    assert add_person("berta@example.com", "", "en", NOW) > anna.id
    assert Order.select().join(Purchase).where(Purchase.person_id.is_null()).count() == 1
