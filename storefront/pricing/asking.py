"""Where plugins are asked for prices, adjustments and freight: once per group or page, in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from storefront.pricing.exchange import rate_book
from storefront.pricing.pipeline import GroupTotal, Rules, group_total, line_price
from storefront.pricing.prior import prior_prices
from storefront.pricing.prior_price import shown_prior
from storefront.problems import Problem
from storefront.runtime import Runtime
from storefront.values import Context, Group, Line, Parcel, Price, SaleTerms, ShippingMethod, TradeRules, UnitPrice


def rules_for(runtime: Runtime, context: Context, currencies: Sequence[str]) -> Rules:
    """What the pipeline needs for this market now."""
    day = context.now.date().isoformat()
    return Rules(
        context.market,
        day,
        rate_book([*currencies, context.market.currency], day),
        runtime.exchange_margin,
        runtime.settings.pricing.keep_abroad,
    )


def price_lines(runtime: Runtime, lines: Sequence[Line], context: Context) -> list[Price | Problem]:
    """The price of each line bought alone, in order; each business model is asked once."""
    units = unit_prices(runtime, lines, context)
    currencies = {unit.currency for unit in units if isinstance(unit, UnitPrice)}
    rules = rules_for(runtime, context, sorted(currencies))
    return [
        unit if isinstance(unit, Problem) else line_price(line, unit, rules)
        for line, unit in zip(lines, units, strict=True)
    ]


def unit_prices(runtime: Runtime, lines: Sequence[Line], context: Context) -> list[UnitPrice | Problem]:
    """Each line's price of one piece; an announced reduction is checked against the prior price."""
    by_model: defaultdict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        by_model[line.offer.business_model].append(index)
    answers: dict[int, UnitPrice | Problem] = {}
    for model, indexes in by_model.items():
        narrowed = replace(context, business_model=model)
        chosen = [lines[index] for index in indexes]
        given = runtime.plugins.owned("price_lines", model, lines=chosen, context=narrowed)
        answers.update(zip(indexes, given, strict=True))
    return _lawful(lines, [answers[index] for index in range(len(lines))], context)


def _lawful(
    lines: Sequence[Line], units: list[UnitPrice | Problem], context: Context
) -> list[UnitPrice | Problem]:
    """A trader's reduction to consumers names the lowest price of the 30 days before it, or none.

    Directive 98/6/EC article 6a; C-330/23: what is struck through is that prior price.
    """
    announced = {
        (line.offer.id, unit.currency): index
        for index, (line, unit) in enumerate(zip(lines, units, strict=True))
        if isinstance(unit, UnitPrice) and unit.list_amount is not None and line.offer.seller.trader
    }
    if not announced or not context.buyer.consumer:
        return units
    prior = prior_prices(sorted(announced), context.now)
    for key, index in announced.items():
        unit = units[index]
        assert isinstance(unit, UnitPrice)
        units[index] = announced_from(unit, shown_prior(unit.amount, prior.get(key)))
    return units


def announced_from(unit: UnitPrice, shown: Fraction | None) -> UnitPrice:
    """The unit price whose reduction is counted from the prior price shown; None: no reduction is named."""
    base, *others = unit.parts
    reduced = sum((part.amount for part in others if part.kind == "reduction"), Fraction(0))
    if shown is None:
        kept = tuple(part for part in others if part.kind != "reduction")
        return replace(unit, list_amount=None, parts=(replace(base, amount=base.amount + reduced), *kept))
    if not reduced or shown >= base.amount:
        return replace(unit, list_amount=shown)
    over = base.amount - shown
    first = next(i for i, part in enumerate(others) if part.kind == "reduction")
    others[first] = replace(others[first], amount=others[first].amount + over)
    return replace(unit, list_amount=shown, parts=(replace(base, amount=shown), *others))


def shipping_methods(runtime: Runtime, group: Group, context: Context) -> list[ShippingMethod]:
    """The ways to send a group's parcel, as its model or core answers, in the market's currency."""
    parcel = Parcel(
        group.seller,
        context.market.country,
        parcel_weight(group.lines),
        sum(price.gross for price in group.prices),
        context.market.currency,
        group.lines,
    )
    found = runtime.plugins.owned(
        "shipping_methods", group.business_model, parcel=parcel, context=context
    )
    return list(found)


def parcel_weight(lines: Sequence[Line]) -> int:
    """Grams of all pieces; 0 (unknown) as soon as one piece's weight is unknown and no other is heavy."""
    return sum(line.offer.weight_grams * line.quantity for line in lines)


def total_group(
    runtime: Runtime, group: Group, context: Context, freight: int | None
) -> tuple[Group, GroupTotal]:
    """The group with its model's adjustments and chosen freight, and all its sums."""
    adjustments = list(
        runtime.plugins.owned("adjust_cart", group.business_model, group=group, context=context) or ()
    )
    rules = rules_for(runtime, context, [])
    total = group_total(group.lines, group.prices, adjustments, freight, rules)
    return replace(group, prices=total.prices, freight=total.freight, total=total.total), total


def sale_terms(runtime: Runtime, lines: Sequence[Line], context: Context) -> list[SaleTerms]:
    """What holds for each line's sale; each business model is asked once."""
    by_model: defaultdict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        by_model[line.offer.business_model].append(index)
    answers: dict[int, SaleTerms] = {}
    for model, indexes in by_model.items():
        given = runtime.plugins.owned(
            "sale_terms",
            model,
            lines=[lines[index] for index in indexes],
            context=replace(context, business_model=model),
        )
        answers.update(zip(indexes, given, strict=True))
    return [answers[index] for index in range(len(lines))]


def trade_rules(runtime: Runtime, group: Group, context: Context) -> TradeRules:
    """What holds between shop, seller and buyer for a group."""
    rules: TradeRules = runtime.plugins.owned(
        "trade_rules", group.business_model, seller=group.seller, context=context
    )
    return rules
