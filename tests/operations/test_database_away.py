"""A database that goes away and comes back, on both engines: 503 meanwhile, kept pages all the same, then as before."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import peewee
import pytest

from storefront import db, worker
from storefront.catalogue.tables import Stock
from storefront.invalidations import AWAY_SECONDS, Watch

Fronted = Callable[..., Any]


@contextmanager
def away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody gets a connection, and those that were open are dead."""
    kind = type(db.database.obj)

    def refuse(_database: Any) -> None:
        raise (peewee.OperationalError if db.is_postgresql() else sqlite3.OperationalError)("unable to open database")

    with monkeypatch.context() as patch:
        db.let_go()
        patch.setattr(kind, "_connect", refuse)
        yield


def test_what_is_not_kept_is_answered_503_with_a_page_that_needs_nothing(
    fronted: Fronted, database_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    browser = fronted(database_url).browser()
    with away(monkeypatch):
        for path in ("/en/cart", "/en/p/kettle", "/ar/", "/de/search"):
            answer = browser.get(path)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10"), path
            assert "Your cart and your orders are safe" in answer.text
            assert 'lang="ar" dir="rtl"' in answer.text and "unable to open" not in answer.text
            assert answer.headers["Cache-Control"] == "no-store"
        assert browser.post("/en/cart/add", data={"offer": "1", "quantity": "1"}).status_code == 503
    assert "Traceback" not in caplog.text
    assert browser.get("/en/cart").status_code == 200
    assert browser.get("/en/p/kettle").status_code == 200


def test_kept_pages_are_answered_while_it_is_away_and_afresh_when_it_is_back(
    fronted: Fronted, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from small_shop import shipped_model

    found = fronted(database_url)
    browser = found.browser()
    for _turn in range(2):
        assert "20.00" in browser.get("/en/p/kettle").text
    with away(monkeypatch):
        assert "20.00" in browser.get("/en/p/kettle").text
    found.shop.offer("kettle", shipped_model(), 7700, category="kitchen")
    threading.Event().wait(AWAY_SECONDS + 0.3)
    assert "77.00" in browser.get("/en/p/kettle").text


def test_somebody_with_a_cart_gets_the_kept_page_too(
    fronted: Fronted, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = fronted(database_url)
    browser = found.browser()
    for name, value in found.shop.session(cart=found.shop.cart()).items():
        browser.set_cookie(name, value)
    assert browser.get("/en/p/kettle").status_code == 200
    with away(monkeypatch):
        answer = browser.get("/en/p/kettle")
        assert answer.status_code == 200
        assert "20.00" in answer.text


def test_a_look_that_failed_is_made_up_for(
    fronted: Fronted, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fronted(database_url)
    seen: list[Any] = []
    watch = Watch(seen.append)
    watch.look(now=True)
    with away(monkeypatch):
        watch.look(now=True)
    with db.transaction():
        Stock.update(on_hand=3).execute()
    threading.Event().wait(AWAY_SECONDS + 0.1)
    watch.look()
    assert seen[0] is None
    assert any("product:" in tag for tag in seen[1])


def test_a_file_that_another_keeps_locked_is_told_so(
    fronted: Fronted, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "LOCK_PATIENCE_SECONDS", 0.05)
    browser = fronted().browser()
    other = sqlite3.connect(tmp_path / "served.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    sent = {"offer": "1", "quantity": "1"}
    try:
        answer = browser.post("/en/cart/add", data=sent)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    finally:
        other.close()
    assert browser.post("/en/cart/add", data=sent).status_code == 303


def test_a_mistake_in_sql_is_a_bug_and_no_weather(shop_database: peewee.Database) -> None:
    with pytest.raises(peewee.DatabaseError) as raised:
        shop_database.execute_sql("SELECT * FROM no_such_table")
    assert not db.is_away(raised.value)


def test_the_worker_goes_on_when_it_is_back(
    fronted: Fronted, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fronted(database_url)
    with away(monkeypatch):
        assert worker.run_once(db.utc_now()) == 0
    worker.run_once(db.utc_now())


# -- PostgreSQL's connections ---------------------------------------------------------------------


@pytest.fixture
def on_postgresql(postgresql: Any) -> Iterator[Callable[[], None]]:
    """A function that ends every connection of the open database."""
    import psycopg

    name, url = postgresql.fresh()
    db.open_database(url)

    def end_all() -> None:
        with psycopg.connect(url, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    yield end_all
    db.close()
    db.database.initialize(None)
    postgresql.drop(name)


def test_a_connection_that_was_lost_meanwhile_is_opened_anew(on_postgresql: Callable[[], None]) -> None:
    assert Stock.select().count() == 0
    on_postgresql()
    assert Stock.select().count() == 0
    on_postgresql()
    with db.transaction():
        assert Stock.select().count() == 0


def test_one_lost_inside_a_transaction_ends_it_and_the_next_is_whole(on_postgresql: Callable[[], None]) -> None:
    from storefront.tables import Fact

    with pytest.raises(peewee.OperationalError), db.transaction():
        Fact.create(name="half", value=1)
        on_postgresql()
        Fact.create(name="whole", value=1)
    assert not db.database.in_transaction()
    with db.transaction():
        Fact.create(name="later", value=1)
    assert [row.name for row in Fact.select()] == ["later"]


def test_a_look_at_one_moment_is_never_continued_at_another(on_postgresql: Callable[[], None]) -> None:
    with pytest.raises(peewee.OperationalError), db.frozen():
        assert Stock.select().count() == 0
        on_postgresql()
        Stock.select().count()
    assert Stock.select().count() == 0
