"""The fields of a product that stand once in its form: labels, hints, checks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stdnum import ean

from storefront.countries import country_codes
from storefront.digits import ascii_digits, whole
from storefront.forms import Field, Option, Section, check_email
from storefront.i18n import Message, _, plain

ON_SALE, UNPUBLISHED, HIDDEN = "published", "unpublished", "hidden"
STATES = {ON_SALE: _("Published"), UNPUBLISHED: _("Not published"), HIDDEN: _("By its address only")}
UNITS = ("g", "kg", "ml", "l", "m", "piece")
RESTRICTIONS = {
    "battery": _("Contains a battery"),
    "liquid": _("Liquid"),
    "blade": _("Has a blade"),
    "plant-material": _("Plant material"),
    "magnet": _("Contains a magnet"),
}
# name in the form → label; the words a product has in each language
TEXTS = {
    "title": _("Title"),
    "summary": _("Summary"),
    "description": _("Description"),
    "warnings": _("Warnings"),
    "seo_title": _("Title for search engines"),
    "seo_description": _("Description for search engines"),
}
LONGEST = {
    "title": 300, "summary": 500, "description": 60000, "warnings": 10000, "seo_title": 300, "seo_description": 500,
}  # fmt: skip


def hs_digits(text: str) -> str:
    """A customs code as it is kept: digits only."""
    return re.sub(r"[\s.]", "", ascii_digits(text))


def check_hs_code(text: str) -> Message | None:
    code = hs_digits(text)
    fits = code.isascii() and code.isdigit() and 6 <= len(code) <= 10 and 1 <= int(code[:2]) <= 97 and code[:2] != "77"
    return None if fits else _("A customs code has 6 to 10 digits and begins with a chapter, as in 6912.00.")


def check_gtin(text: str) -> Message | None:
    code = ascii_digits(text)
    fits = len(code) in (8, 12, 13, 14) and code.isascii() and code.isdigit() and bool(ean.is_valid(code))
    return None if fits else _("A GTIN has 8, 12, 13 or 14 digits, the last of which is a check digit.")


def check_pieces(text: str) -> Message | None:
    return None if whole(text) is not None else _("A whole number, please.")


def _countries(names: Iterable[tuple[str, str]]) -> tuple[Option, ...]:
    return (Option("", _("Not said")), *(Option(code, plain(name)) for code, name in names))


def _check_country(code: str) -> Message | None:
    return None if code in country_codes() else _("Please choose one of the list.")


def _party(prefix: str, countries: tuple[Option, ...]) -> tuple[Field, ...]:
    return (
        Field(f"{prefix}-name", _("Name"), required=False, width="half"),
        Field(f"{prefix}-email", _("E-mail"), "email", required=False, width="half", dir="ltr", check=check_email),
        Field(f"{prefix}-address", _("Address without the country"), required=False, width="half", maxlength=400),
        Field(f"{prefix}-country", _("Country"), "select", False, width="half", options=countries),
    )


def fact_sections(
    categories: tuple[Option, ...], names: Iterable[tuple[str, str]], *, new: bool
) -> tuple[Section, ...]:
    """The form's right side; names are countries in the desk's language."""
    countries = _countries(names)
    states = tuple(Option(value, label) for value, label in STATES.items())
    units = (Option("", _("None")), *(Option(unit, _("pieces") if unit == "piece" else plain(unit)) for unit in UNITS))
    slug = Field(
        "slug", _("Address"), required=False, dir="ltr",
        help=_("The last part of its address; empty: made of the title."),
    )  # fmt: skip
    first = (
        Field("state", _("Visibility"), "select", options=states, width="half"),
        Field("category", _("Category"), "select", False, options=categories, width="half"),
        Field("brand", _("Brand"), required=False),
        Field("origin", _("Made in"), "select", False, options=countries, width="half"),
        Field(
            "hs_code", _("Customs code (HS)"), required=False, inputmode="numeric", dir="ltr", width="half",
            maxlength=20, check=check_hs_code,
        ),
        Field(
            "measure_quantity", _("Content"), required=False, inputmode="numeric", width="half", maxlength=9,
            check=check_pieces,
        ),
        Field("measure_unit", _("Unit"), "select", False, options=units, width="half"),
        *((slug,) if new else ()),
        Field(
            "related", _("Related products"), required=False, maxlength=2000, dir="ltr",
            help=_("SKUs or addresses, with commas between them."),
        ),
    )  # fmt: skip
    marks = tuple(Field(f"is-{code}", label, "checkbox", False, width="half") for code, label in RESTRICTIONS.items())
    return (
        Section(first),
        Section(marks, _("Restrictions"), _("Some carriers and countries refuse these.")),
        Section(_party("m", countries), _("Manufacturer")),
        Section(_party("r", countries), _("Responsible person in the EU"), _("Where the manufacturer is elsewhere.")),
    )
