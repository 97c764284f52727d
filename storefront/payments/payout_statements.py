"""What a payout is made of: each booking on the seller's account, what the shop took of it, and the sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storefront.orders.tables import Order
from storefront.payments.hold_tables import Hold, HoldTaking, Payout, PayoutLine, PayoutRun
from storefront.payments.payouts import unpaid_lines
from storefront.payments.tables import LedgerEntry, LedgerLine

TAKEN = {"commission": "commission", "fees": "fee", "commission-vat": "vat"}
CAME, REFUNDED, CHARGED_BACK, OTHER = "came", "refunded", "charged-back", "other"
GROUPS = {
    "release": CAME,
    "refund-arranged": REFUNDED,
    "taking-undone": REFUNDED,
    "chargeback-lost": CHARGED_BACK,
}


@dataclass(frozen=True)
class StatementRow:
    """A booking: gross is what came or went of the sale, charges what the shop took (minus) or gave back (plus)."""

    at: datetime
    kind: str
    order: str
    gross: int
    commission: int
    fee: int
    vat: int
    net: int
    carried: bool = False

    @property
    def group(self) -> str:
        """Of which sum it is a part."""
        return GROUPS.get(self.kind, OTHER)


@dataclass(frozen=True)
class Statement:
    """A seller's bookings in a currency since they were last paid; paid: what the payout pays, or would by now."""

    seller_id: int
    currency: str
    rows: tuple[StatementRow, ...]

    @property
    def paid(self) -> int:
        return sum(row.net for row in self.rows)

    @property
    def carried(self) -> int:
        """What was open from before the payout run before."""
        return sum(row.net for row in self.rows if row.carried)

    def sum(self, name: str, group: str = "") -> int:
        """A column's sum over the bookings that are not carried, of one group or of all."""
        rows = (row for row in self.rows if not row.carried and group in ("", row.group))
        return sum(int(getattr(row, name)) for row in rows)


def payout_statement(payout: Payout) -> Statement:
    """What a payout paid."""
    query = LedgerLine.select(LedgerLine).join(PayoutLine, on=(PayoutLine.line == LedgerLine.id))
    lines = list(query.where(PayoutLine.payout == payout.id).order_by(LedgerLine.id))
    return _statement(payout.seller_id, payout.currency, lines, _run_before(payout.run_id))


def open_statement(seller_id: int, currency: str) -> Statement:
    """What stands on a seller's account and is not paid yet."""
    return _statement(seller_id, currency, unpaid_lines(seller_id, currency), _run_before(None))


def _run_before(run_id: int | None) -> datetime | None:
    """When sellers were last paid before a run, or before now."""
    query = PayoutRun.select(PayoutRun.at).order_by(-PayoutRun.id)
    row = (query.where(PayoutRun.id < run_id) if run_id is not None else query).tuples().first()
    return row[0] if row else None


def _statement(
    seller_id: int, currency: str, lines: Sequence[LedgerLine], before: datetime | None
) -> Statement:
    ids = sorted({line.entry_id for line in lines})
    entries = {row.id: row for row in LedgerEntry.select().where(LedgerEntry.id.in_(ids))}
    taken: dict[int, dict[str, int]] = {number: dict.fromkeys(TAKEN.values(), 0) for number in ids}
    beside = LedgerLine.select().where(LedgerLine.entry.in_(ids), LedgerLine.account.in_(tuple(TAKEN)))
    for line in beside.where(LedgerLine.currency == currency):
        taken[line.entry_id][TAKEN[line.account]] += line.amount
    orders = _orders(list(entries.values()))
    rows = []
    for line in lines:
        entry, charged = entries[line.entry_id], taken[line.entry_id]
        net = -line.amount
        carried = before is not None and entry.at <= before
        gross = net - sum(charged.values())
        order = orders.get(entry.id, "")
        rows.append(StatementRow(entry.at, entry.kind, order, gross, **charged, net=net, carried=carried))
    return Statement(seller_id, currency, tuple(rows))


def _orders(entries: Sequence[LedgerEntry]) -> dict[int, str]:
    """Entry → the number of the order it is about."""
    about: dict[int, int] = {}
    takings: dict[str, int] = {}
    for entry in entries:
        noun, _sep, number = entry.subject.partition(":")
        if noun == "order" and number.isdigit():
            about[entry.id] = int(number)
        else:
            takings[entry.key.rpartition(":")[0]] = entry.id
    taken = HoldTaking.select(HoldTaking.by, Hold.order).join(Hold).where(HoldTaking.by.in_(sorted(takings)))
    about |= {takings[by]: order for by, order in taken.tuples()}
    numbers = dict(Order.select(Order.id, Order.number).where(Order.id.in_(sorted(set(about.values())))).tuples())
    return {entry: numbers[order] for entry, order in about.items() if order in numbers}
