"""The ledger: double entry, one entry a fact, every entry zero in each currency.

Accounts, positive is debit: "clearing:<provider>" (what a provider holds for us), "held:order:<id>" (what came for an
order and is kept), "buyer:<purchase id>" (what goes back to a buyer and has not left yet), "seller:<id>" (what a seller
is to be paid; in debit when he owes), "commission", "fees" and "commission-vat" (what the shop took of sales, and the
VAT on it), "payout:<id>" (on its way to a seller), "credit:<person id>" and "gift-card:<id>" (what the shop owes to
whoever holds them), "goodwill" (what it gave away), "written-off" (what was left on expired gift cards), "bank-fees"
(what transfers lacked and it bears), "unmatched" (what came and nobody knows yet for what).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from storefront.db import transaction
from storefront.payments.tables import LedgerEntry, LedgerLine

BookingLine = tuple[str, str, int]


class UnbalancedEntry(ValueError):
    """An entry whose lines do not sum to zero: a bug of its author."""


def till(provider: str) -> str:
    """The account a provider's money is on; what is written off lies with nobody."""
    return "bank-fees" if provider == "bank-fees" else f"clearing:{provider}"


@transaction()
def book(key: str, kind: str, subject: str, lines: Sequence[BookingLine], now: datetime) -> bool:
    """Write an entry of (account, currency, amount) lines; False when its key is booked already."""
    _check_balance(key, lines)
    entry = LedgerEntry.insert(key=key, kind=kind, subject=subject, at=now)
    if not entry.on_conflict_ignore().as_rowcount().execute():
        return False
    entry_id = LedgerEntry.select(LedgerEntry.id).where(LedgerEntry.key == key).scalar()
    for account, currency, amount in lines:
        if amount:
            LedgerLine.create(entry=entry_id, account=account, currency=currency, amount=amount)
    return True


def _check_balance(key: str, lines: Sequence[BookingLine]) -> None:
    sums: defaultdict[str, int] = defaultdict(int)
    for _account, currency, amount in lines:
        sums[currency] += amount
    wrong = {currency: amount for currency, amount in sums.items() if amount}
    if wrong:
        raise UnbalancedEntry(f"ledger entry {key!r} does not sum to zero: {wrong}")
