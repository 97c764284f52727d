"""storefront export; and storefront import of the same format"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from storefront import core_hooks
from storefront.catalogue.importers.alone import alone
from storefront.catalogue.importers.records import Issue, UnreadableFile
from storefront.commands.opening import BadInput, now, open_shop, show_table
from storefront.desk.import_actions import refuse_second
from storefront.orders.tables import Outbox
from storefront.records import files
from storefront.records.every import Kinds, every_kind
from storefront.records.exporting import Exported, export
from storefront.records.file_check import Report, check_file
from storefront.records.importing import FORMAT, Import, Imported

SHOWN = 50


@click.command("export")
@click.argument("format", metavar="FORMAT", type=click.Choice([FORMAT]))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-orders", is_flag=True, help="Also orders, payments and people; the file is then confidential.")
@click.option("--with-bank-accounts", is_flag=True, help="Also the accounts sellers are paid on; with --with-orders.")
def export_file(format: str, file: Path, with_orders: bool, with_bank_accounts: bool) -> None:
    """Write what the shop owns into FILE, one JSON object a line, and its pictures into FILE.media.

    With orders, what people sent (evidence, photos, documents) goes into FILE.uploads.
    """
    if with_bank_accounts and not with_orders:
        raise BadInput("--with-bank-accounts goes with --with-orders.")
    shop = open_shop()
    if not file.resolve().parent.is_dir():
        raise BadInput(f"There is no folder {file.resolve().parent}.")
    kinds = every_kind(core_hooks)
    kinds = kinds if with_orders else kinds.without_trade()
    kinds = kinds if with_bank_accounts else kinds.without_sensitive()
    with _bar("Exporting") as bar:

        def begin(count: int) -> None:
            bar.length = count

        try:
            made = export(file, kinds, files.of_shop(shop.settings), begin, bar.update)
        except OSError as error:
            raise BadInput(f"{file} cannot be written: {error.strerror or error}. Nothing was written.") from error
    _show_exported(made, file, kinds, with_orders)


def _bar(label: str) -> Any:
    return click.progressbar(length=0, label=label)


def _show_exported(made: Exported, file: Path, kinds: Kinds, with_orders: bool) -> None:
    show_table([(type, str(count)) for type, count in made.records.items()], ("type", "records"))
    click.echo(f"{made.records.total()} records are in {file}.")
    beside = files.beside(file)
    if beside.media.is_dir():
        click.echo(f"Their pictures are in {beside.media}.")
    if with_orders and beside.uploads.is_dir():
        click.echo(f"What people sent is in {beside.uploads}.")
    for plugin in kinds.absent:
        click.echo(f"Note: the plugin {plugin} is not installed; what it owns is not in the file.", err=True)
    if made.missing:
        click.echo(f"Note: {made.missing} files (pictures, uploads) are missing in this shop's folders.", err=True)
    if with_orders and (due := Outbox.select().where(Outbox.done_at.is_null()).count()):
        click.echo(f"Note: {due} things the worker has still to do (mails and the like) are not carried.", err=True)


def import_own(file: Path, dry_run: bool) -> int:
    """storefront import storefront FILE: the exit code."""
    shop = open_shop()
    if not dry_run:
        refuse_second()
    kinds = every_kind(core_hooks)
    try:
        with _bar("Checking") as bar:
            bar.length = _lines(file)
            report = check_file(file, kinds, files.of_shop(shop.settings), bar.update)
    except (UnreadableFile, OSError) as error:
        raise BadInput(str(error)) from error
    if report.found:
        _show_issues(report)
        click.echo("Nothing was imported.", err=True)
        return 2
    work = Import(file, kinds, files.of_shop(shop.settings), now())
    with nullcontext() if dry_run else alone(shop.settings.home), _bar("Comparing" if dry_run else "Importing") as bar:
        bar.length = report.records.total()
        made = work.preview(bar.update) if dry_run else work.save(bar.update)
    _show_imported(made)
    if dry_run:
        click.echo("Dry run: nothing was changed.")
    return 0


def _lines(file: Path) -> int:
    """About how many lines the file has; one that is not there is told of when it is read."""
    if not file.is_file():
        return 0
    with file.open("rb") as opened:
        return sum(piece.count(b"\n") for piece in iter(lambda: opened.read(1 << 20), b""))


def _show_issues(report: Report) -> None:
    shown: Sequence[Issue] = report.issues[:SHOWN]
    rows = [(str(one.row), one.column, one.value[:40], one.text) for one in shown]
    show_table(rows, ("line", "field", "value", "reason"))
    if hidden := report.found - len(shown):
        click.echo(f"… and {hidden} more.")


def _show_imported(made: Imported) -> None:
    if made.resumed_at:
        click.echo(f"An import of this file had stopped after {made.resumed_at} records; it went on from there.")
    heads = ("created", "updated", "unchanged", "kept")
    rows = [(type, *(str(count[head]) for head in heads)) for type, count in made.outcomes.items()]
    show_table(rows, ("type", *heads))
    if not made.changed:
        click.echo("Nothing changed.")
