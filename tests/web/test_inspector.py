"""With --debug pages say what they are made of and follow what is saved; without it nothing of that is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from small_shop import shipped_model

from storefront.app import create_app
from storefront.settings import ThemeSettings

PIECE = re.compile(r'<\w+((?: data-piece-[a-z]+="[^"]*")+)')


@pytest.fixture
def debugged(demo: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The demo shop as `serve --debug` builds it, in a theme of its own."""
    monkeypatch.setenv("STOREFRONT_DEBUG", "1")
    folder = demo.settings.home / "themes" / "mine"
    for path, text in {
        "theme.toml": 'name = "mine"\ncontract = 1\n[assets]\nstyles = ["css/mine.css"]\n',
        "static/css/mine.css": ":root { --page: 70rem; }\n",
        "templates/errors/404.html": '{% extends "errors/404.html" %}',
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    app = create_app(replace(demo.settings, theme=ThemeSettings("mine")))
    app.testing = True
    yield app
    # by whole paths, so that the guard against writing into the checkout knows where
    for path in sorted((demo.settings.home / "themes").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (demo.settings.home / "themes").rmdir()


def pieces(html: str) -> list[dict[str, str]]:
    return [dict(re.findall(r'data-piece-([a-z]+)="([^"]*)"', found)) for found in PIECE.findall(html)]


def test_a_fragment_says_its_slot_template_owner_time_and_what_the_cache_does(demo: Any, debugged: Flask) -> None:
    model = shipped_model()
    html = debugged.test_client().get(f"/en/p/{demo.slugs()[0]}").text
    found = {one["fragment"]: one for one in pieces(html)}
    buy = found[f"{model}-buy"]
    assert re.fullmatch(r"\d+\.\d", buy.pop("ms"))
    assert buy == {
        "fragment": f"{model}-buy",
        "slot": "product.buy",
        "template": f"{model}/templates/{model}/buy.html",
        "owner": model,
        "delivery": "inline",
        "cache": "kept",
    }
    cart = found["header-cart"]
    assert (cart["owner"], cart["cache"], cart["template"]) == ("core", "hole", "cart/templates/cart/header.html")


def test_a_page_that_is_never_kept_draws_its_pieces_each_time(debugged: Flask) -> None:
    assert {one["cache"] for one in pieces(debugged.test_client().get("/en/cart").text)} == {"drawn"}


def test_empty_slots_are_named_in_the_language_of_the_page(debugged: Flask) -> None:
    html = debugged.test_client().get("/de/").text
    script = re.search(r'<script src="/_debug/files/inspector.js" defer data-words="([^"]+)" data-empty="([^"]*)">', html)
    assert script is not None
    assert "home.top" in script[2].split()
    assert json.loads(unescape(script[1]))["slot"] == "Platz"


def test_the_page_is_otherwise_the_same_and_its_policy_stays(demo: Any, debugged: Flask) -> None:
    plain = create_app(replace(demo.settings, theme=ThemeSettings("mine")))
    plain.config["TEMPLATES_AUTO_RELOAD"] = False
    path = f"/en/p/{demo.slugs()[0]}"
    marked = debugged.test_client().get(path)
    html = re.sub(r' data-piece-[a-z]+="[^"]*"', "", marked.text)
    html = re.sub(r'<link rel="stylesheet" href="/_debug.*?</script>', "", html)
    assert html == demo_page(demo, path)
    assert "unsafe" not in marked.headers["Content-Security-Policy"]
    assert int(marked.headers["Content-Length"]) == len(marked.data)


def demo_page(demo: Any, path: str) -> str:
    """The same page without --debug."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("STOREFRONT_DEBUG")
        app = create_app(replace(demo.settings, theme=ThemeSettings("mine")))
    return app.test_client().get(path).text


def test_without_debug_nothing_of_it_is_there(demo: Any) -> None:
    browser = demo.browser()
    assert browser.get("/_debug/changes").status_code == 404
    assert browser.get("/_debug/files/inspector.js").status_code == 404
    html = browser.get(f"/en/p/{demo.slugs()[0]}").text
    assert ("data-piece" in html, "_debug" in html) == (False, False)


def test_production_has_no_inspector_whatever_the_environment_says(
    demo: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STOREFRONT_DEBUG", "1")
    app = create_app(replace(demo.settings, environment="production"))
    assert app.test_client().get("/_debug/changes").status_code == 404
    assert app.config["TEMPLATES_AUTO_RELOAD"] is False


def test_what_is_saved_is_noticed(demo: Any, debugged: Flask) -> None:
    browser = debugged.test_client()
    folder = demo.settings.home / "themes" / "mine"
    first = browser.get("/_debug/changes").json
    assert browser.get("/_debug/changes").json == first
    (folder / "static/css/mine.css").write_text(":root { --page: 80rem; }\n", encoding="utf-8")
    styled = browser.get("/_debug/changes").json
    assert styled["pages"] == first["pages"]
    assert [path for path in styled["styles"] if styled["styles"][path] != first["styles"][path]] == ["css/mine.css"]
    (folder / "templates/catalogue").mkdir()
    (folder / "templates/catalogue/category.html").write_text("saved", encoding="utf-8")
    assert browser.get("/_debug/changes").json["pages"] != styled["pages"]


def test_a_template_that_is_saved_nearer_is_drawn_at_once_and_gone_when_removed(demo: Any, debugged: Flask) -> None:
    browser = debugged.test_client()
    before = browser.get("/en/c/kitchen").text
    file: Path = demo.settings.home / "themes/mine/templates/catalogue/category.html"
    file.parent.mkdir()
    file.write_text("saved", encoding="utf-8")
    assert browser.get("/en/c/kitchen").text == "saved"
    file.write_text("saved again", encoding="utf-8")
    assert browser.get("/en/c/kitchen").text == "saved again"
    file.unlink()
    times = re.compile(r' data-piece-ms="[^"]*"')
    assert times.sub("", browser.get("/en/c/kitchen").text) == times.sub("", before)
