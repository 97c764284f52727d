"""What is owed, paid and on its way: read in bulk, for pages, mails and guards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from storefront.catalogue.rows import chunks
from storefront.i18n import Message
from storefront.orders.tables import Order
from storefront.payments.tables import Allocation, Installment, Payment, Refund

InstallmentState = Literal["paid", "pending", "due", "later", "cancelled", "refunded"]


@dataclass(frozen=True)
class InstallmentView:
    """A part of an order's total. state: paid, pending (a payment is under way), due, later, …"""

    id: int
    order_id: int
    label: Message
    amount: int
    paid: int
    currency: str
    due: str
    due_at: datetime | None
    state: InstallmentState


@dataclass(frozen=True)
class OrderMoney:
    """An order's installments in order, what came, what went back, and what is due now."""

    installments: tuple[InstallmentView, ...]
    paid: int
    refunded: int
    due: int

    @property
    def is_paid(self) -> bool:
        """Whether nothing of the whole total is left to pay."""
        return all(one.paid >= one.amount for one in self.installments if one.state != "cancelled")


def payment_state(order_ids: Sequence[int], now: datetime) -> dict[int, OrderMoney]:
    """Order → its money; the same few statements for one order or a hundred."""
    rows: dict[int, list[Installment]] = {}
    for piece in chunks(order_ids):
        found = Installment.select(Installment, Order).join(Order).where(Installment.order.in_(piece))
        for row in found.order_by(Installment.order, Installment.position, Installment.id):
            rows.setdefault(row.order_id, []).append(row)
    pending = _pending_installments(order_ids)
    refunded = _refunded(order_ids)
    return {
        order_id: _order_money(its, its[0].order.currency, pending, refunded.get(order_id, 0), now)
        for order_id, its in rows.items()
    }


def _order_money(
    rows: list[Installment], currency: str, pending: frozenset[int], refunded: int, now: datetime
) -> OrderMoney:
    paid = sum(row.paid for row in rows)
    back = refunded > 0 and refunded >= paid
    views = tuple(
        InstallmentView(
            row.id,
            row.order_id,
            Message.from_json(row.label),
            row.amount,
            row.paid,
            currency,
            row.due,
            row.due_at,
            _state(row, row.id in pending, back, now),
        )
        for row in rows
    )
    due = sum(one.amount - one.paid for one in views if one.state in ("due", "pending"))
    return OrderMoney(views, paid, refunded, due)


def _state(row: Installment, pending: bool, back: bool, now: datetime) -> InstallmentState:
    if back and row.paid:
        return "refunded"
    if row.cancelled:
        return "cancelled"
    if row.paid >= row.amount:
        return "paid"
    if pending:
        return "pending"
    return "due" if is_due(row, now) else "later"


def is_due(row: Installment, now: datetime) -> bool:
    """Whether an installment ought to be paid by now."""
    return row.due == "now" or (row.due_at is not None and row.due_at <= now)


def _pending_installments(order_ids: Sequence[int]) -> frozenset[int]:
    found: set[int] = set()
    for piece in chunks(order_ids):
        rows = (
            Allocation.select(Allocation.installment)
            .join(Installment)
            .switch(Allocation)
            .join(Payment)
            .where(Installment.order.in_(piece), Payment.state.in_(("created", "pending")))
        )
        found |= {installment for (installment,) in rows.tuples()}
    return frozenset(found)


def _refunded(order_ids: Sequence[int]) -> dict[int, int]:
    """Order → what went back or is on its way back."""
    sums: defaultdict[int, int] = defaultdict(int)
    for piece in chunks(order_ids):
        rows = Refund.select(Refund.order, Refund.amount).where(Refund.order.in_(piece), Refund.state != "failed")
        for order_id, amount in rows.tuples():
            sums[order_id] += amount
    return dict(sums)


def unpaid_installments(purchase_id: int) -> list[Installment]:
    """What is still to pay of a purchase's orders that stand, by order and position."""
    return list(
        Installment.select(Installment)
        .join(Order)
        .where(Order.purchase == purchase_id, ~Installment.cancelled, Installment.paid < Installment.amount)
        .order_by(Order.id, Installment.position, Installment.id)
    )


def due_installments(purchase_id: int, now: datetime) -> list[Installment]:
    """What the pay page asks for: what is due; where nothing is, what has a date and may be paid before it."""
    unpaid = unpaid_installments(purchase_id)
    due = [row for row in unpaid if is_due(row, now)]
    return due or [row for row in unpaid if row.due_at is not None]


def latest_payment(purchase_id: int) -> Payment | None:
    """The attempt that was begun last."""
    found: Payment | None = (
        Payment.select().where(Payment.purchase == purchase_id).order_by(-Payment.id).first()
    )
    return found
