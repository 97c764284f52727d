"""The last days' figures as small plots and as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from storefront import formatting
from storefront.desk.day_figures import DAYS, Day, conversion, currencies, heights
from storefront.desk.figure_contexts import Bar, FiguresView, PlotView
from storefront.i18n import Message, _
from storefront.web.shopper import Shopper

# of a plot, in its own units: from day to day, and its height
STEP, HIGH = 10, 56
# further currencies stand in the table
PLOTTED = 2


def figures_view(days: Sequence[Day], visitor: Shopper) -> FiguresView:
    """Orders, conversion, and sales by currency."""
    sold_in = currencies(days)
    plots = [_orders(days, visitor), _conversion(days, visitor)]
    plots += [_sales(days, currency, visitor) for currency in sold_in[:PLOTTED]]
    heads = [_("Day"), _("Orders"), _("Carts left"), _("Carts bought")]
    note = _("Days are in UTC. Sales are the totals of orders as placed; what went back later is not taken off.")
    return FiguresView(
        title=visitor.t(_("The last %(days)s days", days=DAYS)),
        plots=tuple(plots),
        heads=(*map(visitor.t, heads), *sold_in),
        rows=tuple(_row(one, sold_in, visitor) for one in reversed(days)),
        note=visitor.t(note),
    )


def _row(one: Day, sold_in: Sequence[str], visitor: Shopper) -> tuple[str, ...]:
    tag = visitor.language
    counts = (formatting.number(one.orders, tag), formatting.number(one.left, tag), _share(conversion([one]), tag))
    sales = [formatting.money(one.sales[name], name, tag) if name in one.sales else "–" for name in sold_in]
    return (formatting.date(one.day, tag), *counts, *sales)


def _share(share: Decimal | None, tag: str) -> str:
    return "–" if share is None else formatting.percent(share, tag)


def _orders(days: Sequence[Day], visitor: Shopper) -> PlotView:
    def shown(number: int) -> str:
        return formatting.number(number, visitor.language)

    values = [one.orders for one in days]
    return _plot(_("Orders"), days, values, shown, shown(sum(values)), visitor)


def _sales(days: Sequence[Day], currency: str, visitor: Shopper) -> PlotView:
    def shown(amount: int) -> str:
        return formatting.money(amount, currency, visitor.language)

    values = [one.sales.get(currency, 0) for one in days]
    return _plot(_("Sales in %(currency)s", currency=currency), days, values, shown, shown(sum(values)), visitor)


def _conversion(days: Sequence[Day], visitor: Shopper) -> PlotView:
    def shown(thousandths: int) -> str:
        return formatting.percent(Decimal(thousandths) / 1000, visitor.language)

    values = [int((conversion([one]) or Decimal(0)) * 1000) for one in days]
    total = _share(conversion(days), visitor.language)
    return _plot(_("Carts bought"), days, values, shown, total, visitor)


def _plot(
    title: Message,
    days: Sequence[Day],
    values: Sequence[int],
    shown: Callable[[int], str],
    total: str,
    visitor: Shopper,
) -> PlotView:
    labels = [f"{formatting.date(one.day, visitor.language)}: {shown(value)}" for one, value in zip(days, values)]
    bars = tuple(
        Bar(place * STEP, HIGH - height, height, label)
        for place, (height, label) in enumerate(zip(heights(values, HIGH), labels))
    )
    best = max(range(len(values)), key=lambda place: values[place])
    summary = _("%(title)s: %(total)s; the most on %(best)s.", title=title, total=total, best=labels[best])
    nothing = _("%(title)s: %(total)s.", title=title, total=total)
    return PlotView(
        visitor.t(title), total, visitor.t(summary if any(values) else nothing), bars, len(days) * STEP, HIGH
    )
