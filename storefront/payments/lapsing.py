"""What time does to payments: silent ones are asked about, late ones lapse, unpaid orders end."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import peewee
from peewee import fn

from storefront.catalogue import stock
from storefront.db import transaction
from storefront.errors import NotFound, Refused
from storefront.i18n import Message, _
from storefront.orders.locks import lock_order
from storefront.orders.pieces import PIECES
from storefront.orders.tables import Event, Order, OrderLine, ShipmentLine
from storefront.outbox import later, once
from storefront.payments.attempts import ask_provider
from storefront.payments.refunds import refund_order
from storefront.payments.settling import settle
from storefront.payments.tables import Allocation, Installment, Payment
from storefront.runtime import current
from storefront.values import PaymentAnswer
from storefront.workflow import move

log = logging.getLogger(__name__)
SILENCE = timedelta(minutes=2)
AT_ONCE = 100
OUT_OF_TIME = PaymentAnswer("failed", reason=_("The time to pay ran out."))
OPEN = ("created", "pending")


def sweep(now: datetime) -> int:
    """Ask about payments that were silent for two minutes or are about to lapse; how many were asked."""
    silent = Payment.asked_at.is_null() & (Payment.created_at <= now - SILENCE)
    silent |= Payment.asked_at <= now - SILENCE
    # who cannot be asked is begun again where the beginning was lost, and otherwise left alone
    others = [code for code in current().providers if code not in _askable()]
    worth = Payment.provider.in_(_askable()) | (Payment.provider.in_(others) & (Payment.state == "created"))
    due = Payment.select(Payment.id, Payment.provider).where(
        Payment.state.in_(OPEN), worth, silent | (Payment.expires_at <= now)
    )
    down: set[str] = set()
    asked = 0
    for payment_id, provider in list(due.order_by(Payment.asked_at, Payment.id).limit(AT_ONCE).tuples()):
        if provider in down:
            continue
        try:
            ask_provider(payment_id, now)
            asked += 1
        except Exception:
            log.exception("could not ask %s about payment %s", provider, payment_id)
            down.add(provider)
    return asked


def _askable() -> list[str]:
    return [code for code, provider in current().providers.items() if provider.can_be_asked]


def lapse(now: datetime) -> int:
    """End the wait where it is over; how many orders were cancelled.

    A payment whose provider can be asked ends only after it was asked about once more: sweep first.
    """
    asked = Payment.provider.not_in(_askable()) | (Payment.asked_at >= Payment.expires_at)
    late = Payment.select(Payment.id).where(Payment.state.in_(OPEN), Payment.expires_at <= now, asked)
    for (payment_id,) in list(late.order_by(Payment.id).limit(AT_ONCE).tuples()):
        settle(payment_id, OUT_OF_TIME, now)
    return sum(cancel_unpaid(order_id, now) for order_id in _lapsed_orders(now))


def _lapsed_orders(now: datetime) -> list[int]:
    """Orders that wait in vain: unpaid what was due at once, and no attempt keeps their goods any longer."""
    lapsed = _attempts(Payment.expires_at <= now).where(Installment.order.not_in(_attempts(_lives(now))))
    return [order_id for (order_id,) in lapsed.distinct().order_by(Installment.order).tuples()]


def _attempts(which: object) -> peewee.ModelSelect:
    """Orders with something unpaid that was due at once, and a payment for it of this kind."""
    query: peewee.ModelSelect = (
        Installment.select(Installment.order)
        .join(Allocation)
        .join(Payment)
        .where(
            Installment.due == "now",
            ~Installment.cancelled,
            Installment.paid < Installment.amount,
            which,
        )
    )
    return query


def _lives(now: datetime) -> object:
    return Payment.expires_at.is_null() | (Payment.expires_at > now) | Payment.state.in_(OPEN)


@transaction()
def cancel_unpaid(order_id: int, now: datetime) -> bool:
    """Cancel an order nobody paid in time, alone; False when it was paid meanwhile or cannot be moved."""
    lock_order(order_id)
    unpaid = _attempts(Installment.order == order_id).exists()
    if not unpaid or _attempts(_lives(now) & (Installment.order == order_id)).exists():
        return False
    try:
        cancel_order(order_id, _("The order was cancelled because it was not paid in time."), now=now)
    except (Refused, NotFound) as error:
        # its plugin is gone, or the order went on unpaid: staff decide
        log.warning("order %s is unpaid and was not cancelled: %s", order_id, error)
        return False
    return True


@transaction()
def cancel_order(
    order_id: int, reason: Message, *, actor: str = "system", role: str = "system", now: datetime
) -> int:
    """Move an order by its transition "cancel" and end it in one go; how much money goes back."""
    lock_order(order_id)
    move(f"order:{order_id}", "cancel", actor=actor, role=role, now=now)
    return end_order(order_id, reason, now)


@transaction()
def end_order(order_id: int, reason: Message, now: datetime) -> int:
    """A cancelled order owes nothing, keeps no goods, and its money goes back; how much does.

    A second call does nothing more.
    """
    order = lock_order(order_id)
    Installment.update(cancelled=True).where(Installment.order == order_id).execute()
    stock.give_back(f"order:{order_id}")
    ended_now = Order.update(closed_at=now).where(Order.id == order_id, Order.closed_at.is_null()).execute()
    if ended_now and was_sold(order_id):
        stock.put_back(unsent(order_id))
    back = refund_order(order_id, None, reason, now)
    if ended_now:
        later("document", {"order": order_id, "ended": True}, now)
        about = {"about": "cancelled", "order": order_id, "reason": reason.as_json()}
        once("notice_mail", {"purchase": order.purchase_id, **about}, now)
    return back


def was_sold(order_id: int) -> bool:
    """Whether the order's reservations have become sales: its due parts were paid."""
    return bool(Event.select().where(Event.subject == f"order:{order_id}", Event.kind == "paid").exists())


def unsent(order_id: int) -> dict[int, int]:
    """Stock id → pieces of the order that no shipment carries."""
    sent = ShipmentLine.select(fn.COALESCE(fn.SUM(ShipmentLine.quantity), 0)).where(
        ShipmentLine.order_line == OrderLine.id
    )
    lines = OrderLine.select(OrderLine.stock_id, PIECES - sent).where(
        OrderLine.order == order_id, OrderLine.stock_id.is_null(False)
    )
    found: dict[int, int] = {}
    for stock_id, left in lines.tuples():
        if left > 0:
            found[stock_id] = found.get(stock_id, 0) + int(left)
    return found


@transaction()
def fall_due(order_id: int, now: datetime) -> int:
    """Installments that wait for a state the order has reached are due from now; how many."""
    lock_order(order_id)
    subject = f"order:{order_id}"
    reached = [kind for (kind,) in Event.select(Event.kind).where(Event.subject == subject).distinct().tuples()]
    waits = [f"event:{kind}" for kind in reached]
    waiting = (Installment.order == order_id) & Installment.due.in_(waits) & Installment.due_at.is_null()
    return int(Installment.update(due_at=now).where(waiting).execute())
