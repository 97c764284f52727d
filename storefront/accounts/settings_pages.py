"""Another password, another e-mail address, and the way out everywhere."""

from __future__ import annotations

from dataclasses import replace

from flask import Response

from storefront.accounts import actions
from storefront.accounts.fields import EMAIL, NAME, NEW_PASSWORD, PASSWORD
from storefront.accounts.form_pages import checked_own_password, go, me, pages, show_form, to_account, typed_values
from storefront.accounts.passwords import check_password, hash_password
from storefront.accounts.register_pages import dead_link, mail_sent
from storefront.accounts.tokens import read_token
from storefront.db import utc_now
from storefront.forms import Checked, check_fields
from storefront.i18n import _
from storefront.runtime import current
from storefront.web.limits import limits
from storefront.web.people import requires, sign_in, sign_out
from storefront.web.shopper import shopper

NEW_EMAIL = replace(EMAIL, label=_("New e-mail address"), autocomplete="email")


@pages.get("/<lang>/account/name")
@requires("account")
def name() -> Response:
    return show_name()


def show_name(checked: Checked | None = None) -> Response:
    typed = {"name": me().name}
    return show_form(_("Your name"), (NAME,), _("Save"), typed=typed, checked=checked, back=to_account())


@pages.post("/<lang>/account/name")
@requires("account")
def take_name() -> Response:
    checked = check_fields((NAME,), typed_values())
    if checked.errors:
        return show_name(checked)
    actions.set_name(me().id, checked.values["name"], shopper().language)
    return go(shopper().url("account.home"), _("It is saved."))


@pages.get("/<lang>/account/password")
@requires("account")
def password() -> Response:
    return show_password()


def show_password(checked: Checked | None = None) -> Response:
    intro = _("Everybody who is signed in with the old one is signed out.")
    fields = (PASSWORD, NEW_PASSWORD)
    return show_form(_("Password"), fields, _("Save"), checked=checked, intro=intro, back=to_account())


@pages.post("/<lang>/account/password")
@requires("account")
def take_password() -> Response:
    checked = checked_own_password((PASSWORD, NEW_PASSWORD))
    person = me()
    if "new_password" not in checked.errors:
        wrong = check_password(checked.values["new_password"], person.email, person.name)
        checked.errors.update({"new_password": wrong} if wrong else {})
    if checked.errors:
        return show_password(checked)
    actions.change_password(person.id, hash_password(checked.values["new_password"]), utc_now())
    sign_in(person.id, "password")
    return go(shopper().url("account.home"), _("Your password is changed."))


@pages.get("/<lang>/account/email")
@requires("account")
def email() -> Response:
    return show_email()


def show_email(checked: Checked | None = None) -> Response:
    intro = _("We send a link to the new address. Until it is pressed, the old one holds.")
    fields = (NEW_EMAIL, PASSWORD)
    return show_form(_("E-mail address"), fields, _("Send the link"), checked=checked, intro=intro, back=to_account())


@pages.post("/<lang>/account/email")
@requires("account")
def take_email() -> Response:
    checked = checked_own_password((NEW_EMAIL, PASSWORD))
    if checked.errors:
        return show_email(checked)
    limits().check("change-email", (str(me().id), 10), seconds=3600)
    actions.ask_change_email(me().id, checked.values["email"], shopper().language, utc_now())
    return mail_sent()


@pages.get("/<lang>/account/change-email/<email_token>")
def change_email(email_token: str) -> Response:
    return show_change(email_token)


def show_change(token: str, checked: Checked | None = None) -> Response:
    parts = email_parts(token)
    if parts is None:
        return dead_link()
    intro = _("From now on you sign in with %(email)s.", email=parts[1])
    return show_form(_("Confirm your new e-mail address"), (), _("Confirm the address"), checked=checked, intro=intro)


@pages.post("/<lang>/account/change-email/<email_token>")
def take_change_email(email_token: str) -> Response:
    parts = email_parts(email_token)
    if parts is None or not actions.change_email(parts[0], parts[1], utc_now()):
        return dead_link()
    sign_out()
    return go(shopper().url("account.sign_in"), _("Your e-mail address is changed. Sign in with it now."))


def email_parts(token: str) -> tuple[str, str] | None:
    """The account's mark and the new address, of a link that is good."""
    parts = read_token(current().settings.secret_key, "change-email", token)
    return (parts[0], parts[1]) if parts and len(parts) == 2 and actions.is_mark(parts[0]) else None


@pages.post("/<lang>/account/sign-out-everywhere")
@requires("account")
def leave_everywhere() -> Response:
    actions.sign_out_everywhere(me().id)
    sign_out()
    visitor = shopper()
    return go(visitor.url("account.sign_in"), _("You are signed out everywhere."))


