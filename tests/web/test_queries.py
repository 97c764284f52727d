"""How often a page asks the database does not depend on how much it shows."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from flask.testing import FlaskClient

from storefront.catalogue.tables import Offer, Product, ProductCategory, RelatedProduct, Shelf, Variant
from storefront.db import utc_now

Queries = Callable[..., Any]
FEW, MANY = 5, 30
# How often each kind of page asks, by a buyer without a cart. A page that asks otherwise is looked at, then this table
# is changed.
LISTS = {"/en/": 24, "/en/search": 24, "/en/search?q=wood": 25, "CATEGORY": 24, "/en/sellers/harbour-and-field": 27}
OTHERS = {
    "/en/pages/returns": 7,
    "/en/market": 7,
    "/en/guarantee": 6,
    "/en/account/sign-in": 6,
    "/en/search/suggest?q=po": 15,
    "/sitemap.xml": 5,
    "/en/cart": 6,
}
PRODUCT = 35
# with something in the cart and every step answered
CHECKOUT = {
    "/en/cart": 17,
    "/en/checkout/contact": 18,
    "/en/checkout/address": 18,
    "/en/checkout/delivery": 18,
    "/en/checkout/payment": 18,
    "/en/checkout/review": 20,
}
ORDER = 30


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is sent to the database, with its values."""
    log, found = logging.getLogger("peewee"), list[str]()
    keeper = logging.Handler()
    keeper.emit = lambda record: found.append(str(record.msg))  # type: ignore[method-assign]
    log.addHandler(keeper)
    level = log.level
    log.setLevel(logging.DEBUG)
    try:
        yield found
    finally:
        log.setLevel(level)
        log.removeHandler(keeper)


def asked(queries: Queries, browser: FlaskClient, path: str) -> list[str]:
    """What a page asks, after it was opened once."""
    assert browser.get(path).status_code == 200, path
    with queries() as found:
        assert browser.get(path).status_code == 200
    return [re.sub(r"IN \((\?, )+\?\)", "IN (?)", text) for text in found]


@pytest.fixture
def only_few() -> Any:
    """Hides all but so many products of the shelf, a reduced one among them; takes everything back."""
    rows = list(Shelf.select().order_by(Shelf.product).dicts())
    listed = list(dict.fromkeys(row["product"] for row in rows))
    lowered = reduced()
    kept = sorted(listed, key=lambda number: (number not in lowered, number))[:FEW]

    def hide() -> None:
        Shelf.delete().where(Shelf.product.not_in(kept)).execute()

    yield hide
    Shelf.delete().execute()
    Shelf.insert_many(rows).execute()


def reduced() -> set[int]:
    """The products with a reduction that holds now: for these one asks which price was the lowest before."""
    now = utc_now()
    begun = Offer.reduced_from.is_null() | (Offer.reduced_from <= now)
    lasting = Offer.reduced_until.is_null() | (Offer.reduced_until > now)
    rows = Offer.select(Variant.product).join(Variant).where(Offer.reduced_price.is_null(False), begun, lasting)
    return {number for (number,) in rows.tuples()}


def is_reduced(offers: Sequence[int]) -> bool:
    """Whether one of these offers has a reduction that holds now."""
    now = utc_now()
    begun = Offer.reduced_from.is_null() | (Offer.reduced_from <= now)
    lasting = Offer.reduced_until.is_null() | (Offer.reduced_until > now)
    lowered = Offer.reduced_price.is_null(False) & begun & lasting
    return bool(Offer.select().where(Offer.id.in_(list(offers)), lowered).exists())


def front_category() -> str:
    """A category that has a reduced product."""
    row = ProductCategory.select().where(ProductCategory.product.in_(sorted(reduced()))).order_by(ProductCategory.id).first()
    return str(row.category.slug)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_asks_so_often_whether_it_shows_many_or_few(
    demo: Any, queries: Queries, only_few: Callable[[], None], path: str
) -> None:
    address = f"/en/c/{front_category()}" if path == "CATEGORY" else path
    many = asked(queries, demo.browser(), address)
    only_few()
    few = asked(queries, demo.browser(), address)
    assert (len(many), len(few)) == (LISTS[path], LISTS[path]), "\n".join(many)


@pytest.mark.parametrize("path", OTHERS)
def test_a_page_without_a_list_asks_so_often(demo: Any, queries: Queries, path: str) -> None:
    found = asked(queries, demo.browser(), path)
    assert len(found) == OTHERS[path], "\n".join(found)


def test_every_product_page_asks_so_often_and_once_more_for_each_list_of_reductions(demo: Any, queries: Queries) -> None:
    browser, lowered = demo.browser(), reduced()
    for slug in demo.slugs(MANY):
        product = Product.get(Product.slug == slug)
        related = {row.related_id for row in RelatedProduct.select().where(RelatedProduct.product == product)}
        found = asked(queries, browser, f"/en/p/{slug}")
        assert len(found) == PRODUCT + (product.id in lowered) + bool(related & lowered), (slug, "\n".join(found))


def test_no_page_asks_the_same_twice(demo: Any, filled: Callable[..., FlaskClient], answered: Any) -> None:
    paths = [*LISTS, *OTHERS, f"/en/p/{demo.slugs()[0]}", *CHECKOUT]
    buyer = answered(filled(demo, demo.offers(2)))
    twice = {}
    for path in (f"/en/c/{front_category()}" if one == "CATEGORY" else one for one in paths):
        with statements() as found:
            assert buyer.get(path).status_code == 200
        twice[path] = [text for text, count in Counter(found).items() if count > 1]
    assert {path: texts for path, texts in twice.items() if texts} == {}


@pytest.mark.parametrize("language", ["de", "ar"])
def test_every_language_asks_equally_often(demo: Any, queries: Queries, language: str) -> None:
    browser = demo.browser()
    english = asked(queries, browser, "/en/c/kitchen")
    other = asked(queries, browser, f"/{language}/c/kitchen")
    assert len(english) == len(other)


@pytest.mark.parametrize("path", CHECKOUT)
def test_a_cart_of_thirty_lines_asks_as_often_as_one_of_one(
    demo: Any, queries: Queries, filled: Callable[..., FlaskClient], answered: Callable[..., FlaskClient], path: str
) -> None:
    one = answered(filled(demo, demo.offers(1)))
    thirty = answered(filled(demo, demo.offers(MANY)))
    few, many = asked(queries, one, path), asked(queries, thirty, path)
    # a cart with a reduced offer asks once more; which ones are reduced is a matter of the day
    wanted = tuple(CHECKOUT[path] + is_reduced(demo.offers(count)) for count in (1, MANY))
    assert (len(few), len(many)) == wanted, "\n".join(many)


def test_an_order_of_thirty_lines_asks_as_often_as_one_of_one(
    demo: Any, queries: Queries, place: Callable[..., tuple[FlaskClient, str]]
) -> None:
    one, few_number = place(demo, 1)
    thirty, many_number = place(demo, MANY)
    few = asked(queries, one, f"/en/orders/{few_number}")
    many = asked(queries, thirty, f"/en/orders/{many_number}")
    assert (len(few), len(many)) == (ORDER, ORDER), "\n".join(many)


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
    assert len(few) == len(many), "\n".join(many)
