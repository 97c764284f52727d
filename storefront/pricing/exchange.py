"""Dated exchange rates: the latest on or before a day; a missing one is a problem, never 1:1."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from peewee import fn

from storefront.db import transaction
from storefront.errors import ImportFailed
from storefront.once import once
from storefront.pricing.tables import ExchangeRate
from storefront.statements import Statement

BASE = "EUR"
BATCH = 200
# Euro reference rates of the European Central Bank of 2026-10-30; SAR and AED by their
# official pegs to the US dollar (3.75 and 3.6725), which the ECB does not publish.
SHIPPED = Path(__file__).parent / "data" / "rates.csv"
SHIPPED_SOURCE = "ECB euro reference rates, 2026-10-30"


@dataclass(frozen=True)
class Rate:
    """How much of target one unit of source is, and the day it was published for."""

    source: str
    target: str
    value: Fraction
    day: str


class RateBook:
    """Rates of some currencies as of a day, read in one query."""

    def __init__(self, euro_rates: dict[str, tuple[Fraction, str]]) -> None:
        self._euro = {BASE: (Fraction(1), ""), **euro_rates}

    def find(self, source: str, target: str) -> Rate | None:
        """The rate between two currencies by way of the euro, or None where one is missing."""
        if source == target:
            return Rate(source, target, Fraction(1), "")
        if source not in self._euro or target not in self._euro:
            return None
        (from_rate, from_day), (to_rate, to_day) = self._euro[source], self._euro[target]
        days = [day for day in (from_day, to_day) if day]
        return Rate(source, target, to_rate / from_rate, min(days))


def rate_book(currencies: Iterable[str], day: str) -> RateBook:
    """The latest rate on or before an ISO day of each currency; one query."""
    wanted = tuple(sorted(set(currencies) - {BASE}))
    return _read_book(wanted, day) if wanted else RateBook({})


@once
def _read_book(wanted: tuple[str, ...], day: str) -> RateBook:
    found = {currency: (Fraction(rate), day) for currency, rate, day in _RATES.tuples(currencies=wanted, day=day)}
    return RateBook(found)


def _rates(given: Any) -> Any:
    newest = (
        ExchangeRate.select(ExchangeRate.currency, fn.MAX(ExchangeRate.day).alias("day"))
        .where(ExchangeRate.currency.in_(given.currencies), ExchangeRate.day <= given.day)
        .group_by(ExchangeRate.currency)
        .alias("newest")
    )
    return ExchangeRate.select(ExchangeRate.currency, ExchangeRate.rate, ExchangeRate.day).join(
        newest,
        on=(ExchangeRate.currency == newest.c.currency) & (ExchangeRate.day == newest.c.day),
    )


def rated_currencies(currencies: Iterable[str], day: str) -> frozenset[str]:
    """Those with a rate on or before an ISO day; the euro always has one. One query."""
    wanted = tuple(sorted(set(currencies) - {BASE}))
    return frozenset({BASE, *_RATED.column(currencies=wanted, day=day)})


_RATES = Statement(_rates)
_RATED = Statement(
    lambda given: ExchangeRate.select(ExchangeRate.currency)
    .where(ExchangeRate.currency.in_(given.currencies), ExchangeRate.day <= given.day)
    .distinct()
)


def read_ecb(path: Path) -> list[tuple[str, str, str]]:
    """(currency, ISO day, rate) rows of the European Central Bank's CSV, plain or zipped.

    A wrong file raises ImportFailed with row and column; N/A cells are days without a rate.
    """
    return list(_ecb_rows(_ecb_text(path), path))


def _ecb_text(path: Path) -> str:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                return archive.read(archive.namelist()[0]).decode("utf-8-sig")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, zipfile.BadZipFile) as error:
        raise ImportFailed(f"{path}: cannot be read as the ECB's CSV: {error}") from error


def _ecb_rows(text: str, path: Path) -> Iterator[tuple[str, str, str]]:
    rows = csv.reader(io.StringIO(text))
    header = [cell.strip() for cell in next(rows, [])]
    if not header or header[0] != "Date":
        raise ImportFailed(f"{path}, row 1: the first column must be Date, as in the ECB's file")
    for number, row in enumerate(rows, 2):
        if not row or not row[0].strip():
            continue
        day = _day(row[0].strip(), path, number)
        for currency, cell in zip(header[1:], row[1:], strict=False):
            value = cell.strip()
            if not currency or value in ("", "N/A"):
                continue
            try:
                if not Decimal(value) > 0:
                    raise InvalidOperation
            except InvalidOperation:
                raise ImportFailed(f"{path}, row {number}, column {currency}: {value!r} is not a rate") from None
            yield currency, day, value


def _day(text: str, path: Path, number: int) -> str:
    for form in ("%Y-%m-%d", "%d %B %Y"):
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    raise ImportFailed(f"{path}, row {number}, column Date: {text!r} is not a date")


def save_rates(rows: list[tuple[str, str, str]], source: str) -> int:
    """Store rates in small transactions; the number that were new. The same file again: 0."""
    new = 0
    for start in range(0, len(rows), BATCH):
        batch = [
            {"currency": currency, "day": day, "rate": rate, "source": source}
            for currency, day, rate in rows[start : start + BATCH]
        ]
        with transaction():
            before = ExchangeRate.select().count()
            ExchangeRate.insert_many(batch).on_conflict_ignore().execute()
            new += ExchangeRate.select().count() - before
    return new


def save_shipped_rates() -> None:
    """Store the dated rates that come with the program: a new shop sells in all its currencies at once."""
    save_rates(read_ecb(SHIPPED), SHIPPED_SOURCE)
