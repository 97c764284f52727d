"""Which days are public holidays in a country: the calendar is the library `holidays`."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays

from storefront.pricing.guarantee import guarantee_years

SATURDAY = 5
# states and regions have codes of so many signs; what is longer is a town's
LONGEST_CODE = 3
# Italy's provinces keep the days of their capitals' saints, one or other on almost every day: those are a town's too
MOST_REGIONS = 30


def working_day(day: date, country: str = "") -> date:
    """The day itself, or the next one that is neither Saturday nor Sunday nor a public holiday of the country.

    >>> working_day(date(2026, 4, 3), "DE").isoformat(), working_day(date(2026, 4, 3), "US").isoformat()
    ('2026-04-07', '2026-04-03')
    """
    while day.weekday() >= SATURDAY or day in public_holidays(country, day.year):
        day += timedelta(days=1)
    return day


@lru_cache(maxsize=2000)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """A year's public holidays; in the EU and EEA also of each part of the country. None where nobody knows them.

    In which region somebody lives an address does not say for sure: the day that lets him have longer counts.
    """
    known = holidays.list_supported_countries()
    if country not in known:
        return frozenset()
    found = set(holidays.country_holidays(country, years=year))
    regions = [one for one in known[country] if len(one) <= LONGEST_CODE]
    if guarantee_years(country, f"{year}-07-01") is not None and len(regions) <= MOST_REGIONS:
        for region in regions:
            found |= set(holidays.country_holidays(country, subdiv=region, years=year))
    return frozenset(found)
