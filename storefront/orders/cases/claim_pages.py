"""Something is wrong with an order: its buyer says what, with photos, and what he wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from storefront.db import utc_now
from storefront.errors import NotFound, Refused
from storefront.i18n import Message, _
from storefront.money import Money
from storefront.orders.cases import actions
from storefront.orders.cases.choosing import chosen_pieces, piece_choices
from storefront.orders.cases.claims import Claimable, claimable, reason_window, withdrawal_of
from storefront.orders.cases.contexts import ClaimPage
from storefront.orders.cases.entries import BUYER, Said
from storefront.orders.cases.forms import amount_of, files_field, text_field, words_of
from storefront.orders.cases.opening import WrongClaim
from storefront.orders.cases.pages import pages
from storefront.orders.cases.queries import contested
from storefront.orders.cases.reasons import reasons_for
from storefront.orders.cases.wording import WISHES
from storefront.orders.pages import own_order, private
from storefront.orders.paths import case_path, claim_path, order_path, withdraw_path
from storefront.orders.queries import OrderFacts
from storefront.orders.wording import Wording
from storefront.uploads.actions import keep_files
from storefront.values import CaseReason
from storefront.web.form_view import Choice, FieldGroup, FieldView, FormError
from storefront.web.frame import Link
from storefront.web.limits import limits
from storefront.web.notices import say
from storefront.web.rendering import render_page
from storefront.web.shopper import shopper
from storefront.web.uploads import sent_files

HOUR = 3600


@dataclass(frozen=True)
class Typed:
    """What was typed, None before anything was, and what is wrong with it."""

    values: Mapping[str, str] | None = None
    errors: Mapping[str, Message] = field(default_factory=dict)


def order_or_404(number: str) -> OrderFacts:
    """An order that this browser may see; raises NotFound for every other."""
    facts = own_order(number)
    if facts is None:
        raise NotFound("there is no such order")
    return facts


@pages.get("/<lang>/orders/<number>/problem")
def claim(number: str) -> Response:
    return show_claim(order_or_404(number), Typed())


def open_reasons(facts: OrderFacts) -> list[CaseReason]:
    """The reasons that can be named now."""
    now, found = utc_now(), []
    for reason in reasons_for(shopper().runtime, facts.order["business_model"]).values():
        window = reason_window(facts, reason)
        if window is not None and window.holds(now):
            found.append(reason)
    return found


def show_claim(facts: OrderFacts, typed: Typed) -> Response:
    visitor = shopper()
    t, wording, number = visitor.t, Wording(visitor.runtime, visitor.language), facts.order["number"]
    reasons = open_reasons(facts)
    pieces = piece_choices(facts, _pieces(facts), wording, typed.values, typed.errors)
    anything = bool(reasons) and any(one.most for one in pieces)
    intro = _("Tell the seller what is wrong. He has some days to answer; after that the shop decides.")
    if not anything:
        intro = _("Nothing can be complained of now: nothing was sent yet, the time for it is over, or a case is open.")
    window = withdrawal_of(facts)
    withdraw = Link(t(_("Withdraw from the contract instead")), withdraw_path(visitor.language, number))
    page = ClaimPage(
        title=t(_("Something is wrong with the order")),
        intro=t(intro),
        order=Link(number, order_path(visitor.language, number)),
        action=claim_path(visitor.language, number),
        pieces=pieces if anything else (),
        groups=_groups(reasons, facts, wording, typed) if anything else (),
        button=t(_("Open the case")) if anything else "",
        errors=tuple(FormError(t(words), name) for name, words in typed.errors.items()),
        withdraw=withdraw if window is not None and window.holds(utc_now()) else None,
    )
    status = 422 if typed.errors else 200
    return private(render_page("cases/claim.html", page, title=page.title, robots="noindex", status=status))


def _pieces(facts: OrderFacts) -> list[Claimable]:
    """Every line: what cannot be withdrawn from can be broken all the same."""
    return [replace(one, excepted=None) for one in claimable(facts, contested(facts.id))]


def _groups(
    reasons: list[CaseReason], facts: OrderFacts, wording: Wording, typed: Typed
) -> tuple[FieldGroup, ...]:
    t, values, errors = wording.t, typed.values or {}, typed.errors
    wishes = dict.fromkeys(wish for reason in reasons for wish in reason.wishes)
    why = tuple(Choice(one.code, t(one.label), values.get("reason") == one.code, t(one.help)) for one in reasons)
    wanted = tuple(Choice(one, t(WISHES[one]), values.get("wish") == one) for one in wishes)
    most = Money(sum(line["gross"] for line in facts.lines), facts.currency)
    amount = FieldView(
        "amount", t(_("How much, for a part of the money")), value=values.get("amount", ""), required=False,
        error=t(errors.get("amount")), help=t(_("At most %(money)s.", money=most)), inputmode="decimal", dir="ltr",
        width="half", maxlength=20,
    )  # fmt: skip
    wish = FieldView("wish", t(_("What would help you?")), "radio", error=t(errors.get("wish")), choices=wanted)
    text = text_field(_("What is wrong?"), wording)
    files = files_field(wording)
    return (
        FieldGroup((FieldView("reason", t(_("What is it?")), "radio", error=t(errors.get("reason")), choices=why),)),
        FieldGroup((wish, amount)),
        FieldGroup((_with(text, values, errors, wording), _with(files, values, errors, wording))),
    )


def _with(one: FieldView, values: Mapping[str, str], errors: Mapping[str, Message], wording: Wording) -> FieldView:
    value = "" if one.type == "file" else values.get(one.name, "")
    return replace(one, value=value, error=wording.t(errors.get(one.name)))


@pages.post("/<lang>/orders/<number>/problem")
def take_claim(number: str) -> BaseResponse:
    """Open the case; whatever is wrong is said at its field, and nothing is lost but the files' picker."""
    visitor, facts = shopper(), order_or_404(number)
    values = {name: value[:5000] for name, value in request.form.items()}
    limits().check("claim", (f"order {facts.id}", 20), seconds=HOUR)
    reason = next((one for one in open_reasons(facts) if one.code == values.get("reason")), None)
    if reason is None:
        return show_claim(facts, Typed(values, {"reason": _("Please choose what it is.")}))
    try:
        kept = keep_files(sent_files(), visitor.runtime.settings.private)
        told = actions.Claim(
            reason,
            chosen_pieces(facts, values),
            values.get("wish", ""),
            amount_of(values, facts.currency),
            Said(words_of(values), kept),
        )
        case = actions.open_case(facts.id, told, BUYER, utc_now())
    except WrongClaim as wrong:
        return show_claim(facts, Typed(values, {wrong.field: wrong.message}))
    except Refused as refusal:
        return show_claim(facts, Typed(values, {"files": refusal.message}))
    say(_("The case is open. The seller answers next."))
    return private(redirect(case_path(visitor.language, case.token), code=303))  # type: ignore[arg-type]
