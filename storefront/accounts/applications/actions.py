"""What an applicant does: begin, answer, send documents, hand in, withdraw. Each looks at whose application it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from storefront.accounts import tables as accounts
from storefront.accounts.applications import documents as papers_of
from storefront.accounts.applications.clocks import subject_of, tell
from storefront.accounts.applications.queries import find_open, get_own, selling_application
from storefront.accounts.applications.stages import LAPSE_HOURS
from storefront.accounts.applications.steps import ANSWERED, missing
from storefront.accounts.applications.tables import Application
from storefront.accounts.person import Person
from storefront.db import lock_rows, transaction
from storefront.errors import NotFound, Refused
from storefront.i18n import _
from storefront.uploads.files import KeptFile
from storefront.values import BusinessModel
from storefront.workflow import begin, move, set_timer

OWNER, NOUN = "core", "application"
MOST_DOCUMENTS = 12


@transaction()
def begin_application(person: Person, language: str, now: datetime) -> int:
    """A draft; the one that is open already where there is one. Somebody without a confirmed address gets none."""
    if not person.confirmed:
        raise Refused(_("Please confirm your e-mail address first."), "not-confirmed")
    _lock_person(person.id)
    known = find_open(person.id)
    return int(known.id) if known else _begin(person, {}, language, now)


@transaction()
def begin_change(person: Person, seller_id: int, language: str, now: datetime) -> int:
    """A draft of a change of what is known of his seller, filled with it; the one that is open where there is one."""
    former = selling_application(seller_id) if seller_id in person.sellers else None
    if former is None or former.person_id != person.id:
        raise NotFound(f"{seller_id} is no seller of this person")
    _lock_person(person.id)
    known = find_open(person.id)
    if known is not None:
        return int(known.id)
    answers = {name: value for name, value in former.answers.items() if name != "tax"}
    # his word is given anew
    answers["tax"] = {"tax_id": former.answers.get("tax", {}).get("tax_id", "")}
    made = _begin(person, answers, language, now, seller_id=seller_id, kind="change")
    papers_of.carry_on(former.id, made, now.date())
    return made


def _begin(person: Person, answers: Mapping[str, Any], language: str, now: datetime, **more: Any) -> int:
    row = Application.create(
        person_id=person.id, state="draft", language=language, answers=dict(answers), created_at=now, **more
    )
    begin(subject_of(row.id), NOUN, OWNER, actor=f"person:{person.id}", now=now)
    return int(row.id)


def _lock_person(person_id: int) -> None:
    # two presses at once begin one
    lock_rows(accounts.Person.select(accounts.Person.id).where(accounts.Person.id == person_id))


def _editable(person_id: int, application_id: int) -> Application:
    lock_rows(Application.select(Application.id).where(Application.id == application_id))
    row = get_own(person_id, application_id)
    if row.state not in ("draft", "asked"):
        raise Refused(_("This application was sent already; it can be changed when we ask for more."), "sent")
    return row


@transaction()
def save_answers(person_id: int, application_id: int, step: str, values: Mapping[str, str], now: datetime) -> None:
    """Keep a step's answers; the draft lives on for as long as a new one would."""
    row = _editable(person_id, application_id)
    if step not in ANSWERED:
        raise NotFound(f"there is no step {step!r}")
    changes: dict[str, Any] = {"answers": {**row.answers, step: dict(values)}}
    Application.update(**changes).where(Application.id == row.id).execute()
    _live_on(row.id, now)


def _live_on(application_id: int, now: datetime) -> None:
    set_timer(subject_of(application_id), "lapse", now + timedelta(hours=LAPSE_HOURS))


@transaction()
def send_documents(
    person_id: int, application_id: int, files: Sequence[KeptFile], said: tuple[str, str], now: datetime
) -> None:
    """Add files that were kept before; said: their kind, and until when they hold."""
    row = _editable(person_id, application_id)
    if len(papers_of.documents_of(row.id)) + len(files) > MOST_DOCUMENTS:
        raise Refused(_("At most %(count)s documents, please.", count=MOST_DOCUMENTS), "too-many-files")
    papers_of.add_documents(row.id, files, said, f"person:{person_id}", now)
    _live_on(row.id, now)


@transaction()
def remove_document(person_id: int, application_id: int, document_id: int) -> None:
    """Take back a document that nobody has looked at yet."""
    row = _editable(person_id, application_id)
    papers_of.drop_document(papers_of.get_document(row.id, document_id))


@transaction()
def submit(person_id: int, application_id: int, models: Sequence[BusinessModel], now: datetime) -> None:
    """Hand it in; Refused says what is missing."""
    row = _editable(person_id, application_id)
    found = papers_of.documents_of(row.id)
    lacks = missing(row.answers, papers_of.papers(found), models, now.date())
    if lacks:
        raise Refused(lacks[0][1], "incomplete")
    move(subject_of(row.id), "submit", actor=f"person:{person_id}", role="seller", now=now)
    Application.update(submitted_at=now, checklist=[]).where(Application.id == row.id).execute()
    tell({"person_id": person_id}, "selling-submitted", now)


@transaction()
def withdraw(person_id: int, application_id: int, now: datetime) -> None:
    """Take it back; what he said and sent is deleted."""
    row = get_own(person_id, application_id)
    move(subject_of(row.id), "withdraw", actor=f"person:{person_id}", role="seller", now=now)
