"""One thread's page and what is done on it; the same for shoppers and at the desk, each in its own frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, Response, request

from storefront.accounts.threads import safety
from storefront.accounts.threads.actions import mark_read, message
from storefront.accounts.threads.contexts import ThreadPage
from storefront.accounts.threads.form_pages import Typed, count_try, is_read, shown_form, typed_message, whose
from storefront.accounts.threads.queries import Said, message_of_file, messages_of
from storefront.accounts.threads.seats import Seat, Who, find_seat, seat_about
from storefront.accounts.threads.thread_view import thread_page
from storefront.accounts.threads.translating import can_translate, translate
from storefront.db import utc_now
from storefront.digits import whole
from storefront.errors import NotFound, Refused
from storefront.i18n import _
from storefront.orders.wording import Wording
from storefront.uploads.queries import get_upload
from storefront.web.limits import limits, network
from storefront.web.notices import say
from storefront.web.shopper import shopper
from storefront.web.uploads import send_upload

TRANSLATED_AT_ONCE = 50


@dataclass(frozen=True)
class Surface:
    """Where threads are shown: their addresses, who asks there, and how a page and a redirect are answered."""

    who: Callable[[], Who]
    base: Callable[[str], str]
    about: Callable[[str], str]
    render: Callable[[ThreadPage, Seat, int], Response]
    go: Callable[[str], Response]
    desk: bool = False


def show(surface: Surface, token: str) -> Response:
    """A thread; whoever looks at it has read it."""
    seat = _seat(surface, token)
    answer = _shown(surface, seat)
    if is_read():
        mark_read(seat)
    return answer


def write(surface: Surface, token: str) -> Response:
    return _written(surface, _seat(surface, token))


def show_about(surface: Surface, subject: str) -> Response:
    """The thread about a subject, or its form where nothing was written yet."""
    seat = _seat_about(surface, subject)
    if seat.thread is not None:
        return surface.go(surface.base(seat.thread.token))
    return _shown(surface, seat)


def write_about(surface: Surface, subject: str) -> Response:
    return _written(surface, _seat_about(surface, subject))


def read(surface: Surface, token: str) -> Response:
    """Told by a panel that is seen."""
    mark_read(_seat(surface, token))
    return Response(status=204)


def report(surface: Surface, token: str, message_id: str) -> Response:
    seat = _seat(surface, token)
    count_try(whose(seat))
    safety.report(seat, _number(message_id), request.form.get("reason", ""), utc_now())
    say(_("Thank you. The shop looks at it."))
    return surface.go(surface.base(token))


def mails(surface: Surface, token: str, wanted: str) -> Response:
    on = is_on(wanted)
    safety.set_mails(_seat(surface, token), wanted=on)
    say(_("You are told by mail again.") if on else _("No more mails about this conversation."))
    return surface.go(surface.base(token))


def block(surface: Surface, token: str, blocked: str) -> Response:
    on = is_on(blocked)
    safety.set_blocked(_seat(surface, token), utc_now(), blocked=on)
    say(_("You get no further questions from this person.") if on else _("This person may ask again."))
    return surface.go(surface.base(token))


def translated(surface: Surface, token: str) -> Response:
    """Have what stands here translated into the page's language."""
    seat, language = _seat(surface, token), shopper().language
    if not can_translate():
        raise NotFound("nothing translates here")
    limits().check("translate", (network(), 60), seconds=3600)
    said = messages_of(seat.begun.id, language, limit=TRANSLATED_AT_ONCE)
    theirs = [row for row in said.messages if row.by != seat.role]
    if not translate(seat, theirs, language):
        say(_("There is nothing to translate, or nobody could."))
    return surface.go(surface.base(token))


def file(surface: Surface, token: str, name: str) -> Response:
    """A file of a message of this thread."""
    seat = _seat(surface, token)
    subject = message_of_file(seat.begun.id, name, hidden=seat.role == "staff")
    return send_upload(get_upload(name, subject), small=request.args.get("size") == "small")


PAGES: tuple[tuple[str, str, str, Callable[..., Response]], ...] = (
    ("/<token>", "GET", "thread", show),
    ("/<token>", "POST", "write", write),
    ("/about/<subject>", "GET", "about", show_about),
    ("/about/<subject>", "POST", "write_about", write_about),
    ("/<token>/read", "POST", "read", read),
    ("/<token>/report/<message_id>", "POST", "report", report),
    ("/<token>/mails/<wanted>", "POST", "mails", mails),
    ("/<token>/block/<blocked>", "POST", "block", block),
    ("/<token>/translate", "POST", "translate", translated),
    ("/<token>/files/<name>", "GET", "file", file),
)


def add_pages(blueprint: Blueprint, prefix: str, surface: Surface, guard: Callable[[Any], Any], name: str = "") -> None:
    """Put the pages of threads under a prefix of a blueprint; guard: who may come there at all."""
    for rule, method, endpoint, view in PAGES:
        bound = guard(partial(view, surface))
        blueprint.add_url_rule(f"{prefix}{rule}", f"{name}{endpoint}", bound, methods=[method])


# -- parts ----------------------------------------------------------------------------------------


def _seat(surface: Surface, token: str) -> Seat:
    return _here(surface, find_seat(token, surface.who()))


def _seat_about(surface: Surface, subject: str) -> Seat:
    return _here(surface, seat_about(subject, surface.who()))


def _here(surface: Surface, seat: Seat) -> Seat:
    """At the desk nobody sits as a buyer."""
    if surface.desk and seat.role == "buyer":
        raise NotFound("one's own questions are not answered at the desk")
    return seat


def is_on(text: str) -> bool:
    """What the last part of an address says; raises NotFound for neither."""
    if text not in ("on", "off"):
        raise NotFound("it is on or off")
    return text == "on"


def _number(text: str) -> int:
    number = whole(text)
    if number is None:
        raise NotFound("a message has a number")
    return number


def _written(surface: Surface, seat: Seat) -> Response:
    typed = typed_message(whose(seat))
    if typed.draft is not None:
        try:
            row = message(seat, typed.draft, utc_now())
        except Refused as refusal:
            typed.errors["text"] = refusal.message
        else:
            return surface.go(_back(surface, row.thread.token))
    return _shown(surface, seat, typed)


def _back(surface: Surface, token: str) -> str:
    """Where one came from, a page of this shop; else the thread."""
    back = request.form.get("back", "")
    is_own = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    return back if is_own else f"{surface.base(token)}#end"


def _shown(surface: Surface, seat: Seat, typed: Typed | None = None) -> Response:
    visitor = shopper()
    wording = Wording(visitor.runtime, visitor.language)
    before = whole(request.args.get("before", ""))
    said = Said((), {}, {}, frozenset())
    if seat.thread is not None:
        said = messages_of(seat.thread.id, visitor.language, before)
    base = surface.base(seat.thread.token) if seat.thread else ""
    action = base or surface.about(seat.subject)
    form = shown_form(action, typed)
    page = thread_page(seat, said, wording, base, form, utc_now())
    return surface.render(page, seat, 422 if typed else 200)
