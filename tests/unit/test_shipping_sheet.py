"""A delivery zone as it is typed: countries by name or code, rates as a sheet."""

from __future__ import annotations

import pytest

from storefront.countries import EUROPEAN_UNION, country_codes
from storefront.desk.shipping_sheet import Rate, country_words, kilograms, read_countries, read_rates, typed_rates
from storefront.forms import Errors
from storefront.i18n import LANGUAGES

TAGS = ("en", "de")
ROW = {
    "r0-code": "standard", "r0-label-en": "Standard", "r0-weight": "2", "r0-currency": "EUR", "r0-price": "4.90",
    "r0-from": "3", "r0-to": "6", "rates": "1",
}  # fmt: skip


def said(typed: dict[str, str]) -> dict[str, str]:
    errors: Errors = {}
    read_rates(typed, TAGS, ("EUR", "JPY"), errors)
    return {name: str(message) for name, message in errors.items()}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_country_is_read_by_the_name_it_is_shown_with(tag: str) -> None:
    assert read_countries(country_words(country_codes(), tag)) == (tuple(sorted(country_codes())), ())


@pytest.mark.parametrize(
    ("text", "codes", "unknown"),
    [
        ("", (), ()),
        (" de; Österreich,\nSWITZERLAND ", ("AT", "CH", "DE"), ()),
        ("DE AT ch", ("AT", "CH", "DE"), ()),
        ("osterreich، النرويج、法国", ("AT", "FR", "NO"), ()),
        ("EU", EUROPEAN_UNION, ()),
        ("Europäische Union, NO", tuple(sorted((*EUROPEAN_UNION, "NO"))), ()),
        ("DE, Narnia, XX, DE XX", ("DE",), ("Narnia", "XX", "DE XX")),
    ],
)
def test_countries_are_read(text: str, codes: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    assert read_countries(text) == (tuple(sorted(codes)), unknown)


def test_a_sheet_is_read_and_a_methods_name_is_typed_once() -> None:
    more = {
        "rates": "4", "r1-code": "STANDARD", "r1-price": "٧٫٩٠", "r1-currency": "EUR", "r1-from": "3", "r1-to": "6",
        "r1-label-de": "Schwer", "r2-currency": "EUR", "r3-code": "x", "r3-gone": "1", "r3-price": "much",
    }  # fmt: skip
    errors: Errors = {}
    rates = read_rates({**ROW, **more}, TAGS, ("EUR",), errors)
    assert errors == {}
    assert rates == [
        Rate("standard", {"en": "Standard"}, 2000, "EUR", 490, 3, 6),
        Rate("standard", {"en": "Standard", "de": "Schwer"}, None, "EUR", 790, 3, 6),
    ]
    typed = typed_rates(rates, TAGS, "EUR")
    assert (typed["rates"], typed["r1-label-en"], typed["r1-label-de"], typed["r1-weight"]) == ("3", "", "Schwer", "")
    assert read_rates(typed, TAGS, ("EUR",), errors) == rates and errors == {}


def test_what_is_wrong_is_said_in_its_cell() -> None:
    wrong = {
        "r0-code": "Über", "r0-label-en": "", "r0-weight": "0", "r0-currency": "XXX", "r0-price": "-1", "r0-from": "9",
        "r0-to": "soon",
    }  # fmt: skip
    assert said({**ROW, **wrong}) == {
        "r0-code": "A short name in small letters, such as standard.",
        "r0-label-en": "A method needs a name in one language at least.",
        "r0-weight": "A weight in kilograms looks like 2 or 0.5.",
        "r0-currency": "Please choose one of the list.",
        "r0-price": "An amount looks like 12.50.",
        "r0-to": "A number of days, please.",
    }
    assert said({**ROW, "r0-to": "2"}) == {"r0-to": "The last day is before the first."}
    assert said({**ROW, "r0-currency": "JPY"}) == {"r0-price": "An amount looks like 12."}
    twice = {name.replace("r0", "r1"): value for name, value in ROW.items()}
    assert said({**twice, **ROW, "rates": "2", "r1-weight": "2.000"}) == {
        "r1-weight": "This method has a rate up to this weight already."
    }


def test_weights_are_typed_in_kilograms() -> None:
    assert [kilograms(grams) for grams in (1, 500, 2000, 30_000, 1_000_000)] == ["0.001", "0.5", "2", "30", "1000"]
