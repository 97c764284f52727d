"""Comparing a report and keeping what was found; noting a difference as settled."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from storefront.db import for_update, transaction
from storefront.errors import NotFound, Refused
from storefront.i18n import _
from storefront.payments.ledger import book
from storefront.payments.reconciliation import books, rules
from storefront.payments.reconciliation.rows import Comparison, Difference, Reported
from storefront.payments.reconciliation.tables import ReconciliationDifference, ReconciliationRun

# noted by itself: what a report lacked was in a later one
CAME_LATER = "It was in a later report."
LONGEST_REASON = 500


@dataclass(frozen=True)
class Report:
    """A report as it was read. source: where it is from; first and last: the days it is about."""

    provider: str
    source: str
    rows: tuple[Reported, ...]
    first: date
    last: date


def report_of(provider: str, source: str, rows: Sequence[Reported], day: date | None = None) -> Report:
    """The rows of a day, else all of them and the days they have."""
    kept = [row for row in rows if day is None or row.day == day]
    days = [day] if day else [row.day for row in kept]
    return Report(provider, source, tuple(kept), min(days), max(days))


def compared(report: Report) -> Comparison:
    """What the report says beside the ledger, and the ledger beside the orders. Changes nothing."""
    known = books.booked(report.provider, report.first, report.last)
    found = rules.compare(report.rows, known, report.first, report.last)
    inside = rules.against_orders(known, books.paid(report.provider, report.first, report.last))
    return Comparison(found.matched, (*found.differences, *inside), found.other_days, found.found)


@transaction()
def keep_run(report: Report, found: Comparison, by: str, now: datetime) -> tuple[int, int]:
    """Store what was found; (the run's id, how many differences nobody has settled)."""
    run = ReconciliationRun.create(
        provider=report.provider,
        first_day=report.first.isoformat(),
        last_day=report.last.isoformat(),
        source=report.source[:200],
        rows=len(report.rows),
        matched=found.matched,
        other_days=len(found.other_days),
        by=by,
        at=now,
    )
    keys = _keys(report.provider, found.differences)
    for key, one in zip(keys, found.differences, strict=True):
        row = {"run": run.id, "key": key, "provider": report.provider, **_columns(one)}
        ReconciliationDifference.insert(row).on_conflict_ignore().execute()
    lacked = ReconciliationDifference.kind.in_(("missing", "refund-not-sent"))
    still = ReconciliationDifference.settled_at.is_null() & (ReconciliationDifference.provider == report.provider)
    came = ReconciliationDifference.subject.in_(sorted(found.found)) & ReconciliationDifference.key.not_in(keys)
    ReconciliationDifference.update(settled_at=now, settled_by="system", settled_reason=CAME_LATER).where(
        lacked, still, came
    ).execute()
    unsettled = ReconciliationDifference.key.in_(keys) & ReconciliationDifference.settled_at.is_null()
    return int(run.id), int(ReconciliationDifference.select().where(unsettled).count())


@transaction()
def settle_difference(difference_id: int, reason: str, by: str, now: datetime) -> None:
    """Note why a difference is none any more; a bank's fee is booked as one. Raises Refused when it is settled."""
    row = for_update(ReconciliationDifference.select().where(ReconciliationDifference.id == difference_id)).first()
    if row is None:
        raise NotFound(f"there is no difference {difference_id}")
    if row.settled_at is not None:
        raise Refused(_("This difference is settled already."), "settled-already")
    if not reason.strip():
        raise Refused(_("Write why it is settled."), "no-reason")
    noted = {"settled_at": now, "settled_by": by, "settled_reason": reason.strip()[:LONGEST_REASON]}
    ReconciliationDifference.update(noted).where(ReconciliationDifference.id == row.id).execute()
    fee = (row.expected or 0) - (row.amount or 0)
    if row.kind == "bank-fee" and fee:
        lines = [(f"fees:{row.provider}", row.currency, fee), (f"clearing:{row.provider}", row.currency, -fee)]
        book(f"difference:{row.id}", "bank-fee", f"difference:{row.id}", lines, now)


def _keys(provider: str, differences: Sequence[Difference]) -> list[str]:
    """The same key for the same difference, also tomorrow; several that look the same are numbered."""
    seen: Counter[str] = Counter()
    keys = []
    for one in differences:
        where = (provider, one.kind, one.day.isoformat(), one.reference, one.subject)
        told = "|".join((*where, one.currency, str(one.amount), str(one.expected)))
        seen[told] += 1
        keys.append(hashlib.sha256(f"{told}|{seen[told]}".encode()).hexdigest())
    return keys


def _columns(one: Difference) -> dict[str, object]:
    return {
        "kind": one.kind,
        "day": one.day.isoformat(),
        "reference": one.reference[:200],
        "amount": one.amount,
        "expected": one.expected,
        "currency": one.currency,
        "subject": one.subject,
        "order_number": one.orders[0] if one.orders else "",
        "row": one.row,
        "detail": one.detail[:200],
    }
