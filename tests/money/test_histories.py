"""Random histories with crashes, late and double webhooks: the money kept is that of the paid orders."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from storefront.catalogue.tables import Stock
from storefront.errors import Refused
from storefront.orders.tables import Order, Outbox
from storefront.payments import actions, attempts, refunds, settling
from storefront.payments.sandbox_cards import CARDS
from storefront.payments.signatures import signed_headers
from storefront.payments.tables import Installment, LedgerLine, Payment, Refund, SandboxCharge
from storefront.runtime import current

STEPS = 80
BOARDS = 1000


class Crash(BaseException):
    """The process dies here."""


class History:
    """One shop's random life; each step may be cut short by a crash."""

    count, traps = STEPS, 1

    def __init__(self, shop: Any, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.shop, self.chance, self.monkeypatch = shop, random.Random(seed), monkeypatch
        self.sandbox = current().providers["sandbox-card"]
        self.webhooks: list[tuple[dict[str, str], bytes]] = []
        self.crashes = 0

    def steps(self) -> tuple[Callable[[], None], ...]:
        often = (self.place, self.place, self.pay, self.pay, self.webhook, self.webhook)
        return (*often, self.confirm, self.transfer, self.again, self.wait, self.worker, self.refund)

    def places(self) -> tuple[tuple[Any, str], ...]:
        """Where it hurts to die."""
        paying = ((attempts, "settle"), (settling, "mail_order_once"), (settling, "book"))
        return (*paying, (refunds, "settle_refund"), (settling, "sell_if_paid"))

    def live(self) -> None:
        steps = self.steps()
        for _step in range(self.count):
            self.maybe_crash(self.chance.choice(steps))
            self.check_always()

    def end(self) -> None:
        """A quiet week: every webhook arrives, every refund is sent."""
        for _turn in range(3):
            self.collect()
            for sent in self.webhooks:
                self.deliver(*sent)
            self.shop.time_passes(days=4)
            self.webhooks.clear()
        self.shop.send_refunds()
        for row in Refund.select().where(Refund.state == "pending"):
            actions.confirm_refund(row.id, self.shop.now)

    def maybe_crash(self, step: Callable[[], None]) -> None:
        """Do a step; now and then the process dies at one of the places where that hurts."""
        with self.monkeypatch.context() as patched:
            if self.chance.random() < 0.6:
                for module, name in self.chance.sample(self.places(), self.traps):
                    patched.setattr(module, name, self.die)
            try:
                step()
            except Crash:
                self.crashes += 1

    def die(self, *_arguments: Any, **_named: Any) -> None:
        raise Crash

    # -- steps --------------------------------------------------------------------------------------

    def place(self) -> None:
        totals = [self.chance.randint(1, 9999) for _order in range(self.chance.randint(1, 3))]
        provider = self.chance.choice(("sandbox-card", "sandbox-card", "bank-transfer"))
        _orders, payment = self.shop.place(*totals, provider=provider)
        if self.chance.random() < 0.8:
            self.shop.pay(payment, self.chance.choice(list(CARDS)))

    def pay(self) -> None:
        ids = [row.id for row in Payment.select(Payment.id).where(Payment.state == "created").order_by(Payment.id)]
        if ids:
            self.shop.pay(self.chance.choice(ids), self.chance.choice(list(CARDS)))

    def again(self) -> None:
        ids = [row.purchase_id for row in Payment.select().order_by(Payment.id)]
        if ids:
            try:
                payment = actions.start_attempt(self.chance.choice(ids), "sandbox-card", self.shop.now)
            except Refused:
                return
            self.shop.pay(payment, self.chance.choice(list(CARDS)))

    def confirm(self) -> None:
        keys = [row.key for row in SandboxCharge.select().where(SandboxCharge.asks_buyer).order_by(SandboxCharge.id)]
        if keys:
            self.sandbox.confirm(self.chance.choice(keys), self.chance.random() < 0.8)

    def transfer(self) -> None:
        rows = list(
            Payment.select()
            .where(Payment.provider == "bank-transfer", Payment.reference != "", Payment.state != "succeeded")
            .order_by(Payment.id)
        )
        if rows:
            row = self.chance.choice(rows)
            amount = self.chance.choice((None, row.amount, row.amount + 5, max(row.amount // 2, 1)))
            actions.confirm_transfer(row.reference, amount, self.shop.now)

    def collect(self) -> None:
        self.webhooks += self.sandbox.due_webhooks(self.shop.now)

    def webhook(self) -> None:
        """One arrives, in any order; half of them stay to arrive again."""
        self.collect()
        if self.webhooks:
            chosen = self.chance.randrange(len(self.webhooks))
            self.deliver(*self.webhooks[chosen])
            if self.chance.random() < 0.5:
                self.webhooks.pop(chosen)

    def deliver(self, headers: dict[str, str], body: bytes) -> None:
        """Its sender signs afresh when it tries again."""
        signed = signed_headers(self.sandbox._secret, headers["webhook-id"], self.shop.now, body)
        actions.receive_webhook("sandbox-card", signed, body, self.shop.now)

    def wait(self) -> None:
        self.shop.later(minutes=self.chance.choice((1, 3, 14, 60)))

    def worker(self) -> None:
        actions.sweep(self.shop.now)
        actions.lapse(self.shop.now)

    def refund(self) -> None:
        for row in Outbox.select().where(Outbox.kind == "refund", Outbox.done_at.is_null()).order_by(Outbox.id):
            actions.run_refund(row.payload["refund"], self.shop.now)

    # -- what is true at every moment ---------------------------------------------------------------

    def check_always(self) -> None:
        assert sum(line.amount for line in LedgerLine.select()) == 0
        standing = [row.id for row in Order.select().where(Order.state == "placed")]
        sold = sum("paid" in self.shop.story(order) for order in standing)
        on_hand, reserved = self.shop.stock()
        assert reserved == len(standing) - sold
        assert on_hand == BOARDS - sold
        assert all(row.paid <= row.amount for row in Installment.select())


@pytest.mark.parametrize("seed", range(6))
def test_money_kept_is_that_of_paid_orders_whatever_happens(shop, seed, monkeypatch) -> None:
    Stock.update(on_hand=BOARDS).execute()
    history = History(shop, seed, monkeypatch)
    history.live()
    history.end()

    history.check_always()
    paid = {row.id: row.total for row in Order.select().where(Order.state == "placed")}
    assert shop.stock()[1] == 0
    assert all(shop.paid(order) == [total] for order, total in paid.items())
    kept = shop.ledger()
    held = {f"held:order:{order}": -total for order, total in paid.items()}
    assert {account: amount for account, amount in kept.items() if not account.startswith("clearing:")} == held
    assert sum(amount for account, amount in kept.items() if account.startswith("clearing:")) == sum(paid.values())
    assert kept.get("clearing:sandbox-card", 0) == _at_the_sandbox()
    assert history.crashes >= 3


def _at_the_sandbox() -> int:
    """What the sandbox itself says it took and has not sent back."""
    sandbox = current().providers["sandbox-card"]
    taken = [row for row in SandboxCharge.select() if sandbox._answer(row).state == "succeeded"]
    return sum(row.paid - sum(row.refunds.values()) for row in taken)
