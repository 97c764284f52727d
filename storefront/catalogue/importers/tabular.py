"""An exported table: its columns recognised, its rows streamed in bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from storefront.catalogue.importers import reasons
from storefront.catalogue.importers.columns import Vocabulary
from storefront.catalogue.importers.encodings import Encoding, detect, open_text
from storefront.catalogue.importers.lines import Record, cells_of, read_records
from storefront.catalogue.importers.records import Issue, UnreadableFile, excerpt

DELIMITERS = ",;\t|"
_PADDING = " \t\r\n\u00a0\u200b\ufeff"
# NUL and its kin, and the marks that turn the direction of the text around them.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")
_DAMAGED = re.compile("[\udc80-\udcff\ufffd]")
_QUOTES = "\"'“”„‚‘’«»"


@dataclass(frozen=True)
class Place:
    """Where a field stands: cell number, header as written, unit from the header."""

    index: int
    header: str
    unit: str = ""


@dataclass(frozen=True)
class Row:
    """One record: its number is that of the line it starts at; cells by field, never padded."""

    number: int
    cells: Mapping[str, str]
    places: Mapping[str, Place]
    faults: tuple[Issue, ...] = ()

    def get(self, field: str) -> str:
        """The cell's text, "" when empty or when the file lacks the column."""
        return self.cells.get(field, "")

    def has_column(self, field: str) -> bool:
        """Whether the file has the column at all."""
        return field in self.places

    def header(self, field: str) -> str:
        """The column's name as the file writes it."""
        place = self.places.get(field)
        return place.header if place else field

    def unit(self, field: str) -> str:
        """The unit in the column's name, "" when there is none."""
        place = self.places.get(field)
        return place.unit if place else ""


@dataclass(frozen=True)
class Table:
    """A readable file; notices are the warnings about it as a whole."""

    path: Path
    encoding: Encoding
    delimiter: str
    header_row: int
    width: int
    places: Mapping[str, Place]
    notices: tuple[Issue, ...]
    wrapped: bool = False  # each line is one quoted cell that holds the real line

    def rows(self) -> Iterator[Row]:
        """Every row in the file's order; faults say what is wrong with its shape."""
        with open_text(self.path, self.encoding) as stream:
            for record in read_records(stream, self.delimiter):
                if record.row > self.header_row:
                    yield self._row(record)

    def _row(self, record: Record) -> Row:
        cells = record.cells
        if self.wrapped and len(cells) == 1:
            cells = cells_of(cells[0], self.delimiter)
        faults = list(_shape_faults(record, cells, self.width))
        found: dict[str, str] = {}
        for field, place in self.places.items():
            text = cells[place.index] if place.index < len(cells) else ""
            if not text:
                continue
            if not text.isascii() and _DAMAGED.search(text):
                shown = excerpt(_DAMAGED.sub("�", text))
                faults.append(Issue(record.row, place.header, shown, reasons.DAMAGED_TEXT))
            elif text := clean_cell(text):
                found[field] = text
        return Row(record.row, found, self.places, tuple(faults))


def clean_cell(text: str) -> str:
    """The cell without padding, control characters and a spreadsheet's guarding apostrophe."""
    if not (text.isascii() and text.isprintable()):
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = _CONTROLS.sub("", text)
    text = text.strip(_PADDING)
    if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@"):
        return text[1:]
    return text


def open_table(path: Path, vocabulary: Vocabulary, required: Mapping[str, str]) -> Table:
    """The file's table; required says field → header that it cannot do without."""
    encoding = detect(path)
    delimiter, header, wrapped = _find_header(path, encoding, vocabulary)
    places, notices = _places(header, vocabulary)
    if not places:
        raise UnreadableFile(reasons.NO_HEADER, system=vocabulary.system)
    for field, name in required.items():
        if field not in places:
            raise UnreadableFile(reasons.NO_COLUMN, column=name, system=vocabulary.system)
    notices = [*_encoding_notices(encoding, header.row), *notices]
    return Table(
        path, encoding, delimiter, header.row, len(header.cells), places, tuple(notices), wrapped
    )


def _find_header(
    path: Path, encoding: Encoding, vocabulary: Vocabulary
) -> tuple[str, Record, bool]:
    """The delimiter that makes most known columns of the first line."""
    best = (-1, 0)
    chosen: tuple[str, Record, bool] | None = None
    for delimiter in DELIMITERS:
        record = _first_record(path, encoding, delimiter)
        wrapped = len(record.cells) == 1 and delimiter in record.cells[0]
        if wrapped:
            record = Record(record.row, cells_of(record.cells[0], delimiter))
        known = sum(vocabulary.find(_title(cell)) is not None for cell in record.cells)
        if (known, len(record.cells)) > best:
            best = (known, len(record.cells))
            chosen = (delimiter, record, wrapped)
    if chosen is None or best[0] == 0:
        raise UnreadableFile(reasons.NO_HEADER, system=vocabulary.system)
    return chosen


def _first_record(path: Path, encoding: Encoding, delimiter: str) -> Record:
    with open_text(path, encoding) as stream:
        for record in read_records(stream, delimiter):
            line = delimiter.join(record.cells).strip(_PADDING).casefold()
            if not line.startswith("sep="):  # a spreadsheet's hint, not a header
                return record
    raise UnreadableFile(reasons.EMPTY_FILE)


def _title(cell: str) -> str:
    return clean_cell(cell).strip(_QUOTES + _PADDING)


def _places(header: Record, vocabulary: Vocabulary) -> tuple[dict[str, Place], list[Issue]]:
    places: dict[str, Place] = {}
    notices: list[Issue] = []

    def warn(title: str, index: int, reason: str) -> None:
        notices.append(Issue(header.row, title or str(index + 1), "", reason, {}, "warning"))

    for index, cell in enumerate(header.cells):
        title = _title(_DAMAGED.sub("�", cell))
        column = vocabulary.find(title)
        if column and column.field not in places:
            places[column.field] = Place(index, title, column.unit)
        elif column:
            warn(title, index, reasons.REPEATED_COLUMN)
        elif title and not vocabulary.ignores(title):
            warn(title, index, reasons.UNKNOWN_COLUMN)
    return places, notices


def _encoding_notices(encoding: Encoding, row: int) -> Iterator[Issue]:
    if encoding.guessed:
        values = {"encoding": "Windows-1252"}
        yield Issue(row, "", "", reasons.GUESSED_ENCODING, values, "warning")
    if encoding.has_nul:
        yield Issue(row, "", "", reasons.NUL_BYTES, {}, "warning")


def _shape_faults(record: Record, cells: Sequence[str], width: int) -> Iterator[Issue]:
    values = {"found": str(len(cells)), "expected": str(width)}
    shown = excerpt(" | ".join(cells))
    if not record.complete:
        yield Issue(record.row, "", shown, reasons.OPEN_QUOTE)
    elif len(cells) > width and any(cell.strip() for cell in cells[width:]):
        extra = excerpt(" | ".join(cells[width:]))
        yield Issue(record.row, "", extra, reasons.MORE_CELLS, values)
    elif len(cells) < width and not record.ends_line:
        yield Issue(record.row, "", shown, reasons.CUT_OFF, values)
    elif len(cells) < width:
        yield Issue(record.row, "", shown, reasons.FEWER_CELLS, values, "warning")
