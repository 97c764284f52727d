"""Retail prices: the asking price of one piece, and its announced reduction."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from storefront.api import AskingPrice, Context, Line, Message, UnitPart, UnitPrice, _


def unit_prices(lines: Sequence[Line], context: Context) -> list[UnitPrice]:
    """The price of one piece of each line; how many are bought makes no difference."""
    return [unit_price(line, context) for line in lines]


def unit_price(line: Line, context: Context) -> UnitPrice:
    """The offer's own price in the market's currency, else the one in its own; reduced where it is."""
    offer = line.offer
    wanted = context.market.currency
    currency = wanted if wanted in offer.prices else offer.currency
    asked = offer.prices[currency]
    base = UnitPart("base", _("Price"), Fraction(asked.amount))
    reduced = asked.reduced_at(context.now)
    if reduced is None:
        return UnitPrice(currency, (base,))
    less = Fraction(reduced - asked.amount)
    reduction = UnitPart("reduction", _("Reduction"), less, reduction_reason(asked))
    return UnitPrice(currency, (base, reduction), list_amount=Fraction(asked.amount))


def reduction_reason(asked: AskingPrice) -> Message:
    """Since and until when the price is reduced, as far as the seller said; days in UTC."""
    since = asked.reduced_from.date() if asked.reduced_from else None
    until = asked.reduced_until.date() if asked.reduced_until else None
    if since and until:
        return _("Reduced from %(since)s until %(until)s.", since=since, until=until)
    if until:
        return _("Reduced until %(until)s.", until=until)
    if since:
        return _("Reduced since %(since)s.", since=since)
    return _("Reduced by the seller.")
