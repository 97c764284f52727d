"""`make bench`: our pages beside what the machine can do, interleaved, each line with its target.

Absolute figures differ between machines by a factor of two; only the ratios of one run count. Each figure is the
median over the rounds of its ratio to the floor that was measured in the same round.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

from fill import shop_of
from orders import orders
from serving import fetched, rate, served

from storefront.app import create_app
from storefront.cart.actions import add_to_cart, new_cart
from storefront.catalogue.tables import Category, Offer, Product
from storefront.runtime import current
from storefront.settings import Settings

PACKED = {"Accept-Encoding": "gzip, br", "Accept-Language": "en-DE"}
FIRST_VISIT_BYTES = 40 * 1024
FLOORS = {
    "granian": ("floors:granian_floor", "/"),
    "flask, ready page": ("floors:flask_floor", "/ready"),
    "flask, Jinja, SQLite": ("floors:flask_floor", "/rows"),
}


@dataclass
class Line:
    """One thing that is measured: its name, address, headers, and what it is measured against."""

    name: str
    address: str
    headers: dict[str, str]
    floor: str
    target: float
    rates: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)


def main() -> None:
    """Fill, serve, measure, print."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--folder", type=Path, default=Path(".bench"))
    parser.add_argument("--products", type=int, nargs="+", default=[2_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=2)
    given = parser.parse_args()
    shops = {n: shop_of(given.folder / f"shop-{n}", n, Settings().catalogue.import_model) for n in given.products}
    with ExitStack() as stack:
        floors = {name: stack.enter_context(served(target)) + path for name, (target, path) in FLOORS.items()}
        lines = [line for n, shop in shops.items() for line in _lines(stack, n, shop)]
        rates = _measured(floors, lines, given.rounds, given.seconds)
        _print(rates, lines)
        _print_first_visits(lines)
    _print_orders(shops[given.products[0]])


def _lines(stack: ExitStack, products: int, shop: Settings) -> Iterator[Line]:
    """The pages of a shop: kept without holes, kept with holes, and drawn for each request."""
    create_app(shop)
    some = Product.select(Product.slug).where(Product.id == products // 2).tuples()[0][0]
    paths = {
        "home": "/en/",
        "category": f"/en/c/{Category.select(Category.slug).order_by(Category.id).tuples()[0][0]}",
        "product": f"/en/p/{some}",
        "search": "/en/search?q=calm+oak",
    }
    somebody = {**PACKED, "Cookie": f"session={_session(shop)}"}
    home = {"STOREFRONT_HOME": str(shop.home.resolve()), "STOREFRONT_LOG": "ERROR"}
    kept = stack.enter_context(served("storefront.wsgi:app", home))
    fresh = stack.enter_context(served("storefront.wsgi:app", {**home, "STOREFRONT_CACHE": "off"}))
    for name, path in paths.items():
        said = f"{name}, {products:,} products"
        yield Line(f"{said}: kept", kept + path, PACKED, "granian", 0.6)
        yield Line(f"{said}: kept, with holes", kept + path, somebody, "granian", 0.6)
        yield Line(f"{said}: drawn", fresh + path, PACKED, "flask, Jinja, SQLite", 0.6)
    yield Line(f"cart, {products:,} products: drawn", fresh + "/en/cart", somebody, "flask, Jinja, SQLite", 0.6)


def _session(shop: Settings) -> str:
    """The session cookie of somebody with three lines in the cart."""
    from storefront.api import Buyer, Context, Market, utc_now

    app = create_app(shop)
    context = Context(current().shop, Market("DE", "EUR"), "en", Buyer(), utc_now())
    token = new_cart()
    for (offer,) in Offer.select(Offer.id).where(Offer.stock.is_null(False)).limit(3).tuples():
        add_to_cart(token, offer, 1, {}, context)
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(signer.dumps({"cart": token}))


def _measured(floors: dict[str, str], lines: list[Line], rounds: int, seconds: int) -> dict[str, list[float]]:
    """In each round the floors and every line, one after another."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for line in lines:
        rate(line.address, line.headers, 1)
    for number in range(rounds):
        for name, address in floors.items():
            found[name].append(rate(address, PACKED, seconds))
        for line in lines:
            line.rates.append(rate(line.address, line.headers, seconds))
            line.ratios.append(line.rates[-1] / found[line.floor][-1])
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
    return found


def _print(floors: dict[str, list[float]], lines: list[Line]) -> None:
    print(f"# {date.today():%Y-%m-%d}: one worker, one thread; medians of interleaved rounds\n")
    print("| what | answers a second | of its floor | target | |\n|---|---|---|---|---|")
    for name, rates in floors.items():
        print(f"| floor: {name} | {statistics.median(rates):,.0f} | | | |")
    for line in lines:
        ratio = statistics.median(line.ratios)
        verdict = "met" if ratio >= line.target else "MISSED"
        said = f"{ratio:.2f} of {line.floor}"
        print(f"| {line.name} | {statistics.median(line.rates):,.0f} | {said} | {line.target:.2f} | {verdict} |")


def _print_first_visits(lines: list[Line]) -> None:
    """HTML, stylesheets and scripts of a first visit, as they come over the wire."""
    print("\n| first visit | bytes | target | |\n|---|---|---|---|")
    for line in lines:
        if not line.name.endswith(": kept"):
            continue
        total = len(fetched(line.address, PACKED)[0])
        plain = fetched(line.address, {"Accept-Language": "en-DE"})[0].decode()
        for part in re.findall(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"', plain):
            total += len(fetched(urljoin(line.address, part), PACKED)[0])
        verdict = "met" if total <= FIRST_VISIT_BYTES else "MISSED"
        print(f"| {line.name.removesuffix(': kept')} | {total:,} | {FIRST_VISIT_BYTES:,} | {verdict} |")


def _print_orders(shop: Settings) -> None:
    found = orders(shop)
    print("\n| orders | a second | of durable commits |\n|---|---|---|")
    print(f"| placed, one after another | {found.placed:,.0f} | {found.placed / found.commits:.2f} |")
    print(f"| commits of one row | {found.commits:,.0f} | |")


if __name__ == "__main__":
    main()
