"""storefront demo"""

from __future__ import annotations

import click

from storefront.commands.opening import BadInput, now, open_shop
from storefront.settings import FILE_NAME


@click.command()
@click.option("--reset", is_flag=True, help="Take the demo's rows out first; refused once something of it was sold.")
def demo(reset: bool) -> None:
    """Fill the shop with the demo catalogue, sellers, pages, accounts and orders; doing it again changes nothing."""
    runtime = open_shop()
    if runtime.settings.production:
        raise BadInput('This shop is in "production": the demo is not loaded into it.')
    from storefront.demo import rasters
    from storefront.demo.account import name_account
    from storefront.demo.applications import load_applications
    from storefront.demo.load import load_demo
    from storefront.demo.orders import load_orders
    from storefront.demo.people import PASSWORD, PEOPLE, load_people
    from storefront.demo.reviews import load_reviews

    if reset:
        from storefront.demo.removal import remove_demo

        click.echo(f"{remove_demo()} demo products were taken out.")
    if name_account(runtime.settings.home / FILE_NAME):
        click.echo("The settings now name a sham bank account, so that bank transfer can be tried.")
        runtime = open_shop()
    settings = runtime.settings
    missing = rasters.missing(settings.media)
    if missing:
        with click.progressbar(rasters.draw(missing, settings.media), len(missing), "Drawing pictures") as drawn:
            for _slug in drawn:
                pass
    click.echo("Loading the demo …")
    guides = load_demo(settings.media, settings.shop.languages, now())
    runtime.plugins.open("demo_content", prices=guides)
    load_people(now())
    load_applications(runtime, now())
    orders = load_orders(runtime, now())
    reviews = load_reviews(runtime, now())
    click.echo(f"The demo is loaded: {len(guides)} variants, {orders} orders, {reviews} reviews.")
    click.echo("Accounts:")
    for email, _name, roles, _sellers in PEOPLE:
        click.echo(f"  {email:<22} {', '.join(roles)}")
    click.echo(f"Their password: {PASSWORD}")
