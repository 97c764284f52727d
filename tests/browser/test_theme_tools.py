"""A designer's hour: linen is accessible by day and by night, and with --debug pages show what they are made of."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import _wait_for, free_port, storefront
from test_accessibility import violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAPER = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture(scope="module")
def designed(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A demo shop in a child of linen, served with --debug: its address and the theme's folder."""
    home: Path = tmp_path_factory.mktemp("designed") / "shop"
    shutil.copytree(demo_home, home)
    storefront(home, "theme", "new", "made", "--parent", "linen")
    storefront(home, "theme", "use", "made")
    (home / "themes/made/static/css/made.css").write_text(":root { --page: 74rem; }\n", encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-m", "storefront.cli", "serve", "--debug", "--port", str(port)]
    with subprocess.Popen(command, env={**os.environ, "STOREFRONT_HOME": str(home)}) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz", server)
            yield f"http://127.0.0.1:{port}", home / "themes" / "made"
        finally:
            server.terminate()
            server.wait(timeout=30)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_linen_has_no_accessibility_violation(language: str, visit: Any, designed: tuple[str, Path]) -> None:
    address, _theme = designed
    window = visit(language=language)
    found: list[str] = []
    for path in ("", "c/kitchen", "search?q=e", "cart", "nowhere"):
        window.goto(f"{address}/{language}/{path}?market=DE-EUR" if "?" not in path else f"{address}/{language}/{path}")
        found += [f"/{path}: {line}" for line in violations(window)]
    assert found == []


def test_the_inspector_is_toggled_by_its_button_and_by_a_key(visit: Any, designed: tuple[str, Path]) -> None:
    address, _theme = designed
    window = visit()
    window.goto(f"{address}/en/c/kitchen")
    button = window.get_by_role("button", name="Inspector")
    listed = window.locator("#inspector-list > li")
    assert button.get_attribute("aria-pressed") == "false"
    assert listed.first.is_hidden()
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert listed.count() == window.locator("[data-piece-fragment]").count() + 1
    assert "Empty slots: card.badges" in listed.last.inner_text()
    assert "Slot: header.cart · Comes from: core · Template: cart/templates/cart/header.html" in listed.first.inner_text()
    # it stays on from page to page
    window.locator(".shelves a").first.click()
    window.wait_for_load_state()
    assert window.get_by_role("button", name="Inspector").get_attribute("aria-pressed") == "true"
    window.keyboard.press("Alt+KeyI")
    assert window.get_by_role("button", name="Inspector").get_attribute("aria-pressed") == "false"
    assert window.problems == []


def until(window: Any, true: str) -> None:
    """Wait until an expression holds: the page's policy lets nobody evaluate one inside it again and again."""
    from playwright.sync_api import Error

    for _turn in range(100):
        try:
            if window.evaluate(true):
                return
        except Error as error:  # it is loading again this very moment
            assert "context was destroyed" in str(error)
        window.wait_for_timeout(100)
    raise AssertionError(f"never: {true}")


def test_a_page_follows_what_is_saved(visit: Any, designed: tuple[str, Path]) -> None:
    address, theme = designed
    window = visit()
    window.goto(f"{address}/en/c/kitchen")
    window.wait_for_timeout(1500)  # until it has looked once
    before = window.evaluate(PAPER)
    assert before
    window.evaluate("window.same = true")
    style = theme / "static/css/made.css"
    saved = style.read_text(encoding="utf-8")
    style.write_text(":root { --paper: oklch(90% 0.05 88); }\n", encoding="utf-8")
    until(window, f"{PAPER} !== {before!r}")
    style.write_text(saved, encoding="utf-8")
    until(window, f"{PAPER} === {before!r}")
    assert window.evaluate("window.same") is True  # the page itself was not loaded again
    page = theme / "templates/catalogue/category.html"
    page.parent.mkdir()
    page.write_text('{% extends "catalogue/category.html" %}{% block title %}Saved{% endblock %}', encoding="utf-8")
    until(window, "document.title === 'Saved'")
    page.unlink()
    until(window, "document.title !== 'Saved'")
    assert window.problems == []
