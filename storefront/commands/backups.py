"""storefront backup, storefront restore"""

from __future__ import annotations

import os
from pathlib import Path

import click

from storefront.commands.opening import BadInput, open_settings, shop_home
from storefront.operations import backups, restores


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def backup(file: Path, force: bool) -> None:
    """Write everything of the shop (database, pictures, settings) into FILE, a tar (.tar, .tar.gz); it sells on."""
    settings = open_settings()
    if file.exists() and not force:
        raise BadInput(f"{file} is there already. Choose another name, or use --force.")
    if not file.resolve().parent.is_dir():
        raise BadInput(f"{file.resolve().parent} is not there.")
    with click.progressbar(length=backups.count_rows(settings), label="Backing up") as bar:
        made = backups.back_up(settings, file.resolve(), bar.update)
    click.echo(f"{file}: {made.rows} rows, {made.files} pictures. It holds the secret key: keep it safe.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Put a backup into this folder (or STOREFRONT_HOME) and an empty database.

    A storefront.toml that is there says which database; without one, that of the backup is taken.
    """
    manifest = restores.read_manifest(file)
    click.echo(f"Made {manifest.made_at[:16].replace('T', ' ')} UTC by version {manifest.version}.")
    with click.progressbar(length=manifest.rows, label="Restoring") as bar:
        settings = restores.restore(file, shop_home(), os.environ, bar.update)
    click.echo(f"{settings.shop.name} is back: {manifest.rows} rows.")
