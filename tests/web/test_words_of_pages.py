"""Words that depend on the market and the language: promises, addresses, prices by measure, labels."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from storefront.catalogue.tables import Product


def text(browser: FlaskClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def promises(browser: FlaskClient, market: str) -> str:
    return re.findall(r'<ul class="promises">(.*?)</ul>', text(browser, f"/en/?market={market}"), re.S)[0]


def test_the_start_page_promises_withdrawal_and_guarantee_where_the_law_gives_them(browser: FlaskClient) -> None:
    for market in ("DE-EUR", "NO-NOK"):
        told = promises(browser, market)
        assert "14 days to change your mind" in told
        assert "Legal guarantee: at least" in told


def test_elsewhere_the_start_page_leads_to_what_the_seller_promises_himself(browser: FlaskClient) -> None:
    told = promises(browser, "US-USD")
    assert "14 days" not in told
    assert "guarantee" not in told
    assert '<a href="/en/pages/returns">Returns: what the seller promises</a>' in told


def test_a_sellers_address_is_written_as_his_country_does_it(browser: FlaskClient) -> None:
    page = text(browser, "/de/sellers/oficina-da-ribeira")
    assert "<bdi>Rua do Exemplo 81, 4050-000 PORTO, Portugal</bdi>" in page


@pytest.mark.parametrize(("language", "country"), [("en", "Portugal"), ("zh-Hans", "葡萄牙"), ("ar", "البرتغال")])
def test_a_manufacturers_country_is_named_in_the_pages_language(demo: Any, language: str, country: str) -> None:
    product = Product.select().where(Product.manufacturer_country == "PT").first()
    page = text(demo.browser(), f"/{language}/p/{product.slug}")
    [companies] = re.findall(r'<dl class="companies">(.*?)</dl>', page, re.S)
    assert country in companies
    assert ", Portugal" not in companies or language == "en"


def test_a_price_by_measure_is_for_a_whole_unit_in_the_languages_words(demo: Any) -> None:
    product = Product.select().where(Product.measure_unit == "g", Product.measure_quantity < 250).first()
    browser = demo.browser()
    assert re.search(r'class="price-unit">€[\d.,]+ for 1\xa0kg<', text(browser, f"/en/p/{product.slug}?market=DE-EUR"))
    chinese = re.findall(r'class="price-unit">(.*?)<', text(browser, f"/zh-Hans/p/{product.slug}"))
    assert "1千克" in chinese[0]


def test_the_chosen_options_label_ends_as_the_language_ends_it(demo: Any) -> None:
    slug = next(one for one in demo.slugs(40) if 'class="option"' in text(demo.browser(), f"/en/p/{one}"))
    assert re.search(r'class="option-label"[^>]*>[^<:]+：<b>', text(demo.browser(), f"/zh-Hans/p/{slug}"))
    assert re.search(r'class="option-label"[^>]*>[^<:]+: <b>', text(demo.browser(), f"/de/p/{slug}"))
