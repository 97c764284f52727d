"""The shop sells on while a large import runs."""

from __future__ import annotations

import time
from typing import Any

from storefront.catalogue.tables import Product, Stock, Variant
from storefront.orders.tables import Order

ROWS = 2000


def test_a_buyer_buys_while_an_import_runs(
    import_shop: Any, export: Any, generated_export: Any, buyer_of: Any, read_page: Any
) -> None:
    assert import_shop.run("import", "shopify", str(export([("bowl", "Bowl", "", "", "B-1", "12.50", 5)])))[0] == 0
    app = import_shop.open()
    offers = read_page(app, "/en/p/bowl")[1]
    process = import_shop.start("import", "shopify", str(generated_export(ROWS)))
    until = time.monotonic() + 60
    while Product.select().count() < 2 and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    assert "Thank you" in buyer_of(app).buy(offers[0])
    assert process.poll() is None, "the import was over before anyone had bought"
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert f"products: {ROWS // 5} created, 0 updated, 0 unchanged." in output
    assert (Product.select().count(), Order.select().count()) == (1 + ROWS // 5, 1)
    stock = Stock.select().join(Variant).where(Variant.sku == "B-1").get()
    assert stock.on_hand - stock.reserved == 4
