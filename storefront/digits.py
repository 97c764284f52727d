"""Numbers as people type them: digits of any script (٣, ۳, ३, ３) are read as 0 to 9."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

MOST_DIGITS = 9
DECIMAL_SIGNS = ".,٫"


def ascii_digits(text: str) -> str:
    """The text with every decimal digit as 0 to 9; all else stays."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def whole(text: str | None) -> int | None:
    """A whole number as typed, at most nine digits; None for anything else."""
    plain = ascii_digits((text or "").strip())
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= MOST_DIGITS else None


def minor_units(text: str | None, decimals: int) -> int | None:
    """An amount as typed, "12" or "12,50", in units of a currency with so many decimals; None for anything else."""
    plain = (text or "").strip()
    for sign in DECIMAL_SIGNS:
        plain = plain.replace(sign, ".")
    front, point, behind = plain.partition(".")
    # "12." and ".5" are not finished; "1.2.3" and "1,234.5" are not amounts
    parts = (whole(front), whole(behind)) if point else (whole(front), 0)
    if None in parts or len(behind) > decimals:
        return None
    return int(Decimal(ascii_digits(f"{front}.{behind or '0'}")).scaleb(decimals))
