"""Sellers are paid what stands on their accounts: once, in full or not at all, whatever crashes or comes late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from storefront import runtime
from storefront.accounts.applications.tables import Application
from storefront.catalogue.tables import Seller, Stock
from storefront.errors import NotFound, Refused
from storefront.i18n import _
from storefront.orders.tables import Outbox
from storefront.payments import actions, payouts
from storefront.payments.bank_accounts import BankDraft, account_problem, masked, save_bank_account
from storefront.payments.hold_tables import BankAccount, Payout, PayoutLine
from storefront.payments.ledger import book
from storefront.payments.payout_statements import CAME, REFUNDED, open_statement, payout_statement
from storefront.payments.payouts import due_payouts, mark_payout, run_payout, run_payouts, settle_payout
from storefront.payments.releasing import release_due
from storefront.payments.sandbox import SandboxCard
from storefront.setting_sections import PayoutSettings
from storefront.values import RefundAnswer

TRADE = {"commission": "3/20", "fee": 35, "fee_vat": "19/100"}
IBAN = "DE02 1203 0000 0000 2020 51"
# of 100.00: 15 %, 0.35 and 19 % VAT on both
SHARE = 8173


class Paying(SandboxCard):
    """A provider that pays sellers, and remembers by key what it sent."""

    code = "paying"
    pays_out = True
    answer = "succeeded"

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.sent: dict[str, tuple[str, int, str]] = {}

    def payout(self, key: str, account: str, amount: int, currency: str) -> RefundAnswer:
        self.sent.setdefault(key, (account, amount, currency))
        return RefundAnswer(self.answer, f"tr_{len(self.sent)}")  # type: ignore[arg-type]


def sold(shop: Any, total: int = 10000) -> int:
    shop.trade = TRADE
    (order,), payment = shop.place(total)
    shop.pay(payment)
    release_due(shop.now)
    return order


def banked(shop: Any, provider: str = "") -> None:
    account = "acct_12345" if provider else IBAN
    save_bank_account(1, BankDraft("Nordbord GmbH", account, "", provider), "person:1", shop.now)


def states(shop: Any) -> list[tuple[int, str, int, str]]:
    return [(due.seller_id, due.currency, due.amount, due.state) for due in due_payouts(shop.now)]


def settings(**payout: Any) -> None:
    now = runtime.current()
    runtime.swap(replace(now, settings=replace(now.settings, payouts=PayoutSettings(**payout))))


def test_a_run_pays_what_is_due_and_the_next_one_nothing(shop) -> None:
    sold(shop)
    assert states(shop) == [(1, "EUR", SHARE, "no-account")]
    assert run_payouts("first", "staff", shop.now) == []
    banked(shop)
    assert states(shop) == [(1, "EUR", SHARE, "ready")]
    (payout,) = run_payouts("second", "staff", shop.now)
    assert run_payouts("second", "staff", shop.now) == []
    assert run_payouts("third", "staff", shop.now) == []
    row = Payout.get()
    assert (row.amount, row.state, row.holder, row.account) == (SHARE, "created", "Nordbord GmbH", IBAN.replace(" ", ""))
    assert shop.ledger()[f"payout:{payout}"] == -SHARE
    assert "seller:1" not in shop.ledger()
    mark_payout(payout, "sent", shop.now)
    mark_payout(payout, "confirmed", shop.later(days=1))
    with pytest.raises(Refused, match="said of the payout before"):
        mark_payout(payout, "failed", shop.now, _("No."))
    with pytest.raises(NotFound):
        mark_payout(payout, "lost", shop.now)
    ledger = shop.ledger()
    assert (ledger["clearing:bank-transfer"], f"payout:{payout}" in ledger) == (-SHARE, False)


def test_the_same_run_pressed_again_pays_nobody_twice_though_more_has_come(shop) -> None:
    sold(shop)
    banked(shop)
    assert len(run_payouts("key", "staff", shop.now)) == 1
    sold(shop, 5000)
    assert run_payouts("key", "staff", shop.now) == []
    assert len(run_payouts("another", "staff", shop.now)) == 1
    assert sum(row.amount for row in Payout.select()) == SHARE + 4066


def test_a_payout_that_fails_is_the_sellers_again_and_paid_by_the_next_run(shop) -> None:
    sold(shop)
    banked(shop)
    (payout,) = run_payouts("first", "staff", shop.now)
    mark_payout(payout, "sent", shop.now)
    mark_payout(payout, "failed", shop.now, _("The account is closed."))
    assert shop.ledger()["seller:1"] == -SHARE
    assert PayoutLine.select().count() == 0
    assert len(run_payouts("second", "staff", shop.now)) == 1
    assert [row.amount for row in Payout.select().order_by(Payout.id)] == [SHARE, SHARE]
    assert "seller:1" not in shop.ledger()


def test_what_a_seller_owes_is_carried_until_he_has_earned_it(shop) -> None:
    order = sold(shop)
    banked(shop)
    run_payouts("first", "staff", shop.now)
    # after the payout
    actions.refund_order(order, None, _("It broke."), shop.later(days=1))
    shop.send_refunds()
    assert states(shop) == [(1, "EUR", -SHARE, "owes")]
    assert run_payouts("second", "staff", shop.now) == []
    shop.later(days=1)
    sold(shop, 30000)
    (payout,) = run_payouts("third", "staff", shop.now)
    statement = payout_statement(Payout.get_by_id(payout))
    assert statement.paid == Payout.get_by_id(payout).amount == 30000 - 4500 - 35 - 862 - SHARE
    assert (statement.carried, statement.sum("gross", CAME), statement.sum("gross", REFUNDED)) == (-SHARE, 30000, 0)
    assert (statement.sum("commission"), statement.sum("fee"), statement.sum("vat")) == (-4500, -35, -862)
    assert [row.kind for row in statement.rows] == ["refund-arranged", "release"]
    assert statement.rows[0].order == "N-2"


def test_less_than_the_least_waits(shop) -> None:
    settings(minimum=("EUR 82", "JPY 1000"))
    sold(shop)
    banked(shop)
    assert states(shop) == [(1, "EUR", SHARE, "low")]
    assert run_payouts("first", "staff", shop.now) == []
    assert (payouts.minimum("JPY"), payouts.minimum("USD")) == (1000, 1)
    sold(shop, 100)
    assert states(shop)[0][3] == "ready"


def test_an_account_that_was_changed_cools_off(shop) -> None:
    sold(shop)
    banked(shop)
    assert not save_bank_account(1, BankDraft("Nordbord GmbH", IBAN), "person:1", shop.now)
    other = BankDraft("Somebody", "GB33BUKB20201555555555")
    assert save_bank_account(1, other, "person:1", shop.now)
    assert states(shop)[0][3] == "cooling"
    assert run_payouts("first", "staff", shop.later(days=2)) == []
    (payout,) = run_payouts("second", "staff", shop.later(days=1))
    assert Payout.get_by_id(payout).holder == "Somebody"
    assert BankAccount.select().count() == 2


@pytest.mark.parametrize("answer", ["pending", "succeeded", "failed"])
def test_a_provider_pays_once_however_often_it_is_asked(shop, answer, monkeypatch) -> None:
    now = runtime.current()
    provider = Paying(now.settings, clock=lambda: shop.now)
    provider.answer = answer
    runtime.swap(replace(now, providers={**now.providers, "paying": provider}))
    sold(shop)
    banked(shop, "paying")
    (payout,) = run_payouts("first", "staff", shop.now)
    assert [row.payload for row in Outbox.select().where(Outbox.kind == "payout")] == [{"payout": payout}]

    class Crash(BaseException):
        pass

    def die(*_arguments: Any) -> None:
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(payouts, "settle_payout", die)
        with pytest.raises(Crash):
            run_payout(payout, shop.now)
    for _turn in range(2):
        run_payout(payout, shop.now)
    assert list(provider.sent.values()) == [("acct_12345", SHARE, "EUR")]
    ends = {"pending": "sent", "succeeded": "confirmed", "failed": "failed"}
    assert Payout.get().state == ends[answer]
    # late words of the provider
    for state in ("failed", "succeeded", "pending"):
        settle_payout(payout, RefundAnswer(state), shop.now)  # type: ignore[arg-type]
    assert Payout.get().state == {"pending": "failed"}.get(answer, ends[answer])
    ledger = shop.ledger()
    assert ledger.get("seller:1", 0) == (0 if answer == "succeeded" else -SHARE)
    assert ledger.get("clearing:paying", 0) == (-SHARE if answer == "succeeded" else 0)
    assert f"payout:{payout}" not in ledger


def test_a_crash_in_the_middle_of_a_run_loses_nothing_and_pays_nothing_twice(shop, monkeypatch) -> None:
    sold(shop)
    banked(shop)

    class Crash(BaseException):
        pass

    def die(*_arguments: Any, **_named: Any) -> None:
        raise Crash

    for place in ("_book", "unpaid_lines", "_run"):
        with monkeypatch.context() as patched:
            patched.setattr(payouts, place, die)
            with pytest.raises(Crash):
                run_payouts("key", "staff", shop.now)
        assert Payout.select().count() == PayoutLine.select().count() == 0
        assert shop.ledger()["seller:1"] == -SHARE
    assert len(run_payouts("key", "staff", shop.now)) == 1


def test_money_in_each_currency_is_paid_apart(shop) -> None:
    sold(shop)
    banked(shop)
    book("yen", "release", "order:999", [("seller:1", "JPY", -1200), ("held:order:999", "JPY", 1200)], shop.now)
    assert states(shop) == [(1, "EUR", SHARE, "ready"), (1, "JPY", 1200, "ready")]
    run_payouts("key", "staff", shop.now)
    assert {(row.currency, row.amount) for row in Payout.select()} == {("EUR", SHARE), ("JPY", 1200)}
    assert open_statement(1, "JPY").rows == ()


def test_a_suspended_seller_is_paid_when_that_is_lifted(shop) -> None:
    sold(shop)
    banked(shop)
    row = Application.create(seller_id=1, state="suspended", language="en", created_at=shop.now)
    assert states(shop) == [(1, "EUR", SHARE, "suspended")]
    assert (run_payouts("first", "staff", shop.now), Payout.select().count()) == ([], 0)
    # who looked before he was suspended pays him nothing either
    assert payouts._pay(1, 1, "EUR", shop.now) is None
    Application.update(state="approved").where(Application.id == row.id).execute()
    assert len(run_payouts("second", "staff", shop.now)) == 1


def test_a_seller_who_left_is_still_paid_what_is_released(shop) -> None:
    banked(shop)
    shop.trade, shop.rules = TRADE, ("delivered|2026-12-24",)
    _orders, payment = shop.place(10000)
    shop.pay(payment)
    Stock.update(seller=Seller.create(slug="other", name="Other", country="DE").id).execute()
    Seller.delete().where(Seller.id == 1).execute()
    assert release_due(shop.now + timedelta(days=31)) == 1
    assert len(run_payouts("key", "staff", shop.now + timedelta(days=31))) == 1


WRONG: Mapping[str, str] = {
    "DE02 1203 0000 0000 2020 52": "This IBAN has a mistake",
    "de0212030000000020205": "This IBAN has a mistake",
    "": "Type an IBAN",
    "abc": "Type an IBAN",
    "=cmd|' /C calc'!A0": "Type an IBAN",
}


@pytest.mark.parametrize("account", WRONG)
def test_a_wrong_account_says_what_is_wrong(account: str) -> None:
    assert str(account_problem(account)).startswith(WRONG[account])


def test_right_accounts_are_taken_and_shown_in_part() -> None:
    assert account_problem(IBAN) is None
    assert account_problem("de02120300000000202051") is None
    assert account_problem("12-3456/789") is None
    assert masked("DE02120300000000202051") == "DE••••2051"
    assert masked("123456789") == "••••6789"
    assert masked("1234") == "••••"
