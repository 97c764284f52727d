"""What is compared: rows of a provider's report, and bookings of ours. Values only."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Kind = Literal[
    "missing",
    "doubled",
    "wrong-amount",
    "wrong-currency",
    "unknown-reference",
    "bank-fee",
    "refund-not-sent",
    "unrecorded-chargeback",
    "payout-short",
    "other-day",
]
KINDS: tuple[Kind, ...] = (
    "missing", "doubled", "wrong-amount", "wrong-currency", "unknown-reference", "bank-fee", "refund-not-sent",
    "unrecorded-chargeback", "payout-short", "other-day",
)  # fmt: skip
# what a row of a report may say it is; "" where the report does not say: a bank's statement
REPORTED_KINDS = (
    "", "payment", "refund", "refund-failed", "chargeback", "chargeback-won", "fee", "payout", "payout-back",
)  # fmt: skip


@dataclass(frozen=True)
class Reported:
    """A row of a report: money that came (+) or went (−) by the provider's account.

    fee: what the provider kept of it besides; payout: the provider's payout to the shop's bank that it is part of.
    """

    row: int
    day: date
    reference: str
    amount: int
    currency: str
    kind: str = ""
    fee: int = 0
    fee_currency: str = ""
    payout: str = ""
    counterparty: str = ""


@dataclass(frozen=True)
class Booked:
    """What we know of money on the provider's account. references: all names under which a report may call it.

    orders: their numbers. sent: it is booked; a refund that is only owed is not.
    """

    subject: str
    kind: str
    day: date
    amount: int
    currency: str
    references: tuple[str, ...] = ()
    fee: int = 0
    orders: tuple[str, ...] = ()
    sent: bool = True


@dataclass(frozen=True)
class Difference:
    """Something that somebody should look at; other-day is said and is none.

    amount is what the report says, expected what we know; each may be missing.
    """

    kind: Kind
    day: date
    reference: str
    currency: str
    amount: int | None = None
    expected: int | None = None
    subject: str = ""
    orders: tuple[str, ...] = ()
    row: int | None = None
    detail: str = ""


@dataclass(frozen=True)
class Comparison:
    """What came of it: how many rows fit, what differs, and what fits on another day."""

    matched: int = 0
    differences: tuple[Difference, ...] = ()
    other_days: tuple[Difference, ...] = ()
    # subjects that are in the report: what an earlier report lacked has come
    found: frozenset[str] = field(default_factory=frozenset)


def tidy(reference: str) -> str:
    """A reference without what banks and people put between its letters."""
    return re.sub(r"[\W_]", "", reference).upper()
