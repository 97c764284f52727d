"""storefront import"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from itertools import islice
from pathlib import Path

import click

from storefront.catalogue import remote_pictures
from storefront.catalogue.importers.alone import alone
from storefront.catalogue.importers.check import ISSUE_LIMIT, Report, check
from storefront.catalogue.importers.drafting import Sale
from storefront.catalogue.importers.formats import readers
from storefront.catalogue.importers.records import Issue, UnreadableFile
from storefront.catalogue.importers.saving import Saved, clashes, preview_file, save_file
from storefront.catalogue.seller_models import model_problem
from storefront.catalogue.tables import Seller
from storefront.commands.exporting import import_own
from storefront.commands.opening import BadInput, now, open_shop, show_table
from storefront.desk.import_actions import refuse_second
from storefront.records.importing import FORMAT as OWN
from storefront.runtime import Runtime

SHOWN = 50


@click.command("import")
@click.argument("format", metavar="FORMAT", type=str)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--model", help="The business model of the offers; default: [catalogue] import_model.")
@click.option("--seller", help="The seller's name in addresses; default: the shop's first trader.")
@click.option("--locale", default="en", show_default=True, help="The language of the file's texts.")
@click.option("--currency", help="The currency of its prices; default: the shop's.")
@click.option("--dry-run", is_flag=True, help="Check the file, say what would change and change nothing.")
@click.option("--skip-errors", is_flag=True, help="Leave out products with errors and import the others.")
def import_file(
    format: str,
    file: Path,
    model: str | None,
    seller: str | None,
    locale: str,
    currency: str | None,
    dry_run: bool,
    skip_errors: bool,
) -> int:
    """Import products and their offers from another shop's export; doing it again updates them.

    FORMAT storefront is our own (docs/format.md): it says models, sellers, languages and currencies itself.
    """
    if format == OWN:
        _refuse_options({"model": model, "seller": seller, "currency": currency, "skip-errors": skip_errors})
        return import_own(file, dry_run)
    shop = open_shop()
    if not dry_run:
        # of two that write the same products nobody knows which one comes last
        refuse_second()
    _check_format(shop, format)
    sale = _sale(shop, model, seller, locale, currency)
    report = _checked(file, format, sale.currency)
    other = list(islice(clashes(file, format, sale.currency), ISSUE_LIMIT))
    show_report(report, other)
    refused = bool(other) or not report.products or (bool(report.left_out) and not skip_errors)
    if refused:
        rest = " --skip-errors imports the rest." if _some(report, other) else ""
        click.echo(f"Nothing was imported.{rest}", err=True)
        return 2
    act = preview_file if dry_run else save_file
    with (
        nullcontext() if dry_run else alone(shop.settings.home),
        click.progressbar(length=report.products, label="Comparing" if dry_run else "Importing") as bar,
    ):
        saved = act(file, format, sale, now(), bar.update)
    show_saved(saved)
    if dry_run:
        click.echo("Dry run: nothing was changed.")
    elif waiting := remote_pictures.counts()["waiting"]:
        show_waiting(waiting, shop.settings.catalogue.fetch_pictures)
    return 2 if saved.failed else 0


def _refuse_options(given: Mapping[str, object]) -> None:
    if wrong := [name for name, value in given.items() if value]:
        raise BadInput(f"--{wrong[0]} is for other formats: a storefront file says it itself and comes in as a whole.")


def _some(report: Report, clashing: Sequence[Issue]) -> bool:
    """Whether there is a rest that can be imported without the errors."""
    return bool(report.products) and not clashing


def _sale(shop: Runtime, model: str | None, seller: str | None, locale: str, currency: str | None) -> Sale:
    """What the options mean, checked."""
    model = model or shop.settings.catalogue.import_model
    if model not in shop.plugins.selling:
        known = ", ".join(sorted(shop.plugins.selling)) or "none"
        raise BadInput(f"The business model {model!r} is not enabled. Enabled: {known}.")
    if locale not in shop.settings.shop.languages:
        raise BadInput(f"{locale!r} is not a language of this shop: {', '.join(shop.settings.shop.languages)}.")
    found = _find_seller(seller)
    if problem := model_problem(found, model):
        raise BadInput(str(problem))
    return Sale(found.slug, model, (currency or shop.settings.shop.currency).upper(), locale, found.country)


def _find_seller(slug: str | None) -> Seller:
    query = Seller.select().order_by(Seller.id)
    asked = query.where((Seller.slug == slug) | (Seller.name == slug)) if slug else query.where(Seller.trader)
    found: Seller | None = asked.first()
    if found is None:
        known = ", ".join(row[0] for row in Seller.select(Seller.slug).order_by(Seller.slug).tuples())
        raise BadInput(f"There is no seller {slug or 'yet'!r}. Known: {known or 'none'}.")
    return found


def _checked(file: Path, format: str, currency: str) -> Report:
    try:
        return check(file, format, currency)
    except UnreadableFile as error:
        raise BadInput(f"{file}: {error}") from error


def _check_format(shop: Runtime, format: str) -> None:
    """Core and plugins say which formats there are."""
    known = readers(shop.plugins)
    if format not in known:
        raise BadInput(f"FORMAT: {format!r} is not one of {', '.join(sorted([*known, OWN]))}.")


def show_report(report: Report, clashing: Sequence[Issue] = ()) -> None:
    """Print what the file holds, and row by row what is wrong with it, errors first."""
    click.echo(
        f"{report.rows} rows: {report.products} products with {report.variants} variants"
        f" can be imported, {report.left_out} have errors."
    )
    issues = sorted([*clashing, *report.issues], key=lambda issue: (issue.severity != "error", issue.row))
    _show_issues(issues, report.unlisted)


def _show_issues(issues: Sequence[Issue], unlisted: int = 0) -> None:
    if issues:
        rows = [(str(i.row), i.column, i.value[:40], i.severity, i.text) for i in issues[:SHOWN]]
        show_table(rows, ("row", "column", "value", "", "reason"))
    hidden = len(issues) - len(issues[:SHOWN]) + unlisted
    if hidden:
        click.echo(f"… and {hidden} more.")


def show_waiting(pictures: int, worker: bool) -> None:
    """Print that pictures are still to come, and how."""
    how = "to be fetched by the worker (`storefront serve` brings one)" if worker else "not fetched yet"
    click.echo(f"pictures: {pictures} {how}; `storefront pictures fetch` does it now.")


def show_saved(saved: Saved) -> None:
    """Print what an import did."""
    if saved.resumed_at:
        click.echo(f"An import of this file had stopped after {saved.resumed_at} products; it went on from there.")
    for name, counts, ended in (("products", saved.products, ""), ("offers", saved.offers, f", {saved.ended} ended")):
        told = f"{counts['created']} created, {counts['updated']} updated, {counts['unchanged']} unchanged"
        click.echo(f"{name}: {told}{ended}.")
    if not saved.changed and not saved.failed:
        click.echo("Nothing changed.")
    if saved.failed:
        click.echo(f"{len(saved.failed)} products could not be saved; the others were.", err=True)
        _show_issues(saved.failed)
