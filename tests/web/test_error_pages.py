"""Error pages that help: what is near, where else to go, and addresses that are nearly right."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from storefront.catalogue.nearest import address_words, likeness


def titles(html: str) -> list[str]:
    return re.findall(r'class="card-title"><a href="[^"]+">([^<]+)<', html)


def missing(browser: FlaskClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 404, path
    return answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("path", "title"), [("/en/p/enamel-ketle", "kettle"), ("/en/p/old-mug-blue", "mug"), ("/en/c/lamps-and-lite", "lamp")]
)
def test_a_mistyped_address_shows_what_is_near_with_its_price(browser: FlaskClient, path: str, title: str) -> None:
    browser.set_cookie("market", "DE-EUR")
    html = missing(browser, path)
    found = titles(html)
    assert 1 <= len(found) <= 4
    assert title in found[0].lower()
    assert html.count('class="card-price"') == len(found)
    assert "<h2>Similar</h2>" in html


def test_the_words_of_the_address_stand_in_the_search_field(browser: FlaskClient) -> None:
    assert 'value="enamel ketle"' in missing(browser, "/en/p/enamel-ketle")
    assert 'value="&#34;&gt;' not in missing(browser, "/en/p/%22%3E%3Cscript%3E")


def test_what_is_like_nothing_gets_the_search_and_the_categories_alone(browser: FlaskClient) -> None:
    html = missing(browser, "/en/p/zzzzqqqq")
    assert titles(html) == []
    assert 'role="search"' in html
    assert 'class="chip" href="/en/c/kitchen"' in html


@pytest.mark.parametrize("path", ["/wp-login.php", "/en/wp-admin/setup.php", "/en/p/kettle/kettle/kettle"])
def test_what_nobody_meant_as_a_product_is_not_searched_for(browser: FlaskClient, path: str) -> None:
    assert titles(missing(browser, path)) == []


def test_words_of_addresses_are_compared_one_by_one() -> None:
    assert address_words("enamel-ketle-of-1l") == ("enamel", "ketle")
    assert address_words("%%%") == ()
    assert likeness(("enamel", "ketle"), "enamel-kettle") > 0.9
    assert likeness(("enamel", "ketle"), "oak-chair") < 0.5


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("/en/c/kitchen/", "/en/c/kitchen"),
        ("/en/c/kitchen/?sort=price&colour=%C3%A4", "/en/c/kitchen?sort=price&colour=%C3%A4"),
        ("/ar/cart///", "/ar/cart"),
        ("/en", "/en/"),
        ("/de?market=DE-EUR", "/de/?market=DE-EUR"),
        ("/en/p/a%20b%3Fc/", "/en/p/a%20b%3Fc"),
    ],
)
def test_a_slash_too_many_or_too_few_leads_to_the_right_address(browser: FlaskClient, path: str, right: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 308
    assert answer.headers["Location"].removeprefix("http://localhost") == right


def test_a_form_posted_with_a_slash_too_many_keeps_its_method(browser: FlaskClient) -> None:
    assert browser.post("/en/market/").status_code == 308
    assert browser.get("/en/cart/add/").status_code == 404


@pytest.mark.parametrize("path", ["//example.com/", "/\\example.com/", "//en/c/kitchen/", "/robots/", "/xx", "/en/c/"])
def test_no_slash_leads_to_another_host_or_in_a_circle(browser: FlaskClient, path: str) -> None:
    answer = browser.get("/", environ_overrides={"PATH_INFO": path})
    if answer.status_code == 308:
        assert answer.headers["Location"].removeprefix("http://localhost").startswith("/en/")
    else:
        assert answer.status_code == 404


def test_the_icon_of_old_is_served(browser: FlaskClient) -> None:
    answer = browser.get("/favicon.ico")
    assert (answer.status_code, answer.mimetype) == (200, "image/vnd.microsoft.icon")
    assert answer.get_data()[:6] == b"\x00\x00\x01\x00\x03\x00"
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


def test_a_page_says_the_status_it_has(browser: FlaskClient) -> None:
    answer = browser.get("/webhooks/nobody")
    assert answer.status_code == 405
    assert '<p class="error-code">405</p>' in answer.get_data(as_text=True)
