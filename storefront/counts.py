"""What happened in this process, counted in plain ints; web/metrics.py carries the sums away now and then."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

# where processes put their numbers together; prometheus_client reads it when it is imported
FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
Name = tuple[str, ...]
# a list of one number each: `cell[0] += 1` costs nothing that could be measured
Cell = list[int]
_cells: dict[Name, Cell] = {}


def cell(*name: str) -> Cell:
    """The number that counts this; for whoever counts on a path that must be quick."""
    return _cells.setdefault(name, [0])


def count(*name: str) -> None:
    """It happened once more: a metric's name, then its labels."""
    _cells.setdefault(name, [0])[0] += 1


class Reader:
    """Says what came since it last looked."""

    def __init__(self) -> None:
        self._seen: dict[Name, int] = {}

    def news(self) -> Iterator[tuple[Name, int]]:
        for name, numbers in list(_cells.items()):
            number = numbers[0]
            if number > (seen := self._seen.get(name, 0)):
                self._seen[name] = number
                yield name, number - seen


@contextmanager
def folder_for_processes() -> Iterator[None]:
    """A new folder for the numbers of all processes started inside, unless there is one already."""
    if os.environ.get(FOLDER_VARIABLE):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="storefront-metrics-", ignore_cleanup_errors=True) as folder:
        os.environ[FOLDER_VARIABLE] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER_VARIABLE]
