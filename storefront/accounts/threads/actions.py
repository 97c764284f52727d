"""What changes threads: opened, written in, read, proved to be somebody's."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from storefront.accounts.person import kept_email
from storefront.accounts.threads.notifying import announce
from storefront.accounts.threads.nouns import ask_sides
from storefront.accounts.threads.reading import nameless, shown_name
from storefront.accounts.threads.seats import Role, Seat
from storefront.accounts.threads.tables import Participant, SellerBlock, Thread, ThreadMessage
from storefront.accounts.threads.writing import Draft
from storefront.db import for_update, transaction
from storefront.errors import NotFound, Refused
from storefront.i18n import _
from storefront.runtime import current
from storefront.uploads.actions import attach
from storefront.values import ThreadSides

UNPROVED = "unproved:"
# the same words again so soon are the same press of the button
TWICE = timedelta(minutes=1)
TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Asker:
    """Who asks about something that many ask about. proved: the address is shown to be his."""

    email: str
    language: str
    name: str = ""
    person_id: int | None = None
    proved: bool = True


@transaction()
def open_thread(
    subject: str, now: datetime, *, asker: Asker | None = None, seller_id: int | None = None, masks: str = ""
) -> Thread:
    """The thread about a subject, begun if there is none; raises NotFound for a subject that nobody can write about.

    asker and seller_id: of a subject that many ask about. masks: what the trade rules want hidden there.
    """
    sides = ask_sides(subject)
    if sides is None or (sides.many and (asker is None or seller_id is None)):
        raise NotFound(f"nobody writes about {subject!r}")
    token = secrets.token_urlsafe(24)
    seller = sides.seller_id if sides.seller_id is not None else seller_id
    whose = ""
    if sides.many and asker is not None:
        whose = kept_email(asker.email) if asker.proved else UNPROVED + token
    Thread.insert(
        token=token,
        subject=subject,
        seller_id=seller,
        asker=whose,
        title=sides.title.as_json(),
        masks=masks or sides.masks,
        state="unproved" if whose.startswith(UNPROVED) else "open",
        opened_at=now,
        last_at=now,
        last_by="",
    ).on_conflict_ignore().execute()
    thread: Thread = Thread.get(Thread.subject == subject, Thread.seller_id == seller, Thread.asker == whose)
    _seat_everybody(thread, sides, asker)
    if asker is not None and asker.person_id is not None:
        # he asked as a guest before, with the same address
        known = (Participant.thread == thread.id) & (Participant.role == "buyer") & Participant.person_id.is_null()
        Participant.update(person_id=asker.person_id).where(known).execute()
    return thread


def _seat_everybody(thread: Thread, sides: ThreadSides, asker: Asker | None) -> None:
    default = current().settings.shop.default_language
    buyer = {
        "person_id": asker.person_id if asker else sides.buyer_person,
        "email": kept_email(asker.email if asker else sides.buyer_email),
        "name": shown_name(asker.name) if asker else sides.buyer_name,
        "language": (asker.language if asker else sides.buyer_language) or default,
    }
    seat(thread, "buyer", **buyer)
    seat(thread, "seller", language=default)
    if sides.staff:
        seat(thread, "staff", language=default)


def seat(thread: Thread, role: Role, **more: Any) -> None:
    """A side takes part from now on."""
    row = {"thread": thread.id, "role": role, "token": secrets.token_urlsafe(24), **more}
    Participant.insert(row).on_conflict_ignore().execute()


@transaction()
def message(place: Seat, draft: Draft, now: datetime) -> ThreadMessage:
    """Write in a thread; raises Refused where that is over. The thread is begun where there is none."""
    begun = place.thread or open_thread(place.subject, now)
    thread = lock_thread(begun.id)
    _must_take(thread, place)
    last = _twice(thread, place, draft, now)
    if last is not None:
        return last
    at = _next(thread, now)
    row: ThreadMessage = ThreadMessage.create(
        thread=thread.id, by=place.role, person_id=place.person_id, language=draft.language, text=draft.text, at=at,
        waited=_waited(thread, place.role, at),
    )  # fmt: skip
    by = f"person:{place.person_id}" if place.person_id else place.role
    attach(nameless(place, draft.files), f"message:{row.id}", by, now)
    _told(thread, place, at)
    if thread.state == "open":
        announce(thread, row, now)
    return row


def _next(thread: Thread, now: datetime) -> datetime:
    """No two messages of a thread stand at the same moment."""
    if not thread.messages:
        return now
    last: Any = thread.last_at
    after: datetime = last + TICK
    return max(now, after)


def lock_thread(thread_id: int) -> Thread:
    """The thread as it is now, and as it stays until the transaction ends."""
    row: Thread | None = for_update(Thread.select().where(Thread.id == thread_id)).first()
    if row is None:
        raise NotFound(f"there is no thread {thread_id}")
    return row


def _must_take(thread: Thread, place: Seat) -> None:
    if thread.state == "closed" and place.role != "staff":
        raise Refused(_("This conversation is closed: nothing more can be written here."), "closed")
    if place.gone:
        raise Refused(_("What this was about is no longer here: nothing more can be written."), "gone")
    most = current().settings.limits.thread_messages
    if thread.messages >= most:
        raise Refused(_("This conversation is full: it holds %(most)s messages.", most=most), "full")
    if place.role == "buyer" and place.sides.many and is_blocked(thread):
        raise Refused(_("The seller takes no further questions from you."), "blocked")


def is_blocked(thread: Thread) -> bool:
    """Whether the seller takes no more questions from this thread's asker."""
    asker = Participant.select(Participant.email).where(Participant.thread == thread.id, Participant.role == "buyer")
    blocked = SellerBlock.select().where(SellerBlock.seller_id == thread.seller_id, SellerBlock.email.in_(asker))
    return bool(blocked.exists())


def _twice(thread: Thread, place: Seat, draft: Draft, now: datetime) -> ThreadMessage | None:
    rows = ThreadMessage.select().where(ThreadMessage.thread == thread.id).order_by(ThreadMessage.at.desc())
    last: ThreadMessage | None = rows.first()
    same = last is not None and last.by == place.role and last.text == draft.text and now - last.at < TWICE
    return last if same and not draft.files else None


def _waited(thread: Thread, role: Role, at: datetime) -> int | None:
    """How long the buyer had waited, in seconds, where this ends it."""
    if role != "seller" or thread.waits_since is None:
        return None
    return int((at - thread.waits_since).total_seconds())


def _told(thread: Thread, place: Seat, at: datetime) -> None:
    """The thread's own figures; whoever writes has read what stood there."""
    # what the shop says between them answers nothing for the seller
    waits = {"buyer": thread.waits_since or at, "seller": None, "staff": thread.waits_since}[place.role]
    Thread.update(last_at=at, last_by=place.role, waits_since=waits, messages=Thread.messages + 1).where(
        Thread.id == thread.id
    ).execute()
    if place.role not in place.participants:
        language = current().settings.shop.default_language
        seat(thread, place.role, language=language)
    Participant.update(read_at=at).where(Participant.thread == thread.id, Participant.role == place.role).execute()


@transaction()
def ask(subject: str, asker: Asker, seller_id: int, draft: Draft, now: datetime, *, masks: str = "") -> Thread:
    """A question about something that many ask about: its thread, with the question in it.

    One whose address is not proved waits, seen by nobody, until his link is used.
    """
    thread = open_thread(subject, now, asker=asker, seller_id=seller_id, masks=masks)
    sides = ask_sides(subject)
    assert sides is not None
    rows = {row.role: row for row in Participant.select().where(Participant.thread == thread.id)}
    place = Seat("buyer", subject, sides, seller_id, asker.person_id, thread, rows)
    message(place, draft, now)
    return thread


@transaction()
def prove(place: Seat, now: datetime) -> Thread:
    """A guest has shown that his address is his: his question goes to the seller; into the thread he has, if he has."""
    assert place.thread is not None
    thread = lock_thread(place.thread.id)
    if thread.state != "unproved":
        return thread
    email = place.participants["buyer"].email
    known = Thread.get_or_none(
        Thread.subject == thread.subject, Thread.seller_id == thread.seller_id, Thread.asker == email
    )
    said = list(ThreadMessage.select().where(ThreadMessage.thread == thread.id).order_by(ThreadMessage.at))
    if known is None:
        Thread.update(asker=email, state="open").where(Thread.id == thread.id).execute()
        thread.state = "open"
        for row in said:
            announce(thread, row, now)
        return thread
    known = lock_thread(known.id)
    rows = {row.role: row for row in Participant.select().where(Participant.thread == known.id)}
    there = replace(place, thread=known, participants=rows)
    _must_take(known, there)
    for row in said:
        at = _next(known, now)
        ThreadMessage.update(thread=known.id, at=at).where(ThreadMessage.id == row.id).execute()
        _told(known, there, at)
        known = lock_thread(known.id)
        announce(known, ThreadMessage.get_by_id(row.id), now)
    Thread.delete().where(Thread.id == thread.id).execute()
    return known


@transaction()
def mark_read(place: Seat) -> None:
    """Everything that stood there when this side looked is read by it."""
    if place.thread is None or place.own is None:
        return
    read = place.own.read_at
    if read is None or read < place.thread.last_at:
        # not later than what he saw: what is written in the same moment is new to him
        Participant.update(read_at=place.thread.last_at).where(Participant.id == place.own.id).execute()
