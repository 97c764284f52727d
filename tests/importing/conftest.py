"""A shop made by `storefront init`, its command line, and a buyer in its pages."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from storefront import db, runtime
from storefront.app import create_app
from storefront.cli import main
from storefront.settings import load

HEAD = ("Handle", "Title", "Option1 Name", "Option1 Value", "Variant SKU", "Variant Price", "Variant Inventory Qty")
BERLIN = {"country": "DE", "street": "Weg 1", "postal_code": "10115", "city": "Berlin"}


@dataclass(frozen=True)
class ImportShop:
    """A shop's folder and its commands, as a merchant types them."""

    home: Path
    database: str = ""

    @property
    def environ(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("STOREFRONT_")}
        return {**kept, **self.own}

    @property
    def own(self) -> dict[str, str]:
        named = {"STOREFRONT_DATABASE": self.database} if self.database else {}
        return {"STOREFRONT_HOME": str(self.home), **named}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """A command that runs meanwhile."""
        command = [sys.executable, "-m", "storefront.cli", *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=self.environ, stdout=pipe, stderr=pipe, text=True)

    def run(self, *arguments: str) -> tuple[int, str]:
        """A command's exit code and all it printed; in this process, which is quicker."""
        output = io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(output), redirect_stderr(output):
            for name, value in self.own.items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as stopped:
                main(list(arguments))
        return int(stopped.value.code or 0), output.getvalue()

    def open(self) -> Flask:
        """The application of this shop, in this process."""
        app = create_app(load(self.home, self.own))
        app.testing = True
        app.config["PROPAGATE_BUGS"] = True
        return app


@pytest.fixture
def import_shop(tmp_path: Path) -> Iterator[ImportShop]:
    """A new shop, without demo data."""
    yield from founded(ImportShop(tmp_path / "shop"))


@pytest.fixture
def each_import_shop(tmp_path: Path, empty_database_url: str) -> Iterator[ImportShop]:
    """A new shop, once on each database."""
    yield from founded(ImportShop(tmp_path / "shop", empty_database_url))


def founded(made: ImportShop) -> Iterator[ImportShop]:
    """The shop made by `storefront init`, and closed again."""
    code, output = made.run("init", str(made.home))
    assert code == 0, output
    yield made
    runtime._current.clear()
    db.close()
    db.database.initialize(None)


def write_export(path: Path, rows: Sequence[Sequence[object]], head: Sequence[str] = HEAD) -> Path:
    """A Shopify export with these rows below its header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)
    return path


def generated(count: int) -> Iterator[tuple[object, ...]]:
    """Rows of so many variants, five to a product."""
    for number in range(count):
        product, size = divmod(number, 5)
        title = f"Thing {product}" if size == 0 else ""
        yield f"thing-{product}", title, "Size", f"Size {size}", f"T-{product}-{size}", f"{10 + size}.50", 7


@pytest.fixture
def export(tmp_path: Path) -> Any:
    """Writes a Shopify export: export(rows) or export(rows, head)."""

    def write(rows: Sequence[Sequence[object]], head: Sequence[str] = HEAD) -> Path:
        return write_export(tmp_path / "products.csv", rows, head)

    return write


@pytest.fixture
def generated_export(tmp_path: Path) -> Any:
    """Writes a Shopify export of so many generated rows."""
    return lambda count: write_export(tmp_path / "generated.csv", list(generated(count)))


def text_of(html: str) -> str:
    """A page's words."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def offers_of(html: str) -> list[str]:
    """The offers a product page's forms can buy."""
    return re.findall(r'name="offer"[^>]*value="(\d+)"', html)


class Buyer:
    """Someone in a browser who buys one piece of an offer, pays by card and looks at the order."""

    def __init__(self, app: Flask, accept_language: str = "") -> None:
        self.client: FlaskClient = app.test_client()
        if accept_language:
            self.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = accept_language

    def buy(self, offer: str, address: Mapping[str, str] = BERLIN) -> str:
        """The words of the page at the end."""
        self._post("/en/cart/add", {"offer": offer, "quantity": "1", "next": "/en/cart"})
        self._post("/en/checkout/contact", {"email": "ann@example.com"})
        self._post("/en/checkout/address", {"name": "Ann", **address})
        page = self.client.get("/en/checkout/delivery").text
        method = re.findall(r'<input[^>]*name="method-0"[^>]*>', page)[0]
        self._post("/en/checkout/delivery", {"method-0": re.findall(r'value="([^"]+)"', method)[0]})
        self._post("/en/checkout/payment", {"provider": "sandbox-card"})
        review = self.client.get("/en/checkout/review").text
        seen = re.findall(r'name="fingerprint" value="(\w+)"', review)[0]
        pay = self._post("/en/checkout/place", {"fingerprint": seen})
        attempt = re.findall(r'name="attempt" value="(\d+)"', self.client.get(pay).text)[0]
        card = {"provider": "sandbox-card", "card": "4242 4242 4242 4242", "attempt": attempt}
        answer = self.client.post(pay, data=card)
        while answer.status_code in (302, 303):
            answer = self.client.get(answer.headers["Location"])
        assert answer.status_code == 200
        return text_of(answer.text)

    def _post(self, path: str, data: Mapping[str, str]) -> str:
        answer = self.client.post(path, data=data)
        assert answer.status_code in (302, 303), text_of(answer.text)[:500]
        return answer.headers["Location"]


@pytest.fixture
def buyer_of() -> type[Buyer]:
    """Buyer(app): a buyer in a shop."""
    return Buyer


@pytest.fixture
def read_page() -> Any:
    """read_page(app, path) → (words, offers that its forms can buy)."""

    def read(app: Flask, path: str) -> tuple[str, list[str]]:
        answer = app.test_client().get(path)
        assert answer.status_code == 200, path
        return text_of(answer.text.split("<main")[1]), offers_of(answer.text)

    return read


@pytest.fixture
def each_other_shop(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    """each_other_shop("sqlite" | "postgresql"): a second new shop beside the first."""
    servers = []

    def make(kind: str) -> ImportShop:
        url = f"sqlite:///{tmp_path}/other.sqlite3"
        if kind == "postgresql":
            server = request.getfixturevalue("postgresql")
            name, url = server.fresh(migrated=False)
            servers.append((server, name))
        made = ImportShop(tmp_path / "other", url)
        code, output = made.run("init", str(made.home))
        assert code == 0, output
        return made

    yield make
    runtime._current.clear()
    db.close()
    db.database.initialize(None)
    for server, name in servers:
        server.drop(name)
