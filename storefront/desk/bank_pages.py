"""Where a seller wants his money: his own people and staff say it; nobody reads the whole number here again."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response

from storefront import formatting
from storefront.catalogue.tables import Seller
from storefront.db import utc_now
from storefront.desk import edit_forms
from storefront.desk.base_pages import actor, desk_url, go, known_number, pages
from storefront.desk.edit_forms import EditForm
from storefront.desk.form_pages import shop_form, show, typed_form
from storefront.desk.payout_actions import save_account
from storefront.errors import NotFound
from storefront.forms import Errors, Field, Option, Section
from storefront.i18n import Message, _
from storefront.payments.bank_accounts import BankDraft, account_problem, find_bank_account, masked
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.shopper import shopper


def _form() -> EditForm:
    fields = [
        Field("holder", _("Account holder"), maxlength=200, autocomplete="name"),
        Field("account", _("IBAN, or number of the account"), dir="ltr", maxlength=60, autocomplete="off"),
        Field("bank", _("Bank, or its BIC"), required=False, maxlength=100, width="half"),
    ]
    providers = {code: one for code, one in shopper().runtime.providers.items() if one.pays_out}
    if providers:
        choices = (Option("", _("By bank transfer")), *(Option(code, one.title) for code, one in providers.items()))
        fields.append(Field("provider", _("How it is sent"), "select", False, options=choices, width="half"))
    return shop_form((Section(tuple(fields)),), ())


@pages.get("/desk/sellers/<seller_id>/bank", endpoint="bank_account")
@requires("bank.edit")
def bank_account(seller_id: str) -> Response:
    number = known_number(seller_id)
    actor().must("bank.edit", number)
    row = find_bank_account(number)
    return _show(number, {"holder": row.holder, "bank": row.bank, "provider": row.provider} if row else {})


@pages.post("/desk/sellers/<seller_id>/bank", endpoint="save_bank_account")
@requires("bank.edit")
def save(seller_id: str) -> Response:
    number, typed = known_number(seller_id), typed_form()
    actor().must("bank.edit", number)
    found = edit_forms.read(_form(), typed, {})
    values, errors = found.values, found.errors
    if not errors.get("account") and not values.get("provider"):
        problem = account_problem(values["account"])
        if problem is not None:
            errors["account"] = problem
    if errors:
        return _show(number, typed, errors)
    draft = BankDraft(values["holder"], values["account"], values["bank"], values.get("provider", ""))
    save_account(actor(), number, draft)
    return go(desk_url("desk.bank_account", seller_id=number), _("The account is saved."))


def _show(seller_id: int, typed: Mapping[str, str], errors: Errors | None = None) -> Response:
    visitor = shopper()
    seller = Seller.get_or_none(Seller.id == seller_id)
    if seller is None:
        raise NotFound(f"there is no seller {seller_id}")
    return show(
        _form(),
        typed,
        title=visitor.t(_("Payouts to %(seller)s", seller=seller.name)),
        action=desk_url("desk.save_bank_account", seller_id=seller_id),
        crumb=Link(visitor.t(_("Payouts")), desk_url("desk.payouts")),
        errors=errors,
        intro=visitor.t(_told(seller_id)),
    )


def _told(seller_id: int) -> Message:
    """What is known already; its number only in part."""
    row = find_bank_account(seller_id)
    if row is None:
        return _("There is no account yet: money waits here until there is one.")
    number = masked(row.account)
    if row.usable_at > utc_now():
        when = formatting.datetime(row.usable_at, shopper().language)
        return _("Changed lately: money goes to %(account)s from %(moment)s.", account=number, moment=when)
    return _("Money goes to %(account)s. Type the number again to change anything.", account=number)
