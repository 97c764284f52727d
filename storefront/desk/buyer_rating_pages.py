"""A seller rates the buyer of an order, where both sides rate."""

from __future__ import annotations

from flask import Response, request

from storefront.accounts.permissions import may
from storefront.accounts.ratings.fields import STARS_FIELD
from storefront.accounts.ratings.moderation import buyer_arrival
from storefront.desk.base_pages import actor, desk_person, desk_url, go, pages, render_desk
from storefront.desk.contexts import Cell, ColumnView, FormPage, ListPage, RowView, TableView
from storefront.desk.order_pages import desk_wording
from storefront.desk.review_actions import rate_the_buyer
from storefront.desk.review_queries import buyers_to_rate
from storefront.errors import NotFound, Refused
from storefront.forms import Checked, Field, Section, check_fields
from storefront.i18n import _
from storefront.orders.tables import Order
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.rendering import field_views, form_errors
from storefront.web.shopper import shopper

FIELDS = (STARS_FIELD, Field("text", _("A few words"), "textarea", required=False, maxlength=500))


@pages.get("/desk/orders/<number>/rate-buyer", endpoint="rate_buyer")
@requires("reviews.answer")
def form(number: str) -> Response:
    return _show(_order(number), None)


@pages.post("/desk/orders/<number>/rate-buyer", endpoint="send_buyer_rating")
@requires("reviews.answer")
def send(number: str) -> Response:
    order = _order(number)
    checked = check_fields(FIELDS, {name: request.form.get(name, "")[:2000] for name in request.form})
    if checked.errors:
        return _show(order, checked)
    first, values = shopper().runtime.settings.reviews.check_first, checked.values
    try:
        rate_the_buyer(actor(), number, int(values["stars"]), values["text"], checked_first=first)
    except Refused as refusal:
        checked.errors["stars"] = refusal.message
        return _show(order, checked)
    return go(desk_url("desk.order", number=number), _("The buyer is rated; he sees it when he has rated too."))


def _order(number: str) -> Order:
    found: Order | None = Order.get_or_none(Order.number == number)
    if found is None or not may(desk_person(), "reviews.answer", found.seller_id):
        raise NotFound(f"there is no order {number}")
    if not buyer_arrival(found, actor().now)[1]:
        raise NotFound("the buyer of this order is not rated")
    return found


def _show(order: Order, checked: Checked | None) -> Response:
    visitor = shopper()
    title = visitor.t(_("Rate the buyer of order %(number)s", number=order.number))
    values, errors = (checked.values, checked.errors) if checked else ({}, {})
    page = FormPage(
        title=title,
        action=request.path,
        groups=field_views((Section(FIELDS),), values, errors, visitor),
        errors=form_errors(checked, visitor) if checked else (),
        intro=visitor.t(_("He sees it when he has rated too, or the time is over. It cannot be changed.")),
    )
    return render_desk("desk/form.html", page, title=title, status=422 if checked else 200)


@pages.get("/desk/reviews/buyers", endpoint="buyers_to_rate")
@requires("reviews.answer")
def buyers() -> Response:
    """Orders whose buyers can be rated now, the newest first."""
    visitor, words = shopper(), desk_wording()
    rows = tuple(
        RowView((
            Cell(order.number, url=desk_url("desk.rate_buyer", number=order.number), code=True),
            Cell(words.moment(order.placed_at)),
        ))
        for order in buyers_to_rate(desk_person(), actor().now)
    )  # fmt: skip
    title = visitor.t(_("Buyers to rate"))
    columns = tuple(ColumnView(visitor.t(label)) for label in (_("Order"), _("Placed")))
    table = TableView(title, "", columns, rows, searches=False, empty=visitor.t(_("Nothing waits here.")))
    crumb = Link(visitor.t(_("Reviews")), desk_url("desk.reviews"))
    return render_desk("desk/list.html", ListPage(title, table), title=title, crumbs=(crumb,))
