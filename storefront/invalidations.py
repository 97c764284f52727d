"""What changed since a worker last looked: tags of pages that are kept and may be kept no longer.

Core's tables note their changes themselves (triggers of migration 0003); `invalidate` is for what plugins
show of tables of their own. A tag is noted in the transaction that changes something, and seen after it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable
from typing import Any

import peewee

from storefront.db import AWAY, Table, database, is_postgresql, let_go, transaction

log = logging.getLogger(__name__)
# every page carries it
SHOP = "shop"
# what is older than this was seen by every worker; one that slept longer forgets all it kept
KEPT_SECONDS = 3600
# how often PostgreSQL is asked; SQLite says at once and for nothing whether anything was written
LOOK_EVERY_SECONDS = 0.25
# how long a database that is away is left alone
AWAY_SECONDS = 1.0
# strangers' requests within this time share a look
MOMENT_SECONDS = 0.02


class Invalidation(Table):
    """A tag of which every page that carries it is out of date; xid is PostgreSQL's transaction."""

    id = peewee.BigAutoField()
    tag = peewee.CharField(max_length=100)
    made_at = peewee.IntegerField()
    xid = peewee.BigIntegerField(null=True, index=True)


def invalidate(*tags: str) -> None:
    """Pages that carry one of the tags are drawn afresh; call it inside the transaction that changes what they show."""
    if not database.in_transaction():
        raise RuntimeError("pages are invalidated inside `with transaction():` only")
    xid = peewee.SQL("pg_current_xact_id()::text::bigint") if is_postgresql() else None
    Invalidation.insert_many([{"tag": tag, "made_at": int(time.time()), "xid": xid} for tag in tags]).execute()


def prune(now: float) -> int:
    """Forget what every worker has seen; how many rows. The newest stays: SQLite would give its id again."""
    newest = Invalidation.select(peewee.fn.MAX(Invalidation.id)).scalar() or 0
    old = (Invalidation.made_at < int(now) - KEPT_SECONDS) & (Invalidation.id < newest)
    with transaction():
        return int(Invalidation.delete().where(old).execute())


class Watch:
    """One worker's view of the invalidations: which tags changed since it last looked, never one too few.

    `apply` is given the tags, or None when too much was missed and everything must be forgotten; nobody gets past
    `look` before it has returned.
    """

    def __init__(self, apply: Callable[[frozenset[str] | None], None]) -> None:
        self._apply = apply
        self._lock = threading.Lock()
        self._seen_by_thread = threading.local()
        self._looked = self._looked_at = self._asleep_until = 0.0
        self._last_id = -1
        self._horizon = 0
        self._applied: frozenset[int] = frozenset()

    def look_next_time(self) -> None:
        """Somebody may be writing: whoever comes next looks."""
        self._looked_at = 0.0

    def look_now_and_then(self) -> None:
        """Look, but not for each of many requests that come within a moment."""
        moment = time.monotonic()
        if moment - self._looked_at >= MOMENT_SECONDS:
            self._looked_at = moment
            self.look()

    def look(self, *, now: bool = False) -> None:
        """Cheap enough for every request: PostgreSQL is asked a few times a second, SQLite's version each time."""
        try:
            if now or self._is_due():
                self._read()
        except AWAY as error:
            # nothing can be written either; what was written meanwhile is seen when it is back
            self._seen_by_thread.version = None
            self._asleep_until = time.monotonic() + AWAY_SECONDS
            let_go()
            log.warning("kept pages are answered while the database is away: %s", error)

    def seen(self) -> Hashable | None:
        """What this thread's last look has seen of a SQLite file; None on PostgreSQL, or while it is away."""
        found: Hashable | None = getattr(self._seen_by_thread, "version", None)
        return found

    def _read(self) -> None:
        with self._lock:
            if time.monotonic() < self._asleep_until:
                # another thread has just found it away
                self._seen_by_thread.version = None
                return
            changed = self._read_postgresql() if is_postgresql() else self._read_sqlite()
            self._looked = time.monotonic()
            if changed is None or changed:
                self._apply(changed)

    def _is_due(self) -> bool:
        if time.monotonic() < self._asleep_until:
            return False
        version = file_version()
        if version is None:
            return time.monotonic() - self._looked >= LOOK_EVERY_SECONDS
        if getattr(self._seen_by_thread, "version", None) == version:
            return False
        self._seen_by_thread.version = version
        return True

    def _read_sqlite(self) -> frozenset[str] | None:
        before = self._last_id
        rows = _rows("SELECT id, tag FROM invalidation WHERE id > ? ORDER BY id", before)
        self._last_id = rows[-1][0] if rows else max(before, 0)
        # ids have no gaps here, and the newest is never pruned: fewer rows than ids means that some were missed
        if before < 0 or self._last_id - before != len(rows):
            return None
        return frozenset(tag for _id, tag in rows)

    def _read_postgresql(self) -> frozenset[str] | None:
        """Ids are given before their transactions commit, so a smaller one may come late: all since the oldest
        transaction that was still open at the last look are read again, without those already applied."""
        known, slept = self._horizon, time.monotonic() - self._looked
        # asked before the rows: what was over by then is among them
        horizon = int(_rows("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")[0][0])
        if known == 0 or slept > KEPT_SECONDS / 2:
            self._horizon = horizon
            return None
        rows = _rows("SELECT id, tag FROM invalidation WHERE xid >= %s", known)
        # only now: a look that failed between the two has seen nothing
        self._horizon = horizon
        fresh = frozenset(tag for number, tag in rows if number not in self._applied)
        self._applied = frozenset(number for number, _tag in rows)
        return fresh


def file_version() -> tuple[Any, ...] | None:
    """Changes with every commit: other connections' by SQLite's data_version, this one's by its count of changes.

    None on PostgreSQL, which has no such thing.
    """
    if is_postgresql():
        return None
    connection = database.connection()
    row = connection.execute("PRAGMA data_version").fetchone()
    return id(connection), row[0], connection.total_changes


def _rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return list(database.execute_sql(sql, values).fetchall())
