"""Numbers as people and spreadsheets write them: decimal comma or point, thousands signs."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from storefront.catalogue.importers import reasons
from storefront.catalogue.importers.cells import BadCell
from storefront.digits import ascii_digits

LARGEST_AMOUNT = 10**12
LARGEST_COUNT = 2**31 - 1
_SPACES = re.compile(r"[\s\u00a0\u202f'’٬]")
_GROUPED = re.compile(r"^\d{1,3}(?:[ ]\d{3})+(?=$|[.,])")
_PLAIN = re.compile(r"^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$")

_GRAMS = {
    "g": Decimal(1),
    "kg": Decimal(1000),
    "t": Decimal(1_000_000),
    "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}
_MILLIMETRES = {
    "mm": Decimal(1),
    "cm": Decimal(10),
    "dm": Decimal(100),
    "m": Decimal(1000),
    "in": Decimal("25.4"),
    "ft": Decimal("304.8"),
    "yd": Decimal("914.4"),
}
_UNIT_NAMES = {"lbs": "lb", "gram": "g", "grams": "g", "inch": "in", "inches": "in", '"': "in"}


def price(text: str, exponent: int) -> int:
    """An amount in minor units of a currency with so many decimals."""
    number = _decimal(text, exponent)
    if number < 0:
        raise BadCell(reasons.NEGATIVE_PRICE)
    minor = number.scaleb(exponent)
    if minor != minor.to_integral_value():
        raise BadCell(reasons.TOO_PRECISE, limit=str(exponent))
    if minor > LARGEST_AMOUNT:
        raise BadCell(reasons.TOO_LARGE)
    return int(minor)


def count(text: str) -> int:
    """A whole number of pieces, negative ones too."""
    number = _decimal(text, 0)
    if number != number.to_integral_value():
        raise BadCell(reasons.NOT_WHOLE)
    if abs(number) > LARGEST_COUNT:
        raise BadCell(reasons.TOO_LARGE)
    return int(number)


def grams(text: str, unit: str) -> int:
    """A weight in whole grams; 0 means unknown, so anything heavier than nothing is at least 1."""
    return _measure(text, unit, _GRAMS)


def millimetres(text: str, unit: str) -> int:
    """A length in whole millimetres, at least 1 unless it is 0 (unknown)."""
    return _measure(text, unit, _MILLIMETRES)


def _measure(text: str, unit: str, factors: dict[str, Decimal]) -> int:
    name = unit.casefold()
    name = _UNIT_NAMES.get(name, name)
    if name not in factors:
        raise BadCell(reasons.UNKNOWN_UNIT, unit=unit)
    whole_units = name in ("g", "mm")
    number = _decimal(text, 0 if whole_units else 9)
    if number < 0:
        raise BadCell(reasons.NEGATIVE_MEASURE)
    exact = number * factors[name]
    if exact > LARGEST_COUNT:
        raise BadCell(reasons.TOO_LARGE)
    return max(int(exact.quantize(Decimal(1), ROUND_HALF_UP)), 1) if exact else 0


def _decimal(text: str, decimals: int) -> Decimal:
    """The number; decimals is how many its kind has, which tells 1,234 from 1.234."""
    plain = _ascii(text)
    if any(unicodedata.category(sign) == "Sc" for sign in plain) or re.search(
        r"(?:^[A-Za-z]{2,3}\.?\s*[\d+-])|(?:[\d.,]\s*[A-Za-z]{2,3}\.?$)", plain
    ):
        raise BadCell(reasons.WITH_CURRENCY)
    plain = _without_groups(plain, decimals)
    if not _PLAIN.match(plain):
        raise BadCell(reasons.NOT_A_NUMBER)
    if len(plain) > 30:
        raise BadCell(reasons.TOO_LARGE)
    return Decimal(plain)


def _ascii(text: str) -> str:
    text = text.strip().replace("−", "-").replace("٫", ".").replace("٬", " ")
    return ascii_digits(unicodedata.normalize("NFKC", text))


def _without_groups(text: str, decimals: int) -> str:
    """The number with a point for decimals and nothing else between its digits."""
    sign, digits = ("-", text[1:]) if text[:1] == "-" else ("", text)
    spaced = _SPACES.sub(" ", digits)
    if _GROUPED.match(spaced):
        digits = spaced.replace(" ", "")
    last = max(digits.rfind(","), digits.rfind("."))
    if last < 0:
        return sign + digits
    mark, other = digits[last], "." if digits[last] == "," else ","
    whole, fraction = digits[:last], digits[last + 1 :]
    if other in whole:
        return sign + _joined(whole, other) + "." + fraction
    if mark in whole:
        return sign + _joined(digits, mark)
    if len(fraction) == 3 and re.fullmatch(r"[1-9]\d{0,2}", whole):
        return sign + _one_mark(whole, fraction, mark, decimals)
    return f"{sign}{whole}.{fraction}"


def _joined(digits: str, mark: str) -> str:
    """The digits without their thousands signs, which must stand where they belong."""
    first, *groups = digits.split(mark)
    if not 1 <= len(first) <= 3 or any(len(group) != 3 for group in groups):
        raise BadCell(reasons.NOT_A_NUMBER)
    return first + "".join(groups)


def _one_mark(whole: str, fraction: str, mark: str, decimals: int) -> str:
    """1,234 or 1.234: thousands where no three decimals are possible, else decimals."""
    if decimals >= 3:
        return f"{whole}.{fraction}"
    if decimals == 0 or mark == ",":
        return whole + fraction
    raise BadCell(reasons.AMBIGUOUS_NUMBER, one=whole + fraction, other=f"{whole}.{fraction}")
