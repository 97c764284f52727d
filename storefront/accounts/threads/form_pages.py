"""What the pages of threads share: who asks, the form one writes with, what was sent in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Response, request, session

from storefront.accounts.threads.contexts import WriteForm
from storefront.accounts.threads.panel import write_form
from storefront.accounts.threads.reply_keys import read_key
from storefront.accounts.threads.seats import Seat, Who
from storefront.accounts.threads.writing import MOST, Draft, cleaned_text, text_errors
from storefront.errors import Refused
from storefront.forms import Errors
from storefront.orders.wording import Wording
from storefront.runtime import current
from storefront.uploads.actions import keep_files
from storefront.web.limits import limits, network
from storefront.web.people import current_person
from storefront.web.shopper import shopper
from storefront.web.uploads import sent_files

REPLIES = "thread_keys"
# whose browser holds the keys of orders and cases
KEYS = ("order_keys", "case_keys")
MOST_REPLIES = 20
AN_HOUR = 3600


def who() -> Who:
    """Who asks for the present page."""
    secret = current().settings.secret_key
    replies = (read_key(secret, str(key)) for key in session.get(REPLIES, []))
    keys = frozenset(str(key) for name in KEYS for key in session.get(name, []))
    return Who(current_person(), tuple(filter(None, replies)), keys)


def keep_reply(key: str) -> None:
    """This browser may open the thread of a mail's link from now on; the oldest are forgotten."""
    kept = [one for one in session.get(REPLIES, []) if one != key]
    session[REPLIES] = [*kept, key][-MOST_REPLIES:]
    session.permanent = True


@dataclass
class Typed:
    """What was sent with the form: the text as it was typed, and the message it makes; errors by field."""

    text: str = ""
    draft: Draft | None = None
    errors: Errors = field(default_factory=dict)


def typed_message(whose: str) -> Typed:
    """Read the form; files are kept only where the text is right. Counts against the limits, raises TooMany."""
    count_try(whose)
    typed = request.form.get("text", "")[: MOST * 5]
    text = cleaned_text(typed)
    files = sent_files()
    errors = text_errors(text, bool(files))
    if errors:
        return Typed(typed, errors=errors)
    try:
        kept = keep_files(files, current().settings.private)
    except Refused as refusal:
        return Typed(typed, errors={"files": refusal.message})
    return Typed(typed, Draft(text, shopper().language, kept))


def count_try(whose: str) -> None:
    """One more message or report of whoever it is, and of his network, where several may sit."""
    most = current().settings.limits.messages
    if most:
        limits().check("messages", (whose, most), (f"network {network()}", most * 4), seconds=AN_HOUR)


def whose(seat: Seat) -> str:
    """Whose tries are counted together: an account's, else those of a place in a thread, whoever has its link."""
    return f"person {seat.person_id}" if seat.person_id is not None else f"{seat.subject} {seat.seller_id} {seat.role}"


def shown_form(action: str, typed: Typed | None = None, back: str = "") -> WriteForm:
    """The form, with what was typed and what is wrong."""
    visitor = shopper()
    wording = Wording(visitor.runtime, visitor.language)
    errors: Mapping[str, object] = typed.errors if typed else {}
    return write_form(wording, action, typed.text if typed else "", errors, back)


def is_read() -> bool:
    """Whether somebody looks at this page: nothing that is fetched before, by guess, counts as read."""
    headers = request.headers
    purposes = (headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"))
    early = any("prefetch" in purpose.lower() or "preview" in purpose.lower() for purpose in purposes)
    return request.method == "GET" and not early and "HX-Preloaded" not in headers


def kept_private(response: Response) -> Response:
    """Nobody else's cache keeps it, and its address is told to nobody."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
