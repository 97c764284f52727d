"""Amounts, numbers, dates, weights and lengths as each language writes them (CLDR, by Babel).

Every function takes the language's tag. Digits are CLDR's default; for ``ar`` these are Latin.
What has a direction of its own (money, weights, lengths, ranges) comes wrapped in U+2067 … U+2069
in a right-to-left language, so that it stays in one piece in a sentence, an attribute or a mail;
templates need no <bdi> for it. The parts of ``money_parts`` are bare: put them into one <bdi>.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence
from copy import copy
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from babel import dates, lists, numbers, units

from storefront import money as money_rules
from storefront.countries import countries, country_name, currency_name
from storefront.languages import cldr, language

__all__ = [
    "MoneyParts",
    "countries",
    "country_name",
    "currency_exponent",
    "currency_name",
    "date",
    "date_range",
    "datetime",
    "decimal_amount",
    "dimensions",
    "isolated",
    "joined",
    "length",
    "money",
    "money_parts",
    "number",
    "percent",
    "plural",
    "quantity",
    "weight",
    "without_marks",
]

Width = Literal["short", "medium", "long", "full"]

# a text depends on nothing but what it is asked with, so the last ones are remembered
MOST_REMEMBERED = 4096
_remembered = lru_cache(maxsize=MOST_REMEMBERED, typed=True)

NO_BREAK = "\u00a0"
_RTL_ISOLATE, _FIRST_STRONG_ISOLATE, _END_ISOLATE = "\u2067", "\u2068", "\u2069"
_LEFT_TO_RIGHT_MARK = "\u200e"
_DIRECTION_MARKS = "\u200e\u200f\u061c"

# CLDR's short forms mix scripts in Chinese ("2 kg", "17厘米"), and spell German's single ones out.
_LONG = frozenset(("zh-Hans", f"mass-{unit}") for unit in ("gram", "kilogram", "ounce", "pound"))
_SPELT_OUT = {"de": {"1 Liter": "1 l", "1 Meter": "1 m"}}

# CLDR's measurement system "US" (supplemental data), and the islands that post as the USA.
_IMPERIAL_COUNTRIES = frozenset({"US", "PR", "GU", "VI", "AS", "MP", "LR"})
_GRAMS_PER_OUNCE = Decimal("28.349523125")
_OUNCES_PER_POUND = 16
_MM_PER_INCH = Decimal("25.4")


class MoneyParts(NamedTuple):
    """An amount of money in two texts; joined in order they are the whole, gap and sign included."""

    amount: str
    currency: str
    order: Literal["before", "after"]

    @property
    def ordered(self) -> tuple[str, str]:
        """Both texts as they are read."""
        return (self.currency, self.amount) if self.order == "before" else (self.amount, self.currency)


# -- money ---------------------------------------------------------------------------------


@_remembered
def money(amount: int, currency: str, tag: str) -> str:
    """Minor units with their currency: money(499000, "EUR", "de") is "4.990,00 €"."""
    return _isolated(_money(amount, currency, tag), tag)


@_remembered
def money_parts(amount: int, currency: str, tag: str) -> MoneyParts:
    """The same in parts, so that a template can set the currency small; no isolates."""
    symbol = numbers.get_currency_symbol(currency, cldr(tag))
    before, _, after = _money(amount, currency, tag).partition(symbol)
    if any(character.isdigit() for character in before):
        figures = before.rstrip(NO_BREAK)
        gap = before[len(figures) :]
        return MoneyParts(figures, gap + symbol + after, "after")
    figures = after.lstrip(NO_BREAK)
    gap = after[: len(after) - len(figures)]
    return MoneyParts(figures, before + symbol + gap, "before")


def currency_exponent(currency: str) -> int:
    """How many decimals the currency has: EUR 2, JPY 0, KWD 3."""
    return money_rules.exponent(currency)


def decimal_amount(amount: int, currency: str) -> Decimal:
    """Minor units as a decimal number, for machines: 4990 EUR is 49.90."""
    return Decimal(amount).scaleb(-currency_exponent(currency))


def _money(amount: int, currency: str, tag: str) -> str:
    locale = cldr(tag)
    # A copy, since the locale's own pattern is everybody's; the decimals are the currency's.
    pattern = copy(locale.currency_formats["standard"])
    pattern.frac_prec = (_written_decimals(amount, currency),) * 2
    text = pattern.apply(decimal_amount(amount, currency), locale, currency=currency, currency_digits=False)
    symbol = numbers.get_currency_symbol(currency, locale)
    if language(tag).direction == "rtl" and symbol[0].isascii():
        # Without this mark the sign of "US$" jumps to its other side.
        text = text.replace(symbol, symbol + _LEFT_TO_RIGHT_MARK)
    return _localised_minus(_spaced(text, symbol), tag)


def _written_decimals(amount: int, currency: str) -> int:
    """All that can be paid; where people write fewer (CLDR) and the rest is nought, those: 4.990 RSD."""
    payable = currency_exponent(currency)
    usual = min(int(numbers.get_currency_precision(currency)), payable)
    return payable if amount % 10 ** (payable - usual) else usual


def _spaced(text: str, symbol: str) -> str:
    """CLDR's currency spacing, which Babel leaves out: "CHF5.00" is "CHF 5.00"."""
    before, found, after = text.partition(symbol)
    if found and symbol[-1].isalpha() and after[:1].isdigit():
        return before + symbol + NO_BREAK + after
    return text


def _localised_minus(text: str, tag: str) -> str:
    """Arabic's minus carries a mark that keeps it on the figure's left."""
    minus = numbers.get_minus_sign_symbol(cldr(tag))
    return text if minus == "-" or minus in text else text.replace("-", minus, 1)


# -- numbers -------------------------------------------------------------------------------


@_remembered
def number(value: int | Decimal, tag: str) -> str:
    """A number with its groups: 1,234.5 or 1.234,5."""
    return _localised_minus(numbers.format_decimal(value, locale=cldr(tag)), tag)


@_remembered
def percent(share: Decimal, tag: str) -> str:
    """A share of one as percent, with up to two decimals: Decimal("0.055") is "5.5%"."""
    pattern = numbers.parse_pattern(cldr(tag).percent_formats[None].pattern)
    pattern.frac_prec = (0, 2)
    return _localised_minus(pattern.apply(share, cldr(tag)), tag)


def plural(count: int, forms: Mapping[str, str], tag: str) -> str:
    """The form for this count by CLDR's categories (zero, one, two, few, many, other)."""
    return forms.get(cldr(tag).plural_form(count)) or forms["other"]


def joined(texts: Sequence[str], tag: str) -> str:
    """A list in words: "a, b and c"."""
    return lists.format_list(list(texts), locale=cldr(tag))


# -- time ----------------------------------------------------------------------------------


@_remembered
def date(value: dt.date, tag: str, width: Width = "medium") -> str:
    """A day: "4 Dec 2026"."""
    return dates.format_date(value, width, locale=cldr(tag))


@_remembered
def date_range(start: dt.date, end: dt.date, tag: str, *, year: bool = False) -> str:
    """From a day to a day, as short as it stays clear: "4–9 Dec"; the year where it changes."""
    skeleton = "yMMMd" if year or start.year != end.year else "MMMd"
    return _isolated(dates.format_interval(start, end, skeleton, locale=cldr(tag)), tag)


def datetime(value: dt.datetime, tag: str, timezone: str = "UTC", width: Width = "medium") -> str:
    """A moment to the minute in a time zone; a naive value is taken as UTC."""
    aware = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
    local = aware.astimezone(ZoneInfo(timezone))
    day = dates.format_date(local.date(), width, locale=cldr(tag))
    clock = dates.format_time(local.time(), "short", locale=cldr(tag))
    pattern = str(dates.get_datetime_format(width, locale=cldr(tag)))
    return pattern.replace("'", "").format(clock, day)


def moment(value: dt.datetime, tag: str) -> str:
    """A moment as it stands in mails and on pages, whose readers live by many clocks: which one is meant is named."""
    return f"{datetime(value, tag)} UTC"


# -- measures ------------------------------------------------------------------------------


@_remembered
def weight(grams: int, tag: str, country: str = "") -> str:
    """A weight in the country's units: "350 g", "1.25 kg"; "12.3 oz", "2.76 lb" in the USA."""
    if country in _IMPERIAL_COUNTRIES:
        ounces = grams / _GRAMS_PER_OUNCE
        if ounces < _OUNCES_PER_POUND:
            return _measure(ounces, "mass-ounce", tag, "#,##0.#")
        return _measure(ounces / _OUNCES_PER_POUND, "mass-pound", tag)
    if grams < 1000:
        return _measure(Decimal(grams), "mass-gram", tag)
    return _measure(Decimal(grams) / 1000, "mass-kilogram", tag)


def length(millimetres: int, tag: str, country: str = "") -> str:
    """A length in the country's units: "8 mm", "24.5 cm", "1.2 m"; inches in the USA."""
    value, unit = _length(millimetres, millimetres, country)
    return _measure(value, unit, tag)


def dimensions(sides: Sequence[int], tag: str, country: str = "") -> str:
    """Sides in millimetres in one unit: "30 × 20 × 4.5 cm"."""
    # metres would make nothing of a thin side: goods are told in centimetres up to ten metres
    longest = max(sides) if max(sides) >= 10_000 else min(max(sides), 999)
    scaled = [_length(side, longest, country) for side in sides]
    texts = [number(round(value, 1), tag) for value, _ in scaled[:-1]]
    last = _unit(*scaled[-1], tag, "#,##0.#")
    return _isolated(f"{NO_BREAK}×{NO_BREAK}".join([*texts, last]), tag)


def _length(millimetres: int, longest: int, country: str) -> tuple[Decimal, str]:
    if country in _IMPERIAL_COUNTRIES:
        return millimetres / _MM_PER_INCH, "length-inch"
    if longest < 10:
        return Decimal(millimetres), "length-millimeter"
    if longest < 1000:
        return Decimal(millimetres) / 10, "length-centimeter"
    return Decimal(millimetres) / 1000, "length-meter"


def _measure(value: Decimal, unit: str, tag: str, pattern: str = "#,##0.##") -> str:
    return _isolated(_unit(value, unit, tag, pattern), tag)


def _unit(value: Decimal, unit: str, tag: str, pattern: str) -> str:
    width: Literal["long", "short"] = "long" if (tag, unit) in _LONG else "short"
    text = units.format_unit(value, unit, width, format=pattern, locale=cldr(tag))
    return _SPELT_OUT.get(tag, {}).get(text, text).replace(" ", NO_BREAK)


# -- direction -----------------------------------------------------------------------------


def isolated(text: str, tag: str) -> str:
    """A foreign text (a name, a number from outside) made safe inside a sentence of this language."""
    if not text or text[0] in (_RTL_ISOLATE, _FIRST_STRONG_ISOLATE) or "://" in text:
        return text
    if language(tag).direction == "rtl" or any(
        unicodedata.bidirectional(character) in ("R", "AL") for character in text
    ):
        return _FIRST_STRONG_ISOLATE + text + _END_ISOLATE
    return text


def without_marks(text: str) -> str:
    """The text without isolates and direction marks, for machines and plain comparison."""
    invisible = _DIRECTION_MARKS + _RTL_ISOLATE + _FIRST_STRONG_ISOLATE + _END_ISOLATE
    return text.translate(dict.fromkeys(map(ord, invisible)))


def _isolated(text: str, tag: str) -> str:
    return _RTL_ISOLATE + text + _END_ISOLATE if language(tag).direction == "rtl" else text


_CONTENT_UNITS = {
    "g": "mass-gram",
    "kg": "mass-kilogram",
    "ml": "volume-milliliter",
    "l": "volume-liter",
    "m": "length-meter",
}


@_remembered
def quantity(amount: int, unit: str, tag: str) -> str:
    """A content such as "250 g"; pieces are a bare number."""
    if unit in _CONTENT_UNITS:
        return _measure(Decimal(amount), _CONTENT_UNITS[unit], tag)
    return number(amount, tag)
