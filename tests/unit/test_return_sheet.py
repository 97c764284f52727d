"""Where goods go back to, as typed at the desk."""

from __future__ import annotations

from storefront.accounts.addresses import Address
from storefront.desk.return_sheet import ReturnRow, read_rows, typed_rows

HOME = {"r0-name": "Nordbord", "r0-street": "Hafen 1", "r0-postal_code": "20457", "r0-city": "Hamburg", "r0-country": "DE"}
ABROAD = {"r1-countries": "Norway, Sweden", "r1-street": "Kai 2", "r1-city": "Oslo", "r1-country": "NO"}


def test_rows_are_read_by_country_and_empty_ones_left_out() -> None:
    rows, errors = read_rows({**HOME, **ABROAD, "r2-street": " "})
    assert errors == {}
    assert rows == [
        ReturnRow((), Address(name="Nordbord", street="Hafen 1", postal_code="20457", city="Hamburg", country="DE")),
        ReturnRow(("NO", "SE"), Address(street="Kai 2", city="Oslo", country="NO")),
    ]
    assert read_rows(typed_rows(rows, "de")) == (rows, {})


def test_what_is_wrong_is_said_at_its_field() -> None:
    _rows, errors = read_rows({"r0-street": "Hafen 1", "r1-countries": "Atlantis", "r1-street": "x", "r1-city": "y"})
    assert {name: str(words) for name, words in errors.items()} == {
        "r0-city": "Please fill in this field.",
        "r0-country": "Please fill in this field.",
        "r1-countries": "This is no country: Atlantis.",
        "r1-country": "Please fill in this field.",
    }


def test_no_buyer_has_two_addresses() -> None:
    _rows, errors = read_rows({**HOME, "r1-street": "x", "r1-city": "y", "r1-country": "DE"})
    assert list(errors) == ["r1-countries"]
    twice = {**ABROAD, "r2-countries": "Sweden", "r2-street": "x", "r2-city": "y", "r2-country": "SE"}
    assert list(read_rows(twice)[1]) == ["r2-countries"]
