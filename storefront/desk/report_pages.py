"""Reports at the desk: messages that somebody found wrong, and what becomes of them."""

from __future__ import annotations

from flask import Response, request

from storefront.accounts.threads import safety
from storefront.accounts.threads.contexts import ReportPage
from storefront.accounts.threads.queries import A_PAGE, messages_of
from storefront.accounts.threads.report_view import OUTCOME_WORDS, report_page, role_words
from storefront.accounts.threads.seats import seat_of
from storefront.accounts.threads.showing import Shown
from storefront.accounts.threads.tables import Thread, ThreadMessage, ThreadReport
from storefront.catalogue.rows import Row
from storefront.desk.base_pages import actor, desk_url, go, known_number, pages, render_desk
from storefront.desk.contexts import Cell, ListPage, RowView
from storefront.desk.message_pages import PREFIX
from storefront.desk.message_table import found_reports, report_rules
from storefront.desk.order_pages import desk_wording
from storefront.desk.table_pages import asked_table, table_view
from storefront.errors import NotFound, Refused
from storefront.i18n import Message, _
from storefront.web.frame import Link
from storefront.web.people import requires

LONGEST = 120


@pages.get("/desk/reports", endpoint="reports")
@requires("reports.decide")
def report_list() -> Response:
    asking, wording = report_rules(), desk_wording()
    wanted, t = asked_table(asking), wording.t

    def draw(row: Row) -> RowView:
        text = row["text"] if len(row["text"]) <= LONGEST else row["text"][:LONGEST] + " …"
        return RowView(
            (
                Cell(text or t(_("A file")), url=desk_url("desk.report", report_id=row["id"])),
                Cell(t(Message.from_json(row["title"]))),
                Cell(t(role_words(row["by"]))),
                Cell(row["reason"]),
                Cell(wording.moment(row["at"])),
                Cell(t(OUTCOME_WORDS[row["outcome"]]), tone="quiet" if row["outcome"] else "warn"),
            ),
            name=text,
        )

    table = table_view(_("Reports"), asking, wanted, found_reports(wanted), draw, empty=_("Nothing is reported."))
    title = t(_("Reports"))
    return render_desk("desk/list.html", ListPage(title, table), title=title)


@pages.get("/desk/reports/<report_id>", endpoint="report")
@requires("reports.decide")
def report(report_id: str) -> Response:
    return _shown(known_number(report_id))


@pages.post("/desk/reports/<report_id>", endpoint="decide_report")
@requires("reports.decide")
def decide(report_id: str) -> Response:
    number, outcome, reason = known_number(report_id), request.form.get("outcome", ""), request.form.get("reason", "")
    if outcome not in safety.OUTCOMES:
        return _shown(number, {"outcome": _("Please choose one of the list.")}, reason)
    try:
        safety.decide(actor(), number, outcome, reason[:5000])
    except Refused as refusal:
        if refusal.code != "reason":
            raise
        return _shown(number, {"reason": refusal.message}, reason, outcome)
    return go(desk_url("desk.reports"), _("It is decided."))


def _shown(number: int, errors: dict[str, Message] | None = None, reason: str = "", outcome: str = "") -> Response:
    found = ThreadReport.get_or_none(ThreadReport.id == number)
    if found is None:
        raise NotFound(f"there is no report {number}")
    row = ThreadMessage.get_by_id(found.message_id)
    thread = Thread.get_by_id(row.thread_id)
    seat, wording = seat_of(thread, "staff"), desk_wording()
    said = messages_of(thread.id, wording.language, row.id + 1 if thread.messages > A_PAGE else None)
    messages = Shown(seat, wording, f"{PREFIX}/{thread.token}").messages(said)
    typed = {"reason": reason, "outcome": outcome}
    page: ReportPage = report_page(found, seat, messages, wording, errors or {}, typed)
    crumb = Link(wording.t(_("Reports")), desk_url("desk.reports"))
    status = 422 if errors else 200
    return render_desk("threads/desk_report.html", page, title=page.title, crumbs=(crumb,), status=status)
