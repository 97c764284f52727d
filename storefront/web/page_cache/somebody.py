"""Whoever asks and is no stranger: his session, and what was drawn for him a moment ago."""

from __future__ import annotations

import threading
import time
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from itsdangerous import BadSignature

from storefront.db import AWAY
from storefront.invalidations import file_version
from storefront.web.page_cache.entries import Entry
from storefront.web.page_cache.recording import Hole

# a cookie of somebody whose session must be looked at by the application first
REMEMBERED = "remember_token"
MOST_KEPT = 10_000
# a session that was read is read afresh after so long, so that it ends when its time is over
SESSION_SECONDS = 60


@dataclass
class Drawn:
    """What was drawn into a page's holes, and the whole page by encoding, with the entry that it was made of."""

    holes: dict[Hole, bytes]
    bodies: dict[str, tuple[Entry, bytes]] = field(default_factory=dict)


class DrawnHoles:
    """What was drawn for a shopper, while nothing at all was written since: a browser asks for pages in a row.

    SQLite says for nothing whether anything was written; on PostgreSQL nothing is remembered. Each thread has its
    own connection, so its own memory too; the clock's second is part of it, for what time alone changes.
    """

    def __init__(self) -> None:
        self._local = threading.local()

    def find(self, whose: Hashable, version: Hashable | None) -> Drawn | None:
        """What was drawn, if it is still right; version: what this request has seen of the database."""
        state = None if version is None else (version, int(time.time()))
        if state is None or getattr(self._local, "state", None) != state:
            self._local.state, self._local.drawn = state, {}
            return None
        found: Drawn | None = self._local.drawn.get(whose)
        return found

    def remember(self, whose: Hashable, drawn: Drawn) -> None:
        """Keep what was drawn after find() had found nothing."""
        if self._local.state is not None and self._local.state == self._state():
            self._local.drawn[whose] = drawn

    def _state(self) -> Hashable | None:
        try:
            version = file_version()
        except AWAY:
            return None
        return None if version is None else (version, int(time.time()))


class Sessions:
    """Reads the session cookie as Flask does; one that is forged or over is an empty one."""

    def __init__(self, app: Flask) -> None:
        self._name = app.config["SESSION_COOKIE_NAME"]
        self._serializer: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        self._seconds = int(app.permanent_session_lifetime.total_seconds())
        self._read: dict[str, tuple[float, Mapping[str, Any]]] = {}

    def of(self, cookies: Mapping[str, str]) -> Mapping[str, Any] | None:
        """The session's values; None: the application must look at the request itself."""
        cookie = cookies.get(self._name)
        if cookie is None:
            return None if REMEMBERED in cookies else {}
        now = time.monotonic()
        known = self._read.get(cookie)
        if known is not None and now - known[0] < SESSION_SECONDS:
            return known[1]
        session: Mapping[str, Any]
        try:
            session = self._serializer.loads(cookie, max_age=self._seconds)
        except BadSignature:
            session = {}
        if len(self._read) >= MOST_KEPT:
            self._read.clear()
        self._read[cookie] = (now, session)
        return session
