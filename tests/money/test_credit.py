"""Credit and gift cards pay inside the shop: exactly what is there, once, whoever else takes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from test_at_once import at_once
from test_histories import BOARDS, History

from storefront import runtime
from storefront.accounts.tables import Person
from storefront.catalogue.tables import Stock
from storefront.db import utc_now
from storefront.errors import NotFound, Refused
from storefront.i18n import _, plain
from storefront.orders.tables import Order, Outbox, Purchase
from storefront.payments import actions
from storefront.payments.actions import Arranged
from storefront.payments.credit import balances, cards, inner
from storefront.payments.credit.balances import Move, balance_of, card_account, credit_account
from storefront.payments.credit.inner import WHO, GiftCards, StoreCredit
from storefront.payments.credit.store_credit import GOODWILL, give_credit, pay_out_credit, refuse_with_credit
from storefront.payments.credit.tables import Balance, GiftCard
from storefront.payments.credit.ways import ways_to_pay
from storefront.payments.credit.written_off import WrittenOff
from storefront.payments.credit_offers import answer_offer, offer_credit, open_offers
from storefront.payments.reconciliation.books import booked
from storefront.payments.tables import Installment, LedgerLine, Payment, Refund


@pytest.fixture(autouse=True)
def inner_ways(shop: Any) -> Iterator[None]:
    """The ways to pay inside the shop, by the test's clock."""
    more = (StoreCredit(lambda: shop.now), GiftCards(lambda: shop.now), WrittenOff())
    runtime.current().providers.update({one.code: one for one in more})
    yield


def person(email: str = "anna@example.com") -> int:
    made = Person.create(email=email, language="de", fs_uniquifier=email, passkey_handle=email, created_at=utc_now())
    return int(made.id)


def rich(shop: Any, amount: int, key: str = "1", who: int | None = None) -> int:
    anna = who or person()
    give_credit(anna, amount, "EUR", Move(f"given:{key}", "credit-given", GOODWILL, "", plain("sorry")), shop.now)
    return anna


def card(shop: Any, amount: int = 5000, key: str = "a-key-of-twenty-letters", currency: str = "EUR") -> tuple[int, str]:
    asked = cards.Issue(key, amount, currency, "lea@example.com", "de", "Alles Gute", False, "person:9")
    return cards.issue_card(asked, shop.now)


def begin(shop: Any, payment: int, **details: Any) -> Any:
    return actions.begin_payment(payment, details, "/", now=shop.now)


def test_credit_pays_an_order_at_once(shop: Any) -> None:
    anna = rich(shop, 6000)
    (order,), payment = shop.place(4990, provider="store-credit")
    assert begin(shop, payment, **{WHO: anna}).state == "succeeded"
    begin(shop, payment, **{WHO: anna})
    assert shop.paid(order) == [4990]
    assert balance_of(credit_account(anna), "EUR") == 1010
    assert shop.ledger() == {"goodwill": 6000, f"credit:{anna}": -1010, f"held:order:{order}": -4990}


def test_what_credit_does_not_cover_is_paid_by_card_and_each_goes_back_where_it_came_from(shop: Any) -> None:
    anna = rich(shop, 1000)
    (order,), payment = shop.place(4990, provider="store-credit")
    answer = begin(shop, payment, **{WHO: anna})
    assert (answer.state, answer.amount) == ("succeeded", 1000)
    assert shop.paid(order) == [1000]
    assert "paid" not in shop.story(order)
    shop.pay(actions.start_attempt(1, "sandbox-card", shop.now))
    assert shop.paid(order) == [4990]

    actions.cancel_order(order, _("Not wanted."), role="buyer", now=shop.now)
    shop.send_refunds()
    assert shop.refunds() == [(1000, "succeeded"), (3990, "succeeded")]
    assert balance_of(credit_account(anna), "EUR") == 1000
    assert shop.ledger() == {"goodwill": 1000, f"credit:{anna}": -1000}


def test_nobody_pays_with_credit_who_has_none_or_is_not_known(shop: Any) -> None:
    (order,), payment = shop.place(4990, provider="store-credit")
    assert begin(shop, payment, **{WHO: None}).state == "failed"
    other = actions.start_attempt(1, "store-credit", shop.now)
    assert begin(shop, other, **{WHO: person()}).state == "failed"
    assert shop.paid(order) == [0]
    assert shop.ledger() == {}


def test_what_was_taken_before_a_crash_is_found_again_and_taken_once(shop: Any, monkeypatch: Any) -> None:
    anna = rich(shop, 6000)
    (order,), payment = shop.place(4990, provider="store-credit")
    with monkeypatch.context() as patched:
        patched.setattr("storefront.payments.attempts.settle", lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            begin(shop, payment, **{WHO: anna})
    assert shop.paid(order) == [0]
    shop.time_passes(minutes=3)
    assert shop.paid(order) == [4990]
    assert balance_of(credit_account(anna), "EUR") == 1010


def test_two_carts_at_once_take_no_more_than_there_is(shop: Any) -> None:
    Stock.update(on_hand=BOARDS).execute()
    anna = person()
    for turn in range(6):
        rich(shop, 100, f"turn-{turn}", anna)
        payments = [shop.place(70, provider="store-credit")[1] for _cart in range(3)]
        answers = at_once(*[lambda p=p: begin(shop, p, **{WHO: anna}) for p in payments])
        assert sum(answer.amount or 0 for answer in answers) == 100
        assert balance_of(credit_account(anna), "EUR") == 0


def test_a_gift_card_is_used_in_parts_by_its_code(shop: Any) -> None:
    number, code = card(shop)
    assert card(shop) == (number, "")
    row = GiftCard.get_by_id(number)
    assert code not in str(row.__data__)
    assert cards.code_of(row) == code
    (first,), payment = shop.place(2000, provider="gift-card")
    typed = cards.shown_code(code).lower()
    assert begin(shop, payment, gift_code=f" {typed} ").state == "succeeded"
    (second,), payment = shop.place(9000, provider="gift-card")
    assert begin(shop, payment, gift_code=code).amount == 3000
    assert (shop.paid(first), shop.paid(second)) == ([2000], [3000])
    assert str(cards.card_problem(code, shop.now)) == "This gift card is used up."
    assert shop.ledger() == {"goodwill": 5000, f"held:order:{first}": -2000, f"held:order:{second}": -3000}
    mails = [row.payload for row in Outbox.select().where(Outbox.kind == "account_mail")]
    assert [mail["to"] for mail in mails] == ["lea@example.com"]
    assert code not in str(mails)


@pytest.mark.parametrize("wrong", ["unknown", "blocked", "expired", "other-currency"])
def test_a_card_that_is_not_good_pays_nothing(shop: Any, wrong: str) -> None:
    number, code = card(shop, currency="USD" if wrong == "other-currency" else "EUR")
    if wrong == "blocked":
        cards.set_blocked(number, True)
    if wrong == "expired":
        GiftCard.update(expires_at=shop.now).execute()
    (order,), payment = shop.place(2000, provider="gift-card")
    answer = begin(shop, payment, gift_code="2" * 16 if wrong == "unknown" else code)
    assert answer.state == "failed"
    assert answer.reason
    assert shop.paid(order) == [0]
    assert balance_of(card_account(number), "USD" if wrong == "other-currency" else "EUR") == 5000


def test_a_card_used_in_two_carts_and_redeemed_in_the_same_moment_is_worth_its_value(shop: Any) -> None:
    Stock.update(on_hand=BOARDS).execute()
    anna = person()
    for turn in range(6):
        number, code = card(shop, 100, f"a-key-of-twenty-letters-{turn}")
        payments = [shop.place(70, provider="gift-card")[1] for _cart in range(2)]
        before = balance_of(credit_account(anna), "EUR")
        answers = at_once(
            *[lambda p=p, c=code: begin(shop, p, gift_code=c) for p in payments],
            lambda c=code: cards.redeem_card(c, anna, shop.now),
        )
        used = sum(answer.amount or 0 for answer in answers[:2] if answer.state == "succeeded")
        assert used + balance_of(credit_account(anna), "EUR") - before == 100
        assert balance_of(card_account(number), "EUR") == 0


def test_a_card_that_is_blocked_in_the_moment_it_pays_does_one_or_the_other(shop: Any) -> None:
    for turn in range(6):
        number, code = card(shop, 3000, f"a-key-of-many-letters-{turn}")
        (_order,), payment = shop.place(2000, provider="gift-card")
        acts = [lambda: begin(shop, payment, gift_code=code).state, lambda: cards.set_blocked(number, True)]  # noqa: B023
        paid = at_once(*(acts if turn % 2 else acts[::-1]))[0 if turn % 2 else 1]
        left = balance_of(card_account(number), "EUR")
        assert (paid, left) in {("succeeded", 1000), ("failed", 3000)}
        assert GiftCard.get_by_id(number).state == "blocked"


def test_a_card_that_is_blocked_after_it_was_looked_at_pays_nothing(shop: Any, monkeypatch: Any) -> None:
    number, code = card(shop, 3000)
    (_order,), payment = shop.place(2000, provider="gift-card")
    looked = cards.find_card

    def look(text: str) -> Any:
        found = looked(text)
        monkeypatch.setattr(inner, "find_card", looked)
        cards.set_blocked(number, True)
        return found

    monkeypatch.setattr(inner, "find_card", look)
    assert begin(shop, payment, gift_code=code).state == "failed"
    assert balance_of(card_account(number), "EUR") == 3000


def test_a_card_becomes_credit_once(shop: Any) -> None:
    anna = person()
    _number, code = card(shop)
    assert cards.redeem_card(code, anna, shop.now) == (5000, "EUR")
    with pytest.raises(Refused):
        cards.redeem_card(code, anna, shop.now)
    assert shop.ledger() == {"goodwill": 5000, f"credit:{anna}": -5000}


def test_an_expired_card_keeps_its_value_until_it_is_written_off(shop: Any) -> None:
    number, _code = card(shop)
    assert GiftCard.get_by_id(number).expires_at.year == shop.now.year + 4
    with pytest.raises(Refused):
        cards.write_off_card(number, plain("lost"), "person:9", shop.now)
    late = shop.now + timedelta(days=5 * 366)
    assert shop.ledger() == {"goodwill": 5000, f"gift-card:{number}": -5000}
    assert cards.write_off_card(number, plain("nobody came"), "person:9", late) == 5000
    assert cards.write_off_card(number, plain("nobody came"), "person:9", late) in (0, 5000)
    assert shop.ledger() == {"goodwill": 5000, "written-off": -5000}


def test_credit_is_paid_out_before_an_account_goes(shop: Any) -> None:
    anna = rich(shop, 700)
    with pytest.raises(Refused):
        refuse_with_credit(anna)
    with pytest.raises(Refused):
        pay_out_credit(anna, 701, "EUR", "k", plain("wished"), "person:9", shop.now)
    for _press in range(2):
        pay_out_credit(anna, 700, "EUR", "k", plain("wished"), "person:9", shop.now)
    refuse_with_credit(anna)
    assert shop.ledger() == {"goodwill": 700, "clearing:bank-transfer": -700}


def test_what_goes_back_to_an_account_that_is_gone_stays_with_its_order(shop: Any) -> None:
    anna = rich(shop, 5000)
    (order,), payment = shop.place(5000, provider="store-credit")
    begin(shop, payment, **{WHO: anna})
    Purchase.update(person_id=None).execute()
    Person.delete().execute()
    actions.refund_order(order, 100, _("A scratch."), shop.now)
    shop.send_refunds()
    assert shop.refunds() == [(100, "failed")]
    assert shop.ledger() == {"goodwill": 5000, f"held:order:{order}": -5000}


def asked_for(amount: int, key: str = "k", **more: Any) -> Arranged:
    return Arranged(key, amount, plain("Scratched"), "person:9", **more)


def sold(shop: Any, total: int = 5000, who: int | None = None) -> tuple[int, int]:
    (order,), payment = shop.place(total)
    Purchase.update(person_id=who).where(Purchase.id == shop.payment(payment).purchase_id).execute()
    shop.pay(payment)
    return order, payment


def test_a_refund_becomes_credit_only_once_the_buyer_has_said_so(shop: Any) -> None:
    anna = person()
    order, _payment = sold(shop, 5000, anna)
    assert offer_credit(order, asked_for(2000), shop.now)
    assert not offer_credit(order, asked_for(2000), shop.now)
    with pytest.raises(Refused, match="asked already"):
        offer_credit(order, asked_for(100, "k2"), shop.now)
    assert shop.refunds() == []
    (offer,) = open_offers(order, shop.now)
    assert (offer.amount, offer.way) == (2000, "credit")
    with pytest.raises(NotFound):
        answer_offer(order + 1, offer.id, "accept", shop.now)
    answer_offer(order, offer.id, "accept", shop.now)
    with pytest.raises(Refused, match="over"):
        answer_offer(order, offer.id, "accept", shop.now)
    shop.send_refunds()
    shop.send_refunds()
    assert shop.refunds() == [(2000, "succeeded")]
    assert balance_of(credit_account(anna), "EUR") == 2000
    assert shop.ledger() == {"clearing:sandbox-card": 5000, f"held:order:{order}": -3000, f"credit:{anna}": -2000}
    assert offer_credit(order, asked_for(1000, "k3"), shop.now)
    answer_offer(order, open_offers(order, shop.now)[0].id, "decline", shop.now)
    with pytest.raises(Refused, match="More than"):
        offer_credit(order, asked_for(3001, "k4"), shop.now)
    assert shop.refunds() == [(2000, "succeeded")]
    assert [kind for kind in shop.story(order) if kind.startswith("credit-")] == [
        "credit-offered", "credit-accepted", "credit-offered", "credit-declined",
    ]  # fmt: skip


def test_a_buyer_without_an_account_gets_a_gift_card_by_mail(shop: Any) -> None:
    order, _payment = sold(shop)
    assert offer_credit(order, asked_for(2000), shop.now)
    (offer,) = open_offers(order, shop.now)
    assert offer.way == "card"
    answer_offer(order, offer.id, "accept", shop.now)
    shop.send_refunds()
    gift = GiftCard.get()
    assert (gift.amount, gift.email, balance_of(card_account(gift.id), "EUR")) == (2000, "anna@example.com", 2000)
    assert shop.ledger() == {"clearing:sandbox-card": 5000, f"held:order:{order}": -3000, f"gift-card:{gift.id}": -2000}
    assert Outbox.select().where(Outbox.kind == "account_mail").count() == 1
    settings = runtime.current().settings
    off = replace(settings, payments=replace(settings.payments, gift_cards=False))
    runtime.swap(replace(runtime.current(), settings=off))
    with pytest.raises(Refused, match="nothing can hold"):
        offer_credit(order, asked_for(100, "k2"), shop.now)


@pytest.mark.parametrize("late", [False, True])
def test_credit_for_an_account_that_is_gone_goes_as_it_was_paid_or_by_hand(shop: Any, late: bool) -> None:
    anna = person()
    order, _payment = sold(shop, 5000, anna)
    offer_credit(order, asked_for(2000), shop.now)
    answer_offer(order, open_offers(order, shop.now)[0].id, "accept", shop.now)
    Purchase.update(person_id=None).execute()
    Person.delete().where(Person.id == anna).execute()
    if late:
        shop.later(days=200)
    shop.send_refunds()
    if late:
        assert (shop.refunds(), Refund.get().way) == ([(2000, "pending")], "hand")
        actions.confirm_refund(Refund.get().id, shop.now)
    source = "clearing:bank-transfer" if late else "clearing:sandbox-card"
    assert shop.refunds() == [(2000, "succeeded")]
    left = {"clearing:sandbox-card": 5000, f"held:order:{order}": -3000}
    left[source] = left.get(source, 0) - 2000
    assert shop.ledger() == left


def test_what_a_provider_no_longer_sends_back_is_refused_and_goes_by_hand(shop: Any) -> None:
    order, _payment = sold(shop)
    shop.later(days=181)
    with pytest.raises(Refused, match="by hand as a bank transfer, or offer it as credit"):
        actions.arrange_refund(order, asked_for(2000), shop.now)
    assert shop.refunds() == []
    assert actions.arrange_refund(order, asked_for(2000, way="hand"), shop.now)
    shop.send_refunds()
    assert shop.refunds() == [(2000, "pending")]
    today = shop.now.date()
    owed = [(one.subject, one.sent) for one in booked("bank-transfer", today, today) if one.kind == "refund"]
    assert owed == [(f"refund:{Refund.get().id}", False)]
    assert [one for one in booked("sandbox-card", today, today) if one.kind == "refund"] == []
    actions.confirm_refund(Refund.get().id, shop.now)
    assert shop.ledger() == {
        "clearing:sandbox-card": 5000, "clearing:bank-transfer": -2000, f"held:order:{order}": -3000,
    }  # fmt: skip


def test_credit_is_offered_to_who_has_it_and_cards_where_there_are_any(shop: Any) -> None:
    anna, now = rich(shop, 100), runtime.current()
    assert list(ways_to_pay(now, anna, "EUR")) == ["store-credit", "sandbox-card", "bank-transfer"]
    assert list(ways_to_pay(now, anna, "USD")) == ["sandbox-card", "bank-transfer"]
    card(shop)
    assert list(ways_to_pay(now, None, "EUR")) == ["sandbox-card", "bank-transfer", "gift-card"]


class CreditHistory(History):
    """The same life with credit, gift cards, and transfers a little short or over."""

    def steps(self) -> Any:
        self.anna = getattr(self, "anna", None) or person()
        return (*super().steps(), self.give, self.card, self.use, self.use, self.use, self.redeem)

    def places(self) -> Any:
        more = ((inner, "put"), (balances, "book"), (cards, "put"))
        return (*super().places(), *more)

    def place(self) -> None:
        super().place()
        Purchase.update(person_id=self.anna).execute()

    def give(self) -> None:
        rich(self.shop, self.chance.randint(1, 3000), str(self.chance.random()), self.anna)

    def card(self) -> None:
        card(self.shop, self.chance.randint(1, 3000), f"a-key-of-twenty-{self.chance.random()}")

    def codes(self) -> list[str]:
        return [cards.code_of(row) for row in GiftCard.select().order_by(GiftCard.id)]

    def use(self) -> None:
        ids = [row.purchase_id for row in Payment.select().order_by(Payment.id)]
        if not ids:
            return
        code = self.chance.choice(("store-credit", "gift-card"))
        try:
            payment = actions.start_attempt(self.chance.choice(ids), code, self.shop.now)
        except Refused:
            return
        gift = self.chance.choice(self.codes() or ["none"])
        begin(self.shop, payment, **{WHO: self.anna, "gift_code": gift})

    def redeem(self) -> None:
        if known := self.codes():
            try:
                cards.redeem_card(self.chance.choice(known), self.anna, self.shop.now)
            except Refused:
                return

    def check_always(self) -> None:
        super().check_always()
        sums = self.shop.ledger()
        for row in Balance.select():
            assert row.amount >= 0
            assert sums.get(row.account, 0) == -row.amount


@pytest.mark.parametrize("seed", range(3))
def test_credit_and_cards_are_worth_what_the_ledger_says_whatever_happens(shop: Any, seed: int, monkeypatch: Any) -> None:
    Stock.update(on_hand=BOARDS).execute()
    history = CreditHistory(shop, seed, monkeypatch)
    history.live()
    history.end()

    history.check_always()
    placed = {row.id: row.total for row in Order.select().where(Order.state == "placed")}
    assert all(shop.paid(order) == [total] for order, total in placed.items())
    kept = shop.ledger()
    assert {name: -amount for name, amount in kept.items() if name.startswith("held:")} == {
        f"held:order:{order}": total for order, total in placed.items()
    }
    assert kept.get("clearing:store-credit", 0) == 0
    assert kept.get("clearing:gift-card", 0) == 0
    assert not [name for name in kept if name.startswith("buyer:")]
    assert all(row.paid <= row.amount for row in Installment.select())
    assert Refund.select().where(Refund.state == "failed").count() == 0
    assert sum(line.amount for line in LedgerLine.select()) == 0
    assert history.crashes >= 3
