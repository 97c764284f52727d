"""Somebody's orders, the newest first."""

from __future__ import annotations

from flask import Response, request

from storefront.accounts.contexts import OrderList
from storefront.accounts.form_pages import me, pages, show, to_account
from storefront.i18n import _
from storefront.orders.queries import orders_of
from storefront.orders.showing import brief_card
from storefront.orders.wording import Wording
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.shopper import shopper

A_PAGE = 20


@pages.get("/<lang>/account/orders")
@requires("account")
def orders() -> Response:
    visitor = shopper()
    after = request.args.get("after", "")
    before_id = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else None
    found = orders_of(me().id, A_PAGE + 1, before_id)
    wording = Wording(visitor.runtime, visitor.language)
    cards = tuple(brief_card(facts, wording, visitor.context.now) for facts in found[:A_PAGE])
    more = None
    if len(found) > A_PAGE:
        more = Link(visitor.t(_("Earlier orders")), visitor.url("account.orders", after=found[A_PAGE - 1].id))
    page = OrderList(visitor.t(_("Orders")), cards, more, to_account(), visitor.url("catalogue.home"))
    return show("accounts/orders.html", page)
