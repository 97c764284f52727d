"""Minor units are ISO 4217's, since that is what payment providers count in."""

from __future__ import annotations

from fractions import Fraction

import pytest
from babel.core import get_global

from storefront import money

# ISO 4217 and CLDR differ here: the coins are gone, the accounts still have them
OFTEN_WRITTEN_WITHOUT = ("AFN", "ALL", "IRR", "KPW", "LAK", "LBP", "MGA", "MMK", "RSD", "SOS", "SYP", "YER")


@pytest.mark.parametrize(
    ("currency", "digits"),
    [
        ("EUR", 2),
        ("USD", 2),
        ("CNY", 2),
        ("HUF", 2),
        ("TWD", 2),
        ("JPY", 0),
        ("KRW", 0),
        ("ISK", 0),
        ("UGX", 0),
        ("VND", 0),
        ("KWD", 3),
        ("IQD", 3),
        ("TND", 3),
        ("CLF", 4),
    ],
)
def test_a_currency_has_as_many_decimals_as_iso_4217_says(currency: str, digits: int) -> None:
    assert money.exponent(currency) == digits


@pytest.mark.parametrize("currency", OFTEN_WRITTEN_WITHOUT)
def test_what_people_write_without_decimals_is_paid_with_two(currency: str) -> None:
    assert get_global("currency_fractions")[currency][0] == 0
    assert money.exponent(currency) == 2


def test_an_amount_is_the_same_in_both_currencies_minor_units() -> None:
    rate = Fraction(117)
    assert money.converted(1000, rate, "EUR", "RSD") == 117_000
    assert money.converted(1000, Fraction(1500), "EUR", "IQD") == 15_000_000
    assert money.converted(1000, Fraction(160), "EUR", "JPY") == 1_600
    assert str(money.decimal_amount(117_000, "RSD")) == "1170.00"


def test_nothing_is_listed_twice_and_every_code_has_three_capitals() -> None:
    codes = [code for codes in money._NOT_TWO.values() for code in codes.split()]
    assert len(codes) == len(set(codes)) == 26
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in codes)
