"""One import at a time, whichever process runs it: of two that write one product nobody knows which comes last."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storefront.db import AWAY, database, is_postgresql
from storefront.errors import Refused
from storefront.i18n import _

LOCK_FILE = "import.lock"
# any number, as long as nothing else in this database locks the same one
_ADVISORY_LOCK = 7_274_112_904


class AnotherImport(Refused):
    """Another process imports into this shop."""

    code = "another-import"

    def __init__(self) -> None:
        super().__init__(_("Another import is running. Wait until it is done, or stop it first."))


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Raises AnotherImport while another process imports into this shop. Whoever is killed holds it no longer.

    A shop on SQLite lies on one machine: a file in its folder is locked. PostgreSQL locks for all machines,
    on this thread's connection, which must stay open meanwhile.
    """
    with _in_database() if is_postgresql() else _in_folder(home):
        yield


@contextmanager
def _in_folder(home: Path) -> Iterator[None]:
    with (home / LOCK_FILE).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherImport from None
        # closing the file gives it back
        yield


@contextmanager
def _in_database() -> Iterator[None]:
    if not database.execute_sql("SELECT pg_try_advisory_lock(%s)", (_ADVISORY_LOCK,)).fetchone()[0]:
        raise AnotherImport
    try:
        yield
    finally:
        # a connection that is gone has given it back
        with contextlib.suppress(*AWAY):
            database.execute_sql("SELECT pg_advisory_unlock(%s)", (_ADVISORY_LOCK,))
