"""The sandbox's pretended banks: what they say when a buyer claims his money back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from storefront.payments.tables import SandboxCharge
from storefront.values import ChargebackNews

FEE = 1500
TIME_TO_ANSWER = timedelta(days=10)


def dispute_body(charge: SandboxCharge, amount: int, state: str, now: datetime) -> bytes:
    """The webhook's body; the sandbox knows one dispute a payment."""
    data = {
        "reference": "sandbox_dispute_" + charge.reference.removeprefix("sandbox_"),
        "payment": charge.reference,
        "amount": amount,
        "currency": charge.currency,
        "state": state,
        "reason": "fraudulent",
        "fee": FEE,
        "evidence_due": (now + TIME_TO_ANSWER).isoformat(),
    }
    return json.dumps({"type": f"dispute.{state}", "timestamp": now.isoformat(), "data": data}).encode()


def chargeback_news(data: Mapping[str, Any]) -> ChargebackNews:
    """What a body says, of which whoever signed it may have written anything."""
    if data["state"] not in ("open", "won", "lost"):
        raise ValueError("a dispute is open, won or lost")
    return ChargebackNews(
        reference=str(data["reference"]),
        payment_reference=str(data["payment"]),
        amount=int(data["amount"]),
        currency=str(data["currency"]),
        state=data["state"],
        reason=str(data["reason"]),
        fee=int(data["fee"]),
        evidence_due=datetime.fromisoformat(data["evidence_due"]),
    )
