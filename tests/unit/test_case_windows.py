"""Until when one may withdraw or complain: days as the law counts them, on the buyer's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from storefront.orders.cases.public_holidays import public_holidays, working_day
from storefront.orders.cases.windows import (
    Window,
    complaint_window,
    end_of_period,
    late_window,
    withdrawal_window,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("delivered", "country", "ends"),
    [
        # a Tuesday; the fourteenth day after it is a Tuesday
        ("2026-11-03T09:00", "DE", "2026-11-17T23:00"),
        # the fourteenth day is a Saturday, or a Sunday: the Monday after it
        ("2026-11-07T09:00", "DE", "2026-11-23T23:00"),
        ("2026-11-08T09:00", "DE", "2026-11-23T23:00"),
        # from winter into summer time: the last day is an hour shorter on the way, and still whole
        ("2026-03-18T12:00", "DE", "2026-04-01T22:00"),
        ("2026-10-14T12:00", "DE", "2026-10-28T23:00"),
        # late in the evening in Berlin is the next day there
        ("2026-11-04T23:30", "DE", "2026-11-19T23:00"),
        # All Saints is a Sunday in 2026; Reformation Day and the Day of Prayer are kept in a part of Germany only
        ("2026-11-03T23:30", "DE", "2026-11-19T23:00"),
        # Good Friday to Easter Monday; the Friday is a working day in France, but not in Alsace
        ("2026-03-20T09:00", "DE", "2026-04-07T22:00"),
        ("2026-03-20T09:00", "FR", "2026-04-07T22:00"),
        ("2026-03-20T09:00", "PL", "2026-04-03T22:00"),
        # Christmas 2026: Friday, Saturday, then the Sunday after
        ("2026-12-11T09:00", "DE", "2026-12-28T23:00"),
        # New Year's Eve is none, New Year's Day on a Friday is, and the year changes on the way
        ("2026-12-17T09:00", "DE", "2026-12-31T23:00"),
        ("2026-12-18T09:00", "DE", "2027-01-04T23:00"),
        # Sunday and then Ireland's St Brigid, Sweden's Epiphany, Japan's Culture Day
        ("2026-01-18T09:00", "IE", "2026-02-04T00:00"),
        ("2025-12-23T09:00", "SE", "2026-01-07T23:00"),
        ("2026-10-20T09:00", "JP", "2026-11-04T15:00"),
        # where a country has several clocks, the last one counts: Canary Islands, Hawaii
        ("2026-11-03T09:00", "ES", "2026-11-18T00:00"),
        ("2026-11-03T12:00", "US", "2026-11-18T10:00"),
        ("2026-11-03T09:00", "XQ", "2026-11-18T00:00"),
    ],
)
def test_fourteen_days_end_with_the_last_hour_of_a_working_day(delivered: str, country: str, ends: str) -> None:
    assert end_of_period(at(delivered), 14, country) == at(ends)


def test_a_weekend_gives_way_to_monday() -> None:
    days = [date(2026, 11, day) for day in range(20, 25)]
    assert [working_day(day).day for day in days] == [20, 23, 23, 23, 24]


def test_holidays_of_a_region_count_in_the_union_and_saints_of_italian_towns_nowhere() -> None:
    assert date(2026, 11, 18) in public_holidays("DE", 2026)
    assert date(2026, 8, 8) not in public_holidays("DE", 2026)
    assert date(2026, 12, 7) not in public_holidays("IT", 2026) and date(2026, 12, 8) in public_holidays("IT", 2026)
    assert public_holidays("XQ", 2026) == frozenset()


def test_a_withdrawal_is_open_from_placing_and_has_no_end_while_something_is_to_come() -> None:
    placed = at("2026-11-01T08:00")
    assert withdrawal_window(placed, None, 14, "DE") == Window(placed, None)
    ended = withdrawal_window(placed, at("2026-11-03T09:00"), 14, "DE")
    assert [ended.holds(at(f"2026-11-{day}T22:59")) for day in (17, 18)] == [True, False]
    assert not ended.holds(at("2026-10-31T08:00"))
    assert ended.over(at("2026-11-17T23:00"))


def test_a_complaint_is_counted_from_its_event() -> None:
    assert complaint_window(None, 0, 30) is None
    delivered = at("2026-11-03T09:00")
    assert complaint_window(delivered, 24, 2) == Window(at("2026-11-04T09:00"), at("2026-11-06T09:00"))
    unnamed = complaint_window(delivered, 0, None)
    assert unnamed == Window(delivered, at("2026-12-03T09:00"))


def test_what_never_came_may_be_said_from_the_day_after_it_was_promised() -> None:
    window = late_window(date(2026, 11, 10), "DE")
    assert window == Window(at("2026-11-10T23:00"), at("2027-01-11T23:00"))
