"""storefront rates update"""

from __future__ import annotations

import tempfile
import urllib.error
import urllib.request
from pathlib import Path

import click

from storefront.catalogue import shelf
from storefront.commands.opening import BadInput, now, open_shop
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
    """Store the European Central Bank's reference rates; rates that are known stay as they are.

    Lists are then sorted by the new rates.
    """
    open_shop()
    rows = read_ecb(path) if path else _fetched()
    if not rows:
        raise BadInput("The file holds no rates.")
    days = sorted(day for _currency, day, _rate in rows)
    new = save_rates(rows, "European Central Bank")
    click.echo(f"{len(rows)} rates from {days[0]} to {days[-1]}: {new} new.")
    # also when none is new: an update that was stopped halfway is finished by the next
    if products := shelf.count_converted():
        with click.progressbar(length=products, label="Sorting lists") as bar:
            shelf.refresh_converted(now(), bar.update)


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
