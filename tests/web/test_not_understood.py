"""What an address asks for and is not known: one sentence says so, the rest holds, nothing ends there."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from flask.testing import FlaskClient


def page(browser: FlaskClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return html.unescape(answer.get_data(as_text=True))


def notes(text: str) -> list[str]:
    found = re.findall(r'<p class="notice warn" role="status">.*?</svg>(.*?)</p>', text, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found]


def cards(text: str) -> list[str]:
    return re.findall(r'class="card-title"><a href="([^"]+)"', text)


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("colour=zzz", "“zzz” is not one of the filters here: it was left out."),
        ("stock=maybe", "“maybe” is not one of the filters here: it was left out."),
        ("model=zzz", "“zzz” is not one of the filters here: it was left out."),
        ("sort=zzz", "This list has no order called “zzz”: it stands in its usual order."),
        ("min=abc", "“abc” is not a price: that limit was left out."),
        ("max=-5", "“-5” is not a price: that limit was left out."),
        ("after=garbage", "That page of the list is not there: this is its first page."),
        (
            "market=ZZ-XXX",
            "This shop has no market “ZZ-XXX”: prices are for Germany, in EUR. Choose another country",
        ),
    ],
)
@pytest.mark.parametrize("path", ["/en/c/kitchen", "/en/search", "/en/sellers/harbour-and-field"])
def test_an_unknown_choice_is_said_once_and_left_out(browser: FlaskClient, path: str, query: str, note: str) -> None:
    browser.set_cookie("market", "DE-EUR")
    text = page(browser, f"{path}?{query}")
    assert notes(text) == [note]
    assert cards(text) == cards(page(browser, path))
    assert len(cards(text)) > 4


def test_the_filters_that_are_known_stay(browser: FlaskClient) -> None:
    known = page(browser, "/en/c/kitchen?colour=cream&sort=price&min=5")
    text = page(browser, "/en/c/kitchen?colour=cream&colour=zzz&sort=price&min=5&max=abc&after=x%20y")
    assert len(notes(text)) == 3
    assert cards(text) == cards(known)
    assert re.search(r'name="max"[^>]*value="abc"', text)
    links = re.findall(r'class="tick[^"]*" href="([^"]+)"', text)
    assert links
    assert not [link for link in links if "zzz" in link or "abc" in link or "after" in link]
    assert all("sort=price" in link and "min=5" in link for link in links)


def test_nothing_is_said_of_marks_that_others_put_on_an_address(browser: FlaskClient) -> None:
    text = page(browser, "/en/c/kitchen?utm_source=letter&gclid=7&foo=bar&colour=cream")
    assert notes(text) == []
    assert "utm_source" not in "".join(re.findall(r'class="tick[^"]*" href="([^"]+)"', text))
    assert cards(text) == cards(page(browser, "/en/c/kitchen?colour=cream"))


def test_an_unknown_variant_is_said_and_the_product_shown(demo: Any, browser: FlaskClient) -> None:
    path = f"/en/p/{demo.slugs()[0]}"
    text = page(browser, f"{path}?variant=NOPE")
    assert notes(text) == ["This product has no variant “NOPE”: another one is shown."]
    assert 'class="buy-form"' in text
    assert notes(page(browser, path)) == []
    sku = re.findall(rf'href="{path}\?variant=([^"]+)"', text)
    for known in sku[:2]:
        assert notes(page(browser, f"{path}?variant={known}")) == []


def test_the_sentence_comes_in_the_pages_language_and_keeps_typed_text_harmless(browser: FlaskClient) -> None:
    raw = browser.get("/de/c/kitchen?colour=<b>x").get_data(as_text=True)
    assert "<b>x" not in raw
    assert "„&lt;b&gt;x“ gehört nicht zu den Filtern hier" in raw


def test_the_block_that_htmx_asks_for_says_it_too(browser: FlaskClient) -> None:
    headers = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#results"}
    text = browser.get("/en/c/kitchen?sort=zzz", headers=headers).get_data(as_text=True)
    assert "<html" not in text
    assert notes(text) == ["This list has no order called “zzz”: it stands in its usual order."]
