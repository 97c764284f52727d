"""Codes in the database: a limit is never passed, and a cancelled order gives its use back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest

from storefront import db
from storefront.cart.actions import new_cart
from storefront.errors import Refused
from storefront.i18n import _
from storefront.orders.tables import Order, Purchase
from storefront.plugins.b2c import actions, queries
from storefront.plugins.b2c.promotions import Promotion
from storefront.plugins.b2c.tables import CodeUse, PromotionCode
from storefront.tables import core_tables
from storefront.values import Buyer, Component, Context, Group, Market, Price, Seller, Shop

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SHOP = Shop("Shop", "EUR", "DE", ("en",), "en", "http://localhost")
ANN = Context(SHOP, Market("DE", "EUR"), "en", Buyer(email="Ann@example.com"), NOW, "b2c")
BEN = replace(ANN, buyer=Buyer(email="ben@example.com"))


@pytest.fixture(autouse=True)
def shop_database(tmp_path: Path) -> Iterator[None]:
    """A shop whose retail tables were made by the plugin's own migration."""
    db.open_database(f"sqlite:///{tmp_path}/shop.sqlite3")
    db.database.create_tables(core_tables())
    import_module("storefront.plugins.b2c.migrations.0001_first").migrate(db.database)
    yield
    db.close()


def make(code: str = "SPRING10", **values: object) -> None:
    actions.create_code(Promotion(code, "percent", percent=10, **values), NOW)  # type: ignore[arg-type]


def group(seller: int = 1, code: str = "SPRING10") -> Group:
    """A group whose price was made with the code."""
    parts = (Component("base", _("Price"), 4900), Component("promotion", _("Code %(code)s", code=code), -490))
    price = Price("EUR", 4900, 1, 4900, 4410, 0, 4410, parts)
    seller_facts = Seller(seller, f"seller-{seller}", "Seller", True, "DE")
    return Group(seller_facts, "b2c", (), (price,), (code,), freight=490, currency="EUR")


def used() -> tuple[int, int]:
    """(the counter, the uses)"""
    return PromotionCode.get().used, CodeUse.select().count()


def test_a_limit_of_one_is_used_once() -> None:
    make(limit_in_all=1)
    assert actions.count_use(group(), ANN) == []
    [problem] = actions.count_use(group(), BEN)
    assert str(problem.message) == "The code SPRING10 has been used up meanwhile."
    assert (problem.blocks, problem.where, used()) == (True, "group:1:b2c", (1, 1))


def test_a_buyer_uses_a_code_as_often_as_it_says_however_the_address_is_written() -> None:
    make(limit_per_buyer=1)
    assert actions.count_use(group(), ANN) == []
    later = replace(ANN, buyer=Buyer(email="ANN@EXAMPLE.COM "), now=NOW + timedelta(minutes=5))
    [problem] = actions.count_use(group(), later)
    assert str(problem.message) == "You have used the code SPRING10 already."
    assert actions.count_use(group(), BEN) == []
    assert used() == (2, 2)


def test_two_orders_of_one_purchase_share_one_use() -> None:
    make(limit_in_all=1, limit_per_buyer=1)
    assert actions.count_use(group(1), ANN) == []
    assert actions.count_use(group(2), ANN) == []
    assert used() == (1, 1)


def test_a_code_that_is_not_in_the_price_is_not_used() -> None:
    make()
    plain = replace(group(), prices=(replace(group().prices[0], components=()),))
    assert actions.count_use(plain, ANN) == []
    assert used() == (0, 0)


def test_free_delivery_is_used_although_it_leaves_no_trace_in_the_lines() -> None:
    actions.create_code(Promotion("FREESHIP", "free-delivery"), NOW)
    free = replace(group(), prices=(replace(group().prices[0], components=()),), codes=("FREESHIP",), freight=0)
    assert actions.count_use(free, ANN) == []
    assert used() == (1, 1)


def order(placed_at: datetime = NOW, email: str = "ann@example.com") -> int:
    purchase = Purchase.create(
        token=f"t{placed_at}", cart_token=f"c{placed_at}", email=email, language="en", country="DE",
        currency="EUR", total=4900, provider="card", placed_at=placed_at,
    )
    made = Order.create(
        number=f"n{placed_at}"[:24], purchase=purchase.id, seller_id=1, business_model="b2c", state="placed",
        currency="EUR", net=0, tax=0, total=4900, placed_at=placed_at,
    )
    return int(made.id)


def test_a_cancelled_order_gives_its_use_back_once() -> None:
    make(limit_in_all=1)
    actions.count_use(group(), ANN)
    number = order()
    actions.link_use(number)
    actions.link_use(number)  # the outbox may tell twice
    assert CodeUse.get().order_id == number
    actions.give_code_back(f"order:{number}", {})
    actions.give_code_back(f"order:{number}", {})
    assert used() == (0, 0)


def test_an_order_cancelled_before_its_use_was_linked_gives_it_back_all_the_same() -> None:
    make(limit_in_all=1)
    actions.count_use(group(), ANN)
    number = order()
    Order.update(state="cancelled").where(Order.id == number).execute()
    actions.give_code_back(f"order:{number}", {})
    assert used() == (1, 1)
    actions.link_use(number)
    assert used() == (0, 0)


def test_an_order_without_a_code_takes_no_other_orders_use() -> None:
    make()
    actions.count_use(group(), ANN)
    actions.link_use(order(NOW + timedelta(minutes=3)))
    assert CodeUse.get().order_id is None


def test_codes_are_told_apart_by_their_capitals() -> None:
    make("spring10")
    with pytest.raises(Refused, match="There is a code SPRING10 already"):
        make("SPRING10")
    assert [one.code for one in queries.all_promotions()] == ["SPRING10"]


@pytest.mark.parametrize(
    ("promotion", "reason"),
    [
        (Promotion("", "percent", percent=10), "A code has 1 to 40 characters."),
        (Promotion("X", "percent", percent=0), "Say from 1 to 100 per cent."),
        (Promotion("X", "amount"), "Say how much the code takes off, in at least one currency."),
        (Promotion("X", "amount", amounts={"EUR": 0}), "An amount is more than nothing."),
    ],
)
def test_a_code_that_gives_nothing_is_not_made(promotion: Promotion, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        actions.create_code(promotion, NOW)
    assert PromotionCode.select().count() == 0


def test_a_typed_code_stays_with_the_cart_and_unknown_ones_make_room() -> None:
    make()
    token = new_cart(NOW)
    actions.enter_code(token, "sprng")
    assert actions.cart_codes(token) == ("SPRNG",)
    actions.enter_code(token, " spring10 ")
    assert actions.cart_codes(token) == ("SPRING10",)
    actions.enter_code(token, "SPRING10")
    actions.remove_code(token, "other")
    assert actions.cart_codes(token) == ("SPRING10",)
    actions.remove_code(token, "spring10")
    assert actions.cart_codes(token) == ()


def test_an_ended_code_gives_nothing_and_an_unknown_one_cannot_end() -> None:
    make()
    actions.end_code("spring10")
    assert PromotionCode.get().active is False
    with pytest.raises(Refused, match="There is no code NOPE"):
        actions.end_code("nope")
