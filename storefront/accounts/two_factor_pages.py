"""A second step when signing in: turned on, off, and asked for."""

from __future__ import annotations

import time

from flask import Response, session

from storefront.accounts import proving
from storefront.accounts.contexts import CodesPage, TwoFactorPage
from storefront.accounts.fields import PASSWORD
from storefront.accounts.form_pages import (
    checked_own_password,
    go,
    me,
    pages,
    show,
    show_form,
    to_account,
    typed_values,
)
from storefront.accounts.queries import Kept, get_kept
from storefront.accounts.recovery import new_codes
from storefront.accounts.signing_in_pages import enter, next_address
from storefront.db import utc_now
from storefront.forms import Checked, Field, Section, check_fields
from storefront.i18n import _
from storefront.web.form_view import ActionForm, FieldView
from storefront.web.frame import Link
from storefront.web.limits import limits
from storefront.web.people import requires
from storefront.web.rendering import field_views, form_errors
from storefront.web.second_step import count_of, new_secret, picture_of
from storefront.web.shopper import shopper

CODE = Field("code", _("Six digits"), autocomplete="one-time-code", inputmode="numeric", dir="ltr", maxlength=20)
ANY_CODE = Field(
    "code", _("Code"), autocomplete="one-time-code", dir="ltr", maxlength=40,
    help=_("Six digits of your app, or one of your recovery codes."),
)  # fmt: skip
SECRET, WAITING = "totp_secret", "second"
PATIENCE_SECONDS = 600
WRONG = _("This code is not right, or it was used already. Take the next one.")


# -- signing in -----------------------------------------------------------------------------------


def begin_second_step(kept: Kept) -> Response:
    """The password was right; now the code."""
    session[WAITING] = {"id": kept.id, "mark": kept.mark, "at": int(time.time())}
    return go(shopper().url("account.code", next=next_address() or None))


def waiting() -> Kept | None:
    """Who has shown his password a moment ago, and has changed nothing since."""
    known = session.get(WAITING)
    if not isinstance(known, dict) or time.time() - known.get("at", 0) > PATIENCE_SECONDS:
        return None
    kept = get_kept(known["id"])
    return kept if kept and kept.mark == known["mark"] and kept.totp_secret else None


@pages.get("/<lang>/account/sign-in/code")
def code() -> Response:
    return show_code() if waiting() else go(shopper().url("account.sign_in"))


def show_code(checked: Checked | None = None) -> Response:
    visitor = shopper()
    links = (Link(visitor.t(_("Sign in as somebody else")), visitor.url("account.sign_in")),)
    return show_form(
        _("One more step"), (ANY_CODE,), _("Sign in"), checked=checked, links=links, next_url=next_address(),
        action=visitor.url("account.take_code"),
    )  # fmt: skip


@pages.post("/<lang>/account/sign-in/code")
def take_code() -> Response:
    kept = waiting()
    if kept is None:
        return go(shopper().url("account.sign_in"))
    checked = check_fields((ANY_CODE,), typed_values())
    if not checked.errors:
        limits().check("code", (str(kept.id), 10), seconds=900)
        if not is_right(kept, checked.values["code"]):
            checked.errors["code"] = WRONG
    if checked.errors:
        return show_code(checked)
    limits().forget("code", str(kept.id))
    return enter(kept.id, "authenticator")


def is_right(kept: Kept, typed: str) -> bool:
    """Whether it is a fresh code of his app, or one of his recovery codes; either is used up by it."""
    count = count_of(typed, kept.totp_secret, kept.totp_counter)
    if count:
        return proving.use_counter(kept.id, count)
    return proving.use_recovery_code(kept.id, typed)


# -- turning it on and off ------------------------------------------------------------------------


@pages.get("/<lang>/account/two-factor")
@requires("account")
def two_factor() -> Response:
    return show_two_factor()


def show_two_factor(checked: Checked | None = None) -> Response:
    visitor, kept = shopper(), get_kept(me().id)
    assert kept is not None
    title = visitor.t(_("Second step of signing in"))
    if kept.totp_secret:
        page = TwoFactorPage(title, True, to_account(), actions=_actions(), codes_left=kept.recovery_codes)
        return show("accounts/two_factor.html", page)
    # the same key until it is used: a form that is shown again fits what was photographed
    secret = session.setdefault(SECRET, "") or new_secret()
    session[SECRET] = secret
    image, key = picture_of(kept.email, secret)
    errors = checked.errors if checked else {}
    page = TwoFactorPage(
        title,
        False,
        to_account(),
        field_views((Section((CODE, PASSWORD)),), checked.values if checked else {}, errors, visitor),
        form_errors(checked, visitor) if checked else (),
        visitor.url("account.take_two_factor"),
        image,
        key,
    )
    return show("accounts/two_factor.html", page, 422 if errors else 200)


def _actions() -> tuple[ActionForm, ...]:
    t, url = shopper().t, shopper().url
    password = FieldView("password", t(_("Your password")), "password", autocomplete="current-password", dir="ltr")
    again = t(_("The old ones are void then."))
    off = t(_("Signing in asks for your password only."))
    return (
        ActionForm("codes", t(_("New recovery codes")), url("account.recovery_codes"), (password,), again),
        ActionForm("off", t(_("Turn it off")), url("account.two_factor_off"), (password,), off, "danger"),
    )


@pages.post("/<lang>/account/two-factor")
@requires("account")
def take_two_factor() -> Response:
    checked = checked_own_password((CODE, PASSWORD))
    person, secret = me(), session.get(SECRET, "")
    kept = get_kept(person.id)
    if kept is None or kept.totp_secret:
        return go(shopper().url("account.two_factor"))
    count = count_of(checked.values["code"], secret) if secret and not checked.errors else 0
    if not checked.errors and not count:
        checked.errors["code"] = WRONG
    if checked.errors:
        return show_two_factor(checked)
    session.pop(SECRET)
    codes = new_codes()
    proving.turn_on_codes(person.id, secret, count, codes, utc_now())
    return show_codes(codes)


def show_codes(codes: tuple[str, ...]) -> Response:
    visitor = shopper()
    intro = _("Keep these codes apart from your telephone. Each one signs you in once when the telephone is lost.")
    return show(
        "accounts/codes.html", CodesPage(visitor.t(_("Your recovery codes")), visitor.t(intro), codes, to_account())
    )


@pages.post("/<lang>/account/two-factor/off")
@requires("account")
def two_factor_off() -> Response:
    checked = checked_own_password((PASSWORD,))
    if checked.errors:
        return go(shopper().url("account.two_factor"), checked.errors["password"])
    proving.turn_off_codes(me().id, utc_now())
    return go(shopper().url("account.two_factor"), _("Signing in asks for your password only."))


@pages.post("/<lang>/account/two-factor/codes")
@requires("account")
def recovery_codes() -> Response:
    checked = checked_own_password((PASSWORD,))
    if checked.errors:
        return go(shopper().url("account.two_factor"), checked.errors["password"])
    codes = new_codes()
    proving.renew_recovery_codes(me().id, codes)
    return show_codes(codes)


