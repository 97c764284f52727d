"""The buyer's side of changes: yes or no to what is proposed, another address."""

from __future__ import annotations

import secrets

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from storefront.accounts.addresses import Address, address_fields, check_address, country_field
from storefront.errors import NotFound, Refused
from storefront.forms import Checked, Section
from storefront.i18n import Message, _
from storefront.orders.amending import OTHER_COUNTRY, ChangeAsked, amend_order, answer_amendment
from storefront.orders.amendment import OrderChanges
from storefront.orders.change_contexts import ChangeForm
from storefront.orders.change_views import may_move
from storefront.orders.paths import order_path
from storefront.orders.queries import OrderFacts, find_order
from storefront.web.form_view import FieldGroup, FieldView, FormError
from storefront.web.frame import Link
from storefront.web.notices import say
from storefront.web.order_keys import key_of
from storefront.web.people import private
from storefront.web.rendering import field_views, form_errors, render_page
from storefront.web.shopper import shopper

pages = Blueprint("order_changes", __name__)
SAID: dict[str, Message] = {
    "accept": _("Thank you. The order is changed."),
    "decline": _("You said no: the order stays as it is."),
    "withdraw": _("Taken back: the order stays as it is."),
}


@pages.post("/<lang>/orders/<number>/changes/<int:amendment_id>/<answer>")
def answer_change(number: str, amendment_id: int, answer: str) -> BaseResponse:
    """The buyer says yes or no."""
    if answer not in SAID:
        raise NotFound(f"{answer!r} is no answer")
    visitor = shopper()
    facts, _purchase = find_order(number, key_of(number))
    try:
        answer_amendment(facts.id, amendment_id, "buyer", answer == "accept", visitor.context.now)
        say(SAID[answer])
    except Refused as refusal:
        say(refusal.message, bad=True)
    return redirect(order_path(visitor.language, number), code=303)


@pages.route("/<lang>/orders/<number>/address", methods=["GET", "POST"])
def change_address(number: str) -> BaseResponse:
    """Another address in the same country; once something is sent the seller has to agree."""
    visitor = shopper()
    facts, _purchase = find_order(number, key_of(number))
    kept = Address.from_json(facts.order["address"])
    if request.method == "GET" or not may_move(facts):
        return _form(facts, kept.as_json())
    typed = {name: value[:500] for name, value in request.form.items()}
    address, checked = check_address(kept.country, typed)
    if typed.get("country", kept.country) != kept.country:
        checked.errors["country"] = OTHER_COUNTRY
        checked.values["country"] = typed["country"]
    if checked.errors:
        return _form(facts, checked.values, checked)
    asked = ChangeAsked(
        f"buyer:{facts.id}:{typed.get('key') or secrets.token_urlsafe(12)}"[:80], "buyer", "buyer",
        _("The buyer asked for another address."),
    )  # fmt: skip
    try:
        done = amend_order(facts.id, OrderChanges(address=address.as_json()), asked, visitor.context.now)
    except Refused as refusal:
        return _form(facts, typed, refused=refusal.message)
    at_once = done.state == "carried-out"
    say(_("The address is changed.") if at_once else _("The seller is asked whether that is still possible."))
    return redirect(order_path(visitor.language, number), code=303)


def _form(
    facts: OrderFacts, typed: dict[str, str], checked: Checked | None = None, refused: Message | None = None
) -> Response:
    visitor = shopper()
    t, number = visitor.t, str(facts.order["number"])
    country = str(facts.order["address"].get("country", ""))
    errors = form_errors(checked, visitor) if checked else ()
    open_to = may_move(facts)
    key = FieldGroup((FieldView("key", "", "hidden", typed.get("key") or secrets.token_urlsafe(12)),))
    fields = (country_field((*visitor.countries, country), visitor.language), *address_fields(country))
    groups = field_views((Section(fields),), {"country": country, **typed}, checked.errors if checked else {}, visitor)
    intro = _("It stays in the same country: tax and delivery are another's elsewhere.")
    if facts.shipments:
        intro = _("A part is sent already. The rest goes to another address if the seller agrees.")
    page = ChangeForm(
        title=t(_("Another address for order %(number)s", number=number)),
        intro=t(intro if open_to else _("The address of this order cannot be changed any more.")),
        action=request.path,
        back=Link(t(_("The order")), order_path(visitor.language, number)),
        groups=(key, *groups) if open_to else (),
        button=t(_("Send it there")) if open_to else "",
        errors=(*errors, *([FormError(t(refused))] if refused else [])),
    )
    status = 422 if page.errors else 200
    return private(render_page("orders/change.html", page, title=page.title, robots="noindex", status=status))
