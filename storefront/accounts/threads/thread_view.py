"""A thread's page as a value, for one side."""

from __future__ import annotations

from datetime import datetime

from storefront.accounts.threads.actions import is_blocked
from storefront.accounts.threads.contexts import ThreadPage, WriteForm
from storefront.accounts.threads.naming import side_name
from storefront.accounts.threads.panel import waited_words, why_closed
from storefront.accounts.threads.queries import Said
from storefront.accounts.threads.reading import hidden_words, hiding_note
from storefront.accounts.threads.seats import Seat
from storefront.accounts.threads.showing import Shown
from storefront.accounts.threads.translating import can_translate
from storefront.i18n import Message, _, listed
from storefront.orders.wording import Wording
from storefront.web.form_view import ActionForm
from storefront.web.frame import Link


def thread_page(
    seat: Seat, said: Said, wording: Wording, base: str, form: WriteForm, now: datetime
) -> ThreadPage:
    """Everything of it; base: its own path, "" before anything was written."""
    t, closed = wording.t, why_closed(seat)
    thread = seat.thread
    first = said.messages[0].id if said.messages else 0
    waits = thread is not None and thread.state == "unproved"
    confirm = ActionForm("send", t(_("Send my question")), f"{base}/send", tone="main") if waits else None
    return ThreadPage(
        title=t(seat.sides.title),
        other=t(other_sides(seat)),
        messages=Shown(seat, wording, base).messages(said),
        hidden=t(hidden_words(seat)),
        form=None if closed or waits else form,
        confirm=confirm,
        closed=t(closed),
        notes=tuple(filter(None, (t(hiding_note(seat)),))),
        about=_about(seat, wording),
        earlier=Link(t(_("Earlier messages")), f"{base}?before={first}") if said.earlier else None,
        acts=_acts(seat, said, wording, base) if base and not waits else (),
        waits=t(waited_words(thread.waits_since, now)) if thread and thread.waits_since else "",
    )


def other_sides(seat: Seat) -> Message:
    """Who reads what one writes here."""
    others = [role for role in ("buyer", "seller") if role != seat.role]
    if seat.sides.staff and seat.role != "staff":
        others.append("staff")
    return listed(*(side_name(seat, role) for role in others))


def _about(seat: Seat, wording: Wording) -> Link | None:
    """The subject's own page: what a buyer opens; others find products there."""
    if not seat.sides.path or seat.gone or (seat.role != "buyer" and not seat.sides.many):
        return None
    return Link(wording.t(seat.sides.title), f"/{wording.language}/{seat.sides.path}")


def _acts(seat: Seat, said: Said, wording: Wording, base: str) -> tuple[ActionForm, ...]:
    t, made = wording.t, []
    foreign = any(row.by != seat.role and row.language != wording.language and row.text for row in said.messages)
    if foreign and can_translate():
        made.append(ActionForm("translate", t(_("Translate")), f"{base}/translate"))
    if seat.own is not None and seat.role != "staff":
        on = seat.own.mails
        label = _("No mails about this conversation") if on else _("Mails about this conversation")
        made.append(ActionForm("mails", t(label), f"{base}/mails/{'off' if on else 'on'}"))
    if seat.role == "seller" and seat.sides.many:
        blocked = is_blocked(seat.begun)
        label = _("Take questions of this person again") if blocked else _("Take no more questions of this person")
        made.append(ActionForm("block", t(label), f"{base}/block/{'off' if blocked else 'on'}"))
    return tuple(made)
