"""Numbers are read in the digits of any script, and nothing that is no number is."""

from __future__ import annotations

import pytest

from storefront.accounts.addresses import check_address
from storefront.catalogue.filtering import asked_from
from storefront.digits import ascii_digits, minor_units, whole
from storefront.payments.sandbox_cards import card_digits, card_problem

# Arabic-Indic, Persian, Devanagari, full-width
THREES = ("3", "٣", "۳", "३", "３")
CARDS = (
    "٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢",
    "۴۲۴۲-۴۲۴۲-۴۲۴۲-۴۲۴۲",
    "४२४२४२४२४२४२४२४२",
    "４２４２　４２４２　４２４２　４２４２",
)


@pytest.mark.parametrize("typed", THREES)
def test_a_whole_number_is_read_in_every_script(typed: str) -> None:
    assert whole(f" {typed}2 ") == 32


@pytest.mark.parametrize("typed", ["", None, "1.5", "-1", "abc", "1e3", "²", "Ⅷ", "三", "1 000", "1" * 10])
def test_what_is_no_whole_number_is_none(typed: str | None) -> None:
    assert whole(typed) is None


def test_letters_stay_when_digits_are_folded() -> None:
    assert ascii_digits("AB-١٢ 三") == "AB-12 三"


@pytest.mark.parametrize(
    ("typed", "decimals", "amount"),
    [
        ("12", 2, 1200),
        ("12,5", 2, 1250),
        ("١٢٫٥٠", 2, 1250),
        ("１２．５０".replace("．", "."), 2, 1250),
        ("12", 0, 12),
        ("12.345", 3, 12345),
        ("12.5", 0, None),
        ("1.234", 2, None),
        ("1,234.50", 2, None),
        ("12.", 2, None),
        (".5", 2, None),
        ("-3", 2, None),
        ("abc", 2, None),
    ],
)
def test_an_amount_is_read_with_any_decimal_sign(typed: str, decimals: int, amount: int | None) -> None:
    assert minor_units(typed, decimals) == amount


@pytest.mark.parametrize("typed", CARDS)
def test_a_card_number_is_read_in_every_script(typed: str) -> None:
    assert card_digits(typed) == "4242424242424242"
    assert card_problem(typed) is None


@pytest.mark.parametrize("typed", THREES)
def test_a_price_filter_is_read_in_every_script(typed: str) -> None:
    asked = asked_from("/en/search", [("min", typed), ("max", f"{typed},5")])
    assert (asked.filters("EUR").low, asked.filters("EUR").high) == (300, 350)


def test_a_postal_code_is_kept_in_the_digits_carriers_read() -> None:
    typed = {"name": "سارة", "street": "شارع العليا 1", "postal_code": "١٢٢١٤", "city": "الرياض"}
    address, checked = check_address("SA", typed)
    assert checked.errors == {}
    assert address.postal_code == checked.values["postal_code"] == "12214"
