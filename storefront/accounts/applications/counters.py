"""What the law counts of a seller: DAC7 by calendar year and quarter, INFORM in any twelve months. Pure.

Amounts are minor units of the rule's currency; thresholds are dated and stand in data/thresholds.csv.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

THRESHOLDS = Path(__file__).parent / "data" / "thresholds.csv"
Rule = Literal["dac7", "inform-collect", "inform-show"]
Nearness = Literal["below", "near", "over"]
# of a threshold: from here on somebody is near it
NEAR = 0.8


@dataclass(frozen=True)
class Threshold:
    """From how many sales and how much money on a rule holds, and where that is written."""

    rule: str
    valid_from: str
    valid_to: str
    currency: str
    sales: int
    amount: int
    source: str


@dataclass(frozen=True)
class Sale:
    """An order that was paid: amounts in minor units of one currency."""

    day: date
    gross: int
    refunded: int = 0
    fees: int = 0

    @property
    def consideration(self) -> int:
        """What the seller was paid for it in the end: without what the shop keeps (annex V, section I A 10)."""
        return max(self.gross - self.refunded - self.fees, 0)


@dataclass(frozen=True)
class Quarter:
    """Three months of sales."""

    sales: int = 0
    consideration: int = 0
    fees: int = 0


@dataclass(frozen=True)
class Year:
    """A calendar year of sales, by quarter."""

    quarters: tuple[Quarter, Quarter, Quarter, Quarter]

    @property
    def sales(self) -> int:
        return sum(one.sales for one in self.quarters)

    @property
    def consideration(self) -> int:
        return sum(one.consideration for one in self.quarters)

    @property
    def fees(self) -> int:
        return sum(one.fees for one in self.quarters)


@cache
def _thresholds() -> tuple[Threshold, ...]:
    with THRESHOLDS.open(encoding="utf-8", newline="") as file:
        return tuple(
            Threshold(**{**row, "sales": int(row["sales"]), "amount": int(row["amount"])})  # type: ignore[arg-type]
            for row in csv.DictReader(file)
        )


def threshold(rule: Rule, day: str) -> Threshold | None:
    """The threshold that holds on an ISO day."""
    for one in _thresholds():
        if one.rule == rule and one.valid_from <= day and (not one.valid_to or day < one.valid_to):
            return one
    return None


def year_of(sales: Iterable[Sale], year: int) -> Year:
    """A year's sales by quarter; a sale whose money went back whole is none."""
    sums = [[0, 0, 0] for _quarter in range(4)]
    for sale in sales:
        if sale.day.year == year and sale.gross > sale.refunded:
            quarter = sums[(sale.day.month - 1) // 3]
            quarter[0] += 1
            quarter[1] += sale.consideration
            quarter[2] += sale.fees
    first, second, third, fourth = (Quarter(*one) for one in sums)
    return Year((first, second, third, fourth))


def reported(year: Year, limit: Threshold | None) -> Nearness:
    """Whether a year is reported: not while both are small."""
    if limit is None or not year.sales:
        return "below"
    if year.sales >= limit.sales or year.consideration > limit.amount:
        return "over"
    is_near = year.sales >= limit.sales * NEAR or year.consideration >= limit.amount * NEAR
    return "near" if is_near else "below"


def windows(sales: Sequence[Sale]) -> Iterator[tuple[int, int]]:
    """How many sales, for how much, in the twelve months that end with each sale."""
    ordered = sorted(sales, key=lambda sale: sale.day)
    first = amount = 0
    for last, sale in enumerate(ordered):
        amount += sale.gross
        while ordered[first].day <= a_year_before(sale.day):
            amount -= ordered[first].gross
            first += 1
        yield last - first + 1, amount


def a_year_before(day: date) -> date:
    """The same day of the year before; 29 February has the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def high_volume(sales: Sequence[Sale], limit: Threshold | None, today: date) -> Nearness:
    """Whether some twelve months of the last twenty-four reach a threshold: its sales and its amount, together."""
    if limit is None:
        return "below"
    since = a_year_before(a_year_before(today))
    found = list(windows([sale for sale in sales if since < sale.day <= today]))
    for share, nearness in ((1.0, "over"), (NEAR, "near")):
        if any(count >= limit.sales * share and amount >= limit.amount * share for count, amount in found):
            return "over" if nearness == "over" else "near"
    return "below"


def best_window(sales: Sequence[Sale], today: date) -> tuple[int, int]:
    """Of the last twenty-four months the twelve in which most was sold: how many, for how much."""
    since = a_year_before(a_year_before(today))
    found = windows([sale for sale in sales if since < sale.day <= today])
    return max(found, key=lambda window: window[1], default=(0, 0))

