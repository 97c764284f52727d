"""Sellers' money at the desk: what is due, paying it, each payout's statement. A seller sees his own."""

from __future__ import annotations

import secrets

from flask import Response, make_response, request

from storefront import formatting
from storefront.accounts.permissions import may, sellers_of
from storefront.countries import is_currency
from storefront.db import utc_now
from storefront.desk import payout_actions as acts
from storefront.desk.base_pages import actor, desk_person, desk_url, go, known_number, pages, render_desk
from storefront.desk.payout_contexts import PayoutRunPage, PayoutsPage, StatementPage
from storefront.desk.payout_files import statement_csv, transfers_csv
from storefront.desk.payout_view import (
    MADE,
    due_table,
    made_table,
    run_table,
    seller_names,
    statement_sums,
    statement_table,
)
from storefront.errors import NotFound, Refused
from storefront.forms import cleaned
from storefront.i18n import Message, _, ngettext
from storefront.payments.bank_accounts import masked
from storefront.payments.hold_tables import Payout
from storefront.payments.payout_statements import open_statement, payout_statement
from storefront.payments.payouts import due_payouts
from storefront.web.form_view import ActionForm, FieldView
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.shopper import shopper

LONGEST_KEY = 40
MARKED = {
    "sent": _("The payout is marked as sent."),
    "confirmed": _("The payout has arrived."),
    "failed": _("The payout failed; the money is on the seller's account again."),
}


@pages.get("/desk/payouts", endpoint="payouts")
@requires("payouts.see")
def payout_list() -> Response:
    visitor, person = shopper(), desk_person()
    sellers = sellers_of(person, "payouts.see")
    title = visitor.t(_("Payouts"))
    buttons = [Link(visitor.t(_("Pay sellers")), desk_url("desk.payout_run"))]
    buttons.append(Link(visitor.t(_("Transfers to send (CSV)")), desk_url("desk.transfers")))
    page = PayoutsPage(
        title,
        due_table(sellers, visitor, utc_now()),
        made_table(sellers, visitor),
        tuple(buttons) if may(person, "payouts.run") else (),
    )
    return render_desk("desk/payouts.html", page, title=title)


@pages.get("/desk/payouts/run", endpoint="payout_run")
@requires("payouts.run")
def look_at_run() -> Response:
    """What a run would pay; nothing is done."""
    visitor, title = shopper(), shopper().t(_("Pay sellers"))
    dues = due_payouts(utc_now())
    paid = [due for due in dues if due.state == "ready"]
    left = [due for due in dues if due.state != "ready"]
    button = ngettext("Pay %(num)s seller's account", "Pay %(num)s sellers' accounts", len(paid))
    page = PayoutRunPage(
        title,
        run_table(paid, _("Is paid"), _("Nobody is due."), visitor),
        run_table(left, _("Is not paid"), _("Nobody is left out."), visitor),
        desk_url("desk.pay_sellers"),
        secrets.token_urlsafe(16),
        visitor.t(button) if paid else "",
        desk_url("desk.payouts"),
    )
    crumb = Link(visitor.t(_("Payouts")), page.back_url)
    return render_desk("desk/payout_run.html", page, title=title, crumbs=(crumb,))


@pages.post("/desk/payouts/run", endpoint="pay_sellers")
@requires("payouts.run")
def pay_sellers() -> Response:
    key = cleaned(request.form.get("key", ""))[:LONGEST_KEY]
    if not key:
        return go(desk_url("desk.payout_run"), _("Look at it once more, then press the button."), bad=True)
    made = acts.run(actor(), key)
    words = ngettext("%(num)s payout is made.", "%(num)s payouts are made.", made)
    return go(desk_url("desk.payouts"), words if made else _("Nobody was due any more."))


@pages.get("/desk/payouts/transfers.csv", endpoint="transfers")
@requires("payouts.run")
def transfers() -> Response:
    """What is to be sent by hand, with whole account numbers."""
    rows = Payout.select().where(Payout.state == "created", Payout.provider == "").order_by(Payout.id)
    return _file(transfers_csv(rows), "transfers.csv")


@pages.get("/desk/payouts/<payout_id>", endpoint="payout")
@requires("payouts.see")
def show_payout(payout_id: str) -> Response:
    row = acts.find_payout(actor(), known_number(payout_id))
    visitor = shopper()
    words, tone = MADE[row.state]
    title = visitor.t(_("Payout %(number)s", number=row.id))
    statement = payout_statement(row)
    page = StatementPage(
        title,
        visitor.t(words),
        tone,
        _facts(row),
        statement_sums(statement, visitor, _("Paid")) if row.state != "failed" else (),
        statement_table(statement, visitor),
        desk_url("desk.payout_file", payout_id=row.id),
        _acts(row) if may(desk_person(), "payouts.run") else (),
    )
    crumb = Link(visitor.t(_("Payouts")), desk_url("desk.payouts"))
    return render_desk("desk/payout.html", page, title=title, crumbs=(crumb,))


def _facts(row: Payout) -> tuple[tuple[str, str], ...]:
    visitor = shopper()

    def at(moment: object) -> str:
        return formatting.datetime(moment, visitor.language) if moment else ""  # type: ignore[arg-type]

    facts = (
        (_("Seller"), seller_names([row.seller_id])[row.seller_id]),
        (_("Amount"), formatting.money(row.amount, row.currency, visitor.language)),
        (_("Goes to"), f"{row.holder} · {masked(row.account)}"),
        (_("Sent by"), row.provider or visitor.t(_("By bank transfer"))),
        (_("Reference"), row.reference or f"PAYOUT-{row.id}"),
        (_("Made"), at(row.created_at)),
        (_("Sent"), at(row.sent_at)),
        (_("Done"), at(row.settled_at)),
        (_("Came back"), formatting.money(row.returned, row.currency, visitor.language) if row.returned else ""),
        (_("Why it failed"), visitor.t(Message.from_json(row.reason)) if row.reason else ""),
    )
    return tuple((visitor.t(label), value) for label, value in facts if value)


def _acts(row: Payout) -> tuple[ActionForm, ...]:
    """What staff say of one that goes by hand."""
    if row.provider or row.state not in ("created", "sent"):
        return ()
    visitor = shopper()

    def act(state: str, label: Message, *fields: FieldView) -> ActionForm:
        url = desk_url("desk.mark_payout", payout_id=row.id, state=state)
        return ActionForm(state, visitor.t(label), url, fields, tone="danger" if fields else "plain")

    reason = FieldView("reason", visitor.t(_("Why")), maxlength=300)
    failed = act("failed", _("It failed"), reason)
    sent = [act("sent", _("I have sent it"))] if row.state == "created" else []
    return (*sent, act("confirmed", _("It has arrived")), failed)


@pages.post("/desk/payouts/<payout_id>/<state>", endpoint="mark_payout")
@requires("payouts.run")
def mark_payout(payout_id: str, state: str) -> Response:
    number = known_number(payout_id)
    where = desk_url("desk.payout", payout_id=number)
    reason = cleaned(request.form.get("reason", ""))[:300]
    if state == "failed" and not reason:
        return go(where, _("Say why it failed."), bad=True)
    try:
        acts.mark(actor(), number, state, reason)
    except Refused as refusal:
        return go(where, refusal.message, bad=True)
    return go(where, MARKED[state])


@pages.get("/desk/payouts/<payout_id>/statement.csv", endpoint="payout_file")
@requires("payouts.see")
def payout_file(payout_id: str) -> Response:
    row = acts.find_payout(actor(), known_number(payout_id))
    return _file(statement_csv(payout_statement(row)), f"payout-{row.id}.csv")


@pages.get("/desk/balances/<seller_id>/<currency>", endpoint="open_statement")
@requires("payouts.see")
def show_open(seller_id: str, currency: str) -> Response:
    """What stands on a seller's account and is not paid yet."""
    number, visitor = _own(seller_id, currency), shopper()
    statement = open_statement(number, currency)
    name = seller_names([number])[number]
    title = visitor.t(_("Account of %(seller)s in %(currency)s", seller=name, currency=currency))
    page = StatementPage(
        title,
        visitor.t(_("Not paid yet")),
        "quiet",
        (),
        statement_sums(statement, visitor, _("To be paid")),
        statement_table(statement, visitor),
        desk_url("desk.open_file", seller_id=number, currency=currency),
    )
    crumb = Link(visitor.t(_("Payouts")), desk_url("desk.payouts"))
    return render_desk("desk/payout.html", page, title=title, crumbs=(crumb,))


@pages.get("/desk/balances/<seller_id>/<currency>.csv", endpoint="open_file")
@requires("payouts.see")
def open_file(seller_id: str, currency: str) -> Response:
    number = _own(seller_id, currency)
    return _file(statement_csv(open_statement(number, currency)), f"account-{number}-{currency}.csv")


def _own(seller_id: str, currency: str) -> int:
    """A seller whose money this person may see."""
    number = known_number(seller_id)
    actor().must("payouts.see", number)
    if not is_currency(currency):
        raise NotFound("an address names a currency")
    return number


def _file(text: str, name: str) -> Response:
    response = make_response(text)
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
