"""What Stripe's webhooks say: an event in, our news out. Events come twice, late and in any order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from storefront.payments.providers import Webhook
from storefront.payments.stripe.answers import (
    NOT_PAID,
    PAYMENT_KEY,
    REFUND_KEY,
    chargeback_news,
    intent_answer,
    refund_answer,
    session_answer,
    session_key,
)
from storefront.values import RefundNews

Object = Mapping[str, Any]


def news_of(event: Object) -> Webhook | None:
    """What an event says of our money; None: nothing that we look at. Raises KeyError for a shape unlike Stripe's."""
    kind = str(event["type"])
    told = event["data"]["object"]
    reader = READERS.get(kind) or next((READERS[name] for name in FAMILIES if kind.startswith(name)), None)
    return reader(told) if reader else None


def _session(session: Object) -> Webhook | None:
    key = session_key(session)
    return (key, session_answer(session)) if key else None


def _failed_session(session: Object) -> Webhook | None:
    # a method that takes days, and did not bring the money in the end
    key = session_key(session)
    return (key, replace(session_answer(session), state="failed", redirect_url="", reason=NOT_PAID)) if key else None


def _intent(intent: Object) -> Webhook | None:
    key = str((intent.get("metadata") or {}).get(PAYMENT_KEY) or "")
    answer = intent_answer(intent)
    return (key, answer) if key and answer else None


def _refund(refund: Object) -> Webhook | None:
    key = str((refund.get("metadata") or {}).get(REFUND_KEY) or "")
    return RefundNews(refund_answer(refund), key)


def _charge(charge: Object) -> Webhook | None:
    """A charge with its refunds, the newest first; new versions of the API leave them out and send refund.* instead."""
    listed = (charge.get("refunds") or {}).get("data") or []
    return _refund(listed[0]) if listed else None


READERS: dict[str, Callable[[Object], Webhook | None]] = {
    "checkout.session.async_payment_failed": _failed_session,
    "checkout.session.": _session,
    "payment_intent.succeeded": _intent,
    "payment_intent.canceled": _intent,
    "charge.refunded": _charge,
    "charge.refund.updated": _refund,
    "refund.": _refund,
    "charge.dispute.": chargeback_news,
}
FAMILIES = tuple(name for name in READERS if name.endswith("."))
