"""/<lang>/pay/<token>: pays what is due of a purchase; whoever has the link may pay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from storefront.checkout.keeping import able_to_keep, purchase_rules
from storefront.checkout.pay_showing import METHOD, pay_page, pay_sections, shown_values
from storefront.checkout.paying import Paying, attempt, begin_attempt, read_paying
from storefront.errors import Refused
from storefront.forms import Checked, check_fields
from storefront.i18n import Message, _
from storefront.orders.pages import private
from storefront.orders.paths import pay_path, purchase_path
from storefront.orders.queries import PurchaseFacts
from storefront.orders.wording import Wording
from storefront.payments.credit.inner import WHO, GiftCards
from storefront.payments.credit.ways import ways_to_pay
from storefront.payments.providers import PaymentProvider
from storefront.production import is_loopback
from storefront.values import PaymentAnswer
from storefront.web.code_limits import count_code
from storefront.web.form_view import FieldGroup, FieldView, FormError
from storefront.web.people import current_person
from storefront.web.rendering import field_views, form_errors, render_page
from storefront.web.shopper import Shopper, shopper

pages = Blueprint("pay", __name__, template_folder="templates")


@pages.get("/<lang>/pay/<token>")
def show(token: str) -> BaseResponse:
    """What is due and how to pay it; a payment under way is asked about."""
    visitor = shopper()
    paying = read_paying(token, visitor.context.now)
    return _render(visitor, paying, paying.facts.purchase["provider"])


@pages.post("/<lang>/pay/<token>")
def begin(token: str) -> BaseResponse:
    """Begin to pay."""
    visitor = shopper()
    now = visitor.context.now
    paying = read_paying(token, now, at_once=True)
    if paying.state in ("paid", "over"):
        return _render(visitor, paying, "")
    code = request.form.get(METHOD, "")
    checked = _checked(visitor, code, paying)
    if checked.errors:
        return _render(visitor, paying, code, checked)
    try:
        payment_id = attempt(visitor.runtime, paying, code, _seen(), now)
        if payment_id is None:
            return redirect(pay_path(visitor.language, token), code=303)
        return redirect(begin_and_follow(visitor, paying.facts, payment_id, checked.values), code=303)
    except Refused as refusal:
        return _render(visitor, paying, code, said=refusal.message)


@pages.route("/<lang>/pay/<token>/return", methods=["GET", "POST"])
def come_back(token: str) -> BaseResponse:
    """The provider sent the buyer back: what he brings is not looked at, the provider is asked."""
    visitor = shopper()
    paying = read_paying(token, visitor.context.now, at_once=True)
    done = paying.state == "paid"
    path = purchase_path if done else pay_path
    return redirect(path(visitor.language, token), code=303)


def begin_and_follow(visitor: Shopper, facts: PurchaseFacts, payment_id: int, details: Mapping[str, Any]) -> str:
    """Begin an attempt and answer where it leads; a transfer's details stand on the pay page. May raise Refused."""
    known = {**details, WHO: _person_id()}
    answer = begin_attempt(facts, payment_id, known, _base(visitor), visitor.context.now)
    return _next(visitor, facts.token, answer)


def _base(visitor: Shopper) -> str:
    """The shop's address for providers; while it is tried out on this machine, the one it was reached at."""
    shop = visitor.runtime.shop
    here = not shop.production and is_loopback(urlsplit(request.url_root).hostname or "")
    return request.url_root.rstrip("/") if here else shop.base_url


def _next(visitor: Shopper, token: str, answer: PaymentAnswer) -> str:
    """Where an answer leads: thanks, the provider's own page, or back to see where it stands."""
    if answer.state == "succeeded":
        paid = read_paying(token, visitor.context.now).state == "paid"
        return (purchase_path if paid else pay_path)(visitor.language, token)
    # a form may lead to our own pages only (CSP form-action): to another site it is a link on the pay page
    if answer.state == "pending" and answer.redirect_url.startswith("/"):
        return answer.redirect_url
    return pay_path(visitor.language, token)


def _checked(visitor: Shopper, code: str, paying: Paying) -> Checked:
    """What the chosen method asked; an unknown method is an error at the choice."""
    provider = _ways(visitor, paying).get(code)
    if provider is None:
        return Checked({}, {METHOD: _("Please choose a way to pay.")})
    if code == GiftCards.code:
        count_code()
    checked = check_fields(provider.fields, request.form)
    checked.errors.update(provider.check(checked.values))
    return checked


def _ways(visitor: Shopper, paying: Paying) -> dict[str, PaymentProvider]:
    """Those that can keep the money as its sale wants."""
    ways = ways_to_pay(visitor.runtime, _person_id(), paying.currency)
    return able_to_keep(ways, purchase_rules(paying.facts), visitor.context.now)


def _person_id() -> int | None:
    """Who is signed in: his credit may pay, nobody else's."""
    person = current_person()
    return person.id if person is not None else None


def _seen() -> int:
    text = request.form.get("attempt", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else -1


def _render(
    visitor: Shopper,
    paying: Paying,
    chosen: str,
    checked: Checked | None = None,
    said: Message | None = None,
) -> Response:
    sections = pay_sections(tuple(_ways(visitor, paying).values()), chosen)
    values = shown_values(visitor.runtime, chosen, request.form)
    errors = checked.errors if checked else {}
    attempt = FieldGroup((FieldView("attempt", "", "hidden", str(paying.attempt)),))
    groups = (attempt, *field_views(sections, values, errors, visitor))
    told = form_errors(checked, visitor) if checked else ()
    if said is not None:
        told = (*told, FormError(visitor.t(said)))
    page = pay_page(paying, Wording(visitor.runtime, visitor.language), groups, told)
    status = 422 if told else 200
    return private(
        render_page("checkout/pay.html", page, title=page.title, status=status, robots="noindex", plain=True)
    )
