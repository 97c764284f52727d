"""What happened with a person: orders, cases, messages, reviews, applications, mails and acts, merged by time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storefront.i18n import Message

A_PAGE = 50


@dataclass(frozen=True)
class Told:
    """One thing that happened. person_id: who did it, where that is known; endpoint, values: its page at the desk."""

    at: datetime
    kind: Message
    what: Message | str
    detail: str = ""
    reason: str = ""
    endpoint: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    person_id: int | None = None


@dataclass(frozen=True)
class Story:
    """A page of it, the newest first. before: from where the next page goes on; None: nothing is older."""

    told: tuple[Told, ...]
    before: datetime | None = None


Source = Callable[[int, datetime | None, int], Iterable[Told]]


def story_of(person_id: int, sources: Sequence[Source], before: datetime | None = None, most: int = A_PAGE) -> Story:
    """The newest of all sources before a moment, each asked once for little more than fits on a page."""
    return merged([one for source in sources for one in source(person_id, before, most + 1)], most)


def merged(told: Iterable[Told], most: int = A_PAGE) -> Story:
    """The newest first, one page; what happened in one moment stays on one page."""
    found = sorted(told, key=lambda one: one.at, reverse=True)
    if len(found) <= most:
        return Story(tuple(found))
    last = found[most - 1].at
    shown = tuple(one for one in found if one.at >= last)
    return Story(shown, last if len(found) > len(shown) else None)
