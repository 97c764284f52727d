"""Where pages are kept: in each worker's memory, and behind it in Redis where the shop has one."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Hashable, Iterable
from typing import Generic, NamedTuple, Protocol, TypeVar

MEMORY_BYTES = 64 * 1024 * 1024
REDIS_SECONDS = 24 * 3600
Key = tuple[Hashable, ...]


class Keepable(Protocol):
    """What can be kept."""

    @property
    def tags(self) -> frozenset[str]: ...
    @property
    def valid_until(self) -> float: ...
    @property
    def size(self) -> int: ...


T = TypeVar("T", bound=Keepable)


class Behind(Protocol[T]):
    """A store that several workers share."""

    def turn(self) -> int: ...
    def get(self, key: Key) -> T | None: ...
    def put(self, key: Key, entry: T, turn: int, seconds: float) -> None: ...
    def forget(self, tags: Iterable[str] | None) -> None: ...
    def beat(self) -> None: ...


class Turn(NamedTuple):
    """How much had been forgotten when a page was begun, here and behind."""

    here: int
    behind: int = 0


class Memory(Generic[T]):
    """Pages (or parts of them) by key, the least used forgotten first; a tag leads to the pages that carry it."""

    def __init__(self, most_bytes: int = MEMORY_BYTES, behind: Behind[T] | None = None) -> None:
        self._lock = threading.Lock()
        self._entries: OrderedDict[Key, T] = OrderedDict()
        self._sizes: dict[Key, int] = {}
        self._by_tag: defaultdict[str, set[Key]] = defaultdict(set)
        self._most_bytes = most_bytes
        self._bytes = 0
        self._behind = behind
        # counts what was forgotten, so that a page begun before is not kept after
        self._turn = 0
        self._forgotten_at: dict[str, int] = {}
        self._all_at = 0

    def turn(self) -> Turn:
        """To be asked before a page is drawn, and given to put()."""
        return Turn(self._turn, self._behind.turn() if self._behind is not None else 0)

    def get(self, key: Key, now: float) -> T | None:
        """The page, while it is right."""
        entry = self._entries.get(key)
        if entry is None:
            return self._from_behind(key, now)
        if entry.valid_until <= now:
            return None
        try:
            self._entries.move_to_end(key)
        except KeyError:  # forgotten this very moment
            return None
        return entry

    def put(self, key: Key, entry: T, turn: Turn, now: float) -> bool:
        """Keep a page, unless something it shows changed since it was begun."""
        if not self._keep(key, entry, turn.here):
            return False
        if self._behind is not None:
            self._behind.put(key, entry, turn.behind, min(entry.valid_until - now, REDIS_SECONDS))
        return True

    def forget(self, tags: frozenset[str] | None) -> None:
        """Pages that carry one of the tags are gone; None: all are."""
        with self._lock:
            self._turn += 1
            if tags is None:
                self._all_at = self._turn
                self._entries.clear()
                self._sizes.clear()
                self._by_tag.clear()
                self._bytes = 0
            else:
                for tag in tags:
                    self._forgotten_at[tag] = self._turn
                    for key in self._by_tag.pop(tag, ()):
                        self._drop(key)
                if len(self._forgotten_at) > 50_000:
                    # what was forgotten long ago need not be known one by one
                    self._all_at = self._turn
                    self._forgotten_at.clear()
        if self._behind is not None:
            self._behind.forget(tags)

    def beat(self) -> None:
        """Tell the store behind that somebody looks after it."""
        if self._behind is not None:
            self._behind.beat()

    def _keep(self, key: Key, entry: T, turn: int) -> bool:
        with self._lock:
            if self._all_at > turn or any(self._forgotten_at.get(tag, 0) > turn for tag in entry.tags):
                return False
            self._drop(key)
            self._entries[key] = entry
            self._sizes[key] = entry.size
            self._bytes += self._sizes[key]
            for tag in entry.tags:
                self._by_tag[tag].add(key)
            while self._bytes > self._most_bytes and len(self._entries) > 1:
                self._drop(next(iter(self._entries)))
        return True

    def _drop(self, key: Key) -> None:
        entry = self._entries.pop(key, None)
        if entry is None:
            return
        self._bytes -= self._sizes.pop(key)
        for tag in entry.tags:
            keys = self._by_tag.get(tag)
            if keys is not None:
                keys.discard(key)
                if not keys:
                    del self._by_tag[tag]

    def _from_behind(self, key: Key, now: float) -> T | None:
        if self._behind is None:
            return None
        turn = self._turn
        entry = self._behind.get(key)
        if entry is None or entry.valid_until <= now:
            return None
        self._keep(key, entry, turn)
        return entry
