"""Turns that go another way: clocks that begin or wait in between, money that went before, words said twice, who hears."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

import pytest
from case_steps import (
    DAY,
    GOODS,
    POST,
    SELLER,
    TOTAL,
    arrived,
    complain,
    fresh,
    ledger_is_balanced,
    line_of,
    sent_back,
    statement,
)

from storefront.accounts.actions import add_person
from storefront.accounts.tables import PersonSeller
from storefront.db import utc_now
from storefront.errors import Refused
from storefront.orders.cases import actions as cases
from storefront.orders.cases.chargebacks import follow
from storefront.orders.cases.entries import BUYER, Said
from storefront.orders.cases.outcomes import facts_of
from storefront.orders.cases.reasons import NOT_AS_DESCRIBED, NOT_RECEIVED, reasons_for
from storefront.orders.cases.tables import Case, CaseEntry, CaseLine
from storefront.orders.refund_shares import before
from storefront.orders.tables import Order, Outbox, Purchase
from storefront.payments.chargebacks import record_chargeback
from storefront.payments.tables import Payment
from storefront.runtime import current
from storefront.values import ChargebackNews
from storefront.worker import run_once
from storefront.workflow import fire_timers

if TYPE_CHECKING:
    from conftest import OrderShop


@pytest.fixture
def sold(order_shop: OrderShop) -> Order:
    """An order of two boards that is paid, not sent."""
    placed = order_shop.place()
    order_shop.pay(placed)
    return order_shop.orders(placed)[0]


@pytest.fixture
def sold_anywhere(order_shops: OrderShop) -> Order:
    """The same on each kind of database: where money is spread."""
    placed = order_shops.place()
    order_shops.pay(placed)
    return order_shops.orders(placed)[0]


def mailed() -> list[tuple[str, str]]:
    """(the turn, whom it is told) of every mail of a case, in order."""
    rows = Outbox.select().where(Outbox.kind == "case_mail").order_by(Outbox.id)
    kinds = dict(CaseEntry.select(CaseEntry.id, CaseEntry.kind).tuples())
    return [(kinds.get(row.payload.get("entry"), "link"), row.payload["to"]) for row in rows]


# -- money that went before ---------------------------------------------------------------------------


def test_what_went_back_of_a_line_is_not_given_twice(sold_anywhere: Order) -> None:
    """Two pieces of 20.00: 15.00 for both, then one withdrawn, then the other."""
    sold, now = sold_anywhere, utc_now()
    arrived(sold, now)
    part = complain(sold, NOT_AS_DESCRIBED, now, "partial-refund", amount=1501)
    cases.offer(part.id, "partial-refund", 1501, SELLER, Said(), now)
    assert before(facts_of(part)).parts == {line_of(sold): 1501}
    first = cases.withdraw(sold.id, statement(now), {line_of(sold): 1}, now, proved=True)
    assert CaseLine.get(CaseLine.case == first.id).amount == 2000 - 750
    cases.goods_arrived(first.id, SELLER, now)
    second = cases.withdraw(sold.id, statement(now), None, now, proved=True)
    cases.goods_arrived(second.id, SELLER, now)
    assert sent_back() == [1501, 1250, 2000 - 751 + POST]
    assert sum(sent_back()) == TOTAL
    assert ledger_is_balanced()


def test_what_is_left_of_a_line_is_the_most_that_is_asked_for_it(order_shop: OrderShop) -> None:
    """Of two lines, what was given for one is not taken from the other's money."""
    placed = order_shop.place(*order_shop.offers)
    order_shop.pay(placed)
    sold, now = order_shop.orders(placed)[0], utc_now()
    arrived(sold, now)
    part = complain(sold, NOT_AS_DESCRIBED, now, "partial-refund", amount=GOODS)
    cases.offer(part.id, "partial-refund", GOODS, SELLER, Said(), now)
    with pytest.raises(cases.WrongClaim, match="has gone back already"):
        complain(sold, NOT_AS_DESCRIBED, now)


# -- clocks ------------------------------------------------------------------------------------------


def bank(order: Order, name: str, state: Literal["open", "won", "lost"], at: datetime) -> None:
    """What the bank says of a claim for 10.00 of the order."""
    payment = Payment.get(Payment.purchase == order.purchase_id)
    news = ChargebackNews(name, payment.reference, 1000, "EUR", state, "fraudulent")
    assert record_chargeback(payment.provider, news, at)
    run_once(at)


def test_a_turn_taken_while_the_bank_decides_has_its_time_afterwards(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = cases.withdraw(sold.id, statement(now), None, now, proved=True)
    bank(sold, "cb-1", "open", now)
    bank(sold, "cb-2", "open", now)
    cases.send_back(case.id, Said(data={"tracking": "JD1"}), now + DAY)
    bank(sold, "cb-1", "won", now + 20 * DAY)
    # the other claim is still open
    assert fire_timers(now + 30 * DAY) == 0
    assert (fresh(case).state, sent_back()) == ("checking", [])
    bank(sold, "cb-2", "won", now + 30 * DAY)
    assert fresh(case).turn_until == now + 43 * DAY
    fire_timers(now + 43 * DAY)
    assert sent_back() == [TOTAL]
    follow({"chargeback": 2, "state": "won"}, now + 44 * DAY)
    assert sent_back() == [TOTAL]


def test_a_decision_can_be_objected_to_in_its_time_only_though_the_worker_is_off(sold: Order) -> None:
    late = utc_now() + 10 * DAY
    case = complain(sold, NOT_RECEIVED, late)
    fire_timers(late + 3 * DAY)
    with pytest.raises(Refused, match="The time to object is over"):
        cases.appeal(case.id, SELLER, Said("It was there."), late + 6 * DAY)
    fire_timers(late + 7 * DAY)
    assert sent_back() == [TOTAL]


# -- withdrawals -------------------------------------------------------------------------------------


def test_what_went_back_meanwhile_is_left_out_of_a_withdrawal_that_is_proved_late(sold: Order) -> None:
    now, line = utc_now(), line_of(sold)
    arrived(sold, now)
    said = cases.withdraw(sold.id, statement(now), None, now, proved=False)
    other = cases.withdraw(sold.id, statement(now), {line: 1}, now, proved=True)
    cases.goods_arrived(other.id, SELLER, now)
    cases.prove(said.id, BUYER, now + DAY)
    assert [(one.quantity, one.amount) for one in CaseLine.select().where(CaseLine.case == said.id)] == [(1, 2000)]
    cases.goods_arrived(said.id, SELLER, now + DAY)
    third = cases.withdraw
    with pytest.raises(cases.WrongClaim, match="nothing is left"):
        third(sold.id, statement(now), None, now, proved=False)
    assert sum(sent_back()) == TOTAL


def test_another_address_makes_another_statement_with_a_receipt_of_its_own(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    wrong = cases.withdraw(sold.id, statement(now, "anna@exmaple.com"), None, now, proved=False)
    right = cases.withdraw(sold.id, statement(now + DAY), None, now + DAY, proved=False)
    assert (right.id != wrong.id, right.email, right.opened_at) == (True, "anna@example.com", now + DAY)
    assert mailed() == [("withdrawn", "buyer"), ("link", "owner")] * 2
    cases.prove(right.id, BUYER, now + DAY)
    with pytest.raises(Refused):
        cases.prove(wrong.id, BUYER, now + DAY)


def test_money_that_its_provider_sends_back_no_more_ends_the_case_in_words(sold: Order) -> None:
    """A clock that is refused would never come again."""
    now = utc_now()
    arrived(sold, now)
    case = cases.withdraw(sold.id, statement(now), None, now, proved=True)
    cases.send_back(case.id, Said(data={"tracking": "JD1"}), now)
    Payment.update(settled_at=now - 4000 * DAY).execute()
    fire_timers(now + 14 * DAY)
    assert (fresh(case).state, fresh(case).outcome, sent_back()) == ("closed", "refund", [])
    assert CaseEntry.select().where(CaseEntry.kind == "by-hand").count() == 1


def test_without_proof_of_sending_the_seller_has_longer_for_the_goods(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = cases.withdraw(sold.id, statement(now), None, now, proved=True)
    cases.send_back(case.id, Said("I brought it to the post."), now + 10 * DAY)
    assert fresh(case).turn_until == now + 24 * DAY


def test_nobody_withdraws_from_his_own_sale(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    person = add_person("nord@example.com", "", "en", now, confirmed=True)
    PersonSeller.create(person=person, seller=sold.seller_id)
    Purchase.update(person_id=person).where(Purchase.id == sold.purchase_id).execute()
    with pytest.raises(cases.WrongClaim, match="your own sale"):
        cases.withdraw(sold.id, statement(now), None, now, proved=True)
    assert Case.select().count() == 0


# -- a model of its own ------------------------------------------------------------------------------


def test_a_models_own_reason_is_offered_with_its_wishes_and_clocks(order_shop: OrderShop, sold: Order) -> None:
    now = utc_now()
    arrived(sold, now - DAY)
    browser, path = order_shop.browser(), f"/en/orders/{sold.number}/problem"
    browser.get(f"/en/orders/{sold.number}?key={Purchase.get().token}")
    page = browser.get(path).get_data(as_text=True)
    assert "It is of another year" in page and "The year stands on the back." in page
    typed = {"reason": "wrong-year", "wish": "refund", "text": "1998.", f"pieces-{line_of(sold)}": "2"}
    assert browser.post(path, data=typed).status_code == 422
    assert browser.post(path, data=typed | {"wish": "return"}).status_code == 303
    case = Case.get()
    assert (case.kind, case.reason, case.state, case.wish) == ("return", "wrong-year", "seller", "return")
    assert case.turn_until == case.opened_at + DAY
    # its rule: silence is for the seller
    fire_timers(case.turn_until)
    assert (fresh(case).state, fresh(case).outcome) == ("decided", "rejected")
    # and its window: five days
    assert browser.get(path).status_code == 200
    cases.take_back(case.id, now)
    reason = reasons_for(current(), sold.business_model)["wrong-year"]
    with pytest.raises(cases.WrongClaim, match="is over"):
        complain(sold, reason, now + 5 * DAY, "return")


def test_a_return_for_a_models_own_reason_goes_to_its_end(sold: Order) -> None:
    now = utc_now()
    arrived(sold, now)
    case = complain(sold, reasons_for(current(), sold.business_model)["wrong-year"], now, "return")
    assert cases.offer(case.id, "return", None, SELLER, Said(), now) == "returning"
    cases.send_back(case.id, Said(data={"tracking": "JD1"}), now)
    cases.goods_arrived(case.id, SELLER, now)
    assert (fresh(case).outcome, sent_back()) == ("refund", [TOTAL])
