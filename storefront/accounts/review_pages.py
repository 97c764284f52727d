"""What somebody bought and can rate, and what he said."""

from __future__ import annotations

from flask import Response

from storefront.accounts.form_pages import me, pages, show, to_account
from storefront.accounts.ratings.contexts import RateList
from storefront.accounts.ratings.sales import sales_of
from storefront.accounts.ratings.to_rate import rate_items
from storefront.i18n import _
from storefront.orders.tables import Order, Purchase
from storefront.orders.wording import Wording
from storefront.web.people import requires
from storefront.web.shopper import shopper

# the newest orders; older ones are rated from their own page
MOST_ORDERS = 50


@pages.get("/<lang>/account/reviews")
@requires("account")
def reviews() -> Response:
    visitor = shopper()
    mine = Order.select(Order.id).join(Purchase).where(Purchase.person_id == me().id)
    newest = [row[0] for row in mine.order_by(Order.id.desc()).limit(MOST_ORDERS).tuples()]
    sales = sorted(sales_of(newest), key=lambda sale: -sale.line["id"])
    items = rate_items(sales, Wording(visitor.runtime, visitor.language), visitor.context.now)
    empty = visitor.t(_("Nothing to rate yet. What you order while you are signed in is listed here once it came."))
    return show("ratings/to_rate.html", RateList(visitor.t(_("Your reviews")), items, to_account(), empty))
