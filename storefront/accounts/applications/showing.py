"""Applications as pages show them: answers in words, documents with their end, stages with who acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from storefront import formatting
from storefront.accounts.addresses import Address, address_lines
from storefront.accounts.applications.contexts import AnsweredStep, DocumentRow
from storefront.accounts.applications.identifiers import as_day, covered, covered_day
from storefront.accounts.applications.steps import ANSWERED, DOCUMENTS, STEPS, Paper, holds, sections
from storefront.accounts.applications.tables import Application, SellerDocument
from storefront.catalogue.contexts import Fact
from storefront.countries import country_name
from storefront.forms import Field
from storefront.i18n import Message, _
from storefront.values import BusinessModel, State
from storefront.web.shopper import Shopper
from storefront.workflow import find_workflow

SOON = timedelta(days=30)
COVERED: Mapping[str, Callable[[str], str]] = {"tax_id": covered, "birth_date": covered_day}
TONES = {"approved": "good", "asked": "warn", "review": "warn", "suspended": "bad", "refused": "bad"}


def models_on(visitor: Shopper) -> list[BusinessModel]:
    """The business models one may sell under now."""
    plugins = visitor.runtime.plugins
    return [plugins.models[code] for code in sorted(plugins.selling)]


def known_models(visitor: Shopper) -> list[BusinessModel]:
    """Those that words can be found for, retiring ones too."""
    return list(visitor.runtime.plugins.models.values())


def answered(
    answers: Mapping[str, Any], visitor: Shopper, today: date, *, url: Callable[[str], str] = lambda _step: "",
    whole: bool = False,
) -> tuple[AnsweredStep, ...]:  # fmt: skip
    """What was answered, step by step; whole: nothing is covered."""
    found = []
    for step in ANSWERED:
        given = answers.get(step)
        if not isinstance(given, dict):
            continue
        facts = _address(given, visitor) if step == "address" else _facts(step, answers, visitor, today, whole)
        found.append(AnsweredStep(visitor.t(STEPS[step]), facts, url(step)))
    return tuple(found)


def _address(given: Mapping[str, Any], visitor: Shopper) -> tuple[Fact, ...]:
    address = Address.from_json(given)
    lines = address_lines(address, country_name(address.country, visitor.language)) if address.country else ()
    return (Fact(visitor.t(_("Address")), ", ".join(lines)),) if lines else ()


def _facts(
    step: str, answers: Mapping[str, Any], visitor: Shopper, today: date, whole: bool
) -> tuple[Fact, ...]:
    fields = [one for section in sections(step, answers, known_models(visitor), today) for one in section.fields]
    given = answers[step]
    rows = ((one, _value(one, str(given.get(one.name, "")), visitor, whole)) for one in fields)
    return tuple(Fact(visitor.t(one.label), value) for one, value in rows if value)


def _value(field: Field, value: str, visitor: Shopper, whole: bool) -> str:
    if not value:
        return ""
    if field.options:
        return next((visitor.t(one.label) for one in field.options if one.value == value), value)
    if field.type == "checkbox":
        return visitor.t(_("Yes"))
    return value if whole or field.name not in COVERED else COVERED[field.name](value)


def document_rows(
    documents: Sequence[SellerDocument], visitor: Shopper, today: date, url: Callable[[SellerDocument], str]
) -> tuple[DocumentRow, ...]:
    """Documents with until when they hold."""
    return tuple(
        DocumentRow(visitor.t(DOCUMENTS[one.kind]), one.upload.name, url(one), *until(one.expires_on, visitor, today))
        for one in documents
    )


def until(expires_on: str, visitor: Shopper, today: date) -> tuple[str, str]:
    """The end of a document in words, and its tone."""
    day = as_day(expires_on)
    if day is None:
        return "", ""
    shown = formatting.date(day, visitor.language)
    if not holds(Paper("", expires_on), today):
        return visitor.t(_("expired on %(day)s", day=shown)), "bad"
    return visitor.t(_("holds until %(day)s", day=shown)), "warn" if day - today <= SOON else ""


def state_of(row: Application | Mapping[str, Any]) -> State:
    """The stage of an application."""
    name = row["state"] if isinstance(row, Mapping) else row.state
    workflow = find_workflow("application", "core")
    assert workflow is not None
    return next(one for one in workflow.states if one.name == name)


def title_of(answers: Mapping[str, Any]) -> Message | str:
    """What an application is called."""
    name = str(answers.get("identity", {}).get("name", ""))
    return name or _("Application without a name yet")
