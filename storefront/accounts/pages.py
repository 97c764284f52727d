"""The account's start page. Every other page of the account is in a module of its own, on the same blueprint."""

from __future__ import annotations

from flask import Response

from storefront.accounts import (  # noqa: F401 - importing them gives the blueprint its pages
    address_pages,
    credit_pages,
    data_pages,
    order_pages,
    passkey_pages,
    register_pages,
    review_pages,
    settings_pages,
    signing_in_pages,
    two_factor_pages,
)
from storefront.accounts.applications import application_pages, selling_pages  # noqa: F401 - the same
from storefront.accounts.contexts import AccountHome
from storefront.accounts.form_pages import me, pages, show
from storefront.accounts.threads.queries import unread_of
from storefront.i18n import Message, _
from storefront.web.form_view import ActionForm
from storefront.web.frame import Link
from storefront.web.framing import menu
from storefront.web.people import requires
from storefront.web.shopper import shopper

__all__ = ["pages"]
LINKS = (
    (_("Orders"), "account.orders"),
    (_("Messages"), "threads.messages"),
    (_("Your reviews"), "account.reviews"),
    (_("Addresses"), "account.addresses"),
    (_("Your name"), "account.name"),
    (_("E-mail address"), "account.email"),
    (_("Password"), "account.password"),
    (_("Passkeys"), "account.passkeys"),
    (_("Second step of signing in"), "account.two_factor"),
    (_("Credit"), "account.credit"),
    (_("Selling here"), "account.selling"),
    (_("Delete the account"), "account.close"),
)


@pages.get("/<lang>/account/")
@requires("account")
def home() -> Response:
    visitor = shopper()
    t, url = visitor.t, visitor.url
    page = AccountHome(
        t(_("Your account")),
        me().email,
        tuple(Link(t(_counted(label, endpoint)), url(endpoint)) for label, endpoint in LINKS),
        menu("account", visitor),
        (
            ActionForm("sign-out", t(_("Sign out")), url("account.leave")),
            ActionForm("sign-out-everywhere", t(_("Sign out everywhere")), url("account.leave_everywhere")),
            ActionForm("data", t(_("Export my data")), url("account.export")),
        ),
    )
    return show("accounts/home.html", page)


def _counted(label: Message, endpoint: str) -> Message:
    """A link's words, with how much is new there."""
    new = unread_of(me().id) if endpoint == "threads.messages" else 0
    return _("%(label)s (%(count)s new)", label=label, count=new) if new else label
