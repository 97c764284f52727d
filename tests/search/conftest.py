"""The small shop of searching.py, on both databases."""

from __future__ import annotations

from collections.abc import Callable

import peewee
import pytest
import searching


@pytest.fixture
def catalogue(shop_database: peewee.Database) -> Callable[..., None]:
    """Furniture and kitchen things in four languages; more are made by calling it like `searching.make`."""
    searching.fill()
    return searching.make
