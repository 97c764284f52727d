"""What every answer says, what no page contains, and which forms are refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted([*ROOT.glob("storefront/**/templates/**/*.html"), *ROOT.glob("themes/*/templates/**/*.html")])
PAGES = [path for path in TEMPLATES if "mail" not in path.parts]
OUTSIDE = {"Sec-Fetch-Site": "cross-site"}


class Inline(HTMLParser):
    """What a page with our content security policy must not have."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style":
            self.found.append("<style>")
        self._script = tag == "script" and "src" not in given and given.get("type") != "application/ld+json"
        for name, value in attrs:
            value = value or ""
            if name == "style" or name.startswith(("on", "hx-on", "data-hx-on")):
                self.found.append(f"{name} on <{tag}>")
            if value.lstrip().lower().startswith(("javascript:", "js:")):
                self.found.append(f"{name}={value[:20]}")
            if name == "hx-trigger" and "[" in value:
                self.found.append(f"event filter {value}")

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.found.append("<script>")

    def handle_endtag(self, _tag: str) -> None:
        self._script = False


def every_path(demo: Any) -> list[str]:
    return [*demo.paths(), "/en/nowhere", "/ar/", "/healthz", "/robots.txt", "/sitemap.xml"]


def test_every_answer_has_the_headers(demo: Any, browser: FlaskClient) -> None:
    for path in every_path(demo):
        headers = browser.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'self'"), path
        assert "unsafe" not in policy
        assert "object-src 'none'" in policy
        assert "base-uri 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "form-action 'self'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_no_page_has_inline_scripts_styles_or_handlers(
    demo: Any, browser: FlaskClient, place: Callable[..., tuple[FlaskClient, str]]
) -> None:
    found = {path: Inline(browser.get(path).text).found for path in every_path(demo)}
    buyer, number = place(demo, 2)
    own = [f"/en/orders/{number}", "/en/cart"]
    found |= {path: Inline(buyer.get(path).text).found for path in own}
    assert {path: problems for path, problems in found.items() if problems} == {}


def test_no_step_of_the_checkout_has_inline_scripts(
    demo: Any, filled: Callable[..., FlaskClient], answered: Callable[..., FlaskClient]
) -> None:
    buyer = answered(filled(demo, demo.offers(2)))
    for step in ("contact", "address", "delivery", "payment", "review"):
        answer = buyer.get(f"/en/checkout/{step}")
        assert answer.status_code == 200, step
        assert Inline(answer.text).found == [], step


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_has_inline_scripts_styles_or_handlers(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert re.findall(r"<style\b", text) == []
    assert re.findall(r"\sstyle\s*=\s*[\"']", text) == []
    assert re.findall(r"\shx-on|\shx-vals\s*=\s*[\"']js:|[\"']\s*javascript:", text) == []
    assert re.findall(r"<[a-z][^<>{}]*\son[a-z]+\s*=", text) == []
    assert re.findall(r"<script(?![^>]*(?:src=|application/ld\+json))", text) == []
    assert re.findall(r"hx-trigger=\"[^\"]*\[", text) == []


# -- forms from elsewhere -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        OUTSIDE,
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "nonsense"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"Origin": "http://localhost.elsewhere.example"},
    ],
)
def test_a_form_from_another_site_is_refused(demo: Any, headers: dict[str, str]) -> None:
    browser = demo.browser()
    answer = browser.post("/en/cart/add", data={"offer": demo.offers(1)[0], "quantity": "1"}, headers=headers)
    assert answer.status_code == 403
    assert 'class="count"' not in browser.get("/en/").text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://behind-a-proxy.example"},
    ],
)
def test_a_form_of_our_own_page_is_taken(demo: Any, headers: dict[str, str]) -> None:
    browser = demo.browser()
    answer = browser.post("/en/cart/add", data={"offer": demo.offers(1)[0], "quantity": "1"}, headers=headers)
    assert answer.status_code == 303
    assert 'class="count"' in browser.get("/en/").text


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_from_another_site_is_allowed(browser: FlaskClient, method: str) -> None:
    assert getattr(browser, method)("/en/", headers=OUTSIDE).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/en/market", "/en/cart/lines/1", "/en/cart/lines/1/remove", "/en/checkout/contact", "/en/checkout/place"],
)
def test_every_form_is_guarded(browser: FlaskClient, path: str) -> None:
    assert browser.post(path, headers=OUTSIDE).status_code == 403


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"]
)
def test_nobody_is_led_to_another_site_after_a_form(demo: Any, wanted: str) -> None:
    browser = demo.browser()
    for path, data in (
        ("/en/market", {"country": "DE", "currency": "EUR", "language": "en", "next": wanted}),
        ("/en/cart/add", {"offer": str(demo.offers(1)[0]), "quantity": "1", "next": wanted}),
    ):
        where = browser.post(path, data=data).headers["Location"]
        assert where.startswith("/en/"), where


def test_a_search_for_markup_shows_it_as_text(browser: FlaskClient) -> None:
    html = browser.get("/en/search", query_string={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in html
    assert Inline(html).found == []


def test_cookies_are_not_for_scripts_and_not_for_other_sites(demo: Any) -> None:
    browser = demo.browser()
    set_here = [
        browser.post("/en/cart/add", data={"offer": demo.offers(1)[0], "quantity": "1"}).headers["Set-Cookie"],
        browser.post("/en/market", data={"country": "DE", "currency": "EUR"}).headers["Set-Cookie"],
    ]
    for cookie in set_here:
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


# -- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/media/../storefront.toml",
        "/media/%2e%2e/storefront.toml",
        "/media/..%2fstorefront.toml",
        "/media/a/../../storefront.toml",
        "/media//etc/passwd",
        "/media/%2fetc%2fpasswd",
        "/media/.",
        "/media/no-such-file.svg",
        "/static/0/../../storefront/settings.py",
        "/static/0/%2e%2e/%2e%2e/theme.toml",
        "/static/0/..%2f..%2ftheme.toml",
    ],
)
def test_no_path_leads_out_of_the_folder(browser: FlaskClient, path: str) -> None:
    assert browser.get(path, follow_redirects=True).status_code == 404


def test_pictures_and_static_files_are_kept_for_ever(demo: Any, browser: FlaskClient) -> None:
    html = browser.get("/en/c/kitchen").text
    files = set(re.findall(r'(?:src|href)="(/(?:static|media)/[^"#]+)', html))
    assert any(file.startswith("/static/") for file in files)
    assert any(file.startswith("/media/") for file in files)
    for file in files:
        answer = browser.get(file, buffered=True)
        assert answer.status_code == 200, file
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable", file
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_static_file_under_another_fingerprint_is_not_kept(browser: FlaskClient) -> None:
    answer = browser.get("/static/000000000000/css/base.css", buffered=True)
    assert answer.status_code == 200
    assert "immutable" not in answer.headers.get("Cache-Control", "")


def test_a_picture_opened_alone_may_run_nothing(demo: Any, browser: FlaskClient) -> None:
    found = re.search(r'(/media/[^"]+\.svg)', browser.get("/en/c/kitchen").text)
    assert found is not None
    policy = browser.get(found[1], buffered=True).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "script" not in policy


def test_a_bug_shows_a_number_and_no_trace(demo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from storefront.catalogue import showing

    def broken(_visitor: Any) -> None:
        raise RuntimeError("a secret word")

    monkeypatch.setattr(showing, "home_page", broken)
    demo.app.config["PROPAGATE_BUGS"] = False
    answer = demo.browser().get("/en/")
    assert answer.status_code == 500
    assert "secret word" not in answer.text
    assert "Traceback" not in answer.text
    assert re.search(r"\b[0-9a-f]{16}\b", answer.text)
