"""The notice of the legal guarantee: where traders sell to consumers in the EU and EEA, and only there."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from storefront import runtime
from storefront.cart.actions import add_to_cart, new_cart, save_answer
from storefront.cart.loading import load_cart
from storefront.catalogue.guarantee_view import official_url
from storefront.catalogue.tables import Seller
from storefront.pricing.guarantee import guarantee_years, years_by_country
from storefront.pricing.terms import lawful_terms
from storefront.values import Buyer
from storefront.values import Seller as SellerValue

ADDRESS = {"name": "Anna Berg", "street": "Lindenweg 4", "postal_code": "10115", "city": "Berlin", "country": "DE"}
DAY = "2026-11-24"
YOUR_EUROPE = "https://europa.eu/youreurope/citizens/consumers/shopping/guarantees/index_{}.htm"


def look(shop: Any, path: str, country: str = "DE") -> Any:
    browser = shop.browser()
    browser.set_cookie("market", f"{country}-EUR")
    return browser.get(path)


def plain(response: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", response.get_data(as_text=True))
    return " ".join(text.replace("\u2068", "").replace("\u2069", "").split())


@pytest.mark.parametrize(
    ("country", "years"),
    [("DE", 2), ("FR", 2), ("ES", 3), ("PT", 3), ("SE", 3), ("NO", 2), ("GB", None), ("US", None), ("CH", None)],
)
def test_the_years_follow_the_country(country: str, years: int | None) -> None:
    assert guarantee_years(country, DAY) == years


def test_the_table_holds_the_eu_and_the_eea_once_each() -> None:
    assert len(years_by_country(DAY)) == 27 + 3
    assert min(years_by_country(DAY).values()) == 2


def test_the_terms_of_a_sale_carry_the_years_of_the_buyers_country(order_shop: Any) -> None:
    trader = SellerValue(1, "a", "A", "DE", True)
    person = replace(trader, trader=False)
    business = replace(order_shop.context(), buyer=Buyer(business=True))
    assert lawful_terms(trader, order_shop.context()).guarantee_years == 2
    assert lawful_terms(trader, order_shop.context(country="ES")).guarantee_years == 3
    assert lawful_terms(trader, order_shop.context(country="US")).guarantee_years is None
    assert lawful_terms(person, order_shop.context()).guarantee_years is None
    assert lawful_terms(trader, business).guarantee_years is None


def test_the_product_page_shows_the_notice_with_the_seller(order_shop: Any) -> None:
    page = look(order_shop, "/en/p/nordbord-board")
    words = plain(page)
    assert "Legal guarantee: at least 2 years" in words
    assert "Goods that a consumer in Germany buys from a trader" in words
    assert "the seller must repair or replace them, free of charge" in words
    assert "Turn to the seller, not to the manufacturer: Nordbord, hallo@nordbord.example." in words
    html = page.get_data(as_text=True)
    assert f'href="{YOUR_EUROPE.format("en")}"' in html and 'href="/en/guarantee"' in html
    assert '<svg class="guarantee-mark"' in html and "style=" not in html


def test_three_years_are_shown_where_three_hold(order_shop: Any) -> None:
    assert "Legal guarantee: at least 3 years" in plain(look(order_shop, "/en/p/nordbord-board", "ES"))


def test_outside_the_eu_neither_product_nor_footer_claims_it(order_shop: Any) -> None:
    for path in ("/en/p/nordbord-board", "/en/cart"):
        page = look(order_shop, path, "US")
        assert page.status_code == 200 and "/en/guarantee" not in page.get_data(as_text=True), path


def test_a_private_persons_product_carries_no_notice(order_shop: Any) -> None:
    Seller.update(trader=False).where(Seller.slug == "nordbord").execute()
    assert "guarantee-notice" not in look(order_shop, "/en/p/nordbord-board").get_data(as_text=True)
    assert "guarantee-notice" in look(order_shop, "/en/p/kesselhaus-board").get_data(as_text=True)


def test_a_shop_of_private_persons_has_no_notice_in_its_footer(order_shop: Any) -> None:
    assert 'href="/en/guarantee"' in look(order_shop, "/en/cart").get_data(as_text=True)
    Seller.update(trader=False).execute()
    assert 'href="/en/guarantee"' not in look(order_shop, "/en/cart").get_data(as_text=True)


def test_the_page_says_what_holds_here_and_elsewhere(order_shop: Any) -> None:
    page = look(order_shop, "/en/guarantee", "PT")
    html = page.get_data(as_text=True)
    assert page.status_code == 200 and "Legal guarantee: at least 3 years" in plain(page)
    assert '<tr aria-current="true"><th scope="row">Portugal</th><td>3 years</td></tr>' in html
    assert html.count('<th scope="row">') == 30


def test_the_page_outside_says_so_and_keeps_the_table(order_shop: Any) -> None:
    page = look(order_shop, "/en/guarantee", "US")
    assert "You have things sent to United States" in plain(page)
    assert "guarantee-notice" not in page.get_data(as_text=True)
    assert page.get_data(as_text=True).count('<th scope="row">') == 30


@pytest.mark.parametrize(("tag", "spoken"), [("de", "de"), ("pt-BR", "pt"), ("zh-Hans", "en"), ("ar", "en")])
def test_the_eus_page_is_in_the_readers_language_or_english(tag: str, spoken: str) -> None:
    assert official_url(tag) == YOUR_EUROPE.format(spoken)


@pytest.mark.parametrize("tag", ["de", "zh-Hans", "ar"])
def test_the_page_is_there_in_each_language(order_shop: Any, tag: str) -> None:
    page = look(order_shop, f"/{tag}/guarantee")
    assert page.status_code == 200 and "at least" not in plain(page)


def test_the_review_names_the_guarantee_before_the_button(order_shop: Any) -> None:
    context, token = order_shop.context(), new_cart()
    add_to_cart(token, order_shop.offers[0], 1, {}, context)
    (group,) = load_cart(runtime.current(), token, context).groups
    answers = {
        "contact": {"email": "anna@example.com"},
        "address": ADDRESS,
        "delivery": {"groups": {group.group.key: {"method": "post"}}},
        "payment": {"provider": "sandbox-card"},
    }
    for step, answer in answers.items():
        save_answer(token, step, answer)
    browser = order_shop.browser()
    browser.set_cookie("market", "DE-EUR")
    with browser.session_transaction() as session:
        session["cart"] = token
    words = plain(browser.get("/en/checkout/review"))
    assert "Legal guarantee: at least 2 years" in words.partition("Order with obligation to pay")[0]
