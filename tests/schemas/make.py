"""Keep a full shop as an earlier schema has it: `python tests/schemas/make.py 0002_accounts` (with tests/ on the path).

Run it once, when a step was released: the file is never made anew. A shop is filled by today's actions, and the tables
and columns that the schema of that step has are written as JSON; a table that nobody filled gets a made-up row.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from small_shop import GOOD_CARD, PAST, SmallShop, shipped_model

from storefront import db, migrations, runtime
from storefront.app import create_app
from storefront.cart.loading import load_cart
from storefront.catalogue.tables import Category, Image, Product
from storefront.checkout.placing import Placed, fingerprint, place_order
from storefront.founding import found_shop
from storefront.operations.snapshots import TableShape, tables
from storefront.payments.actions import begin_payment

HERE = Path(__file__).parent
# business models have no name in core's tests
MODEL = "MODEL"


def place(shop: SmallShop, token: str, provider: str) -> Placed:
    context = shop.context()
    seen = fingerprint(load_cart(runtime.current(), token, context), context)
    return place_order(runtime.current(), token, context, seen, provider)


def fill(shop: SmallShop) -> None:
    """Things for sale, a cart, an order that is paid and one that waits for its transfer."""
    titles = {"en": "Kettle", "de": "Kessel für Tee", "zh-Hans": "水壶", "ar": "غلّاية"}
    kettle = shop.offer("kettle", shipped_model(), 2347, category="kitchen", stock=9, titles=titles)
    lamp = shop.offer("lamp", shipped_model(), 5000, category="light", stock=3)
    shop.offer("rug", shipped_model(), 900, stock=0)
    with db.transaction():
        Category.update(parent=Category.get(Category.slug == "kitchen")).where(Category.slug == "light").execute()
        picture = {"digest": "ab" * 32, "width": 640, "height": 480, "widths": [320, 640], "formats": ["avif", "webp"]}
        Image.create(product=Product.get(Product.slug == "kettle"), alt={"en": "A kettle"}, **picture)
        Product.update(tags=["new", "Tee & Brot"], restrictions=["battery"]).execute()
    paid = place(shop, shop.cart((kettle, 2), (lamp, 1)), "sandbox-card")
    assert paid.payment_id is not None
    begin_payment(paid.payment_id, {"card": GOOD_CARD}, "http://localhost:8000/back")
    place(shop, shop.cart((kettle, 1), card="sandbox-card"), "sandbox-card")
    shop.cart((lamp, 1), email="berit@example.com")


def made_up(shape: TableShape) -> dict[str, Any]:
    """A row for a table that nobody filled, pointing at first rows."""
    parents = dict(shape.parents)
    found: dict[str, Any] = {}
    for column in db.database.get_columns(shape.name):
        if column.primary_key:
            found[column.name] = 1
        elif column.name in parents:
            found[column.name] = None if parents[column.name] == shape.name else 1
        elif "INT" in column.data_type.upper() or "BOOL" in column.data_type.upper():
            found[column.name] = 1
        else:
            moment = column.data_type.upper() == "VARCHAR(27)"
            found[column.name] = PAST.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if moment else "{}"
    return found


def shapes_of(step: str, home: Path) -> list[TableShape]:
    """The tables that the schema has after a step."""
    opened = db.open_database(f"sqlite:///{home}/old.sqlite3")
    with db.transaction():
        migrations.take_steps("", [one for one in migrations.steps_of("") if one <= step])
    return tables(opened)


def rows_of(shape: TableShape) -> list[list[Any]]:
    names = ", ".join(f'"{name}"' for name in shape.columns)
    there = {column.name for column in db.database.get_columns(shape.name)}
    assert there >= set(shape.columns), f"{shape.name} has lost {set(shape.columns) - there}: make the file from then"
    found = db.database.execute_sql(f'SELECT {names} FROM "{shape.name}" ORDER BY 1').fetchall()
    return [[nameless(value) for value in row] for row in found]


def nameless(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    assert MODEL not in value
    return re.sub(rf"\b{shipped_model()}\b", MODEL, value)


def main(step: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shapes = [shape for shape in shapes_of(step, home) if shape.name != "invalidation"]
        settings = found_shop(home / "shop", PAST, {}, (shipped_model(),))
        shop = SmallShop(settings.home, settings.database_url, settings, create_app(settings))
        fill(shop)
        kept = {}
        for shape in shapes:
            rows = rows_of(shape)
            if not rows:
                row = made_up(shape)
                rows = [[row[name] for name in shape.columns]]
            kept[shape.name] = {"columns": shape.columns, "rows": rows}
        db.close()
    lines = [f' {json.dumps(name)}: {json.dumps(one, ensure_ascii=False)}' for name, one in kept.items()]
    (HERE / f"{step}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
