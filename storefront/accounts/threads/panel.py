"""The panel of a thread on the page of its subject: the last messages and the form. No request needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from storefront.accounts.threads.contexts import ThreadPanel, WriteForm
from storefront.accounts.threads.nouns import ask_sides
from storefront.accounts.threads.queries import Said, messages_of
from storefront.accounts.threads.reading import hidden_words, hiding_note
from storefront.accounts.threads.seats import Role, Seat, seat_of
from storefront.accounts.threads.showing import Shown
from storefront.accounts.threads.tables import Thread
from storefront.accounts.threads.writing import MOST
from storefront.i18n import Message, _, ngettext
from storefront.orders.wording import Wording
from storefront.runtime import current
from storefront.uploads.files import ACCEPTED
from storefront.values import Context, Fragment
from storefront.web.form_view import FieldGroup, FieldView, FormError
from storefront.web.frame import Link

LAST = 3


def thread_panel(
    subject: str, role: Role, wording: Wording, *, desk: bool = False, back: str = ""
) -> ThreadPanel | None:
    """What a subject's page shows of its thread to one side; ask first who may see that. desk: on a page of the desk.

    None: nobody writes about it. Draw it with `{% include "threads/_panel.html" %}`, which reads `panel`.
    """
    sides = ask_sides(subject)
    if sides is None or sides.many or sides.seller_id is None:
        return None
    thread = Thread.get_or_none(Thread.subject == subject, Thread.seller_id == sides.seller_id, Thread.asker == "")
    if thread is None:
        seat, said = Seat(role, subject, sides, sides.seller_id), Said((), {}, {}, frozenset())
    else:
        seat, said = seat_of(thread, role), messages_of(thread.id, wording.language, limit=LAST)
    prefix = "/desk" if desk else f"/{wording.language}"
    base = f"{prefix}/messages/{thread.token}" if thread else ""
    return _panel(seat, said, wording, base, f"{prefix}/messages/about/{quote(subject, safe=':')}", back)


def _panel(seat: Seat, said: Said, wording: Wording, base: str, action: str, back: str) -> ThreadPanel:
    t = wording.t
    messages = Shown(seat, wording, base).messages(said)
    new, closed = sum(one.new for one in messages), why_closed(seat)
    label = _("The whole conversation") if said.earlier else _("The conversation on a page of its own")
    return ThreadPanel(
        title=t(panel_title(seat.role)),
        messages=messages,
        hidden=t(hidden_words(seat)),
        new=t(ngettext("%(num)s new message", "%(num)s new messages", new)) if new else "",
        read_url=f"{base}/read" if new else "",
        all=Link(t(label), base) if base else None,
        form=None if closed else write_form(wording, action, back=back),
        closed=t(closed),
        notes=tuple(filter(None, (t(hiding_note(seat)),))),
    )


def panel_title(role: Role) -> Message:
    return _("Messages with the seller") if role == "buyer" else _("Messages")


def why_closed(seat: Seat) -> Message | None:
    """Why this side cannot write here; None: it can."""
    if seat.thread is not None and seat.thread.state == "closed" and seat.role != "staff":
        return _("The shop closed this conversation: %(reason)s", reason=seat.thread.closed_reason)
    if seat.gone:
        return _("What this was about is no longer here: nothing more can be written.")
    return None


def write_form(
    wording: Wording, action: str, text: str = "", errors: Mapping[str, Any] | None = None, back: str = "",
    fields: Sequence[FieldView] = (),
) -> WriteForm:  # fmt: skip
    """The form of a message; fields: what it asks besides."""
    t, wrong = wording.t, errors or {}
    area = FieldView(
        "text", t(_("Message")), "textarea", text, t(wrong.get("text")), maxlength=MOST, dir="auto"
    )
    return WriteForm(
        action=action,
        groups=(FieldGroup((*fields, area)),),
        button=t(_("Send")),
        accept=ACCEPTED,
        files_error=t(wrong.get("files")),
        files_help=t(_("Photos or PDF, up to eight. Photos are sent without the place they were taken at.")),
        back=back,
        errors=tuple(FormError(t(message), name) for name, message in wrong.items()),
    )


# -- core's fragments -----------------------------------------------------------------------------


def order_panels(order_ids: Sequence[int], context: Context) -> list[dict[str, Any] | None]:
    """The thread of each order on its page, which only its buyer opens."""
    wording = Wording(current(), context.language)
    panels = [thread_panel(f"order:{number}", "buyer", wording) for number in order_ids]
    return [{"panel": panel} if panel else None for panel in panels]


def thread_fragments() -> list[Fragment]:
    """What core puts into slots of threads."""
    from storefront.accounts.threads.asking import ask_links

    return [
        Fragment("order-messages", "order.below", "threads/order_panel.html", order_panels, 50, scope="private"),
        Fragment("ask-seller", "product.below", "threads/ask_link.html", ask_links, 20),
    ]


def waited_words(since: datetime, now: datetime) -> Message:
    """How long somebody waits already."""
    hours = int((now - since).total_seconds() // 3600)
    if hours < 1:
        return _("for less than an hour")
    if hours < 48:
        return ngettext("for %(num)s hour", "for %(num)s hours", hours)
    return ngettext("for %(num)s day", "for %(num)s days", hours // 24)
