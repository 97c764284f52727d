"""Sales as the counters want them: read by query, in one currency by the rate of each one's day."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from peewee import fn

from storefront.accounts.applications.counters import Sale
from storefront.money import converted, rounded
from storefront.orders.tables import Order, Purchase
from storefront.payments.tables import Installment, Refund
from storefront.pricing.exchange import BASE
from storefront.pricing.tables import ExchangeRate
from storefront.runtime import current


class Rates:
    """Every rate of some currencies up to a day; one query."""

    def __init__(self, currencies: Collection[str], last: date) -> None:
        self._days: defaultdict[str, list[str]] = defaultdict(list)
        self._rates: defaultdict[str, list[Fraction]] = defaultdict(list)
        query = ExchangeRate.select(ExchangeRate.currency, ExchangeRate.day, ExchangeRate.rate)
        query = query.where(ExchangeRate.currency.in_(sorted(currencies)), ExchangeRate.day <= last.isoformat())
        for currency, day, rate in query.order_by(ExchangeRate.day).tuples():
            self._days[currency].append(day)
            self._rates[currency].append(Fraction(rate))

    def of(self, currency: str, day: date) -> Fraction | None:
        """How much of it one euro was then: the latest on or before the day, else the first there is."""
        if currency == BASE:
            return Fraction(1)
        days = self._days.get(currency)
        if not days:
            return None
        return self._rates[currency][max(bisect_right(days, day.isoformat()) - 1, 0)]

    def turned(self, amount: int, day: date, source: str, target: str) -> int:
        """An amount in another currency; where no rate is known, it counts as it is: rather too much than nothing."""
        if source == target:
            return amount
        known, wanted = self.of(source, day), self.of(target, day)
        if known is None or wanted is None:
            return amount
        return rounded(converted(Fraction(amount), wanted / known, source, target))


def sales_of(
    since: datetime, until: datetime, currency: str, seller_ids: Collection[int] | None = None
) -> dict[int, list[Sale]]:
    """What was paid in a time, by seller; three queries at most. None: of every seller."""
    rows = list(_paid_orders(since, until, seller_ids))
    rates = Rates({row["currency"] for row in rows} | {currency}, until.date())
    found: defaultdict[int, list[Sale]] = defaultdict(list)
    for row in rows:
        day = row["placed_at"].astimezone(UTC).date()

        def turned(amount: int, source: str = row["currency"], day: date = day) -> int:
            return rates.turned(amount, day, source, currency)

        paid, back = int(row["paid"] or 0), int(row["back"] or 0)
        fees = fees_of(row["frozen"].get("trade"), max(paid - back, 0))
        found[row["seller_id"]].append(Sale(day, turned(paid), turned(back), turned(fees)))
    return dict(found)


def _paid_orders(since: datetime, until: datetime, seller_ids: Collection[int] | None) -> Any:
    paid = Installment.select(fn.SUM(Installment.paid)).where(Installment.order == Order.id)
    back = Refund.select(fn.SUM(Refund.amount)).where(Refund.order == Order.id, Refund.state != "failed")
    columns = (Order.seller_id, Order.currency, Order.placed_at, Order.frozen)
    query = Order.select(*columns, paid.alias("paid"), back.alias("back")).join(Purchase)
    query = query.where(Order.placed_at >= since, Order.placed_at < until)
    has_paid = Installment.select().where(Installment.order == Order.id, Installment.paid > 0)
    query = query.where(fn.EXISTS(has_paid))
    if seller_ids is not None:
        query = query.where(Order.seller_id.in_(sorted(seller_ids)))
    if current().settings.production:
        query = query.where(~Purchase.demo)
    return query.order_by(Order.id).dicts()


def fees_of(trade: Any, consideration: int) -> int:
    """Commission, fee and the VAT on both, of what the seller keeps being paid."""
    if not trade or not consideration:
        return 0
    net = consideration * Fraction(trade.get("commission") or 0) + int(trade.get("fee") or 0)
    return rounded(net * (1 + Fraction(trade.get("fee_vat") or 0)))


def year_bounds(year: int) -> tuple[datetime, datetime]:
    """The first moment of a year and of the next."""
    return datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)


def busy_sellers(since: datetime, until: datetime, least: int) -> list[int]:
    """Sellers with so many orders in a time: who else cannot reach a threshold is not looked at."""
    count: Any = fn.COUNT(Order.id)
    query = Order.select(Order.seller_id).where(Order.placed_at >= since, Order.placed_at < until)
    return [row[0] for row in query.group_by(Order.seller_id).having(count >= least).tuples()]
