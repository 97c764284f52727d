"""What is sent to the database while a test looks."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_WORK = re.compile(r"BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE")


class _Keeper(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.found: list[tuple[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        sql, values = record.msg if isinstance(record.msg, tuple) else (str(record.msg), ())
        if not _WORK.match(sql):
            self.found.append((sql, values))


@contextmanager
def sent() -> Iterator[list[tuple[str, Any]]]:
    """Every SELECT, INSERT and so on with its values; what begins and ends transactions does not count."""
    log, keeper = logging.getLogger("peewee"), _Keeper()
    before = log.level
    log.setLevel(logging.DEBUG)
    log.addHandler(keeper)
    try:
        yield keeper.found
    finally:
        log.removeHandler(keeper)
        log.setLevel(before)
