"""The pay page as values: what is due, how it can be paid, what became of the last attempt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from storefront.checkout.contexts import DueView, PayPage
from storefront.checkout.paying import Paying
from storefront.formatting import NO_BREAK
from storefront.forms import Field, Option, Section
from storefront.i18n import Message, _, plain
from storefront.money import Money
from storefront.orders.paths import order_path, pay_path
from storefront.orders.showing import instruction_fact
from storefront.orders.wording import Wording
from storefront.payments.providers import PaymentProvider
from storefront.payments.sandbox import SandboxCard
from storefront.payments.sandbox_cards import CARDS
from storefront.payments.tables import Installment
from storefront.runtime import Runtime
from storefront.web.form_view import FieldGroup, FormError
from storefront.web.frame import Link

METHOD = "provider"
TITLES = {
    "due": _("Pay"),
    "pending": _("Your payment is under way"),
    "failed": _("The payment did not go through"),
    "paid": _("This is already paid"),
    "over": _("There is nothing to pay"),
}


def pay_sections(providers: Sequence[PaymentProvider], chosen: str) -> tuple[Section, ...]:
    """The methods as cards, then what each of them asks."""
    options = tuple(Option(p.code, p.title, p.note, icon=p.icon) for p in providers)
    methods = Field(METHOD, _("How do you want to pay?"), "cards", options=options)
    asked = [p for p in providers if p.fields]
    # what the chosen method asks comes first
    asked.sort(key=lambda provider: provider.code != chosen)
    return (Section((methods,)), *(Section(p.fields, p.title, _asks(p)) for p in asked))


def _asks(provider: PaymentProvider) -> Message | None:
    """The sandbox names its cards; it is never there in production."""
    if not isinstance(provider, SandboxCard):
        return None
    cards = tuple(_("%(number)s %(what)s", number=_in_fours(number), what=card.note) for number, card in CARDS.items())
    return _("Test cards only, no money moves: %(cards)s.", cards=cards)


def _in_fours(number: str) -> str:
    return NO_BREAK.join(number[i : i + 4] for i in range(0, len(number), 4))


def shown_values(runtime: Runtime, chosen: str, typed: Mapping[str, str]) -> dict[str, str]:
    """What the form shows again: everything that was typed but card data."""
    secret = {f.name for p in runtime.providers.values() for f in p.fields if f.autocomplete.startswith("cc-")}
    return {**{k: v for k, v in typed.items() if k not in secret}, METHOD: chosen}


def pay_page(
    paying: Paying,
    wording: Wording,
    groups: tuple[FieldGroup, ...] = (),
    errors: tuple[FormError, ...] = (),
) -> PayPage:
    """Where it stands, and the form where one may choose."""
    t, facts, answer = wording.t, paying.facts, paying.answer
    money = Money(paying.amount, paying.currency)
    path = pay_path(wording.language, facts.token)
    waits = paying.state == "pending"
    redirect = answer.redirect_url if waits and answer else ""
    return PayPage(
        state="failed" if paying.state == "over" else paying.state,
        title=t(TITLES[paying.state]),
        dues=tuple(_due(row, paying, wording) for row in paying.dues),
        total=money,
        action=path if paying.may_choose else "",
        groups=groups if paying.may_choose else (),
        button=t(_("Pay %(money)s", money=money)) if paying.may_choose else "",
        message=t(message(paying)),
        instructions=tuple(instruction_fact(one, wording) for one in answer.instructions)
        if waits and answer
        else (),
        errors=errors,
        orders=_orders(paying, wording),
        until=_until(paying, wording),
        frame_url=redirect,
        refresh_url=path if waits and answer and not answer.instructions else "",
    )


def message(paying: Paying) -> Message | None:
    """What happened, and what to do."""
    answer = paying.answer
    if paying.state == "paid":
        return _("Thank you, we have your money. Nothing more is due.")
    if paying.state == "over":
        return _("The order was cancelled; you owe nothing. Anything already paid goes back by itself.")
    if paying.state == "failed":
        reason = answer.reason if answer and answer.reason else plain("")
        return _("%(reason)s Nothing was taken. You can try again or choose another way to pay.", reason=reason)
    if paying.state == "pending":
        return _pending_message(answer)
    if paying.payment is not None and paying.payment.state == "succeeded":
        return _("A part is paid. This is what is still open.")
    return None


def _pending_message(answer: Any) -> Message:
    if answer and answer.instructions:
        return _("Please transfer the money with the details below. We send the goods once it has come.")
    if answer and answer.redirect_url:
        return _("Your bank wants to hear from you before it pays.")
    return _("We are asking your bank. This page renews itself; please do not pay a second time.")


def _due(row: Installment, paying: Paying, wording: Wording) -> DueView:
    number = next((o.order["number"] for o in paying.facts.orders if o.id == row.order_id), "")
    money = Money(row.amount - row.paid, paying.currency)
    return DueView(number, wording.t(row.label), money, _when(row, paying, wording))


def _when(row: Installment, paying: Paying, wording: Wording) -> str:
    at: datetime | None = row.due_at
    if at is None or at <= paying.facts.purchase["placed_at"]:
        return ""
    return wording.t(_("due on %(day)s", day=at.date()))


def _orders(paying: Paying, wording: Wording) -> tuple[Link, ...]:
    return tuple(
        Link(
            wording.t(_("Order %(number)s", number=order.order["number"])),
            order_path(wording.language, order.order["number"], paying.facts.token),
        )
        for order in paying.facts.orders
    )


def _until(paying: Paying, wording: Wording) -> str:
    payment = paying.payment
    if payment is None or payment.expires_at is None or payment.state not in ("created", "pending"):
        return ""
    return wording.t(_("The goods are kept for you until %(moment)s.", moment=payment.expires_at))
