"""Countries and currencies by name: the ISO lists, in each language (CLDR, by Babel)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from babel import Locale
from babel.core import get_global

from storefront.languages import cldr, language

# How a shop there says it, where CLDR has the state's full name only.
_SHORT_NAMES = {("SA", "ar"): "السعودية", ("AE", "ar"): "الإمارات"}

# CLDR's two-letter territories that ISO 3166 does not count as countries: unions, test codes,
# and islands that post as part of another country.
_NOT_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """The ISO 3166 alpha-2 codes of real countries, and Kosovo's XK."""
    territories = map(str, Locale("en").territories)
    return frozenset(code for code in territories if len(code) == 2 and code.isalpha()) - _NOT_COUNTRIES


def country_name(code: str, tag: str) -> str:
    """The country's name in a language; the code itself where there is none."""
    return _SHORT_NAMES.get((code, tag)) or str(cldr(tag).territories.get(code, code))


@lru_cache(maxsize=32)
def countries(tag: str) -> tuple[tuple[str, str], ...]:
    """All countries as (code, name), in the language's own order."""
    named = ((code, country_name(code, tag)) for code in country_codes())
    return tuple(sorted(named, key=lambda pair: (sort_key(pair[1], tag), pair[0])))


@lru_cache(maxsize=1)
def currency_codes() -> frozenset[str]:
    """The ISO 4217 codes that are legal tender somewhere today."""
    tender = get_global("territory_currencies").values()
    return frozenset(str(code) for used in tender for code, _, end, is_tender in used if is_tender and end is None)


def is_currency(code: str) -> bool:
    """Whether this is the code of a currency one can pay with today."""
    return code in currency_codes()


def currency_name(code: str, tag: str) -> str:
    """The currency's name in a language; the code itself where there is none."""
    return str(cldr(tag).currencies.get(code, code))


def sort_key(text: str, tag: str) -> tuple[object, ...]:
    """A key that sorts names as the language does, near enough for a list of countries."""
    if language(tag).locale.startswith("zh"):
        # The common characters stand in the order of their pinyin in this encoding.
        return (text.encode("gb18030"),)
    plain = "".join(
        character for character in unicodedata.normalize("NFKD", text) if not unicodedata.combining(character)
    )
    return (plain.casefold(), text)
