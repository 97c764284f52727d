"""The rules of invitations and engravings. Pure: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from storefront.api import Context, Line, Message, UnitPart, UnitPrice, _, ngettext

AUDIENCE = "club:members"
KEY = "club:"
MOST_ENGRAVED = 20


@dataclass(frozen=True)
class Agreed:
    """A price promised with an invitation, in minor units."""

    sku: str
    price: int
    currency: str


def tokens(keys: Iterable[str]) -> list[str]:
    """The invitations a browser holds the keys of."""
    return sorted(key.removeprefix(KEY) for key in keys if key.startswith(KEY))


def key_of(token: str) -> str:
    """The key that opens the door, as the browser keeps it."""
    return f"{KEY}{token}"


def wrong_terms(terms: Mapping[str, Any]) -> Message | None:
    """What is wrong with a line's terms: they may hold one engraving of at most 20 characters."""
    if set(terms) - {"engraving"}:
        return _("The club knows only an engraving.")
    engraving = terms.get("engraving", "")
    if not isinstance(engraving, str) or len(engraving) > MOST_ENGRAVED:
        return ngettext(
            "An engraving has at most %(num)s character.", "An engraving has at most %(num)s characters.", MOST_ENGRAVED
        )
    if not engraving.isprintable():
        return _("An engraving is one line of visible characters.")
    return None


def unit_prices(lines: Sequence[Line], agreed: Sequence[Agreed], context: Context) -> list[UnitPrice]:
    """Each line's price of one piece: the agreed one where there is one, else the asking price."""
    promised = {one.sku: one for one in agreed}
    return [_unit_price(line, promised.get(line.offer.sku), context) for line in lines]


def _unit_price(line: Line, promised: Agreed | None, context: Context) -> UnitPrice:
    if promised is not None:
        part = UnitPart(
            "agreed", _("Agreed price"), Fraction(promised.price), _("It was promised with your invitation.")
        )
        return UnitPrice(promised.currency, (part,), fixed=True)
    wanted = context.market.currency
    currency = wanted if wanted in line.offer.prices else line.offer.currency
    amount = Fraction(line.offer.prices[currency].amount)
    return UnitPrice(currency, (UnitPart("base", _("Members’ price"), amount),))
