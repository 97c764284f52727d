"""Reports as files: Stripe's itemised balance, and one plain CSV for banks and everybody else.

The plain one has a line of names and then a row for each movement: `date`, `reference`, `amount` and `currency` are
needed; `kind`, `fee`, `payout` and `counterparty` may be there; other columns are left alone. Columns are parted by
commas or semicolons; with semicolons a comma may be the decimal sign, and dates may be written 30.11.2026.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from storefront.countries import is_currency
from storefront.errors import StorefrontError
from storefront.money import exponent
from storefront.payments.reconciliation.rows import REPORTED_KINDS, Reported

NEEDED = ("date", "reference", "amount", "currency")
STRIPE_COLUMNS = ("balance_transaction_id", "reporting_category", "gross", "currency", "created")
# what Stripe's categories are to us; others are money of Stripe's own
CATEGORIES = {
    "charge": "payment",
    "refund": "refund",
    "refund_failure": "refund-failed",
    "dispute": "chargeback",
    "dispute_reversal": "chargeback-won",
    "payout": "payout",
    "transfer": "payout",
    "fee": "fee",
}
MOST_FAULTS = 20
Values = Mapping[str, str]


class BadReport(StorefrontError):
    """A file that cannot be read as a report; faults name row and column."""

    code = "bad-report"

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class _Fault(ValueError):
    """(column, reason)"""


def read_report(content: bytes) -> list[Reported]:
    """The rows of a report; raises BadReport with all that is wrong, up to twenty."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadReport(f"byte {error.start + 1}: the file is not UTF-8") from None
    if "\0" in text:
        raise BadReport("the file is not text")
    lines = csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True)
    try:
        names = [name.strip().lower() for name in next(lines, [])]
        listed = [(lines.line_num, row) for row in lines if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise BadReport(f"row {lines.line_num}: {error}") from None
    reader = _reader(names)
    found, faults = [], []
    for number, row in listed:
        if len(row) > len(names):
            faults.append(f"row {number}: there are {len(row)} cells and {len(names)} columns")
            continue
        values = dict(zip(names, (*(cell.strip() for cell in row), *([""] * (len(names) - len(row)))), strict=True))
        try:
            found.append(reader(number, values))
        except _Fault as fault:
            faults.append(f"row {number}, column {fault.args[0]}: {fault.args[1]}")
    if faults:
        more = [f"and {len(faults) - MOST_FAULTS} more"] if len(faults) > MOST_FAULTS else []
        raise BadReport(*faults[:MOST_FAULTS], *more)
    if not found:
        raise BadReport("row 1: there are no rows below the names of the columns")
    return found


def is_stripes(content: bytes) -> bool:
    """Whether a file has the columns of Stripe's own reports."""
    return b"balance_transaction_id" in content.partition(b"\n")[0].lower()


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return ";" if head.count(";") > head.count(",") else ","


def _reader(names: list[str]) -> Callable[[int, Values], Reported]:
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise BadReport(f"row 1: two columns are called {', '.join(twice)}")
    if "balance_transaction_id" in names:
        _need(STRIPE_COLUMNS, names)
        return _stripe_row
    _need(NEEDED, names)
    return _plain_row


def _need(wanted: Sequence[str], names: Sequence[str]) -> None:
    if lacking := [name for name in wanted if name not in names]:
        raise BadReport(f"row 1: there is no column {', '.join(lacking)}")


def _plain_row(number: int, values: Values) -> Reported:
    currency = _currency(values, "currency")
    kind = values.get("kind", "").lower()
    if kind not in REPORTED_KINDS:
        raise _Fault("kind", f"{kind[:40]!r} is none of {', '.join(REPORTED_KINDS[1:])}")
    return Reported(
        number,
        _day(values, "date"),
        values["reference"][:200],
        _amount(values, "amount", currency),
        currency,
        kind,
        _amount(values, "fee", currency) if values.get("fee") else 0,
        payout=values.get("payout", "")[:200],
        counterparty=values.get("counterparty", "")[:200],
    )


def _stripe_row(number: int, values: Values) -> Reported:
    """Reports of the kind "balance change from activity, itemised", and of payouts, itemised."""
    kind = CATEGORIES.get(values["reporting_category"], "fee")
    settled = _currency(values, "currency")
    # what the buyer paid in, where it is not what Stripe keeps
    presented = "customer_facing_currency" if values.get("customer_facing_currency") else "currency"
    amount = "customer_facing_amount" if presented != "currency" and values.get("customer_facing_amount") else "gross"
    currency = _currency(values, presented if amount != "gross" else "currency")
    named = {"payment": "payment_intent_id", "refund": "refund_id", "chargeback": "dispute_id"}
    reference = values.get(named.get(kind.removesuffix("-won").removesuffix("-failed"), ""), "") or values.get(
        "source_id", ""
    )
    return Reported(
        number,
        _day(values, "created"),
        reference[:200],
        _amount(values, amount, currency),
        currency,
        kind,
        _amount(values, "fee", settled) if values.get("fee") else 0,
        settled,
        payout=values.get("automatic_payout_id", "")[:200],
        counterparty=values.get("description", "")[:200],
    )


def _currency(values: Values, name: str) -> str:
    code = values[name].upper()
    if not is_currency(code):
        raise _Fault(name, f"{values[name][:40]!r} is no currency")
    return code


def _amount(values: Values, name: str, currency: str) -> int:
    written = values[name].replace("\u2212", "-")
    if "," in written and "." not in written and written.count(",") == 1:
        written = written.replace(",", ".")
    try:
        amount = Decimal(written).scaleb(exponent(currency))
    except InvalidOperation:
        raise _Fault(name, f"{values[name][:40]!r} is no amount; write it like -49.90") from None
    if not amount.is_finite() or amount != int(amount) or abs(amount) >= 2**62:
        raise _Fault(name, f"{values[name][:40]!r} is no amount of {currency}")
    return int(amount)


def _day(values: Values, name: str) -> date:
    written = values[name][:10]
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(written, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise _Fault(name, f"{values[name][:40]!r} is no date; write it like 2026-11-30")
