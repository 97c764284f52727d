"""The command line: `storefront --help`. A command reads its options, calls an action, prints."""

from __future__ import annotations

import sys
from typing import NoReturn

import click
import peewee

from storefront import __version__
from storefront.commands import (
    backups,
    demonstrating,
    examining,
    exporting,
    founding,
    importing,
    languages,
    orders,
    pages,
    payments,
    payouts,
    people,
    pictures,
    plugins,
    rates,
    schema,
    searching,
    selling,
    serving,
    themes,
)
from storefront.commands.plugin_commands import of_plugin, plugins_with_commands
from storefront.errors import StorefrontError


class Commands(click.Group):
    """Core's commands, then those of each enabled plugin under its name."""

    def list_commands(self, context: click.Context) -> list[str]:
        return [*super().list_commands(context), *plugins_with_commands()]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        return super().get_command(context, name) or of_plugin(name)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="storefront")
def commands() -> None:
    """A multilingual storefront. The shop is the one in STOREFRONT_HOME, else in this folder."""


for command in (
    founding.init,
    demonstrating.demo,
    serving.serve,
    serving.worker,
    schema.migrate,
    backups.backup,
    backups.restore,
    examining.doctor,
    importing.import_file,
    exporting.export_file,
    pages.pages,
    pictures.pictures,
    plugins.plugin,
    rates.rates,
    searching.search,
    searching.search_reindex,
    orders.orders,
    payments.payments,
    payouts.payouts,
    people.user,
    selling.sellers,
    themes.theme,
    languages.i18n,
):
    commands.add_command(command)


def _refuse(reason: str) -> NoReturn:
    click.echo(f"Error: {reason}", err=True)
    sys.exit(2)


def main(arguments: list[str] | None = None) -> None:
    """Run a command; what the caller can act on is one line on stderr and exit code 2."""
    try:
        code = commands.main(arguments, prog_name="storefront", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except StorefrontError as error:
        _refuse(str(error))
    except peewee.OperationalError as error:
        # the database went away, is full or too busy: nobody's bug
        _refuse("database: " + " ".join(str(error).split()))
    except OSError as error:
        if not error.filename:
            raise
        _refuse(f"{error.filename}: {error.strerror}")
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
