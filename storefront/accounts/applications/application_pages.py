"""The steps of an application: each has an address, keeps what was typed, and can be left and taken up again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import Response, abort, request

from storefront.accounts.applications import actions
from storefront.accounts.applications.contexts import ApplicationPage, DocumentRow, StepLink
from storefront.accounts.applications.documents import documents_of, get_document, papers
from storefront.accounts.applications.queries import get_own
from storefront.accounts.applications.showing import answered, document_rows, models_on
from storefront.accounts.applications.steps import (
    ANSWERED,
    STEPS,
    check_document,
    check_step,
    document_fields,
    missing,
    sections,
)
from storefront.accounts.applications.tables import Application, SellerDocument
from storefront.accounts.form_pages import go, me, pages, show, typed_values
from storefront.countries import countries
from storefront.db import utc_now
from storefront.errors import Refused
from storefront.forms import Checked, Field, Option, Section
from storefront.i18n import _, plain
from storefront.uploads.actions import keep_files
from storefront.uploads.files import ACCEPTED
from storefront.web.form_view import ActionForm
from storefront.web.frame import Link
from storefront.web.limits import limits
from storefront.web.people import requires
from storefront.web.rendering import field_views, form_errors
from storefront.web.shopper import Shopper, shopper
from storefront.web.uploads import send_upload, sent_files

ORDER = tuple(STEPS)
# files in an hour by one person
MOST_SENT = 60
LARGEST_FORM = 100_000_000


@dataclass(frozen=True)
class Showing:
    """A step that is shown: whose, which, and what was typed in it."""

    row: Application
    step: str
    visitor: Shopper
    checked: Checked | None = None

    def url(self, step: str) -> str:
        return self.visitor.url("account.application", application_id=self.row.id, step=step)


@pages.get("/<lang>/account/selling/<int:application_id>/<step>")
@requires("account")
def application(application_id: int, step: str) -> Response:
    showing = _showing(application_id, step)
    if showing.row.state not in ("draft", "asked"):
        return go(showing.visitor.url("account.selling"))
    return show_step(showing)


def _showing(application_id: int, step: str) -> Showing:
    row = get_own(me().id, application_id)
    if step not in STEPS:
        abort(404)
    return Showing(row, step, shopper())


def show_step(showing: Showing) -> Response:
    """The page of a step."""
    status = 422 if showing.checked and showing.checked.errors else 200
    return show("accounts/application.html", _page(showing), status)


def _page(showing: Showing) -> ApplicationPage:
    visitor, row, step = showing.visitor, showing.row, showing.step
    t, now = visitor.t, utc_now()
    errors = showing.checked.errors if showing.checked else {}
    page = ApplicationPage(
        title=t(STEPS[step]),
        steps=tuple(_step_link(one, showing) for one in ORDER),
        action=showing.url(step),
        button=t(_("Save and go on")),
        back=Link(t(_("Selling here")), visitor.url("account.selling")),
        errors=form_errors(showing.checked, visitor) if showing.checked else (),
        said=row.reason if row.state == "asked" else "",
    )
    if step == "documents":
        fields = (Section(document_fields(row.answers, now.date())),)
        typed = showing.checked.values if showing.checked else {}
        return replace(
            page,
            intro=t(_("Photos or PDFs. Only those here who look at applications see them, and each look is noted.")),
            button=t(_("Send the document")),
            groups=field_views(fields, typed, errors, visitor),
            accepted=ACCEPTED,
            file_error=t(errors.get("files")),
            documents=_documents(row, visitor),
            next=Link(t(_("Go on")), showing.url("review")),
        )
    if step == "review":
        return _review(page, showing)
    return replace(page, groups=field_views(_sections(showing), _typed(showing), errors, visitor))


def _review(page: ApplicationPage, showing: Showing) -> ApplicationPage:
    visitor, row, today = showing.visitor, showing.row, utc_now().date()
    found = documents_of(row.id)
    lacks = missing(row.answers, papers(found), models_on(visitor), today)
    withdraw = ActionForm(
        "withdraw", visitor.t(_("Withdraw the application")),
        visitor.url("account.withdraw_application", application_id=row.id),
        explanation=visitor.t(_("What you wrote and sent is deleted.")), tone="plain",
    )  # fmt: skip
    return replace(
        page,
        button="" if lacks else visitor.t(_("Send the application")),
        action=visitor.url("account.send_application", application_id=row.id),
        answers=answered(row.answers, visitor, today, url=showing.url),
        documents=document_rows(found, visitor, today, lambda one: _own_url(row, one, visitor)),
        missing=tuple(Link(visitor.t(words), showing.url(step)) for step, words in lacks),
        actions=(withdraw,),
    )


def _step_link(step: str, showing: Showing) -> StepLink:
    done = step in showing.row.answers or (step == "documents" and bool(documents_of(showing.row.id)))
    state = "now" if step == showing.step else "done" if done else "open"
    return StepLink(showing.visitor.t(STEPS[step]), showing.url(step), state)


def _own_url(row: Application, document: SellerDocument, visitor: Shopper) -> str:
    return visitor.url("account.own_document", application_id=row.id, document_id=document.id)


def _documents(row: Application, visitor: Shopper) -> tuple[DocumentRow, ...]:
    found = documents_of(row.id)
    rows = document_rows(found, visitor, utc_now().date(), lambda one: _own_url(row, one, visitor))
    return tuple(
        replace(
            shown,
            remove=ActionForm(
                f"remove-{one.id}", visitor.t(_("Take it back")),
                visitor.url("account.remove_document", application_id=row.id, document_id=one.id),
            ),
        )
        for shown, one in zip(rows, found, strict=True)
    )  # fmt: skip


def _typed(showing: Showing) -> dict[str, str]:
    """What was typed, else what is kept, else what may be so."""
    if showing.checked:
        return showing.checked.values
    kept = showing.row.answers.get(showing.step)
    if kept:
        return {name: str(value) for name, value in kept.items()}
    if showing.step == "identity":
        return {"email": me().email, "full_name": me().name}
    return {"country": showing.visitor.market.country} if showing.step == "address" else {}


def _sections(showing: Showing) -> tuple[Section, ...]:
    answers, visitor = showing.row.answers, showing.visitor
    if showing.step != "address":
        return sections(showing.step, answers, models_on(visitor), utc_now().date())
    country = _typed(showing).get("country", "")
    found = sections("address", {"address": {"country": country}}, (), utc_now().date())[0].fields
    options = tuple(Option(code, plain(name)) for code, name in countries(visitor.language))
    return (Section((Field("country", _("Country"), "select", autocomplete="country", options=options, reloads=True),
                     *found)),)  # fmt: skip


@pages.post("/<lang>/account/selling/<int:application_id>/<step>")
@requires("account")
def take_application(application_id: int, step: str) -> Response:
    if step == "documents":
        # said before the form is read: a file that is too large is refused at its field
        request.max_content_length = LARGEST_FORM
    showing = _showing(application_id, step)
    if step == "documents":
        return _take_document(showing)
    if step not in ANSWERED:
        abort(404)
    typed = typed_values()
    # the country is chosen before the rest is asked
    if step == "address" and (answer := _other_country(showing, typed)) is not None:
        return answer
    checked = check_step(step, showing.row.answers, typed, models_on(showing.visitor), utc_now().date())
    if checked.errors:
        return show_step(replace(showing, checked=checked))
    return _saved(showing, lambda: actions.save_answers(me().id, application_id, step, checked.values, utc_now()))


def _other_country(showing: Showing, typed: dict[str, str]) -> Response | None:
    """The form again, where only the country was chosen or there is no such country."""
    known = {code for code, _name in countries(showing.visitor.language)}
    if typed.get("country", "") not in known:
        values = {**typed, "country": showing.visitor.market.country}
        return show_step(replace(showing, checked=Checked(values, {"country": _("Please choose one of the list.")})))
    return show_step(replace(showing, checked=Checked(typed))) if "reload" in typed else None


def _saved(showing: Showing, act: Callable[[], object]) -> Response:
    """Do it and go on to the next step; what cannot be done any more is said in the list."""
    try:
        act()
    except Refused as refusal:
        return go(showing.visitor.url("account.selling"), refusal.message)
    return go(showing.url(ORDER[ORDER.index(showing.step) + 1]))


def _take_document(showing: Showing) -> Response:
    limits().check("documents", (str(me().id), MOST_SENT), seconds=3600)
    typed, now = typed_values(), utc_now()
    checked = check_document(showing.row.answers, typed, now.date())
    files = sent_files()
    if not files:
        checked.errors["files"] = _("Please choose a file.")
    if checked.errors:
        return show_step(replace(showing, checked=checked))
    said = (checked.values["kind"], checked.values["expires_on"])
    try:
        kept = keep_files(files, showing.visitor.runtime.settings.private)
        actions.send_documents(me().id, showing.row.id, kept, said, now)
    except Refused as refusal:
        checked.errors["files"] = refusal.message
        return show_step(replace(showing, checked=checked))
    return go(showing.url("documents"), _("The document has arrived."))


@pages.get("/<lang>/account/selling/<int:application_id>/documents/<int:document_id>")
@requires("account")
def own_document(application_id: int, document_id: int) -> Response:
    row = get_own(me().id, application_id)
    return send_upload(get_document(row.id, document_id).upload)


@pages.post("/<lang>/account/selling/<int:application_id>/documents/<int:document_id>/remove")
@requires("account")
def remove_document(application_id: int, document_id: int) -> Response:
    showing = _showing(application_id, "documents")
    try:
        actions.remove_document(me().id, application_id, document_id)
    except Refused as refusal:
        return go(showing.visitor.url("account.selling"), refusal.message)
    return go(showing.url("documents"), _("The document is taken back."))


@pages.post("/<lang>/account/selling/<int:application_id>/send")
@requires("account")
def send_application(application_id: int) -> Response:
    showing = _showing(application_id, "review")
    try:
        actions.submit(me().id, application_id, models_on(showing.visitor), utc_now())
    except Refused as refusal:
        return go(showing.url("review"), refusal.message)
    return go(showing.visitor.url("account.selling"), _("Your application is sent. We write to you."))


@pages.post("/<lang>/account/selling/<int:application_id>/withdraw")
@requires("account")
def withdraw_application(application_id: int) -> Response:
    visitor = shopper()
    try:
        actions.withdraw(me().id, application_id, utc_now())
    except Refused as refusal:
        return go(visitor.url("account.selling"), refusal.message)
    return go(visitor.url("account.selling"), _("The application is withdrawn, and what you sent is deleted."))


