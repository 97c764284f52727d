"""Cases at the desk: the queue by what is due next, and the same page that the buyer sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from storefront import formatting
from storefront.accounts.permissions import may, sellers_of
from storefront.accounts.threads.contexts import ThreadPanel
from storefront.accounts.threads.panel import thread_panel
from storefront.accounts.threads.seats import Role
from storefront.catalogue.contexts import Fact
from storefront.db import utc_now
from storefront.desk import case_actions as acts
from storefront.desk.base_pages import actor, desk_person, desk_url, pages, render_desk
from storefront.desk.case_table import due_words, found_cases, rules
from storefront.desk.contexts import Cell, ListPage, RowView
from storefront.desk.order_pages import desk_wording
from storefront.desk.order_reading import names_of
from storefront.desk.table_pages import asked_table, table_view
from storefront.errors import NotFound
from storefront.i18n import Message, _
from storefront.orders.cases.entries import Said, subject_of
from storefront.orders.cases.forms import Tried, amount_of, seller_forms, staff_forms
from storefront.orders.cases.outcomes import facts_of
from storefront.orders.cases.pages import form_errors, said, sent, upload_of
from storefront.orders.cases.queries import entries_of, find_for_desk
from storefront.orders.cases.showing import Looking, case_page
from storefront.orders.cases.tables import Case
from storefront.orders.cases.wording import KINDS, STATE_LABELS, outcome_words
from storefront.orders.queries import Row
from storefront.uploads.tables import Upload
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.shopper import shopper
from storefront.web.uploads import send_upload


@pages.get("/desk/cases", endpoint="cases")
@requires("cases.see")
def case_list() -> Response:
    asking, now, wording = rules(), utc_now(), desk_wording()
    wanted = asked_table(asking)

    def draw(row: Row) -> RowView:
        due, tone = due_words(row["turn_until"], now)
        closed = row["closed_at"] is not None
        state = outcome_words(row["outcome"], None, "") if closed else STATE_LABELS[row["state"]]
        amount = row["outcome_amount"] if closed else row["wish_amount"]
        return RowView(
            (
                Cell(row["number"], wording.t(KINDS[row["kind"]]), url=_url(row["number"]), code=True),
                Cell(row["order_number"], url=desk_url("desk.order", number=row["order_number"]), code=True),
                Cell(row["buyer_email"]),
                Cell(wording.t(state), wording.t(row["terms"]["label"]), tone="quiet" if closed else ""),
                Cell(wording.t(due), tone=tone),
                Cell(wording.day(row["opened_at"])),
                Cell(formatting.money(amount, row["currency"], wording.language) if amount is not None else ""),
            ),
            name=row["number"],
        )

    found = found_cases(wanted, desk_person())
    table = table_view(_("Cases"), asking, wanted, found, draw, empty=_("No case is like this."))
    title = wording.t(_("Cases"))
    return render_desk("desk/list.html", ListPage(title, table, buttons=_return_links()), title=title)


def _return_links() -> tuple[Link, ...]:
    """A seller's own people say here where his goods go back to; staff do so at the seller's page."""
    own = sellers_of(desk_person(), "cases.answer")
    label = shopper().t(_("Where goods go back to"))
    return tuple(Link(label, desk_url("desk.return_addresses", seller_id=one)) for one in sorted(own or ())[:1])


def _url(number: str) -> str:
    return desk_url("desk.case", number=number)


@pages.get("/desk/cases/<number>", endpoint="case")
@requires("cases.see")
def show_case(number: str) -> Response:
    return show(find_for_desk(number, desk_person()))


def show(case: Case, tried: Tried | None = None) -> Response:
    """The case, with the forms of whoever looks: seller, judge, or both."""
    tried, person, wording = tried or Tried(), desk_person(), desk_wording()
    facts = facts_of(case)
    number = facts.order["number"]
    forms: list[Any] = []
    if may(person, "cases.decide"):
        forms += staff_forms(case, lambda turn: f"{_url(case.number)}/{turn}", wording, tried)
    if may(person, "cases.answer", facts.order["seller_id"]):
        forms += seller_forms(case, lambda turn: f"{_url(case.number)}/{turn}", wording, tried)
    looking = Looking(
        order=Link(number, desk_url("desk.order", number=number)),
        file_url=lambda upload, small: _file_url(case, upload, small),
        forms=tuple(forms),
        errors=form_errors(tried, wording),
        facts=(Fact(wording.t(_("Buyer")), case.name), Fact(wording.t(_("E-mail")), case.email)),
        names=_names(case),
        thread=_thread(case, facts.order["seller_id"]),
    )
    page = case_page(case, facts, wording, looking)
    crumbs = (Link(wording.t(_("Cases")), desk_url("desk.cases")),)
    status = 422 if tried.errors else 200
    return render_desk("desk/case.html", page, title=page.title, crumbs=crumbs, status=status)


def _thread(case: Case, seller_id: int) -> ThreadPanel | None:
    """Messages about it: the seller's, or the shop's where he may not speak for the seller."""
    person = desk_person()
    role: Role = "seller" if may(person, "messages.answer", seller_id) else "staff"
    back = desk_url("desk.case", number=case.number)
    return thread_panel(subject_of(case.id), role, desk_wording(), desk=True, back=back)


def _names(case: Case) -> dict[str, str]:
    """How people at the desk are called who acted in it; the buyer is shown their side alone."""
    numbers = {entry.actor.partition(":")[2] for entry in entries_of(case.id) if entry.actor.startswith("person:")}
    return {f"person:{number}": name for number, name in names_of(int(one) for one in numbers if one.isdigit()).items()}


def _file_url(case: Case, upload: Upload, small: bool) -> str:
    url = desk_url("desk.case_file", number=case.number, upload_token=upload.token)
    return url + ("?small=1" if small else "")


@pages.get("/desk/cases/<number>/files/<upload_token>", endpoint="case_file")
@requires("cases.see")
def case_file(number: str, upload_token: str) -> Response:
    case = find_for_desk(number, desk_person())
    return send_upload(upload_of(case, upload_token), bool(request.args.get("small")))


@pages.post("/desk/cases/<number>/<turn>", endpoint="case_turn")
@requires("cases.see")
def take_turn(number: str, turn: str) -> BaseResponse:
    """One of the seller's or the judge's turns; what is refused is said at its form."""
    case = find_for_desk(number, desk_person())
    act, notice = _act(case, turn)
    return sent(case, turn, act, notice, _url(number), show)


def _act(case: Case, turn: str) -> tuple[Callable[[], Any], Message]:
    by, number = actor(), case.number
    outcome, currency = request.form.get("outcome", ""), case.order.currency
    amount = amount_of(request.form, currency)
    if turn == "offer":
        return lambda: acts.answer(by, number, outcome, amount, said()), _("The buyer has your answer.")
    if turn == "decide":
        return lambda: acts.decide(by, number, outcome, amount, said()), _("Decided; both sides get a mail.")
    if turn == "prove":
        return lambda: acts.prove(by, number), _("The withdrawal holds.")
    if turn not in acts.TURNS:
        raise NotFound(f"a case has no turn {turn!r}")
    if turn == "goods-arrived":
        return lambda: acts.turn(by, number, turn, Said()), _("The money goes back.")
    return lambda: acts.turn(by, number, turn, said()), _("Done.")
