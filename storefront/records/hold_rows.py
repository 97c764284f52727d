"""What is kept of orders' money, what was released of it, and what sellers were paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from storefront.payments.hold_tables import Commission, Hold, HoldFreeze, HoldTaking, Payout, PayoutLine, PayoutRun
from storefront.payments.payouts import unpaid_lines
from storefront.payments.tables import LedgerEntry
from storefront.records.booked_lines import booked_lines
from storefront.records.kinds import Record, RecordKind
from storefront.records.references import SELLER
from storefront.records.rows import Rows, column
from storefront.records.table_kinds import TableKind, table_records

MINOR = ", in minor units"
IMPORTED = "imported"


def ledger(subject: str, through: str = "") -> Rows:
    """What was booked for something."""
    entry = partial(column, LedgerEntry)
    whose = {"column": "subject", "local": subject, "is_subject": True, "required": True}
    return Rows(
        "releases" if through else "ledger", "What was booked for it", LedgerEntry,
        (
            *((entry(subject, "Of which order", **whose),) if through else ()),
            entry("key", "What makes it happen once", subjects=True, required=True),
            entry("kind", "What kind of entry"),
            entry("at", "When"),
        ),
        subject=subject, through=through,
        below=(
            booked_lines(),
        ),
    )  # fmt: skip


def held() -> tuple[Rows, ...]:
    """What is kept of a purchase's orders, line by line, and what the shop took."""
    told, taken = partial(column, Hold), partial(column, Commission)
    frozen, taking = partial(column, HoldFreeze), partial(column, HoldTaking)
    return (
        Rows(
            "holds", "What is kept of their money", Hold,
            (
                told("order", "Of which order", local="order"),
                told("line", "Of which line (`<number>/<place>`); null: of delivery", local="line", required=False),
                told("rule", "When the seller gets it"),
                told("came", "How much came" + MINOR),
                told("back", "How much went back while it was kept" + MINOR),
                told("released", "How much went to the seller" + MINOR),
                told("taken", "How much of that he had to give back" + MINOR),
                told("due_at", "When it is looked at"),
            ),
            owner="order", through="order",
            below=(
                Rows(
                    "freezes", "What is kept whatever the rule says", HoldFreeze,
                    (
                        frozen("by", "By whom", subjects=True, required=True, most=200),
                        frozen("amount", "How much" + MINOR),
                    ),
                    owner="hold",
                ),
                Rows(
                    "takings", "What refunds and chargebacks took of it", HoldTaking,
                    (
                        taking("by", "Which", subjects=True, required=True, most=200),
                        taking("held", "Of what was kept" + MINOR),
                        taking("out", "Of what the seller had" + MINOR),
                    ),
                    owner="hold",
                ),
            ),
        ),
        Rows(
            "commissions", "What the shop took of them", Commission,
            (
                taken("order", "Of which order", local="order"),
                taken("amount", "The commission" + MINOR),
                taken("fee", "The fee" + MINOR),
                taken("vat", "The VAT on both" + MINOR),
            ),
            owner="order", through="order",
        ),
        ledger("order", through="order"),
    )  # fmt: skip


def payout_records() -> RecordKind:
    """What sellers were paid: without it another shop would pay them again."""
    told = partial(column, Payout)
    source = TableKind(
        Payout,
        ("key",),
        (
            told("key", "What makes it happen once", required=True),
            told("seller", "Who was paid; null: he is no longer here", column="seller_id", refers=SELLER, gone=0),
            told("amount", "How much" + MINOR),
            told("returned", "What of it came back" + MINOR),
            told("currency", "Its currency", kind="currency", required=True),
            told("state", "What became of it"),
            told("holder", "Whose account it went to"),
            told("account", "Which account"),
            told("bank", "With which bank"),
            told("provider", "Who sent it; empty: by hand"),
            told("reference", "The sender's name for it"),
            told("reason", "Why it failed"),
            told("created_at", "When it was made"),
            told("sent_at", "When it was sent"),
            told("settled_at", "When it was done"),
        ),
        (ledger("payout"),),
        made=lambda _record, now: {"run": _run(now)},
        label=("payout", lambda row: str(row["key"])),
    )

    def write(records: Sequence[Record], now: datetime) -> None:
        source.write(records, now)
        _pay_lines([record["key"] for record in records])

    return table_records("payout", "Money that went to a seller.", source, write=write, trade=True, lasting=True)


def _run(now: datetime) -> int:
    """The run that payouts out of files belong to."""
    PayoutRun.insert(key=IMPORTED, by=IMPORTED, at=now).on_conflict_ignore().execute()
    return int(PayoutRun.get(PayoutRun.key == IMPORTED).id)


def _pay_lines(keys: Sequence[str]) -> None:
    """A payout paid everything that stood on the account when it was made: those lines are paid."""
    rows = Payout.select().where(Payout.key.in_(list(keys)), Payout.state != "failed").order_by(Payout.created_at)
    for row in list(rows):
        if PayoutLine.select().where(PayoutLine.payout == row.id).exists():
            continue
        lines = unpaid_lines(row.seller_id, row.currency)
        at = dict(LedgerEntry.select(LedgerEntry.id, LedgerEntry.at).where(
            LedgerEntry.id.in_([line.entry_id for line in lines])
        ).tuples())  # fmt: skip
        mine = [{"payout": row.id, "line": line.id} for line in lines if at[line.entry_id] <= row.created_at]
        if mine:
            PayoutLine.insert_many(mine).execute()
