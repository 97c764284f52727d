"""The price pipeline, once, as named stages; pure. Components add up to the price, always.

per line: the model's unit price → exchange → net or gross kept abroad → × quantity;
per group: adjustments, spread over lines → freight → tax. (Landed cost has its stage before tax.)
Rounding happens once, when a piece's price becomes whole minor units of the market's currency.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from storefront.i18n import _
from storefront.money import converted, rounded, spread
from storefront.pricing.exchange import Rate, RateBook
from storefront.pricing.tax import find_rule, tax_rate, tax_within
from storefront.problems import Problem
from storefront.values import Adjustment, Component, Line, Market, Price, TaxRow, UnitPart, UnitPrice


@dataclass(frozen=True)
class Rules:
    """What the pipeline needs besides lines: market, day, rates, margin, what is kept abroad."""

    market: Market
    day: str
    rates: RateBook
    margin: Fraction = Fraction(0)
    keep_abroad: str = "gross"


@dataclass(frozen=True)
class GroupTotal:
    """A group's sums: total == sum of its lines' gross + freight; taxes belong to both."""

    prices: tuple[Price, ...]
    adjustments: tuple[Component, ...]
    freight: int
    freight_components: tuple[Component, ...]
    freight_tax: TaxRow | None
    net: int
    tax: int
    total: int
    taxes: tuple[TaxRow, ...]


def line_price(line: Line, unit: UnitPrice, rules: Rules) -> Price | Problem:
    """What so many pieces cost, before the group's adjustments."""
    exchanged = exchange(unit, rules)
    if isinstance(exchanged, Problem):
        return replace(exchanged, where=f"line:{line.id}")
    unit, rate = exchanged
    parts, factor = kept_abroad(line, unit, rules)
    per_piece = spread_parts(parts, line.offer.per, line.quantity)
    total = sum(component.amount for component in per_piece)
    list_price = None
    if unit.list_amount is not None:
        list_price = rounded(unit.list_amount * factor / line.offer.per)
    tax = tax_within(total, rules.market.country, line.offer.tax_class, rules.day)
    one = total // line.quantity if line.offer.per == 1 else rounded(Fraction(total, line.quantity))
    return Price(
        currency=rules.market.currency,
        unit_price=one,
        quantity=line.quantity,
        line_total=total,
        net=total - tax.amount,
        tax=tax.amount,
        gross=total,
        components=tuple(per_piece),
        taxes=(tax,),
        list_price=list_price if list_price is not None and list_price > one else None,
        fixed=unit.fixed,
        rate_date=rate.day,
    )


def exchange(unit: UnitPrice, rules: Rules) -> tuple[UnitPrice, Rate] | Problem:
    """Stage exchange: only where the offer has no price of its own in the market's currency."""
    target = rules.market.currency
    rate = rules.rates.find(unit.currency, target)
    if rate is None:
        message = _("There is no price in %(currency)s for this yet.", currency=target)
        return Problem("no-rate", message)
    if unit.currency == target:
        return unit, rate
    factor = rate.value * (1 + rules.margin)

    def there(amount: Fraction) -> Fraction:
        return converted(amount, factor, unit.currency, target)

    reason = _(
        "Converted from %(source)s at the rate of %(day)s.",
        source=unit.currency,
        day=rate.day,
    )
    parts = tuple(replace(p, amount=there(p.amount), reason=p.reason or reason) for p in unit.parts)
    listed = None if unit.list_amount is None else there(unit.list_amount)
    return replace(unit, currency=target, parts=parts, list_amount=listed), rate


def kept_abroad(line: Line, unit: UnitPrice, rules: Rules) -> tuple[tuple[UnitPart, ...], Fraction]:
    """Stage tax basis: the parts as gross amounts at the destination, and the factor that did it."""
    offer = line.offer
    there = tax_rate(rules.market.country, offer.tax_class, rules.day)
    if not offer.tax_included:
        factor = 1 + there
    elif rules.keep_abroad == "net" and not unit.fixed and offer.tax_country != rules.market.country:
        home = find_rule(offer.tax_country, offer.tax_class, rules.day)
        factor = (1 + there) / (1 + (home.rate if home else Fraction(0)))
    else:
        factor = Fraction(1)
    if factor == 1:
        return unit.parts, factor
    return tuple(replace(part, amount=part.amount * factor) for part in unit.parts), factor


def spread_parts(parts: Sequence[UnitPart], per: int, quantity: int) -> list[Component]:
    """Stage rounding: one piece's price made whole (the line's where a price is per 100), × quantity."""
    exact = sum((part.amount for part in parts), Fraction(0))
    if per == 1:
        whole = rounded(exact)
        times = quantity
    else:
        whole = rounded(exact * quantity / per)
        times = 1
    weights = [part.amount for part in parts]
    shares = _shares(whole, weights)
    return [
        Component(part.kind, part.label, share * times, part.reason)
        for part, share in zip(parts, shares, strict=True)
    ]


def _shares(whole: int, weights: list[Fraction]) -> list[int]:
    """Each part rounded, the difference on the first; parts of both signs stay what they are."""
    shares = [rounded(weight) if len(weights) > 1 else whole for weight in weights]
    if shares:
        shares[0] += whole - sum(shares)
    return shares


def adjusted(
    lines: Sequence[Line], prices: Sequence[Price], adjustments: Sequence[Adjustment], rules: Rules
) -> tuple[Price, ...]:
    """Stage adjustments: each spread over its lines by value; a line never goes below zero."""
    changed = list(prices)
    for adjustment in adjustments:
        if adjustment.on != "lines" or not adjustment.amount:
            continue
        wanted = set(adjustment.line_ids)
        chosen = [
            i
            for i, line in enumerate(lines)
            if not changed[i].fixed and (not wanted or line.id in wanted)
        ]
        room = sum(changed[i].gross for i in chosen)
        amount = max(adjustment.amount, -room)
        if not amount:
            continue
        shares = spread(amount, [changed[i].gross for i in chosen])
        for index, share in zip(chosen, shares, strict=True):
            component = Component("promotion", adjustment.label, share, adjustment.reason)
            changed[index] = _with(changed[index], component, lines[index], rules)
    return tuple(changed)


def _with(price: Price, component: Component, line: Line, rules: Rules) -> Price:
    gross = price.gross + component.amount
    tax = tax_within(gross, rules.market.country, line.offer.tax_class, rules.day)
    return replace(
        price,
        gross=gross,
        net=gross - tax.amount,
        tax=tax.amount,
        taxes=(tax,),
        components=(*price.components, component),
    )


def group_total(
    lines: Sequence[Line],
    prices: Sequence[Price],
    adjustments: Sequence[Adjustment],
    freight: int | None,
    rules: Rules,
) -> GroupTotal:
    """Stages adjustments, freight and tax; freight None: not chosen yet, counted as nothing."""
    changed = adjusted(lines, prices, adjustments, rules)
    freight_components = freight_parts(freight or 0, adjustments)
    freight_sum = sum(component.amount for component in freight_components)
    freight_tax = None
    if freight is not None:
        freight_tax = tax_within(freight_sum, rules.market.country, "standard", rules.day)
    taxes = merged_taxes([t for p in changed for t in p.taxes] + ([freight_tax] if freight_tax else []))
    total = sum(price.gross for price in changed) + freight_sum
    tax = sum(row.amount for row in taxes)
    shown = _adjustment_components(prices, changed)
    return GroupTotal(
        changed, shown, freight_sum, tuple(freight_components), freight_tax, total - tax, tax, total, taxes
    )


def freight_parts(freight: int, adjustments: Sequence[Adjustment]) -> list[Component]:
    """The delivery price and what takes from it; never below zero."""
    parts = [Component("freight", _("Delivery cost"), freight)]
    left = freight
    for adjustment in adjustments:
        if adjustment.on == "freight" and left:
            off = -left if adjustment.amount is None else max(adjustment.amount, -left)
            parts.append(Component("promotion", adjustment.label, off, adjustment.reason))
            left += off
    return parts


def merged_taxes(rows: Sequence[TaxRow]) -> tuple[TaxRow, ...]:
    """Rows of the same rule added up."""
    sums: dict[tuple[Fraction, str, str, str], TaxRow] = {}
    for row in rows:
        key = (row.rate, row.reason, row.jurisdiction, row.valid_from)
        before = sums.get(key)
        sums[key] = replace(row, amount=before.amount + row.amount, base=before.base + row.base) if before else row
    return tuple(sums.values())


def _adjustment_components(before: Sequence[Price], after: Sequence[Price]) -> tuple[Component, ...]:
    """The adjustments as they turned out, each as one sum over the lines."""
    sums: dict[str, Component] = {}
    for old, new in zip(before, after, strict=True):
        for component in new.components[len(old.components) :]:
            key = repr(component.label.as_json())
            known = sums.get(key)
            sums[key] = replace(component, amount=component.amount + (known.amount if known else 0))
    return tuple(sums.values())
