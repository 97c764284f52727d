"""storefront payments chargeback | reconcile"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from storefront.commands.amounts import minor_amount, plain_amount
from storefront.commands.opening import BadInput, now, open_shop, show_table
from storefront.errors import NotFound
from storefront.orders.tables import Order
from storefront.payments.bank_transfer import BankTransfer
from storefront.payments.reconciliation.actions import Report, compared, keep_run, report_of
from storefront.payments.reconciliation.formats import is_stripes, read_report
from storefront.payments.reconciliation.rows import Comparison, Difference
from storefront.payments.sandbox import SandboxCard
from storefront.payments.sandbox_delivery import raise_chargeback
from storefront.payments.tables import Payment
from storefront.runtime import current


@click.group()
def payments() -> None:
    """Payments: what can be tried out, and what is compared."""


@payments.command()
@click.argument("reference")
@click.option("--amount", help="What the bank claims, such as 49.90; default: all that is left.")
@click.option("--won", "state", flag_value="won", help="The bank gives the money back.")
@click.option("--lost", "state", flag_value="lost", help="The bank keeps the money.")
def chargeback(reference: str, amount: str | None, state: str | None) -> None:
    """Let the buyer's bank claim a sandbox payment back; REFERENCE is the payment's or an order's number.

    Only while the sandbox card is on, never in production.
    """
    open_shop()
    sandbox = current().providers.get(SandboxCard.code)
    if not isinstance(sandbox, SandboxCard):
        raise BadInput("the sandbox card is off: only its payments can be claimed back from here")
    payment = _sandbox_payment(reference)
    minor = minor_amount("--amount", amount, payment.currency) if amount else None
    claimed = raise_chargeback(sandbox, payment.reference, minor, state or "open", now())
    words = {"won": "won", "lost": "lost"}.get(state or "", "open")
    click.echo(f"The chargeback of {payment.reference} over {plain_amount(claimed, payment.currency)} is {words}.")


def _sandbox_payment(reference: str) -> Payment:
    """The payment with this reference, else the one that paid the order with this number."""
    named = Payment.reference == reference
    order = Order.get_or_none(Order.number == reference)
    if order is not None:
        named = Payment.purchase == order.purchase_id
    paid = (Payment.provider == SandboxCard.code) & (Payment.state == "succeeded")
    found: Payment | None = Payment.select().where(named, paid).order_by(-Payment.id).first()
    if found is None:
        raise NotFound(f"no sandbox payment that came has the reference or order number {reference!r}")
    return found


@payments.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--provider", "code", help="Whose report it is; default: bank-transfer, stripe for Stripe's own columns.")
@click.option("--day", help="Only this day, such as 2026-11-30; needed where there is no FILE.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def reconcile(file: Path | None, code: str | None, day: str | None, as_json: bool) -> int:
    """Compare a provider's report with the ledger and the orders, and keep what differs for the desk.

    FILE is a bank's statement or a provider's report as CSV (docs/payments.md); without it the provider is asked.
    Exit code 0: all is well; 1: something differs that nobody has settled; 2: the file cannot be read.
    """
    open_shop()
    report = _report(file, code, _read_day(day))
    found = compared(report)
    _run, unsettled = keep_run(report, found, "command line", now())
    if as_json:
        click.echo(json.dumps(_as_json(report, found, unsettled), ensure_ascii=False, indent=1))
    else:
        _print(report, found)
    return 1 if unsettled else 0


def _read_day(written: str | None) -> date | None:
    try:
        return datetime.strptime(written, "%Y-%m-%d").date() if written else None  # noqa: DTZ007
    except ValueError:
        raise BadInput(f"--day: {written!r} is no day; write it like 2026-11-30") from None


def _report(file: Path | None, code: str | None, day: date | None) -> Report:
    """The report in a file, else what the provider says of the day."""
    providers = current().providers
    if code is not None and code not in providers:
        raise BadInput(f"--provider: there is no {code!r}; there are {', '.join(sorted(providers))}")
    if file is None:
        if code is None or day is None or not providers[code].reports:
            raise BadInput("without a FILE say --day and a --provider that gives reports, such as stripe")
        return Report(code, code, tuple(providers[code].report(day, day)), day, day)
    content = file.read_bytes()
    rows = read_report(content)
    if day is not None and not any(row.day == day for row in rows):
        raise BadInput(f"--day: the file has no row of {day}")
    usual = "stripe" if is_stripes(content) else BankTransfer.code
    return report_of(code or usual, file.name, rows, day)


def _print(report: Report, found: Comparison) -> None:
    click.echo(f"{report.provider}, {report.first} to {report.last}: {len(report.rows)} rows, {found.matched} match.")
    for one in found.other_days:
        click.echo(f"On another day, and no difference: {one.reference}, reported {one.day}, booked {one.detail}")
    if not found.differences:
        click.echo("Nothing differs.")
        return
    rows = [_row(one) for one in found.differences]
    show_table(rows, ("difference", "day", "row", "reference", "report", "books", "orders"))


def _row(one: Difference) -> tuple[str, ...]:
    ours = one.detail if one.kind == "wrong-currency" else one.currency
    return (
        one.kind,
        one.day.isoformat(),
        "" if one.row is None else str(one.row),
        one.reference,
        "" if one.amount is None else plain_amount(one.amount, one.currency),
        "" if one.expected is None else plain_amount(one.expected, ours),
        " ".join(one.orders),
    )


def _as_json(report: Report, found: Comparison, unsettled: int) -> dict[str, object]:
    return {
        "provider": report.provider,
        "first": report.first.isoformat(),
        "last": report.last.isoformat(),
        "rows": len(report.rows),
        "matched": found.matched,
        "unsettled": unsettled,
        "differences": _told(found.differences),
        "other_days": _told(found.other_days),
    }


def _told(differences: Sequence[Difference]) -> list[dict[str, object]]:
    return [{**vars(one), "day": one.day.isoformat(), "orders": list(one.orders)} for one in differences]
