"""The lines of a booking, below whatever was booked."""

from __future__ import annotations

from functools import partial

from storefront.payments.tables import LedgerLine
from storefront.records.rows import Rows, column


def booked_lines() -> Rows:
    """Amounts on accounts."""
    told = partial(column, LedgerLine)
    return Rows(
        "lines", "Amounts on accounts; they sum to zero in each currency", LedgerLine,
        (
            told("account", "The account", subjects=True),
            told("currency", "Its currency", kind="currency", required=True),
            told("amount", "How much; positive is debit, in minor units"),
        ),
        owner="entry",
    )  # fmt: skip
