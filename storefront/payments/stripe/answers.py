"""What Stripe's objects mean to us: plain dictionaries in, our answers out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from storefront.i18n import Message, _
from storefront.payments.stripe.currencies import from_stripe
from storefront.values import ChargebackNews, PaymentAnswer, PayoutNews, RefundAnswer, RefundNews

Object = Mapping[str, Any]
PAYMENT_KEY = "payment_key"
REFUND_KEY = "refund_key"
PAYOUT_KEY = "payout_key"
NOT_PAID = _("The payment did not succeed. Nothing was taken.")
OUT_OF_TIME = _("The time to pay ran out.")
ENDED: Mapping[str, Literal["open", "won", "lost"]] = {"won": "won", "lost": "lost"}
# a bank asks first: no money has moved
INQUIRIES = ("warning_needs_response", "warning_under_review", "warning_closed", "prevented")


def session_key(session: Object) -> str:
    """Our key of a Checkout Session, "" when it is not ours."""
    metadata = session.get("metadata") or {}
    return str(metadata.get(PAYMENT_KEY) or session.get("client_reference_id") or "")


def session_answer(session: Object) -> PaymentAnswer:
    """What became of a Checkout Session; with its payment intent expanded it knows of failures, too."""
    intent = session.get("payment_intent")
    if session.get("payment_status") in ("paid", "no_payment_required"):
        currency = str(session["currency"]).upper()
        reference = _id(intent) or str(session["id"])
        return PaymentAnswer("succeeded", reference, from_stripe(session["amount_total"], currency))
    if session.get("status") == "expired":
        return PaymentAnswer("failed", str(session["id"]), reason=OUT_OF_TIME)
    if session.get("status") == "complete" and isinstance(intent, Mapping):
        # paid with a method that takes days
        ended = intent.get("status") in ("canceled", "requires_payment_method")
        return PaymentAnswer("failed" if ended else "pending", str(session["id"]), reason=NOT_PAID if ended else None)
    return PaymentAnswer("pending", str(session["id"]), redirect_url=str(session.get("url") or ""))


def intent_answer(intent: Object) -> PaymentAnswer | None:
    """What became of a PaymentIntent; None while the buyer may try again on Stripe's page."""
    status = intent.get("status")
    if status == "succeeded":
        currency = str(intent["currency"]).upper()
        return PaymentAnswer("succeeded", str(intent["id"]), from_stripe(intent["amount_received"], currency))
    if status == "canceled":
        return PaymentAnswer("failed", str(intent["id"]), reason=NOT_PAID)
    return None


def refund_answer(refund: Object) -> RefundAnswer:
    """What became of a refund: it may be pending for days, and may fail after it succeeded."""
    status, reference = refund.get("status"), str(refund["id"])
    if status == "succeeded":
        return RefundAnswer("succeeded", reference)
    if status in ("failed", "canceled"):
        return RefundAnswer("failed", reference, _refused(str(refund.get("failure_reason") or status)))
    return RefundAnswer("pending", reference)


def _refused(reason: str) -> Message:
    return _("Stripe could not send it: %(reason)s.", reason=reason.replace("_", " "))


def refund_news(refund: Object) -> RefundNews:
    """What is said of a refund, ours or one made on Stripe's own pages."""
    key = str((refund.get("metadata") or {}).get(REFUND_KEY) or "")
    currency = str(refund.get("currency") or "").upper()
    amount = from_stripe(int(refund["amount"]), currency) if currency and refund.get("amount") else 0
    return RefundNews(refund_answer(refund), key, _id(refund.get("payment_intent")), amount, currency)


def transfer_news(transfer: Object) -> PayoutNews | None:
    """What became of money sent to a connected account; it can be taken back there, whole or in part."""
    key = str((transfer.get("metadata") or {}).get(PAYOUT_KEY) or "")
    if not key:
        return None
    back = from_stripe(int(transfer.get("amount_reversed") or 0), str(transfer["currency"]).upper())
    reason = _("Stripe has taken it back from the account.") if back or transfer.get("reversed") else None
    state: Literal["succeeded", "failed"] = "failed" if transfer.get("reversed") else "succeeded"
    return PayoutNews(RefundAnswer(state, str(transfer["id"]), reason), key, back)


def payout_news(payout: Object) -> PayoutNews | None:
    """What became of a payout to a bank that was made with our key; it may fail after it was paid."""
    key = str((payout.get("metadata") or {}).get(PAYOUT_KEY) or "")
    if not key:
        return None
    status, reference = payout.get("status"), str(payout["id"])
    if status in ("failed", "canceled"):
        return PayoutNews(RefundAnswer("failed", reference, _refused(str(payout.get("failure_code") or status))), key)
    return PayoutNews(RefundAnswer("succeeded" if status == "paid" else "pending", reference), key)


def chargeback_news(dispute: Object) -> ChargebackNews | None:
    """What a dispute says; None while the bank only asks and has taken nothing."""
    if dispute["status"] in INQUIRIES:
        return None
    state = ENDED.get(dispute["status"], "open")
    currency = str(dispute["currency"]).upper()
    moved = dispute.get("balance_transactions") or []
    fees = [int(one.get("fee") or 0) for one in moved]
    fee_currency = str(moved[0]["currency"]).upper() if moved else currency
    due = (dispute.get("evidence_details") or {}).get("due_by")
    return ChargebackNews(
        reference=str(dispute["id"]),
        payment_reference=_id(dispute.get("payment_intent")) or _id(dispute.get("charge")),
        amount=from_stripe(int(dispute["amount"]), currency),
        currency=currency,
        state=state,
        reason=str(dispute.get("reason") or ""),
        fee=from_stripe(sum(fee for fee in fees if fee > 0), fee_currency),
        fee_currency=fee_currency,
        fee_returned=from_stripe(-sum(fee for fee in fees if fee < 0), fee_currency),
        evidence_due=datetime.fromtimestamp(due, UTC) if due else None,
    )


def _id(named: Any) -> str:
    """The id of something that may have been expanded."""
    return str((named.get("id") if isinstance(named, Mapping) else named) or "")
