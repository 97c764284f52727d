"""What changes a placed order: goods sent and delivered, and the buttons of its life."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from storefront import workflow
from storefront.db import transaction, utc_now
from storefront.errors import NotFound, Refused
from storefront.forms import cleaned
from storefront.i18n import Message, _, ngettext
from storefront.orders.locks import lock_order
from storefront.orders.pieces import PIECES
from storefront.orders.queries import find_order
from storefront.orders.tables import Order, OrderLine, Shipment, ShipmentLine
from storefront.outbox import once
from storefront.payments.actions import cancel_order
from storefront.payments.holds import look_again
from storefront.payments.releasing import accept_order

Quantities = Mapping[int, int]
# the name of the transition that ends an order; whatever else it does, goods and money go back
CANCEL = "cancel"
LONGEST_REASON = 500


@transaction()
def ship(
    order_id: int,
    lines: Quantities | None = None,
    carrier: str = "",
    tracking: str = "",
    now: datetime | None = None,
    actor: str = "system",
) -> int:
    """Record that goods were sent, lines None: all that is left; the shipment's id.

    lines: order line → pieces. Raises Refused when more is sent than is left. Once everything is
    sent, the order moves by its workflow's transition that follows "sent", if it has one.
    """
    now = now or utc_now()
    order = lock_order(order_id)
    if order.closed_at is not None:
        raise Refused(_("This order is closed: nothing can be sent any more."), "order-closed")
    left = left_to_send(order_id)
    sent = {line: count for line, count in (left if lines is None else lines).items() if count}
    _refuse_wrong(sent, left)
    shipment = Shipment.create(order=order_id, carrier=carrier.strip(), tracking=tracking.strip(), sent_at=now)
    for line_id, quantity in sorted(sent.items()):
        ShipmentLine.create(shipment=shipment.id, order_line=line_id, quantity=quantity)
    # where nothing was due before, the sale is invoiced now
    once("document", {"order": order_id}, now)
    whole = all(sent.get(line, 0) == count for line, count in left.items())
    label = _("Parcel sent") if whole else _("Parcel sent, more follows")
    data = {"shipment": shipment.id, "carrier": carrier.strip(), "tracking": tracking.strip()}
    workflow.record(f"order:{order_id}", "sent" if whole else "sent-in-part", label, data=data, actor=actor, now=now)
    if whole:
        workflow.follow(f"order:{order_id}", "sent", actor=actor, now=now)
    look_again(order_id, now)
    about = {"about": "sent", "order": order_id, "shipment": int(shipment.id)}
    once("notice_mail", {"purchase": order.purchase_id, **about}, now)
    return int(shipment.id)


def left_to_send(order_id: int) -> dict[int, int]:
    """Order line → pieces that were not sent yet; lines that are sent wholly are left out."""
    query = OrderLine.select(OrderLine.id, PIECES).where(OrderLine.order == order_id)
    ordered: dict[int, int] = dict(query.order_by(OrderLine.id).tuples())
    sent: Counter[int] = Counter()
    rows = (
        ShipmentLine.select(ShipmentLine.order_line, ShipmentLine.quantity)
        .join(Shipment)
        .where(Shipment.order == order_id)
    )
    for line, quantity in rows.tuples():
        sent[line] += quantity
    return {line: quantity - sent[line] for line, quantity in ordered.items() if quantity > sent[line]}


def _refuse_wrong(sent: Quantities, left: Quantities) -> None:
    if not sent:
        raise Refused(_("There is nothing left to send."), "nothing-to-send")
    for line, quantity in sent.items():
        if quantity < 0 or quantity > left.get(line, 0):
            raise Refused(
                ngettext(
                    "Only %(num)s piece of this line is left to send.",
                    "Only %(num)s pieces of this line are left to send.",
                    left.get(line, 0),
                ),
                "too-many",
            )


@transaction()
def deliver(shipment_id: int, now: datetime | None = None, actor: str = "system") -> bool:
    """A shipment has arrived; False when that was known already."""
    now = now or utc_now()
    row = Shipment.get_or_none(Shipment.id == shipment_id)
    if row is None:
        raise NotFound(f"there is no shipment {shipment_id}")
    lock_order(row.order_id)
    fresh = Shipment.update(delivered_at=now).where(Shipment.id == shipment_id, Shipment.delivered_at.is_null())
    if not fresh.execute():
        return False
    data = {"shipment": shipment_id}
    workflow.record(f"order:{row.order_id}", "delivered", _("Parcel delivered"), data=data, actor=actor, now=now)
    look_again(row.order_id, now)
    return True


@transaction()
def move_by_buyer(
    number: str, key: str, transition: str, now: datetime | None = None, reason: str = ""
) -> str:
    """The buyer presses a button of his order; the new state. Raises NotFound without the right key."""
    facts, _purchase = find_order(number, key)
    if transition == CANCEL:
        state = cancel(facts.id, "buyer", _("You cancelled the order."), now)
        if told := cleaned(reason)[:LONGEST_REASON]:
            data = {"reason": told}
            workflow.record(facts.subject, "reason", _("Reason given"), data=data, actor="buyer", now=now)
        return state
    return workflow.move(facts.subject, transition, actor="buyer", role="buyer", now=now)


@transaction()
def accept_by_buyer(number: str, key: str, now: datetime | None = None) -> bool:
    """The buyer says that all is well; False when he had said so. Raises NotFound without the right key."""
    facts, _purchase = find_order(number, key)
    return accept_order(facts.id, now or utc_now())


@transaction()
def cancel(order_id: int, role: str, reason: Message, now: datetime | None = None, actor: str = "") -> str:
    """End an order by its workflow's transition "cancel": goods are free again, money goes back."""
    cancel_order(order_id, reason, actor=actor or role, role=role, now=now or utc_now())
    return str(Order.get_by_id(order_id).state)
