"""Changing an order at the desk: what is to be, then once more with what it comes to and who must agree."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace

from flask import Response, request

from storefront.desk import change_actions as acts
from storefront.desk.base_pages import actor, desk_person, desk_url, go, pages, render_desk
from storefront.desk.change_contexts import ChangePage
from storefront.desk.change_form import Read, address_groups, line_rows, other_fields, read_changes
from storefront.desk.order_pages import desk_wording
from storefront.desk.order_reading import order_for
from storefront.errors import NotFound, Refused
from storefront.forms import cleaned
from storefront.i18n import Message, _, labelled, plain
from storefront.orders.amending import Preview, preview
from storefront.orders.amendment_words import sum_words, words_of
from storefront.orders.dues import owed
from storefront.orders.queries import OrderFacts
from storefront.orders.wording import Wording
from storefront.payments.refund_limits import refundable
from storefront.web.form_view import FormError
from storefront.web.frame import Link
from storefront.web.people import requires
from storefront.web.shopper import shopper

LONGEST_KEY = 40
STAYS = _("What is sent, contested or paid back stays. What is dearer or later for the buyer needs his yes.")
_NEW_PRICE, _ALL_OFF = _("New price of each"), _("All taken off already, tax in it.")
ANSWERS = ("accept", "decline", "withdraw")


@pages.get("/desk/orders/<number>/change")
@requires("orders.amend")
def change_order(number: str) -> Response:
    """What is to be other than it is; with step=sure in the address, once more with what it comes to."""
    facts, _purchase = order_for(number, desk_person(), "orders.amend")
    typed = {name: value[:500] for name, value in request.args.items()}
    return _show(facts, typed, read_changes(facts, typed) if typed.get("step") == "sure" else None)


@pages.post("/desk/orders/<number>/change")
@requires("orders.amend")
def do_change(number: str) -> Response:
    """Do it, or ask the buyer; the same form again does nothing more."""
    facts, _purchase = order_for(number, desk_person(), "orders.amend")
    typed = {name: value[:500] for name, value in request.form.items()}
    read, key = read_changes(facts, typed), cleaned(typed.get("key", ""))[:LONGEST_KEY]
    back = desk_url("desk.order", number=number)
    known = any(str(row["key"]).endswith(f":{key}") for row in facts.amendments) if key else False
    if known:
        return go(back, _("This was done before: nothing more is changed."))
    if read.errors or not key:
        return _show(facts, typed, read)
    try:
        done = acts.change(actor(), number, read.changes, plain(read.reason), key)
    except Refused as refusal:
        return _show(facts, typed, read, refusal.message)
    proposed = done.state == "proposed"
    return go(back, _("The buyer is asked; nothing changes before he says yes.") if proposed else _("It is changed."))


@pages.post("/desk/orders/<number>/changes/<int:amendment_id>/<answer>")
@requires("orders.amend")
def answer_change(number: str, amendment_id: int, answer: str) -> Response:
    """Yes or no for the seller's side."""
    order_for(number, desk_person(), "orders.amend")
    if answer not in ANSWERS:
        raise NotFound(f"{answer!r} is no answer")
    back = desk_url("desk.order", number=number)
    try:
        acts.answer(actor(), number, amendment_id, answer == "accept")
    except Refused as refusal:
        return go(back, refusal.message, bad=True)
    return go(back, _("The order is changed.") if answer == "accept" else _("The order stays as it is."))


def _show(
    facts: OrderFacts, typed: Mapping[str, str], read: Read | None, refused: Message | None = None
) -> Response:
    wording, errors = desk_wording(), dict(read.errors) if read else {}
    t, number = wording.t, str(facts.order["number"])
    seen = None
    if read is not None and not errors and refused is None:
        try:
            seen = preview(facts, read.changes, acts.side_of(actor()))
        except Refused as refusal:
            refused = refusal.message
    wrong = [FormError(t(words), name) for name, words in errors.items()]
    page = ChangePage(
        title=t(_("Change order %(number)s", number=number)),
        intro=f"{t(STAYS)} {t(labelled(_NEW_PRICE, _ALL_OFF))}",
        url=desk_url("desk.change_order", number=number),
        back_url=desk_url("desk.order", number=number),
        lines=line_rows(facts, typed, errors, wording),
        button=t(_("Work it out")),
        fields=other_fields(facts, typed, errors, wording),
        address=address_groups(facts, typed, errors, shopper()),
        errors=(*wrong, *([FormError(t(refused))] if refused else [])),
    )
    if seen is not None and read is not None:
        page = _question(page, facts, typed, (read, seen), wording)
    crumbs = (Link(t(_("Orders")), desk_url("desk.orders")), Link(number, page.back_url))
    return render_desk("desk/change.html", page, title=page.title, crumbs=crumbs, status=422 if page.errors else 200)


def _question(
    page: ChangePage, facts: OrderFacts, typed: Mapping[str, str], asked: tuple[Read, Preview], wording: Wording
) -> ChangePage:
    """The second step: what changes, what it comes to, who has to agree, and all that the button sends."""
    (read, seen), t = asked, wording.t
    was = {line.id: line.pieces for line in seen.now.lines}
    total = wording.money(facts.order["total"] + seen.total, facts.currency)
    words = [*words_of(facts, read.changes, wording, was), sum_words(facts, seen.total, wording)]
    words.append(t(_("The order then comes to %(total)s.", total=total)))
    if back := _back(facts, seen.total):
        words.append(t(_("%(money)s goes back to the buyer.", money=wording.money(back, facts.currency))))
    ask = seen.asks == "buyer"
    if ask:
        words.append(t(_("The buyer has to agree: he gets a mail and has seven days.")))
    hidden = [(name, value) for name, value in sorted(typed.items()) if name not in ("step", "key")]
    return replace(
        page,
        sure=t(_("Propose this to the buyer?") if ask else _("Change the order like this?")),
        words=tuple(filter(None, words)),
        sure_button=t(_("Propose it") if ask else _("Change it")),
        hidden=(*hidden, ("key", secrets.token_urlsafe(16))),
    )


def _back(facts: OrderFacts, total: int) -> int:
    """What of a change for less goes back: what unpaid parts do not take."""
    unpaid = sum(owed(row) for row in facts.installments)
    return min(max(-total - unpaid, 0), sum(refundable(facts.id).values()))
