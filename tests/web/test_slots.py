"""Slots and fragments: asked in bulk, contained when they fail, fetched later by the page's own rules."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient
from small_shop import shipped_model

SAYS = '<p id="{{ element_id }}">{{ words }}</p>'
Put = Callable[..., Any]


def saying(words: str, asked: list[list[Any]] | None = None) -> Callable[..., list[dict[str, Any]]]:
    def context_for(subjects: list[Any], _context: Any) -> list[dict[str, Any]]:
        if asked is not None:
            asked.append(list(subjects))
        return [{"words": f"{words} {subject}".strip()} for subject in subjects]

    return context_for


def failing(_subjects: list[Any], _context: Any) -> list[dict[str, Any]]:
    raise RuntimeError("broken on purpose")


def product_ids(html: str) -> list[int]:
    return [int(found) for found in re.findall(rf'id="{shipped_model()}-card-price-p(\d+)"', html)]


def fragments(browser: FlaskClient, path: str, names: str, **more: str) -> Any:
    query = "&".join(f"{key}={quote(value)}" for key, value in {"path": path, "names": names, **more}.items())
    return browser.get(f"/_fragments?{query}")


def test_a_context_function_is_called_once_a_page_with_all_subjects(browser: FlaskClient, put_fragment: Put) -> None:
    asked: list[list[Any]] = []
    put_fragment("made-note", "card.badges", SAYS, saying("note", asked))
    html = browser.get("/en/c/kitchen").text
    assert len(asked) == 1
    assert len(asked[0]) > 5
    assert asked[0] == product_ids(html)
    assert [int(n) for n in re.findall(r'id="made-note-p(\d+)"', html)] == asked[0]


def test_a_fragment_that_raises_leaves_its_slot_empty_and_the_page_stands(
    browser: FlaskClient, put_fragment: Put, caplog: pytest.LogCaptureFixture
) -> None:
    before = browser.get("/en/c/kitchen").text
    put_fragment("made-broken", "card.badges", SAYS, failing)
    with caplog.at_level(logging.ERROR):
        answer = browser.get("/en/c/kitchen")
    assert answer.status_code == 200
    assert answer.text == before
    assert re.search(r"fragment made-broken of plugin made failed, trace [0-9a-f]{8}", caplog.text)
    assert browser.get("/healthz").json["fragment_failures"]["made-broken"] >= 1  # type: ignore[index]


def test_a_failing_context_function_is_asked_and_logged_once_a_page(
    browser: FlaskClient, put_fragment: Put, caplog: pytest.LogCaptureFixture
) -> None:
    put_fragment("made-broken", "card.badges", SAYS, failing)
    browser.get("/en/c/kitchen")
    assert caplog.text.count("fragment made-broken of plugin made failed") == 1
    assert browser.get("/healthz").json["fragment_failures"] == {"made-broken": 1}  # type: ignore[index]


def test_a_template_that_raises_is_contained_too(browser: FlaskClient, put_fragment: Put) -> None:
    put_fragment("made-odd", "footer.links", "{{ nothing.there.at.all }}", saying("x"))
    answer = browser.get("/en/")
    assert answer.status_code == 200
    assert browser.get("/healthz").json["fragment_failures"] == {"made-odd": 1}  # type: ignore[index]


def test_a_deferred_placeholder_is_a_link_that_works(browser: FlaskClient, put_fragment: Put) -> None:
    put_fragment("made-late", "footer.links", SAYS, saying("came late"), delivery="deferred")
    html = browser.get("/en/").text
    found = re.search(r'<p id="made-late"><a href="([^"]+)" hx-boost="false">', html)
    assert found is not None
    assert "came late" not in html
    address = found[1].replace("&amp;", "&")
    assert parse_qs(urlsplit(address).query) == {"path": ["/en/"], "names": ["made-late"]}
    answer = browser.get(address)
    assert (answer.status_code, answer.text) == (200, '<p id="made-late">came late</p>')
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_one_request_fetches_everything_deferred_into_its_place(browser: FlaskClient, put_fragment: Put) -> None:
    put_fragment("made-one", "footer.links", SAYS, saying("one"), delivery="deferred")
    put_fragment("made-two", "footer.links", SAYS, saying("two"), delivery="deferred")
    asked = re.findall(r'<div id="late" hidden hx-get="([^"]+)" hx-trigger="load"', browser.get("/en/").text)
    assert [parse_qs(urlsplit(url.replace("&amp;", "&")).query)["names"] for url in asked] == [["made-one,made-two"]]
    answer = browser.get(asked[0].replace("&amp;", "&"), headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert answer.text.count("<hx-partial ") == 2


def test_a_page_without_deferred_fragments_asks_for_nothing(browser: FlaskClient) -> None:
    assert 'id="late"' not in browser.get("/en/").text


def test_a_fetched_fragment_is_the_same_piece_as_inside_the_page(demo: Any, browser: FlaskClient) -> None:
    path = f"/en/p/{demo.slugs()[0]}"
    name = f"{shipped_model()}-buy"
    piece = fragments(browser, path, name).text
    assert f'id="{name}' in piece
    assert piece.strip() in browser.get(path).text


def test_several_fragments_come_as_partials_in_one_answer(browser: FlaskClient, put_fragment: Put) -> None:
    put_fragment("made-one", "footer.links", SAYS, saying("one"), delivery="deferred")
    put_fragment("made-two", "footer.links", SAYS, saying("two"), delivery="deferred")
    assert fragments(browser, "/en/", "made-one,made-two").text == (
        '<hx-partial hx-target="#made-one" hx-swap="outerHTML"><p id="made-one">one</p></hx-partial>'
        '<hx-partial hx-target="#made-two" hx-swap="outerHTML"><p id="made-two">two</p></hx-partial>'
    )


def test_subjects_come_from_the_page_and_never_from_the_client(browser: FlaskClient, put_fragment: Put) -> None:
    asked: list[list[Any]] = []
    put_fragment("made-note", "card.badges", SAYS, saying("note", asked))
    shown = product_ids(browser.get("/en/c/kitchen").text)
    asked.clear()
    fragments(browser, "/en/c/kitchen", "made-note", ids="1,2,3", subjects="999", product="999")
    assert asked == [shown]


def test_the_page_is_asked_in_its_own_language(browser: FlaskClient, put_fragment: Put) -> None:
    put_fragment("made-tongue", "footer.links", "{{ tag }}", lambda s, c: [{"tag": c.language} for _one in s])
    assert fragments(browser, "/ar/", "made-tongue").text == "ar"


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/en/", "nothing-like-it"),
        ("/en/", ""),
        ("/en/c/kitchen", "MODEL-buy"),
        ("/en/p/no-such-product", "MODEL-buy"),
        ("/nowhere", "header-cart"),
        ("http://elsewhere.example/en/", "header-cart"),
        ("//elsewhere.example/en/", "header-cart"),
        ("", "header-cart"),
        ("/xx/", "header-cart"),
        ("/en/cart/add", "header-cart"),
        ("/_fragments?path=/en/&names=header-cart", "header-cart"),
    ],
)
def test_what_is_not_on_the_page_answers_empty(browser: FlaskClient, path: str, names: str) -> None:
    answer = fragments(browser, path, names.replace("MODEL", shipped_model()))
    assert (answer.status_code, answer.text) == (200, "")


def test_private_pages_of_others_are_not_reachable_by_it(
    demo: Any, put_fragment: Put, place: Callable[..., Any]
) -> None:
    put_fragment("made-below", "order.below", SAYS, saying("order"))
    buyer, number = place(demo, 1)
    path = f"/en/orders/{number}"
    assert "order" in fragments(buyer, path, "made-below").text
    stranger = demo.browser()
    assert stranger.get(path).status_code == 404
    assert fragments(stranger, path, "made-below").text == ""


def test_a_live_fragment_answers_304_while_nothing_changed(browser: FlaskClient, put_fragment: Put) -> None:
    words = ["first"]
    put_fragment(
        "made-live",
        "footer.links",
        "<b>{{ words }}</b>",
        lambda subjects, _context: [{"words": words[0]} for _one in subjects],
        delivery="live",
        every_seconds=3,
    )
    html = browser.get("/en/").text
    found = re.search(r'hx-trigger="every 3s" hx-swap="innerHTML" hx-ptag="(\w+)"><b>first</b></div>', html)
    assert found is not None
    address = "/_fragments?path=%2Fen%2F&names=made-live"
    first = browser.get(address)
    assert (first.status_code, first.text, first.headers["HX-PTag"]) == (200, "<b>first</b>", found[1])
    again = browser.get(address, headers={"HX-PTag": found[1]})
    assert (again.status_code, again.text, again.headers["HX-PTag"]) == (304, "", found[1])
    words[0] = "second"
    changed = browser.get(address, headers={"HX-PTag": found[1]})
    assert (changed.status_code, changed.text) == (200, "<b>second</b>")
    assert changed.headers["HX-PTag"] != found[1]


def test_every_page_shows_how_full_the_cart_is(demo: Any, browser: FlaskClient) -> None:
    browser.post("/en/cart/add", data={"offer": demo.offers(1)[0], "quantity": "2"})
    html = browser.get("/en/").text
    piece = re.search(r'<a[^>]*id="header-cart".*?</a>', html, re.S)
    assert piece is not None
    assert fragments(browser, "/en/", "header-cart").text.strip() == piece[0]
