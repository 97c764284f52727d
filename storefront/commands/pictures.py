"""storefront pictures fetch | status"""

from __future__ import annotations

import click

from storefront.catalogue import remote_pictures
from storefront.catalogue.fetching import Limits
from storefront.catalogue.machines import networks
from storefront.catalogue.picture_run import Run
from storefront.catalogue.tables import RemotePicture
from storefront.commands.opening import now, open_shop, show_table
from storefront.i18n import Message
from storefront.runtime import Runtime

SHOWN = 50


@click.group()
def pictures() -> None:
    """Pictures that imports name by their address."""


@pictures.command()
@click.option("--again", is_flag=True, help="Also those that were given up.")
def fetch(again: bool) -> int:
    """Fetch now what the worker would fetch by and by; exit code 2 when pictures are missing then."""
    shop = open_shop()
    if again:
        remote_pictures.try_again(now())
    waiting = remote_pictures.counts()["waiting"]
    if waiting:
        with click.progressbar(length=waiting, label="Fetching pictures") as bar:
            run = Run(shop.settings.media, _limits(shop), hurry=True, watch=lambda _result: bar.update(1))
            run.all()
    return show_pictures()


@pictures.command()
def status() -> None:
    """How many are here, wait or were given up, and why."""
    open_shop()
    show_pictures()


def show_pictures() -> int:
    """Print how the fetching stands; 2 when pictures are missing."""
    counts = remote_pictures.counts()
    click.echo(f"pictures: {counts['fetched']} fetched, {counts['waiting']} waiting, {counts['failed']} given up.")
    missing = counts["waiting"] + counts["failed"]
    troubled = remote_pictures.troubled(SHOWN)
    if troubled:
        rows = [(row.url, str(row.attempts), _next(row), str(Message.from_json(row.reason))) for row in troubled]
        show_table(rows, ("address", "attempts", "next", "reason"))
    return 2 if missing else 0


def _limits(shop: Runtime) -> Limits:
    return Limits(private=networks(shop.settings.catalogue.fetch_from))


def _next(row: RemotePicture) -> str:
    return "given up" if row.state == "failed" else f"{row.due_at:%Y-%m-%d %H:%M} UTC"
