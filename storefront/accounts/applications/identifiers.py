"""Numbers and days that say who somebody is: checked in form, and shown with most of them covered."""

from __future__ import annotations

import re
from datetime import date

from stdnum import get_cc_module
from stdnum.eu import vat as eu_vat

from storefront.digits import ascii_digits
from storefront.i18n import Message, _

ADULT, OLDEST = 18, 120
COVER = "•"
_PLAIN = re.compile(r"[A-Z0-9]{4,30}")


def compact(typed: str) -> str:
    """A number without the signs that people set between its digits."""
    return re.sub(r"[\s.\-/]", "", ascii_digits(typed)).upper()


def check_vat_id(typed: str) -> Message | None:
    """In form only: whether it is somebody's is asked elsewhere."""
    number = compact(typed)
    wrong = _("This is not a valid VAT number. It begins with the country, like DE136695976.")
    if not _PLAIN.fullmatch(number) or not number[:2].isalpha():
        return wrong
    country = "gr" if number[:2] == "EL" else number[:2].lower()
    if country in eu_vat.MEMBER_STATES:
        return None if eu_vat.is_valid(number) else wrong
    module = get_cc_module("gb" if country == "xi" else country, "vat")
    if module is None or module.is_valid(number) or module.is_valid(number[2:]):
        return None
    return wrong


def check_tax_id(typed: str, country: str) -> Message | None:
    """In form, as far as the form of this country's number is known."""
    number = compact(typed)
    module = get_cc_module(country.lower(), "tin") if country else None
    if not _PLAIN.fullmatch(number) or not any(sign.isdigit() for sign in number):
        return _("A tax number has 4 to 30 letters and digits.")
    if module is not None and not module.is_valid(number):
        return _("This is not a valid tax number of this country.")
    return None


def as_day(typed: str) -> date | None:
    """The day an ISO text says."""
    try:
        return date.fromisoformat(ascii_digits(typed)) if re.fullmatch(r"\d{4}-\d\d-\d\d", typed) else None
    except ValueError:
        return None


def check_birth_date(typed: str, today: date) -> Message | None:
    """Of somebody who may sell: of age, and alive."""
    day = as_day(typed)
    if day is None:
        return _("A day is written like 1990-12-31.")
    if day > today or today.year - day.year > OLDEST:
        return _("This cannot be a date of birth.")
    age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    return _("Whoever sells here is at least %(age)s years old.", age=str(ADULT)) if age < ADULT else None


def check_expiry(typed: str, today: date) -> Message | None:
    """Of a document that still holds tomorrow."""
    day = as_day(typed)
    if day is None:
        return _("A day is written like 1990-12-31.")
    if day <= today:
        return _("This document has expired. Send one that holds.")
    return _("This is too far ahead; look at the year.") if day.year > today.year + 50 else None


def covered(number: str) -> str:
    """A number of which only the last three signs are shown."""
    return COVER * max(len(number) - 3, 0) + number[-3:] if len(number) > 5 else COVER * len(number)


def covered_day(day: str) -> str:
    """A day of which only the year is shown."""
    return f"{day[:4]}-{COVER * 2}-{COVER * 2}" if day else ""
