"""A worker that has not yet heard of a change sells nothing of a model that has left, or that just leaves."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from small_shop import SmallShop, shipped_model

from storefront import db, plugin_manager, runtime
from storefront.cart.loading import load_cart
from storefront.catalogue.tables import Stock
from storefront.checkout import placing
from storefront.checkout.placing import NotPlaced, Placed, fingerprint, place_order
from storefront.orders.tables import Order, Purchase


@pytest.fixture
def shop(make_shop: Any, database_url: str) -> SmallShop:
    made: SmallShop = make_shop(shipped_model(), database_url=database_url)
    return made


def ready(shop: SmallShop) -> tuple[Any, ...]:
    """What the button sends."""
    cart = shop.cart((shop.offer("kettle", shipped_model()), 2))
    context = replace(shop.context(), cart_token=cart)
    return runtime.current(), cart, context, fingerprint(load_cart(runtime.current(), cart, context), context)


@pytest.mark.parametrize("command", ["retire", "disable"])
def test_a_worker_with_the_old_set_places_no_order(shop: SmallShop, command: str) -> None:
    pressed = ready(shop)
    shop.done("plugin", command, shipped_model())
    with pytest.raises(NotPlaced) as refused:
        place_order(*pressed, "sandbox-card")
    assert [problem.code for problem in refused.value.problems] == ["gone"]
    assert (Order.select().count(), Purchase.select().count(), Stock.get().reserved) == (0, 0, 0)


def test_an_order_that_is_just_being_placed_keeps_its_model(shop: SmallShop, monkeypatch: pytest.MonkeyPatch) -> None:
    pressed = ready(shop)
    inside, goes_on = threading.Event(), threading.Event()

    def reserve_slowly(purchase: Purchase) -> None:
        inside.set()
        # until the other command has gone by, or stands before the door
        goes_on.wait(timeout=3)
        reserve(purchase)

    def place() -> Placed:
        try:
            return place_order(*pressed, "sandbox-card")
        finally:
            db.close()

    reserve = placing._reserve
    monkeypatch.setattr(placing, "_reserve", reserve_slowly)
    with ThreadPoolExecutor(1) as threads:
        placed = threads.submit(place)
        assert inside.wait(timeout=30)
        refused = shop.command("plugin", "disable", shipped_model())
        goes_on.set()
        assert placed.result(timeout=30).payment_id
    assert refused.returncode != 0
    assert Order.get().number in refused.stdout + refused.stderr
    assert plugin_manager.read_states() == {shipped_model(): "enabled"}
