"""storefront sellers dac7"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

import click

from storefront.commands.opening import BadInput, now, open_shop, show_table

FIRST_YEAR = 2023


@click.group()
def sellers() -> None:
    """Sellers: what the law wants reported."""


@sellers.command()
@click.argument("year", type=int)
@click.option("--csv", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write it here, with identities.")
def dac7(year: int, file: Path | None) -> None:
    """Each seller's sales of a YEAR as DAC7 counts them, in euros; those to be reported are marked.

    The file holds names, addresses, tax numbers and birth dates: only its owner may read it.
    """
    if not FIRST_YEAR <= year <= now().year:
        raise BadInput(f"YEAR: {FIRST_YEAR} to {now().year}")
    open_shop()
    from storefront.accounts.applications.report import HEADS, report_rows, summary_rows

    if file is None:
        show_table(summary_rows(year), ("seller", "sales", "EUR", "fees", "reported"))
        return
    rows = report_rows(year)
    _write(file, [HEADS, *rows])
    click.echo(f"{len(rows)} sellers to be reported are in {file}.")


def _write(path: Path, rows: Sequence[Sequence[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as out:
        out.write(text.getvalue())
