"""The figures of the last days on the start page: added up by the database, everybody's or one seller's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import peewee
import pytest
from desk_people import open_desk

from storefront import db
from storefront.accounts import tables as accounts
from storefront.cart.tables import Cart, CartLine
from storefront.catalogue.tables import Offer, Product, Seller, Variant
from storefront.db import utc_now
from storefront.desk.day_figures import Day, conversion, currencies, figures_by_day, heights
from storefront.orders.tables import Order, Purchase
from storefront.web.limits import _counters

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def order(number: str, seller: int, total: int, at: datetime, currency: str = "EUR", purchase: Any = None) -> Any:
    """An order as it was placed; its purchase."""
    purchase = purchase or Purchase.create(
        token=number, cart_token=number, email="a@example.com", language="en", country="DE", currency=currency,
        total=total, provider="x", placed_at=at,
    )  # fmt: skip
    Order.create(
        number=number, purchase=purchase, seller_id=seller, business_model="x", state="placed", currency=currency,
        net=total, tax=0, total=total, placed_at=at,
    )  # fmt: skip
    return purchase


def cart(token: str, offer: Any, at: datetime) -> None:
    made = Cart.create(token=token, created_at=at, updated_at=at)
    if offer is not None:
        CartLine.create(cart=made, offer=offer, quantity=1, added_at=at)


@pytest.fixture
def traded(shop_database: peewee.Database) -> tuple[int, int]:
    """Two sellers and what was bought of them; their ids."""
    sellers = [Seller.create(slug=slug, name=slug, country="DE") for slug in ("one", "two")]
    product = Product.create(slug="p", created_at=NOW, updated_at=NOW)
    variant = Variant.create(product=product, sku="p")
    offers = [
        Offer.create(variant=variant, seller=seller, business_model="x", currency="EUR", price=1) for seller in sellers
    ]
    one, two = (int(seller.id) for seller in sellers)
    yesterday = NOW - timedelta(days=1)
    both = order("A-1", one, 1000, NOW)
    order("A-2", two, 500, NOW, purchase=both)
    order("A-3", one, 250, NOW)
    order("A-4", two, 900, yesterday, "USD")
    # the first moment that counts, and the last that does not
    order("A-5", one, 7, datetime(2026, 10, 25, tzinfo=UTC))
    order("A-6", one, 7, datetime(2026, 10, 24, 23, 59, 59, tzinfo=UTC))
    cart("left", offers[0], NOW)
    cart("left-too", offers[1], yesterday)
    cart("empty", None, NOW)
    return one, two


def test_orders_sales_and_carts_are_added_up_by_day(traded: tuple[int, int]) -> None:
    days = figures_by_day(NOW, None)
    assert len(days) == 30
    assert days[-1] == Day(NOW.date(), 3, 2, 1, {"EUR": 1750})
    assert days[-2] == Day(NOW.date() - timedelta(days=1), 1, 1, 1, {"USD": 900})
    assert days[0] == Day(datetime(2026, 10, 25).date(), 1, 1, 0, {"EUR": 7})
    assert sum(one.orders for one in days) == 5
    assert conversion(days) == Decimal("0.667")
    assert currencies(days) == ["EUR", "USD"]


def test_a_seller_has_his_own_figures_only(traded: tuple[int, int]) -> None:
    one, two = traded
    assert figures_by_day(NOW, frozenset({one}))[-1] == Day(NOW.date(), 2, 2, 1, {"EUR": 1250})
    assert figures_by_day(NOW, frozenset({two}))[-2:] == [
        Day(NOW.date() - timedelta(days=1), 1, 1, 1, {"USD": 900}),
        Day(NOW.date(), 1, 1, 0, {"EUR": 500}),
    ]
    assert sum(day.orders for day in figures_by_day(NOW, frozenset())) == 0


def test_orders_are_added_up_of_the_index_alone(shop_database: peewee.Database) -> None:
    if db.is_postgresql():
        return  # which way it goes depends on how many rows there are
    since = "2026-10-25T00:00:00.000000Z"
    sql = (
        "EXPLAIN QUERY PLAN SELECT SUBSTR(placed_at, 1, 10), currency, COUNT(total), COUNT(DISTINCT purchase_id),"
        " SUM(total) FROM orders WHERE placed_at >= ? GROUP BY SUBSTR(placed_at, 1, 10), currency"
    )
    plan = " ".join(row[3] for row in db.database.execute_sql(sql, (since,)).fetchall())
    assert "COVERING INDEX orders_placed_at_currency_seller_id_total_purchase_id (placed_at>?)" in plan


def test_nothing_to_divide_by_is_no_conversion() -> None:
    assert conversion([Day(NOW.date())]) is None
    assert conversion([Day(NOW.date(), bought=1)]) == 1


def test_whatever_is_there_is_seen() -> None:
    assert heights([0, 1, 1000, 500], 56) == [0, 1, 56, 28]
    assert heights([0, 0], 56) == [0, 0]
    assert heights([], 56) == []


# -- the page -------------------------------------------------------------------------------------


@pytest.fixture
def put_back(demo: Any) -> Iterator[None]:
    """What a test orders is gone after it."""
    _counters.clear()
    orders = [row.id for row in Order.select(Order.id)]
    purchases = [row.id for row in Purchase.select(Purchase.id)]
    yield
    Order.delete().where(Order.id.not_in(orders)).execute()
    Purchase.delete().where(Purchase.id.not_in(purchases)).execute()
    accounts.Person.delete().execute()


def totals(page: str) -> dict[str, Decimal]:
    """A plot's title and its total."""
    found = re.findall(r'<span class="quiet">([^<]+)</span> <strong>([^<]+)</strong>', page)
    return {title: Decimal(re.sub(r"[^0-9.]", "", total) or 0) for title, total in found}


def test_the_start_page_has_plots_a_table_and_quick_ways(demo: Any, put_back: None, queries: Callable[..., Any]) -> None:
    staff, seller = open_desk(demo, "staff"), open_desk(demo, "seller", "harbour-and-field")
    own, other = (Seller.get(Seller.slug == slug).id for slug in ("harbour-and-field", other_seller()))
    order("F-0", own, 100, utc_now())
    everybodys, his = totals(staff.get("/desk/").text), totals(seller.get("/desk/").text)
    with queries() as before:
        staff.get("/desk/")
    for number in range(1, 5):
        order(f"F-{number}", other if number > 1 else own, 1000, utc_now())
    with queries() as after:
        page = staff.get("/desk/").text
    assert len(after) == len(before)
    now = totals(page)
    assert (now["Orders"] - everybodys["Orders"], now["Sales in EUR"] - everybodys["Sales in EUR"]) == (4, 40)
    assert re.search(r'<svg class="plot"[^>]*aria-label="Orders: \d+; the most on [^"]+: \d+\."', page)
    assert "Day by day" in page
    assert {"/desk/products/new", "/desk/import"} <= set(re.findall(r'href="(/desk/[^"]+)"', page))
    page = seller.get("/desk/").text
    assert (totals(page)["Orders"] - his["Orders"], totals(page)["Sales in EUR"] - his["Sales in EUR"]) == (1, 10)
    assert 'href="/desk/import"' not in page


def other_seller() -> str:
    return str(Seller.get(Seller.slug != "harbour-and-field").slug)
