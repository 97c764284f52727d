"""The legal guarantee of goods by country and day, from the dated table in data/guarantee.csv.

Years are the least that holds for every kind of goods; some countries give longer for goods meant to last.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _rows() -> tuple[dict[str, str], ...]:
    text = (files("storefront.pricing") / "data" / "guarantee.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def guarantee_years(country: str, day: str) -> int | None:
    """How many years a trader answers for goods sold to a consumer there; None: not in the EU or EEA."""
    return years_by_country(day).get(country)


def years_by_country(day: str) -> dict[str, int]:
    """Every country of the EU and EEA with its years on an ISO day."""
    return {
        row["country"]: int(row["years"])
        for row in _rows()
        if row["valid_from"] <= day and (not row["valid_to"] or day < row["valid_to"])
    }
