"""What happened to an order, as mail: sent, cancelled, money back, money received; same words as its page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storefront.catalogue.contexts import Fact
from storefront.errors import NotFound
from storefront.i18n import Message, _
from storefront.orders.change_notices import amendment_notice, replacement_notice
from storefront.orders.change_views import document_links
from storefront.orders.contexts import NoticeMail
from storefront.orders.dues import method_title, purchase_due, refunded
from storefront.orders.line_views import delivery_lines, line_title, seller_name, sent_by_line, shipment_views
from storefront.orders.notice_parts import mail, order_link, order_named, purchase_link
from storefront.orders.paths import pay_path
from storefront.orders.pieces import pieces_of
from storefront.orders.queries import OrderFacts, PurchaseFacts
from storefront.orders.timeline import is_final, present_state
from storefront.orders.wording import Wording
from storefront.payments.credit_offers import OFFERED
from storefront.web.frame import Link

Payload = Mapping[str, Any]
# a refund that became something else than money
INSIDE = {
    "credit": (_("Credit with us"), _("%(money)s is credit in your account now. You can pay with it at once.")),
    "card": (_("Gift card"), _("%(money)s is on a gift card for you now. Its code comes in a mail of its own.")),
}


def notice_mail(facts: PurchaseFacts, payload: Payload, wording: Wording, now: datetime) -> NoticeMail:
    """The mail about what a payload names: {"about": "sent", "order": 12, "shipment": 3}."""
    return ABOUT[payload["about"]](facts, payload, wording, now)




def _sent(facts: PurchaseFacts, payload: Payload, wording: Wording, now: datetime) -> NoticeMail:
    order = order_named(facts, payload)
    t, number = wording.t, order.order["number"]
    shipped = [row["id"] for row in order.shipments].index(payload["shipment"])
    parcel = shipment_views(order, wording)[shipped]
    rest = sum(pieces_of(row) for row in order.lines) > sum(sent_by_line(order).values())
    subject = _("Part of your order %(number)s is on its way", number=number) if rest else None
    words = [t(_("%(seller)s has sent it to you.", seller=seller_name(order)))]
    if rest:
        words.append(t(_("The rest follows in another parcel.")))
    rows = ((_("Carrier"), parcel.carrier), (_("Tracking number"), parcel.tracking))
    to_order = order_link(order, wording)
    follow = Link(t(_("Follow the parcel")), parcel.tracking_url) if parcel.tracking_url else None
    return mail(
        wording,
        subject or _("Your order %(number)s is on its way", number=number),
        _("Your parcel is on its way"),
        message=tuple(words),
        facts=tuple(Fact(t(label), value) for label, value in rows if value),
        items_title=t(_("What is in it")),
        items=parcel.lines,
        address_title=t(_("Sent to")),
        address=delivery_lines(order, wording),
        button=follow or to_order,
        links=(to_order,) if follow else (),
    )


def _cancelled(facts: PurchaseFacts, payload: Payload, wording: Wording, now: datetime) -> NoticeMail:
    order = order_named(facts, payload)
    t, back = wording.t, refunded(order)
    money = (
        _("What you have paid, %(money)s, goes back to you the way it came.", money=wording.money(back, order.currency))
        if back
        else _("You owe nothing.")
    )
    return mail(
        wording,
        _("Your order %(number)s was cancelled", number=order.order["number"]),
        _("Your order was cancelled"),
        message=(t(payload["reason"]), t(money)),
        items_title=t(_("What was ordered")),
        items=_goods(order, wording),
        button=order_link(order, wording),
        links=document_links(order, wording, wording.runtime.shop.base_url),
    )


def _refunded(facts: PurchaseFacts, payload: Payload, wording: Wording, now: datetime) -> NoticeMail:
    t, refund = wording.t, payload["refund"]
    order = order_named(facts, payload) if payload["order"] else None
    payment = next((row for row in facts.payments if row["id"] == refund["payment"]), None)
    money = wording.money(refund["amount"], refund["currency"])
    rows = [
        (_("Amount"), money),
        (_("Way of payment"), method_title(payment["provider"], wording) if payment else ""),
        (_("Reason"), t(refund["reason"])),
    ]
    words = _("%(money)s went back to you. Banks may take some days until you see it.", money=money)
    if inside := INSIDE.get(refund.get("way", "")):
        rows[1] = (_("Way of payment"), t(inside[0]))
        words = Message(inside[1].text, {"money": money})
    subject = (
        _("Money back for your order %(number)s: %(money)s", number=order.order["number"], money=money)
        if order
        else _("Money back from %(shop)s: %(money)s", shop=wording.runtime.shop.name, money=money)
    )
    return mail(
        wording,
        subject,
        _("Money went back to you"),
        message=(t(words),),
        facts=tuple(Fact(t(label), value) for label, value in rows if value),
        button=order_link(order, wording) if order else purchase_link(facts, wording),
        links=document_links(order, wording, wording.runtime.shop.base_url) if order else (),
    )


def _credit_offered(facts: PurchaseFacts, payload: Payload, wording: Wording, now: datetime) -> NoticeMail:
    """The shop asks whether credit will do; the answer is given on the order's page."""
    order = order_named(facts, payload)
    event = next(row for row in order.events if row["kind"] == OFFERED and row["data"]["offer"] == payload["offer"])
    t, told = wording.t, event["data"]
    money = wording.money(told["amount"], told["currency"])
    return mail(
        wording,
        _("Would you take %(money)s as credit? Order %(number)s", money=money, number=order.order["number"]),
        _("You are asked"),
        message=(
            t(_("%(money)s is to go back to you. You are offered it as credit with us.", money=money)),
            t(_("You need not agree: the law gives you the money the way you paid it. Without your yes nothing is"
                " turned into credit.")),
        ),
        facts=(Fact(t(_("Reason")), t(told["reason"])),),
        button=order_link(order, wording),
    )  # fmt: skip


def _received(facts: PurchaseFacts, payload: Payload, wording: Wording, now: datetime) -> NoticeMail:
    """Money came after the contract was mailed: a transfer, or a later part."""
    t, currency = wording.t, facts.purchase["currency"]
    payment = next((row for row in facts.payments if row["id"] == payload["payment"]), None)
    if payment is None:
        raise NotFound(f"there is no payment {payload['payment']}")
    money, left = wording.money(payload["amount"], currency), purchase_due(facts, now)
    touched = [order for order in facts.orders if order.id in payload["orders"]]
    words = [t(_("We have received %(money)s from you.", money=money))]
    if left:
        words.append(t(_("%(money)s is still to pay.", money=wording.money(left, currency))))
    else:
        words.append(t(_("Nothing more is due now.")))
        words += dict.fromkeys(t(state.next) for state in _states(touched, wording) if state and state.next)
    shop = wording.runtime.shop
    to_pay = Link(t(_("Pay now")), shop.base_url + pay_path(wording.language, facts.token))
    return mail(
        wording,
        _("We have your payment of %(money)s", money=money),
        _("Thank you, your payment has come"),
        message=tuple(words),
        facts=(Fact(t(_("Way of payment")), method_title(payment["provider"], wording)),),
        button=to_pay if left else order_link(touched[0], wording),
        links=tuple(order_link(order, wording) for order in touched[0 if left else 1 :]),
    )


ABOUT = {
    "sent": _sent,
    "cancelled": _cancelled,
    "refunded": _refunded,
    OFFERED: _credit_offered,
    "received": _received,
    "amendment": amendment_notice,
    "replacement": replacement_notice,
}


def _states(orders: list[OrderFacts], wording: Wording) -> list[Any]:
    return [present_state(order, wording) for order in orders if not is_final(order, wording)]




def _goods(order: OrderFacts, wording: Wording) -> tuple[str, ...]:
    return tuple(f"{row['quantity']} × {line_title(row, wording)}" for row in order.lines)
