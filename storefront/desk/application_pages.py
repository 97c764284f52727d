"""Applications at the desk: the queue, and one application with everything that is decided about it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from flask import Response, request

from storefront import formatting
from storefront.accounts.applications.queries import get_application
from storefront.accounts.applications.showing import known_models, models_on, state_of, title_of
from storefront.catalogue.rows import Row
from storefront.db import utc_now
from storefront.desk import application_actions as acts
from storefront.desk.application_table import due, found_applications, rules
from storefront.desk.application_view import NOTHING, Refusal, application_desk, approve_fields, check_names
from storefront.desk.base_pages import actor, desk_url, go, known_number, pages, render_desk
from storefront.desk.contexts import Cell, ListPage, RowView
from storefront.desk.form_pages import typed_form
from storefront.desk.table_pages import asked_table, table_view
from storefront.digits import minor_units
from storefront.errors import NotFound, Refused
from storefront.forms import Errors, Field, check_fields, cleaned
from storefront.i18n import Message, _
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.shopper import Shopper, shopper
from storefront.web.uploads import send_upload

DONE = {
    "approve": _("The application is approved; he gets a mail."),
    "ask": _("He is asked by mail."),
    "refuse": _("The application is refused; he gets a mail."),
    "suspend": _("His goods leave the shop; he gets a mail."),
    "lift": _("His goods come back."),
    "inform": _("His data are confirmed."),
}


@pages.get("/desk/applications", endpoint="applications")
@requires("applications.decide")
def application_list() -> Response:
    visitor, asking, now = shopper(), rules(), utc_now()
    wanted = asked_table(asking)
    names = {one.code: visitor.t(one.name) for one in known_models(visitor)}

    def draw(row: Row) -> RowView:
        words, tone = due(row["submitted_at"], row["state"], now)
        answers = row["answers"]
        model = answers.get("selling", {}).get("business_model", "")
        kind = _("Change") if row["kind"] == "change" else _("New")
        title = visitor.t(title_of(answers))
        return RowView(
            (
                Cell(title, row["email"] or "", url=desk_url("desk.application", application_id=row["id"])),
                Cell(visitor.t(kind), visitor.t(_trader(answers))),
                Cell(names.get(model, model)),
                Cell(formatting.datetime(row["submitted_at"], visitor.language) if row["submitted_at"] else ""),
                Cell(visitor.t(words), tone=tone),
                Cell(visitor.t(state_of(row).label)),
            ),
            name=title,
        )

    found = found_applications(wanted)
    table = table_view(_("Applications"), asking, wanted, found, draw, empty=_("Nobody waits here."))
    title = visitor.t(_("Applications"))
    counters = Link(visitor.t(_("What the law counts")), desk_url("desk.seller_counters"))
    return render_desk("desk/list.html", ListPage(title, table, buttons=(counters,)), title=title)


def _trader(answers: dict[str, dict[str, str]]) -> Message:
    is_trader = answers.get("selling", {}).get("kind") == "trader"
    return _("Trader") if is_trader else _("Private person")


@pages.get("/desk/applications/<application_id>", endpoint="application")
@requires("applications.decide")
def show_application(application_id: str) -> Response:
    return show(known_number(application_id))


def show(application_id: int, refused: Refusal = NOTHING, *, whole: bool = False) -> Response:
    """The application's page, with a form that was refused where one was."""
    row = get_application(application_id)
    page = application_desk(row, actor(), refused, whole=whole)
    crumb = Link(shopper().t(_("Applications")), desk_url("desk.applications"))
    status = 422 if refused.form else 200
    return render_desk("desk/application.html", page, title=page.title, crumbs=(crumb,), status=status)


@pages.post("/desk/applications/<application_id>/reveal", endpoint="reveal_application")
@requires("applications.documents")
def reveal(application_id: str) -> Response:
    """By POST: whoever opens the page again sees it covered."""
    acts.reveal(actor(), known_number(application_id))
    return show(known_number(application_id), whole=True)


@pages.get("/desk/applications/<application_id>/documents/<document_id>", endpoint="application_document")
@requires("applications.documents")
def document(application_id: str, document_id: str) -> Response:
    found = acts.see_document(actor(), known_number(application_id), known_number(document_id))
    return send_upload(found.upload)


@pages.post("/desk/applications/<application_id>/checklist", endpoint="check_application")
@requires("applications.decide")
def check_off(application_id: str) -> Response:
    number = known_number(application_id)
    known = check_names(get_application(number))
    acts.check_off(actor(), number, known & set(request.form.getlist("checked")))
    return go(desk_url("desk.application", application_id=number), _("It is noted."))


@pages.post("/desk/applications/<application_id>/<decision>", endpoint="decide_application")
@requires("applications.decide")
def decide(application_id: str, decision: str) -> Response:
    number = known_number(application_id)
    row, visitor, typed = get_application(number), shopper(), typed_form()
    if decision not in DONE:
        raise NotFound(f"there is no decision {decision!r}")
    checked, errors = _read(decision, approve_fields(row), typed)
    if errors:
        return show(number, Refusal(decision, typed, errors))
    try:
        _act(decision, number, checked, visitor)()
    except Refused as refusal:
        return go(desk_url("desk.application", application_id=number), refusal.message, bad=True)
    return go(desk_url("desk.application", application_id=number), DONE[decision])


def _read(act: str, fields: tuple[Field, ...], typed: dict[str, str]) -> tuple[dict[str, str], Errors]:
    if act == "approve":
        checked = check_fields(fields, typed)
        typed_share = checked.values.get("commission", "")
        if typed_share and percentage(typed_share) is None:
            checked.errors["commission"] = _("A percentage from 0 to 100, like 12.5.")
        return checked.values, checked.errors
    if act in ("lift", "inform"):
        return {}, {}
    words = "\n".join(cleaned(line) for line in typed.get("words", "")[:2000].splitlines()).strip()
    return {"words": words}, {} if words else {"words": _("Say it in a sentence or two: he reads it.")}


def percentage(typed: str) -> Fraction | None:
    """A share of 0 to 1 from per cent as typed."""
    hundredths = minor_units(typed.strip().removesuffix("%").strip(), 2)
    return Fraction(hundredths, 10_000) if hundredths is not None and hundredths <= 10_000 else None


def _act(act: str, number: int, values: dict[str, str], visitor: Shopper) -> Callable[[], object]:
    who = actor()
    if act == "approve":
        share = percentage(values.get("commission", ""))
        return lambda: acts.approve(who, number, values.get("slug", ""), share, models_on(visitor))
    if act in ("lift", "inform"):
        return lambda: (acts.lift if act == "lift" else acts.confirm_inform)(who, number)
    done = {"ask": acts.ask, "refuse": acts.refuse, "suspend": acts.suspend}[act]
    return lambda: done(who, number, values["words"])
