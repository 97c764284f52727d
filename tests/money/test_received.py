"""Money is taken as it came: a little short, a little over, or for nobody knows what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from test_at_once import at_once

from storefront import runtime
from storefront.accounts.tables import Person
from storefront.db import transaction, utc_now
from storefront.errors import Refused
from storefront.i18n import _
from storefront.orders.tables import Order, Outbox, Purchase
from storefront.payments import actions
from storefront.payments.credit import unmatched
from storefront.payments.credit.balances import balance_of, credit_account
from storefront.payments.credit.tables import UnmatchedMoney
from storefront.payments.credit.written_off import WrittenOff
from storefront.payments.tables import Payment

DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def fees(shop: Any) -> Iterator[None]:
    """The provider that stands for what was written off."""
    runtime.current().providers["bank-fees"] = WrittenOff()
    yield


def person(email: str = "anna@example.com") -> int:
    made = Person.create(
        email=email, language="de", fs_uniquifier=email, passkey_handle=email, created_at=utc_now()
    )
    return int(made.id)


def transfer(shop: Any, total: int, buyer: int | None = None) -> tuple[int, str]:
    """An order that waits for a transfer: (order, reference)."""
    (order,), payment = shop.place(total, provider="bank-transfer")
    shop.pay(payment)
    if buyer:
        Purchase.update(person_id=buyer).execute()
    return order, shop.payment(payment).reference


def test_a_transfer_a_little_short_counts_as_paid_and_the_shop_bears_the_fee(shop: Any) -> None:
    order, reference = transfer(shop, 10000)
    actions.confirm_transfer(reference, 9900, shop.now)

    assert shop.paid(order) == [10000]
    assert "paid" in shop.story(order)
    assert shop.ledger() == {"clearing:bank-transfer": 9900, "bank-fees": 100, f"held:order:{order}": -10000}
    assert shop.holds(order)[0][0] == 10000


def test_a_transfer_shorter_than_that_leaves_the_rest_open(shop: Any) -> None:
    order, reference = transfer(shop, 10000)
    actions.confirm_transfer(reference, 9899, shop.now)

    assert shop.paid(order) == [9899]
    assert "paid" not in shop.story(order)
    assert shop.ledger() == {"clearing:bank-transfer": 9899, f"held:order:{order}": -9899}


def test_of_a_short_transfer_no_more_goes_back_than_came(shop: Any) -> None:
    order, reference = transfer(shop, 10000)
    actions.confirm_transfer(reference, 9950, shop.now)
    actions.refund_order(order, None, _("Not wanted."), shop.now)
    shop.send_refunds()
    assert shop.refunds() == [(9950, "pending"), (50, "succeeded")]
    actions.confirm_refund(1, shop.now)
    assert shop.ledger() == {}
    mails = [row.payload for row in Outbox.select().where(Outbox.kind == "notice_mail")]
    assert [mail["refund"]["amount"] for mail in mails if "refund" in mail] == [9950]


def test_a_little_too_much_becomes_credit_of_who_has_an_account(shop: Any) -> None:
    anna = person()
    order, reference = transfer(shop, 10000, anna)
    actions.confirm_transfer(reference, 10500, shop.now)

    assert balance_of(credit_account(anna), "EUR") == 500
    assert shop.ledger() == {
        "clearing:bank-transfer": 10500, f"held:order:{order}": -10000, f"credit:{anna}": -500,
    }  # fmt: skip
    assert shop.refunds() == []


@pytest.mark.parametrize(("over", "has_account"), [(501, True), (5, False)])
def test_more_than_that_and_what_guests_paid_too_much_goes_back(shop: Any, over: int, has_account: bool) -> None:
    buyer = person() if has_account else None
    _order, reference = transfer(shop, 10000, buyer)
    actions.confirm_transfer(reference, 10000 + over, shop.now)
    assert shop.refunds() == [(over, "created")]


def test_money_after_the_order_was_cancelled_goes_back_whole(shop: Any) -> None:
    anna = person()
    order, reference = transfer(shop, 300, anna)
    actions.cancel_order(order, _("Not wanted."), role="buyer", now=shop.now)
    actions.confirm_transfer(reference, 300, shop.now)
    assert shop.refunds() == [(300, "created")]
    assert balance_of(credit_account(anna), "EUR") == 0


def arrived(key: str = "k1", amount: int = 5000) -> unmatched.Arrived:
    return unmatched.Arrived(key, DAY, amount, "EUR", "thanks", "A. Berg")


def test_money_for_nobody_knows_what_waits_and_is_matched_once(shop: Any) -> None:
    order, _reference = transfer(shop, 5000)
    number = unmatched.enter(arrived(), shop.now)
    assert unmatched.enter(arrived(), shop.now) == number
    assert shop.ledger() == {"clearing:bank-transfer": 5000, "unmatched": -5000}

    name = Order.get_by_id(order).number
    answers = at_once(*[lambda: unmatched.match(number, name, shop.now) for _press in range(3)])
    assert sorted(map(str, answers)) == ["None", "decided", "decided"]
    assert shop.paid(order) == [5000]
    assert shop.ledger() == {"clearing:bank-transfer": 5000, f"held:order:{order}": -5000}
    with pytest.raises(Refused):
        unmatched.send_back(number, "wrong", shop.now)


def test_money_for_an_order_that_owes_nothing_goes_on_waiting(shop: Any) -> None:
    order, reference = transfer(shop, 5000)
    actions.confirm_transfer(reference, None, shop.now)
    number = unmatched.enter(arrived(), shop.now)
    with pytest.raises(Refused):
        unmatched.match(number, Order.get_by_id(order).number, shop.now)
    assert UnmatchedMoney.get_by_id(number).state == "waiting"
    assert shop.ledger()["unmatched"] == -5000
    assert Payment.select().count() == 1


def test_money_becomes_somebodys_credit_or_goes_back_with_a_reason(shop: Any) -> None:
    anna = person()
    first, second = unmatched.enter(arrived(), shop.now), unmatched.enter(arrived("k2", 70), shop.now)
    unmatched.turn_into_credit(first, anna, "person:9", shop.now)
    with pytest.raises(Refused):
        unmatched.send_back(second, "", shop.now)
    unmatched.send_back(second, "nobody of ours", shop.now)
    assert shop.ledger() == {"clearing:bank-transfer": 5000, f"credit:{anna}": -5000}
    with transaction():
        assert UnmatchedMoney.select().where(UnmatchedMoney.state == "waiting").count() == 0
