"""Passkeys: listed, made, taken away, and signed in with."""

from __future__ import annotations

from flask import Response, request, session

from storefront.accounts import proving
from storefront.accounts.contexts import MakePasskeyPage, PasskeyCard, PasskeysPage
from storefront.accounts.fields import PASSWORD
from storefront.accounts.form_pages import checked_own_password, go, me, pages, show, to_account
from storefront.accounts.queries import find_passkey, passkeys_of
from storefront.accounts.signing_in_pages import enter
from storefront.accounts.tables import Person
from storefront.db import utc_now
from storefront.errors import Refused
from storefront.formatting import date
from storefront.forms import Checked, Field, Section
from storefront.i18n import _
from storefront.web import passkeys as browser
from storefront.web.form_view import ActionForm, FieldView
from storefront.web.frame import Link
from storefront.web.limits import limits, network
from storefront.web.people import requires
from storefront.web.rendering import field_views, form_errors
from storefront.web.shopper import shopper

KEY_NAME = Field(
    "key_name", _("Name of the passkey"), maxlength=60, help=_("So that you know it again: “telephone”, “blue key”.")
)
NAMED = "passkey_name"
FAILED = _("The passkey was not taken. Please try again, or use your password.")


@pages.get("/<lang>/account/passkeys")
@requires("account")
def passkeys() -> Response:
    return show_passkeys()


def show_passkeys(checked: Checked | None = None) -> Response:
    visitor = shopper()
    password = FieldView(
        "password", visitor.t(_("Your password")), "password", autocomplete="current-password", dir="ltr"
    )
    cards = []
    for key in passkeys_of(me().id):
        url = visitor.url("account.remove_passkey", passkey_id=key.id)
        remove = ActionForm(f"remove-{key.id}", visitor.t(_("Remove")), url, (password,), tone="danger")
        used = date(key.used_at.date(), visitor.language) if key.used_at else ""
        cards.append(PasskeyCard(key.name, date(key.created_at.date(), visitor.language), used, remove))
    errors = checked.errors if checked else {}
    page = PasskeysPage(
        visitor.t(_("Passkeys")),
        tuple(cards),
        to_account(),
        field_views((Section((KEY_NAME, PASSWORD)),), checked.values if checked else {}, errors, visitor),
        form_errors(checked, visitor) if checked else (),
        visitor.url("account.begin_passkey"),
    )
    return show("accounts/passkeys.html", page, 422 if errors else 200)


@pages.post("/<lang>/account/passkeys")
@requires("account")
def begin_passkey() -> Response:
    checked = checked_own_password((KEY_NAME, PASSWORD))
    if checked.errors:
        return show_passkeys(checked)
    visitor, person = shopper(), me()
    session[NAMED] = checked.values["key_name"]
    handle = Person.get_by_id(person.id).passkey_handle
    known = [key.credential for key in passkeys_of(person.id)]
    options = browser.ask_for_new(handle, person.email, person.name, known)
    back = Link(visitor.t(_("Passkeys")), visitor.url("account.passkeys"))
    page = MakePasskeyPage(visitor.t(_("Make the passkey")), options, visitor.url("account.finish_passkey"), back)
    return show("accounts/make_passkey.html", page)


@pages.post("/<lang>/account/passkeys/finish")
@requires("account")
def finish_passkey() -> Response:
    where, name = shopper().url("account.passkeys"), session.pop(NAMED, "")
    key = browser.made_key(request.form.get("credential", ""))
    if key is None or not name:
        return go(where, FAILED)
    try:
        proving.add_passkey(
            me().id, key.credential, key.public_key, key.sign_count, key.transports, name, utc_now()
        )
    except Refused as refusal:
        return go(where, refusal.message)
    return go(where, _("The passkey is ready: next time it signs you in."))


@pages.post("/<lang>/account/passkeys/<int:passkey_id>/remove")
@requires("account")
def remove_passkey(passkey_id: int) -> Response:
    checked = checked_own_password((PASSWORD,))
    where = shopper().url("account.passkeys")
    if checked.errors:
        return go(where, checked.errors["password"])
    proving.remove_passkey(me().id, passkey_id, utc_now())
    return go(where, _("The passkey is gone."))


@pages.post("/<lang>/account/sign-in/passkey")
def take_passkey() -> Response:
    limits().check("passkey", (network(), 60), seconds=900)
    answer = request.form.get("credential", "")
    found = find_passkey(browser.credential_of(answer))
    count = browser.shown_count(answer, found.public_key, found.sign_count, found.handle) if found else None
    if found is None or count is None:
        return go(shopper().url("account.sign_in"), FAILED)
    proving.note_passkey_use(found.id, count, utc_now())
    # a passkey asks for finger, face or PIN itself: it is two steps in one
    return enter(found.person_id, "passkey")
