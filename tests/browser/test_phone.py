"""What a phone shows: one price, whole words in the market's button."""

from __future__ import annotations

from typing import Any

import pytest


def visible(page: Any, selector: str) -> list[str]:
    """The texts of the elements that take up room."""
    found = [one.inner_text() for one in page.locator(selector).all() if one.is_visible()]
    return [text for text in found if text.strip()]


@pytest.mark.parametrize("phone", [True, False])
def test_a_products_price_is_shown_once(visit: Any, phone: bool) -> None:
    page = visit(phone=phone)
    page.goto("/en/?market=DE-EUR")
    page.locator(".card a").first.click()
    page.wait_for_url("**/p/**")
    assert len(visible(page, ".decision .price-now")) == 1


@pytest.mark.parametrize(
    ("phone", "language", "market", "words"),
    [
        (True, "en", "US-USD", "US · USD · EN"),
        (True, "ar", "SA-SAR", "SA · SAR · AR"),
        (False, "en", "US-USD", "United States · USD · English"),
        (False, "ar", "SA-SAR", "السعودية · SAR · العربية"),
    ],
)
def test_the_markets_button_is_never_cut(visit: Any, phone: bool, language: str, market: str, words: str) -> None:
    page = visit(phone=phone)
    page.goto(f"/{language}/?market={market}")
    assert visible(page, ".market-words") == [words]
    assert page.evaluate(
        "() => [...document.querySelectorAll('.market-button, .market-words')].every(e => e.scrollWidth <= e.clientWidth + 1"
        " || getComputedStyle(e).display === 'inline')"
    )
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
