"""Chargebacks at the desk: open ones by when they must be answered, and those whose payment nobody knows."""

from __future__ import annotations

from typing import Any

from flask import Response
from peewee import JOIN, fn

from storefront.db import utc_now
from storefront.desk.base_pages import desk_url, pages, render_desk
from storefront.desk.chargeback_words import CHARGEBACK_STATES, chargeback_reason
from storefront.desk.contexts import Cell, ListPage, RowView
from storefront.desk.keyset import Rows, page_of
from storefront.desk.listing import Asked, Column, Filter, Rules, options
from storefront.desk.order_pages import desk_wording
from storefront.desk.table_pages import asked_table, table_view
from storefront.formatting import money
from storefront.i18n import _
from storefront.orders.dues import method_title
from storefront.orders.queries import Row
from storefront.orders.tables import Order, Purchase
from storefront.orders.wording import Wording
from storefront.payments.tables import Chargeback, ChargebackPart, Payment
from storefront.web.people import requires


@pages.get("/desk/chargebacks", endpoint="chargebacks")
@requires("payments.confirm")
def chargeback_list() -> Response:
    asking, wording = rules(), desk_wording()
    wanted = asked_table(asking)
    title = wording.t(_("Chargebacks"))
    table = table_view(
        _("Chargebacks"),
        asking,
        wanted,
        _found(wanted),
        lambda row: _row(row, wording),
        empty=_("No bank has claimed money back."),
    )
    return render_desk("desk/list.html", ListPage(title, table), title=title)


def rules() -> Rules:
    """The oldest first: their time to answer ends first."""
    columns = (
        Column("order", _("Order")),
        Column("buyer", _("Buyer")),
        Column("reference", _("Reference")),
        Column("since", _("Since"), "number"),
        Column("answer", _("Answer by")),
        Column("state", _("State")),
        Column("amount", _("Amount"), "number", end=True),
    )
    kinds = (("", _("Open")), ("unmatched", _("Payment unknown")), ("ended", _("Won and lost")))
    return Rules(columns, (Filter("show", _("Which"), options(*kinds)),), "since")


def _found(wanted: Asked) -> Rows:
    number = (
        Order.select(fn.MIN(Order.number)).join(ChargebackPart).where(ChargebackPart.chargeback == Chargeback.id)
    )
    query: Any = (
        Chargeback.select(Chargeback, Purchase.email, number.alias("number"))
        .join(Payment, JOIN.LEFT_OUTER)
        .join(Purchase, JOIN.LEFT_OUTER)
    )
    show = wanted.chosen.get("show", "")
    known = Chargeback.payment.is_null(False)
    is_open = Chargeback.state == "open"
    query = query.where({"": known & is_open, "unmatched": ~known, "ended": known & ~is_open}[show])
    if wanted.query:
        query = query.where(Chargeback.reference.contains(wanted.query) | Purchase.email.contains(wanted.query.lower()))
    return page_of(query, wanted, Chargeback.amount if wanted.column == "amount" else Chargeback.id, Chargeback.id)


def _row(row: Row, wording: Wording) -> RowView:
    state, tone = CHARGEBACK_STATES[row["state"]]
    due, late = row["evidence_due"], row["evidence_due"] is not None and row["evidence_due"] <= utc_now()
    number = row["number"] or ""
    fee = money(row["fee"], row["fee_currency"], wording.language) if row["fee"] else ""
    return RowView(
        (
            Cell(
                number or row["payment_reference"],
                "" if number else wording.t(_("No payment of ours has this reference.")),
                url=desk_url("desk.order", number=number) if number else "",
                code=True,
            ),
            Cell(row["email"] or ""),
            Cell(row["reference"], method_title(row["provider"], wording), code=True),
            Cell(wording.day(row["received_at"])),
            Cell(wording.day(due) if due else "", tone="warn" if late and row["state"] == "open" else ""),
            Cell(wording.t(state), wording.t(chargeback_reason(row["reason"])), tone=tone),
            Cell(
                money(row["amount"], row["currency"], wording.language),
                wording.t(_("and a fee of %(fee)s", fee=fee)) if fee else "",
            ),
        ),
        name=number,
    )
