"""Conversations at the desk: what waits for an answer, each thread, and what the shop does about one."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, redirect, request

from storefront.accounts.permissions import may
from storefront.accounts.threads import safety
from storefront.accounts.threads.contexts import ThreadPage
from storefront.accounts.threads.panel import waited_words
from storefront.accounts.threads.seats import ACT, Seat, Who, find_seat
from storefront.accounts.threads.tables import Thread
from storefront.accounts.threads.thread_pages import Surface, add_pages, is_on
from storefront.accounts.threads.writing import MOST_REASON
from storefront.catalogue.rows import Row
from storefront.db import utc_now
from storefront.desk.base_pages import actor, desk_person, desk_url, go, pages, render_desk
from storefront.desk.contexts import Cell, ListPage, RowView
from storefront.desk.message_table import found_threads, rules
from storefront.desk.order_pages import desk_wording
from storefront.desk.table_pages import asked_table, table_view
from storefront.i18n import Message, _
from storefront.web.form_view import ActionForm, FieldView
from storefront.web.frame import Link
from storefront.web.htmx import varied
from storefront.web.people import private, requires

PREFIX = "/desk/messages"


@pages.get(PREFIX, endpoint="messages")
@requires(ACT)
def message_list() -> Response:
    """Who waits longest stands first; a seller's people see his threads."""
    asking, now, wording = rules(), utc_now(), desk_wording()
    wanted, t = asked_table(asking), wording.t

    def draw(row: Row) -> RowView:
        waits = t(waited_words(row["waits_since"], now)) if row["waits_since"] else ""
        title = t(Message.from_json(row["title"]))
        closed = row["state"] == "closed"
        return RowView(
            (
                Cell(title, url=f"{PREFIX}/{row['token']}"),
                Cell(row["buyer"] or t(_("A shopper"))),
                Cell(row["seller"] or "–"),
                Cell(waits or (t(_("Closed")) if closed else t(_("Answered"))), tone="warn" if waits else "quiet"),
                Cell(str(row["unread"]) if row["unread"] else ""),
                Cell(wording.moment(row["last_at"])),
            ),
            name=title,
        )

    found = found_threads(wanted, desk_person())
    table = table_view(_("Messages"), asking, wanted, found, draw, empty=_("Nobody waits for an answer."))
    title = t(_("Messages"))
    return render_desk("desk/list.html", ListPage(title, table), title=title)


def _render(page: ThreadPage, seat: Seat, status: int) -> Response:
    if seat.thread is not None and may(desk_person(), "reports.decide"):
        page = replace(page, acts=(*page.acts, _closing(seat.thread)))
    crumb = Link(desk_wording().t(_("Messages")), desk_url("desk.messages"))
    return render_desk("threads/desk_thread.html", page, title=page.title, crumbs=(crumb,), status=status)


def _closing(thread: Thread) -> ActionForm:
    """The shop's own button: the conversation closed, or open again, with the reason."""
    t, closed = desk_wording().t, thread.state == "closed"
    url = f"{PREFIX}/{thread.token}/close/{'off' if closed else 'on'}"
    reason = FieldView("reason", t(_("Reason")), "textarea", maxlength=MOST_REASON)
    if closed:
        return ActionForm("close", t(_("Open the conversation again")), url, (reason,))
    told = t(_("Nobody but the shop writes here any more. Both sides read the reason."))
    return ActionForm("close", t(_("Close the conversation")), url, (reason,), told, "danger")


def _go(where: str) -> Response:
    return private(varied(redirect(where, code=303)))  # type: ignore[arg-type]


SURFACE = Surface(
    lambda: Who(desk_person()),
    lambda token: f"{PREFIX}/{token}",
    lambda subject: f"{PREFIX}/about/{subject}",
    _render,
    _go,
    desk=True,
)
add_pages(pages, PREFIX, SURFACE, requires(ACT), "message_")


@pages.post(f"{PREFIX}/<token>/close/<closed>", endpoint="close_thread")
@requires("reports.decide")
def close(token: str, closed: str) -> Response:
    """Nobody but the shop writes there any more, or everybody again."""
    on = is_on(closed)
    seat = find_seat(token, Who(desk_person()))
    safety.set_closed(actor(), seat.begun.id, request.form.get("reason", ""), closed=on)
    done = _("The conversation is closed.") if on else _("The conversation is open again.")
    return go(f"{PREFIX}/{token}", done)

