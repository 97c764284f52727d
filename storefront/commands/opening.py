"""Opening the shop that a command is about, and the options every command shares."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from storefront import db, migrations
from storefront.errors import StorefrontError
from storefront.production import check_start
from storefront.runtime import Runtime
from storefront.settings import FILE_NAME, Settings, load
from storefront.web.themes import find_theme

HOME_VARIABLE = "STOREFRONT_HOME"


class SchemaBehind(StorefrontError):
    """The database lacks migrations of this version."""

    code = "schema-behind"


class BadInput(StorefrontError):
    """What was typed on the command line cannot be done; the message says what can."""

    code = "bad-input"


def shop_home() -> Path:
    """The shop's folder: STOREFRONT_HOME, else the present folder."""
    return Path(os.environ.get(HOME_VARIABLE) or ".").resolve()


def has_shop(home: Path) -> bool:
    """Whether a folder holds a shop."""
    return (home / FILE_NAME).is_file()


def open_settings(home: Path | None = None, *, keyless: bool = False, themeless: bool = False) -> Settings:
    """The shop's settings and its database opened; migrations are not looked at.

    themeless: the command is there to choose a theme, when the one that is set is gone.
    """
    settings = load(home or shop_home(), os.environ, keyless=keyless)
    if not themeless:
        find_theme(settings)
    db.open_database(settings.database_url)
    return settings


def open_shop(home: Path | None = None, *, to_start: bool = False, debug: bool = False) -> Runtime:
    """The shop ready to be worked with; raises SchemaBehind when migrations are due.

    to_start: it is for buyers; raises NotForProduction with all that stands against it.
    """
    settings = open_settings(home, keyless=to_start)
    if due := migrations.pending():
        raise SchemaBehind(f"The database lacks {len(due)} migration(s): {', '.join(due)}. Run `storefront migrate`.")
    if to_start:
        check_start(settings, debug=debug)
    # the application's modules are large; commands that fail before this stay quick
    from storefront.app import build_runtime

    return build_runtime(settings)


def now() -> datetime:
    """The clock of commands."""
    return datetime.now(UTC)


def show_table(rows: Sequence[tuple[str, ...]], heads: tuple[str, ...]) -> None:
    """Print rows below their heads, each column as wide as its widest cell."""
    widths = [max(len(row[index]) for row in (heads, *rows)) for index in range(len(heads))]
    for row in (heads, *rows):
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
