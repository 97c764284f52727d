"""What happened in this process, counted in plain ints; web/metrics.py carries the sums away now and then."""

from __future__ import annotations

from collections.abc import Iterator

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
