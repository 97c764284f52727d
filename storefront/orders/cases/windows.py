"""Until when somebody may withdraw or complain. Pure; days as the law counts them.

Regulation (EEC, Euratom) 1182/71: the day of the event is not counted (article 3(1)), a period ends with the last hour
of its last day (3(2)), and one that ends on a public holiday, Saturday or Sunday with the next working day (3(4)). Day
and holidays are the buyer's: where his country has several clocks or calendars, those that let him have longest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.core import get_global

from storefront.orders.cases.public_holidays import working_day

# Directive 2011/83/EU, article 14(1): goods are sent back within so many days of the withdrawal
SEND_BACK_DAYS = 14
# article 13(1): money is back within so many days of it; the trader may wait for the goods or proof (13(3))
REFUND_DAYS = 14
# what never came may be complained of so long after the last day it was promised for
LATE_FROM_DAYS, LATE_UNTIL_DAYS = 1, 60
# where a model names no claim window
CLAIM_DAYS = 30


@dataclass(frozen=True)
class Window:
    """A span of time; None is open to that side."""

    opens: datetime | None = None
    ends: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Whether now lies in it."""
        return (self.opens is None or self.opens <= now) and (self.ends is None or now < self.ends)

    def over(self, now: datetime) -> bool:
        """Whether it has passed."""
        return self.ends is not None and self.ends <= now


@lru_cache(maxsize=300)
def zones(country: str) -> tuple[ZoneInfo, ...]:
    """The clocks of a country; UTC where none is known."""
    known = sorted(zone for zone, place in get_global("zone_territories").items() if place == country)
    found = []
    for name in known:
        try:
            found.append(ZoneInfo(name))
        except (KeyError, ValueError, OSError):
            continue
    return tuple(found) or (ZoneInfo("UTC"),)


def end_of_period(event: datetime, days: int, country: str) -> datetime:
    """The moment (UTC) at which a period of so many days after an event is over in a country.

    >>> end_of_period(datetime(2026, 11, 3, 9, tzinfo=UTC), 14, "DE").isoformat()
    '2026-11-17T23:00:00+00:00'
    """
    return max(_end(event, days, zone, country) for zone in zones(country)).astimezone(UTC)


def _end(event: datetime, days: int, zone: ZoneInfo, country: str) -> datetime:
    last = working_day(event.astimezone(zone).date() + timedelta(days=days), country)
    # the first moment of the next day: a day is not always 24 hours long
    return datetime.combine(last + timedelta(days=1), time(), zone)


def last_day(ends: datetime, country: str) -> date:
    """The last day of a period that ends at a moment, as the buyer's clocks have it.

    >>> last_day(datetime(2026, 11, 17, 23, tzinfo=UTC), "DE").isoformat()
    '2026-11-17'
    """
    return min((ends - timedelta(seconds=1)).astimezone(zone).date() for zone in zones(country))


def withdrawal_window(placed: datetime, last_delivered: datetime | None, days: int, country: str) -> Window:
    """From placing until the period after the last parcel is over; open while something is still to come.

    last_delivered: when the last of all parcels came, None while any is missing or its arrival is not known.
    """
    return Window(placed, end_of_period(last_delivered, days, country) if last_delivered else None)


def complaint_window(opens: datetime | None, from_hours: int, days: int | None) -> Window | None:
    """When a reason may be named, counted from its event; None: it has not happened yet."""
    if opens is None:
        return None
    begins = opens + timedelta(hours=from_hours)
    return Window(begins, begins + timedelta(days=CLAIM_DAYS if days is None else days))


def late_window(promised: date, country: str, days: int = LATE_UNTIL_DAYS) -> Window:
    """When it may be said that something did not come: from the day after the last one it was promised for."""
    event = datetime.combine(promised, time(12), UTC)
    begins = min(datetime.combine(promised + timedelta(days=LATE_FROM_DAYS), time(), zone) for zone in zones(country))
    return Window(begins.astimezone(UTC), end_of_period(event, days, country))
