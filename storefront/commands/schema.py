"""storefront migrate"""

from __future__ import annotations

import click

from storefront import migrations
from storefront.commands.opening import open_settings


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what is due and change nothing.")
def migrate(dry_run: bool) -> None:
    """Bring the database's schema up to this version."""
    open_settings()
    taken = migrations.pending() if dry_run else migrations.migrate()
    for name in taken:
        click.echo(f"due: {name}" if dry_run else f"done: {name}")
    if not taken:
        click.echo("The database is up to date.")
