"""storefront rates update"""

from __future__ import annotations

import tempfile
import urllib.error
import urllib.request
from pathlib import Path

import click

from storefront.commands.opening import BadInput, open_shop
from storefront.pricing.exchange import read_ecb, save_rates

ECB = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref.zip"
TIMEOUT_SECONDS = 20
LIMIT_BYTES = 20_000_000


@click.group()
def rates() -> None:
    """Exchange rates."""


@rates.command()
@click.option("--file", "path", type=click.Path(path_type=Path), help="The ECB's CSV; default: today's is fetched.")
def update(path: Path | None) -> None:
    """Store the European Central Bank's reference rates; rates that are known stay as they are."""
    open_shop()
    rows = read_ecb(path) if path else _fetched()
    if not rows:
        raise BadInput("The file holds no rates.")
    days = sorted(day for _currency, day, _rate in rows)
    new = save_rates(rows, "European Central Bank")
    click.echo(f"{len(rows)} rates from {days[0]} to {days[-1]}: {new} new.")


def _fetched() -> list[tuple[str, str, str]]:
    try:
        with urllib.request.urlopen(ECB, timeout=TIMEOUT_SECONDS) as answer:
            content = answer.read(LIMIT_BYTES)
    except (urllib.error.URLError, TimeoutError) as error:
        raise BadInput(f"{ECB} cannot be reached ({error}). Fetch it by hand and use --file.") from error
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "eurofxref.zip"
        path.write_bytes(content)
        return read_ecb(path)
