"""Mails about reviews: the one that asks for them, and the one that says that one was hidden."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storefront.accounts.ratings.inviting import digest_of, is_refused
from storefront.accounts.ratings.paths import rate_order_path, refuse_path
from storefront.accounts.ratings.rules import HIDDEN, REASONS
from storefront.accounts.ratings.sales import sales_of
from storefront.accounts.ratings.tables import Review
from storefront.db import utc_now
from storefront.i18n import Message, _, language
from storefront.orders.contexts import NoticeMail
from storefront.orders.line_views import line_title
from storefront.orders.mail_delivery import deliver
from storefront.orders.mails import compose, message_id
from storefront.orders.tables import Order, Purchase
from storefront.orders.wording import Wording
from storefront.runtime import current
from storefront.web.frame import Link


def send_review_mail(payload: Mapping[str, Any], row_id: int, now: datetime | None = None) -> None:
    """Send one, if it still has something to say; raises as send_order_mail does."""
    runtime, now = current(), now or utc_now()
    order = Order.get_or_none(Order.id == payload["order"])
    if order is None:
        return
    purchase = Purchase.get_by_id(order.purchase_id)
    wording = Wording(runtime, purchase.language)
    if payload["about"] == "invite":
        page = _invitation(order, purchase, wording, now)
    else:
        page = _hidden(payload["review"], order, purchase, wording)
    if page is not None:
        message = compose(runtime, page, purchase.email, message_id(runtime, row_id), now)
        deliver(runtime.settings, message, f"review-{row_id}")


def _invitation(order: Order, purchase: Purchase, wording: Wording, now: datetime) -> NoticeMail | None:
    runtime = wording.runtime
    digest = digest_of(purchase.email, runtime.settings.secret_key)
    sales = [sale for sale in sales_of([order.id]) if sale.is_open(now)]
    if not sales or is_refused(digest):
        return None
    base, t = runtime.shop.base_url, wording.t
    stop = Link(t(_("No more mails that ask for reviews")), base + refuse_path(wording.language, digest))
    return _mail(
        wording,
        _("How is it? Your order %(number)s", number=order.number),
        _("How is what you bought?"),
        message=(
            t(_("Other buyers read what you say, whether good or bad. It takes a minute and needs no account.")),
            t(_("This mail comes once for an order.")),
        ),
        items_title=t(_("What you bought")),
        items=tuple(line_title(sale.line, wording) for sale in sales),
        button=Link(t(_("Rate what you bought")), _address(order, purchase, wording)),
        links=(stop,),
    )


def _hidden(review_id: int, order: Order, purchase: Purchase, wording: Wording) -> NoticeMail | None:
    review = Review.get_or_none(Review.id == review_id)
    if review is None or review.state != HIDDEN:
        return None
    t = wording.t
    return _mail(
        wording,
        _("Your review is hidden: order %(number)s", number=order.number),
        _("We have hidden your review"),
        message=(
            t(_("Reason: %(reason)s", reason=REASONS[review.reason])),
            t(_("You can change it; we look at it again then. If you think we are wrong, answer this mail.")),
        ),
        button=Link(t(_("See your review")), _address(order, purchase, wording)),
    )


def _address(order: Order, purchase: Purchase, wording: Wording) -> str:
    return wording.runtime.shop.base_url + rate_order_path(wording.language, order.number, purchase.token)


def _mail(wording: Wording, subject: Message, greeting: Message, **parts: Any) -> NoticeMail:
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
