"""What a seller does next, counted: what to send, who waits for his word, what he is paid next."""

from __future__ import annotations

from datetime import datetime

from peewee import fn

from storefront import formatting
from storefront.accounts.threads.tables import Participant, Thread, ThreadMessage
from storefront.catalogue.tables import Seller
from storefront.desk.application_contexts import SellerDue
from storefront.desk.base_pages import desk_url
from storefront.desk.case_table import turn_is
from storefront.desk.payout_view import STATES
from storefront.i18n import Message, _
from storefront.orders.cases.tables import Case
from storefront.orders.tables import Order, OrderLine, Shipment, ShipmentLine
from storefront.payments.payouts import due_payouts
from storefront.payments.tables import Installment
from storefront.web.shopper import Shopper


def seller_dues(seller: Seller, visitor: Shopper, now: datetime) -> tuple[SellerDue, ...]:
    """What is to be done, and what he is paid next; a fixed number of queries."""

    def counted(label: Message, count: int, url: str) -> SellerDue:
        return SellerDue(visitor.t(label), formatting.number(count, visitor.language), url, "warn" if count else "")

    return (
        counted(_("Orders to send"), to_send(seller.id), desk_url("desk.orders")),
        counted(_("Cases: your turn"), cases(seller.id, "seller"), desk_url("desk.cases", show="seller")),
        counted(_("Unread messages"), unread(seller.id), desk_url("desk.messages", show="all")),
        SellerDue(
            visitor.t(_("Open cases")),
            formatting.number(cases(seller.id, ""), visitor.language),
            desk_url("desk.cases"),
        ),
        *_money(seller, visitor, now),
    )


def to_send(seller_id: int) -> int:
    """Open orders, paid as far as it is due, of which something is not sent."""
    lines = OrderLine.select(fn.SUM(OrderLine.quantity)).where(OrderLine.order == Order.id)
    sent = ShipmentLine.select(fn.COALESCE(fn.SUM(ShipmentLine.quantity), 0)).join(Shipment)
    sent = sent.where(Shipment.order == Order.id)
    owed = Installment.select().where(
        Installment.order == Order.id, Installment.due_at.is_null(False), Installment.paid < Installment.amount,
        ~Installment.cancelled,
    )  # fmt: skip
    mine = (Order.seller_id == seller_id) & Order.closed_at.is_null() & (lines > sent) & ~fn.EXISTS(owed)
    return int(Order.select().where(mine).count())


def cases(seller_id: int, turn: str) -> int:
    """Cases about his orders: those where it is his turn ("seller"), or all that are open ("")."""
    return int(Case.select().join(Order).where(Order.seller_id == seller_id, turn_is(turn)).count())


def unread(seller_id: int) -> int:
    """Messages to him that nobody of his has read."""
    new = Participant.read_at.is_null() | (ThreadMessage.at > Participant.read_at)
    query = ThreadMessage.select().join(Thread).join(Participant, on=(Participant.thread == Thread.id))
    his = (Thread.seller_id == seller_id) & (Participant.role == "seller") & (Thread.state != "unproved")
    return int(query.where(his, ThreadMessage.by != "seller", new).count())


def _money(seller: Seller, visitor: Shopper, now: datetime) -> list[SellerDue]:
    """His account in each currency in which something stands on it."""
    found = []
    for due in due_payouts(now, {seller.id}):
        words, tone = STATES[due.state]
        url = desk_url("desk.open_statement", seller_id=seller.id, currency=due.currency)
        if due.state == "no-account":
            url = desk_url("desk.bank_account", seller_id=seller.id)
        money = formatting.money(due.amount, due.currency, visitor.language)
        found.append(SellerDue(visitor.t(words), money, url, "warn" if tone in ("warn", "bad") else ""))
    return found
