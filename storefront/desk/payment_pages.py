"""Payments at the desk: what somebody should look after, each with the order where it is done."""

from __future__ import annotations

from flask import Response

from storefront import formatting
from storefront.checkout.keeping import hidden_ways
from storefront.db import utc_now
from storefront.desk.base_pages import desk_url, pages, render_desk
from storefront.desk.contexts import Cell, ListPage, RowView
from storefront.desk.order_holds import rule_words
from storefront.desk.order_pages import desk_wording
from storefront.desk.payment_table import age, found_payments, rules, state_of
from storefront.desk.table_pages import asked_table, table_view
from storefront.i18n import _, ngettext
from storefront.orders.dues import method_title
from storefront.orders.queries import Row
from storefront.orders.wording import Wording
from storefront.web.people import requires
from storefront.web.shopper import shopper


@pages.get("/desk/payments", endpoint="payments")
@requires("payments.confirm")
def payment_list() -> Response:
    """Staff only: a payment may be for orders of several sellers."""
    asking, now, wording = rules(), utc_now(), desk_wording()
    wanted = asked_table(asking)

    def draw(row: Row) -> RowView:
        state, tone = state_of(row, now)
        return RowView(
            (
                Cell(row["number"], row["reference"], url=desk_url("desk.order", number=row["number"]), code=True),
                Cell(row["email"]),
                Cell(method_title(row["provider"], wording)),
                Cell(wording.moment(row["created_at"]), wording.t(age(row["created_at"], now))),
                Cell(wording.t(state), tone=tone),
                Cell(formatting.money(row["amount"], row["currency"], wording.language)),
            ),
            name=row["number"],
        )

    table = table_view(_("Payments"), asking, wanted, found_payments(wanted, now), draw, empty=_("Nothing waits here."))
    title = wording.t(_("Payments"))
    return render_desk("desk/list.html", ListPage(title, table, _hidden(wording)), title=title)


def _hidden(wording: Wording) -> str:
    """Which ways to pay some sales are not offered, and why."""
    told = [
        _(
            "“%(way)s” is not offered for sales whose money is released %(rule)s: it cannot be kept so long there"
            " (%(days)s at least).",
            way=wording.t(one.provider.title),
            rule=wording.t(rule_words(one.rule, wording)),
            days=wording.t(ngettext("%(num)s day", "%(num)s days", one.days)),
        )
        for one in hidden_ways(shopper().runtime, shopper().public_context)
    ]
    return " ".join(map(wording.t, told))
