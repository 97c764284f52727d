"""Two products in two categories, their pages kept; on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from kept_pages import KeptShop, cached
from small_shop import SmallShop, shipped_model


@pytest.fixture
def kept_shop(make_shop: Callable[..., SmallShop], database_url: str) -> KeptShop:
    """A kettle and a lamp."""
    shop = make_shop(shipped_model(), database_url=database_url)
    found = cached(shop)
    found.kettle = shop.offer("kettle", shipped_model(), 2000, category="kitchen")
    found.lamp = shop.offer("lamp", shipped_model(), 5000, category="light")
    return found
