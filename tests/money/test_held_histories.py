"""Random histories of kept money, with crashes and late messages: what is held adds up, and nobody gets anything twice."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from test_histories import BOARDS, History

from storefront.catalogue.tables import Stock
from storefront.errors import Refused
from storefront.i18n import _
from storefront.orders.actions import deliver, ship
from storefront.orders.tables import Order, OrderLine, Outbox, Shipment
from storefront.payments import (
    actions,
    credit_offers,
    giving_back,
    holds,
    keepings,
    payouts,
    refunds,
    releasing,
    settling,
)
from storefront.payments.actions import Arranged
from storefront.payments.bank_accounts import BankDraft, save_bank_account
from storefront.payments.hold_tables import BankAccount, Commission, Hold, HoldFreeze, Payout, PayoutLine
from storefront.payments.keepings import ByHand
from storefront.payments.refund_limits import refundable
from storefront.payments.tables import Allocation, CreditOffer, Installment, LedgerLine, Payment, Refund
from storefront.values import RefundAnswer

RULES = ("at-once", "delivered+14d|accepted|sent+30d", "30%@sent;70%@delivered+2d", "accepted")


class HeldHistory(History):
    """The same shop; its goods are sent, delivered, accepted, contested, and its sellers get their money."""

    refused = 0
    count, traps = 180, 2

    def steps(self) -> tuple[Any, ...]:
        own = (self.send, self.send, self.arrive, self.word, self.stop, self.go_on, self.release, self.release)
        more = (self.by_hand, self.keep, self.offer, self.answer, self.answer, self.comes_back)
        return (*super().steps(), *own, self.give_back, self.give_back, self.fails, self.days, self.payday, self.bank, *more)

    def places(self) -> tuple[tuple[Any, str], ...]:
        more = ((settling, "add_money"), (giving_back, "book"), (releasing, "book"), (giving_back, "seller_lines"))
        more += ((payouts, "_book"), (payouts, "unpaid_lines"), (payouts, "_pay"), (payouts, "_run"), (payouts, "tell_seller"))
        more += ((keepings, "freeze"), (credit_offers, "_end"), (credit_offers, "arrange_refund"))
        return (*super().places(), *more, (refunds, "take"), (refunds, "put_again"), (releasing, "shares_of"))

    def place(self) -> None:
        self.shop.rules = tuple(self.chance.choice(RULES) for _line in range(self.chance.randint(1, 3)))
        self.shop.trade = self.chance.choice(({}, {"commission": "7/50", "fee": 35, "fee_vat": "19/100"}))
        super().place()

    def order(self, **columns: Any) -> Order | None:
        ids = [row.id for row in Order.select(Order.id).order_by(Order.id)]
        return Order.get_by_id(self.chance.choice(ids)) if ids else None

    def send(self) -> None:
        order = self.order()
        if order is None or "paid" not in self.shop.story(order.id):
            return
        lines = [row.id for row in OrderLine.select().where(OrderLine.order == order.id)]
        some = None if self.chance.random() < 0.6 else {self.chance.choice(lines): 1}
        try:
            ship(order.id, some, now=self.shop.now)
        except Refused:
            self.refused += 1

    def arrive(self) -> None:
        ids = [row.id for row in Shipment.select().where(Shipment.delivered_at.is_null()).order_by(Shipment.id)]
        if ids:
            deliver(self.chance.choice(ids), self.shop.now)

    def word(self) -> None:
        order = self.order()
        if order is not None:
            try:
                releasing.accept_order(order.id, self.shop.now)
            except Refused:
                self.refused += 1

    def stop(self) -> None:
        order = self.order()
        if order is not None:
            lines = [row.id for row in OrderLine.select().where(OrderLine.order == order.id)]
            amount = self.chance.randint(1, 9999)
            holds.freeze(order.id, f"case:{order.id}", {self.chance.choice(lines): amount}, self.shop.now)

    def go_on(self) -> None:
        names = sorted({row.by for row in HoldFreeze.select()})
        if names:
            holds.thaw(self.chance.choice(names), self.shop.now)

    def release(self) -> None:
        # what is kept until now is kept no longer
        keepings.end_keepings(self.shop.now)
        before = {row.id: row.released for row in Hold.select()}
        frozen: Counter[int] = Counter()
        for row in HoldFreeze.select():
            frozen[row.hold_id] += row.amount
        releasing.release_due(self.shop.now)
        for row in Hold.select():
            if row.released > before[row.id]:
                assert row.came - row.back - row.released >= frozen[row.id]

    def give_back(self) -> None:
        order = self.order()
        if order is None:
            return
        left = sum(refundable(order.id).values())
        lines = [row.id for row in OrderLine.select().where(OrderLine.order == order.id)]
        amount = self.chance.choice((left, left + 1, max(left // 3, 1)))
        named = {self.chance.choice(lines): 1} if self.chance.random() < 0.7 else {}
        arranged = Arranged(f"key-{self.chance.random()}", amount, _("A part of it."), "staff", named)
        try:
            actions.arrange_refund(order.id, arranged, self.shop.now)
        except Refused:
            self.refused += 1
        else:
            assert amount <= left

    def fails(self) -> None:
        waits = Refund.state.in_(("created", "pending")) & Refund.order.is_null(False)
        ids = [row.id for row in Refund.select().where(waits).order_by(Refund.id)]
        if ids and self.chance.random() < 0.3:
            refunds.settle_refund(self.chance.choice(ids), RefundAnswer("failed"), self.shop.now)

    def payday(self) -> None:
        """The same key comes again now and then, as from a form that is sent twice."""
        if not BankAccount.select().exists():
            save_bank_account(1, BankDraft("Nordbord", "DE02120300000000202051"), "staff", self.shop.now)
        payouts.run_payouts(f"run-{self.chance.randint(1, 12)}", "staff", self.shop.now)

    def bank(self) -> None:
        """Word of a payout, late, double or contradicting."""
        ids = [row.id for row in Payout.select().order_by(Payout.id)]
        if ids:
            answer = RefundAnswer(self.chance.choice(("pending", "succeeded", "failed")))
            payouts.settle_payout(self.chance.choice(ids), answer, self.shop.now)

    def note(self) -> ByHand:
        """A form of the desk; now and then it is sent twice."""
        return ByHand(f"form-{self.chance.randint(1, 30)}", "It is agreed.", "staff")

    def by_hand(self) -> None:
        order = self.order()
        if order is not None:
            frozen = {row.id: row.amount for row in HoldFreeze.select()}
            amount = self.chance.choice((None, 1, self.chance.randint(1, 9999)))
            try:
                releasing.release_by_hand(order.id, amount, self.note(), self.shop.now)
            except Refused:
                self.refused += 1
            assert {row.id: row.amount for row in HoldFreeze.select()} == frozen

    def keep(self) -> None:
        order = self.order()
        if order is not None:
            until = self.shop.now + timedelta(days=self.chance.randint(0, 20))
            try:
                keepings.keep_longer(order.id, until, self.note(), self.shop.now)
            except Refused:
                self.refused += 1
        keepings.end_keepings(self.shop.now)

    def offer(self) -> None:
        order = self.order()
        if order is not None:
            amount = self.chance.choice((sum(refundable(order.id).values()), self.chance.randint(1, 9999)))
            try:
                key = f"offer-{self.chance.randint(1, 30)}"
                credit_offers.offer_credit(order.id, Arranged(key, amount, _("A part of it."), "staff", {}), self.shop.now)
            except Refused:
                self.refused += 1

    def answer(self) -> None:
        rows = list(CreditOffer.select().order_by(CreditOffer.id))
        if rows:
            row = self.chance.choice(rows)
            try:
                credit_offers.answer_offer(row.order_id, row.id, self.chance.choice(("accept", "accept", "decline")), self.shop.now)
            except Refused:
                self.refused += 1

    def comes_back(self) -> None:
        """A payout that had arrived, in part or whole, and again."""
        rows = list(Payout.select().order_by(Payout.id))
        if rows:
            row = self.chance.choice(rows)
            payouts.take_back_payout(row.id, self.chance.choice((row.amount, row.amount // 2, 1)), None, self.shop.now)

    def days(self) -> None:
        self.shop.now += timedelta(days=self.chance.choice((1, 2, 15)))

    # -- what is true at every moment ---------------------------------------------------------------

    def check_always(self) -> None:
        ledger = self.shop.ledger()
        assert sum(ledger.values()) == 0
        held: Counter[str] = Counter()
        has: Counter[int] = Counter()
        for row in Hold.select():
            assert row.back >= 0
            assert 0 <= row.taken <= row.released
            assert row.back + row.released <= row.came
            held[f"held:order:{row.order_id}"] -= row.came - row.back - row.released
            has[row.order_id] += row.released - row.taken
        kept = {name: amount for name, amount in held.items() if amount}
        assert {name: amount for name, amount in ledger.items() if name.startswith("held:")} == kept
        charged = sum(row.amount + row.fee + row.vat for row in Commission.select())
        shop = sum(ledger.get(name, 0) for name in ("commission", "fees", "commission-vat"))
        assert shop == -charged
        paid = [row for row in Payout.select() if row.state != "failed"]
        assert ledger.get("seller:1", 0) == sum(row.amount - row.returned for row in paid) - (sum(has.values()) - charged)
        on_its_way = {f"payout:{row.id}": -row.amount for row in paid if row.state != "confirmed"}
        assert {name: amount for name, amount in ledger.items() if name.startswith("payout:")} == on_its_way
        for row in paid:
            lines = LedgerLine.select().join(PayoutLine).where(PayoutLine.payout == row.id)
            assert row.amount == -sum(line.amount for line in lines) > 0
        came: Counter[int] = Counter()
        parts = Allocation.select(Allocation, Payment, Installment).join(Payment).switch(Allocation).join(Installment)
        for part in parts.where(Payment.state == "succeeded"):
            came[part.installment.order_id] += part.amount
        for row in Refund.select().where(Refund.state != "failed"):
            if row.order_id:
                came[row.order_id] -= row.amount
        assert all(amount >= 0 for amount in came.values())
        assert all(row.paid <= row.amount for row in Installment.select())
        for order, amount in came.items():
            assert amount == has[order] - held[f"held:order:{order}"]


@pytest.mark.parametrize("seed", range(4))
def test_kept_money_adds_up_whatever_happens(shop, seed, monkeypatch) -> None:
    Stock.update(on_hand=BOARDS).execute()
    history = HeldHistory(shop, seed, monkeypatch)
    history.live()
    history.end()
    for name in {row.by for row in HoldFreeze.select()}:
        holds.thaw(name, shop.now)
    for order in Order.select():
        for parcel in Shipment.select().where(Shipment.order == order.id):
            deliver(parcel.id, shop.now)
    shop.now += timedelta(days=60)
    releasing.release_due(shop.now)
    history.check_always()
    # what waits for nothing any more is the seller's, and nothing is on its way to a buyer
    assert not any(name.startswith("buyer:") for name in shop.ledger())
    assert sum(line.amount for line in LedgerLine.select()) == 0
    assert history.crashes >= 3
    assert history.refused >= 1
    assert Hold.select().where(Hold.released > 0).exists()
    assert Payout.select().exists()
    assert Outbox.select().where(Outbox.kind == "refund").exists()
