"""Mails about changes of an order: proposed, made, come to nothing; and about goods that are sent again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from storefront.catalogue.contexts import Fact
from storefront.errors import NotFound
from storefront.i18n import Message, _
from storefront.orders.amendment_life import CARRIED_OUT, ENDED, PROPOSED
from storefront.orders.amendment_words import by_words, changed_words, sum_words
from storefront.orders.change_views import document_links
from storefront.orders.contexts import NoticeMail
from storefront.orders.line_views import delivery_lines, line_title, seller_name
from storefront.orders.notice_parts import mail, order_link, order_named
from storefront.orders.paths import pay_path
from storefront.orders.queries import PurchaseFacts
from storefront.orders.refund_shares import AMENDED
from storefront.orders.wording import Wording
from storefront.web.frame import Link

Payload = Mapping[str, Any]


def amendment_notice(facts: PurchaseFacts, payload: Payload, wording: Wording, now: datetime) -> NoticeMail:
    """What is asked of the buyer, or what became of it."""
    order = order_named(facts, payload)
    row = next((one for one in order.amendments if one["id"] == payload["amendment"]), None)
    if row is None:
        raise NotFound(f"there is no amendment {payload['amendment']}")
    t, state = wording.t, payload["state"]
    subject, greeting = _heads(state, str(order.order["number"]))
    message = [t(row["reason"]), sum_words(order, row["difference"], wording)]
    if state == PROPOSED:
        words = _("%(seller)s asks whether you agree. Until you say yes nothing changes.", seller=seller_name(order))
        message = [t(words), *message, by_words(row, wording)]
    back = row["outcome"].get("back")
    if state == CARRIED_OUT and back:
        money = wording.money(back, order.currency)
        message.append(t(_("%(money)s goes back to you the way it came.", money=money)))
    links: tuple[Link, ...] = ()
    if state == CARRIED_OUT and row["difference"] > 0:
        links = (Link(t(_("Pay now")), wording.runtime.shop.base_url + pay_path(wording.language, facts.token)),)
    documents = [one for one in order.documents if one["cause"] == f"{AMENDED}{row['key']}"]
    links += document_links(replace(order, documents=tuple(documents)), wording, wording.runtime.shop.base_url)
    return mail(
        wording,
        subject,
        greeting,
        message=tuple(filter(None, message)),
        items_title=t(_("What changes")),
        items=changed_words(order, row, wording),
        button=order_link(order, wording),
        links=links,
    )


def _heads(state: str, number: str) -> tuple[Message, Message]:
    """Subject and first line."""
    if state == PROPOSED:
        return _("Please answer: a change of your order %(number)s", number=number), _("A change was proposed")
    if state == CARRIED_OUT:
        return _("Your order %(number)s was changed", number=number), _("The order was changed")
    return _("The change of your order %(number)s is off", number=number), ENDED[state]


def replacement_notice(facts: PurchaseFacts, payload: Payload, wording: Wording, now: datetime) -> NoticeMail:
    """Goods are sent once more."""
    order = order_named(facts, payload)
    t = wording.t
    old = next((one for one in facts.orders if one.order["number"] == order.replaces), None)
    words = _("%(seller)s sends it to you once more, free of charge.", seller=seller_name(order))
    return mail(
        wording,
        _("A replacement for your order %(number)s", number=order.replaces),
        _("A replacement is sent"),
        message=(t(words),),
        facts=(Fact(t(_("Order")), str(order.order["number"])),),
        items_title=t(_("What is in it")),
        items=tuple(f"{row['quantity']} × {line_title(row, wording)}" for row in order.lines),
        address_title=t(_("Sent to")),
        address=delivery_lines(order, wording),
        button=order_link(order, wording),
        links=(order_link(old, wording),) if old else (),
    )
