"""Credit in the place of money that goes back: offered by the shop, and only done once the buyer has said yes.

Directive 2011/83/EU, article 13(1): money goes back by the means it was paid with, unless the consumer has expressly
agreed otherwise, and at no cost to him.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from storefront.accounts.tables import Person
from storefront.db import transaction
from storefront.errors import NotFound, Refused
from storefront.i18n import Message, _
from storefront.orders.locks import lock_order
from storefront.orders.tables import Order, Purchase
from storefront.outbox import once
from storefront.payments.refund_limits import refundable, refuse_contested
from storefront.payments.refunds import CARD, CREDIT, Arranged, arrange_refund
from storefront.payments.tables import CreditOffer
from storefront.runtime import current
from storefront.workflow import record

LASTS = timedelta(days=14)
OFFERED = "credit-offered"
ANSWERS = {"accept": "accepted", "decline": "declined"}
LABELS = {
    "accepted": _("The buyer takes it as credit"),
    "declined": _("The buyer wants his money instead of credit"),
    "ended": _("The offer of credit was taken back"),
}


@dataclass(frozen=True)
class Offered:
    """An offer that the buyer has not answered; way: "credit" or "card", what it would become."""

    id: int
    amount: int
    currency: str
    reason: Message
    way: str
    expires_at: datetime


@transaction()
def offer_credit(order_id: int, arranged: Arranged, now: datetime) -> bool:
    """Ask the buyer whether he takes a refund as credit; False: this form asked before.

    Raises Refused where there is not so much, where he was asked and has not answered, or nothing could hold it.
    """
    order = lock_order(order_id)
    if CreditOffer.select().where(CreditOffer.key == arranged.key).exists():
        return False
    refuse_contested(order_id)
    if arranged.amount <= 0 or arranged.amount > sum(refundable(order_id).values()):
        raise Refused(_("More than what is left of the money paid for this order."), "refund-too-high")
    if open_offers(order_id, now):
        raise Refused(_("The buyer was asked already and has not answered yet."), "asked-before")
    if way_of(order.purchase_id) == CARD and not current().settings.payments.gift_cards:
        raise Refused(
            _("The buyer has no account, and the shop takes no gift cards: nothing can hold his credit."), "no-account"
        )
    row = CreditOffer.create(
        key=arranged.key, order=order_id, amount=arranged.amount, currency=order.currency,
        reason=arranged.reason.as_json(), delivery=arranged.delivery, by=arranged.actor, offered_at=now,
        pieces={str(line): count for line, count in arranged.pieces.items()}, expires_at=now + LASTS,
    )  # fmt: skip
    data = {"amount": row.amount, "currency": row.currency, "reason": row.reason, "offer": row.id}
    record(f"order:{order_id}", OFFERED, _("Credit offered instead of money"), data=data, actor=row.by, now=now)
    once("notice_mail", {"purchase": order.purchase_id, "about": OFFERED, "order": order_id, "offer": row.id}, now)
    return True


@transaction()
def answer_offer(order_id: int, offer_id: int, answer: str, now: datetime) -> None:
    """The buyer's word. Raises NotFound; Refused where it was answered before, has run out, or the money is gone."""
    order = lock_order(order_id)
    row = CreditOffer.get_or_none(CreditOffer.id == offer_id, CreditOffer.order == order_id)
    if row is None or answer not in ANSWERS:
        raise NotFound(f"order {order_id} has no offer {offer_id}")
    if row.state != "offered" or row.expires_at <= now:
        raise Refused(_("This offer is over. Your right to your money is not."), "over")
    _end(row, ANSWERS[answer], "buyer", now)
    if answer == "accept":
        pieces = {int(line): count for line, count in row.pieces.items()}
        way = way_of(order.purchase_id)
        reason = Message.from_json(row.reason)
        arranged = Arranged(f"credit-offer-{row.id}", row.amount, reason, row.by, pieces, row.delivery, way)
        arrange_refund(order_id, arranged, now)


@transaction()
def take_back_offer(order_id: int, offer_id: int, actor: str, now: datetime) -> None:
    """Staff or seller ask no longer. Raises NotFound, and Refused where it was answered."""
    lock_order(order_id)
    row = CreditOffer.get_or_none(CreditOffer.id == offer_id, CreditOffer.order == order_id)
    if row is None:
        raise NotFound(f"order {order_id} has no offer {offer_id}")
    if row.state != "offered":
        raise Refused(_("The buyer has answered already."), "answered")
    _end(row, "ended", actor, now)


def _end(row: CreditOffer, state: str, actor: str, now: datetime) -> None:
    CreditOffer.update(state=state, decided_at=now).where(CreditOffer.id == row.id).execute()
    data = {"offer": row.id, "amount": row.amount, "currency": row.currency}
    record(f"order:{row.order_id}", f"credit-{state}", LABELS[state], data=data, actor=actor, now=now)


def open_offers(order_id: int, now: datetime) -> list[Offered]:
    """What the buyer of an order is asked now."""
    waits = (CreditOffer.order == order_id) & (CreditOffer.state == "offered") & (CreditOffer.expires_at > now)
    rows = list(CreditOffer.select(CreditOffer, Order).join(Order).where(waits).order_by(CreditOffer.id))
    return [
        Offered(
            row.id, row.amount, row.currency, Message.from_json(row.reason), way_of(row.order.purchase_id),
            row.expires_at,
        )
        for row in rows
    ]  # fmt: skip


def way_of(purchase_id: int) -> str:
    """What a buyer's credit would be: in his account, or on a gift card where he has none."""
    person_id = Purchase.select(Purchase.person_id).where(Purchase.id == purchase_id).scalar()
    here = person_id is not None and Person.select().where(Person.id == person_id).exists()
    return CREDIT if here else CARD
