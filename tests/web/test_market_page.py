"""The market's page and button: the present country first, those chosen lately on top, no word cut."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient


def page(browser: FlaskClient, path: str = "/en/market", **headers: str) -> str:
    return browser.get(path, headers=headers).get_data(as_text=True)


def countries(html: str) -> list[str]:
    return re.findall(r'<input id="country-([A-Z]{2})"', html)


def choose(browser: FlaskClient, country: str) -> None:
    answer = browser.post("/en/market", data={"country": country, "currency": "EUR", "language": "en"})
    assert answer.status_code == 303


def test_the_present_country_stands_first_and_those_chosen_lately_follow(browser: FlaskClient) -> None:
    for country in ("NO", "JP", "FR"):
        choose(browser, country)
    found = countries(page(browser))
    assert found[:3] == ["FR", "JP", "NO"]
    assert len(found) == len(set(found)) == 250
    assert found[-1] == "ZW"


def test_four_countries_are_remembered_and_a_made_up_cookie_is_read_over(browser: FlaskClient) -> None:
    for country in ("NO", "JP", "FR", "PT", "NO", "IT"):
        choose(browser, country)
    cookie = browser.get_cookie("recent_countries")
    assert cookie is not None
    assert cookie.value == "IT.NO.PT.FR"
    browser.set_cookie("recent_countries", "zz.ZZ.<b>.NO.QQ" + ".DE" * 500)
    assert countries(page(browser))[:2] == ["IT", "NO"]


def test_the_country_that_the_browser_speaks_for_is_at_hand(browser: FlaskClient) -> None:
    choose(browser, "FR")
    assert countries(page(browser, **{"Accept-Language": "en-NZ"}))[:2] == ["FR", "NZ"]


def test_a_country_is_found_by_its_own_name_its_english_name_and_its_code(browser: FlaskClient) -> None:
    [found] = re.findall(r'data-find="([^"]*)"><input id="country-JP"', page(browser, "/de/market"))
    assert found == "japan japan jp"
    [found] = re.findall(r'data-find="([^"]*)"><input id="country-DE"', page(browser, "/ar/market"))
    assert found == "ألمانيا germany de"


@pytest.mark.parametrize(
    ("path", "wide", "thin"),
    [
        ("/en/?market=DE-EUR", "Germany · EUR · English", "DE · EUR · EN"),
        ("/ar/?market=SA-SAR", "السعودية · SAR · العربية", "SA · SAR · AR"),
        ("/zh-Hans/?market=GB-GBP", "英国 · GBP · 简体中文", "GB · GBP · ZH"),
        ("/en/?market=VC-USD", "VC · USD · English", "VC · USD · EN"),
    ],
)
def test_the_button_has_a_long_and_a_short_form(browser: FlaskClient, path: str, wide: str, thin: str) -> None:
    html = page(browser, path)
    assert f'<span class="market-words wide">{wide}</span><span class="market-words thin">{thin}</span>' in html


def test_a_market_that_there_is_not_is_said_and_the_present_one_stays(browser: FlaskClient) -> None:
    choose(browser, "FR")
    answer = browser.post("/en/market", data={"country": "ZZ", "currency": "EUR", "language": "en", "next": "/en/cart"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/cart")
    assert "This shop has no market “ZZ-EUR”: prices are for France, in EUR." in page(browser, "/en/cart")
    assert countries(page(browser))[0] == "FR"
