"""The figures as Markdown, and their place in docs/bench.md."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from orders import Orders
from pages import Line
from serving import Rate

FIRST_VISIT_BYTES = 40 * 1024
BEGIN, END = "<!-- figures: written by `make bench` -->", "<!-- end of the figures -->"
LIBRARIES = ("flask", "granian", "jinja2", "peewee")


def verdict(met: bool) -> str:
    """A word that is seen."""
    return "met" if met else "**MISSED**"


def head(load: float) -> Iterator[str]:
    """How the figures were got: machine, versions, commit, date, command."""
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False)
    found = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    command = " ".join(["python", "tests/bench", *sys.argv[1:]])
    yield f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit.stdout.strip() or 'unknown'}, `{command}`."
    yield f"{os.cpu_count()} × {_processor()}, Python {platform.python_version()}, {found}."
    yield f"Load of the machine: {load:.1f} at the beginning, {os.getloadavg()[0]:.1f} at the end (the bench itself is 2)."
    yield ""


def floors(rates: Mapping[str, Sequence[Rate]]) -> Iterator[str]:
    """What the machine can do without us."""
    yield "| floor | answers a second | work, ms |"
    yield "|---|---|---|"
    for name, measured in rates.items():
        yield f"| {name} | {_medians(measured)} |"
    yield ""


def pages(products: int, lines: Sequence[Line]) -> Iterator[str]:
    """A shop's pages beside their floors and targets."""
    yield f"| {products:,} products | answers a second | work, ms | queries | of its floor | spread | target | |"
    yield "|---|---|---|---|---|---|---|---|"
    for line in lines:
        ratio = statistics.median(line.ratios)
        said = f"{ratio:.2f} of {line.floor}"
        spread = f"{min(line.ratios):.2f}–{max(line.ratios):.2f}"
        asked = "" if line.queries is None else str(line.queries)
        rate = _medians(line.rates)
        yield f"| {line.name} | {rate} | {asked} | {said} | {spread} | {line.target:.2f} | {verdict(ratio >= line.target)} |"
    yield ""


def first_visits(sizes: Mapping[str, int]) -> Iterator[str]:
    """HTML, stylesheets and scripts of a first visit."""
    yield "| first visit | bytes over the wire | target | |"
    yield "|---|---|---|---|"
    for name, size in sizes.items():
        yield f"| {name} | {size:,} | {FIRST_VISIT_BYTES:,} | {verdict(size <= FIRST_VISIT_BYTES)} |"
    yield ""


def placed_orders(found: Orders) -> Iterator[str]:
    """Orders beside what the database can do."""
    yield "| orders | a second | of durable commits |"
    yield "|---|---|---|"
    yield f"| placed, one after another | {found.placed:,.0f} | {found.placed / found.commits:.2f} |"
    yield f"| commits of one row | {found.commits:,.0f} | |"
    yield ""


def _medians(rates: Sequence[Rate]) -> str:
    """Answers a second and milliseconds of work, as two cells."""
    return f"{statistics.median(r.answers for r in rates):,.0f} | {statistics.median(r.work for r in rates):.3f}"


def write(page: Path, text: str) -> None:
    """Put the figures between the page's two marks."""
    before, _begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not end:
        sys.exit(f"{page} has no place for figures: {BEGIN} … {END}")
    page.write_text(f"{before}{BEGIN}\n\n{text.strip()}\n\n{END}{after}", encoding="utf-8")


def _processor() -> str:
    try:
        names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
        return names[0].partition(":")[2].strip()
    except (OSError, IndexError):
        return platform.machine()
