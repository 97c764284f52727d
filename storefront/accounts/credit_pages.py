"""Somebody's credit with the shop: what there is, and what became of it."""

from __future__ import annotations

from flask import Response

from storefront import formatting
from storefront.accounts.contexts import CreditPage, CreditRow
from storefront.accounts.form_pages import me, pages, show, to_account
from storefront.i18n import Message, _
from storefront.money import Money
from storefront.payments.credit.balances import balances_of, credit_account
from storefront.payments.credit.history import MOST, moves_of, words_of
from storefront.web.people import requires
from storefront.web.shopper import shopper


@pages.get("/<lang>/account/credit")
@requires("account")
def credit() -> Response:
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
    more = visitor.t(_("The newest %(most)s are listed.", most=MOST)) if len(rows) == MOST else ""
    sums = tuple(Money(amount, currency) for currency, amount in balances_of(account).items())
    page = CreditPage(visitor.t(_("Your credit")), sums, rows, more, to_account())
    return show("accounts/credit.html", page)
