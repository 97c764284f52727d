"""Promotion codes: which one counts, what it gives, and why it gives nothing. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Literal

from storefront.api import (
    Adjustment,
    Context,
    Group,
    Message,
    Money,
    _,
    rounded,
)

Kind = Literal["percent", "amount", "free-delivery"]
Standing = Literal["counts", "waiting", "used-up", "ended"]
MOST_CHARACTERS = 40


@dataclass(frozen=True)
class Promotion:
    """What a code gives and when; used and used_by_buyer say how often it was used already."""

    code: str
    kind: Kind
    percent: int = 0
    amounts: Mapping[str, int] = field(default_factory=dict)
    minimum_spend: Mapping[str, int] = field(default_factory=dict)
    limit_in_all: int | None = None
    limit_per_buyer: int | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    active: bool = True
    used: int = 0
    used_by_buyer: int = 0
    id: int = 0


@dataclass(frozen=True)
class EnteredCode:
    """A code as the cart holds it: what it gives, or why nothing."""

    code: str
    promotion: Promotion | None
    refusal: Message | None

    @property
    def counts(self) -> bool:
        return self.refusal is None


def standing(promotion: Promotion, now: datetime) -> Standing:
    """How a code stands, whoever's cart it is in; queries.standing_as says the same to the database."""
    if not promotion.active or (promotion.valid_until is not None and promotion.valid_until <= now):
        return "ended"
    if promotion.valid_from is not None and promotion.valid_from > now:
        return "waiting"
    if promotion.limit_in_all is not None and promotion.used >= promotion.limit_in_all:
        return "used-up"
    return "counts"


def folded_code(typed: str) -> str:
    """A code as it is kept: capitals, compatible characters made one, no spaces."""
    text = unicodedata.normalize("NFKC", typed).upper()
    return "".join(character for character in text if character.isprintable() and not character.isspace())


def folded_email(email: str) -> str:
    """What tells buyers apart: the address in small letters."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def goods_value(group: Group) -> int:
    """What the goods cost after their reductions, without delivery and without any code."""
    return sum(price.line_total for price in group.prices)


def code_in_price(group: Group) -> str:
    """The code whose reduction stands in the lines' prices already; "" for none."""
    for price in group.prices:
        for component in price.components:
            if component.kind == "promotion" and "code" in component.label.values:
                return str(component.label.values["code"])
    return ""


def judged(
    codes: Sequence[str], known: Mapping[str, Promotion], group: Group, context: Context
) -> list[EnteredCode]:
    """Each entered code in order. The first that may count does; an order takes one code."""
    answers: list[EnteredCode] = []
    winner = ""
    for code in dict.fromkeys(folded_code(code) for code in codes):
        promotion = known.get(code)
        refusal = refused(promotion, group, context)
        if refusal is None and winner:
            refusal = _("Only one code counts for an order: %(code)s does.", code=winner)
        if refusal is None:
            winner = code
        answers.append(EnteredCode(code, promotion, refusal))
    return answers


def refused(promotion: Promotion | None, group: Group, context: Context) -> Message | None:
    """Why a code gives nothing to this group now, or None."""
    if promotion is None:
        return _("We do not know this code. Please check how it is written.")
    return (
        _untimely(promotion, context)
        or _used_up(promotion)
        or _too_little(promotion, group, context)
        or _nothing_to_give(promotion, group, context)
    )


def _untimely(promotion: Promotion, context: Context) -> Message | None:
    if promotion.valid_until is not None and promotion.valid_until <= context.now:
        return _("This code ended on %(day)s.", day=promotion.valid_until.date())
    if not promotion.active:
        return _("This code has ended.")
    if promotion.valid_from is not None and promotion.valid_from > context.now:
        return _("This code counts from %(day)s on.", day=promotion.valid_from.date())
    return None


def _used_up(promotion: Promotion) -> Message | None:
    if promotion.limit_in_all is not None and promotion.used >= promotion.limit_in_all:
        return _("This code has been used up.")
    if promotion.limit_per_buyer is not None and promotion.used_by_buyer >= promotion.limit_per_buyer:
        return _("You have used this code already.")
    return None


def _too_little(promotion: Promotion, group: Group, context: Context) -> Message | None:
    if not promotion.minimum_spend:
        return None
    currency = context.market.currency
    least = promotion.minimum_spend.get(currency)
    if least is None:
        return _wrong_currency(currency)
    missing = least - goods_value(group)
    if missing <= 0:
        return None
    return _(
        "This code counts from %(least)s of goods on: %(missing)s more.",
        least=Money(least, currency),
        missing=Money(missing, currency),
    )


def _nothing_to_give(promotion: Promotion, group: Group, context: Context) -> Message | None:
    if promotion.kind == "amount" and context.market.currency not in promotion.amounts:
        return _wrong_currency(context.market.currency)
    if promotion.kind != "free-delivery" and group.prices and all(price.fixed for price in group.prices):
        return _("These prices are agreed; no code changes them.")
    return None


def _wrong_currency(currency: str) -> Message:
    return _("This code does not count for prices in %(currency)s.", currency=currency)


def reduction(promotion: Promotion, group: Group, context: Context) -> int:
    """How much the goods get cheaper, rounded once; never more than they cost."""
    goods = sum(price.line_total for price in group.prices if not price.fixed)
    if promotion.kind == "percent":
        return rounded(Fraction(goods * promotion.percent, 100))
    return min(promotion.amounts[context.market.currency], goods)


def adjustment(promotion: Promotion, group: Group, context: Context) -> Adjustment:
    """What a code that counts changes."""
    label = _("Code %(code)s", code=promotion.code)
    if promotion.kind == "free-delivery":
        return Adjustment(promotion.code, label, None, gift(promotion, context), on="freight")
    amount = -reduction(promotion, group, context)
    return Adjustment(promotion.code, label, amount, gift(promotion, context))


def gift(promotion: Promotion, context: Context) -> Message:
    """What a code gives, in words."""
    if promotion.kind == "percent":
        return _("%(percent)s %% off the goods.", percent=promotion.percent)
    if promotion.kind == "free-delivery":
        return _("Delivery is free.")
    currency = context.market.currency
    return _("%(amount)s off the goods.", amount=Money(promotion.amounts.get(currency, 0), currency))
