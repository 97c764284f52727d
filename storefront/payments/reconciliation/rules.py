"""The rules of the comparison: rows and bookings in, differences out. No SQL, no files, no clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from storefront.payments.reconciliation.rows import Booked, Comparison, Difference, Kind, Reported, tidy

# a transfer that comes a little short has lost a bank's fee; more than that is a wrong amount
FEE_SHARE = Fraction(1, 10)
FEE_AT_MOST = 5000
# shorter than that, a reference stands in other texts by chance
LEAST_REFERENCE = 6


@dataclass
class _Work:
    """The state of one comparison: what is still free, and what was found."""

    free: list[Booked]
    matched: list[tuple[Reported, Booked]] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


def compare(reported: Sequence[Reported], booked: Sequence[Booked], first: date, last: date) -> Comparison:
    """What a report of these days says beside what we know. booked may reach a few days over both ends."""
    work = _Work(list(booked))
    rest = [row for row in reported if not _exact(row, work)]
    rest = [row for row in rest if not _near(row, work)]
    for row in rest:
        work.differences.append(_unmatched(row, work))
    work.differences += _absent(work.free, first, last)
    work.differences += _fees(work.matched, first)
    work.differences += _short_payouts(reported)
    other_days = [_differ("other-day", row, one) for row, one in work.matched if row.day != one.day]
    order = sorted(work.differences, key=lambda one: (one.row is None, one.row or 0, one.day, one.reference))
    return Comparison(
        len(work.matched), tuple(order), tuple(other_days), frozenset(one.subject for _row, one in work.matched)
    )


def _names(row: Reported, one: Booked) -> bool:
    """Whether a row speaks of a booking: by one of its names, alone or inside a bank's text."""
    if row.kind and row.kind != one.kind:
        return False
    if not row.kind and (row.amount > 0) != (one.amount > 0):
        return False
    text = tidy(row.reference)
    names = [tidy(name) for name in one.references if name]
    return any(name == text or (not row.kind and len(name) >= LEAST_REFERENCE and name in text) for name in names)


def _candidates(row: Reported, work: _Work) -> Iterator[Booked]:
    """Bookings a row may be, those of its day first."""
    yield from sorted((one for one in work.free if _names(row, one)), key=lambda one: abs((one.day - row.day).days))


def _exact(row: Reported, work: _Work) -> bool:
    for one in _candidates(row, work):
        if (one.amount, one.currency) == (row.amount, row.currency):
            work.free.remove(one)
            work.matched.append((row, one))
            return True
    return False


def _near(row: Reported, work: _Work) -> bool:
    """The same thing with another amount or currency."""
    one = next(_candidates(row, work), None)
    if one is None:
        return False
    work.free.remove(one)
    work.matched.append((row, one))
    work.differences.append(_differ(_what_is_wrong(row, one), row, one))
    return True


def _what_is_wrong(row: Reported, one: Booked) -> Kind:
    if row.currency != one.currency:
        return "wrong-currency"
    if one.kind == "payout" and abs(row.amount) < abs(one.amount):
        return "payout-short"
    lacks = one.amount - row.amount
    if one.kind == "payment" and 0 < lacks <= FEE_AT_MOST and lacks <= one.amount * FEE_SHARE:
        return "bank-fee"
    return "wrong-amount"


def _unmatched(row: Reported, work: _Work) -> Difference:
    """A row that is nothing we wait for."""
    twin = next((one for _row, one in work.matched if _names(row, one) and row.currency == one.currency), None)
    if twin is not None:
        return _differ("doubled", row, twin)
    kinds: dict[str, Kind] = {"chargeback": "unrecorded-chargeback", "fee": "bank-fee"}
    kind = kinds.get(row.kind, "unknown-reference")
    return Difference(kind, row.day, row.reference, row.currency, row.amount, row=row.row, detail=row.counterparty)


def _absent(free: Sequence[Booked], first: date, last: date) -> Iterator[Difference]:
    """What we know of these days and the report does not."""
    for one in free:
        # what is owed since today may still be sent today
        if first <= one.day <= last if one.sent else one.day < last:
            kind: Kind = "refund-not-sent" if one.kind == "refund" else "missing"
            reference = next((name for name in one.references if name), "")
            yield Difference(kind, one.day, reference, one.currency, None, one.amount, one.subject, one.orders)


def _fees(matched: Sequence[tuple[Reported, Booked]], day: date) -> Iterator[Difference]:
    """What a provider kept of many rows is one difference a currency: the ledger knows only some fees."""
    kept: defaultdict[str, int] = defaultdict(int)
    known: defaultdict[str, int] = defaultdict(int)
    for row, one in matched:
        currency = row.fee_currency or row.currency
        kept[currency] += row.fee
        known[currency] += one.fee if row.fee else 0
    for currency in sorted(kept):
        if kept[currency] != known[currency]:
            yield Difference("bank-fee", day, "", currency, -kept[currency], -known[currency], detail="fees")


def _short_payouts(reported: Sequence[Reported]) -> Iterator[Difference]:
    """A payout to the shop's bank is what the rows that name it come to."""
    due: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row in reported:
        if row.payout and row.kind != "payout" and (row.fee_currency or row.currency) == row.currency:
            due[row.payout, row.currency] += row.amount - row.fee
    for row in reported:
        wanted = due.get((row.reference, row.currency))
        if row.kind == "payout" and wanted is not None and -row.amount < wanted:
            yield Difference("payout-short", row.day, row.reference, row.currency, row.amount, -wanted, row=row.row)


def _differ(kind: Kind, row: Reported, one: Booked) -> Difference:
    return Difference(
        kind, row.day, row.reference, row.currency, row.amount, one.amount, one.subject, one.orders, row.row,
        one.currency if kind == "wrong-currency" else one.day.isoformat() if kind == "other-day" else row.counterparty,
    )  # fmt: skip


def against_orders(booked: Sequence[Booked], paid: Sequence[Booked]) -> list[Difference]:
    """What the ledger says came beside what payments and their orders say."""
    ledger = {one.subject: one for one in booked if one.kind == "payment"}
    found: list[Difference] = []
    for one in paid:
        entry = ledger.get(one.subject)
        if entry is not None and (entry.amount, entry.currency) == (one.amount, one.currency):
            continue
        kind: Kind = "missing" if entry is None else "wrong-amount"
        if entry is not None and entry.currency != one.currency:
            kind = "wrong-currency"
        reference = next((name for name in one.references if name), "")
        amount = entry.amount if entry else None
        found.append(
            Difference(
                kind, one.day, reference, one.currency, amount, one.amount, one.subject, one.orders, detail="orders"
            )
        )
    return found
