"""What each figure of a seller means, and from when on it says anything. Pure.

All are counted over the last 365 days, of orders for which money came:

* **Sent on time**: of the orders with a promised day of arrival that is over (or that were sent), those whose last
  parcel had arrived by the last promised day; where nobody recorded the arrival, that was sent by the first promised
  day. An order not sent when its last promised day is over is late.
* **Money given back**: orders of which anything was refunded, whoever wished it.
* **Disputed**: orders with a dispute or a chargeback, whoever was right.
* **Rating**: the mean of all published reviews of his sales, hidden ones not counted.
* **Answers**: hours until he answers a buyer; half of his answers of the last months came sooner. Whoever waits longer
  than that and has no answer yet counts with the time he has waited.

    >>> shares(Counted(orders_365=40, promised=40, on_time=38, refunded=2, disputed=1))
    Shares(on_time=Decimal('0.95'), refunded=Decimal('0.05'), disputed=Decimal('0.025'))
    >>> shares(Counted(orders_365=4, promised=4, on_time=4)) is None
    True
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from storefront.accounts.ratings.rules import Arrival

# fewer orders say nothing about a seller, and too much about a buyer
FEWEST_ORDERS = 10
FEWEST_RATINGS = 3
SHORT, LONG = timedelta(days=90), timedelta(days=365)


@dataclass(frozen=True)
class Counted:
    """What happened, counted."""

    orders_90: int = 0
    orders_365: int = 0
    promised: int = 0
    on_time: int = 0
    refunded: int = 0
    disputed: int = 0
    rated: int = 0
    stars: int = 0
    first_sale: datetime | None = None
    answer_hours: int | None = None


@dataclass(frozen=True)
class Shares:
    """Parts of the orders; None: nothing was promised."""

    on_time: Decimal | None
    refunded: Decimal
    disputed: Decimal


def was_on_time(placed: date, days: tuple[int, int], arrival: Arrival, today: date) -> bool | None:
    """Whether an order came when it was promised; None: that is not known yet.

    >>> from datetime import UTC
    >>> day = date(2026, 5, 4)
    >>> was_on_time(day, (2, 5), Arrival(datetime(2026, 5, 5, tzinfo=UTC), datetime(2026, 5, 9, tzinfo=UTC)), day)
    True
    >>> was_on_time(day, (2, 5), Arrival(datetime(2026, 5, 7, tzinfo=UTC)), date(2026, 5, 20))
    False
    >>> was_on_time(day, (2, 5), Arrival(), date(2026, 5, 9)) is None
    True
    >>> was_on_time(day, (2, 5), Arrival(), date(2026, 5, 10))
    False
    """
    first, last = placed + timedelta(days=days[0]), placed + timedelta(days=days[1])
    if arrival.delivered_at is not None:
        return arrival.delivered_at.date() <= last
    if arrival.sent_at is not None:
        return arrival.sent_at.date() <= first
    return False if today > last else None


def shares(counted: Counted) -> Shares | None:
    """The parts; None while there are too few orders to say anything."""
    orders = counted.orders_365
    if orders < FEWEST_ORDERS:
        return None
    on_time = Decimal(counted.on_time) / counted.promised if counted.promised >= FEWEST_ORDERS else None
    return Shares(on_time, Decimal(counted.refunded) / orders, Decimal(counted.disputed) / orders)


def mean(stars: int, count: int, fewest: int = 1) -> Decimal | None:
    """The mean of so many stars given so often, to one decimal; None below the fewest.

    >>> mean(13, 3)
    Decimal('4.3')
    >>> mean(9, 2, fewest=3) is None
    True
    """
    if count < max(fewest, 1):
        return None
    return (Decimal(stars) / count).quantize(Decimal("0.1"))
