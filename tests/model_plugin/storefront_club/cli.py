"""`storefront club invite …`."""

from __future__ import annotations

import click

from storefront.api import current, utc_now
from storefront_club import actions
from storefront_club.invitations import Agreed


@click.command("invite")
@click.argument("email")
@click.option("--agreed", nargs=3, type=(str, int, str), help="SKU, price in minor units, currency.")
def invite(email: str, agreed: tuple[str, int, str] | None) -> None:
    """Invite somebody and print the link."""
    token = actions.invite(email, utc_now(), Agreed(*agreed) if agreed else None)
    shop = current().shop
    click.echo(f"{shop.base_url}/{shop.default_language}/club/join/{token}")
