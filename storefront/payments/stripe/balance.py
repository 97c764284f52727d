"""What moved on the account at Stripe, as rows of a report: a balance transaction with its source in, a row out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from storefront.payments.reconciliation.rows import Reported
from storefront.payments.stripe.currencies import from_stripe

Object = Mapping[str, Any]
# Stripe's types, and what they are to us; whatever else moves is taken by Stripe itself
TYPES = {
    "charge": "payment",
    "payment": "payment",
    "refund": "refund",
    "payment_refund": "refund",
    "refund_failure": "refund-failed",
    "payment_failure_refund": "refund-failed",
    "payout": "payout",
    "transfer": "payout",
    "transfer_cancel": "payout-back",
    "transfer_failure": "payout-back",
    "transfer_refund": "payout-back",
}
DISPUTES = {"dispute": "chargeback", "dispute_reversal": "chargeback-won"}


def reported(moved: Object, number: int) -> Reported:
    """A row. Its amount is what the buyer paid in his currency, where Stripe keeps another one."""
    kind = DISPUTES.get(str(moved.get("reporting_category")), TYPES.get(str(moved["type"]), "fee"))
    source = moved.get("source")
    named: Object = source if isinstance(source, Mapping) else {"id": source or ""}
    settled = str(moved["currency"]).upper()
    amount, currency = from_stripe(int(moved["amount"]), settled), settled
    presented = str(named.get("currency") or "").upper()
    if presented and presented != settled and named.get("amount") is not None:
        sign = -1 if amount < 0 else 1
        amount, currency = sign * from_stripe(abs(int(named["amount"])), presented), presented
    reference = named.get({"payment": "payment_intent", "payout-back": "transfer"}.get(kind, "id"))
    return Reported(
        number,
        datetime.fromtimestamp(int(moved["created"]), UTC).date(),
        str(reference or named.get("id") or moved["id"]),
        amount,
        currency,
        kind,
        from_stripe(int(moved.get("fee") or 0), settled),
        settled,
        counterparty=str(moved.get("description") or "")[:200],
    )
