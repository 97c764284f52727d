"""How often something may be tried: counted in this process, or in Redis where several share the work.

    limits().check("sign-in", (address, 20), (email, 8), seconds=600)

raises TooMany, which becomes the 429 page with Retry-After. Names are hashed: no e-mail address is kept.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from typing import Any, Protocol

from flask import Flask, current_app, request
from werkzeug.exceptions import TooManyRequests

from storefront import counts
from storefront.settings import Settings

log = logging.getLogger(__name__)
MOST_KEPT = 50_000


class TooMany(TooManyRequests):
    """Tried too often; retry_after says how many seconds are left."""

    def __init__(self, seconds: int) -> None:
        super().__init__(retry_after=seconds)
        self.seconds = seconds


class Counter(Protocol):
    """Counts what happened in a window of time."""

    def add(self, name: str, seconds: int) -> tuple[int, int]:
        """One more; how many now, and how many seconds until it is forgotten."""

    def forget(self, name: str) -> None:
        """Begin anew."""


class OwnCounter:
    """In this process; with N processes somebody may try N times as often."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, tuple[int, float]] = {}

    def add(self, name: str, seconds: int) -> tuple[int, int]:
        now = time.monotonic()
        with self._lock:
            count, ends = self._counts.get(name, (0, 0.0))
            if ends <= now:
                self._make_room(now)
                count, ends = 0, now + seconds
            self._counts[name] = (count + 1, ends)
        return count + 1, max(1, round(ends - now))

    def forget(self, name: str) -> None:
        with self._lock:
            self._counts.pop(name, None)

    def _make_room(self, now: float) -> None:
        if len(self._counts) < MOST_KEPT:
            return
        for name in [name for name, (_count, ends) in self._counts.items() if ends <= now]:
            del self._counts[name]
        # still full: whoever asks with ever new names pushes out his own
        while len(self._counts) >= MOST_KEPT:
            self._counts.pop(next(iter(self._counts)))


class RedisCounter:
    """Shared by every process; where Redis does not answer, this process counts alone."""

    def __init__(self, url: str) -> None:
        import redis

        self._redis: Any = redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)
        self._error = redis.RedisError
        self._own = OwnCounter()

    def add(self, name: str, seconds: int) -> tuple[int, int]:
        try:
            with self._redis.pipeline() as pipe:
                pipe.incr(name)
                pipe.expire(name, seconds, nx=True)
                pipe.ttl(name)
                count, _set, left = pipe.execute()
        except self._error as error:
            log.warning("rate limits: %s; counting in this process", error)
            return self._own.add(name, seconds)
        return int(count), max(1, int(left))

    def forget(self, name: str) -> None:
        self._own.forget(name)
        try:
            self._redis.delete(name)
        except self._error as error:
            log.warning("rate limits: %s", error)


class Limits:
    """The limits of one application."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def check(self, what: str, *named: tuple[str, int], seconds: int) -> None:
        """Count one try of each (name, most); raises TooMany when one of them was tried too often."""
        longest = 0
        for name, most in named:
            count, left = self._counter.add(_key(what, name), seconds)
            if count > most:
                longest = max(longest, left)
        if longest:
            counts.count("limited", what)
            raise TooMany(longest)

    def forget(self, what: str, *names: str) -> None:
        """It succeeded: the tries before it do not count."""
        for name in names:
            self._counter.forget(_key(what, name))


def _key(what: str, name: str) -> str:
    return f"limit:{what}:{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:32]}"


# kept between the applications of a process: a change of plugins gives nobody new tries
_counters: dict[str, Counter] = {}


def set_up_limits(app: Flask, settings: Settings) -> None:
    """Give an application its limits: those of its cache setting."""
    where = f"{settings.home} {settings.cache}"
    if where not in _counters:
        shared = settings.cache.startswith(("redis://", "rediss://"))
        _counters[where] = RedisCounter(settings.cache) if shared else OwnCounter()
    app.extensions["limits"] = Limits(_counters[where])


def limits() -> Limits:
    """The limits of the application that answers."""
    found: Limits = current_app.extensions["limits"]
    return found


def network() -> str:
    """Where the present request comes from."""
    return network_of(request.remote_addr or "")


def network_of(address: str) -> str:
    """An address, or the /64 that one household has of IPv6."""
    return ":".join(address.split(":")[:4]) if address.count(":") > 2 else address
