"""A guest's orders: opened by a link that cannot be guessed, then remembered by this browser."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, redirect, request, session
from werkzeug.wrappers import Response as BaseResponse

from storefront.errors import Refused
from storefront.i18n import _
from storefront.orders.actions import accept_by_buyer, move_by_buyer
from storefront.orders.paths import order_path
from storefront.orders.queries import OrderFacts, find_order, find_purchase
from storefront.orders.showing import order_page, purchase_page
from storefront.orders.wording import Wording
from storefront.payments.credit_offers import answer_offer
from storefront.web.notices import say
from storefront.web.order_keys import keep_key, key_of, known_key
from storefront.web.rendering import render_page
from storefront.web.shopper import Shopper, shopper

THANKS = "thanks"
THANKED_FOR = timedelta(hours=1)
SLOTS = ("order.top", "order.timeline", "order.below")

pages = Blueprint("orders", __name__, template_folder="templates")


@pages.get("/<lang>/orders/<number>")
def order(number: str) -> BaseResponse:
    """An order; the key in its address is kept in the session and leaves the address."""
    visitor = shopper()
    if key := request.args.get("key", ""):
        find_order(number, key)
        keep_key(key)
        return redirect(order_path(visitor.language, number), code=303)
    facts, purchase = find_order(number, key_of(number))
    thanks = _thanks(number, visitor)
    page = order_page(facts, purchase, wording(visitor), visitor.context.now, thanks)
    title = visitor.t(_("Order %(number)s", number=number))
    slots = {name: [facts.id] for name in SLOTS}
    return private(render_page("orders/order.html", page, title=title, slots=slots, robots="noindex"))


@pages.post("/<lang>/orders/<number>/move/<transition>")
def move(number: str, transition: str) -> BaseResponse:
    """The buyer presses a button."""
    visitor = shopper()
    try:
        move_by_buyer(number, key_of(number), transition, visitor.context.now, request.form.get("reason", ""))
    except Refused as refusal:
        say(refusal.message, bad=True)
    return redirect(order_path(visitor.language, number), code=303)


@pages.post("/<lang>/orders/<number>/accept")
def accept(number: str) -> BaseResponse:
    """The buyer says that everything arrived and is well: what his word releases goes to the seller."""
    visitor = shopper()
    try:
        accept_by_buyer(number, key_of(number), visitor.context.now)
        say(_("Thank you. The seller is told that all is well."))
    except Refused as refusal:
        say(refusal.message, bad=True)
    return redirect(order_path(visitor.language, number), code=303)


@pages.post("/<lang>/orders/<number>/credit/<int:offer_id>/<answer>")
def answer_credit(number: str, offer_id: int, answer: str) -> BaseResponse:
    """The buyer says whether he takes a refund as credit."""
    visitor = shopper()
    facts, _purchase = find_order(number, key_of(number))
    try:
        answer_offer(facts.id, offer_id, answer, visitor.context.now)
        say(_("Thank you. It becomes your credit.") if answer == "accept" else _("Thank you. The shop is told."))
    except Refused as refusal:
        say(refusal.message, bad=True)
    return redirect(order_path(visitor.language, number), code=303)


@pages.get("/<lang>/purchases/<token>")
def purchase(token: str) -> BaseResponse:
    """Thank you; a purchase of one order leads to that order."""
    visitor = shopper()
    facts = find_purchase(token)
    keep_key(token)
    if len(facts.orders) == 1:
        number = facts.orders[0].order["number"]
        if visitor.context.now - facts.purchase["placed_at"] < THANKED_FOR:
            session[THANKS] = number
        return redirect(order_path(visitor.language, number), code=303)
    page = purchase_page(facts, wording(visitor), visitor.context.now)
    return private(render_page("orders/purchase.html", page, title=page.title, robots="noindex"))


def wording(visitor: Shopper) -> Wording:
    return Wording(visitor.runtime, visitor.language)


def own_order(number: str) -> OrderFacts | None:
    """The order, where this browser has shown that it may see it; None for every other."""
    key = known_key(number)
    return find_order(number, key)[0] if key else None


def _thanks(number: str, visitor: Shopper) -> str:
    """Said once, right after placing."""
    if session.pop(THANKS, "") != number:
        return ""
    return visitor.t(_("Thank you, it is ordered. The confirmation comes by e-mail."))


def private(response: Response) -> Response:
    """Nobody else's cache keeps it, and its address is told to nobody."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


