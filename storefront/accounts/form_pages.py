"""What the account's form pages share: their blueprint, and how a form is shown and shown again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request

from storefront.accounts.contexts import AccountForm
from storefront.forms import Checked, Field, Section
from storefront.i18n import Message
from storefront.web import htmx
from storefront.web.notices import say
from storefront.web.people import private
from storefront.web.rendering import field_views, form_errors, render_page
from storefront.web.shopper import shopper

pages = Blueprint("account", __name__, template_folder="templates")


def typed_values() -> dict[str, str]:
    """What was sent, each value shortened."""
    return {name: request.form.get(name, "")[:5000] for name in request.form}


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
    return private(render_page("accounts/form.html", page, title=page.title, status=status, robots="noindex"))


def go(where: str, notice: Message | None = None) -> Response:
    """303 to a path of the shop, with a sentence that is said once there."""
    if notice is not None:
        say(notice)
    return private(htmx.varied(redirect(where, code=303)))  # type: ignore[arg-type]
