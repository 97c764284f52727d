"""What a purchase owes now, and the one attempt at a time to pay it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from storefront.db import transaction
from storefront.errors import NotFound, Refused
from storefront.i18n import _
from storefront.orders.locks import lock_purchase
from storefront.orders.paths import pay_return_path
from storefront.orders.queries import PurchaseFacts, find_purchase
from storefront.payments.actions import ask_provider, begin_payment, start_attempt
from storefront.payments.credit.inner import GiftCards, StoreCredit
from storefront.payments.providers import offered
from storefront.payments.queries import due_installments, latest_payment
from storefront.payments.settling import stored_answer
from storefront.payments.tables import Installment, Payment
from storefront.runtime import Runtime
from storefront.values import PaymentAnswer

log = logging.getLogger(__name__)
PayState = Literal["due", "pending", "failed", "paid", "over"]
# a page that is looked at again and again does not ask the provider each time
ASK_AGAIN = timedelta(seconds=3)


@dataclass(frozen=True)
class Paying:
    """Where a purchase stands with its money; over: nothing is due since its orders were cancelled."""

    facts: PurchaseFacts
    state: PayState
    dues: tuple[Installment, ...] = ()
    payment: Payment | None = None
    answer: PaymentAnswer | None = None

    @property
    def amount(self) -> int:
        return sum(row.amount - row.paid for row in self.dues)

    @property
    def currency(self) -> str:
        return str(self.facts.purchase["currency"])

    @property
    def attempt(self) -> int:
        """The latest attempt's id, sent with the form so that a second press begins nothing."""
        return int(self.payment.id) if self.payment else 0

    @property
    def may_choose(self) -> bool:
        """Whether another attempt may begin: not while a silent one may still have taken the money."""
        if self.state in ("due", "failed"):
            return True
        answer = self.answer
        return self.state == "pending" and bool(answer and (answer.redirect_url or answer.instructions))


def read_paying(token: str, now: datetime, *, at_once: bool = False) -> Paying:
    """Where it stands; a payment under way is asked about first. Raises NotFound."""
    facts = find_purchase(token)
    payment = latest_payment(facts.purchase["id"])
    if payment is not None and is_asked(payment) and (at_once or _may_ask(payment, now)):
        _ask(payment.id, now)
        facts = find_purchase(token)
        payment = latest_payment(facts.purchase["id"])
    dues = tuple(due_installments(facts.purchase["id"], now))
    answer = stored_answer(payment) if payment is not None else None
    return Paying(facts, _state(facts, dues, payment), dues, payment, answer)


def is_asked(payment: Payment) -> bool:
    """Whether the provider was asked and has not decided."""
    return payment.state == "pending" or (payment.state == "created" and payment.asked_at is not None)


def _may_ask(payment: Payment, now: datetime) -> bool:
    return payment.asked_at is None or payment.asked_at <= now - ASK_AGAIN


def _ask(payment_id: int, now: datetime) -> None:
    """A provider that is out of order leaves things as they are."""
    try:
        ask_provider(payment_id, now)
    except Exception:
        log.exception("could not ask about payment %s", payment_id)


def _state(facts: PurchaseFacts, dues: tuple[Installment, ...], payment: Payment | None) -> PayState:
    if not dues:
        installments = [row for order in facts.orders for row in order.installments]
        return "paid" if any(row["paid"] for row in installments) or not installments else "over"
    if payment is not None and is_asked(payment):
        return "pending"
    return "failed" if payment is not None and payment.state == "failed" else "due"


def begin_attempt(
    facts: PurchaseFacts, payment_id: int, details: Mapping[str, Any], base: str, now: datetime
) -> PaymentAnswer:
    """Ask the provider of an attempt that was written before; outside any transaction."""
    back = base + pay_return_path(facts.purchase["language"], facts.token)
    code = Payment.get_by_id(payment_id).provider
    return begin_payment(payment_id, details, back, f"{base}/webhooks/{code}", now)


@transaction()
def attempt(runtime: Runtime, paying: Paying, provider_code: str, seen: int, now: datetime) -> int | None:
    """The payment to begin: the one made at placing while it is fresh, else a new one.

    seen: the latest attempt when the form was shown; None is answered when there is a later one.
    Raises NotFound for an unknown provider, Refused when nothing is due or another is under way.
    """
    if provider_code not in {*offered(runtime.providers), StoreCredit.code, GiftCards.code}:
        raise NotFound(f"there is no payment provider {provider_code!r}")
    purchase_id = paying.facts.purchase["id"]
    lock_purchase(purchase_id)
    latest = latest_payment(purchase_id)
    if (latest.id if latest else 0) != seen:
        return None
    if latest is not None and latest.state == "created" and latest.asked_at is None:
        due = sum(row.amount - row.paid for row in due_installments(purchase_id, now))
        if latest.provider == provider_code and latest.amount == due:
            return int(latest.id)
        _drop(latest.id, now)
    elif not paying.may_choose:
        raise Refused(_("We are still asking about your payment. Please wait a moment."), "under-way")
    return start_attempt(purchase_id, provider_code, now)


def _drop(payment_id: int, now: datetime) -> None:
    """An attempt that no provider ever heard of ends when another is chosen."""
    answer = {"reason": _("Another method was chosen.").as_json()}
    Payment.update(state="failed", settled_at=now, answer=answer).where(
        Payment.id == payment_id, Payment.state == "created", Payment.asked_at.is_null()
    ).execute()
