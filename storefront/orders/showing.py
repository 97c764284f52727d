"""An order's pages as values, from frozen rows alone: they stand with their plugin off."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from markupsafe import Markup

from storefront import workflow
from storefront.catalogue.contexts import Fact
from storefront.checkout.contexts import LegalText
from storefront.errors import NotFound
from storefront.i18n import Message, _, labelled, listed, ngettext
from storefront.money import Money
from storefront.orders.actions import CANCEL
from storefront.orders.cases.claims import withdrawal_of
from storefront.orders.cases.showing import case_card
from storefront.orders.change_views import address_url, change_views, document_links, related_orders
from storefront.orders.contexts import OrderCard, OrderPage, PurchasePage
from storefront.orders.dues import due_amount, paid, payment_dues, pending_payment, purchase_due
from storefront.orders.line_views import (
    addresses,
    line_image,
    line_title,
    order_badge,
    order_lines,
    seller_legal,
    seller_name,
    shipment_views,
)
from storefront.orders.paths import (
    accept_path,
    claim_path,
    credit_path,
    move_path,
    order_path,
    pay_path,
    purchase_path,
    withdraw_path,
)
from storefront.orders.pieces import pieces_of
from storefront.orders.queries import OrderFacts, PurchaseFacts, Row
from storefront.orders.sums import receipt_rows, sum_rows
from storefront.orders.timeline import is_final, present_state, state_words, timeline
from storefront.orders.wording import Wording
from storefront.payments.credit_offers import OFFERED, open_offers
from storefront.payments.releasing import ACCEPTED
from storefront.values import Transition
from storefront.web.form_view import ActionForm, FieldView
from storefront.web.frame import Link


def order_page(
    facts: OrderFacts, purchase: PurchaseFacts, wording: Wording, now: datetime, thanks: str = ""
) -> OrderPage:
    """Everything about one order, for its buyer."""
    order = facts.order
    return OrderPage(
        order_id=facts.id,
        number=order["number"],
        state=state_words(facts, wording, now),
        placed=wording.day(order["placed_at"]),
        seller=seller_name(facts),
        lines=order_lines(facts, wording),
        sums=sum_rows(facts, wording),
        total=Money(order["total"], facts.currency),
        timeline=timeline(facts, wording, now),
        badge=order_badge(facts, wording),
        why=receipt_rows(facts, wording),
        payments=payment_dues(facts, wording, now),
        shipments=shipment_views(facts, wording),
        addresses=addresses(facts, wording),
        seller_legal=seller_legal(facts, wording),
        actions=(*credit_questions(facts, wording, now), *buyer_actions(facts, wording)),
        legal=legal_texts(facts, wording),
        thanks=thanks,
        purchase=_purchase_link(purchase, wording),
        po_number=order["po_number"],
        demo=facts.purchase["demo"],
        cases=tuple(case_card(row, wording) for row in facts.cases if row["state"] != "unproved"),
        helps=_helps(facts, wording, now),
        documents=document_links(facts, wording),
        changes=change_views(facts, wording, now),
        related=related_orders(facts, wording),
        address_url=address_url(facts, wording),
    )


def _helps(facts: OrderFacts, wording: Wording, now: datetime) -> tuple[Link, ...]:
    """Where one says that something is wrong, and withdraws while that is possible."""
    number, found = facts.order["number"], []
    window = withdrawal_of(facts)
    if window is not None and window.holds(now) and (facts.order["closed_at"] is None or facts.shipments):
        found.append(Link(wording.t(_("Withdraw from the contract")), withdraw_path(wording.language, number)))
    if facts.shipments or (facts.order["closed_at"] is None and paid(facts)):
        found.append(Link(wording.t(_("Something is wrong?")), claim_path(wording.language, number)))
    return tuple(found)


def _purchase_link(purchase: PurchaseFacts, wording: Wording) -> Link | None:
    if len(purchase.orders) < 2:
        return None
    words = ngettext(
        "The %(num)s order of this purchase", "All %(num)s orders of this purchase", len(purchase.orders)
    )
    return Link(wording.t(words), purchase_path(wording.language, purchase.token))


def credit_questions(facts: OrderFacts, wording: Wording, now: datetime) -> tuple[ActionForm, ...]:
    """Yes and no to a refund as credit, with what the law says of it."""
    found: list[ActionForm] = []
    if not any(row["kind"] == OFFERED for row in facts.events):
        return ()
    for offer in open_offers(facts.id, now):
        money, t = wording.money(offer.amount, offer.currency), wording.t
        words = (
            _("Instead of sending %(money)s back, the shop offers it as credit in your account.", money=money)
            if offer.way == "credit"
            else _("Instead of sending %(money)s back, the shop offers it on a gift card, by mail.", money=money)
        )
        law = _("You need not agree: the law gives you the money the way you paid it. The offer stands until %(day)s.",
                day=wording.day(offer.expires_at))  # fmt: skip
        urls = [credit_path(wording.language, facts.order["number"], offer.id, one) for one in ("accept", "decline")]
        told = " ".join((t(words), t(offer.reason), t(law)))
        found.append(ActionForm("credit", t(_("Take %(money)s as credit", money=money)), urls[0], explanation=told))
        found.append(ActionForm("no-credit", t(_("No credit, I want my money")), urls[1]))
    return tuple(found)


def buyer_actions(facts: OrderFacts, wording: Wording) -> tuple[ActionForm, ...]:
    """The buttons a buyer may press now; none while the order's plugin is off."""
    try:
        transitions = workflow.possible(facts.subject, "buyer")
    except NotFound:
        transitions = []
    word = [_accept(facts, wording)] if may_accept(facts) else []
    return (*word, *(_action(transition, facts, wording) for transition in transitions))


def may_accept(facts: OrderFacts) -> bool:
    """Whether the buyer's word is asked for: something is on its way, and he has not given it."""
    return bool(facts.shipments) and not any(row["kind"] == ACCEPTED for row in facts.events)


def _accept(facts: OrderFacts, wording: Wording) -> ActionForm:
    url = accept_path(wording.language, facts.order["number"])
    told = _("The seller gets the money that is kept for him. What the law gives you stays yours.")
    return ActionForm("accept", wording.t(_("All is well, everything arrived")), url, explanation=wording.t(told))


def _action(transition: Transition, facts: OrderFacts, wording: Wording) -> ActionForm:
    """A button; one that ends the order opens first and says what it does."""
    url = move_path(wording.language, facts.order["number"], transition.name)
    label = wording.t(transition.label)
    if transition.name != CANCEL:
        return ActionForm(transition.name, label, url)
    reason = FieldView("reason", wording.t(_("Why, if you like to say")), "textarea", required=False, maxlength=500)
    explanation = wording.t(_("The order ends. What you have paid goes back to you the way it came."))
    return ActionForm(transition.name, label, url, (reason,), explanation)


def legal_texts(facts: OrderFacts, wording: Wording) -> tuple[LegalText, ...]:
    """What holds for this sale, as it was frozen: withdrawal and guarantee."""
    return tuple(
        LegalText(title, str(Markup("<p>{}</p>").format(words))) for title, words in legal_words(facts, wording)
    )


def legal_words(facts: OrderFacts, wording: Wording) -> tuple[tuple[str, str], ...]:
    """Title and sentence of each, once however many lines it holds for; where lines differ, with their goods."""
    guarantee: list[tuple[str, str]] = []
    withdrawal: dict[str, list[str]] = {}
    for row in facts.lines:
        terms = row["frozen"].get("sale_terms") or {}
        if terms.get("withdrawal_reason"):
            withdrawal.setdefault(wording.t(terms["withdrawal_reason"]), []).append(line_title(row, wording))
        if years := terms.get("guarantee_years"):
            guarantee.append((wording.t(_("Legal guarantee")), wording.t(guarantee_words(years))))
    title = wording.t(_("Right of withdrawal"))
    told = [
        (title, words if len(withdrawal) == 1 else wording.t(labelled(listed(*dict.fromkeys(goods)), words)))
        for words, goods in withdrawal.items()
    ]
    return tuple(dict.fromkeys([*told, *guarantee]))


def guarantee_words(years: int) -> Message:
    """The legal guarantee in one sentence."""
    return ngettext(
        "The seller answers by law for faults that show within %(num)s year of delivery.",
        "The seller answers by law for faults that show within %(num)s years of delivery.",
        years,
    )


def purchase_page(facts: PurchaseFacts, wording: Wording, now: datetime) -> PurchasePage:
    """Thank you, and all orders of the purchase."""
    purchase = facts.purchase
    currency, due = purchase["currency"], purchase_due(facts, now)
    pending = pending_payment(facts.payments) if due else None
    facts_to_pay = instructions(pending, wording)
    over = all(is_final(order, wording) for order in facts.orders)
    money = wording.money(due, currency)
    pay_message = wording.t(_("%(money)s is still to pay.", money=money)) if due else ""
    if pending and not facts_to_pay:
        pay_message = wording.t(_("Your payment of %(money)s is under way.", money=money))
    return PurchasePage(
        title=wording.t(_("Your orders") if over else _("Thank you, it is ordered")),
        message="" if over else wording.t(_("We send the confirmation to %(email)s.", email=purchase["email"])),
        orders=tuple(order_card(order, wording, now) for order in facts.orders),
        total=Money(purchase["total"], currency),
        placed=wording.day(purchase["placed_at"]),
        email=purchase["email"],
        pay_url=pay_path(wording.language, facts.token) if due and not facts_to_pay else "",
        pay_message=pay_message,
        instructions=facts_to_pay,
        shop_url=f"/{wording.language}/",
    )


def instructions(payment: Row | None, wording: Wording) -> tuple[Fact, ...]:
    """What to put on a transfer; nothing for payments that need no instructions."""
    kept: list[dict[str, Any]] = ((payment["answer"] or {}) if payment else {}).get("instructions") or []
    return tuple(instruction_fact(Message.from_json(one), wording) for one in kept)


def instruction_fact(message: Message, wording: Wording) -> Fact:
    """A row of a provider's instructions: its label and its value."""
    label, value = message.values.get("label"), message.values.get("value")
    if isinstance(label, (Message, str)) and value is not None:
        return Fact(wording.t(label), str(value))
    return Fact("", wording.t(message))


def brief_card(facts: OrderFacts, wording: Wording, now: datetime) -> OrderCard:
    """An order in its owner's list: its address needs no key."""
    card = order_card(facts, wording, now)
    return replace(card, url=order_path(wording.language, card.number))


def order_card(facts: OrderFacts, wording: Wording, now: datetime) -> OrderCard:
    """An order in a list."""
    order = facts.order
    state = present_state(facts, wording)
    images = [line_image(row, wording) for row in facts.lines]
    due = due_amount(facts, now)
    return OrderCard(
        number=order["number"],
        url=order_path(wording.language, order["number"], facts.purchase["token"]),
        seller=seller_name(facts),
        state=state_words(facts, wording, now),
        total=Money(order["total"], facts.currency),
        badge=order_badge(facts, wording),
        next=wording.t(state.next) if state and not due else "",
        images=tuple(image for image in images if not image.placeholder)[:4],
        titles=tuple(f"{pieces_of(row)} × {line_title(row, wording)}" for row in facts.lines if pieces_of(row)),
    )
