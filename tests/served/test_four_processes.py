"""Four processes on PostgreSQL with Redis between them: a price changes, a plugin switches, and buyers storm the shop."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from small_shop import Page, SmallShop, Visitor, press_at_once, shipped_model

from storefront.catalogue.tables import Stock
from storefront.orders.tables import Order, Purchase
from storefront.payments.tables import Payment

PROCESSES, IN_A_ROW = 4, 40
BUYERS, PIECES = 32, 10


def everywhere(address: str, path: str, holds: Callable[[Page], bool]) -> bool:
    """Whether so many answers in a row are as they should be, so that every process gave some."""
    return all(holds(Visitor(address).get(path)) for _turn in range(IN_A_ROW))


def soon(address: str, path: str, holds: Callable[[Page], bool]) -> None:
    for _turn in range(100):
        if everywhere(address, path, holds):
            return
        time.sleep(0.05)
    raise AssertionError(f"{path} is not everywhere what it should be")


@pytest.fixture
def on_both(postgresql: Any, redis_url: str, make_shop: Callable[..., SmallShop]) -> Any:
    """A kettle for sale, and carts with one in each, on PostgreSQL and Redis."""
    from storefront import db

    name, url = postgresql.fresh()
    shop = make_shop(shipped_model(), database_url=url)
    shop.more["STOREFRONT_CACHE"] = redis_url
    yield shop
    db.close()
    postgresql.drop(name)


@pytest.mark.slow
@pytest.mark.database
def test_four_processes_are_one_shop(on_both: SmallShop) -> None:
    shop, model = on_both, shipped_model()
    shop.offer("kettle", model, 2000, category="kitchen", stock=PIECES)
    with shop.served(workers=PROCESSES) as address:
        assert everywhere(address, "/en/p/kettle", lambda page: "20.00" in page.text)
        changes_its_price(shop, address)
        switches_its_plugin(shop, address)
        sells_each_piece_once(shop, address)


def changes_its_price(shop: SmallShop, address: str) -> None:
    shop.offer("kettle", shipped_model(), 7700, category="kitchen", stock=PIECES)
    time.sleep(1)
    for path in ("/en/p/kettle", "/en/c/kitchen", "/en/search?q=kettle"):
        assert everywhere(address, path, lambda page: "77.00" in page.text and "20.00" not in page.text), path


def switches_its_plugin(shop: SmallShop, address: str) -> None:
    shop.done("plugin", "disable", shipped_model())
    soon(address, "/en/p/kettle", lambda page: page.status == 404)
    soon(address, "/en/search?q=kettle", lambda page: "77.00" not in page.text)
    shop.done("plugin", "enable", shipped_model())
    soon(address, "/en/p/kettle", lambda page: page.status == 200 and "77.00" in page.text)


def sells_each_piece_once(shop: SmallShop, address: str) -> None:
    offer = shop.offer("kettle", shipped_model(), 7700, category="kitchen", stock=PIECES)
    buyers = [shop.session(cart=shop.cart((offer, 1))) for _buyer in range(BUYERS)]
    answers = press_at_once([Visitor(address, one) for one in buyers])
    assert Counter(page.status for page in answers) == {303: PIECES, 409: BUYERS - PIECES}
    assert Order.select().count() == Purchase.select().count() == Payment.select().count() == PIECES
    assert [(row.on_hand, row.reserved) for row in Stock.select()] == [(PIECES, PIECES)]
    time.sleep(1)
    assert everywhere(address, "/en/p/kettle", lambda page: "sold out" in page.plain.lower())
