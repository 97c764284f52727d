"""A demo shop served by the command line, and a real browser to walk through it."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

EXPORT = (
    "Handle,Title,Variant SKU,Variant Price,Variant Inventory Tracker,Variant Inventory Qty,Variant Grams\r\n"
    "jug,Jug,J-1,20.00,shopify,9,800\r\n"
)


def storefront(home: Path, *words: str) -> None:
    """Run a command of the command line in a shop's folder."""
    environ = {**os.environ, "STOREFRONT_HOME": str(home)}
    subprocess.run([sys.executable, "-m", "storefront.cli", *words], env=environ, check=True, timeout=120)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with the demo in it: filled once in a run, copied for each of its processes."""
    own = tmp_path_factory.getbasetemp()
    filled = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "filled-demo"
    with filled.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not filled.exists():
            storefront(filled, "init", str(filled))
            storefront(filled, "demo")
    home: Path = tmp_path_factory.mktemp("demo") / "shop"
    shutil.copytree(filled, home)
    return home


@pytest.fixture(scope="session")
def served(demo_home: Path) -> Iterator[str]:
    """The demo shop's address, served by two workers."""
    with serving(demo_home, 2) as address:
        yield address


@pytest.fixture(scope="session")
def new_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a new shop with an imported jug, none of its settings touched."""
    home: Path = tmp_path_factory.mktemp("new") / "shop"
    storefront(home, "init", str(home))
    export = home / "products.csv"
    export.write_text(EXPORT, encoding="utf-8")
    storefront(home, "import", "shopify", str(export))
    with serving(home, 1) as address:
        yield address


@pytest.fixture(autouse=True)
def same_languages(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whoever lets the desk speak another language leaves it to the next test as it was."""
    if "demo_home" not in request.fixturenames:
        yield
        return
    home = request.getfixturevalue("demo_home")
    spoken = _of_people(home, "SELECT language, id FROM person")
    yield
    for row in spoken:
        _of_people(home, "UPDATE person SET language = ? WHERE id = ? AND language <> ?", (*row, row[0]))


def _of_people(home: Path, question: str, values: tuple[Any, ...] = ()) -> list[Any]:
    database = sqlite3.connect(home / "shop.sqlite3", timeout=30)
    try:
        with database:
            return database.execute(question, values).fetchall()
    finally:
        database.close()


@contextmanager
def serving(home: Path, workers: int) -> Iterator[str]:
    """A shop's address for as long as the block runs."""
    port = free_port()
    environ = {**os.environ, "STOREFRONT_HOME": str(home)}
    command = [sys.executable, "-m", "storefront.cli", "serve", "--port", str(port), "--workers", str(workers)]
    with subprocess.Popen(command, env=environ) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(f"{address}/healthz", server)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _turn in range(300):
        if server.poll() is not None:
            raise RuntimeError("the server ended before it answered")
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                assert answer.status == 200
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError("the server does not answer")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium; missing it skips, visibly, except where nothing may be skipped."""
    path = shutil.which("chromium")
    if path is None:
        message = "no chromium on this machine"
        if os.environ.get("STOREFRONT_TEST_ALL") == "1":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Any, served: str) -> Iterator[Any]:
    """Open a browser window: visit(javascript=…, phone=…, language=…) → a page with .errors listed."""
    contexts = []

    def open_window(javascript: bool = True, phone: bool = False, language: str = "en-GB") -> Any:
        size = {"width": 390, "height": 844} if phone else {"width": 1440, "height": 900}
        context = browser.new_context(
            base_url=served, viewport=size, locale=language, java_script_enabled=javascript
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", lambda line: page.problems.append(line.text) if line.type == "error" else None)
        return page

    yield open_window
    for context in contexts:
        context.close()
