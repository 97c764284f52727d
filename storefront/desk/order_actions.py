"""What people at the desk do to orders: each act asks whether they may, changes through the orders' and payments'
own actions, and notes itself, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from storefront import workflow
from storefront.accounts.permissions import sellers_of
from storefront.db import transaction
from storefront.desk.audit import Actor, record
from storefront.desk.order_reading import MAILS, outbox_of
from storefront.desk.versions import check_version
from storefront.errors import NotFound, Refused
from storefront.i18n import _, plain
from storefront.orders import actions as orders
from storefront.orders.locks import lock_order
from storefront.orders.queries import Row
from storefront.orders.tables import Order, Shipment
from storefront.outbox import later, try_now
from storefront.payments import actions as payments
from storefront.payments import credit_offers
from storefront.payments.attempts import TRANSFER
from storefront.payments.refunds import HAND
from storefront.payments.tables import Allocation, Installment, Payment, Refund

LONGEST_NOTE = 2000


def own_order(actor: Actor, act: str, number: str) -> Order:
    """The order of this number, locked. Raises NotFound: there is none, or he may not do this to it."""
    row = Order.get_or_none(Order.number == number)
    if row is None:
        raise NotFound(f"there is no order {number!r}")
    actor.must(act, row.seller_id)
    return lock_order(row.id)


def role_of(actor: Actor) -> str:
    """As whom he presses an order's buttons: staff, or the seller."""
    return "staff" if sellers_of(actor.person, "orders.move") is None else "seller"


def story_name(actor: Actor) -> str:
    """How the order's story names him: by number, so that it can outlive the account."""
    return f"person:{actor.person.id}"


@transaction()
def move(actor: Actor, number: str, transition: str) -> None:
    """Press a button of the order's life; what ends it is cancel()."""
    if transition == orders.CANCEL:
        raise Refused(_("Say why the order is cancelled."), "no-reason")
    order = own_order(actor, "orders.move", number)
    role = role_of(actor)
    state = workflow.move(f"order:{order.id}", transition, actor=story_name(actor), role=role, now=actor.now)
    _note(actor, "order.move", order, {"state": order.state}, {"state": state})


@transaction()
def cancel(actor: Actor, number: str, reason: str) -> None:
    """End an order; goods and money go back by themselves, and the buyer reads the reason."""
    order = own_order(actor, "orders.move", number)
    words = plain(reason) if reason else _("The shop cancelled the order.")
    state = orders.cancel(order.id, role_of(actor), words, actor.now, story_name(actor))
    _note(actor, "order.cancel", order, {"state": order.state}, {"state": state, "reason": reason})


@transaction()
def ship(actor: Actor, number: str, lines: Mapping[int, int], carrier: str, tracking: str) -> int:
    """Pieces of these lines were sent; the buyer gets a mail. The shipment's id."""
    order = own_order(actor, "orders.ship", number)
    shipment = orders.ship(order.id, lines, carrier, tracking, actor.now, story_name(actor))
    sent = {"pieces": {str(line): count for line, count in lines.items() if count}}
    told = {"shipment": shipment, "carrier": carrier, "tracking": tracking, **sent}
    _note(actor, "order.ship", order, {}, told)
    return shipment


@transaction()
def deliver(actor: Actor, number: str, shipment_id: int) -> None:
    """A parcel has arrived."""
    order = own_order(actor, "orders.ship", number)
    if not Shipment.select().where(Shipment.id == shipment_id, Shipment.order == order.id).exists():
        raise NotFound(f"order {number} has no shipment {shipment_id}")
    if orders.deliver(shipment_id, actor.now, story_name(actor)):
        _note(actor, "order.deliver", order, {}, {"shipment": shipment_id})


@transaction()
def refund(actor: Actor, number: str, arranged: payments.Arranged, version: str) -> bool:
    """Send money back, once for each form; version: of the refunds he saw. False: this form did it before."""
    order = own_order(actor, "orders.refund", number)
    if arranged.way == HAND:
        actor.must("payments.confirm")

    def check() -> None:
        check_version(version, refunds_state(order.id))

    fresh = payments.arrange_refund(order.id, arranged, actor.now, check)
    if fresh:
        told = {"amount": arranged.amount, "currency": order.currency, "reason": str(arranged.reason)}
        _note(actor, "order.refund", order, {}, told)
    return fresh


@transaction()
def offer_credit(actor: Actor, number: str, arranged: payments.Arranged) -> bool:
    """Ask the buyer whether he takes a refund as credit. False: this form asked before."""
    order = own_order(actor, "orders.refund", number)
    fresh = credit_offers.offer_credit(order.id, arranged, actor.now)
    if fresh:
        told = {"amount": arranged.amount, "currency": order.currency, "reason": str(arranged.reason)}
        _note(actor, "order.offer-credit", order, {}, told)
    return fresh


@transaction()
def take_back_offer(actor: Actor, number: str, offer_id: int) -> None:
    """Ask no longer."""
    order = own_order(actor, "orders.refund", number)
    credit_offers.take_back_offer(order.id, offer_id, story_name(actor), actor.now)
    _note(actor, "order.offer-ended", order, {}, {"offer": offer_id})


def refunds_state(order_id: int) -> list[list[int]]:
    """What has gone back of an order, for the version of a refund's form."""
    rows = Refund.select(Refund.id, Refund.amount).where(Refund.order == order_id, Refund.state != "failed")
    return [list(row) for row in rows.order_by(Refund.id).tuples()]


@transaction()
def confirm_transfer(
    actor: Actor, payment_id: int, amount: int, received_on: date, bank_reference: str
) -> tuple[int, int]:
    """Money is on the account; what was asked and what came. Less pays what it can, more goes back."""
    actor.must("payments.confirm")
    payment = Payment.get_or_none(Payment.id == payment_id, Payment.provider == TRANSFER)
    if payment is None:
        raise NotFound(f"there is no transfer {payment_id}")
    payments.confirm_transfer(payment.reference, amount, actor.now, received_on, bank_reference)
    told = {"amount": amount, "asked": payment.amount, "currency": payment.currency, "reference": payment.reference}
    told |= {"received_on": received_on.isoformat(), "bank_reference": bank_reference}
    for order_id in _orders_paid_by(payment_id):
        record(actor, "payment.confirm", f"order:{order_id}", {}, told)
    return payment.amount, amount


@transaction()
def book_transfer(
    actor: Actor, number: str, key: str, amount: int, received_on: date, bank_reference: str
) -> tuple[int, int]:
    """Money is on the account that no transfer waits for; what was due and what came."""
    actor.must("payments.confirm")
    order = own_order(actor, "orders.see", number)
    payment = payments.book_transfer(order.purchase_id, key, amount, actor.now, received_on, bank_reference)
    told = {"amount": amount, "asked": payment.amount, "currency": payment.currency, "reference": bank_reference}
    told |= {"received_on": received_on.isoformat()}
    for order_id in _orders_paid_by(payment.id):
        record(actor, "payment.confirm", f"order:{order_id}", {}, told)
    return payment.amount, amount


def _orders_paid_by(payment_id: int) -> list[int]:
    rows = Installment.select(Installment.order).join(Allocation).where(Allocation.payment == payment_id)
    return [order for (order,) in rows.distinct().order_by(Installment.order).tuples()]


@transaction()
def confirm_refund(actor: Actor, number: str, refund_id: int) -> None:
    """A refund that goes by hand was sent."""
    order = own_order(actor, "orders.refund", number)
    actor.must("payments.confirm")
    row = Refund.get_or_none(Refund.id == refund_id, Refund.order == order.id)
    if row is None:
        raise NotFound(f"order {number} has no refund {refund_id}")
    if row.state != "pending":
        raise Refused(_("This refund was confirmed before."), "confirmed-before")
    payments.confirm_refund(refund_id, actor.now)
    _note(actor, "refund.confirm", order, {}, {"refund": refund_id, "amount": row.amount, "currency": row.currency})


@transaction()
def resend(actor: Actor, number: str, row_id: int) -> None:
    """Have a mail about an order sent once more."""
    order = own_order(actor, "orders.see", number)
    row = _outbox_row(order, row_id)
    if row["kind"] not in MAILS:
        raise NotFound(f"outbox row {row_id} is no mail")
    later(row["kind"], row["payload"], actor.now, subject=row["subject"])
    _note(actor, "order.resend", order, {}, {"mail": row["payload"].get("about", row["kind"])})


@transaction()
def retry(actor: Actor, number: str, row_id: int) -> None:
    """Have what failed tried again at once."""
    order = own_order(actor, "orders.see", number)
    row = _outbox_row(order, row_id)
    if not try_now(row["id"], actor.now):
        raise Refused(_("This is done already, or is being done."), "not-waiting")
    _note(actor, "order.retry", order, {}, {"work": row["kind"]})


def _outbox_row(order: Order, row_id: int) -> Row:
    """A row that is about this order."""
    found = next((row for row in outbox_of(order.id, order.purchase_id) if row["id"] == row_id), None)
    if found is None:
        raise NotFound(f"order {order.number} has no outbox row {row_id}")
    return found


@transaction()
def note(actor: Actor, number: str, text: str) -> None:
    """Write something down for those who look at the order at the desk; the buyer never sees it."""
    order = own_order(actor, "orders.see", number)
    if not text:
        raise Refused(_("Write the note first."), "no-note")
    _note(actor, "order.note", order, {}, {"note": text[:LONGEST_NOTE]})


def _note(actor: Actor, act: str, order: Order, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    record(actor, act, f"order:{order.id}", before, after)
