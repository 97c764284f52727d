"""A shop that was just made and filled by an import sells to browsers from everywhere, each in its currency."""

from __future__ import annotations

from typing import Any

import pytest

from storefront.orders.tables import Order, Purchase

DEFAULT = ("Title", "Default Title")
ROWS = [("jug", "Jug", *DEFAULT, "J-1", "20.00", 5), ("cup", "Cup", *DEFAULT, "C-1", "8.50", 5)]


def address(country: str, **parts: str) -> dict[str, str]:
    return {"country": country, **parts}


@pytest.mark.parametrize(
    ("accepted", "currency", "to"),
    [
        ("en-US,en;q=0.9", "USD", address("US", street="Pine 1", city="Springfield", area="IL", postal_code="62701")),
        ("en-GB,en;q=0.9", "GBP", address("GB", street="High 1", city="Leeds", postal_code="LS1 4AP")),
        ("nb-NO,nb;q=0.9,en;q=0.5", "NOK", address("NO", street="Gate 1", city="Oslo", postal_code="0150")),
        ("ar-SA,ar;q=0.9", "SAR", address("SA", street="King 1", city="Riyadh", postal_code="12214")),
        ("fr-FR,fr;q=0.9", "EUR", address("FR", street="Rue 1", city="Lyon", postal_code="69001")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_browser_from_abroad_sees_prices_and_buys(
    accepted: str, currency: str, to: dict[str, str], import_shop: Any, export: Any, buyer_of: Any, read_page: Any
) -> None:
    code, output = import_shop.run("import", "shopify", str(export(ROWS)))
    assert code == 0, output
    app = import_shop.open()
    buyer = buyer_of(app, accepted)
    list_page = buyer.client.get("/en/search").text
    assert list_page.count('class="price-now"') == len(ROWS)
    page = buyer.client.get("/en/p/jug").text
    assert "There is no price" not in page
    [offer] = read_page(app, "/en/p/jug")[1]
    assert "Thank you" in buyer.buy(offer, to)
    purchase = Purchase.get()
    assert (purchase.country, purchase.currency) == (to["country"], currency)
    assert Order.select().count() == 1
