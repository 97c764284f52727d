"""What banks have claimed back of payments: that money is gone, and cannot be sent back once more."""

from __future__ import annotations

from collections.abc import Mapping

from peewee import fn

from storefront.payments.tables import Allocation, Chargeback, ChargebackPart, Installment, Payment, Refund

# a chargeback that was won has given its money back
GONE = ("open", "lost")


def claimed_of_order(order_id: int) -> dict[int, int]:
    """Payment → how much of what it brought for an order banks have claimed."""
    rows = (
        ChargebackPart.select(Chargeback.payment, fn.SUM(ChargebackPart.amount))
        .join(Chargeback)
        .where(ChargebackPart.order == order_id, Chargeback.state.in_(GONE))
        .group_by(Chargeback.payment)
    )
    return {payment_id: int(amount) for payment_id, amount in rows.tuples()}


def open_claim(order_id: int) -> Chargeback | None:
    """A chargeback of the order's money that is not decided yet."""
    found: Chargeback | None = (
        Chargeback.select(Chargeback)
        .join(ChargebackPart)
        .where(ChargebackPart.order == order_id, Chargeback.state == "open")
        .order_by(Chargeback.id)
        .first()
    )
    return found


def claimed(payment_id: int) -> int:
    """How much of a payment banks have claimed."""
    rows = Chargeback.select(fn.COALESCE(fn.SUM(Chargeback.amount), 0))
    return int(rows.where(Chargeback.payment == payment_id, Chargeback.state.in_(GONE)).scalar())


def is_undecided(payment_id: int) -> bool:
    """Whether a bank claims some of a payment and nothing is decided."""
    rows = Chargeback.select().where(Chargeback.payment == payment_id, Chargeback.state == "open")
    return bool(rows.exists())


def left_of_payment(payment_id: int, without_refund: int = 0) -> int:
    """What is still there of what a payment brought: neither sent back nor claimed; a refund may be left out."""
    kept = Payment.get_by_id(payment_id)
    received = (kept.answer or {}).get("received", kept.amount) if kept.state == "succeeded" else 0
    sent = Refund.select(fn.COALESCE(fn.SUM(Refund.amount), 0)).where(
        Refund.payment == payment_id, Refund.state != "failed", Refund.id != without_refund
    )
    return int(received) - int(sent.scalar()) - claimed(payment_id)


def left_by_order(payment_id: int) -> dict[int, int]:
    """Order → what is still there of what a payment brought for it."""
    allocated = (
        Allocation.select(Installment.order, fn.SUM(Allocation.amount))
        .join(Installment)
        .where(Allocation.payment == payment_id)
        .group_by(Installment.order)
        .order_by(Installment.order)
    )
    left = {order_id: int(amount) for order_id, amount in allocated.tuples()}
    sent = Refund.select(Refund.order, Refund.amount).where(
        Refund.payment == payment_id, Refund.state != "failed", Refund.order.is_null(False)
    )
    parts = (
        ChargebackPart.select(ChargebackPart.order, ChargebackPart.amount)
        .join(Chargeback)
        .where(Chargeback.payment == payment_id, Chargeback.state.in_(GONE))
    )
    for order_id, amount in [*sent.tuples(), *parts.tuples()]:
        left[order_id] = left.get(order_id, 0) - amount
    return {order_id: amount for order_id, amount in left.items() if amount > 0}


def spread(amount: int, left: Mapping[int, int]) -> dict[int, int]:
    """An amount given to orders by what is left of each, never more than that; whole minor units, none lost.

    >>> spread(100, {1: 200, 2: 100})
    {1: 67, 2: 33}
    >>> spread(500, {1: 200, 2: 100})
    {1: 200, 2: 100}
    """
    total = sum(left.values())
    given = min(amount, total)
    if not given:
        return {}
    parts = {order: given * share // total for order, share in left.items()}
    rests = sorted(left, key=lambda order: (-(given * left[order] % total), order))
    for order in rests[: given - sum(parts.values())]:
        parts[order] += 1
    return {order: part for order, part in parts.items() if part}
