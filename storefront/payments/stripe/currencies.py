"""Amounts as Stripe counts them, which is not ISO 4217 everywhere.

Source: https://docs.stripe.com/currencies, "Minor units in API amounts", "Zero-decimal currencies", "Three-decimal
currencies" and "Special cases", read in November 2026.
"""

from __future__ import annotations

from dataclasses import dataclass

from storefront.money import exponent

# one unit is the smallest amount
ZERO_DECIMAL = frozenset((
    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF",
))  # fmt: skip
# three decimals, of which the last must be zero
THREE_DECIMAL = frozenset(("BHD", "JOD", "KWD", "OMR", "TND"))
# without decimals by now, and still sent as hundredths: only whole ones can be charged
HUNDREDTHS = frozenset(("ISK", "UGX"))
# charged with two decimals, paid out in whole ones only
WHOLE_PAYOUTS = frozenset(("HUF", "TWD", "ISK", "UGX"))


@dataclass(frozen=True)
class Counting:
    """decimals: how many Stripe counts with; step: an amount must be a multiple of it."""

    decimals: int
    step: int = 1


def counting(currency: str) -> Counting:
    """How Stripe counts what a buyer pays in a currency."""
    if currency in ZERO_DECIMAL:
        return Counting(0)
    if currency in THREE_DECIMAL:
        return Counting(3, 10)
    return Counting(2, 100 if currency in HUNDREDTHS else 1)


def to_stripe(amount: int, currency: str) -> int | None:
    """Our minor units as Stripe's; None: Stripe cannot say this amount exactly."""
    told = counting(currency)
    found = _scaled(amount, exponent(currency), told.decimals)
    return found if found is not None and found % told.step == 0 else None


def from_stripe(amount: int, currency: str) -> int:
    """Stripe's units as our minor units. Raises ValueError for a part of our smallest unit."""
    found = _scaled(amount, counting(currency).decimals, exponent(currency))
    if found is None:
        raise ValueError(f"{amount} of Stripe's is no whole number of minor units of {currency}")
    return found


def can_be_paid_out(amount: int, currency: str) -> bool:
    """Whether Stripe sends exactly this amount to an account."""
    told = to_stripe(amount, currency)
    return told is not None and (currency not in WHOLE_PAYOUTS or told % 100 == 0)


def _scaled(amount: int, have: int, want: int) -> int | None:
    if want >= have:
        return int(amount * 10 ** (want - have))
    whole, rest = divmod(amount, 10 ** (have - want))
    return None if rest else whole
