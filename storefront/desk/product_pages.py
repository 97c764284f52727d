"""Products: the list, and what is done to several or one of them at once."""

from __future__ import annotations

from flask import Response, request

from storefront.desk.base_pages import actor, desk_url, go, known_number, pages, render_desk
from storefront.desk.contexts import BulkAct, Cell, ListPage, RowView
from storefront.desk.listing import Column, Filter, Rules, options
from storefront.desk.product_actions import copy_product, delete_product, publish_products
from storefront.desk.product_fields import HIDDEN, ON_SALE, STATES, UNPUBLISHED
from storefront.desk.product_queries import Listed, listed, product_page
from storefront.desk.table_pages import asked_table, table_view
from storefront.digits import whole
from storefront.formatting import date, money, number
from storefront.i18n import _, language, ngettext
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.shopper import Shopper, shopper

TONES = {ON_SALE: "good", UNPUBLISHED: "quiet", HIDDEN: "warn"}


def rules(visitor: Shopper) -> Rules:
    lacks = [
        ("", _("Complete or not")), ("picture", _("Without a picture")), ("price", _("Without a price")),
        ("stock", _("Sold out")),
        *((tag, _("Without %(language)s", language=language(tag).name)) for tag in _tags(visitor)),
    ]  # fmt: skip
    return Rules(
        (
            Column("picture", _("Picture")),
            Column("title", _("Product"), "text"),
            Column("sku", _("SKU")),
            Column("stock", _("Stock"), end=True),
            Column("price", _("Price"), end=True),
            Column("state", _("Visibility")),
            Column("added", _("Added"), "number", end=True),
        ),
        (
            Filter("state", _("Visibility"), options(("", _("Visible or not")), *STATES.items())),
            Filter("lack", _("Lacking"), options(*lacks)),
        ),
        "-added",
    )


def _tags(visitor: Shopper) -> tuple[str, ...]:
    return visitor.runtime.settings.shop.languages


@pages.get("/desk/products", endpoint="products")
@requires("catalogue.see")
def product_list() -> Response:
    visitor, limit = shopper(), actor().sellers("catalogue.see")
    asking = rules(visitor)
    wanted = asked_table(asking)
    found, count = product_page(wanted, limit, visitor.languages)
    drawn = {one.id: one for one in listed(found.rows, limit, visitor.languages)}
    table = table_view(
        _("Products"),
        asking,
        wanted,
        found,
        lambda row: _row(drawn[row["id"]], visitor),
        empty=_("No product is like this.") if wanted.query or wanted.chosen else _("There is no product yet."),
        count=ngettext("%(num)s product", "%(num)s products", count),
        bulk=(
            BulkAct("publish", visitor.t(_("Publish"))),
            BulkAct("hide", visitor.t(_("Take off sale"))),
        ),
        bulk_url=desk_url("desk.bulk_products"),
    )
    title = visitor.t(_("Products"))
    new = Link(visitor.t(_("New product")), desk_url("desk.new_product"))
    return render_desk("desk/list.html", ListPage(title, table, buttons=(new,)), title=title)


def _row(one: Listed, visitor: Shopper) -> RowView:
    tag = visitor.language
    url = desk_url("desk.product", product_id=one.id)
    more = ngettext("%(num)s variant", "%(num)s variants", one.variants) if one.variants > 1 else None
    left = Cell("–") if one.stock is None else Cell(number(one.stock, tag), tone="" if one.stock else "bad")
    return RowView(
        (
            Cell(image=one.image),
            Cell(one.title, url=url),
            Cell(one.sku, visitor.t(more), code=True),
            left,
            Cell(money(*one.price, tag) if one.price else "–"),
            Cell(visitor.t(STATES[one.state]), tone=TONES[one.state]),
            Cell(date(one.added.date(), tag)),
        ),
        str(one.id),
        one.title,
    )


@pages.post("/desk/products/bulk", endpoint="bulk_products")
@requires("catalogue.edit")
def bulk() -> Response:
    """What the list's buttons do to the marked rows."""
    ids = sorted({number for text in request.form.getlist("mark")[:500] if (number := whole(text)) is not None})
    act = request.form.get("act", "")
    if act not in ("publish", "hide") or not ids:
        return go(desk_url("desk.products"), _("Mark the products first."), bad=True)
    changed = publish_products(actor(), ids, act == "publish")
    done = ngettext("%(num)s product changed.", "%(num)s products changed.", changed)
    return go(desk_url("desk.products"), done)


@pages.post("/desk/products/<product_id>/delete", endpoint="delete_product")
@requires("catalogue.edit")
def delete(product_id: str) -> Response:
    delete_product(actor(), known_number(product_id))
    return go(desk_url("desk.products"), _("The product is deleted."))


@pages.post("/desk/products/<product_id>/copy", endpoint="copy_product")
@requires("catalogue.edit")
def copy(product_id: str) -> Response:
    made = copy_product(actor(), known_number(product_id))
    return go(desk_url("desk.product", product_id=made), _("This is the copy. It is not published yet."))
