"""storefront init"""

from __future__ import annotations

from pathlib import Path

import click

from storefront.commands.opening import now, shop_home
from storefront.founding import found_shop
from storefront.pricing.exchange import SHIPPED_SOURCE
from storefront.settings import FILE_NAME


@click.command()
@click.argument("directory", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", default="", help="The shop's name; it can be changed in the settings.")
def init(directory: Path | None, name: str) -> None:
    """Make a new shop in DIRECTORY: its storefront.toml and its database."""
    home = directory.resolve() if directory else shop_home()
    settings = found_shop(home, now(), name=name)
    click.echo(f"A new shop stands in {home}.")
    click.echo(f"  settings: {home / FILE_NAME}")
    click.echo(f"  plugins:  {', '.join(settings.plugins.enabled) or 'none'}")
    click.echo(f"  rates:    {SHIPPED_SOURCE}; `storefront rates update` fetches today's")
    click.echo("Legal pages are drafts: write them before you go live.")
    click.echo(f"Next: cd {home} && storefront serve")
