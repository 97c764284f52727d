"""`make bench`: our pages beside what the machine can do, interleaved, each line with its target.

Absolute figures differ between machines by a factor of two and between minutes of a busy one by more; only ratios
count. Each ratio is that of a page to its floor, measured a second apart; the median over the rounds is shown.
In parts: `python tests/bench --products 2000 --only home,category`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import report
from fill import shop_of
from orders import orders
from pages import GRANIAN, PACKED, PAGES, ROWS, Line, Measured
from serving import Rate, rate, served

from storefront.settings import Settings

FLOORS = {
    GRANIAN: ("floors:granian_floor", "/"),
    "Flask, a ready page": ("floors:flask_floor", "/ready"),
    ROWS: ("floors:flask_floor", "/rows"),
    f"{ROWS}, its connection kept": ("floors:flask_floor", "/rows-kept"),
}
PARTS = (*PAGES, "visits", "orders")
Rates = dict[str, list[Rate]]


def main() -> None:
    """Fill, serve, measure, say."""
    given = _given()
    load, only = os.getloadavg()[0], given.only or PARTS
    found = [[], *([] for _n in given.products)]
    rates: Rates = defaultdict(list)
    shops = {n: shop_of(given.folder / f"shop-{n}", n, Settings().catalogue.import_model) for n in given.products}
    with ExitStack() as stack:
        floors = _floors(stack)
        sizes: dict[str, int] = {}
        for place, (products, shop) in enumerate(shops.items(), 1):
            with ExitStack() as inner:
                measured = Measured(inner, shop, products)
                lines = [list(measured.lines(page)) for page in PAGES if page in only]
                _measure(lines, floors, rates, given)
                found[place] = list(report.pages(products, [line for group in lines for line in group])) if lines else []
                if "visits" in only:
                    named = (page for page in PAGES if page != "cart")
                    sizes |= {f"{page}, {products:,} products": measured.first_visit(page) for page in named}
        found[0] = list(report.floors(rates)) if rates else []
        found.append(list(report.first_visits(sizes)) if sizes else [])
    if "orders" in only:
        found.append(list(report.placed_orders(orders(next(iter(shops.values()))))))
    text = "\n".join(line for part in [list(report.head(load)), *found] for line in part)
    print(text)
    if given.write:
        report.write(given.write, text)


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python tests/bench")
    parser.add_argument("--folder", type=Path, default=Path(".bench"), help="where the shops are kept (.bench)")
    parser.add_argument("--products", type=int, nargs="+", default=[2_000, 100_000], help="how large they are")
    parser.add_argument("--only", type=_parts, help=f"some of {','.join(PARTS)}")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=1, help="for each measurement")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the figures into this page")
    return parser.parse_args()


def _parts(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    for name in names:
        if name not in PARTS:
            raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(PARTS)}")
    return names


def _floors(stack: ExitStack) -> dict[str, str]:
    """The floors' addresses, one server for each callable."""
    servers = {target: stack.enter_context(served(target)) for target, _path in FLOORS.values()}
    return {name: servers[target] + path for name, (target, path) in FLOORS.items()}


def _measure(
    groups: Sequence[Sequence[Line]], floors: dict[str, str], rates: Rates, given: argparse.Namespace
) -> None:
    """Round by round: before each page the floors, then the page in each way."""
    for line in (line for group in groups for line in group):
        rate(line.address, line.headers, 1)
    for number in range(given.rounds):
        for lines in groups:
            now = {name: rate(address, PACKED, given.seconds) for name, address in _wanted(floors, lines)}
            for name, measured in now.items():
                rates[name].append(measured)
            for line in lines:
                line.rates.append(rate(line.address, line.headers, given.seconds))
                line.ratios.append(line.rates[-1].answers / now[line.floor].answers)
        if groups:
            print(f"round {number + 1} of {given.rounds}", file=sys.stderr)


def _wanted(floors: dict[str, str], lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """The floors of some lines, and with the first page those that are only shown."""
    named = {line.floor for line in lines}
    return ((name, address) for name, address in floors.items() if name in named or lines[0].name.startswith("home"))


if __name__ == "__main__":
    main()
