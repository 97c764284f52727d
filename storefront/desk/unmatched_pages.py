"""Money on the account that nothing waited for: entered here, and given to whom it belongs."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import date

from flask import Response, request

from storefront import formatting
from storefront.db import utc_now
from storefront.desk import unmatched_actions as acts
from storefront.desk.base_pages import actor, desk_url, go, known_number, pages, render_desk
from storefront.desk.contexts import Cell, ListPage, RowView
from storefront.desk.credit_contexts import SumPage
from storefront.desk.form_pages import shop_form, show, typed_form
from storefront.desk.keyset import page_of
from storefront.desk.listing import Column, Filter, Rules, options
from storefront.desk.order_forms import read_transfer
from storefront.desk.table_pages import asked_table, table_view
from storefront.errors import NotFound, Refused
from storefront.forms import Errors, Field, Option, Section, cleaned
from storefront.i18n import Message, _, plain
from storefront.orders.queries import Row
from storefront.payments.credit.tables import UnmatchedMoney
from storefront.payments.credit.unmatched import Arrived, find_unmatched
from storefront.web.form_view import ActionForm, FieldView
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.shopper import shopper

STATES = {
    "waiting": (_("Waits"), "warn"),
    "matched": (_("Given to an order"), "good"),
    "credited": (_("Became credit"), "good"),
    "returned": (_("Sent back"), "quiet"),
}
# more is a slip of the finger
MOST = 10**12
TITLE = _("Money without an order")


def _rules() -> Rules:
    """Whoever waits longest stands first."""
    columns = (
        Column("number", _("Number"), "number"),
        Column("day", _("Day it came")),
        Column("reference", _("Reference")),
        Column("counterparty", _("Who sent it")),
        Column("state", _("State")),
        Column("amount", _("Amount"), "number", end=True),
    )
    kinds = options(("", _("What waits")), ("all", _("All")))
    return Rules(columns, (Filter("show", _("Which"), kinds),), "number")


@pages.get("/desk/unmatched", endpoint="unmatched")
@requires("payments.confirm")
def unmatched_list() -> Response:
    visitor, asking = shopper(), _rules()
    wanted, table = asked_table(asking), UnmatchedMoney
    query = table.select()
    if wanted.chosen.get("show") != "all":
        query = query.where(table.state == "waiting")
    if wanted.query:
        query = query.where(table.reference.contains(wanted.query) | table.counterparty.contains(wanted.query))
    found = page_of(query, wanted, table.amount if wanted.column == "amount" else table.id, table.id)

    def draw(row: Row) -> RowView:
        words, tone = STATES[row["state"]]
        return RowView(
            (
                Cell(str(row["id"]), url=desk_url("desk.unmatched_one", money_id=row["id"]), code=True),
                Cell(formatting.date(date.fromisoformat(row["received_on"]), visitor.language)),
                Cell(row["reference"]),
                Cell(row["counterparty"]),
                Cell(visitor.t(words), tone=tone),
                Cell(formatting.money(row["amount"], row["currency"], visitor.language)),
            )
        )

    view = table_view(TITLE, asking, wanted, found, draw, empty=_("Nothing waits here."))
    title = visitor.t(TITLE)
    buttons = (Link(visitor.t(_("Enter money")), desk_url("desk.new_unmatched")),)
    intro = visitor.t(_("What came to the account and names no order of ours. It waits until you say whose it is."))
    return render_desk("desk/list.html", ListPage(title, view, intro, buttons), title=title)


def _fields() -> tuple[Field, ...]:
    currencies = tuple(Option(code, plain(code)) for code in shopper().runtime.settings.shop.currencies)
    return (
        Field("received_on", _("Day it came"), "date", width="third"),
        Field("amount", _("Amount that came"), dir="ltr", inputmode="decimal", maxlength=20, width="third"),
        Field("currency", _("Currency"), "select", options=currencies, width="third"),
        Field("reference", _("Reference on the statement"), required=False, dir="auto", maxlength=140),
        Field("counterparty", _("Who sent it"), required=False, dir="auto", maxlength=140),
    )


@pages.get("/desk/unmatched/new", endpoint="new_unmatched")
@requires("payments.confirm")
def new() -> Response:
    return _form({"received_on": utc_now().date().isoformat(), "currency": shopper().runtime.settings.shop.currency})


@pages.post("/desk/unmatched/new", endpoint="enter_unmatched")
@requires("payments.confirm")
def enter() -> Response:
    typed = typed_form(140)
    currency = typed.get("currency", "")
    known = currency in shopper().runtime.settings.shop.currencies
    amount, day, _reference, errors = read_transfer(currency if known else "EUR", typed, utc_now())
    key = cleaned(request.form.get("key", ""))[:40]
    if not known:
        errors["currency"] = _("Please choose one of the list.")
    if amount > MOST:
        errors["amount"] = _("Enter the amount that came, such as 12.50.")
    if errors or not key:
        return _form(typed, errors)
    words = [cleaned(typed.get(name, "")) for name in ("reference", "counterparty")]
    number = acts.enter(actor(), Arrived(key, day, amount, currency, *words))
    return go(desk_url("desk.unmatched_one", money_id=number), _("It is entered, and waits."))


def _form(typed: Mapping[str, str], errors: Errors | None = None) -> Response:
    visitor = shopper()
    key = Field("key", _("Key"), "hidden", required=False)
    form = shop_form((Section((key, *_fields())),), ())
    return show(
        form,
        {**typed, "key": typed.get("key") or secrets.token_urlsafe(16)},
        title=visitor.t(_("Enter money")),
        action=desk_url("desk.enter_unmatched"),
        crumb=Link(visitor.t(TITLE), desk_url("desk.unmatched")),
        errors=errors,
    )


@pages.get("/desk/unmatched/<money_id>", endpoint="unmatched_one")
@requires("payments.confirm")
def show_one(money_id: str) -> Response:
    return _show(known_number(money_id))


def _show(number: int, refused: str = "", error: Message | None = None) -> Response:
    row, visitor = find_unmatched(number), shopper()
    t = visitor.t
    words, tone = STATES[row.state]
    facts = (
        (_("Amount"), formatting.money(row.amount, row.currency, visitor.language)),
        (_("Day it came"), formatting.date(date.fromisoformat(row.received_on), visitor.language)),
        (_("Reference"), row.reference),
        (_("Who sent it"), row.counterparty),
        (_("What it became"), row.outcome),
    )

    def act(name: str, label: Message, told: Message, field: FieldView, tone: str = "plain") -> ActionForm:
        url = desk_url("desk.decide_unmatched", money_id=number, deed=name)
        return ActionForm(name, t(label), url, (field,), t(told), tone, open=refused == name)

    def asked(name: str, act: str, label: Message, **more: str) -> FieldView:
        wrong = t(error) if refused == act else ""
        value = request.form.get(name, "")[:300] if refused else ""
        return FieldView(name, t(label), value=value, error=wrong, maxlength=300, **more)  # type: ignore[arg-type]

    forms = (
        act("match", _("Give it to an order"), _("It is booked as if it had come with the order's reference."),
            asked("order", "match", _("The order's number"), dir="ltr")),
        act("credit", _("Turn it into credit"), _("Somebody with an account can pay with it at once."),
            asked("email", "credit", _("The address he signs in with"), type="email", dir="ltr")),
        act("return", _("It goes back"), _("For when you have sent it back at the bank."),
            asked("reason", "return", _("Why")), "danger"),
    )  # fmt: skip
    title = t(_("Money %(number)s", number=number))
    page = SumPage(
        title,
        t(words),
        tone,
        tuple((t(label), value) for label, value in facts if value),
        forms if row.state == "waiting" else (),
    )
    crumb = Link(t(TITLE), desk_url("desk.unmatched"))
    return render_desk("desk/sum.html", page, title=title, crumbs=(crumb,), status=422 if error else 200)


@pages.post("/desk/unmatched/<money_id>/<deed>", endpoint="decide_unmatched")
@requires("payments.confirm")
def decide(money_id: str, deed: str) -> Response:
    number = known_number(money_id)
    find_unmatched(number)
    if deed not in DEEDS:
        raise NotFound(f"nothing is called {deed!r} here")
    name, do, said = DEEDS[deed]
    try:
        do(actor(), number, cleaned(request.form.get(name, ""))[:300])
    except Refused as refusal:
        return _show(number, deed, refusal.message)
    return go(desk_url("desk.unmatched_one", money_id=number), said)


DEEDS: dict[str, tuple[str, Callable[..., None], Message]] = {
    "match": ("order", acts.match, _("The order has the money.")),
    "credit": ("email", acts.turn_into_credit, _("It is credit now.")),
    "return": ("reason", acts.send_back, _("It is marked as sent back.")),
}
