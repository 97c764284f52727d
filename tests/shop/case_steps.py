"""An order that is sold and delivered, and the first words of a case about it."""

from __future__ import annotations

from datetime import datetime, timedelta

from storefront.orders.actions import deliver, ship
from storefront.orders.cases import actions as cases
from storefront.orders.cases.entries import BUYER, Party, Said
from storefront.orders.cases.tables import Case
from storefront.orders.tables import Order, OrderLine
from storefront.payments.tables import LedgerLine, Refund
from storefront.values import CaseReason

SELLER = Party("seller", "person:7")
STAFF = Party("staff", "person:8")
WORDS = Said("The board is cracked.")
DAY = timedelta(days=1)
# two boards at 20.00 and the post at 5.00
TOTAL, GOODS, POST = 4500, 4000, 500


def arrived(order: Order, at: datetime) -> Order:
    """All of it was sent and came."""
    deliver(ship(order.id, now=at - DAY), at)
    return order


def line_of(order: Order) -> int:
    return int(OrderLine.get(OrderLine.order == order.id).id)


def statement(at: datetime, email: str = "anna@example.com") -> cases.Statement:
    return cases.Statement("Anna Berg", email, at, "en")


def complain(order: Order, reason: CaseReason, now: datetime, wish: str = "refund", **more: object) -> Case:
    said = more.pop("said", WORDS)
    claim = cases.Claim(reason, {line_of(order): 2}, wish, said=said, **more)  # type: ignore[arg-type]
    return cases.open_case(order.id, claim, BUYER, now)


def fresh(case: Case) -> Case:
    found: Case = Case.get_by_id(case.id)
    return found


def sent_back() -> list[int]:
    return [row.amount for row in Refund.select().order_by(Refund.id)]


def ledger_is_balanced() -> bool:
    return sum(row.amount for row in LedgerLine.select()) == 0
