"""Orders, sales and carts by day (UTC), added up by the database: two queries, however many orders there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from peewee import SQL, fn

from storefront.cart.tables import Cart, CartLine
from storefront.catalogue.tables import Offer
from storefront.orders.tables import Order

DAYS = 30


@dataclass
class Day:
    """What happened on a day. bought: purchases; left: carts begun then that hold something still."""

    day: date
    orders: int = 0
    bought: int = 0
    left: int = 0
    sales: dict[str, int] = field(default_factory=dict)


def figures_by_day(now: datetime, sellers: frozenset[int] | None) -> list[Day]:
    """The last days, the oldest first; of these sellers alone, None: of all."""
    last = now.astimezone(UTC).date()
    days = [Day(last - timedelta(days=back)) for back in reversed(range(DAYS))]
    by_name = {one.day.isoformat(): one for one in days}
    since = datetime.combine(days[0].day, time(), UTC)
    for name, currency, orders, bought, total in _orders(since, sellers).tuples():
        if name in by_name:
            day = by_name[name]
            day.orders += orders
            day.bought += bought
            day.sales[currency] = int(total)
    for name, left in _carts(since, sellers).tuples():
        if name in by_name:
            by_name[name].left = left
    return days


def _day(moment: Any) -> Any:
    """The day of a moment, as text: that is how moments are kept."""
    # written out: with parameters PostgreSQL takes it for another expression than the one that is grouped by
    return fn.SUBSTR(moment, SQL("1"), SQL("10")).coerce(False)


def _orders(since: datetime, sellers: frozenset[int] | None) -> Any:
    purchases = fn.COUNT(fn.DISTINCT(Order.purchase)).coerce(False)
    day = _day(Order.placed_at)
    rows = Order.select(day, Order.currency, fn.COUNT(Order.total), purchases, fn.SUM(Order.total))
    rows = rows.where(Order.placed_at >= since)
    if sellers is not None:
        # added to nothing, so that all years of a seller are not looked through by his own index
        rows = rows.where((Order.seller_id + 0).in_(sorted(sellers)))
    return rows.group_by(day, Order.currency)


def _carts(since: datetime, sellers: frozenset[int] | None) -> Any:
    """Carts with something in them; what was ordered is in none any more."""
    day = _day(Cart.created_at)
    rows = Cart.select(day, fn.COUNT(fn.DISTINCT(Cart.id)).coerce(False)).join(CartLine)
    # only the later moment has an index
    rows = rows.where(Cart.updated_at >= since, Cart.created_at >= since)
    if sellers is not None:
        rows = rows.join(Offer).where(Offer.seller.in_(sorted(sellers)))
    return rows.group_by(day)


def conversion(days: Iterable[Day]) -> Decimal | None:
    """Which share of the carts was bought; None where there was none."""
    listed = list(days)
    bought, left = sum(one.bought for one in listed), sum(one.left for one in listed)
    return (Decimal(bought) / (bought + left)).quantize(Decimal("0.001")) if bought + left else None


def currencies(days: Iterable[Day]) -> list[str]:
    """Those that something was sold in, the most frequent first."""
    often: dict[str, int] = {}
    for one in days:
        for currency in one.sales:
            often[currency] = often.get(currency, 0) + 1
    return sorted(often, key=lambda name: (-often[name], name))


def heights(values: Sequence[int], height: int) -> list[int]:
    """The bars' heights; whatever is there at all is seen."""
    most = max(values, default=0)
    return [max(1, round(value * height / most)) if value > 0 else 0 for value in values]
