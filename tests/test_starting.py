"""What keeps a shop from starting is said at once, exit code 2; what was started ends when it is told to."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from forked import storefront
from small_shop import Visitor, _free_port, _wait_for

from storefront import production
from storefront.production import is_loopback, reasons
from storefront.settings import CheckoutSettings, Settings, ShopSettings

PRODUCTION = {
    "STOREFRONT_DEBUG": "",
    "STOREFRONT_LOG": "INFO",
}
LEGAL = ("imprint", "terms", "privacy", "returns")
LANGUAGES = "en, de, zh-Hans, ar"


class Shop:
    """A new shop and its command line, each command a process of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        kept = {name: value for name, value in os.environ.items() if not name.startswith("STOREFRONT_")}
        self.environ = {**kept, "STOREFRONT_HOME": str(home)}

    def run(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return storefront({**self.environ, **variables}, *words)

    def set(self, **values: str) -> None:
        """Change settings; of two with one name the first, which belongs to no section."""
        path = self.home / "storefront.toml"
        text = path.read_text(encoding="utf-8")
        for name, value in values.items():
            text, count = re.subn(rf"^{name} = .*$", f"{name} = {value}", text, count=1, flags=re.MULTILINE)
            assert count == 1, name
        path.write_text(text, encoding="utf-8")

    @contextmanager
    def started(self, *words: str, port: int = 0) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
        """A command that goes on, in a group of processes of its own, and what it says."""
        log = self.home / "started.log"
        command = [sys.executable, "-m", "storefront.cli", *words]
        with log.open("wb") as out, subprocess.Popen(
            command, env=self.environ, stdout=out, stderr=out, start_new_session=True
        ) as process:
            try:
                if port:
                    _wait_for(f"127.0.0.1:{port}", process, log)
                yield process, log
            finally:
                process.terminate()
                process.wait(timeout=60)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    made = Shop(tmp_path / "shop")
    ended = made.run("init", str(made.home))
    assert ended.returncode == 0, ended.stderr
    return made


# -- production -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_production_refuses_to_start_and_names_every_reason(shop: Shop) -> None:
    shop.set(environment='"production"', secret_key='"short"', base_url='"http://localhost:8000"')
    said = [
        f'Error: {shop.home}/storefront.toml: environment = "production", and this shop does not start:',
        "- secret_key is shorter than 32 characters; `storefront init` makes a good one",
        "- [shop] base_url is http://localhost:8000, which nobody else can reach",
        "- [checkout] sandbox_card = true: no money moves with it",
        *(f"- the page {slug} is a draft ({LANGUAGES}): publish it at the desk, or use `storefront pages write`" for slug in LEGAL),
    ]
    debug = "- --debug (STOREFRONT_DEBUG = 1) is for development"
    for words, variables, lines in (
        (("serve", "--port", str(_free_port()), "--debug"), {}, [*said, debug]),
        (("serve", "--port", str(_free_port())), {"STOREFRONT_DEBUG": "1"}, [*said, debug]),
        (("worker",), {}, said),
    ):
        ended = shop.run(*words, **variables)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert ended.stderr.splitlines() == lines


@pytest.mark.slow
def test_production_without_a_key_or_an_address_says_both(shop: Shop) -> None:
    shop.set(environment='"production"', secret_key='""')
    lines = shop.run("serve", "--port", str(_free_port())).stderr.splitlines()
    assert lines[1:3] == [
        "- secret_key is missing; `storefront init` makes one",
        "- [shop] base_url is empty: it is the address the shop is reached at",
    ]


@pytest.mark.slow
def test_production_starts_once_everything_is_done(shop: Shop) -> None:
    shop.set(environment='"production"', base_url='"https://shop.example"', sandbox_card="false")
    page = shop.home / "page.html"
    page.write_text("<p>Who we are.</p>", encoding="utf-8")
    written = [(slug, language) for slug in LEGAL for language in LANGUAGES.split(", ")]
    for slug, language in written:
        ended = shop.run("pages", "write", slug, language, str(page))
        assert (ended.returncode, ended.stdout) == (0, f"The page {slug} is written in {language}.\n")
    port = _free_port()
    with shop.started("serve", "--port", str(port), port=port):
        browser = Visitor(f"127.0.0.1:{port}")
        answer = browser.get("/en/pages/imprint")
        assert (answer.status, "Who we are." in answer.plain, "A draft" in answer.plain) == (200, True, False)
        assert 'rel="canonical" href="https://shop.example/en/pages/imprint"' in answer.text


def test_a_wsgi_server_refuses_what_serve_refuses(shop: Shop) -> None:
    shop.set(environment='"production"')
    ended = subprocess.run(
        [sys.executable, "-c", "import storefront.wsgi; storefront.wsgi.server()"],
        env=shop.environ, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert ended.returncode == 1
    assert "NotForProduction" in ended.stderr
    assert "- [checkout] sandbox_card = true: no money moves with it" in ended.stderr


def test_a_shop_that_is_ready_has_no_reason_against_it() -> None:
    ready = Settings(
        environment="production",
        secret_key="k" * 32,
        shop=ShopSettings(base_url="https://shop.example"),
        checkout=CheckoutSettings(sandbox_card=False),
    )
    assert reasons(ready, {}, debug=False) == []
    assert reasons(ready, {"imprint": ["en", "de"]}, debug=True) == [
        "the page imprint is a draft (en, de): publish it at the desk, or use `storefront pages write`",
        "--debug (STOREFRONT_DEBUG = 1) is for development",
    ]


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("localhost", True),
        ("shop.localhost", True),
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("0.0.0.0", True),
        ("192.168.1.7", False),
        ("shop.example", False),
        ("localhost.example", False),
    ],
)
def test_this_machine_is_known_by_its_names(host: str, own: bool) -> None:
    assert is_loopback(host) is own


def test_development_needs_a_key_and_nothing_else(shop: Shop) -> None:
    shop.set(secret_key='""')
    ended = shop.run("worker")
    assert (ended.returncode, ended.stderr.splitlines()[1:]) == (2, [f"- {production.MISSING_KEY}"])
    assert "secret_key is missing" in shop.run("plugin", "list").stderr


# -- the pages that were drafts -------------------------------------------------------------------


def test_what_cannot_be_a_page_is_refused(shop: Shop) -> None:
    page = shop.home / "page.html"
    page.write_text("<p>Text</p>", encoding="utf-8")
    for words, reason in (
        (("imprint", "fr", str(page)), "'fr' is not a language of this shop: en, de, zh-Hans, ar."),
        (("About us", "en", str(page)), "'About us' is not the name of a page"),
        (("about", "en", str(page)), "There is no page about in en yet: a new one needs --title, and a text."),
        (("imprint", "en", str(shop.home / "none.html")), "does not exist"),
    ):
        ended = shop.run("pages", "write", *words)
        assert (ended.returncode, reason in ended.stderr) == (2, True), ended.stderr
    assert shop.run("pages", "list").stdout.count("draft") == 16


def test_a_new_page_has_a_title_and_cleaned_words(shop: Shop) -> None:
    page = shop.home / "page.html"
    page.write_text("<p>Text</p><script>alert(1)</script>", encoding="utf-8")
    assert shop.run("pages", "write", "about", "en", str(page), "--title", "About us").returncode == 0
    assert re.search(r"^about +en +About us$", shop.run("pages", "list").stdout, re.MULTILINE)


# -- where it is served ---------------------------------------------------------------------------


@pytest.mark.slow
def test_a_port_in_use_is_refused(shop: Shop) -> None:
    with socket.socket() as other:
        # as the server itself listens: without a look before, both would get requests
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = shop.run("serve", "--port", str(port))
    assert (ended.returncode, ended.stdout) == (2, "")
    reason = "another program listens there. --port and --host choose another."
    assert ended.stderr == f"Error: 127.0.0.1:{port} cannot be served on: {reason}\n"


@pytest.mark.slow
def test_an_address_of_another_machine_is_refused(shop: Shop) -> None:
    ended = shop.run("serve", "--host", "192.0.2.1", "--port", str(_free_port()))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "cannot be served on: Cannot assign requested address." in ended.stderr


@pytest.mark.slow
def test_links_lead_to_where_it_is_served(shop: Shop) -> None:
    port = _free_port()
    with shop.started("serve", "--port", str(port), port=port) as (_process, log):
        browser = Visitor(f"127.0.0.1:{port}")
        assert f"Sitemap: http://localhost:{port}/sitemap.xml" in browser.get("/robots.txt").text
        assert f'rel="canonical" href="http://localhost:{port}/en/"' in browser.get("/en/").text
        assert f"<loc>http://localhost:{port}/sitemap-pages.xml</loc>" in browser.get("/sitemap.xml").text
        assert log.read_text().splitlines()[0] == f"My shop is served on http://localhost:{port} (stop: Ctrl+C)"
    shop.set(base_url='"http://shop.example:81"')
    with shop.started("serve", "--port", str(port), port=port) as (_process, log):
        assert 'rel="canonical" href="http://shop.example:81/en/"' in Visitor(f"127.0.0.1:{port}").get("/en/").text
        assert log.read_text().splitlines()[1] == "Its links lead to [shop] base_url: http://shop.example:81"


# -- how it ends ----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("group", [False, True], ids=["the server", "the whole group"])
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_serve_ends_when_it_is_told_to(shop: Shop, told: signal.Signals, group: bool) -> None:
    port = _free_port()
    with shop.started("serve", "--port", str(port), "--workers", "2", port=port) as (process, log):
        (os.killpg if group else os.kill)(process.pid, told)
        assert process.wait(timeout=60) == 0
        assert "Traceback" not in log.read_text()
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))


@pytest.mark.slow
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_worker_ends_when_it_is_told_to(shop: Shop, told: signal.Signals) -> None:
    with shop.started("worker") as (process, log):
        while not (shop.home / "shop.sqlite3-wal").exists():
            assert process.poll() is None
        process.send_signal(told)
        assert process.wait(timeout=60) in (0, 130)
        assert "Traceback" not in log.read_text()
