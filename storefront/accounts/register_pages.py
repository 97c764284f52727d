"""Opening an account, confirming its address, and another password for who forgot his.

A stranger learns from none of these pages whether somebody has an account: the mail says it to its owner.
"""

from __future__ import annotations

from flask import Response

from storefront.accounts import actions
from storefront.accounts.fields import EMAIL, NAME, NEW_PASSWORD, PASSWORD
from storefront.accounts.form_pages import go, pages, show_form, typed_values
from storefront.accounts.passwords import check_password, hash_password, is_password
from storefront.accounts.queries import Kept, find_by_mark
from storefront.accounts.tokens import read_token
from storefront.db import utc_now
from storefront.forms import Checked, Field, check_fields
from storefront.i18n import _
from storefront.runtime import current
from storefront.web.frame import Link
from storefront.web.limits import limits, network
from storefront.web.people import sign_in
from storefront.web.shopper import shopper

FIELDS = (EMAIL, NEW_PASSWORD, NAME)
HOUR = 3600


@pages.get("/<lang>/account/register")
def register() -> Response:
    return show_register()


def show_register(checked: Checked | None = None) -> Response:
    visitor = shopper()
    links = (Link(visitor.t(_("I have an account")), visitor.url("account.sign_in")),)
    intro = _("See your orders in one place and keep your addresses. You can also buy without one.")
    return show_form(_("Open an account"), FIELDS, _("Open an account"), checked=checked, intro=intro, links=links)


@pages.post("/<lang>/account/register")
def take_register() -> Response:
    checked = checked_password(FIELDS)
    if checked.errors:
        return show_register(checked)
    values = checked.values
    limits().check("register", (network(), 30), (values["email"].lower(), 5), seconds=HOUR)
    hashed = hash_password(values["new_password"])
    actions.register(values["email"], hashed, values["name"], shopper().language, utc_now())
    return mail_sent()


def checked_password(fields: tuple[Field, ...], email: str = "") -> Checked:
    """A form with a new password in it, checked."""
    checked = check_fields(fields, typed_values())
    if "new_password" not in checked.errors:
        known = checked.values.get("email", email)
        error = check_password(checked.values["new_password"], known, checked.values.get("name", ""))
        if error:
            checked.errors["new_password"] = error
    return checked


def mail_sent() -> Response:
    """The same whatever was found."""
    return show_form(
        _("Look into your mail"),
        (),
        None,
        intro=_("We have sent you a link. When nothing comes within a few minutes, look into the spam folder."),
    )


@pages.get("/<lang>/account/confirm/<confirm_token>")
def confirm(confirm_token: str) -> Response:
    return show_confirm() if unconfirmed(confirm_token) else dead_link()


def unconfirmed(token: str) -> Kept | None:
    """Whose address a link confirms: once, so that it is no way in beside the sign-in page."""
    kept = person_by("confirm", token)
    return None if kept is None or kept.confirmed else kept


def show_confirm(checked: Checked | None = None) -> Response:
    # a password that somebody else chose before you opens nothing, and a mail scanner confirms nothing
    intro = _("Sign in with the password you chose; then your account is open.")
    return show_form(_("Confirm your e-mail address"), (PASSWORD,), _("Sign in"), checked=checked, intro=intro)


@pages.post("/<lang>/account/confirm/<confirm_token>")
def take_confirm(confirm_token: str) -> Response:
    kept = unconfirmed(confirm_token)
    if kept is None:
        return dead_link()
    limits().check("sign-in", (network(), 60), (f"confirm {kept.id}", 20), seconds=900)
    checked = check_fields((PASSWORD,), typed_values())
    if not checked.errors and not is_password(checked.values["password"], kept.password):
        checked.errors["password"] = _("This is not the password of the account.")
    if checked.errors:
        return show_confirm(checked)
    actions.confirm(kept.id, utc_now())
    sign_in(kept.id, "password")
    return go(shopper().url("account.home"), _("Your e-mail address is confirmed."))


@pages.get("/<lang>/account/forgotten")
def forgotten() -> Response:
    return show_forgotten()


def show_forgotten(checked: Checked | None = None) -> Response:
    intro = _("We send you a link with which you set another password.")
    return show_form(_("Password forgotten?"), (EMAIL,), _("Send the link"), checked=checked, intro=intro)


@pages.post("/<lang>/account/forgotten")
def take_forgotten() -> Response:
    checked = check_fields((EMAIL,), typed_values())
    if checked.errors:
        return show_forgotten(checked)
    limits().check("forgotten", (network(), 30), (checked.values["email"].lower(), 5), seconds=HOUR)
    actions.ask_reset(checked.values["email"], shopper().language, utc_now())
    return mail_sent()


@pages.get("/<lang>/account/reset/<reset_token>")
def reset(reset_token: str) -> Response:
    return show_reset() if person_by("reset", reset_token) else dead_link()


def show_reset(checked: Checked | None = None) -> Response:
    intro = _("Everybody who is signed in with the old one is signed out.")
    return show_form(_("Set another password"), (NEW_PASSWORD,), _("Save"), checked=checked, intro=intro)


@pages.post("/<lang>/account/reset/<reset_token>")
def take_reset(reset_token: str) -> Response:
    kept = person_by("reset", reset_token)
    if kept is None:
        return dead_link()
    checked = checked_password((NEW_PASSWORD,), kept.email)
    if checked.errors:
        return show_reset(checked)
    actions.reset_password(kept.id, hash_password(checked.values["new_password"]), utc_now())
    return go(shopper().url("account.sign_in"), _("Your password is changed. Sign in with it now."))


def person_by(kind: str, token: str) -> Kept | None:
    """Whose link it is, as long as it is good."""
    parts = read_token(current().settings.secret_key, kind, token)
    return find_by_mark(parts[0]) if parts else None


def dead_link() -> Response:
    """A link that is too old or was used."""
    visitor = shopper()
    links = (
        Link(visitor.t(_("Password forgotten?")), visitor.url("account.forgotten")),
        Link(visitor.t(_("Sign in")), visitor.url("account.sign_in")),
    )
    answer = show_form(
        _("This link is no longer good"),
        (),
        None,
        intro=_("It was used already or is too old. Ask for another one."),
        links=links,
    )
    answer.status_code = 410
    return answer
