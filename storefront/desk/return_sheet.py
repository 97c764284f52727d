"""Where goods of a seller go back to: a row for each region and an empty one, as a form and read from it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storefront.accounts.addresses import Address
from storefront.countries import countries
from storefront.desk.shipping_sheet import country_words, read_countries
from storefront.forms import Errors, Field, Option, Section, cleaned
from storefront.i18n import Country, Message, _

MOST = 20
ELSE = _("Countries; empty: everywhere else.")
PARTS = ("name", "street", "postal_code", "city", "country")


@dataclass(frozen=True)
class ReturnRow:
    """An address, and the countries whose buyers send there; none: all others."""

    countries: tuple[str, ...]
    address: Address


def sections(rows: int, tag: str) -> tuple[Section, ...]:
    """The fields of so many rows."""
    options = (Option("", _("Choose a country")), *(Option(code, _name(code)) for code, _words in countries(tag)))
    return tuple(
        Section(
            (
                Field(f"r{row}-countries", _("For buyers in"), "textarea", False, ELSE, maxlength=4000),
                Field(f"r{row}-name", _("Name"), required=False, maxlength=120),
                Field(f"r{row}-street", _("Street and number"), required=False, maxlength=200),
                Field(f"r{row}-postal_code", _("Postal code"), required=False, width="third", maxlength=20),
                Field(f"r{row}-city", _("City"), required=False, width="two-thirds", maxlength=120),
                Field(f"r{row}-country", _("Country"), "select", False, options=options),
            ),
            _("Address %(number)s", number=row + 1),
        )
        for row in range(min(rows, MOST))
    )  # fmt: skip


def _name(code: str) -> Message:
    return Message("%(country)s", {"country": Country(code)})


def typed_rows(rows: Sequence[ReturnRow], tag: str) -> dict[str, str]:
    """The rows as the form begins."""
    typed: dict[str, str] = {}
    for number, row in enumerate(rows):
        typed[f"r{number}-countries"] = country_words(row.countries, tag)
        typed |= {f"r{number}-{part}": getattr(row.address, part) for part in PARTS}
    return typed


def read_rows(typed: Mapping[str, str]) -> tuple[list[ReturnRow], Errors]:
    """The rows that say anything, and what is wrong by field; no country stands in two rows."""
    rows: list[ReturnRow] = []
    errors: Errors = {}
    taken: set[str] = set()
    for number in range(MOST):
        cell = {part: cleaned(typed.get(f"r{number}-{part}", ""))[:200] for part in PARTS}
        words = typed.get(f"r{number}-countries", "")[:4000]
        if not any(cell.values()) and not cleaned(words):
            continue
        known, unknown = read_countries(words)
        field = f"r{number}-countries"
        if unknown:
            errors[field] = _("This is no country: %(name)s.", name=unknown[0])
        elif taken & set(known) or (not known and any(not row.countries for row in rows)):
            errors[field] = _("Another address is for these buyers already.")
        for part in ("street", "city", "country"):
            if not cell[part]:
                errors[f"r{number}-{part}"] = _("Please fill in this field.")
        taken |= set(known)
        rows.append(ReturnRow(known, Address(**cell)))
    return rows, errors
