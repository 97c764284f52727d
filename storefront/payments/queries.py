"""What is still to pay, and what was tried last."""

from __future__ import annotations

from datetime import datetime

from storefront.orders.tables import Order
from storefront.payments.tables import Installment, Payment


def is_due(row: Installment, now: datetime) -> bool:
    """Whether an installment ought to be paid by now."""
    return row.due == "now" or (row.due_at is not None and row.due_at <= now)


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


def known_payment(provider: str, key: str) -> tuple[str, datetime] | None:
    """What a provider called one of its payments, and when it was begun; None: it is not ours."""
    row = Payment.get_or_none(Payment.provider == provider, Payment.key == key)
    return (row.reference, row.created_at) if row else None
