"""Amounts as they are typed and printed on the command line: "49.90", "49.90 EUR"."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from storefront.commands.opening import BadInput
from storefront.money import exponent


def minor_amount(option: str, typed: str, currency: str) -> int:
    """What was typed as minor units; BadInput names the option."""
    try:
        minor = Decimal(typed) * 10 ** exponent(currency)
    except InvalidOperation:
        raise BadInput(f"{option}: {typed!r} is not an amount; write it like 49.90") from None
    if not minor.is_finite() or minor != int(minor) or minor <= 0:
        raise BadInput(f"{option}: {typed!r} is not an amount of {currency}")
    return int(minor)


def plain_amount(minor: int, currency: str) -> str:
    """Minor units as text, the same in every language."""
    digits = exponent(currency)
    return f"{Decimal(minor) / 10**digits:.{digits}f} {currency}"
