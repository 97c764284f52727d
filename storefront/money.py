"""Amounts: whole minor units and an ISO 4217 currency; no float anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

# ISO 4217:2015, list one, column "minor unit", as its maintenance agency (SIX, Zurich) publishes it: every
# currency in use that has not two decimals. What payment providers count in; how many of them a language
# writes is another matter (CLDR, see formatting.py and docs/decisions/0014-minor-units.md).
USUAL_EXPONENT = 2
_NOT_TWO = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
EXPONENTS = {code: digits for digits, codes in _NOT_TWO.items() for code in codes.split()}


@dataclass(frozen=True, order=True)
class Money:
    """So many minor units of a currency: Money(4990, "EUR") is 49.90 euro."""

    amount: int
    currency: str

    def __add__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.amount - other.amount, self.currency)

    def _same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added")


def exponent(currency: str) -> int:
    """How many decimals of the currency can be paid, by ISO 4217: EUR 2, JPY 0, KWD 3."""
    return EXPONENTS.get(currency, USUAL_EXPONENT)


def decimal_amount(amount: int, currency: str) -> Decimal:
    """Minor units as a decimal number: 4990 EUR is 49.90."""
    return Decimal(amount).scaleb(-exponent(currency))


def rounded(amount: Fraction | int) -> int:
    """The nearest whole number of minor units; halves go away from zero."""
    sign = -1 if amount < 0 else 1
    return sign * int(abs(Fraction(amount)) + Fraction(1, 2))


def converted(amount: Fraction | int, rate: Fraction, source: str, target: str) -> Fraction:
    """Minor units of source as minor units of target, not yet rounded; rate is target per source."""
    return Fraction(amount) * rate * Fraction(10) ** (exponent(target) - exponent(source))


def spread(total: int, weights: Sequence[int | Fraction]) -> list[int]:
    """Share a whole amount by weight so that the shares add up to it exactly.

    The remainders go to the largest fractions, ties to the earliest. All weights zero:
    equal shares.
    """
    if not weights:
        if total:
            raise ValueError("nothing to spread over")
        return []
    whole = sum((Fraction(weight) for weight in weights), Fraction(0))
    if whole == 0:
        weights, whole = [1] * len(weights), Fraction(len(weights))
    exact = [total * Fraction(weight) / whole for weight in weights]
    shares = [share.numerator // share.denominator for share in exact]
    left = total - sum(shares)
    by_fraction = sorted(range(len(exact)), key=lambda i: (shares[i] - exact[i], i))
    for index in by_fraction[:left]:
        shares[index] += 1
    return shares
