"""A partial request gets one block of a page, whatever theme draws it; everybody else gets the page."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import DictLoader

from storefront.web.rendering import render_block

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
TEMPLATES = {
    "layout.html": "<html>{% block content %}{% endblock %}</html>",
    "words.html": "{% macro loud(text) %}{{ text | upper }}!{% endmacro %}",
    "list.html": (
        '{% extends "layout.html" %}{% from "words.html" import loud %}'
        "{% block content %}<main>{% block results %}<ul>{{ loud(page) }}</ul>{% endblock %}</main>{% endblock %}"
    ),
    "theme/list.html": (
        '{% extends "list.html" %}{% from "words.html" import loud as shout %}'
        "{% block results %}<div>{{ shout(page) }}{{ super() }}</div>{% endblock %}"
    ),
    "child/list.html": '{% extends "theme/list.html" %}{% block results %}<i>{{ super() }}</i>{% endblock %}',
    "plain.html": "before {% block one %}{{ page }}{% endblock %} after",
}


@pytest.fixture
def drawn() -> Any:
    """Draws a block of the templates above."""
    app = Flask(__name__)
    app.jinja_loader = DictLoader(TEMPLATES)

    def draw(template: str, block: str) -> str | None:
        with app.app_context():
            return render_block(template, block, page="a")

    return draw


@pytest.mark.parametrize(
    ("template", "html"),
    [
        ("list.html", "<ul>A!</ul>"),
        ("theme/list.html", "<div>A!<ul>A!</ul></div>"),
        ("child/list.html", "<i><div>A!<ul>A!</ul></div></i>"),
    ],
)
def test_a_block_is_drawn_through_every_theme_that_extends_another(drawn: Any, template: str, html: str) -> None:
    assert drawn(template, "results") == html


def test_a_block_of_a_template_without_parent_is_drawn_alone(drawn: Any) -> None:
    assert drawn("plain.html", "one") == "a"


def test_a_block_around_the_overridden_one_holds_the_overriding_one(drawn: Any) -> None:
    assert drawn("theme/list.html", "content") == "<main><div>A!<ul>A!</ul></div></main>"


def test_a_block_that_is_not_there_is_none(drawn: Any) -> None:
    assert drawn("list.html", "nothing") is None




def test_a_partial_request_gets_the_block_alone_and_it_is_the_same_piece_as_inside_the_page(
    browser: FlaskClient,
) -> None:
    whole = browser.get("/en/c/kitchen")
    part = browser.get("/en/c/kitchen", headers={**PARTIAL, "HX-Target": "div#results"})
    assert part.status_code == 200
    assert part.text.startswith('<div id="results">')
    assert part.text.endswith("</div>")
    assert "<html" not in part.text
    assert part.text in whole.text


def test_a_product_block_is_the_same_piece_as_inside_the_page(demo: Any, browser: FlaskClient) -> None:
    path = f"/en/p/{demo.slugs()[0]}"
    part = browser.get(path, headers={**PARTIAL, "HX-Target": "div#product"}).text
    assert part.startswith('<div id="product"')
    assert part in browser.get(path).text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HX-Request": "true", "HX-Request-Type": "full", "HX-Boosted": "true", "HX-Target": "body"},
        {"HX-Request": "true", "HX-Request-Type": "full", "HX-Target": "div#results"},
        {"HX-Request": "true", "HX-History-Restore-Request": "true", "HX-Target": "div#results"},
    ],
)
def test_boosted_history_and_plain_requests_get_the_whole_page(browser: FlaskClient, headers: dict[str, str]) -> None:
    answer = browser.get("/en/c/kitchen", headers=headers)
    assert answer.text.lstrip().startswith("<!doctype html>")
    assert answer.text.rstrip().endswith("</html>")


def test_a_partial_request_for_a_block_that_is_not_there_gets_the_whole_page(browser: FlaskClient) -> None:
    answer = browser.get("/en/c/kitchen", headers={**PARTIAL, "HX-Target": "div#elsewhere"})
    assert "</html>" in answer.text


@pytest.mark.parametrize("headers", [{}, {**PARTIAL, "HX-Target": "div#results"}])
def test_pages_vary_on_the_kind_of_request(browser: FlaskClient, headers: dict[str, str]) -> None:
    answer = browser.get("/en/c/kitchen", headers=headers)
    assert "hx-request-type" in answer.headers["Vary"].lower()


def test_partial_answers_are_not_stored(browser: FlaskClient) -> None:
    part = browser.get("/en/c/kitchen", headers={**PARTIAL, "HX-Target": "div#results"})
    assert part.headers["Cache-Control"] == "no-store"


def test_an_address_of_any_characters_is_fit_for_the_header_that_names_it(demo: Any) -> None:
    path = "/%0D%0ASet-Cookie%3A%20a%3Db/%E5%8E%A8%E5%85%B7?q=%C3%BC&x=a%0Ab"
    answer = demo.browser().get(path, headers={**PARTIAL, "HX-Target": "main#results"})
    assert (answer.status_code, answer.headers["HX-Push-Url"]) == (404, path.replace("%3A", ":").replace("%3Db", "=b"))
