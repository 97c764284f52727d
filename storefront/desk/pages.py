"""The desk's start page, its search, and the language it speaks. Its other pages are imported here."""

from __future__ import annotations

from flask import Response, request

from storefront.accounts.permissions import may
from storefront.db import utc_now
from storefront.desk import (
    application_pages,
    audit_pages,
    bank_pages,
    buyer_rating_pages,
    card_pages,
    case_pages,
    category_pages,
    change_pages,
    chargeback_pages,
    content_pages,
    credit_pages,
    customer_pages,
    editor_pages,
    hold_pages,
    import_pages,
    message_pages,
    order_pages,
    payment_pages,
    payout_pages,
    product_pages,
    reconciliation_pages,
    refund_pages,
    replacement_pages,
    report_pages,
    return_pages,
    review_pages,
    seller_pages,
    seller_standing_pages,
    selling_pages,
    settings_pages,
    shipping_pages,
    switching_pages,
    unmatched_pages,
)
from storefront.desk.actions import choose_language
from storefront.desk.base_pages import actor, desk_person, desk_url, go, has_page, pages, render_desk
from storefront.desk.contexts import FindPage, FoundGroup, StartPage, WorkCount
from storefront.desk.day_figures import figures_by_day
from storefront.desk.figure_view import figures_view
from storefront.desk.finding import Finder, Found, find, find_orders, find_people
from storefront.desk.product_queries import figures, find_products
from storefront.desk.queue_view import queue_rows
from storefront.desk.work import open_work
from storefront.desk.work_links import work_link
from storefront.formatting import number
from storefront.forms import cleaned
from storefront.i18n import _
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.shopper import Shopper, shopper

__all__ = [
    "application_pages",
    "audit_pages",
    "bank_pages",
    "buyer_rating_pages",
    "card_pages",
    "case_pages",
    "category_pages",
    "chargeback_pages",
    "change_pages",
    "content_pages",
    "credit_pages",
    "customer_pages",
    "editor_pages",
    "hold_pages",
    "import_pages",
    "message_pages",
    "order_pages",
    "pages",
    "payment_pages",
    "payout_pages",
    "product_pages",
    "reconciliation_pages",
    "refund_pages",
    "return_pages",
    "replacement_pages",
    "report_pages",
    "review_pages",
    "seller_pages",
    "seller_standing_pages",
    "selling_pages",
    "settings_pages",
    "shipping_pages",
    "switching_pages",
    "unmatched_pages",
]

# what the search looks for, in this order
FINDERS = (
    Finder(_("Orders"), find_orders),
    Finder(_("Products"), find_products),
    Finder(_("Customers"), find_people),
)


@pages.get("/desk/")
@requires("desk")
def start() -> Response:
    visitor, person, now = shopper(), desk_person(), utc_now()
    work, more = open_work(visitor.runtime, person)
    title = visitor.t(_("Start"))
    page = StartPage(
        title=title,
        counts=_counts(visitor),
        work=tuple(work_link(item) for item in work),
        more_work=visitor.t(_("There is more: only the oldest are listed.")) if more else "",
        ways=_ways(visitor),
        queues=queue_rows(person, now, visitor),
        figures=figures_view(figures_by_day(now, actor().sellers("orders.see")), visitor),
    )
    return render_desk("desk/start.html", page, title=title)


def _ways(visitor: Shopper) -> tuple[Link, ...]:
    """What one begins with, as far as one may."""
    ways = (
        ("catalogue.edit", _("New product"), "desk.new_product"),
        ("import", _("Import"), "desk.imports"),
        ("categories.edit", _("New category"), "desk.new_category"),
    )
    return tuple(Link(visitor.t(label), desk_url(endpoint)) for act, label, endpoint in ways if may(desk_person(), act))


def _counts(visitor: Shopper) -> tuple[WorkCount, ...]:
    """How many products there are, and of how many something is missing."""
    labels = {
        "state=published": _("on sale"),
        "state=unpublished": _("not published"),
        "lack=stock": _("sold out"),
        "lack=picture": _("without a picture"),
    }
    found = figures(actor().sellers("catalogue.see"))
    path = desk_url("desk.products")
    return tuple(
        WorkCount(visitor.t(labels[kind]), number(count, visitor.language), f"{path}?{kind}", _tone(kind, count))
        for kind, count in found.items()
    )


def _tone(kind: str, count: int) -> str:
    return "warn" if count and kind.startswith("lack") else ""


@pages.get("/desk/find", endpoint="find")
@requires("desk")
def find_anything() -> Response:
    visitor = shopper()
    query = cleaned(request.args.get("q", "")[:200])
    groups = find(FINDERS, query, desk_person(), visitor.languages)
    there = [one for _label, found in groups for one in found]
    exact = [one for one in there if one.exact and has_page(one.endpoint)]
    if len(exact) == 1:
        return go(desk_url(exact[0].endpoint, **exact[0].values))
    page = FindPage(
        visitor.t(_("Search: %(query)s", query=query) if query else _("Search")),
        query,
        tuple(FoundGroup(visitor.t(label), tuple(map(_shown, found))) for label, found in groups),
    )
    return render_desk("desk/find.html", page, title=page.title)


def _shown(one: Found) -> tuple[str, str, str]:
    return one.label, one.detail, desk_url(one.endpoint, **one.values) if has_page(one.endpoint) else ""


@pages.post("/desk/language")
@requires("desk")
def set_language() -> Response:
    tag = request.form.get("language", "")
    if tag in shopper().runtime.settings.shop.languages:
        choose_language(actor(), tag)
    back = request.form.get("next", "")
    return go(back if back.startswith("/desk/") and back.isprintable() and "\\" not in back else desk_url("desk.start"))
