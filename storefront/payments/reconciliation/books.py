"""What our own books say of a provider's account: the ledger, and beside it payments and refunds of orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from storefront.db import Table
from storefront.orders.tables import Order
from storefront.payments.bank_transfer import BankTransfer, short_reference
from storefront.payments.hold_tables import Payout
from storefront.payments.reconciliation.rows import Booked
from storefront.payments.tables import Chargeback, LedgerEntry, LedgerLine, Payment, Refund

T = TypeVar("T", bound=Table)
# a provider's day and ours may begin at different hours, and weekends lie between
NEAR = timedelta(days=4)
KINDS = {
    "payment": "payment",
    "refund": "refund",
    "refund-failed": "refund-failed",
    "chargeback": "chargeback",
    "chargeback-won": "chargeback-won",
    "payout-sent": "payout",
    "payout-failed": "payout-back",
    "payout-back": "payout-back",
}


def booked(provider: str, first: date, last: date) -> list[Booked]:
    """What the ledger has on the provider's account in these days and a few around them, and refunds that are owed."""
    begin, end = _span(first - NEAR, last + NEAR)
    moved: dict[int, tuple[LedgerEntry, str, int]] = {}
    lines = (
        LedgerLine.select(LedgerLine, LedgerEntry)
        .join(LedgerEntry)
        .where(LedgerLine.account == f"clearing:{provider}", LedgerEntry.at >= begin, LedgerEntry.at < end)
        .order_by(LedgerEntry.at, LedgerLine.id)
    )
    for line in lines:
        # a chargeback's fee is a second line of the same entry; it comes from its own row
        moved.setdefault(line.entry_id, (line.entry, line.currency, line.amount))
    entries = [one for one in moved.values() if one[0].kind in KINDS]
    return [*_together(_named(provider, entries)), *_owed(provider, last)]


def _together(found: Iterable[Booked]) -> list[Booked]:
    """What the provider sent back at once of a payment for several orders is one row of its report, and here too."""
    kept: dict[tuple[object, ...], Booked] = {}
    for one in found:
        told = one.kind in ("refund", "refund-failed") and one.references[0]
        key = (one.kind, one.currency, one.references[0]) if told else (one.subject, one.kind, len(kept))
        same = kept.get(key)
        kept[key] = replace(same, amount=same.amount + one.amount) if same else one
    return list(kept.values())


def paid(provider: str, first: date, last: date) -> list[Booked]:
    """Payments that came in these days as they and their orders say, whatever the ledger does."""
    begin, end = _span(first, last)
    rows = list(
        Payment.select().where(
            Payment.provider == provider,
            Payment.state == "succeeded",
            Payment.settled_at >= begin,
            Payment.settled_at < end,
        )
    )
    numbers = _numbers(row.purchase_id for row in rows)
    return [
        Booked(
            f"payment:{row.id}", "payment", row.settled_at.date(), (row.answer or {}).get("received", row.amount),
            row.currency, (row.reference,), orders=numbers[row.purchase_id],
        )
        for row in rows
    ]  # fmt: skip


def _span(first: date, last: date) -> tuple[datetime, datetime]:
    """From the first moment of a day to the first one after another."""
    return datetime.combine(first, time(), UTC), datetime.combine(last + timedelta(days=1), time(), UTC)


def _numbers(purchases: Iterable[int]) -> defaultdict[int, tuple[str, ...]]:
    """Purchase → the numbers of its orders."""
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    wanted = sorted(set(purchases))
    rows = Order.select(Order.purchase, Order.number).where(Order.purchase.in_(wanted)).order_by(Order.id)
    for purchase_id, number in rows.tuples():
        found[purchase_id] += (number,)
    return found


def _named(provider: str, entries: list[tuple[LedgerEntry, str, int]]) -> list[Booked]:
    """Entries with all the names a report may use."""
    payments = _rows(Payment, (entry.subject for entry, *_more in entries if entry.subject.startswith("payment:")))
    refunds = _rows(Refund, (entry.key for entry, *_more in entries if entry.key.startswith("refund:")))
    backs = _rows(Chargeback, (entry.key for entry, *_more in entries if entry.key.startswith("chargeback:")))
    payouts = _rows(Payout, (entry.subject for entry, *_more in entries if entry.subject.startswith("payout:")))
    numbers = _numbers(row.purchase_id for row in payments.values())
    found = []
    for entry, currency, amount in entries:
        payment = payments.get(_number(entry.subject)) if entry.subject.startswith("payment:") else None
        orders = numbers[payment.purchase_id] if payment else ()
        names: tuple[str, ...] = (payment.reference, payment.key) if payment and entry.kind == "payment" else ()
        kind, fee, subject = KINDS[entry.kind], 0, entry.subject
        if entry.subject.startswith("payout:"):
            sent = payouts[_number(entry.subject)]
            names = (sent.reference, sent.key)
        refund = refunds.get(_number(entry.key)) if entry.key.startswith("refund:") else None
        back = backs.get(_number(entry.key)) if entry.key.startswith("chargeback:") else None
        if refund is not None:
            names, subject = _refund_names(refund), f"refund:{refund.id}"
        if back is not None:
            names, subject, fee = (back.reference,), f"chargeback:{back.id}", back.fee
            amount = -back.amount if kind == "chargeback" else back.amount
            fee = fee if kind == "chargeback" else -back.fee_returned
        found.append(Booked(subject, kind, entry.at.date(), amount, currency, names, fee, orders))
    return found


def _owed(provider: str, last: date) -> list[Booked]:
    """Refunds that were decided on and are not sent yet: orders owe them, the ledger does not know them."""
    _begin, end = _span(last, last)
    rows = list(
        Refund.select(Refund, Payment)
        .join(Payment)
        .where(_goes_by(provider), Refund.state.in_(("created", "pending")), Refund.created_at < end)
    )
    numbers = _numbers(row.payment.purchase_id for row in rows)
    return [
        Booked(
            f"refund:{row.id}", "refund", row.created_at.date(), -row.amount, row.currency, _refund_names(row),
            orders=numbers[row.payment.purchase_id], sent=False,
        )
        for row in rows
    ]  # fmt: skip


def _goes_by(provider: str) -> Any:
    """Condition on Refund and Payment: it leaves by this provider's account."""
    own = (Payment.provider == provider) & Refund.way.in_(("", "told"))
    return own | (Refund.way == "hand") if provider == BankTransfer.code else own


def _refund_names(row: Refund) -> tuple[str, ...]:
    return (row.reference, short_reference(row.key), row.key)


def _number(subject: str) -> int:
    """The id in "payment:12" or "chargeback:3:won"."""
    return int(subject.split(":")[1])


def _rows(table: type[T], subjects: Iterable[str]) -> dict[int, T]:
    """Rows by id."""
    wanted = sorted({_number(subject) for subject in subjects})
    return {row.id: row for row in table.select().where(table.id.in_(wanted))} if wanted else {}
