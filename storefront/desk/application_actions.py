"""Applications at the desk: looked at, asked about, approved, refused, suspended. Notes name no data of theirs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from storefront.accounts import tables as accounts
from storefront.accounts.applications.clocks import set_clocks, subject_of, tell
from storefront.accounts.applications.commissions import agree_commission
from storefront.accounts.applications.documents import documents_of, get_document, papers
from storefront.accounts.applications.queries import get_application, selling_application
from storefront.accounts.applications.sellers import draft_of, draft_with, free_slug
from storefront.accounts.applications.steps import missing
from storefront.accounts.applications.tables import Application, SellerDocument
from storefront.catalogue.actions import save_seller
from storefront.catalogue.rows import rows_of
from storefront.catalogue.seller_models import approve_models, models_of
from storefront.catalogue.tables import Seller
from storefront.db import lock_rows, transaction
from storefront.desk.audit import Actor, record
from storefront.desk.seller_actions import read_seller
from storefront.errors import NotFound, Refused
from storefront.i18n import _
from storefront.values import BusinessModel
from storefront.workflow import move

DECIDE, SEE_DOCUMENTS = "applications.decide", "applications.documents"


def _locked(actor: Actor, application_id: int) -> Application:
    """The application, nobody else's to decide meanwhile; nobody decides about himself."""
    actor.must(DECIDE)
    lock_rows(Application.select(Application.id).where(Application.id == application_id))
    row = get_application(application_id)
    if row.person_id == actor.person.id:
        raise Refused(_("Nobody decides about his own application: ask a colleague."), "own")
    return row


def _move(actor: Actor, row: Application, transition: str) -> None:
    move(subject_of(row.id), transition, actor=f"staff:{actor.person.id}", role="staff", now=actor.now)


def _note(actor: Actor, act: str, row: Application, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    record(actor, f"application.{act}", subject_of(row.id), before, after)


@transaction()
def see_document(actor: Actor, application_id: int, document_id: int) -> SellerDocument:
    """A document for who may see it; each look is noted."""
    actor.must(SEE_DOCUMENTS)
    row = get_application(application_id)
    document = get_document(row.id, document_id)
    _note(actor, "document", row, {}, {"document": document.id, "kind": document.kind})
    return document


@transaction()
def reveal(actor: Actor, application_id: int) -> Application:
    """The application with nothing covered; each look is noted."""
    actor.must(SEE_DOCUMENTS)
    row = get_application(application_id)
    _note(actor, "reveal", row, {}, {"shown": "tax number, date of birth"})
    return row


@transaction()
def check_off(actor: Actor, application_id: int, ticked: Collection[str]) -> None:
    """Keep what the reviewer has looked at."""
    row = _locked(actor, application_id)
    before, after = {"checked": sorted(row.checklist)}, {"checked": sorted(ticked)}
    Application.update(checklist=after["checked"]).where(Application.id == row.id).execute()
    if before != after:
        _note(actor, "check", row, before, after)


@transaction()
def ask(actor: Actor, application_id: int, words: str) -> None:
    """Ask the applicant for something; he may change his answers until he sends them again."""
    _say(actor, application_id, "ask", "selling-asked", words)


@transaction()
def refuse(actor: Actor, application_id: int, words: str) -> None:
    """Refuse it, with the reason; its data are forgotten after half a year."""
    _say(actor, application_id, "refuse", "selling-refused", words)


def _say(actor: Actor, application_id: int, transition: str, mail: str, words: str) -> None:
    row = _locked(actor, application_id)
    before = row.state
    _move(actor, row, transition)
    Application.update(reason=words, decided_at=actor.now).where(Application.id == row.id).execute()
    tell({"person_id": row.person_id}, mail, actor.now, said=words)
    _note(actor, transition, row, {"state": before}, {"state": get_application(row.id).state})


@transaction()
def approve(
    actor: Actor, application_id: int, slug: str, share: Fraction | None, models: Collection[BusinessModel]
) -> int:
    """Take the applicant on, or let a change hold; the seller's id. slug and share are for a new one."""
    row = _locked(actor, application_id)
    if missing(row.answers, papers(documents_of(row.id)), list(models), actor.now.date()):
        raise Refused(_("Something is missing or has expired meanwhile: ask the applicant for it."), "incomplete")
    former = selling_application(row.seller_id) if row.seller_id else None
    _move(actor, row, "approve")
    seller_id = _change(row, former, actor) if row.kind == "change" else _make(row, slug, share, actor)
    _hold_to_model(seller_id, row)
    changes = {"seller_id": seller_id, "reason": "", "decided_at": actor.now}
    Application.update(**changes).where(Application.id == row.id).execute()
    set_clocks(row.id, actor.now)
    tell({"person_id": row.person_id}, f"selling-{'changed' if row.kind == 'change' else 'approved'}", actor.now)
    _note(actor, "approve", row, {"state": "review"}, {"state": "approved", "seller": seller_id})
    return seller_id


def _hold_to_model(seller_id: int, row: Application) -> None:
    """He sells under the model he was approved for; a change adds to what he may already."""
    model, known = str(row.answers.get("selling", {}).get("business_model", "")), models_of([seller_id])
    if model and (row.kind != "change" or seller_id in known):
        approve_models(seller_id, {model, *known.get(seller_id, ())})


def _make(row: Application, slug: str, share: Fraction | None, actor: Actor) -> int:
    person = accounts.Person.get_or_none(accounts.Person.id == row.person_id)
    if person is None:
        raise NotFound("the applicant has closed his account")
    draft = draft_of(row.answers, row.language, free_slug(slug or str(row.answers["identity"]["name"])))
    save_seller(replace(draft, demo=row.demo))
    seller_id = int(rows_of(Seller, "slug", [draft.slug])[0]["id"])
    role, _made = accounts.Role.get_or_create(name="seller")
    accounts.PersonRole.insert(user=person.id, role=role.id).on_conflict_ignore().execute()
    accounts.PersonSeller.insert(person=person.id, seller=seller_id).on_conflict_ignore().execute()
    agree_commission(seller_id, share or Fraction(0), actor.now, by=f"staff:{actor.person.id}")
    return seller_id


def _change(row: Application, former: Application | None, actor: Actor) -> int:
    """The seller as the change says; the application it replaces is history, and a suspension ends with it."""
    lock_rows(Seller.select(Seller.id).where(Seller.id == row.seller_id))
    save_seller(draft_with(read_seller(row.seller_id), row.answers, row.language))
    if former is not None:
        if former.state == "suspended" and former.reason:
            raise Refused(_("The seller is suspended for a reason of its own: settle that first."), "suspended")
        if former.state == "suspended":
            move(subject_of(former.id), "lift", actor=f"staff:{actor.person.id}", role="staff", now=actor.now)
        # what was asked by the law is answered by this
        Application.update(asked_by=former.asked_by).where(Application.id == row.id).execute()
        move(subject_of(former.id), "replace", actor=f"staff:{actor.person.id}", now=actor.now)
    return int(row.seller_id)


@transaction()
def suspend(actor: Actor, application_id: int, words: str) -> None:
    """Take a seller's goods off sale, with the reason."""
    row = _locked(actor, application_id)
    Application.update(reason=words).where(Application.id == row.id).execute()
    _move(actor, row, "suspend")
    record(actor, "seller.suspend", f"seller:{row.seller_id}", {"suspended": False}, {"suspended": True})


@transaction()
def lift(actor: Actor, application_id: int) -> None:
    """Put them on sale again; refused while a document that must be there has expired."""
    row = _locked(actor, application_id)
    if row.asked_until is not None and row.asked_until <= actor.now:
        raise Refused(_("His data are not confirmed yet: confirm them first."), "not-confirmed")
    lacks = [words for step, words in missing(row.answers, papers(documents_of(row.id)), (), actor.now.date())
             if step == "documents"]  # fmt: skip
    if lacks:
        raise Refused(_("A document has expired: he sends another one with a change of his data."), "expired")
    _move(actor, row, "lift")
    record(actor, "seller.lift", f"seller:{row.seller_id}", {"suspended": True}, {"suspended": False})


@transaction()
def confirm_inform(actor: Actor, application_id: int) -> None:
    """His data are verified as the INFORM Act wants it: its clock ends."""
    row = _locked(actor, application_id)
    Application.update(asked_until=None).where(Application.id == row.id).execute()
    if row.state == "approved":
        set_clocks(row.id, actor.now)
    _note(actor, "inform", row, {"confirmed": False}, {"confirmed": True})


