"""What an application asks, step by step. Pure: answers in, fields and what is missing out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import phonenumbers

from storefront.accounts.addresses import address_fields, check_address
from storefront.accounts.applications.identifiers import (
    as_day,
    check_birth_date,
    check_expiry,
    check_tax_id,
    check_vat_id,
    compact,
)
from storefront.forms import Checked, Field, Option, Section, Values, check_email, check_fields
from storefront.i18n import Message, _
from storefront.values import BusinessModel

STEPS: Mapping[str, Message] = {
    "selling": _("What you sell"),
    "identity": _("Who you are"),
    "address": _("Where you are"),
    "tax": _("Tax and your word"),
    "documents": _("Documents"),
    "review": _("Look at it and send it"),
}
# answered in a form of fields
ANSWERED = ("selling", "identity", "address", "tax")
DOCUMENTS: Mapping[str, Message] = {
    "identity": _("Identity document"),
    "register": _("Extract of the register"),
    "address": _("Proof of address"),
}
# what an identity document or a register's extract says of its end; a proof of address is as good as new
EXPIRES = frozenset({"identity"})
TRADER, PRIVATE = "trader", "private"
KINDS = (
    Option(
        TRADER,
        _("As a trader"),
        _(
            "You sell for your trade or profession. Consumer law applies: 14 days of withdrawal, the legal guarantee,"
            " invoices with tax. Your name, address, e-mail, telephone, register and VAT number are shown."
        ),
        icon="factory",
    ),
    Option(
        PRIVATE,
        _("As a private person"),
        _(
            "You sell your own things now and then. Buyers have no right of withdrawal, you write no invoices with tax."
            " Only your shop name, your country and that you are private are shown."
        ),
        icon="person",
    ),
)


@dataclass(frozen=True)
class Paper:
    """A document as the rules see it."""

    kind: str
    expires_on: str = ""


def is_trader(answers: Mapping[str, Any]) -> bool:
    """Whether he says he is one."""
    return str(answers.get("selling", {}).get("kind", "")) == TRADER


def sections(
    step: str, answers: Mapping[str, Any], models: Sequence[BusinessModel], today: date
) -> tuple[Section, ...]:
    """The fields of a step, of these answers."""
    if step == "selling":
        return (Section(_selling(models)),)
    if step == "identity":
        return (Section(_identity(is_trader(answers), today)),)
    if step == "address":
        return (Section(_address(str(answers.get("address", {}).get("country", "")))),)
    return _tax(is_trader(answers), str(answers.get("address", {}).get("country", "")))


def _selling(models: Sequence[BusinessModel]) -> tuple[Field, ...]:
    options = tuple(Option(one.code, one.name, one.sells, icon=one.icon) for one in models)
    return (
        Field("business_model", _("How you want to sell"), "cards", options=options),
        Field("kind", _("As what you sell"), "cards", options=KINDS),
    )


def _identity(trader: bool, today: date) -> tuple[Field, ...]:
    shown = Field(
        "name", _("Shop name"), autocomplete="organization" if trader else "nickname", maxlength=80,
        help=_("Under this name buyers find you."),
    )  # fmt: skip
    about = Field("about", _("About you, for your page"), "textarea", required=False, maxlength=2000)
    reached = (
        Field("email", _("E-mail"), "email", autocomplete="email", inputmode="email", dir="ltr", width="half",
              maxlength=254, check=check_email),
        Field("phone", _("Telephone"), "tel", autocomplete="tel", inputmode="tel", dir="ltr", width="half",
              maxlength=40, help=_("With the country: +49 30 123456."), check=check_phone),
    )  # fmt: skip
    if not trader:
        return (
            shown,
            Field("full_name", _("Full name"), autocomplete="name", maxlength=120, width="half",
                  help=_("As your identity document has it. It is not shown.")),
            Field("birth_date", _("Date of birth"), "date", autocomplete="bday", dir="ltr", width="half", maxlength=10,
                  check=lambda typed: check_birth_date(typed, today)),
            *reached,
            about,
        )  # fmt: skip
    return (
        shown,
        Field("legal_name", _("Registered name"), autocomplete="organization", width="half"),
        Field("full_name", _("Who speaks for it"), autocomplete="name", maxlength=120, width="half"),
        Field("register_number", _("Register and number"), maxlength=100, width="half",
              help=_("Such as “Amtsgericht Hamburg HRB 12345”.")),
        Field("vat_id", _("VAT number"), required=False, dir="ltr", width="half", maxlength=40, check=check_vat_id),
        *reached,
        about,
    )  # fmt: skip


def _address(country: str) -> tuple[Field, ...]:
    """Without name, company and telephone: they are asked before."""
    return tuple(one for one in address_fields(country) if one.name not in ("name", "company", "phone"))


def _tax(trader: bool, country: str) -> tuple[Section, ...]:
    number = Field(
        "tax_id", _("Tax number"), dir="ltr", maxlength=40,
        help=_("Of the country you pay tax in. Who sells much is reported to its tax office, as the law wants."),
        check=lambda typed: check_tax_id(typed, country),
    )  # fmt: skip
    words = _("I sell only products that the law allows, and describe them truly.")
    own = (
        _("I act as a trader and know what the law asks of me.")
        if trader
        else _("I sell as a private person, not for a trade; if that changes, I say so.")
    )
    word = (Field("lawful", words, "checkbox"), Field("true", own, "checkbox"))
    return (Section((number,)), Section(word, _("Your word")))


def check_phone(typed: str) -> Message | None:
    """With the country's code: nothing else says which country it is of."""
    wrong = _("This is not a telephone number; with the country it looks like +49 30 123456.")
    try:
        return None if phonenumbers.is_valid_number(phonenumbers.parse(typed, None)) else wrong
    except phonenumbers.NumberParseException:
        return wrong


def check_step(
    step: str, answers: Mapping[str, Any], typed: Values, models: Sequence[BusinessModel], today: date
) -> Checked:
    """What was typed in a step, cleaned, and what is wrong with it."""
    if step == "address":
        country = str(typed.get("country", ""))
        address, checked = check_address(country, typed)
        for name in ("name", "company", "phone"):
            checked.errors.pop(name, None)
        return Checked({**_kept(address.as_json()), "country": country}, checked.errors)
    fields = [field for one in sections(step, answers, models, today) for field in one.fields]
    # a textarea's lines and a checkbox that is not ticked
    checked = check_fields(fields, typed)
    values = dict(checked.values)
    for name in ("vat_id", "tax_id"):
        if values.get(name) and name not in checked.errors:
            values[name] = compact(values[name])
    if values.get("phone") and "phone" not in checked.errors:
        number = phonenumbers.parse(values["phone"], None)
        values["phone"] = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    errors = {name: _unticked(name, fields, message) for name, message in checked.errors.items()}
    return replace(checked, values=values, errors=errors)


def _kept(address: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in address.items() if name not in ("name", "company", "phone")}


def _unticked(name: str, fields: Sequence[Field], message: Message) -> Message:
    ticks = {one.name for one in fields if one.type == "checkbox"}
    return _("Without your word nobody may sell here.") if name in ticks else message


def wanted_documents(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds of document that must be there."""
    return ("identity", "register") if is_trader(answers) else ("identity", "address")


def missing(
    answers: Mapping[str, Any], papers: Sequence[Paper], models: Sequence[BusinessModel], today: date
) -> list[tuple[str, Message]]:
    """What stands between these answers and the button, as (step, words)."""
    found: list[tuple[str, Message]] = []
    for step in ANSWERED:
        given = answers.get(step)
        if not isinstance(given, dict) or check_step(step, answers, given, models, today).errors:
            found.append((step, _("Please answer: %(step)s.", step=STEPS[step])))
    there = {one.kind for one in papers if holds(one, today)}
    for kind in wanted_documents(answers):
        if kind not in there:
            found.append(("documents", _("Please send: %(document)s.", document=DOCUMENTS[kind])))
    return found


def holds(paper: Paper, today: date) -> bool:
    """Whether a document has not expired: on its last day it still holds."""
    day = as_day(paper.expires_on)
    return day is None or day >= today


def document_fields(answers: Mapping[str, Any], today: date) -> tuple[Field, ...]:
    """Kind and last day of a document that is sent."""
    wanted = wanted_documents(answers)
    kinds = (*wanted, *(one for one in DOCUMENTS if one not in wanted))
    return (
        Field("kind", _("Kind of document"), "select", options=tuple(Option(one, DOCUMENTS[one]) for one in kinds),
              width="half"),
        Field("expires_on", _("Holds until"), "date", required=False, dir="ltr", width="half", maxlength=10,
              help=_("An identity document says so; leave it empty where none is named."),
              check=lambda typed: check_expiry(typed, today)),
    )  # fmt: skip


def check_document(answers: Mapping[str, Any], typed: Values, today: date) -> Checked:
    """What was said of a document that is sent."""
    checked = check_fields(document_fields(answers, today), typed)
    if checked.values["kind"] in EXPIRES and not checked.values["expires_on"]:
        checked.errors["expires_on"] = _("Please write until when it holds.")
    return checked
