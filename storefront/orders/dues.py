"""What an order owes, and what became of each part: computed from installments and payments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storefront.i18n import Message, _, plain
from storefront.money import Money
from storefront.orders.contexts import PaymentDue
from storefront.orders.paths import pay_path
from storefront.orders.queries import OrderFacts, PurchaseFacts, Row
from storefront.orders.wording import Wording


def owed(installment: Row) -> int:
    """How much of an installment is still to pay."""
    return 0 if installment["cancelled"] else max(installment["amount"] - installment["paid"], 0)


def is_due(installment: Row, now: datetime) -> bool:
    """Whether it can and should be paid now."""
    return owed(installment) > 0 and installment["due_at"] is not None and installment["due_at"] <= now


def due_amount(facts: OrderFacts, now: datetime) -> int:
    """What an order owes now."""
    return sum(owed(row) for row in facts.installments if is_due(row, now))


def purchase_due(facts: PurchaseFacts, now: datetime) -> int:
    """What a purchase owes now."""
    return sum(due_amount(order, now) for order in facts.orders)


def pending_payment(payments: tuple[Row, ...]) -> Row | None:
    """The latest payment that its provider has been asked for and not yet decided."""
    return next((row for row in reversed(payments) if is_under_way(row)), None)


def is_under_way(payment: Row) -> bool:
    """Whether its provider was asked and has not decided; one that gave no answer may still have paid."""
    return payment["state"] == "pending" or (payment["state"] == "created" and payment["asked_at"] is not None)


def refunded(facts: OrderFacts) -> int:
    """What has gone back, or is on its way back."""
    return sum(row["amount"] for row in facts.refunds if row["state"] != "failed")


def paid(facts: OrderFacts) -> int:
    """What came for this order."""
    return sum(row["paid"] for row in facts.installments)


def payment_dues(facts: OrderFacts, wording: Wording, now: datetime) -> tuple[PaymentDue, ...]:
    """Each installment with its state in words."""
    return tuple(
        _due(facts, row, wording, now) for row in facts.installments if not row["cancelled"] or row["paid"]
    )


def _due(facts: OrderFacts, row: Row, wording: Wording, now: datetime) -> PaymentDue:
    payment = _payment_of(facts, row)
    state, words, pay_url = "later", later_words(facts, row, wording), ""
    if row["paid"] >= row["amount"] or row["cancelled"]:
        gone = row["paid"] and refunded(facts) >= paid(facts)
        state = "refunded" if gone else "paid"
        words = _refunded_words(facts, wording) if gone else _paid_words(payment, wording)
    elif payment and is_under_way(payment):
        state = "pending"
        words = wording.t(_("waiting for: %(method)s", method=method_title(payment["provider"], wording)))
    elif is_due(row, now):
        state, pay_url = "due", pay_path(wording.language, facts.purchase["token"])
        words = _partly_words(facts, row, wording) or wording.t(_("due now"))
    money = Money(row["amount"], facts.currency)
    return PaymentDue(_label(facts, row, state, wording), money, state, words, pay_url)


def _label(facts: OrderFacts, row: Row, state: str, wording: Wording) -> str:
    """A part's own name; where all is paid in one, what became of it, since its name would be the total's again."""
    if len(facts.installments) > 1:
        return wording.t(row["label"])
    return wording.t(_("Paid") if state in ("paid", "refunded") else _("To pay"))


def _payment_of(facts: OrderFacts, installment: Row) -> Row | None:
    """The payment that paid an installment, else the one that is under way for it."""
    ids = {row["payment"] for row in facts.allocations if row["installment"] == installment["id"]}
    mine = [row for row in facts.payments if row["id"] in ids]
    if installment["paid"] >= installment["amount"]:
        return next((one for one in reversed(mine) if one["state"] == "succeeded"), None)
    return next((one for one in reversed(mine) if is_under_way(one)), None)


def method_title(provider: str, wording: Wording) -> str:
    """A payment method's name; its code where it is no longer offered."""
    found: Any = wording.runtime.providers.get(provider)
    return wording.t(found.title) if found else provider


def _paid_words(payment: Row | None, wording: Wording) -> str:
    if payment is None or payment["settled_at"] is None:
        return wording.t(_("paid"))
    title = method_title(payment["provider"], wording)
    day = wording.day(payment["settled_at"])
    return wording.t(_("paid on %(day)s: %(method)s", day=day, method=title))


def _partly_words(facts: OrderFacts, row: Row, wording: Wording) -> str:
    if not row["paid"]:
        return ""
    left = wording.money(owed(row), facts.currency)
    return wording.t(_("paid in part; %(left)s still open", left=left))


def _refunded_words(facts: OrderFacts, wording: Wording) -> str:
    if any(row["state"] != "succeeded" for row in facts.refunds if row["state"] != "failed"):
        return wording.t(_("goes back to you"))
    return wording.t(_("went back to you"))


def later_words(facts: OrderFacts, row: Row, wording: Wording) -> str:
    """When a part is due that is not due yet."""
    if row["due_at"] is not None:
        return wording.t(_("due on %(day)s", day=wording.day(row["due_at"])))
    event = str(row["due"]).partition("event:")[2]
    return wording.t(_("due at the stage: %(stage)s", stage=_stage(facts, event, wording)))


def _stage(facts: OrderFacts, name: str, wording: Wording) -> Message:
    workflow = wording.runtime.workflows.get(("order", facts.order["business_model"]))
    return next((s.label for s in workflow.states if s.name == name), plain(name)) if workflow else plain(name)
