"""What waits at the desk, kind by kind, and which kind is looked at first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from storefront.i18n import Message

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Queue:
    """So much of one kind waits. since: the oldest of it; due: when the first is due; late: how many are over time."""

    label: Message
    endpoint: str
    count: int
    since: datetime | None = None
    due: datetime | None = None
    late: int = 0
    values: Mapping[str, str] = field(default_factory=dict)


def ranked(queues: Iterable[Queue]) -> list[Queue]:
    """Those in which something waits: what is late first, then what is due next, then what waits longest."""
    waiting = [one for one in queues if one.count]
    return sorted(waiting, key=lambda one: (not one.late, one.due or NEVER, one.since or NEVER))
