"""Threads in lists."""

from __future__ import annotations

from datetime import datetime

from storefront.accounts.threads.contexts import ThreadCard
from storefront.accounts.threads.mails import thread_path
from storefront.catalogue.rows import Row
from storefront.i18n import Message, _, plain
from storefront.orders.wording import Wording


def thread_card(row: Row, wording: Wording) -> ThreadCard:
    """A thread in its buyer's list."""
    t = wording.t
    return ThreadCard(
        title=t(Message.from_json(row["title"])),
        url=thread_path(wording.language, row["token"]),
        other=t(plain(row["seller"])) if row["seller"] else t(_("The seller")),
        at=wording.moment(row["last_at"]),
        at_iso=row["last_at"].isoformat(),
        state=t(_state(row)),
        unread=row["unread"],
    )


def _state(row: Row) -> Message:
    if row["state"] == "closed":
        return _("Closed")
    if row["state"] == "unproved":
        return _("Not sent yet: use the link in our mail")
    return _("You wrote last") if row["last_by"] == "buyer" else _("Answered")


def list_mark(row: Row) -> str:
    """A thread's place in its list, for an address."""
    return f"{row['last_at'].isoformat()}~{row['id']}"


def read_list_mark(text: str) -> tuple[datetime, int] | None:
    """The place an address names; None where it names none."""
    moment, _sep, number = text.partition("~")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (at, int(number)) if at.tzinfo is not None else None
