"""Chargebacks of a payment, with the parts of its orders."""

from __future__ import annotations

from functools import partial

from storefront.payments.tables import Chargeback, ChargebackPart
from storefront.records.rows import Rows, column

MINOR = ", in minor units"


def chargebacks() -> Rows:
    """What banks took back of a payment. One whose payment nobody knows is not carried."""
    told, part = partial(column, Chargeback), partial(column, ChargebackPart)
    return Rows(
        "chargebacks", "Money that the buyer's bank took back, or tries to", Chargeback,
        (
            told("provider", "Who said so", required=True),
            told("reference", "The provider's name for it", required=True),
            told("payment_reference", "The provider's name for the payment"),
            told("payment_key", "The payment's key, where the provider said it"),
            told("amount", "How much" + MINOR),
            told("currency", "Its currency", kind="currency", required=True),
            told("fee", "What the provider took for it" + MINOR),
            told("fee_currency", "The fee's currency", kind="currency", required=True),
            told("fee_returned", "How much of the fee comes back when it is won" + MINOR),
            told("reason", "Why, in the provider's word"),
            told("state", "open, won or lost"),
            told("evidence_due", "Until when it may be answered"),
            told("received_at", "When it was first heard of"),
            told("decided_at", "When it ended"),
        ),
        owner="payment",
        label=("chargeback", lambda row, place, labels: f"{labels.of['payment', row['payment']]}-c{place + 1}"),
        below=(
            Rows(
                "parts", "How much of it is which order's", ChargebackPart,
                (
                    part("order", "Which order", local="order"),
                    part("amount", "How much" + MINOR),
                ),
                owner="chargeback",
            ),
        ),
    )  # fmt: skip
