"""Queues as lines of the start page."""

from __future__ import annotations

from datetime import datetime

from storefront.accounts.person import Person
from storefront.desk.base_pages import desk_url, has_page
from storefront.desk.contexts import QueueRow
from storefront.desk.queue_sources import queues
from storefront.desk.queues import Queue, ranked
from storefront.formatting import number
from storefront.i18n import Message, _, ngettext
from storefront.web.shopper import Shopper

# nearly due: seen like what is late, in another colour
SOON_HOURS = 24


def queue_rows(person: Person, now: datetime, visitor: Shopper) -> tuple[QueueRow, ...]:
    """What waits for this person, by what is due next."""
    return tuple(_row(one, now, visitor) for one in ranked(queues(person, now)) if has_page(one.endpoint))


def _row(queue: Queue, now: datetime, visitor: Shopper) -> QueueRow:
    mark, tone = _mark(queue, now)
    return QueueRow(
        visitor.t(queue.label),
        number(queue.count, visitor.language),
        visitor.t(_when(queue)),
        desk_url(queue.endpoint, **queue.values),
        visitor.t(mark),
        tone,
    )


def _mark(queue: Queue, now: datetime) -> tuple[Message | None, str]:
    if queue.late:
        return ngettext("%(num)s is late", "%(num)s are late", queue.late), "bad"
    if queue.due is not None and (queue.due - now).total_seconds() < SOON_HOURS * 3600:
        return _("due soon"), "warn"
    return None, ""


def _when(queue: Queue) -> Message | None:
    if queue.due is not None and queue.late:
        return _("The first was due %(moment)s", moment=queue.due)
    if queue.due is not None:
        return _("The next is due %(moment)s", moment=queue.due)
    return _("The oldest waits since %(moment)s", moment=queue.since) if queue.since else None
