"""One application as the desk shows it: facts, answers, documents, ticks, and the forms that decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from storefront import formatting
from storefront.accounts.applications.documents import documents_of, papers
from storefront.accounts.applications.queries import selling_application
from storefront.accounts.applications.showing import TONES, answered, document_rows, models_on, state_of, title_of
from storefront.accounts.applications.steps import DOCUMENTS, missing, wanted_documents
from storefront.accounts.applications.tables import Application, SellerDocument
from storefront.accounts.permissions import may
from storefront.accounts.queries import get_person
from storefront.catalogue.contexts import Fact
from storefront.db import utc_now
from storefront.desk.application_contexts import ApplicationDesk
from storefront.desk.application_table import due
from storefront.desk.audit import Actor
from storefront.desk.base_pages import desk_url
from storefront.desk.order_contexts import DeskForm
from storefront.forms import Errors, Field, Section
from storefront.i18n import Message, _
from storefront.orders.tables import Event
from storefront.web.form_view import ActionForm, Choice, FormError
from storefront.web.rendering import field_views
from storefront.web.shopper import Shopper, shopper

SEE_DOCUMENTS = "applications.documents"
# what a reviewer looks at besides the documents
CHECKS: Mapping[str, Message] = {
    "name": _("The name is the same on form and documents"),
    "place": _("The address is the same on form and documents"),
    "numbers": _("Register, tax and VAT number are those of this applicant"),
    "kind": _("Trader or private person: it fits what he sells"),
    "known": _("He is no seller who was suspended before"),
}

# what can be decided, by state
DECISIONS: Mapping[str, list[str]] = {
    "review": ["approve", "ask", "refuse"],
    "asked": ["refuse"],
    "approved": ["suspend"],
    "suspended": ["lift"],
}


@dataclass(frozen=True)
class Refusal:
    """A form that was refused: which, what was typed, what is wrong."""

    form: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)


NOTHING = Refusal()
# a form's button, fields, explanation, tone
Told = tuple[Message, tuple[Field, ...], Message, str]


def application_desk(
    row: Application, actor: Actor, refused: Refusal = NOTHING, *, whole: bool = False
) -> ApplicationDesk:
    """The page; whole: nothing is covered."""
    visitor, now = shopper(), utc_now()
    t, today = visitor.t, now.date()
    found, state = documents_of(row.id), state_of(row)
    sees = may(actor.person, SEE_DOCUMENTS)
    former = selling_application(row.seller_id) if row.kind == "change" and row.seller_id else None
    lacks = missing(row.answers, papers(found), models_on(visitor), today) if row.state == "review" else []

    def url(one: SellerDocument) -> str:
        return desk_url("desk.application_document", application_id=row.id, document_id=one.id) if sees else ""

    reveal = ActionForm(
        "reveal", t(_("Show what is covered")), desk_url("desk.reveal_application", application_id=row.id),
        explanation=t(_("It is noted that you looked.")),
    )  # fmt: skip
    return ApplicationDesk(
        title=t(title_of(row.answers)),
        state=t(state.label),
        tone=TONES.get(row.state, "quiet"),
        facts=_facts(row, visitor),
        answers=answered(row.answers, visitor, today, whole=whole),
        former=answered(former.answers, visitor, today) if former and former.id != row.id else (),
        documents=document_rows(found, visitor, today, url),
        said=row.reason,
        reveal=reveal if sees and row.answers and not whole else None,
        checklist=_checklist(row, visitor),
        checklist_url=desk_url("desk.check_application", application_id=row.id) if row.state == "review" else "",
        forms=_forms(row, visitor, refused),
        errors=tuple(FormError(t(words), name) for name, words in refused.errors.items()),
        missing=tuple(t(words) for _step, words in lacks),
        story=_story(row, visitor),
    )


def _facts(row: Application, visitor: Shopper) -> tuple[Fact, ...]:
    person = get_person(row.person_id) if row.person_id else None

    def moment(at: object) -> str:
        return formatting.datetime(at, visitor.language) if at else ""  # type: ignore[arg-type]

    words, _tone = due(row.submitted_at, row.state, utc_now())
    kind = _("A change of a seller's data") if row.kind == "change" else _("A new seller")
    rows = (
        (_("Kind"), visitor.t(kind)),
        (_("Account"), person.email if person else visitor.t(_("Closed account"))),
        (_("Sent"), moment(row.submitted_at)),
        (_("Due"), visitor.t(words)),
        (_("Decided"), moment(row.decided_at)),
        (_("Data wanted by the INFORM Act until"), moment(row.asked_until)),
    )
    return tuple(Fact(visitor.t(label), value) for label, value in rows if value)


def _checklist(row: Application, visitor: Shopper) -> tuple[Choice, ...]:
    papers_wanted = {
        f"document-{kind}": _("Looked at: %(document)s", document=DOCUMENTS[kind])
        for kind in wanted_documents(row.answers)
    }
    every = papers_wanted | dict(CHECKS)
    return tuple(Choice(name, visitor.t(words), name in row.checklist) for name, words in every.items())


def check_names(row: Application) -> frozenset[str]:
    """What can be ticked of an application."""
    return frozenset(CHECKS) | {f"document-{kind}" for kind in wanted_documents(row.answers)}


def _forms(row: Application, visitor: Shopper, refused: Refusal) -> tuple[DeskForm, ...]:
    """What can be decided in its state."""
    words = Field("words", _("What the applicant reads"), "textarea", maxlength=2000)
    made: dict[str, Told] = {
        "approve": (_("Approve"), approve_fields(row), _("He gets a mail, his role and his page."), "main"),
        "ask": (_("Ask for more"), (words,), _("He may change his answers and send them again."), "plain"),
        "refuse": (_("Refuse"), (words,), _("Say why; his data are deleted after half a year."), "danger"),
        "suspend": (_("Suspend"), (words,), _("His goods leave the shop; open orders go on."), "danger"),
        "lift": (_("Lift the suspension"), (), _("His goods come back."), "main"),
        "inform": (_("His data are confirmed"), (), _("The INFORM Act's clock ends."), "main"),
    }
    if row.kind == "change":
        made["approve"] = (_("Approve"), (), _("The changes hold from now on; he gets a mail."), "main")
    names = DECISIONS.get(row.state, [])
    if row.asked_until is not None and row.state in ("approved", "suspended"):
        names = ["inform", *names]
    return tuple(_form(row, name, made[name], visitor, refused) for name in names)


def _form(row: Application, name: str, told: Told, visitor: Shopper, refused: Refusal) -> DeskForm:
    (label, fields, words, tone), mine = told, refused.form == name
    offered = {"commission": visitor.runtime.settings.sellers.commission}
    typed = dict(refused.typed) if mine else offered
    groups = field_views((Section(fields),), typed, refused.errors if mine else {}, visitor) if fields else ()
    views = tuple(one for group in groups for one in group.fields)
    url = desk_url("desk.decide_application", application_id=row.id, decision=name)
    return DeskForm(name, visitor.t(label), url, views, visitor.t(words), tone, mine)


def approve_fields(row: Application) -> tuple[Field, ...]:
    """What is agreed when somebody is taken on; nothing for a change."""
    if row.kind == "change":
        return ()
    return (
        Field("slug", _("Address"), required=False, dir="ltr", maxlength=120, width="half",
              help=_("The last part of its address; empty: made of the name.")),
        Field("commission", _("Commission, per cent"), inputmode="decimal", dir="ltr", maxlength=10, width="half"),
    )  # fmt: skip


def _story(row: Application, visitor: Shopper) -> tuple[tuple[str, str, str], ...]:
    events = Event.select().where(Event.subject == f"application:{row.id}").order_by(Event.at, Event.id)
    kinds = {"person": _("The applicant"), "staff": _("Staff"), "system": _("By itself")}
    return tuple(
        (
            formatting.datetime(event.at, visitor.language),
            visitor.t(Message.from_json(event.label)),
            visitor.t(kinds.get(event.actor.partition(":")[0], event.actor)),
        )
        for event in events
    )
