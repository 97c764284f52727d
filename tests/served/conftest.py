"""A small shop in a folder for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from small_shop import SmallShop

from storefront import db, runtime
from storefront.app import create_app
from storefront.db import utc_now
from storefront.founding import found_shop

MakeShop = Callable[..., SmallShop]


@pytest.fixture
def make_shop(tmp_path: Path) -> Iterator[MakeShop]:
    """make_shop(*plugins, database_url=…): a new shop with these business models and nothing for sale."""

    def make(*plugins: str, database_url: str = "") -> SmallShop:
        home = tmp_path / "served-shop"
        url = database_url or f"sqlite:///{tmp_path}/served.sqlite3"
        settings = found_shop(home, utc_now(), {"STOREFRONT_DATABASE": url}, plugins)
        app = create_app(settings)
        app.testing = True
        return SmallShop(home, url, settings, app)

    yield make
    runtime._current.clear()
    db.close()
    db.database.initialize(None)
