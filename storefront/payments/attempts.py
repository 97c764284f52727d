"""Attempts to pay: begun after the purchase is committed, outside any transaction."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from storefront.db import database, transaction, utc_now
from storefront.errors import NotFound, Refused
from storefront.i18n import _
from storefront.orders.locks import lock_purchase
from storefront.orders.tables import Order, Purchase
from storefront.payments.chargebacks import record_chargeback
from storefront.payments.hearing import hear_of_refund
from storefront.payments.payout_news import hear_of_account, hear_of_payout
from storefront.payments.providers import PaymentProvider
from storefront.payments.queries import due_installments
from storefront.payments.settling import settle, stored_answer
from storefront.payments.tables import Allocation, Payment
from storefront.runtime import current
from storefront.values import ChargebackNews, PaymentAnswer, PaymentRequest, PayoutNews, RefundNews, SellerAccountNews

log = logging.getLogger(__name__)
# the provider whose payments staff confirm
TRANSFER = "bank-transfer"


@transaction()
def new_payment(
    purchase_id: int,
    provider_code: str,
    allocations: Iterable[tuple[int, int]],
    expires_at: datetime | None,
    now: datetime,
    key: str = "",
) -> Payment:
    """Insert an attempt that pays (installment id, amount) each; the goods wait until expires_at."""
    parts = list(allocations)
    payment: Payment = Payment.create(
        key=key or secrets.token_urlsafe(24),
        purchase=purchase_id,
        provider=provider_code,
        amount=sum(amount for _installment, amount in parts),
        currency=Purchase.get_by_id(purchase_id).currency,
        created_at=now,
        expires_at=expires_at,
    )
    for installment_id, amount in parts:
        Allocation.create(payment=payment.id, installment=installment_id, amount=amount)
    return payment


@transaction()
def start_attempt(purchase_id: int, provider_code: str, now: datetime) -> int:
    """A new attempt, from the pay page, for all that is due of a purchase; its payment's id."""
    provider = _provider(provider_code)
    lock_purchase(purchase_id)
    dues = [(row.id, row.amount - row.paid) for row in due_installments(purchase_id, now)]
    if not dues:
        raise Refused(_("There is nothing to pay."), "nothing-due")
    return int(new_payment(purchase_id, provider_code, dues, now + provider.holds_for, now).id)


def begin_payment(
    payment_id: int,
    details: Mapping[str, Any],
    return_url: str,
    webhook_url: str = "",
    now: datetime | None = None,
) -> PaymentAnswer:
    """Ask the provider to collect, and record what it says. Calling it again begins nothing new."""
    _outside()
    now = now or utc_now()
    payment = _payment(payment_id)
    if payment.state != "created":
        return stored_answer(payment)
    if payment.expires_at and payment.expires_at <= now:
        # too late to begin, but it may have been begun before a crash
        return ask_provider(payment_id, now)
    provider = _provider(payment.provider)
    _asked(payment_id, now)
    request = _request(payment, details, return_url, webhook_url)
    try:
        answer = provider.start(request)
    except Exception:
        # it may have taken the money all the same: the sweep asks again
        log.exception("%s gave no answer to payment %s", payment.provider, payment_id)
        return PaymentAnswer("pending", reason=_("There is no answer yet. We keep asking and tell you."))
    settle(payment_id, answer, now)
    return stored_answer(_payment(payment_id))


def ask_provider(payment_id: int, now: datetime) -> PaymentAnswer:
    """Ask what became of a payment, record it, and answer what is known now."""
    _outside()
    payment = _payment(payment_id)
    provider = _provider(payment.provider)
    if payment.state in ("created", "pending"):
        answer = provider.find(payment.key) if provider.can_be_asked else _not_asked(payment, provider, now)
        _asked(payment_id, now)
        if answer is None and payment.state == "created":
            answer = PaymentAnswer("failed", reason=_("The payment was not started."))
        if answer is not None:
            settle(payment_id, answer, now)
    return stored_answer(_payment(payment_id))


def receive_webhook(provider_code: str, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Record what a webhook says; whether it was about money of ours. Raises WrongSignature."""
    _outside()
    found = _provider(provider_code).webhook({k.lower(): v for k, v in headers.items()}, body, now)
    if isinstance(found, ChargebackNews):
        return record_chargeback(provider_code, found, now)
    if isinstance(found, RefundNews):
        return hear_of_refund(provider_code, found, now)
    if isinstance(found, PayoutNews):
        return hear_of_payout(provider_code, found, now)
    if isinstance(found, SellerAccountNews):
        return hear_of_account(provider_code, found, now)
    if found is None:
        return False
    key, answer = found
    if "\0" in key:
        raise ValueError("a payment's key has no NUL, which PostgreSQL cannot look for")
    payment = Payment.get_or_none(Payment.key == key, Payment.provider == provider_code)
    if payment is None:
        return False
    settle(payment.id, answer, now)
    return True


@transaction()
def confirm_transfer(
    reference: str, amount: int | None, now: datetime, received_on: date | None = None, bank_reference: str = ""
) -> None:
    """Staff have seen a transfer on the account; amount None: all of it came.

    Less than was asked pays what it can, more than is owed goes back. received_on and bank_reference are
    what the account says. Raises NotFound for an unknown reference, Refused when it was confirmed before.
    """
    tidy = "".join(reference.upper().replace("-", "").split())
    dashed = f"{tidy[:4]}-{tidy[4:]}"
    payment = Payment.get_or_none(Payment.provider == TRANSFER, Payment.reference == dashed)
    if payment is None:
        raise NotFound(f"no transfer has the reference {reference!r}")
    lock_purchase(payment.purchase_id)
    payment = _payment(payment.id)
    if payment.state == "succeeded":
        raise Refused(_("This transfer was confirmed before."), "confirmed-before")
    if amount is not None and amount <= 0:
        raise Refused(_("Enter the amount that came."), "no-amount")
    settle(payment.id, PaymentAnswer("succeeded", dashed, amount), now)
    _keep_statement(payment.id, received_on, bank_reference)


@transaction()
def book_transfer(
    purchase_id: int, key: str, amount: int, now: datetime, received_on: date, bank_reference: str = ""
) -> Payment:
    """Staff have seen a transfer that no attempt waits for: the rest of a short one, say. It pays what is due.

    key makes it one payment however often it is said. Raises Refused where nothing is due.
    """
    lock_purchase(purchase_id)
    if Payment.select().where(Payment.key == key).exists():
        raise Refused(_("This transfer was confirmed before."), "confirmed-before")
    dues = [(row.id, row.amount - row.paid) for row in due_installments(purchase_id, now)]
    if not dues:
        raise Refused(_("There is nothing to pay."), "nothing-due")
    payment = new_payment(purchase_id, TRANSFER, dues, None, now, key)
    settle(payment.id, PaymentAnswer("succeeded", "", amount), now)
    _keep_statement(payment.id, received_on, bank_reference)
    return payment


def _keep_statement(payment_id: int, received_on: date | None, bank_reference: str) -> None:
    """What the account's statement says of a transfer."""
    seen = {"received_on": received_on.isoformat() if received_on else "", "bank_reference": bank_reference}
    if any(seen.values()):
        kept = {**(_payment(payment_id).answer or {}), **{name: text for name, text in seen.items() if text}}
        Payment.update(answer=kept).where(Payment.id == payment_id).execute()


def _not_asked(payment: Payment, provider: PaymentProvider, now: datetime) -> PaymentAnswer | None:
    """A provider that knows nothing by itself is begun again, where the beginning was lost."""
    return provider.start(_request(payment, {}, "", "")) if payment.state == "created" else None


def _request(payment: Payment, details: Mapping[str, Any], return_url: str, webhook_url: str) -> PaymentRequest:
    purchase = Purchase.get_by_id(payment.purchase_id)
    orders = Order.select(Order.number).where(Order.purchase == purchase.id).order_by(Order.id)
    numbers = [number for (number,) in orders.tuples()]
    parts = Allocation.select(Allocation.amount).where(Allocation.payment == payment.id).order_by(Allocation.id)
    runtime = current()
    words = _("%(shop)s, order %(numbers)s", shop=runtime.shop.name, numbers=tuple(numbers))
    return PaymentRequest(
        key=payment.key,
        amount=payment.amount,
        currency=payment.currency,
        reference=numbers[0] if numbers else "",
        description=runtime.catalogues.translate(words, purchase.language),
        language=purchase.language,
        return_url=return_url,
        webhook_url=webhook_url,
        details={**details, "parts": [amount for (amount,) in parts.tuples()]},
        expires_at=payment.expires_at,
    )


@transaction()
def _asked(payment_id: int, now: datetime) -> None:
    Payment.update(asked_at=now).where(Payment.id == payment_id).execute()


def _payment(payment_id: int) -> Payment:
    found: Payment | None = Payment.get_or_none(Payment.id == payment_id)
    if found is None:
        raise NotFound(f"there is no payment {payment_id}")
    return found


def _provider(code: str) -> PaymentProvider:
    found: PaymentProvider | None = current().providers.get(code)
    if found is None:
        raise NotFound(f"there is no payment provider {code!r}")
    return found


def _outside() -> None:
    if database.in_transaction():
        raise RuntimeError("a provider is never called inside a transaction")
