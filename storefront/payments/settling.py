"""T2: what a provider says of a payment becomes truth here, once, whoever brings the answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from storefront.catalogue import stock
from storefront.db import for_update, transaction
from storefront.errors import NotFound
from storefront.i18n import Message, _
from storefront.orders.locks import lock_purchase
from storefront.orders.tables import Event, Outbox
from storefront.outbox import once
from storefront.payments.credit.receiving import keep_as_credit, write_off_short
from storefront.payments.holds import add_money, look_again
from storefront.payments.ledger import BookingLine, book
from storefront.payments.refunds import add_refund
from storefront.payments.tables import Allocation, Installment, Payment
from storefront.runtime import current
from storefront.values import PaymentAnswer
from storefront.workflow import record

LONG_WAIT = timedelta(days=1)


@transaction()
def settle(payment_id: int, answer: PaymentAnswer, now: datetime) -> None:
    """Record a provider's answer; the same one again changes nothing more.

    A success counts even after a failure or the end of the wait: it pays what is still unpaid of
    the orders that still stand, and the rest goes back.
    """
    payment = Payment.get_or_none(Payment.id == payment_id)
    if payment is None:
        raise NotFound(f"there is no payment {payment_id}")
    lock_purchase(payment.purchase_id)
    payment = for_update(Payment.select().where(Payment.id == payment_id)).get()
    if payment.state == "succeeded":
        return
    if answer.state == "succeeded":
        _succeeded(payment, answer, now)
    elif payment.state != "failed" and answer.state == "failed":
        _failed(payment, answer, now)
    elif payment.state != "failed":
        _pending(payment, answer, now)


def stored_answer(payment: Payment) -> PaymentAnswer:
    """The answer a payment's row keeps."""
    kept: dict[str, Any] = payment.answer or {}
    return PaymentAnswer(
        "pending" if payment.state == "created" else payment.state,
        payment.reference,
        amount=kept.get("received"),
        redirect_url=kept.get("redirect_url", ""),
        instructions=tuple(Message.from_json(one) for one in kept.get("instructions", ())),
        reason=Message.from_json(kept["reason"]) if kept.get("reason") else None,
    )


# -- the three answers --------------------------------------------------------------------------


def _pending(payment: Payment, answer: PaymentAnswer, now: datetime) -> None:
    _save(payment, answer, "pending", None)
    provider = current().providers.get(payment.provider)
    # whoever has days to pay needs the instructions in a mail
    if provider is not None and provider.holds_for >= LONG_WAIT:
        mail_order_once(payment.purchase_id, now)


def _failed(payment: Payment, answer: PaymentAnswer, now: datetime) -> None:
    _save(payment, answer, "failed", now)
    data = {"payment": payment.id, "reason": answer.reason.as_json() if answer.reason else None}
    for order_id in _orders_of(payment.id):
        record(f"order:{order_id}", "payment-failed", _("Payment failed"), data=data, now=now)


def _succeeded(payment: Payment, answer: PaymentAnswer, now: datetime) -> None:
    received = payment.amount if answer.amount is None else answer.amount
    _save(payment, answer, "succeeded", now, received)
    given = _allocate(payment.id, received)
    excess = received - sum(given.values())
    _book(payment, received, given, excess, now)
    for order_id, amount in given.items():
        add_money(order_id, amount, now)
    for order_id, amount in write_off_short(payment, now).items():
        add_money(order_id, amount, now)
    for order_id in _orders_of(payment.id):
        if not sell_if_paid(order_id, now) and given.get(order_id):
            data = {"amount": given[order_id], "currency": payment.currency}
            record(f"order:{order_id}", "payment-received", _("Payment received"), data=data, now=now)
    if excess and not (given and keep_as_credit(payment, excess, now)):
        add_refund(payment.id, None, excess, _("More was paid than was still owed."), now)
    if given and is_confirmed(payment.purchase_id):
        about = {"payment": payment.id, "orders": sorted(given), "amount": sum(given.values())}
        once("notice_mail", {"about": "received", "purchase": payment.purchase_id, **about}, now)
    mail_order_once(payment.purchase_id, now)


def _save(
    payment: Payment, answer: PaymentAnswer, state: str, settled_at: datetime | None, received: int | None = None
) -> None:
    kept: dict[str, Any] = {"received": received} if received is not None else {}
    if answer.reason:
        kept["reason"] = answer.reason.as_json()
    if answer.redirect_url:
        kept["redirect_url"] = answer.redirect_url
    before: dict[str, Any] = payment.answer or {}
    instructions = [one.as_json() for one in answer.instructions] or before.get("instructions")
    if instructions:
        kept["instructions"] = instructions
    Payment.update(
        state=state, reference=answer.reference or payment.reference, answer=kept, settled_at=settled_at
    ).where(Payment.id == payment.id).execute()


# -- what arrived ---------------------------------------------------------------------------------


def shares(received: int, wanted: Sequence[int]) -> list[int]:
    """What arrived, given to the amounts wanted: in order those it pays wholly, then what is left."""
    given = [0] * len(wanted)
    for index, amount in enumerate(wanted):
        if amount <= received:
            given[index] = amount
            received -= amount
    for index, amount in enumerate(wanted):
        part = min(amount - given[index], received)
        given[index] += part
        received -= part
    return given


def _allocate(payment_id: int, received: int) -> dict[int, int]:
    """Give what arrived to what is still owed; order → amount. The allocations say so from now on."""
    rows = list(
        Allocation.select(Allocation, Installment)
        .join(Installment)
        .where(Allocation.payment == payment_id)
        .order_by(Allocation.id)
    )
    owed = [_owed(row.installment, row.amount) for row in rows]
    by_order: dict[int, int] = {}
    for row, part in zip(rows, shares(received, owed), strict=True):
        Allocation.update(amount=part).where(Allocation.id == row.id).execute()
        if part:
            Installment.update(paid=Installment.paid + part).where(Installment.id == row.installment.id).execute()
            by_order[row.installment.order_id] = by_order.get(row.installment.order_id, 0) + part
    return by_order


def _owed(installment: Installment, asked: int) -> int:
    if installment.cancelled:
        return 0
    return int(max(min(asked, installment.amount - installment.paid), 0))


def _book(payment: Payment, received: int, given: dict[int, int], excess: int, now: datetime) -> None:
    lines: list[BookingLine] = [(f"clearing:{payment.provider}", payment.currency, received)]
    lines += [(f"held:order:{order_id}", payment.currency, -amount) for order_id, amount in given.items()]
    if excess:
        lines.append((f"buyer:{payment.purchase_id}", payment.currency, -excess))
    book(f"payment:{payment.id}", "payment", f"payment:{payment.id}", lines, now)


def _orders_of(payment_id: int) -> list[int]:
    rows = (
        Installment.select(Installment.order)
        .join(Allocation)
        .where(Allocation.payment == payment_id)
        .distinct()
        .order_by(Installment.order)
    )
    return [order_id for (order_id,) in rows.tuples()]


# -- what follows ---------------------------------------------------------------------------------


@transaction()
def sell_if_paid(order_id: int, now: datetime) -> bool:
    """Once all that an order owes by now is paid, its goods are sold, once; whether they now were."""
    standing = list(Installment.select().where(Installment.order == order_id, ~Installment.cancelled))
    due = [row for row in standing if row.due == "now" or (row.due_at and row.due_at <= now)]
    unpaid = [row for row in due or standing if row.paid < row.amount]
    subject = f"order:{order_id}"
    if not standing or unpaid or Event.select().where(Event.subject == subject, Event.kind == "paid").exists():
        return False
    stock.sell(subject)
    all_paid = all(row.paid >= row.amount for row in standing)
    label = _("Paid") if all_paid else _("Paid what was due")
    record(subject, "paid", label, data={"in_full": all_paid}, now=now)
    look_again(order_id, now)
    once("document", {"order": order_id}, now)
    return True


def is_confirmed(purchase_id: int) -> bool:
    """Whether the buyer has, or is about to get, the confirmation."""
    sent = Outbox.select().where(Outbox.kind == "order_mail", Outbox.payload == {"purchase": purchase_id})
    return bool(sent.exists())


@transaction()
def mail_order_once(purchase_id: int, now: datetime) -> None:
    """Have the purchase's confirmation mailed, unless it is already on its way or sent."""
    once("order_mail", {"purchase": purchase_id}, now)
