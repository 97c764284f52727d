"""What Stripe's webhooks say: an event in, our news out. Events come twice, late and in any order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from storefront.payments.providers import Webhook
from storefront.payments.stripe.answers import (
    NOT_PAID,
    PAYMENT_KEY,
    chargeback_news,
    intent_answer,
    payout_news,
    refund_news,
    session_answer,
    session_key,
    transfer_news,
)
from storefront.values import SellerAccountNews

Object = Mapping[str, Any]


def news_of(event: Object) -> Webhook | None:
    """What an event says of our money; None: nothing that we look at. Raises KeyError for a shape unlike Stripe's."""
    kind = str(event["type"])
    told = event["data"]["object"]
    reader = READERS.get(kind) or next((READERS[name] for name in FAMILIES if kind.startswith(name)), None)
    if reader is not None:
        return reader(told)
    about = ACCOUNTS.get(kind)
    return about(event) if about else None


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


def _charge(charge: Object) -> Webhook | None:
    """A charge with its refunds, the newest first; new versions of the API leave them out and send refund.* instead."""
    listed = (charge.get("refunds") or {}).get("data") or []
    return refund_news(listed[0]) if listed else None


def _bank(event: Object) -> Webhook | None:
    """A payout from a connected account to its bank, made by Stripe itself: ours only where it carries our key."""
    told = event["data"]["object"]
    news, account = payout_news(told), str(event.get("account") or "")
    if news is not None or not account or event["type"] != "payout.failed":
        return news
    # the money lies with Stripe, on the seller's account there: nothing comes back to the shop
    return SellerAccountNews(account, "bank-refused", _at(event), str(told.get("failure_code") or ""))


def _account(event: Object) -> Webhook:
    told = event["data"]["object"]
    why = str((told.get("requirements") or {}).get("disabled_reason") or "")
    return SellerAccountNews(str(told["id"]), "ready" if told["payouts_enabled"] else "restricted", _at(event), why)


def _gone(event: Object) -> Webhook | None:
    account = str(event.get("account") or "")
    return SellerAccountNews(account, "gone", _at(event)) if account else None


def _at(event: Object) -> datetime:
    return datetime.fromtimestamp(int(event["created"]), UTC)


READERS: dict[str, Callable[[Object], Webhook | None]] = {
    "checkout.session.async_payment_failed": _failed_session,
    "checkout.session.": _session,
    "payment_intent.succeeded": _intent,
    "payment_intent.canceled": _intent,
    "charge.refunded": _charge,
    "charge.refund.updated": refund_news,
    "refund.": refund_news,
    "transfer.": transfer_news,
    "charge.dispute.": chargeback_news,
}
# what is about a connected account, which the event itself names
ACCOUNTS: dict[str, Callable[[Object], Webhook | None]] = {
    "payout.paid": _bank,
    "payout.failed": _bank,
    "payout.canceled": _bank,
    "payout.updated": _bank,
    "account.updated": _account,
    "account.application.deauthorized": _gone,
}
FAMILIES = tuple(name for name in READERS if name.endswith("."))
