"""The checkout: each step a URL; one is led back to the first that is incomplete."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, Response, abort, redirect, request, session

from storefront.accounts.address_book import add_address, kept_addresses
from storefront.accounts.addresses import Address
from storefront.cart.actions import save_answer
from storefront.cart.loading import load_cart
from storefront.cart.queries import cart_mark, find_cart, purchase_of_cart, purchase_of_mark
from storefront.checkout.contexts import ExpiredPage
from storefront.checkout.keeping import able_to_keep, cart_rules
from storefront.checkout.pay_pages import begin_and_follow
from storefront.checkout.placing import NotPlaced, Placed, place_order
from storefront.checkout.showing import review_page, step_page
from storefront.checkout.steps import Checkout, Step, asked_again, checkout_steps, first_incomplete
from storefront.db import utc_now
from storefront.errors import Refused
from storefront.forms import Checked
from storefront.i18n import _
from storefront.markets import market_of
from storefront.orders.dues import purchase_due
from storefront.orders.paths import pay_path, purchase_path
from storefront.orders.queries import find_purchase
from storefront.payments.credit.ways import ways_to_pay
from storefront.values import Market
from storefront.web import htmx
from storefront.web.frame import Link
from storefront.web.notices import say
from storefront.web.rendering import remember_market, render_page
from storefront.web.shopper import Shopper, shopper

pages = Blueprint("checkout", __name__, template_folder="templates")


def present_checkout() -> tuple[Checkout, list[Step]]:
    """The cart with everything answered, in the context of who buys; and its steps."""
    visitor = shopper()
    kept = find_cart(visitor.cart_token)
    contact = kept.answers.get("contact", {}) if kept else {}
    business = contact.get("business") == "1"
    known = visitor.context.buyer
    buyer = replace(known, email=contact.get("email", "") or known.email, business=business)
    if buyer != visitor.context.buyer:
        visitor.context = replace(visitor.context, buyer=buyer)
    cart = load_cart(visitor.runtime, visitor.cart_token, visitor.context)
    ways = ways_to_pay(visitor.runtime, buyer.person_id, visitor.market.currency)
    able = able_to_keep(ways, cart_rules(visitor.runtime, cart), visitor.context.now)
    providers = tuple(able.values())
    addresses = kept_addresses(buyer.person_id) if buyer.person_id is not None else ()
    checkout = Checkout(visitor.runtime, cart, visitor.context, visitor.countries, providers, addresses)
    return checkout, checkout_steps(checkout)


@pages.get("/<lang>/checkout/")
def start() -> Response:
    checkout, steps = present_checkout()
    if not checkout.cart.groups:
        return done_or_empty()
    if checkout.cart.blocked:
        return to(shopper().url("cart.show"))
    missing = first_incomplete(steps, checkout) or steps[0]
    return to(shopper().url("checkout.step", step_id=missing.id))


@pages.route("/<lang>/checkout/<step_id>", methods=["GET", "POST"])
def step(step_id: str) -> Response:
    visitor = shopper()
    checkout, steps = present_checkout()
    found = next((one for one in steps if one.id == step_id), None)
    if found is None:
        abort(404)
    if not checkout.cart.groups:
        return done_or_empty()
    before = first_incomplete(steps[: steps.index(found)], checkout)
    if before is not None:
        return to(visitor.url("checkout.step", step_id=before.id))
    if request.method == "POST":
        typed = {name: request.form.get(name, "")[:5000] for name in request.form}
        if "reload" in request.form:
            typed = dict(found.reloaded(checkout, typed, typed["reload"]))
            return show_step(found, steps, checkout, typed)
        return take_answer(found, steps, checkout, typed)
    return show_step(found, steps, checkout, dict(found.values(checkout)))


def take_answer(found: Step, steps: list[Step], checkout: Checkout, typed: dict[str, str]) -> Response:
    """Keep a right answer and go on; show a wrong one again with everything typed."""
    visitor = shopper()
    checked = found.check(checkout, typed)
    if checked.errors:
        return show_step(found, steps, checkout, checked.values, checked, 422)
    save_answer(checkout.cart.token, found.id, found.answer(checkout, checked))
    position = steps.index(found)
    following = steps[position + 1].id if position + 1 < len(steps) else None
    where = visitor.url("checkout.step", step_id=following) if following else visitor.url("checkout.review")
    response = to(where)
    country = checked.values.get("country")
    person_id = checkout.context.buyer.person_id
    if found.id == "address" and checked.values.get("keep") and person_id is not None:
        keep_address(person_id, checked.values)
    if found.id == "address" and country and country != visitor.market.country:
        market = market_of(f"{country}-{visitor.market.currency}", visitor.runtime)
        remember_market(response, str(market or Market(country, visitor.market.currency)))
    return response


def keep_address(person_id: int, values: Mapping[str, str]) -> None:
    """Keep it for the next order; whoever keeps very many keeps no more."""
    with contextlib.suppress(Refused):
        add_address(person_id, Address.from_json(values), utc_now())


def show_step(
    found: Step,
    steps: list[Step],
    checkout: Checkout,
    typed: dict[str, str],
    checked: Checked | None = None,
    status: int = 200,
) -> Response:
    page = step_page(found, steps, checkout, shopper(), typed, checked)
    # htmx swaps an answer of any status but 204 and 304; the form comes back with its errors
    response = render_page(
        "checkout/step.html",
        page,
        title=page.title,
        slots={"checkout.summary": [""]},
        status=status,
        robots="noindex",
        plain=True,
    )
    return with_address(response)


def with_address(response: Response) -> Response:
    """A step that htmx swapped in place still gets its own address, so that back and reload hold."""
    if htmx.wants_block() and request.method == "GET":
        response.headers["HX-Push-Url"] = request.path
    return response


@pages.get("/<lang>/checkout/review")
def review() -> Response:
    return show_review()


def show_review(error: NotPlaced | None = None) -> Response:
    visitor = shopper()
    checkout, steps = present_checkout()
    if not checkout.cart.groups:
        return done_or_empty()
    missing = first_incomplete(steps, checkout)
    if missing is not None:
        if error is not None:
            say(error.message, bad=True)
        return to(visitor.url("checkout.step", step_id=missing.id))
    if checkout.cart.blocked and error is None:
        return to(visitor.url("cart.show"))
    errors = (error.message,) if error else ()
    problems = (*(error.problems if error else ()),)
    page = review_page(steps, checkout, visitor, errors, problems)
    response = render_page(
        "checkout/review.html",
        page,
        title=visitor.t(_("Review and order")),
        slots={"checkout.summary": [""]},
        status=409 if error else 200,
        robots="noindex",
        plain=True,
    )
    return with_address(response)


@pages.post("/<lang>/checkout/place")
def place() -> Response:
    visitor = shopper()
    checkout, steps = present_checkout()
    token = checkout.cart.token
    if (shown := request.form.get("cart")) and shown != cart_mark(token):
        return place_another(shown, checkout)
    provider = str(checkout.answer("payment").get("provider", ""))
    if purchase_of_cart(token) is None:
        if not checkout.cart.groups:
            return done_or_empty()
        missing = first_incomplete(steps, checkout)
        if missing is not None:
            say(asked_again(missing, checkout), bad=True)
            return to(visitor.url("checkout.step", step_id=missing.id))
    try:
        seen = request.form.get("fingerprint", "")
        placed = place_order(visitor.runtime, token, checkout.context, seen, provider)
    except NotPlaced as error:
        return show_review(error)
    others = [key for key in session.get("order_keys", []) if key != placed.token]
    session["order_keys"] = [*others[-19:], placed.token]
    return to(after_placing(visitor, placed, provider))


def place_another(shown: str, checkout: Checkout) -> Response:
    """The button of a page that showed another cart than this one: what that became, else nothing is ordered."""
    ordered = purchase_of_mark(shown, session.get("order_keys", []))
    if ordered is not None:
        say(_("This was ordered already. Nothing was ordered a second time."))
        return to(shopper().url("orders.purchase", token=ordered))
    if not checkout.cart.groups:
        return done_or_empty()
    return show_review(NotPlaced(_("That page showed another cart. Nothing was ordered; please look at this one.")))


def after_placing(visitor: Shopper, placed: Placed, provider: str) -> str:
    """Where the buyer goes on: to pay, or to see what he bought."""
    pay, purchase = pay_path(visitor.language, placed.token), purchase_path(visitor.language, placed.token)
    if placed.again:
        return pay if purchase_due(find_purchase(placed.token), visitor.context.now) else purchase
    if placed.payment_id is None:
        return purchase
    if visitor.runtime.providers[provider].fields:
        return pay
    try:
        # a method that asks nothing begins at once: the buyer sees at once how to pay
        path = begin_and_follow(visitor, find_purchase(placed.token), placed.payment_id, {})
    except Refused as refusal:
        say(refusal.message, bad=True)
        return pay
    if path == pay:
        say(_("Thank you, it is ordered"))
    return path


@pages.get("/<lang>/checkout/place")
def place_again() -> Response:
    """Somebody reloaded the address of the button."""
    return to(shopper().url("checkout.start"))


def done_or_empty() -> Response:
    """No lines: the cart became a purchase, or there is nothing in it."""
    visitor = shopper()
    token = purchase_of_cart(visitor.cart_token or "")
    if token and token in session.get("order_keys", []):
        return to(visitor.url("orders.purchase", token=token))
    if request.method == "GET":
        return to(visitor.url("cart.show"))
    page = ExpiredPage(
        visitor.t(_("This cart is empty")),
        visitor.t(_("It has expired or was ordered in another window. Nothing was ordered just now.")),
        (Link(visitor.t(_("To the shop")), visitor.url("catalogue.home")),),
    )
    return render_page("checkout/expired.html", page, title=page.title, status=410, robots="noindex")


def to(where: str) -> Response:
    """303, which htmx follows too."""
    response: Response = redirect(where, code=303)  # type: ignore[assignment]
    return htmx.varied(response)
