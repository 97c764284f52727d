"""storefront payouts run"""

from __future__ import annotations

import secrets

import click

from storefront.catalogue.tables import Seller
from storefront.commands.opening import now, open_shop, show_table
from storefront.money import decimal_amount
from storefront.payments.hold_tables import Payout
from storefront.payments.payouts import due_payouts, run_payouts

STATES = {
    "ready": "is paid",
    "low": "less than the least that is paid",
    "owes": "owes the shop",
    "no-account": "has no bank account here",
    "cooling": "changed the account lately",
    "no-provider": "the account's provider pays nobody out",
    "suspended": "is suspended: nothing is paid until that is lifted",
}


@click.group()
def payouts() -> None:
    """What sellers are paid."""


@payouts.command()
@click.option("--dry-run", is_flag=True, help="Say what would be paid; pay nothing.")
def run(dry_run: bool) -> None:
    """Pay every seller who is due, per currency."""
    open_shop()
    names = dict(Seller.select(Seller.id, Seller.name).tuples())
    due = due_payouts(now())
    rows = []
    for one in due:
        amount = f"{decimal_amount(one.amount, one.currency)} {one.currency}"
        rows.append((names.get(one.seller_id, f"seller {one.seller_id}"), amount, STATES[one.state]))
    show_table(rows, ("seller", "amount", ""))
    if dry_run:
        click.echo("Nothing was paid.")
        return
    made = run_payouts(f"cli-{secrets.token_urlsafe(16)}", "command line", now())
    by_hand = Payout.select().where(Payout.id.in_(made), Payout.provider == "").count()
    click.echo(f"{len(made)} payouts were made, {by_hand} of them to be sent by hand: the desk has the list.")
