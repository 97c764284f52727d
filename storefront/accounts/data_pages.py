"""What is kept of somebody: taken along as a file, or deleted."""

from __future__ import annotations

import json
from dataclasses import replace

from flask import Response

from storefront.accounts.contexts import AccountClosed
from storefront.accounts.fields import PASSWORD
from storefront.accounts.form_pages import checked_own_password, me, pages, show, show_form, to_account
from storefront.accounts.leaving import close_account, export_of
from storefront.accounts.ratings.forgetting import take_back_all
from storefront.db import utc_now
from storefront.errors import Refused
from storefront.forms import Checked, Field
from storefront.i18n import _
from storefront.payments.credit.store_credit import refuse_with_credit
from storefront.web.people import requires, sign_out
from storefront.web.shopper import shopper

REVIEWS_TOO = Field(
    "reviews",
    _("Take my reviews back too"),
    "checkbox",
    required=False,
    maxlength=1,
    help=_("Else those that are published stay, without your name and without photos."),
)


@pages.post("/<lang>/account/data")
@requires("account")
def export() -> Response:
    """Everything as JSON; by POST, so that no address of it is left anywhere."""
    kept = export_of(shopper().runtime, me())
    answer = Response(json.dumps(kept, ensure_ascii=False, indent=2), mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@pages.get("/<lang>/account/close")
@requires("account")
def close() -> Response:
    return show_close()


def show_close(checked: Checked | None = None) -> Response:
    intro = _(
        "Your account, addresses and passkeys are deleted at once and for good. Orders and invoices stay, without the"
        " account, as long as tax and commercial law want them."
    )
    fields = (replace(PASSWORD, label=_("Your password")), REVIEWS_TOO)
    return show_form(
        _("Delete the account"), fields, _("Delete for good"), checked=checked, intro=intro, tone="danger",
        back=to_account(),
    )  # fmt: skip


@pages.post("/<lang>/account/close")
@requires("account")
def take_close() -> Response:
    checked = checked_own_password((PASSWORD, REVIEWS_TOO))
    if checked.errors:
        return show_close(checked)
    visitor = shopper()
    try:
        refuse_with_credit(me().id)
    except Refused as refusal:
        checked.errors["password"] = refusal.message
        return show_close(checked)
    if checked.values[REVIEWS_TOO.name]:
        take_back_all(me().id, utc_now())
    kept = close_account(visitor.runtime, me(), utc_now())
    sign_out()
    page = AccountClosed(
        visitor.t(_("Your account is closed")),
        tuple((visitor.t(one.what), visitor.t(one.reason)) for one in kept),
        visitor.url("catalogue.home"),
    )
    return show("accounts/closed.html", page)
