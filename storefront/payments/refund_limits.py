"""How much of an order's money can go back: what came and is there, in its provider's time, claimed by no bank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

import peewee

from storefront.errors import Refused
from storefront.i18n import Message, _
from storefront.payments.claims import claimed_of_order, left_of_payment, open_claim
from storefront.payments.tables import Allocation, Installment, Payment, Refund
from storefront.runtime import current


def refundable(order_id: int) -> dict[int, int]:
    """Payment → how much of what it brought for the order is still there: neither sent back nor claimed by a bank."""
    came: defaultdict[int, int] = defaultdict(int)
    allocated = (
        Allocation.select(Allocation.payment, peewee.fn.SUM(Allocation.amount))
        .join(Installment)
        .switch(Allocation)
        .join(Payment)
        .where(Installment.order == order_id, Payment.state == "succeeded")
        .group_by(Allocation.payment)
        .order_by(Allocation.payment)
    )
    for payment_id, amount in allocated.tuples():
        came[payment_id] += int(amount)
    sent = Refund.select(Refund.payment, Refund.amount).where(Refund.order == order_id, Refund.state != "failed")
    for payment_id, amount in sent.tuples():
        came[payment_id] -= amount
    for payment_id, amount in claimed_of_order(order_id).items():
        # the bank may have taken what had been sent back before, too
        came[payment_id] = min(came[payment_id] - amount, left_of_payment(payment_id))
    return {payment_id: amount for payment_id, amount in came.items() if amount > 0}


def in_time(left: Mapping[int, int], now: datetime) -> dict[int, int]:
    """Of what is left of payments, that which their providers still send back."""
    rows = Payment.select(Payment.id, Payment.provider, Payment.settled_at).where(Payment.id.in_(sorted(left)))
    kept = set()
    for payment_id, code, settled in rows.tuples():
        provider = current().providers.get(code)
        until = provider.refunds_until if provider else None
        if until is None or settled is None or settled + until >= now:
            kept.add(payment_id)
    return {payment_id: amount for payment_id, amount in left.items() if payment_id in kept}


def too_late(order_id: int, now: datetime) -> Message | None:
    """Why not all that was paid for an order can be sent back; None where it can."""
    left = refundable(order_id)
    if len(in_time(left, now)) == len(left):
        return None
    return _(
        "A part was paid so long ago that its provider sends nothing back any more. Send that part by hand as a bank"
        " transfer, or offer it as credit."
    )


def refuse_contested(order_id: int) -> None:
    """Raises Refused while a bank claims an order's money."""
    contested = open_claim(order_id)
    if contested is not None:
        raise Refused(
            _(
                "The buyer's bank has claimed money of this order back (%(reference)s). Until that is decided nothing"
                " is sent, or he might have it twice.",
                reference=contested.reference,
            ),
            "chargeback-open",
        )
