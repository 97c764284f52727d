"""Static files: made small, compressed beforehand, answered before Flask wakes, kept for ever."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient
from werkzeug.test import Client

from storefront.web.assets import Assets


@pytest.fixture
def assets(tmp_path: Path) -> Assets:
    """A theme's file over a plugin's, in two folders."""
    for name, text in {
        "theme/css/base.css": "/* of the theme */\nbody {\n  color: red;\n}\n" * 40,
        "plugin/css/base.css": "body { color: blue; }",
        "plugin/js/shop.js": "// a comment\nconst   shop = 1;\n",
        "plugin/img/dot.png": "\x89PNG",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return Assets([tmp_path / "theme", tmp_path / "plugin"])


def browser_of(assets: Assets) -> tuple[Client, list[str]]:
    """A browser, and what Flask would have been asked."""
    passed: list[str] = []

    def app(environ: dict[str, Any], start_response: Any) -> Any:
        answered = assets.answer(environ, start_response)
        if answered is None:
            passed.append(environ["PATH_INFO"])
            start_response("404 Not Found", [])
            return []
        return answered

    return Client(app), passed


def test_stylesheets_and_scripts_are_made_small(assets: Assets) -> None:
    css, js = assets.find("css/base.css"), assets.find("js/shop.js")
    assert css is not None and js is not None
    assert css.encoded[""] == b"body{color:red}" * 40
    assert js.encoded[""] == b"const shop=1;"
    assert set(js.encoded) == {""}, "too short to be worth unpacking"


def test_each_encoding_unpacks_to_the_same(assets: Assets) -> None:
    css = assets.find("css/base.css")
    assert css is not None
    assert brotli.decompress(css.encoded["br"]) == gzip.decompress(css.encoded["gzip"]) == css.encoded[""]


@pytest.mark.parametrize(
    ("accepted", "encoding"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=1", "gzip"), ("", None)]
)
def test_the_best_encoding_that_is_accepted_is_sent(assets: Assets, accepted: str, encoding: str | None) -> None:
    browser, passed = browser_of(assets)
    answer = browser.get(assets.url("css/base.css"), headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert passed == []


def test_what_a_browser_has_is_not_sent_again(assets: Assets) -> None:
    browser, _passed = browser_of(assets)
    first = browser.get(assets.url("css/base.css"))
    again = browser.get(assets.url("css/base.css"), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")


def test_another_fingerprint_or_method_is_left_to_flask(assets: Assets) -> None:
    browser, passed = browser_of(assets)
    browser.get("/static/000000000000/css/base.css")
    browser.get("/static/x/no-such-file.css")
    browser.post(assets.url("css/base.css"))
    assert len(passed) == 3


def test_the_fingerprint_is_of_what_is_sent(assets: Assets, tmp_path: Path) -> None:
    before = assets.url("css/base.css")
    (tmp_path / "theme/css/base.css").write_text("body{color:red}" * 40)
    again = Assets([tmp_path / "theme", tmp_path / "plugin"])
    assert again.url("css/base.css") == before
    (tmp_path / "theme/css/base.css").write_text("body{color:green}" * 40)
    assert Assets([tmp_path / "theme", tmp_path / "plugin"]).url("css/base.css") != before


def test_a_page_names_beforehand_what_every_page_needs(demo: Any, browser: FlaskClient) -> None:
    link = browser.get("/en/").headers["Link"]
    for path in ("css/tokens.css", "css/base.css", "htmx/htmx.min.js"):
        assert f"<{demo.app.extensions['assets'].url(path)}>; rel=preload" in link


def test_a_drawing_is_sent_compressed(demo: Any, browser: FlaskClient) -> None:
    import re

    found = re.search(r'(/media/[^"]+\.svg)', browser.get("/en/c/kitchen").text)
    assert found is not None
    plain = browser.get(found[1]).get_data()
    packed = browser.get(found[1], headers={"Accept-Encoding": "br"})
    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.get_data()) == plain
