"""How often a page asks the database does not depend on how much it shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from storefront.catalogue.tables import ProductCategory, Shelf

Queries = Callable[..., Any]
FEW, MANY = 5, 30


def asked(queries: Queries, browser: FlaskClient, path: str) -> list[str]:
    """What a page asks, after it was opened once."""
    assert browser.get(path).status_code == 200, path
    with queries() as found:
        assert browser.get(path).status_code == 200
    return [re.sub(r"IN \((\?, )+\?\)", "IN (?)", text) for text in found]


def more(many: list[str], few: list[str]) -> list[str]:
    """The questions asked more often; the one about reductions is asked where something is reduced."""
    many = [text for text in many if '"price_history"' not in text or text in few]
    return [f"{count}× {text}" for text, count in (Counter(many) - Counter(few)).items()]


@pytest.fixture
def only_few() -> Any:
    """Hides all but so many products of the shelf; takes everything back."""
    rows = list(Shelf.select().order_by(Shelf.product).dicts())
    kept = list(dict.fromkeys(row["product"] for row in rows))[:FEW]

    def hide() -> None:
        Shelf.delete().where(Shelf.product.not_in(kept)).execute()

    yield hide
    Shelf.delete().execute()
    Shelf.insert_many(rows).execute()


def front_category() -> str:
    """A category that has products before and after hiding."""
    first = Shelf.select(Shelf.product).order_by(Shelf.product).limit(1)
    row = ProductCategory.select().where(ProductCategory.product.in_(first)).first()
    return str(row.category.slug)


@pytest.mark.parametrize("path", ["/en/", "/en/search", "/en/search?q=the", "CATEGORY", "/en/sellers/harbour-and-field"])
def test_a_list_of_many_asks_as_often_as_a_list_of_few(
    demo: Any, queries: Queries, only_few: Callable[[], None], path: str
) -> None:
    path = f"/en/c/{front_category()}" if path == "CATEGORY" else path
    many = asked(queries, demo.browser(), path)
    only_few()
    few = asked(queries, demo.browser(), path)
    assert more(many, few) == []
    assert len(few) <= len(many)


@pytest.mark.parametrize(
    ("path", "count"), [("/en/", 30), ("/en/c/kitchen", 30), ("/en/search", 30), ("PRODUCT", 45), ("/en/cart", 12)]
)
def test_a_page_asks_a_small_fixed_number_of_questions(demo: Any, queries: Queries, path: str, count: int) -> None:
    path = f"/en/p/{demo.slugs()[0]}" if path == "PRODUCT" else path
    found = asked(queries, demo.browser(), path)
    assert len(found) <= count, "\n".join(found)


def test_every_product_page_asks_about_equally_often(demo: Any, queries: Queries) -> None:
    """What a product lacks (related products, reductions, a measure) is not asked after."""
    browser = demo.browser()
    counts = {slug: len(asked(queries, browser, f"/en/p/{slug}")) for slug in demo.slugs(FEW)}
    assert max(counts.values()) - min(counts.values()) <= 4, counts


@pytest.mark.parametrize("language", ["de", "ar"])
def test_every_language_asks_equally_often(demo: Any, queries: Queries, language: str) -> None:
    browser = demo.browser()
    english = asked(queries, browser, "/en/c/kitchen")
    other = asked(queries, browser, f"/{language}/c/kitchen")
    assert len(english) == len(other)


@pytest.mark.parametrize("path", ["/en/cart", "/en/checkout/contact", "/en/checkout/payment", "/en/checkout/review"])
def test_a_cart_of_thirty_lines_asks_as_often_as_one_of_one(
    demo: Any, queries: Queries, filled: Callable[..., FlaskClient], answered: Callable[..., FlaskClient], path: str
) -> None:
    one = answered(filled(demo, demo.offers(1)))
    thirty = answered(filled(demo, demo.offers(MANY)))
    few, many = asked(queries, one, path), asked(queries, thirty, path)
    assert more(many, few) == []


def test_an_order_of_thirty_lines_asks_as_often_as_one_of_one(
    demo: Any, queries: Queries, place: Callable[..., tuple[FlaskClient, str]]
) -> None:
    one, few_number = place(demo, 1)
    thirty, many_number = place(demo, MANY)
    few = asked(queries, one, f"/en/orders/{few_number}")
    many = asked(queries, thirty, f"/en/orders/{many_number}")
    assert more(many, few) == []


@pytest.mark.parametrize(
    ("path", "market"),
    [
        ("/en/cart", "DE-EUR"),
        ("/en/checkout/contact", "DE-EUR"),
        ("/en/checkout/review", "DE-EUR"),
        ("/en/cart", "NO-NOK"),
        ("/en/checkout/contact", "NO-NOK"),
    ],
)
def test_a_cart_with_two_sellers_asks_as_often_as_a_cart_with_one(
    demo: Any, queries: Queries, filled: Callable[..., FlaskClient], answered: Callable[..., FlaskClient], path: str, market: str
) -> None:
    own = demo.offers(2)
    other = demo.offers_of_another_seller()
    one = answered(filled(demo, own))
    two = answered(filled(demo, [own[0], other]))
    for browser in (one, two):
        browser.set_cookie("market", market)
    few, many = asked(queries, one, path), asked(queries, two, path)
    assert more(many, few) == []
