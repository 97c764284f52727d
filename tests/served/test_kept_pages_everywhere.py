"""Several processes, each with pages of its own or with Redis between them: what is written is seen by all."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from small_shop import SmallShop, Visitor, shipped_model

IN_A_ROW = 40


def prices(address: str, path: str = "/en/p/kettle") -> set[bool]:
    """Whether the new price is shown, by many visitors in a row, so that every worker answers some."""
    return {"77.00" in Visitor(address).get(path).text for _turn in range(IN_A_ROW)}


@pytest.mark.slow
@pytest.mark.parametrize("shared", [False, True], ids=["alone", "redis"])
def test_a_new_price_is_everywhere_within_a_second(
    make_shop: Callable[..., SmallShop], database_url: str, shared: bool, request: pytest.FixtureRequest
) -> None:
    shop = make_shop(shipped_model(), database_url=database_url)
    shop.offer("kettle", shipped_model(), 2000, category="kitchen")
    if shared:
        shop.more["STOREFRONT_CACHE"] = request.getfixturevalue("redis_url")
    with shop.served(workers=3) as address:
        for path in ("/en/p/kettle", "/en/c/kitchen"):
            assert prices(address, path) == {False}
        shop.offer("kettle", shipped_model(), 7700, category="kitchen")
        time.sleep(1)
        for path in ("/en/p/kettle", "/en/c/kitchen"):
            assert prices(address, path) == {True}
