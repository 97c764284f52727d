"""The search page and what is suggested: never empty, mended by a link, narrowed by chips, counts that agree."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from storefront.catalogue.tables import Product, Variant
from storefront.db import transaction
from storefront.pricing.tables import ShippingRate


def page(browser: FlaskClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return html.unescape(answer.get_data(as_text=True))


def cards(text: str) -> list[str]:
    return re.findall(r'class="card-title"><a href="([^"]+)"', text)


def total(text: str) -> int:
    found = re.search(r'class="listing-count" role="status">(\d+)', text)
    return int(found[1]) if found else 0


def ticks(text: str) -> dict[str, int]:
    """Address of each filter → the count beside it."""
    return {url: int(count) for url, count in re.findall(r'class="tick[^"]*" href="([^"]+)".*?<small>(\d+)</small>', text)}


def chips(text: str) -> list[str]:
    return re.findall(r"Remove filter: </span>(.*?) <svg", text)


@pytest.mark.parametrize(
    ("language", "query"), [("en", "lamp"), ("de", "Lampen"), ("zh-Hans", "灯"), ("ar", "مصباح"), ("zh-Hans", "lamps"), ("ar", "Lampe")]
)
def test_every_language_finds_the_lamps(browser: FlaskClient, language: str, query: str) -> None:
    found = cards(page(browser, f"/{language}/search?q={query}"))
    assert len(found) >= 2
    assert all(url.startswith(f"/{language}/p/") for url in found)


def test_what_was_meant_is_a_link_and_already_shown(browser: FlaskClient) -> None:
    text = page(browser, "/en/search?q=ketle")
    assert re.search(r'Did you mean: <a href="/en/search\?q=kettle"><bdi>kettle</bdi></a>', text)
    assert cards(text)[0] == cards(page(browser, "/en/search?q=kettle"))[0]
    assert "Did you mean" not in page(browser, "/en/search?q=kettle")


@pytest.mark.parametrize("language", ["en", "de", "zh-Hans", "ar"])
def test_a_search_for_nothing_known_shows_ways_on(browser: FlaskClient, language: str) -> None:
    text = page(browser, f"/{language}/search?q=qqxyzzy")
    assert len(cards(text)) == 8
    assert len(re.findall(rf'class="chip" href="/{language}/c/', text)) >= 5


def test_words_that_no_product_has_together_are_said_to_be_apart(browser: FlaskClient) -> None:
    said = "No product has all of these words: these have some of them."
    text = page(browser, "/en/search?q=kettle+wardrobe+qqxyzzy")
    assert said in text
    assert cards(text)
    assert said not in page(browser, "/en/search?q=kettle")


def test_each_count_is_what_its_filter_leaves(browser: FlaskClient) -> None:
    text = page(browser, "/en/search?q=oak")
    found = ticks(text)
    assert len(found) >= 4
    for url, count in found.items():
        assert total(page(browser, url)) == count, url
    assert total(text) >= max(found.values())


def test_pages_of_a_search_hold_each_product_once(browser: FlaskClient) -> None:
    seen: list[str] = []
    path = "/en/search?q=wood"
    while path:
        text = page(browser, path)
        seen += cards(text)
        more = re.search(r'rel="next" href="([^"]+)"', text)
        path = more[1] if more else ""
    assert len(seen) == len(set(seen)) == total(page(browser, "/en/search?q=wood")) > 24


def test_what_is_chosen_stands_as_chips_that_take_it_off(demo: Any) -> None:
    browser = demo.browser()
    browser.set_cookie("market", "DE-EUR")
    text = page(browser, "/en/search?q=lamp&stock=1&ships=1&min=5&max=900")
    assert chips(text) == ["In stock", "Ships to Germany", "≥ 5", "≤ 900"]
    assert 'class="chip" href="/en/search?q=lamp&ships=1&min=5&max=900"' in text


def test_what_is_not_sent_to_a_country_is_filtered_and_counted(demo: Any) -> None:
    browser = demo.browser()
    browser.set_cookie("market", "NO-EUR")
    before = page(browser, "/en/search?q=lamp")
    assert "ships=1" not in before
    slug = cards(before)[0].rpartition("/")[2]
    kept = Product.get(Product.slug == slug)
    with transaction():
        Product.update(restrictions=[*kept.restrictions, "not-to-NO"]).where(Product.id == kept.id).execute()
    try:
        text = page(browser, "/en/search?q=lamp")
        assert ticks(text)["/en/search?q=lamp&ships=1"] == total(before) - 1
        narrowed = page(browser, "/en/search?q=lamp&ships=1")
        assert total(narrowed) == total(before) - 1
        assert f"/en/p/{slug}" not in cards(narrowed)
        browser.set_cookie("market", "DE-EUR")
        assert total(page(browser, "/en/search?q=lamp&ships=1")) == total(before)
    finally:
        with transaction():
            Product.update(restrictions=kept.restrictions).where(Product.id == kept.id).execute()


def test_what_is_too_heavy_for_every_rate_is_not_sent(demo: Any) -> None:
    browser = demo.browser()
    browser.set_cookie("market", "DE-EUR")
    before = page(browser, "/en/search?q=lamp")
    slug = cards(before)[0].rpartition("/")[2]
    product = Product.get(Product.slug == slug)
    weights = dict(Variant.select(Variant.id, Variant.weight_grams).where(Variant.product == product).tuples())
    limits = dict(ShippingRate.select(ShippingRate.id, ShippingRate.up_to_grams).tuples())
    with transaction():
        Variant.update(weight_grams=90_000_000).where(Variant.product == product).execute()
        ShippingRate.update(up_to_grams=80_000_000).where(ShippingRate.up_to_grams.is_null()).execute()
    try:
        assert total(page(browser, "/en/search?q=lamp&ships=1")) == total(before) - 1
    finally:
        with transaction():
            for row_id, weight in weights.items():
                Variant.update(weight_grams=weight).where(Variant.id == row_id).execute()
            for row_id, limit in limits.items():
                ShippingRate.update(up_to_grams=limit).where(ShippingRate.id == row_id).execute()


def test_suggestions_are_searches_categories_and_products(browser: FlaskClient) -> None:
    text = page(browser, "/en/search/suggest?q=kit")
    assert re.findall(r'role="group" aria-label="([^"]+)"', text)[:2] == ["Searches", "Categories"]
    assert 'href="/en/c/kitchen"' in text
    text = page(browser, "/en/search/suggest?q=lam")
    options = re.findall(r'<a role="option" id="([^"]+)" tabindex="-1" href="([^"]+)"', text)
    assert len({name for name, _url in options}) == len(options) >= 3
    assert ("suggested-w1", "/en/search?q=lamp") in options
    assert any(url.startswith("/en/p/") for _name, url in options)
    for _name, url in options:
        assert cards(page(browser, url)) or url.startswith("/en/p/")


def test_nothing_is_suggested_for_nothing_and_said_for_nothing_known(browser: FlaskClient) -> None:
    assert "role=" not in page(browser, "/en/search/suggest?q=")
    assert '<p class="quiet" role="status">Nothing yet for “qqxyzzy”</p>' in page(browser, "/en/search/suggest?q=qqxyzzy")
