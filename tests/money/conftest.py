"""A shop with money and stock only: purchases are made as T1 makes them, on both databases."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pluggy
import pytest

from storefront import runtime
from storefront.catalogue import stock
from storefront.catalogue.tables import Seller, Stock
from storefront.db import close, database, open_database, transaction
from storefront.i18n import Catalogues, _
from storefront.money import spread
from storefront.orders.tables import Event, Order, OrderLine, Outbox, Purchase
from storefront.payments import actions
from storefront.payments.bank_transfer import BankTransfer
from storefront.payments.holds import shares_of
from storefront.payments.sandbox import SandboxCard
from storefront.payments.tables import Installment, LedgerLine, Payment, Refund
from storefront.plugin_manager import Plugins
from storefront.settings import CheckoutSettings, Settings
from storefront.values import PaymentAnswer, State, Transition, Workflow
from storefront.workflow import begin

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
GOOD_CARD = "4242 4242 4242 4242"
MODEL = "trade"

ORDER = Workflow(
    "order",
    (State("placed", _("Ordered")), State("sent", _("Sent")), State("cancelled", _("Cancelled"), final=True)),
    (
        Transition("send", ("placed",), "sent", ("seller",), _("Send")),
        Transition("cancel", ("placed",), "cancelled", ("buyer", "system"), _("Cancel")),
    ),
)


@dataclass
class MoneyShop:
    """What the tests of money do with a shop; now is its clock."""

    now: datetime = START
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    stock_id: int = 0
    # of the orders that are placed: what the seller's contract says, and a line for each release rule
    trade: dict[str, str | int] = field(default_factory=dict)
    rules: tuple[str, ...] = ("at-once",)
    freight: int = 0

    def later(self, **duration: int) -> datetime:
        self.now += timedelta(**duration)
        return self.now

    def stocked(self, on_hand: int) -> None:
        seller = Seller.create(slug="nordbord", name="Nordbord", country="DE")
        self.stock_id = Stock.create(seller=seller.id, on_hand=on_hand).id

    def place(
        self, *totals: int, provider: str = "sandbox-card", parts: tuple[tuple[int, str], ...] = ()
    ) -> tuple[list[int], int]:
        """A purchase with an order of one piece for each total; (order ids, payment id)."""
        with transaction():
            number = next(self.numbers)
            purchase = Purchase.create(
                token=f"token-{number}",
                cart_token=f"cart-{number}",
                email="anna@example.com",
                language="en",
                country="DE",
                currency="EUR",
                total=sum(totals),
                provider=provider,
                placed_at=self.now,
            )
            orders, dues = [], []
            for total in totals:
                order_id, now_due = self._order(purchase.id, total, parts or ((total, "now"),))
                orders.append(order_id)
                dues += now_due
            until = self.now + runtime.current().providers[provider].holds_for
            payment = actions.new_payment(purchase.id, provider, dues, until, self.now)
        return orders, payment.id

    def _order(
        self, purchase_id: int, total: int, parts: tuple[tuple[int, str], ...]
    ) -> tuple[int, list[tuple[int, int]]]:
        order = Order.create(
            number=f"N-{next(self.numbers)}",
            purchase=purchase_id,
            seller_id=1,
            business_model=MODEL,
            state="placed",
            currency="EUR",
            net=total,
            tax=0,
            total=total,
            freight=self.freight,
            frozen={"trade": self.trade} if self.trade else {},
            placed_at=self.now,
        )
        begin(f"order:{order.id}", "order", MODEL, now=self.now)
        for place, price in enumerate(spread(max(total - self.freight, 0), [1] * len(self.rules))):
            OrderLine.create(
                order=order.id,
                offer_id=1,
                variant_id=1,
                stock_id=None if place else self.stock_id,
                sku=f"BOARD-{place + 1}",
                quantity=1,
                unit_price=price,
                net=price,
                tax=0,
                gross=price,
                frozen={"sale_terms": {"release": self.rules[place]}},
            )
        dues = []
        for position, (amount, due) in enumerate(parts):
            row = Installment.create(
                order=order.id,
                position=position,
                label=_("Total").as_json(),
                amount=amount,
                due=due,
                due_at=self.now if due == "now" else None,
            )
            if due == "now":
                dues.append((row.id, amount))
        stock.reserve([stock.Want(self.stock_id, 1, f"order:{order.id}", None)])
        return order.id, dues

    def pay(self, payment_id: int, card: str = GOOD_CARD) -> PaymentAnswer:
        return actions.begin_payment(payment_id, {"card": card}, "https://shop.example/back", now=self.now)

    def time_passes(self, **duration: int) -> None:
        """So much later the worker's money parts run once."""
        now = self.later(**duration)
        actions.sweep(now)
        actions.lapse(now)

    def send_refunds(self) -> None:
        for row in Outbox.select().where(Outbox.kind == "refund", Outbox.done_at.is_null()).order_by(Outbox.id):
            actions.run_refund(row.payload["refund"], self.now)
            Outbox.update(done_at=self.now).where(Outbox.id == row.id).execute()

    # -- what the tests look at ---------------------------------------------------------------------

    def stock(self) -> tuple[int, int]:
        """(on hand, reserved)"""
        row = Stock.get_by_id(self.stock_id)
        return row.on_hand, row.reserved

    def state(self, order_id: int) -> str:
        return str(Order.get_by_id(order_id).state)

    def paid(self, order_id: int) -> list[int]:
        rows = Installment.select().where(Installment.order == order_id).order_by(Installment.position)
        return [row.paid for row in rows]

    def payment(self, payment_id: int) -> Payment:
        found: Payment = Payment.get_by_id(payment_id)
        return found

    def story(self, order_id: int) -> list[str]:
        rows = Event.select(Event.kind).where(Event.subject == f"order:{order_id}").order_by(Event.id)
        return [kind for (kind,) in rows.tuples()]

    def refunds(self) -> list[tuple[int, str]]:
        return [(row.amount, row.state) for row in Refund.select().order_by(Refund.id)]

    def lines(self, order_id: int) -> list[int]:
        rows = OrderLine.select(OrderLine.id).where(OrderLine.order == order_id).order_by(OrderLine.id)
        return [line for (line,) in rows.tuples()]

    def holds(self, order_id: int) -> list[tuple[int, int, int]]:
        """(held, released, went back or came back from the seller) of each line, then of the order's own."""
        return [(share.held, share.released, share.back + share.taken) for share in shares_of(order_id)]

    def mails(self) -> int:
        return int(Outbox.select().where(Outbox.kind == "order_mail").count())

    def ledger(self) -> dict[str, int]:
        """Account → what stands on it; accounts at zero are left out."""
        sums: dict[str, int] = {}
        for line in LedgerLine.select():
            sums[line.account] = sums.get(line.account, 0) + line.amount
        return {account: amount for account, amount in sums.items() if amount}


@pytest.fixture
def shop(database_url: str, tmp_path: Path) -> Iterator[MoneyShop]:
    """An empty shop with ten boards in stock, a sandbox card and bank transfer, on each database."""
    open_database(database_url)
    money_shop = MoneyShop()
    _run(money_shop, tmp_path)
    money_shop.stocked(10)
    yield money_shop
    close()
    database.initialize(None)


def _run(money_shop: MoneyShop, home: Path) -> None:
    checkout = CheckoutSettings(bank_account="DE02 1203 0000 0000 2020 51", bank_holder="Nordbord GmbH")
    settings = Settings(home=home, secret_key="a key for tests", checkout=checkout)
    card = SandboxCard(settings, clock=lambda: money_shop.now)
    transfer = BankTransfer(settings)
    runtime.swap(
        runtime.Runtime(
            settings,
            Plugins(pluggy.PluginManager("storefront"), {}, {}),
            Catalogues([]),
            1,
            workflows={("order", MODEL): ORDER},
            providers={card.code: card, transfer.code: transfer},
        )
    )
