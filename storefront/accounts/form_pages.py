"""What the account's pages share: their blueprint, how a form is shown again, who asks, and his password."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request

from storefront.accounts.contexts import AccountForm
from storefront.accounts.passwords import is_password
from storefront.accounts.person import Person
from storefront.accounts.queries import get_kept
from storefront.forms import Checked, Field, Section, check_fields
from storefront.i18n import Message, _
from storefront.web import htmx
from storefront.web.frame import Link
from storefront.web.limits import limits
from storefront.web.notices import say
from storefront.web.people import current_person, private
from storefront.web.rendering import field_views, form_errors, render_page
from storefront.web.shopper import shopper

pages = Blueprint("account", __name__, template_folder="templates")


def me() -> Person:
    """Who is signed in, on pages that @requires() has let him into."""
    person = current_person()
    assert person is not None
    return person


def typed_values() -> dict[str, str]:
    """What was sent, each value shortened."""
    return {name: request.form.get(name, "")[:5000] for name in request.form}


def checked_own_password(fields: tuple[Field, ...]) -> Checked:
    """A form that also asks for the present password (field "password"), which is looked at."""
    checked = check_fields(fields, typed_values())
    if "password" in checked.errors:
        return checked
    person = me()
    limits().check("password", (str(person.id), 20), seconds=900)
    kept = get_kept(person.id)
    if kept is None or not is_password(checked.values["password"], kept.password):
        checked.errors["password"] = _("This is not the password of the account.")
    return checked


def to_account() -> Link:
    """The way back from a page of the account."""
    visitor = shopper()
    return Link(visitor.t(_("Your account")), visitor.url("account.home"))


def show_form(
    title: Message,
    fields: tuple[Field, ...],
    button: Message | None,
    *,
    typed: dict[str, str] | None = None,
    checked: Checked | None = None,
    intro: Message | None = None,
    **more: Any,
) -> Response:
    """The page of a form; with what was typed and what is wrong when it was refused."""
    visitor = shopper()
    values = checked.values if checked else typed or {}
    page = AccountForm(
        title=visitor.t(title),
        intro=visitor.t(intro),
        groups=field_views((Section(fields),), values, checked.errors if checked else {}, visitor) if fields else (),
        errors=form_errors(checked, visitor) if checked else (),
        button=visitor.t(button),
        **{"action": request.full_path.rstrip("?"), **more},
    )
    status = 422 if checked and checked.errors else 200
    return show("accounts/form.html", page, status)


def show(template: str, page: Any, status: int = 200) -> Response:
    """A page of the account: its title, and nobody keeps it."""
    return private(render_page(template, page, title=page.title, status=status, robots="noindex"))


def go(where: str, notice: Message | None = None) -> Response:
    """303 to a path of the shop, with a sentence that is said once there."""
    if notice is not None:
        say(notice)
    return private(htmx.varied(redirect(where, code=303)))  # type: ignore[arg-type]
