"""What pages are put together from, kept between pages: drawn public fragments, cards, the menu.

When one product of a list changes, the list is drawn afresh and the other products' parts are taken from here. Nothing
that a cart or a checkout asks is: they always ask afresh.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import has_request_context, request

from storefront.invalidations import SHOP
from storefront.values import Kept
from storefront.web.page_cache.stores import Memory, Turn

ENVIRON_KEY = "storefront.memo"
# how much had been forgotten when the request came
TURN_KEY = "storefront.memo.turn"
MEMO_BYTES = 32 * 1024 * 1024
# what a value that is no text is taken to weigh
WEIGHT_BYTES = 2_000
LONGEST_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Known:
    """A value, and what it shows."""

    value: Any
    kept: Kept
    valid_until: float

    @property
    def tags(self) -> frozenset[str]:
        return self.kept.tags

    @property
    def size(self) -> int:
        return len(self.value) + 500 if isinstance(self.value, str) else WEIGHT_BYTES


Made = Mapping[Any, tuple[Any, Kept]]


class Memo:
    """Values by key and subject, forgotten with the tags they carry."""

    def __init__(self) -> None:
        self._store: Memory[Known] = Memory(MEMO_BYTES)

    def forget(self, tags: frozenset[str] | None) -> None:
        """What carries one of the tags is gone; None: everything is."""
        self._store.forget(tags)

    def turn(self) -> Turn:
        """How much was forgotten so far."""
        return self._store.turn()

    def find(self, key: tuple[Hashable, ...], now: datetime) -> Known | None:
        """One value, if it is known."""
        return self._store.get(key, now.timestamp())

    def keep(self, key: tuple[Hashable, ...], value: Any, kept: Kept, turn: Turn, now: datetime) -> None:
        """Remember one value, unless what it shows was forgotten since that turn."""
        self._store.put(key, _known(value, kept, now.timestamp()), turn, now.timestamp())

    def many(
        self, key: tuple[Hashable, ...], subjects: Sequence[Any], now: datetime, make: Callable[[list[Any]], Made]
    ) -> dict[Any, Known]:
        """The value of each subject; those that are not known are made together, once."""
        moment = now.timestamp()
        found = {subject: self._store.get((*key, subject), moment) for subject in subjects}
        missing = [subject for subject, known in found.items() if known is None]
        if missing:
            turn = self._store.turn()
            for subject, (value, kept) in make(missing).items():
                found[subject] = one = _known(value, kept, moment)
                self._store.put((*key, subject), one, turn, moment)
        return {subject: known for subject, known in found.items() if known is not None}


def _known(value: Any, kept: Kept, moment: float) -> Known:
    longest = moment + LONGEST_SECONDS
    until = min(kept.valid_until.timestamp(), longest) if kept.valid_until else longest
    return Known(value, Kept(kept.tags | {SHOP}, kept.valid_until), until)


def memo() -> Memo | None:
    """The memo that the page cache gave this request; None where nothing is kept, or no request is answered."""
    return request.environ.get(ENVIRON_KEY) if has_request_context() else None


def known(
    key: tuple[Hashable, ...],
    now: datetime,
    make: Callable[[], Any],
    tags: Iterable[str] = (),
    until: Callable[[], datetime] | None = None,
) -> Any:
    """A value that changes with the shop, or with further tags, or at a moment that is asked once it is made."""
    kept = memo()
    if kept is None:
        return make()

    def made(_missing: list[Any]) -> Made:
        return {"": (make(), Kept(frozenset(tags), until() if until else None))}

    return kept.many(key, [""], now, made)[""].value
