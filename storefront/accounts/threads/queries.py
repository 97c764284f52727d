"""What reads threads: their messages, lists with what is unread, figures; each in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from peewee import JOIN, fn

from storefront.accounts.threads.tables import MessageTranslation, Participant, Thread, ThreadMessage, ThreadReport
from storefront.catalogue.rows import Row
from storefront.catalogue.tables import Seller
from storefront.errors import NotFound
from storefront.uploads.queries import uploads_of
from storefront.uploads.tables import Upload

A_PAGE = 50
LISTED = 30
# answers of so many days make a seller's figure; fewer than three make none
ANSWERS_OF = timedelta(days=90)
FEWEST_ANSWERS = 3


@dataclass(frozen=True)
class Said:
    """A page of a thread: messages in the order they were written, their files and translations."""

    messages: tuple[ThreadMessage, ...]
    files: dict[int, list[Upload]]
    translations: dict[tuple[int, bool], str]
    reported: frozenset[int]
    earlier: bool = False


def messages_of(thread_id: int, language: str, before: int | None = None, limit: int = A_PAGE) -> Said:
    """The last messages, or those before one; four queries."""
    query = ThreadMessage.select().where(ThreadMessage.thread == thread_id)
    if before is not None:
        query = query.where(ThreadMessage.id < before)
    rows = list(query.order_by(ThreadMessage.id.desc()).limit(limit + 1))
    shown = tuple(reversed(rows[:limit]))
    ids = [row.id for row in shown]
    files = uploads_of(f"message:{number}" for number in ids)
    return Said(
        shown,
        {number: files[f"message:{number}"] for number in ids},
        translations_of(ids, language),
        frozenset(_reported(ids)),
        len(rows) > limit,
    )


def translations_of(message_ids: Sequence[int], language: str) -> dict[tuple[int, bool], str]:
    """What is kept of these messages in a language: by message, and whether it is of the text without contact data."""
    table = MessageTranslation
    found = table.select(table.message, table.masked, table.text).where(
        table.message.in_(list(message_ids)), table.language == language
    )
    return {(number, bool(is_masked)): text for number, is_masked, text in found.tuples()}


def _reported(ids: Sequence[int]) -> Iterable[int]:
    rows = ThreadReport.select(ThreadReport.message).where(ThreadReport.message.in_(ids), ThreadReport.state == "open")
    return (number for (number,) in rows.tuples())


def threads_of(person_id: int, before: tuple[datetime, int] | None = None, limit: int = LISTED) -> list[Row]:
    """A buyer's threads, the newest first, one more than the limit; each with its seller's name and what is unread."""
    query = (
        Thread.select(
            Thread.id, Thread.token, Thread.title, Thread.subject, Thread.last_at, Thread.last_by, Thread.state,
            Thread.waits_since, Seller.name.alias("seller"), _unread().alias("unread"),
        )
        .join(Participant, on=((Participant.thread == Thread.id) & (Participant.role == "buyer")))
        .join(Seller, JOIN.LEFT_OUTER, on=(Seller.id == Thread.seller_id))
        .where(Participant.person_id == person_id)
    )  # fmt: skip
    if before is not None:
        at, number = before
        query = query.where((Thread.last_at < at) | ((Thread.last_at == at) & (Thread.id < number)))
    return list(query.order_by(Thread.last_at.desc(), Thread.id.desc()).limit(limit + 1).dicts())


def _unread() -> Any:
    """How many messages the joined participant has not read."""
    other: Any = ThreadMessage.alias()
    return other.select(fn.COUNT(other.id)).where(
        other.thread == Thread.id, other.by != Participant.role, other.hidden_at.is_null(), is_new(other)
    )


def is_new(said: Any) -> Any:
    """Condition: the joined participant has not read it."""
    return Participant.read_at.is_null() | (said.at > Participant.read_at)


def unread_of(person_id: int) -> int:
    """How many messages wait for a buyer."""
    rows = (
        ThreadMessage.select(fn.COUNT(ThreadMessage.id))
        .join(Participant, on=(Participant.thread == ThreadMessage.thread))
        .where(Participant.role == "buyer", Participant.person_id == person_id, ThreadMessage.by != "buyer")
        .where(ThreadMessage.hidden_at.is_null(), is_new(ThreadMessage))
    )
    return int(rows.scalar() or 0)


def unread_about(subjects: Collection[str], role: str) -> dict[str, int]:
    """Of the one thread about each subject, how many messages a side has not read."""
    rows = (
        Thread.select(Thread.subject, fn.COUNT(ThreadMessage.id))
        .join(Participant, on=((Participant.thread == Thread.id) & (Participant.role == role)))
        .join(ThreadMessage, on=(ThreadMessage.thread == Thread.id))
        .where(Thread.subject.in_(list(subjects)), Thread.asker == "", ThreadMessage.by != role)
        .where(ThreadMessage.hidden_at.is_null(), is_new(ThreadMessage))
        .group_by(Thread.subject)
    )
    return dict(rows.tuples())


def answer_hours(seller_ids: Collection[int], now: datetime) -> dict[int, float]:
    """In how many hours sellers answer: half of their answers of the last months came sooner. New ones have none.

    A buyer who still waits, longer than half of the others did, counts as one who waited so long.
    """
    rows = (
        ThreadMessage.select(Thread.seller_id, ThreadMessage.waited)
        .join(Thread)
        .where(Thread.seller_id.in_(list(seller_ids)), ThreadMessage.waited.is_null(False))
        .where(ThreadMessage.at > now - ANSWERS_OF)
    )
    found: defaultdict[int, list[int]] = defaultdict(list)
    waits: defaultdict[int, list[int]] = defaultdict(list)
    for seller_id, waited in rows.tuples():
        found[seller_id].append(waited)
    enough = {seller_id: seconds for seller_id, seconds in found.items() if len(seconds) >= FEWEST_ANSWERS}
    waiting = Thread.select(Thread.seller_id, Thread.waits_since).where(
        Thread.seller_id.in_(list(enough)), Thread.state == "open", Thread.waits_since > now - ANSWERS_OF
    )
    for seller_id, since in waiting.tuples():
        waits[seller_id].append(int((now - since).total_seconds()))
    return {
        seller_id: round(half_time(seconds, waits[seller_id]) / 3600, 1) for seller_id, seconds in enough.items()
    }


def half_time(answered: Sequence[int], waiting: Sequence[int]) -> float:
    """The middle of these times; whoever waits longer than it still, without an answer, is one of them.

    >>> half_time([60, 60, 120], [30])
    60
    >>> half_time([60, 60, 120], [9000, 9000, 9000, 9000])
    9000
    """
    usual = median(answered)
    return median([*answered, *(one for one in waiting if one > usual)])


def message_of_file(thread_id: int, token: str, *, hidden: bool = False) -> str:
    """The subject of a file of this thread's messages; raises NotFound. hidden: also of messages taken out of sight."""
    row = Upload.select(Upload.subject).where(Upload.token == token).tuples().first()
    noun, _sep, number = str(row[0]).partition(":") if row else ("", "", "")
    query = ThreadMessage.select(ThreadMessage.id, ThreadMessage.hidden_at).where(ThreadMessage.thread == thread_id)
    found = query.where(ThreadMessage.id == int(number)).tuples().first() if noun == "message" else None
    if found is None or (found[1] is not None and not hidden):
        raise NotFound("there is no such file here")
    return f"message:{number}"
