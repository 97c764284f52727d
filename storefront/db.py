"""The database: one way to open it, one way to write (transaction), and our own field types."""

from __future__ import annotations

import functools
import json
import logging
import os
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, ParamSpec, TypeVar
from urllib.parse import unquote, urlsplit

import peewee

from storefront import counts
from storefront.errors import DatabaseRefused

P = ParamSpec("P")
R = TypeVar("R")

database = peewee.DatabaseProxy()
_frozen = threading.local()
log = logging.getLogger(__name__)

# SQLite answers "locked" at once (busy timeout 0) and we try again ourselves: its own waiting is
# unfair and lost 58 of 64 simultaneous buyers when it was measured.
LOCK_PATIENCE_SECONDS = 10.0
# how long a PostgreSQL that does not answer is waited for
CONNECT_SECONDS = 5
# peewee's errors, and SQLite's own where it is asked directly
AWAY = (peewee.OperationalError, peewee.InterfaceError, sqlite3.OperationalError)
# SQLite says "operational" of mistakes in SQL too
SQLITE_AWAY = ("locked", "busy", "unable to open", "disk I/O", "disk is full", "readonly")
PRAGMAS = {"journal_mode": "wal", "synchronous": "full", "foreign_keys": 1, "cache_size": -16000}


def open_database(url: str) -> peewee.Database:
    """Make url (sqlite:///path or postgresql://…) the database of this process; raises DatabaseRefused."""
    parts = urlsplit(url)
    opened: peewee.Database
    if parts.scheme == "sqlite":
        path = unquote(parts.path[1:]) if parts.path != "/:memory:" else ":memory:"
        opened = peewee.SqliteDatabase(path, pragmas=PRAGMAS, timeout=0)
        where = path
    elif parts.scheme in ("postgresql", "postgres"):
        opened = PostgreSQL(
            url.replace("postgres://", "postgresql://", 1), prefer_psycopg3=True, connect_timeout=CONNECT_SECONDS
        )
        where = f"{parts.hostname or 'this machine'}{parts.path}"
    else:
        raise DatabaseRefused(f"database: {parts.scheme!r} is neither sqlite:///FILE nor postgresql://…")
    _try_out(opened, where)
    if database.obj is not None:
        close()
    database.initialize(opened)
    return opened


def _try_out(opened: peewee.Database, where: str) -> None:
    """Connect once: what is wrong is said at the start, in one line and without the password."""
    try:
        opened.connect()
        opened.close()
    except peewee.ImproperlyConfigured:
        reason = "PostgreSQL's driver is not installed: pip install '.[postgres]'"
        raise DatabaseRefused(f"database: {reason}") from None
    except peewee.DatabaseError as error:
        reason = _sqlite_reason(opened) or " ".join(str(error).split())
        raise DatabaseRefused(f"database: {where} cannot be opened: {reason}") from error


def _sqlite_reason(opened: peewee.Database) -> str:
    """Why a file cannot be opened, where that can be seen: SQLite itself does not say."""
    if not isinstance(opened, peewee.SqliteDatabase):
        return ""
    path = Path(opened.database)
    if path.is_dir():
        return "it is a folder"
    if not path.parent.is_dir():
        return f"the folder {path.parent} does not exist"
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        return "it may not be written"
    return ""


class PostgreSQL(peewee.PostgresqlDatabase):
    """A connection that was lost between two transactions is opened anew; inside one, what was done is over."""

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        return self._once_more(super().execute_sql, sql, params)

    def begin(self, isolation_level: Any = None) -> None:
        self._once_more(super().begin, isolation_level)

    def _once_more(self, ask: Callable[..., Any], *values: Any) -> Any:
        try:
            return ask(*values)
        except AWAY:
            if self.in_transaction() or getattr(_frozen, "on", False) or not self._is_lost():
                raise
        let_go()
        return ask(*values)

    def _is_lost(self) -> bool:
        return not self.is_closed() and bool(self._state.conn.closed)


def is_away(error: BaseException) -> bool:
    """Whether a database that is gone, starting, locked or full is the reason: it may answer soon. Else it is a bug."""
    if is_postgresql():
        return isinstance(error, AWAY)
    return isinstance(error, AWAY) and any(words in str(error) for words in SQLITE_AWAY)


def let_go() -> None:
    """Give up this thread's connection, whatever state it is in; the next question opens another."""
    opened = database.obj
    if opened is None or opened.is_closed() or opened.database == ":memory:":
        return
    with suppress(Exception):
        opened._state.conn.close()
    opened.dispose()


def close() -> None:
    """Close this thread's connection."""
    if database.obj is not None and not database.is_closed():
        try:
            database.close()
        except AWAY:
            let_go()


def is_postgresql() -> bool:
    return isinstance(database.obj, peewee.PostgresqlDatabase)


class transaction:
    """`with transaction():` or `@transaction()`: the only way to write; inside another it joins it.

    As a decorator it also runs the function once more after a PostgreSQL deadlock.
    """

    def __enter__(self) -> None:
        self._stack = ExitStack()
        if database.in_transaction():
            return
        if is_postgresql():
            self._stack.enter_context(database.atomic())
        else:
            self._stack.push(_begin_immediate())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._stack.__exit__(kind, error, trace)
        except AWAY as failure:
            if database.in_transaction():
                raise
            let_go()
            if error is None:
                # the commit failed, and after it the way back
                raise failure.__context__ or failure from None

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            outermost = not database.in_transaction()
            try:
                with transaction():
                    return function(*args, **kwargs)
            except peewee.OperationalError as error:
                if not outermost or "deadlock" not in str(error).lower():
                    raise
                counts.count("database_retries")
                log.warning("%s was in a deadlock and is tried once more", function.__qualname__)
            with transaction():
                return function(*args, **kwargs)

        return run


@contextmanager
def frozen() -> Iterator[None]:
    """`with frozen():` what is read is the database of one moment, while others write on; nothing may be written."""
    if is_postgresql():
        database.execute_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    else:
        database.execute_sql("BEGIN")
        # SQLite's moment is that of the first read
        database.execute_sql("SELECT COUNT(*) FROM sqlite_master")
    # another connection would be another moment
    _frozen.on = True
    try:
        yield
    finally:
        _frozen.on = False
        database.execute_sql("ROLLBACK")


def savepoint() -> Any:
    """`with savepoint():` inside a transaction: an error undoes what was done since, and no more."""
    if not database.in_transaction():
        raise RuntimeError("a savepoint is set inside `with transaction():` only")
    return database.savepoint()


def _begin_immediate() -> Any:
    """Begin a SQLite write transaction, waiting our turn for up to ten seconds."""
    patience_ends = time.monotonic() + LOCK_PATIENCE_SECONDS
    while True:
        begun = database.atomic("IMMEDIATE")
        try:
            begun.__enter__()
        except peewee.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > patience_ends:
                raise
            counts.count("database_retries")
            time.sleep(random.uniform(0.001, 0.006))  # noqa: S311 - spreads the herd, no secret
        else:
            return begun


def for_update(query: Any) -> Any:
    """Lock the rows a query selects; on SQLite the transaction has locked everything already."""
    return query.for_update() if is_postgresql() else query


def lock_rows(query: Any) -> None:
    """Lock the rows a query selects, in its order, before they are read and changed."""
    if is_postgresql():
        list(query.for_update().tuples())


def for_share(query: Any) -> Any:
    """Keep the rows a query selects from being changed until the transaction ends; others may do the same."""
    return query.for_update("FOR SHARE") if is_postgresql() else query


class JsonField(peewee.TextField):
    """A JSON value as text, the same on both databases."""

    def db_value(self, value: Any) -> str | None:
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(value)


class UtcField(peewee.CharField):
    """A moment in UTC, kept as text that sorts: 2026-11-23T09:30:00.000000Z."""

    FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 27, **kwargs})

    def db_value(self, value: datetime | None) -> str | None:
        if value is None:
            return None
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"

    def python_value(self, value: str | None) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Table(peewee.Model):
    """The base of every table of core and plugins."""

    id: Any

    class Meta:
        database = database
        legacy_table_names = False


def utc_now() -> datetime:
    """The clock; everything that must be testable takes now as a parameter instead."""
    return datetime.now(UTC)
