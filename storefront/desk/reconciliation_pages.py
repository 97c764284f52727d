"""Reconciliation at the desk: what reports and our books do not agree on, until somebody says why it is settled."""

from __future__ import annotations

from flask import Response, request

from storefront.desk.base_pages import actor, desk_url, go, known_number, pages, render_desk
from storefront.desk.contexts import Cell, ListPage, RowView
from storefront.desk.edit_forms import EditForm
from storefront.desk.form_pages import show, typed_form
from storefront.desk.order_pages import desk_wording
from storefront.desk.reconciliation_actions import find_difference, settle
from storefront.desk.reconciliation_table import KINDS, found_differences, last_run, rules
from storefront.desk.table_pages import asked_table, table_view
from storefront.desk.unmatched_actions import enter_difference, may_wait
from storefront.errors import Refused
from storefront.formatting import money
from storefront.forms import Errors, Field, Section
from storefront.i18n import Message, _, plain
from storefront.orders.dues import method_title
from storefront.orders.queries import Row
from storefront.orders.wording import Wording
from storefront.payments.reconciliation.actions import LONGEST_REASON
from storefront.web.form_view import ActionForm
from storefront.web.frame import Link
from storefront.web.people import requires

REASON = Field("reason", _("Why it is settled"), maxlength=LONGEST_REASON, required=True)


@pages.get("/desk/reconciliation", endpoint="reconciliation")
@requires("payments.confirm")
def difference_list() -> Response:
    asking, wording = rules(), desk_wording()
    wanted = asked_table(asking)
    title = wording.t(_("Reconciliation"))
    table = table_view(
        _("Differences"),
        asking,
        wanted,
        found_differences(wanted),
        lambda row: _row(row, wording),
        empty=_("Nothing differs."),
    )
    return render_desk("desk/list.html", ListPage(title, table, _last(wording)), title=title)


def _last(wording: Wording) -> str:
    """Which report was compared last."""
    run = last_run()
    if run is None:
        return wording.t(_("No report has been compared yet: `storefront payments reconcile FILE` does it."))
    return wording.t(
        _(
            "Last compared: %(source)s, %(first)s to %(last)s, on %(at)s. Of %(rows)s rows %(matched)s match.",
            source=run.source,
            first=run.first_day,
            last=run.last_day,
            at=wording.moment(run.at),
            rows=run.rows,
            matched=run.matched,
        )
    )


def _row(row: Row, wording: Wording) -> RowView:
    tone = "good" if row["settled_at"] else "warn"
    order = desk_url("desk.order", number=row["order_number"]) if row["order_number"] else ""
    return RowView(
        (
            Cell(wording.t(kind_label(row["kind"])), url=desk_url("desk.difference", difference_id=row["id"])),
            Cell(row["day"], method_title(row["provider"], wording)),
            Cell(row["reference"], row["detail"], code=True),
            Cell(_money(row["amount"], row["currency"], wording)),
            Cell(_money(row["expected"], row["currency"], wording)),
            Cell(row["order_number"], url=order, code=True),
            Cell(wording.t(_("Settled") if row["settled_at"] else _("Open")), row["settled_reason"], tone=tone),
        )
    )


def kind_label(kind: str) -> Message:
    """A kind of difference in words."""
    return KINDS.get(kind, plain(kind))


def _money(amount: int | None, currency: str, wording: Wording) -> str:
    return "" if amount is None else money(amount, currency, wording.language)


@pages.get("/desk/reconciliation/<difference_id>", endpoint="difference")
@requires("payments.confirm")
def difference(difference_id: str) -> Response:
    return _show(find_difference(actor(), known_number(difference_id)), {})


@pages.post("/desk/reconciliation/<difference_id>", endpoint="settle_difference")
@requires("payments.confirm")
def settle_one(difference_id: str) -> Response:
    """Note why it is settled."""
    number, typed = known_number(difference_id), typed_form(LONGEST_REASON)
    row = find_difference(actor(), number)
    try:
        settle(actor(), number, typed.get("reason", ""))
    except Refused as refused:
        return _show(row, typed, {"reason": refused.message})
    return go(desk_url("desk.reconciliation"), _("The difference is settled."))


def _show(row: Row, typed: dict[str, str], errors: Errors | None = None) -> Response:
    wording = desk_wording()
    values = {**typed} if typed else {"reason": row["settled_reason"]}
    return show(
        EditForm((Section((REASON,)),)),
        values,
        title=wording.t(kind_label(row["kind"])),
        action=request.path,
        crumb=Link(wording.t(_("Reconciliation")), desk_url("desk.reconciliation")),
        errors=errors,
        intro=_told(row, wording),
        acts=_acts(row, wording),
    )


def _acts(row: Row, wording: Wording) -> tuple[ActionForm, ...]:
    """Money that names nothing of ours may wait at the desk until somebody knows whose it is."""
    if not may_wait(row):
        return ()
    url = desk_url("desk.difference_waits", difference_id=row["id"])
    return (ActionForm("waits", wording.t(_("Keep it as money without an order")), url),)


@pages.post("/desk/reconciliation/<difference_id>/unmatched", endpoint="difference_waits")
@requires("payments.confirm")
def keep_waiting(difference_id: str) -> Response:
    number = known_number(difference_id)
    try:
        money_id = enter_difference(actor(), number)
    except Refused as refused:
        return go(desk_url("desk.difference", difference_id=number), refused.message, bad=True)
    return go(desk_url("desk.unmatched_one", money_id=money_id), _("It is entered, and waits."))


def _told(row: Row, wording: Wording) -> str:
    """The difference in a sentence."""
    nothing = wording.t(_("nothing"))
    return wording.t(
        _(
            "%(day)s, %(provider)s, %(reference)s: the report says %(amount)s, the books say %(expected)s.",
            day=row["day"],
            provider=method_title(row["provider"], wording),
            reference=row["reference"] or "–",
            amount=_money(row["amount"], row["currency"], wording) or nothing,
            expected=_money(row["expected"], row["currency"], wording) or nothing,
        )
    )
