"""Pages in Redis, for shops with several processes or machines. When it is away, the shop goes on without.

Each forgetting has a number; a tag's key holds the number at which it was last forgotten, a page the number at
which it was begun. A page is right while none of its tags was forgotten later: so one that was drawn slowly,
while another worker forgot what it shows, is never served.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterable
from typing import Any

from storefront.web.page_cache.entries import Entry, from_bytes, to_bytes
from storefront.web.page_cache.stores import REDIS_SECONDS, Key

log = logging.getLogger(__name__)
# after a failure it is left alone for so long
PAUSE_SECONDS = 5.0
# while somebody has looked for invalidations within this time, a worker that starts need not empty the store
ALIVE_SECONDS = 10
# numbers begin with the clock's milliseconds, so that a lost count is noticed
_FIRST_TURN = 1_000_000_000_000


class RedisStore:
    """A Behind in Redis; prefix names the shop, its program and its theme."""

    def __init__(self, url: str, prefix: str) -> None:
        import redis

        self._redis: Any = redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)
        self._failures: tuple[type[Exception], ...] = (redis.RedisError, OSError)
        self._prefix = prefix
        self._away_until = 0.0
        self._missed = False
        self._beat = 0.0

    def turn(self) -> int:
        """The number of the last forgetting."""
        answer = self._asked(lambda: self._redis.get(self._name("turn")))
        return int(answer or 0)

    def get(self, key: Key) -> Entry | None:
        """The page, if nothing that it shows was forgotten since it was begun."""
        data = self._asked(lambda: self._redis.get(self._page(key)))
        if not data:
            return None
        try:
            head, _sign, rest = data.partition(b"\n")
            begun, entry = int(head), from_bytes(rest)
        except ValueError:
            log.warning("page cache: an entry in Redis is not ours; it is left out")
            return None
        names = [self._name("all"), *(self._tag(tag) for tag in entry.tags)]
        forgotten = self._asked(lambda: self._redis.mget(names))
        if forgotten is None or any(int(number or 0) > begun for number in forgotten):
            return None
        return entry

    def put(self, key: Key, entry: Entry, turn: int, seconds: float) -> None:
        """Keep a page for at most so long."""
        if seconds >= 1 and not self._missed:
            data = b"%d\n" % turn + to_bytes(entry)
            self._asked(lambda: self._redis.set(self._page(key), data, ex=int(seconds)))

    def forget(self, tags: Iterable[str] | None) -> None:
        """Pages with one of the tags are right no longer; None: this worker knows nothing of what came before."""
        if tags is None and self._asked(lambda: self._redis.exists(self._name("alive"))):
            return
        if self._asked(lambda: self._forget(None if self._missed else tags)) is None:
            # what could not be said is made up for by forgetting everything
            self._missed = True
        else:
            self._missed = False

    def beat(self) -> None:
        """Say that somebody looks after what is kept; a few times a minute."""
        if time.monotonic() - self._beat > ALIVE_SECONDS / 4:
            self._beat = time.monotonic()
            if self._missed:
                self.forget(())
            self._asked(lambda: self._redis.set(self._name("alive"), 1, ex=ALIVE_SECONDS))

    def _forget(self, tags: Iterable[str] | None) -> bool:
        number = int(self._redis.incr(self._name("turn")))
        if number < _FIRST_TURN:
            # Redis has lost the count: go on above every number that a page may carry
            number = time.time_ns() // 1_000_000
            self._redis.set(self._name("turn"), number)
        names = [self._name("all")] if tags is None else [self._tag(tag) for tag in tags]
        with self._redis.pipeline(transaction=False) as pipe:
            for name in names:
                # a tag's number outlives every page that was begun before it
                pipe.set(name, number, ex=2 * REDIS_SECONDS)
            pipe.execute()
        return True

    def _asked(self, question: Any) -> Any:
        """Its answer; None while Redis is away."""
        if time.monotonic() < self._away_until:
            return None
        try:
            return question()
        except self._failures as error:
            self._away_until = time.monotonic() + PAUSE_SECONDS
            log.warning("page cache: Redis does not answer (%s); the shop goes on without it", error)
            return None

    def _name(self, name: str) -> str:
        return f"{self._prefix}:{name}"

    def _tag(self, tag: str) -> str:
        return f"{self._prefix}:tag:{tag}"

    def _page(self, key: Key) -> str:
        return f"{self._prefix}:page:{hashlib.sha256(repr(key).encode()).hexdigest()}"
