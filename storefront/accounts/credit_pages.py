"""Somebody's credit with the shop: what there is, and what became of it."""

from __future__ import annotations

from flask import Response, request

from storefront import formatting
from storefront.accounts.contexts import CreditPage, CreditRow
from storefront.accounts.form_pages import go, me, pages, show, to_account
from storefront.errors import Refused
from storefront.forms import Checked, Field, Section, check_fields
from storefront.i18n import Message, _
from storefront.money import Money
from storefront.payments.credit.balances import balances_of, credit_account
from storefront.payments.credit.cards import redeem_card
from storefront.payments.credit.history import MOST, moves_of, words_of
from storefront.web.code_limits import count_code
from storefront.web.people import requires
from storefront.web.rendering import field_views, form_errors
from storefront.web.shopper import shopper

CODE = Field("gift_code", _("Code of a gift card"), help=_("16 letters and digits"), dir="ltr", maxlength=40)


@pages.get("/<lang>/account/credit")
@requires("account")
def credit() -> Response:
    return _show()


@pages.post("/<lang>/account/credit")
@requires("account")
def redeem() -> Response:
    """Turn a gift card into credit."""
    visitor = shopper()
    count_code()
    checked = check_fields((CODE,), request.form)
    if checked.errors:
        return _show(checked)
    try:
        amount, currency = redeem_card(checked.values[CODE.name], me().id, visitor.context.now)
    except Refused as refusal:
        checked.errors[CODE.name] = refusal.message
        return _show(checked)
    return go(visitor.url("account.credit"), _("%(money)s was added to your credit.", money=Money(amount, currency)))


def _show(checked: Checked | None = None) -> Response:
    visitor, account = shopper(), credit_account(me().id)
    rows = tuple(
        CreditRow(
            formatting.datetime(move.at, visitor.language),
            visitor.t(words_of(move.kind)),
            visitor.t(Message.from_json(move.reason)) if move.reason else "",
            Money(move.amount, move.balance.currency),
        )
        for move in moves_of(account)
    )
    values, errors = (checked.values, checked.errors) if checked else ({}, {})
    cards = visitor.runtime.settings.payments.gift_cards
    page = CreditPage(
        title=visitor.t(_("Your credit")),
        sums=tuple(Money(amount, currency) for currency, amount in balances_of(account).items()),
        rows=rows,
        more=visitor.t(_("The newest %(most)s are listed.", most=MOST)) if len(rows) == MOST else "",
        back=to_account(),
        groups=field_views((Section((CODE,)),), values, errors, visitor) if cards else (),
        errors=form_errors(checked, visitor) if checked else (),
        action=visitor.url("account.credit"),
        button=visitor.t(_("Turn it into credit")),
    )
    return show("accounts/credit.html", page, 422 if errors else 200)
