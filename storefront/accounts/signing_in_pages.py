"""Signing in and out."""

from __future__ import annotations

from flask import Response, request

from storefront.accounts.actions import mail_confirmation, set_password
from storefront.accounts.fields import EMAIL, PASSWORD
from storefront.accounts.form_pages import go, pages, show_form, typed_values
from storefront.accounts.passwords import hash_password, is_outdated, is_password
from storefront.accounts.person import kept_email
from storefront.accounts.queries import find_kept
from storefront.accounts.register_pages import mail_sent
from storefront.catalogue.market_pages import local_address
from storefront.db import utc_now
from storefront.forms import Checked, check_fields
from storefront.i18n import _
from storefront.web.frame import Link
from storefront.web.limits import limits, network
from storefront.web.passkeys import ask_who
from storefront.web.people import current_person, sign_in, sign_out
from storefront.web.shopper import shopper

WRONG = _("E-mail address and password do not belong together.")
WINDOW_SECONDS = 900


@pages.get("/<lang>/account/sign-in", endpoint="sign_in")
def sign_in_form() -> Response:
    if current_person() is not None:
        return go(after_sign_in())
    return show_sign_in()


def show_sign_in(checked: Checked | None = None) -> Response:
    visitor = shopper()
    following = next_address()
    links = (
        Link(visitor.t(_("Open an account")), visitor.url("account.register", next=following or None)),
        Link(visitor.t(_("Password forgotten?")), visitor.url("account.forgotten")),
    )
    where = visitor.url("account.sign_in")
    return show_form(
        _("Sign in"), (EMAIL, PASSWORD), _("Sign in"), checked=checked, links=links, action=where, next_url=following,
        passkey_url=visitor.url("account.take_passkey"), passkey_options=ask_who(),
    )  # fmt: skip


@pages.post("/<lang>/account/sign-in")
def take_sign_in() -> Response:
    checked = check_fields((EMAIL, PASSWORD), typed_values())
    if checked.errors:
        return show_sign_in(checked)
    email, password = kept_email(checked.values["email"]), checked.values["password"]
    limits().check("sign-in", (network(), 60), (email, 20), seconds=WINDOW_SECONDS)
    found = find_kept(email)
    # asked whether there is an account or not, so that both take as long
    if not is_password(password, found.password if found else "") or found is None:
        return show_sign_in(Checked({"email": checked.values["email"]}, {"email": WRONG}))
    limits().forget("sign-in", email)
    if is_outdated(found.password):
        set_password(found.id, hash_password(password), sign_out=False)
    if not found.confirmed:
        mail_confirmation(found.id, utc_now())
        return mail_sent()
    if found.totp_secret:
        # the pages of the second step lead back here
        from storefront.accounts.two_factor_pages import begin_second_step

        return begin_second_step(found)
    return enter(found.id, "password")


def enter(person_id: int, way: str) -> Response:
    """He has shown who he is; on to where he wanted."""
    where = after_sign_in()
    sign_in(person_id, way)
    return go(where)


@pages.post("/<lang>/account/sign-out")
def leave() -> Response:
    sign_out()
    return go(shopper().url("catalogue.home"), _("You are signed out."))


def next_address() -> str:
    """Where signing in is to lead: a page of this shop, else nothing."""
    return local_address((request.form.get("next") or request.args.get("next", ""))[:2000])


def after_sign_in() -> str:
    return next_address() or shopper().url("account.home")
