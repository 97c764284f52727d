"""What an order owes, made less or more after it was placed."""

from __future__ import annotations

from datetime import datetime

from storefront.db import transaction
from storefront.i18n import Message
from storefront.payments.tables import Installment


@transaction()
def lower_dues(order_id: int, amount: int) -> int:
    """Take an amount from what is still unpaid, the last due first; what could not be taken. Lock the order first."""
    rows = list(Installment.select().where(Installment.order == order_id, ~Installment.cancelled))
    left = amount
    standing = len(rows)
    for row in sorted(rows, key=_due, reverse=True):
        part = min(max(row.amount - row.paid, 0), left)
        if not part:
            continue
        left -= part
        # an order that owes nothing keeps a part of zero, which is paid
        gone = row.amount == part and standing > 1
        standing -= gone
        changes = {Installment.cancelled: True} if gone else {Installment.amount: row.amount - part}
        Installment.update(changes).where(Installment.id == row.id).execute()
    return left


def _due(row: Installment) -> tuple[bool, str, int, int]:
    """What waits for an event is due last."""
    return row.due_at is None, row.due_at.isoformat() if row.due_at else "", row.position, row.id


@transaction()
def add_due(order_id: int, amount: int, label: Message, sold: bool, now: datetime) -> int:
    """A further part, due now; the installment's id. sold: the goods do not wait for it. Lock the order first."""
    rows = Installment.select(Installment.position).where(Installment.order == order_id).tuples()
    row = Installment.create(
        order=order_id,
        position=1 + max((position for (position,) in rows), default=-1),
        label=label.as_json(),
        amount=amount,
        # "now" would end a sold order when an attempt to pay it lapses
        due=now.date().isoformat() if sold else "now",
        due_at=now,
    )
    return int(row.id)
