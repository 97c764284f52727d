"""Against messages that nobody wants: mails off, questions refused, a message reported; and what the shop decides."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storefront.accounts.threads.actions import lock_thread, message
from storefront.accounts.threads.seats import Seat, seat_of
from storefront.accounts.threads.tables import Participant, SellerBlock, Thread, ThreadMessage, ThreadReport
from storefront.accounts.threads.writing import MOST_REASON, Draft
from storefront.db import for_update, transaction
from storefront.desk.audit import Actor, record
from storefront.errors import NotFound, Refused
from storefront.forms import cleaned
from storefront.i18n import Message, _
from storefront.runtime import current

# what staff do with a report
OUTCOMES = ("hidden", "warned", "closed", "nothing")


@transaction()
def set_mails(place: Seat, *, wanted: bool) -> None:
    """Have this side of the thread told by mail of what is written, or not."""
    if place.own is None:
        raise NotFound("nobody sits there")
    Participant.update(mails=wanted, mail_due_at=None).where(Participant.id == place.own.id).execute()


@transaction()
def set_blocked(place: Seat, now: datetime, *, blocked: bool) -> None:
    """The seller takes no more questions about products from this thread's asker, or takes them again.

    About an order or a case nobody is kept from writing: raises Refused.
    """
    if place.role != "seller" or place.thread is None:
        raise NotFound("only a seller refuses questions")
    if not place.sides.many:
        raise Refused(_("About an order both sides can always write. You can turn its mails off."), "order")
    email = place.participants["buyer"].email
    if blocked:
        row = {"seller_id": place.seller_id, "email": email, "at": now, "by": place.person_id}
        SellerBlock.insert(row).on_conflict_ignore().execute()
        Thread.update(waits_since=None).where(Thread.id == place.thread.id).execute()
    else:
        SellerBlock.delete().where(SellerBlock.seller_id == place.seller_id, SellerBlock.email == email).execute()


@transaction()
def report(place: Seat, message_id: int, reason: str, now: datetime) -> None:
    """Tell the shop that a message of the other side should not stand there; once while it is looked at."""
    row = _message(place, message_id)
    if row.by == place.role or row.hidden_at is not None:
        raise NotFound("nobody reports himself")
    waiting = ThreadReport.select().where(ThreadReport.message == row.id, ThreadReport.state == "open")
    if not waiting.exists():
        ThreadReport.create(message=row.id, by=place.role, reason=cleaned(reason)[:MOST_REASON], at=now)


def _message(place: Seat, message_id: int) -> ThreadMessage:
    """A message of this thread, the thread locked; raises NotFound for any other's."""
    if place.thread is None:
        raise NotFound("nothing was written")
    lock_thread(place.thread.id)
    row: ThreadMessage | None = ThreadMessage.get_or_none(
        ThreadMessage.id == message_id, ThreadMessage.thread == place.thread.id
    )
    if row is None:
        raise NotFound(f"there is no message {message_id} here")
    return row


# -- the shop -------------------------------------------------------------------------------------


@transaction()
def decide(actor: Actor, report_id: int, outcome: str, reason: str) -> None:
    """The end of a report: message hidden, writer warned, thread closed, or nothing; noted with the reason."""
    actor.must("reports.decide")
    found = for_update(ThreadReport.select().where(ThreadReport.id == report_id)).first()
    if found is None or outcome not in OUTCOMES:
        raise NotFound(f"there is no report {report_id}")
    if found.state != "open":
        raise Refused(_("Somebody has decided this already."), "decided")
    words = cleaned(reason)[:MOST_REASON]
    if not words:
        raise Refused(_("Please write why: both sides may ask."), "reason")
    row = ThreadMessage.get_by_id(found.message_id)
    thread = lock_thread(row.thread_id)
    _OUTCOMES[outcome](thread, row, words, actor.now)
    decided: dict[str, Any] = {"state": "done", "outcome": outcome, "note": words}
    decided |= {"decided_by": actor.person.id, "decided_at": actor.now}
    # all who reported the same message
    same = (ThreadReport.message == row.id) & (ThreadReport.state == "open")
    ThreadReport.update(decided).where(same).execute()
    record(actor, f"report.{outcome}", f"thread:{thread.id}", {}, {"message": row.id, "reason": words})


@transaction()
def set_closed(actor: Actor, thread_id: int, reason: str, *, closed: bool) -> None:
    """Nobody but the shop writes in a thread any more, or everybody again; noted with the reason."""
    actor.must("reports.decide")
    thread, words = lock_thread(thread_id), cleaned(reason)[:MOST_REASON]
    if not words:
        raise Refused(_("Please write why: both sides may ask."), "reason")
    was = thread.state
    if was == "unproved" or (was == "closed") == closed:
        return
    if closed:
        _close(thread, None, words, actor.now)
    else:
        Thread.update(state="open", closed_reason="").where(Thread.id == thread.id).execute()
    act = "thread.close" if closed else "thread.open"
    became = {"state": "closed" if closed else "open", "reason": words}
    record(actor, act, f"thread:{thread.id}", {"state": was}, became)


def _hide(_thread: Thread, row: ThreadMessage, reason: str, now: datetime) -> None:
    ThreadMessage.update(hidden_at=now, hidden_reason=reason).where(ThreadMessage.id == row.id).execute()


def _warn(thread: Thread, _row: ThreadMessage, reason: str, now: datetime) -> None:
    """What the shop says stands in the thread, and both are told."""
    words: Message = _("The shop asks you to keep to the rules of this marketplace: %(reason)s", reason=reason)
    default = current().settings.shop.default_language
    text = current().catalogues.translate(words, default)
    message(seat_of(thread, "staff"), Draft(text, default), now)


def _close(thread: Thread, _row: ThreadMessage | None, reason: str, _now: datetime) -> None:
    Thread.update(state="closed", closed_reason=reason, waits_since=None).where(Thread.id == thread.id).execute()


def _leave(_thread: Thread, _row: ThreadMessage, _reason: str, _now: datetime) -> None:
    """It may stand."""


_OUTCOMES = {"hidden": _hide, "warned": _warn, "closed": _close, "nothing": _leave}
