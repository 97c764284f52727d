"""What all mails about orders have, whatever they tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storefront.errors import NotFound
from storefront.i18n import Message, _, language
from storefront.orders.contexts import NoticeMail
from storefront.orders.paths import order_path, purchase_path
from storefront.orders.queries import OrderFacts, PurchaseFacts
from storefront.orders.wording import Wording
from storefront.web.frame import Link


def mail(wording: Wording, subject: Message, greeting: Message, **parts: Any) -> NoticeMail:
    """What all of them have."""
    shop = wording.runtime.shop
    return NoticeMail(
        shop_name=shop.name,
        language=wording.language,
        direction=language(wording.language).direction,
        subject=wording.t(subject),
        greeting=wording.t(greeting),
        footer=(shop.name, shop.base_url),
        **parts,
    )


def order_named(facts: PurchaseFacts, payload: Mapping[str, Any]) -> OrderFacts:
    """The order that a payload is about."""
    found = next((order for order in facts.orders if order.id == payload["order"]), None)
    if found is None:
        raise NotFound(f"there is no order {payload['order']}")
    return found


def order_link(order: OrderFacts, wording: Wording) -> Link:
    """Its page, with the key that opens it."""
    number = order.order["number"]
    path = order_path(wording.language, number, order.purchase["token"])
    return Link(wording.t(_("See your order %(number)s", number=number)), wording.runtime.shop.base_url + path)


def purchase_link(facts: PurchaseFacts, wording: Wording) -> Link:
    """The page of all its orders."""
    path = purchase_path(wording.language, facts.token)
    return Link(wording.t(_("See your order")), wording.runtime.shop.base_url + path)
