"""Statements and transfers as CSV: amounts with a point, moments in ISO 8601, nothing that a sheet would compute."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from storefront.money import decimal_amount
from storefront.payments.hold_tables import Payout
from storefront.payments.payout_statements import Statement

STATEMENT = ("date", "booking", "order", "gross", "commission", "fee", "vat", "net", "currency", "carried")
TRANSFERS = ("payout", "holder", "account", "bank", "amount", "currency", "reference")
# what spreadsheets take for the beginning of a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def statement_csv(statement: Statement) -> str:
    """A row a booking, then the sum."""

    def amount(minor: int) -> str:
        return str(decimal_amount(minor, statement.currency))

    rows: list[Sequence[str]] = [
        (row.at.isoformat(), row.kind, row.order, amount(row.gross), amount(row.commission), amount(row.fee),
         amount(row.vat), amount(row.net), statement.currency, "yes" if row.carried else "")
        for row in statement.rows
    ]  # fmt: skip
    rows.append(("", "paid", "", "", "", "", "", amount(statement.paid), statement.currency, ""))
    return _csv(STATEMENT, rows)


def transfers_csv(payouts: Iterable[Payout]) -> str:
    """What is to be sent by hand, a row a transfer."""
    rows = [
        (str(row.id), _safe(row.holder), _safe(row.account), _safe(row.bank),
         str(decimal_amount(row.amount, row.currency)), row.currency, f"PAYOUT-{row.id}")
        for row in payouts
    ]  # fmt: skip
    return _csv(TRANSFERS, rows)


def _safe(text: str) -> str:
    """A text that somebody typed, which no sheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(heads)
    writer.writerows(rows)
    return file.getvalue()
