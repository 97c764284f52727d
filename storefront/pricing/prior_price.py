"""The prior price: the lowest of the 30 days before a reduction, which an announcement must show. Pure.

The EU asks for it (price indication directive, article 6a; C-330/23): a percentage is counted
from it, and a price that is not below it may not be called reduced.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

WINDOW = timedelta(days=30)


@dataclass(frozen=True)
class AnnouncedPrice:
    """What an offer asked in one currency from a moment on, until the next one."""

    price: int
    recorded_at: datetime
    reduced_price: int | None = None
    reduced_from: datetime | None = None
    reduced_until: datetime | None = None


@dataclass(frozen=True)
class Span:
    """An amount that was asked without a break, from the first moment to before the second."""

    start: datetime
    end: datetime | None
    amount: int
    reduced: bool


def prior_price(history: Iterable[AnnouncedPrice], now: datetime) -> int | None:
    """The lowest amount asked in the 30 days before the reduction that holds now.

    None when nothing is reduced now, or nothing was asked before: then none may be announced.
    """
    asked = spans(history)
    current = next((i for i, span in enumerate(asked) if _holds(span, now)), None)
    if current is None or not asked[current].reduced:
        return None
    start = asked[current].start
    earlier = [
        span.amount
        for span in asked[:current]
        if span.end is not None and span.end > start - WINDOW and span.start < start
    ]
    return min(earlier, default=None)


def shown_prior(current: Fraction | int, prior: int | None) -> Fraction | None:
    """The prior price that an announced reduction may name: only one that is above it."""
    return Fraction(prior) if prior is not None and current < prior else None


def spans(history: Iterable[AnnouncedPrice]) -> list[Span]:
    """What was asked when, in order; neighbours with the same amount and kind are one span."""
    rows = sorted(history, key=lambda row: row.recorded_at)
    found: list[Span] = []
    for row, following in zip(rows, [*rows[1:], None], strict=False):
        until = following.recorded_at if following is not None else None
        for span in _parts(row, until):
            _append(found, span)
    return found


def _parts(row: AnnouncedPrice, until: datetime | None) -> list[Span]:
    """One record's time cut where its reduction begins and ends."""
    reduced = row.reduced_price
    if reduced is None or reduced >= row.price:
        return _spans_between([row.recorded_at, until], [(row.price, False)])
    start = max(row.reduced_from or row.recorded_at, row.recorded_at)
    end = row.reduced_until
    if until is not None:
        start, end = min(start, until), min(end, until) if end is not None else until
    if end is not None:
        end = max(end, start)
        amounts = [(row.price, False), (reduced, True), (row.price, False)]
        return _spans_between([row.recorded_at, start, end, until], amounts)
    return _spans_between([row.recorded_at, start, None], [(row.price, False), (reduced, True)])


def _spans_between(moments: Sequence[datetime | None], amounts: Sequence[tuple[int, bool]]) -> list[Span]:
    pairs = zip(moments, moments[1:], amounts, strict=False)
    return [
        Span(start, end, amount, reduced)
        for start, end, (amount, reduced) in pairs
        if start is not None and (end is None or start < end)
    ]


def _append(found: list[Span], span: Span) -> None:
    last = found[-1] if found else None
    if last is not None and (last.amount, last.reduced, last.end) == (span.amount, span.reduced, span.start):
        found[-1] = Span(last.start, span.end, last.amount, last.reduced)
    else:
        found.append(span)


def _holds(span: Span, now: datetime) -> bool:
    return span.start <= now and (span.end is None or now < span.end)
