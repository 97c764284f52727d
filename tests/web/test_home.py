"""The start page says what the shop says of itself; its words are no page of their own."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from storefront.db import transaction
from storefront.tables import ContentPage


def test_the_start_page_shows_the_shops_own_words_in_each_language(demo: Any, browser: FlaskClient) -> None:
    assert "<h1>Things made to last</h1>" in browser.get("/en/").text
    assert "<h1>Dinge, die lange halten</h1>" in browser.get("/de/").text


def test_the_words_of_the_start_page_are_no_page_of_their_own(demo: Any, browser: FlaskClient) -> None:
    assert browser.get("/en/pages/home").status_code == 404
    assert "/en/pages/home" not in browser.get("/en/").text


def test_a_shop_that_says_nothing_shows_its_name(demo: Any, browser: FlaskClient) -> None:
    rows = list(ContentPage.select().where(ContentPage.slug == "home").dicts())
    with transaction():
        ContentPage.delete().where(ContentPage.slug == "home").execute()
    try:
        assert f"<h1>{demo.settings.shop.name}</h1>" in browser.get("/en/").text
    finally:
        with transaction():
            ContentPage.insert_many(rows).execute()


def test_see_everything_leads_to_all_products(demo: Any, browser: FlaskClient) -> None:
    assert '<a class="button main" href="/en/search">' in browser.get("/en/").text
