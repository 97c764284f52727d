"""Full shops of earlier schemas go forward to this one without the loss of a value, on both databases; and sell on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from small_shop import SmallShop, shipped_model

from storefront import db, migrations, runtime
from storefront.app import create_app
from storefront.cart.loading import load_cart
from storefront.checkout.placing import fingerprint, place_order
from storefront.operations.restores import _fill, _restart_counters
from storefront.operations.snapshots import tables
from storefront.orders.tables import Order
from storefront.settings import FILE_NAME, load
from storefront.settings_text import settings_text
from storefront.tables import core_tables

HERE = Path(__file__).parent
MODEL, CARD = "MODEL", "sandbox-card"
STEPS = sorted(path.stem for path in HERE.glob("*.json"))
# A step that changes values on purpose says here which columns it writes anew: step → {table: {column, …}}
REWRITTEN: dict[str, dict[str, set[str]]] = {}
# A step that adds rows on purpose says here what tells them: step → {table: {a text in the row, …}}
ADDED: dict[str, dict[str, set[str]]] = {"0007_search": {"fact": {"search.reindexing"}}}

Kept = dict[str, dict[str, Any]]


@dataclass
class OldShop:
    """A database as a step left it, with a full shop in it."""

    step: str
    url: str
    kept: Kept


def kept_shop(step: str) -> Kept:
    text = (HERE / f"{step}.json").read_text(encoding="utf-8").replace(MODEL, shipped_model())
    found: Kept = json.loads(text)
    return found


@pytest.fixture(params=STEPS)
def old_shop(request: pytest.FixtureRequest, empty_database_url: str) -> Iterator[OldShop]:
    step: str = request.param
    kept = kept_shop(step)
    opened = db.open_database(empty_database_url)
    with db.transaction():
        migrations.take_steps("", [one for one in migrations.steps_of("") if one <= step])
        for shape in tables(opened):
            if shape.name in kept:
                columns, rows = kept[shape.name]["columns"], kept[shape.name]["rows"]
                _fill(opened, shape, iter([(columns, list(row)) for row in rows]), lambda _count: None)
        _restart_counters(opened, tables(opened))
    yield OldShop(step, empty_database_url, kept)
    runtime._current.clear()
    db.close()
    db.database.initialize(None)


def rows_of(table: str, columns: list[str]) -> list[list[Any]]:
    names = ", ".join(f'"{name}"' for name in columns)
    found = db.database.execute_sql(f'SELECT {names} FROM "{table}" ORDER BY 1').fetchall()
    return [[int(value) if isinstance(value, bool) else value for value in row] for row in found]


def test_every_row_and_every_value_comes_through(old_shop: OldShop) -> None:
    steps = migrations.steps_of("")
    assert [one for one in migrations.migrate() if "/" not in one] == [one for one in steps if one > old_shop.step]
    for table, there in old_shop.kept.items():
        anew = {name for step in steps if step > old_shop.step for name in REWRITTEN.get(step, {}).get(table, ())}
        columns = [name for name in there["columns"] if name not in anew]
        wanted = [[row[there["columns"].index(name)] for name in columns] for row in there["rows"]]
        added = {text for step in steps if step > old_shop.step for text in ADDED.get(step, {}).get(table, ())}
        assert [row for row in rows_of(table, columns) if not any(text in row for text in added)] == wanted, table
    assert migrations.pending() == []


def test_no_table_of_that_schema_was_left_out(old_shop: OldShop) -> None:
    opened = db.database.obj
    there = {shape.name: set(shape.columns) for shape in tables(opened) if shape.name != "invalidation"}
    assert there == {name: set(one["columns"]) for name, one in old_shop.kept.items()}
    assert all(one["rows"] for one in old_shop.kept.values())


def test_the_shop_is_read_by_todays_classes_and_sells_on(old_shop: OldShop, tmp_path: Path) -> None:
    migrations.migrate()
    for table in core_tables():
        list(table.select())
    (tmp_path / FILE_NAME).write_text(settings_text((shipped_model(),), "An old shop"), encoding="utf-8")
    settings = load(tmp_path, {"STOREFRONT_DATABASE": old_shop.url})
    shop = SmallShop(tmp_path, old_shop.url, settings, create_app(settings))
    browser = shop.app.test_client()
    browser.set_cookie("market", "DE-EUR")
    for path, said in (("/en/p/kettle", "23.47"), ("/ar/p/kettle", "غلّاية"), ("/en/c/kitchen", "kettle")):
        assert said.lower() in browser.get(path).text.lower(), path
    order = Order.select().order_by(Order.id).first()
    key = order.purchase.token
    assert order.number in browser.get(f"/en/purchases/{key}", follow_redirects=True).text
    before = ids()
    offer = shop.offer("teapot", shipped_model(), 1500)
    context, token = shop.context(), shop.cart((offer, 1))
    seen = fingerprint(load_cart(runtime.current(), token, context), context)
    place_order(runtime.current(), token, context, seen, CARD)
    assert ids()[:-1] == before
    assert ids()[-1] > before[-1]


def ids() -> list[int]:
    return [row[0] for row in Order.select(Order.id).order_by(Order.id).tuples()]
