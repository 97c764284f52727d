"""Sending money back: what and how much, then once more before it goes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Response, request

from storefront.accounts.permissions import may
from storefront.db import utc_now
from storefront.desk import order_actions as acts
from storefront.desk.base_pages import actor, desk_person, desk_url, go, pages, render_desk
from storefront.desk.order_contexts import RefundLine, RefundPage
from storefront.desk.order_pages import desk_wording
from storefront.desk.order_reading import order_for
from storefront.desk.refund_sums import PIECES, Wanted, by_payment, wanted
from storefront.desk.versions import version_of
from storefront.errors import Refused
from storefront.forms import cleaned
from storefront.i18n import Message, _, ngettext, plain
from storefront.money import Money
from storefront.orders.dues import method_title
from storefront.orders.line_views import line_title
from storefront.orders.pieces import pieces_of
from storefront.orders.queries import OrderFacts
from storefront.orders.refund_shares import before, line_amount
from storefront.orders.wording import Wording
from storefront.payments.actions import Arranged
from storefront.payments.refund_limits import in_time, refundable, too_late
from storefront.payments.refunds import HAND
from storefront.web.form_view import Choice, FieldView, FormError
from storefront.web.frame import Link
from storefront.web.people import requires

LONGEST_KEY = 60
# as the form names it
OFFER = "offer"
REASONS = _("We send you money back.")


@pages.get("/desk/orders/<number>/refund")
@requires("orders.refund")
def refund(number: str) -> Response:
    """What is to go back; with step=sure in the address, once more in one sentence."""
    facts, _purchase = order_for(number, desk_person(), "orders.refund")
    typed = {name: value[:500] for name, value in request.args.items()}
    left = _left(facts, typed)
    asked = _wanted(facts, typed, left) if typed.get("step") == "sure" else None
    return _show(facts, typed, asked, left)


@pages.post("/desk/orders/<number>/refund")
@requires("orders.refund")
def send_refund(number: str) -> Response:
    """Do it; the same form again does nothing more."""
    facts, _purchase = order_for(number, desk_person(), "orders.refund")
    typed = {name: value[:500] for name, value in request.form.items()}
    key, left = cleaned(typed.get("key", ""))[:LONGEST_KEY], _left(facts, typed)
    asked = _wanted(facts, typed, left)
    back = desk_url("desk.order", number=number)
    known = any(row["data"].get("key") == key for row in facts.events)
    if (asked.errors or not key) and not known:
        return _show(facts, typed, asked, left)
    reason = cleaned(typed.get("reason", ""))
    arranged = Arranged(
        key,
        asked.amount,
        plain(reason) if reason else REASONS,
        acts.story_name(actor()),
        asked.pieces,
        min(asked.delivery, asked.amount),
        HAND if typed.get("way") == HAND else "",
    )
    try:
        if typed.get("way") == OFFER:
            asked_now = acts.offer_credit(actor(), number, arranged)
            return go(back, _("The buyer is asked by mail.") if asked_now else _("The buyer was asked before."))
        fresh = acts.refund(actor(), number, arranged, typed.get("version", ""))
    except Refused as refusal:
        return _show(facts, typed, asked, left, refusal.message)
    return go(back, _("The money goes back.") if fresh else _("This was done before: nothing more goes back."))


def _left(facts: OrderFacts, typed: Mapping[str, str]) -> dict[int, int]:
    """What is left of each payment; of one whose time is over only what goes another way than it came."""
    left = refundable(facts.id)
    return left if typed.get("way") in (HAND, OFFER) else in_time(left, utc_now())


def _wanted(facts: OrderFacts, typed: Mapping[str, str], left: Mapping[int, int]) -> Wanted:
    """What is asked; where only its provider's time is over, what can be done instead."""
    asked = wanted(facts, typed, sum(left.values()))
    over = asked.amount > sum(left.values()) and asked.amount <= sum(refundable(facts.id).values())
    late = too_late(facts.id, utc_now()) if over else None
    return replace(asked, errors={**asked.errors, "amount": late}) if late is not None else asked


def _show(
    facts: OrderFacts,
    typed: Mapping[str, str],
    asked: Wanted | None,
    left: Mapping[int, int],
    refused: Message | None = None,
) -> Response:
    wording = desk_wording()
    t, number = wording.t, facts.order["number"]
    errors = dict(asked.errors) if asked else {}
    sure = asked is not None and not errors and refused is None
    money = wording.money(sum(left.values()), facts.currency)
    wrong = [FormError(t(words), name) for name, words in errors.items()]
    most = t(_("At most %(money)s can go back: what was paid for this order and has not gone back.", money=money))
    page = RefundPage(
        title=t(_("Money back: order %(number)s", number=number)),
        url=desk_url("desk.refund", number=number),
        back_url=desk_url("desk.order", number=number),
        left=" ".join(filter(None, (most, t(too_late(facts.id, utc_now()))))),
        lines=_lines(facts, typed, errors, wording),
        fields=_fields(facts, typed, errors, wording),
        errors=(*wrong, *([FormError(t(refused))] if refused else [])),
        **(_question(facts, typed, asked, left, wording) if sure and asked else {}),
    )
    crumbs = (Link(t(_("Orders")), desk_url("desk.orders")), Link(number, page.back_url))
    return render_desk("desk/refund.html", page, title=page.title, crumbs=crumbs, status=422 if page.errors else 200)


def _question(
    facts: OrderFacts, typed: Mapping[str, str], asked: Wanted, left: Mapping[int, int], wording: Wording
) -> dict[str, Any]:
    """The second step: in one sentence what happens, and all that the button sends."""
    money = wording.money(asked.amount, facts.currency)
    providers = {row["id"]: method_title(row["provider"], wording) for row in facts.payments}
    parts = by_payment(left, asked.amount)
    kept = [(name, typed[name]) for name in sorted(typed) if name.startswith(PIECES) or name in ("delivery", "amount")]
    if typed.get("way") in (HAND, OFFER):
        kept.append(("way", typed["way"]))
        kinds = {HAND: _("Bank transfer, sent by hand"), OFFER: _("credit, once the buyer has agreed")}
        providers = dict.fromkeys(providers, wording.t(kinds[typed["way"]]))
    hidden = [*kept, ("reason", typed.get("reason", "")), ("key", secrets.token_urlsafe(16))]
    return {
        "sure": wording.t(_("Send %(money)s back to %(email)s?", money=money, email=facts.purchase["email"])),
        "ways": tuple(
            wording.t(_("%(money)s by: %(method)s", money=wording.money(part, facts.currency), method=providers[one]))
            for one, part in parts.items()
        ),
        "button": wording.t(_("Send %(money)s back", money=money)),
        "hidden": (*hidden, ("version", version_of(acts.refunds_state(facts.id)))),
    }


def _lines(
    facts: OrderFacts, typed: Mapping[str, str], errors: Mapping[str, Message], wording: Wording
) -> tuple[RefundLine, ...]:
    done, found = before(facts), []
    for row in (one for one in facts.lines if pieces_of(one)):
        name, gone = f"{PIECES}{row['id']}", done.pieces.get(row["id"], 0)
        left = max(pieces_of(row) - gone, 0)
        view = FieldView(
            name, wording.t(_("Pieces")), "number", typed.get(name, ""), wording.t(errors.get(name)),
            required=False, inputmode="numeric", min="0", max=str(left),
        )  # fmt: skip
        words = [wording.t(ngettext("%(num)s piece ordered", "%(num)s pieces ordered", pieces_of(row)))]
        if gone:
            words.append(wording.t(ngettext("%(num)s went back", "%(num)s went back", gone)))
        whole_line = Money(line_amount(facts, done, row["id"], left), facts.currency)
        found.append(RefundLine(view, line_title(row, wording), " · ".join(words), whole_line))
    return tuple(found)


def _fields(
    facts: OrderFacts, typed: Mapping[str, str], errors: Mapping[str, Message], wording: Wording
) -> tuple[FieldView, ...]:
    t = wording.t
    freight = facts.order["freight"] - before(facts).delivery
    delivery = t(_("The delivery too: %(money)s", money=wording.money(freight, facts.currency)))
    ways = [("", _("As it was paid")), (OFFER, _("As credit, if the buyer agrees: he is asked by mail"))]
    if may(desk_person(), "payments.confirm"):
        ways.insert(1, (HAND, _("As a bank transfer that is sent by hand")))
    chosen = typed.get("way", "")
    choices = tuple(Choice(code, t(words), code == chosen) for code, words in ways)
    fields = [
        FieldView("way", t(_("How it goes back")), "select", typed.get("way", ""), choices=choices, required=False),
        FieldView("delivery", delivery, "checkbox", typed.get("delivery", ""), required=False),
        FieldView("amount", t(_("Another amount instead")), value=typed.get("amount", ""),
                  error=t(errors.get("amount")), help=t(_("Counts instead of what pieces and delivery come to.")),
                  required=False, inputmode="decimal", dir="ltr", width="third", maxlength=20),
        FieldView("reason", t(_("Reason, for the buyer")), value=typed.get("reason", ""), required=False,
                  width="two-thirds", maxlength=300),
    ]  # fmt: skip
    return tuple(one for one in fields if freight > 0 or one.name != "delivery")
