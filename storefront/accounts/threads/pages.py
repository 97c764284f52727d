"""A shopper's conversations: the list, each thread, and questions about products."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, redirect, request

from storefront.accounts.threads import ask_pages  # noqa: F401 - importing it gives the blueprint its pages
from storefront.accounts.threads.blueprint_pages import pages
from storefront.accounts.threads.contexts import ThreadList, ThreadPage
from storefront.accounts.threads.form_pages import keep_reply, kept_private, who
from storefront.accounts.threads.list_view import list_mark, read_list_mark, thread_card
from storefront.accounts.threads.mails import thread_path
from storefront.accounts.threads.queries import LISTED, threads_of
from storefront.accounts.threads.reply_keys import read_key
from storefront.accounts.threads.seats import Seat, Who, find_seat
from storefront.accounts.threads.thread_pages import Surface, add_pages
from storefront.i18n import _
from storefront.orders.wording import Wording
from storefront.runtime import current
from storefront.web.frame import Link
from storefront.web.htmx import varied
from storefront.web.people import current_person, requires
from storefront.web.rendering import render_page
from storefront.web.shopper import shopper

__all__ = ["pages"]


@pages.get("/<lang>/messages")
@requires("account")
def messages() -> Response:
    """Somebody's threads, the newest first."""
    visitor, person = shopper(), current_person()
    assert person is not None
    rows = threads_of(person.id, read_list_mark(request.args.get("after", "")))
    wording = Wording(visitor.runtime, visitor.language)
    cards = tuple(thread_card(row, wording) for row in rows[:LISTED])
    more = None
    if len(rows) > LISTED:
        earlier = visitor.url("threads.messages", after=list_mark(rows[LISTED - 1]))
        more = Link(visitor.t(_("Earlier conversations")), earlier)
    title = visitor.t(_("Messages"))
    page = ThreadList(title, cards, more, Link(visitor.t(_("Your account")), visitor.url("account.home")))
    return render_page("threads/messages.html", page, title=title, robots="noindex")


@pages.before_request
def open_by_link() -> Response | None:
    """The key of a mail's link is kept in the session and leaves the address; one that opens nothing is a 404."""
    key, token = request.args.get("key", ""), (request.view_args or {}).get("token", "")
    if request.endpoint != "threads.thread" or not key:
        return None
    reply = read_key(current().settings.secret_key, key)
    find_seat(token, Who(replies=(reply,) if reply else ()))
    keep_reply(key)
    return kept_private(redirect(thread_path(shopper().language, token), code=303))  # type: ignore[arg-type]


def _render(page: ThreadPage, _seat: Seat, status: int) -> Response:
    visitor = shopper()
    if current_person() is not None:
        page = replace(page, back=Link(visitor.t(_("Messages")), visitor.url("threads.messages")))
    return kept_private(render_page("threads/thread.html", page, title=page.title, status=status, robots="noindex"))


def _go(where: str) -> Response:
    return kept_private(varied(redirect(where, code=303)))  # type: ignore[arg-type]


SURFACE = Surface(
    who,
    lambda token: thread_path(shopper().language, token),
    lambda subject: f"/{shopper().language}/messages/about/{subject}",
    _render,
    _go,
)
add_pages(pages, "/<lang>/messages", SURFACE, lambda view: view)
