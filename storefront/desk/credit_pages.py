"""A customer's credit at the desk: what there is, what became of it, giving and paying out."""

from __future__ import annotations

import secrets

from flask import Response, request

from storefront import formatting
from storefront.desk import credit_actions as acts
from storefront.desk.base_pages import actor, desk_person, desk_url, go, known_number, pages, render_desk
from storefront.desk.contexts import Cell, ColumnView, RowView, TableView
from storefront.desk.credit_contexts import SumPage
from storefront.desk.customer_queries import find_customer
from storefront.digits import minor_units
from storefront.errors import NotFound, Refused
from storefront.forms import cleaned
from storefront.i18n import Message, _
from storefront.money import Money, exponent
from storefront.payments.credit.balances import balances_of, credit_account
from storefront.payments.credit.history import moves_of, words_of
from storefront.web.form_view import ActionForm, Choice, FieldView
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.shopper import shopper

ACTS = {"give": acts.give, "pay-out": acts.pay_out}


@pages.get("/desk/customers/<person_id>/credit", endpoint="customer_credit")
@requires("credit.give")
def show_credit(person_id: str) -> Response:
    return _show(known_number(person_id))


@pages.post("/desk/customers/<person_id>/credit/<credit_deed>", endpoint="change_credit")
@requires("credit.give")
def change_credit(person_id: str, credit_deed: str) -> Response:
    number = known_number(person_id)
    if (deed := credit_deed) not in ACTS or find_customer(number, desk_person()) is None:
        raise NotFound("there is no such customer, or nothing of that name is done here")
    money = typed_money()
    key, reason = cleaned(request.form.get("key", ""))[:40], cleaned(request.form.get("reason", ""))[:300]
    try:
        if not key:
            raise Refused(_("Look at it once more, then press the button."), "no-key")
        ACTS[deed](actor(), number, money, key, reason)
    except Refused as refusal:
        return _show(number, deed, refusal.message)
    said = _("The credit is given, and he gets a mail.") if deed == "give" else _("It is noted as paid out.")
    return go(desk_url("desk.customer_credit", person_id=number), said)


def typed_money() -> Money:
    """Amount and currency of a form; zero for what is no amount, or too large a one."""
    currency = request.form.get("currency", "")[:3]
    amount = minor_units(request.form.get("amount", "")[:20], exponent(currency)) or 0
    return Money(amount, currency)


def _show(number: int, refused: str = "", error: Message | None = None) -> Response:
    found, visitor = find_customer(number, desk_person()), shopper()
    if found is None:
        raise NotFound(f"there is no customer {number}")
    t, account = visitor.t, credit_account(number)
    sums = [Money(amount, currency) for currency, amount in balances_of(account).items()]
    there = " · ".join(formatting.money(one.amount, one.currency, visitor.language) for one in sums)
    gives = _act(number, "give", _("Give credit"), _("He can pay with it at once, and gets a mail."), refused, error)
    pays = _act(number, "pay-out", _("Pay it out"), _("For when you have sent it at the bank."), refused, error)
    title = t(_("Credit of %(email)s", email=found.email))
    page = SumPage(
        title,
        there or t(_("Nothing there")),
        "good" if sums else "quiet",
        ((t(_("The most that is given at once")), _limit()),),
        (gives, pays) if sums else (gives,),
        history_table(account),
    )
    crumb = Link(found.email, desk_url("desk.customer", person_id=number))
    return render_desk("desk/sum.html", page, title=title, crumbs=(crumb,), status=422 if error else 200)


def _limit() -> str:
    visitor = shopper()
    currency = visitor.runtime.settings.shop.currency
    return formatting.money(acts.most(currency), currency, visitor.language)


def _act(
    number: int, name: str, label: Message, told: Message, refused: str, error: Message | None
) -> ActionForm:
    t, wrong = shopper().t, refused == name
    fields = (*money_fields(error if wrong else None, wrong), FieldView(
        "reason", t(_("Why, he reads it")), value=request.form.get("reason", "")[:300] if wrong else "", maxlength=300,
        dir="auto",
    ))  # fmt: skip
    url = desk_url("desk.change_credit", person_id=number, credit_deed=name)
    return ActionForm(name, t(label), url, fields, t(told), "main" if name == "give" else "danger", open=wrong)


def money_fields(error: Message | None, typed: bool) -> tuple[FieldView, ...]:
    """The form's key, amount and currency; what was typed where it was refused."""
    visitor = shopper()
    t, shop = visitor.t, visitor.runtime.settings.shop
    chosen = request.form.get("currency", "") if typed else shop.currency
    choices = tuple(Choice(code, code, code == chosen) for code in shop.currencies)
    amount = request.form.get("amount", "")[:20] if typed else ""
    key = (cleaned(request.form.get("key", ""))[:40] if typed else "") or secrets.token_urlsafe(16)
    return (
        FieldView("key", "", "hidden", key),
        FieldView("amount", t(_("Amount")), value=amount, error=t(error), inputmode="decimal", dir="ltr",
                  width="third", maxlength=20),
        FieldView("currency", t(_("Currency")), "select", chosen, choices=choices, width="third"),
    )  # fmt: skip


def history_table(account: str) -> TableView:
    """What became of a balance, the newest first."""
    visitor = shopper()
    heads = ((_("When"), False), (_("What"), False), (_("Why"), False), (_("Amount"), True))
    rows = tuple(
        RowView(
            (
                Cell(formatting.datetime(move.at, visitor.language)),
                Cell(visitor.t(words_of(move.kind))),
                Cell(visitor.t(Message.from_json(move.reason)) if move.reason else ""),
                Cell(formatting.money(move.amount, move.balance.currency, visitor.language)),
            )
        )
        for move in moves_of(account)
    )
    return TableView(
        name=visitor.t(_("What became of it")),
        path="",
        columns=tuple(ColumnView(visitor.t(head), end) for head, end in heads),
        rows=rows,
        searches=False,
        empty=visitor.t(_("Nothing yet.")),
    )
