"""What staff do with an order's money beside its rules: release it, keep it longer."""

from __future__ import annotations

from flask import Response

from storefront.desk import hold_actions as acts
from storefront.desk.base_pages import actor, desk_person, pages
from storefront.desk.hold_forms import KEEP, RELEASE, read_keeping, read_release
from storefront.desk.order_pages import done, show, typed_values
from storefront.desk.order_reading import order_for
from storefront.desk.order_showing import Refusal
from storefront.forms import cleaned
from storefront.i18n import _
from storefront.web.people import requires


@pages.post("/desk/orders/<number>/money/release", endpoint="release_money")
@requires("orders.hold")
def release_money(number: str) -> Response:
    facts, _purchase = order_for(number, desk_person(), "orders.hold")
    typed = typed_values()
    amount, reason, errors = read_release(facts.currency, typed)
    if errors:
        return show(number, Refusal(RELEASE, typed, errors))
    key = cleaned(typed.get("key", ""))[:50]
    words = _("The money is on the seller's account.")
    return done(number, lambda: acts.release(actor(), number, amount, reason, key), words, RELEASE, "amount")


@pages.post("/desk/orders/<number>/money/keep", endpoint="keep_money")
@requires("orders.hold")
def keep_money(number: str) -> Response:
    order_for(number, desk_person(), "orders.hold")
    typed = typed_values()
    until, reason, errors = read_keeping(typed)
    if errors:
        return show(number, Refusal(KEEP, typed, errors))
    key = cleaned(typed.get("key", ""))[:50]
    words = _("The money is kept until then.")
    return done(number, lambda: acts.keep(actor(), number, until, reason, key), words, KEEP, "until")


@pages.post("/desk/orders/<number>/money/keep/<int:keeping_id>/end", endpoint="end_keeping")
@requires("orders.hold")
def end_keeping(number: str, keeping_id: int) -> Response:
    return done(number, lambda: acts.end(actor(), number, keeping_id), _("The money goes its way again."))
