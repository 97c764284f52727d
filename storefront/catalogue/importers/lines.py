"""A delimited file as records of cells, with the line each starts at; broken ones are passed over."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from storefront.catalogue.importers import reasons
from storefront.catalogue.importers.records import UnreadableFile

LINE_LIMIT = 1 << 20
RECORD_LIMIT = 1 << 20
BROKEN_LIMIT = 100


class _TooLong(Exception):
    """A record goes on and on: its quotation mark is never closed."""


@dataclass(frozen=True)
class Record:
    """The cells of one record. complete is False when a quotation mark is never closed."""

    row: int
    cells: list[str]
    complete: bool = True
    ends_line: bool = True


class _Lines:
    """Hands lines to the csv reader and takes back those of a record that never ends."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._waiting: deque[str] = deque()
        self.taken: list[str] = []
        self.size = 0
        self.number = 0
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._stream.readline(LINE_LIMIT + 1)
        if not line:
            self.ended = True
            raise StopIteration
        self.number += 1
        if len(line) > LINE_LIMIT:
            raise UnreadableFile(reasons.LONG_LINE, row=str(self.number), limit=f"{LINE_LIMIT:,}")
        line = line.replace("\0", "")
        self.taken.append(line)
        self.size += len(line)
        if self.size > RECORD_LIMIT:
            raise _TooLong
        return line

    def start_record(self) -> None:
        self.taken = []
        self.size = 0

    def give_back(self) -> None:
        """Everything after the record's first line comes again."""
        rest = self.taken[1:]
        self._waiting.extendleft(reversed(rest))
        self.number -= len(rest)
        self.ended = False


def read_records(stream: TextIO, delimiter: str) -> Iterator[Record]:
    """Each record that is not blank; after an open quotation mark, reading goes on a line later."""
    lines = _Lines(stream)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    broken = 0
    while True:
        lines.start_record()
        row = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _TooLong):
            pass
        else:
            if not lines.ended:
                if any(map(str.strip, cells)):
                    yield Record(row, cells, ends_line=lines.taken[-1][-1:] in ("\n", "\r"))
                continue
        broken += 1
        if broken > BROKEN_LIMIT:
            raise UnreadableFile(reasons.MANY_OPEN_QUOTES)
        yield Record(row, cells_of(lines.taken[0], delimiter), complete=False)
        lines.give_back()
        reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)


def cells_of(text: str, delimiter: str) -> list[str]:
    """The cells of a single record, as well as they can be told apart."""
    source = io.StringIO(text, newline="")
    try:
        return next(csv.reader(source, delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return text.split(delimiter)
