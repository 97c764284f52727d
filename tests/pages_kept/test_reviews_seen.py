"""A review that is published, answered, hidden or taken back is seen at once on pages that were kept before."""

from __future__ import annotations

from datetime import datetime

import pytest
from kept_pages import KeptShop, text_of

from storefront import invalidations
from storefront.accounts.ratings import counting, moderation
from storefront.accounts.ratings.actions import Said, find_helpful, send_review, take_back
from storefront.accounts.ratings.sales import Sale, sales_of
from storefront.catalogue.tables import Product, Seller, Variant
from storefront.db import utc_now
from storefront.founding import SELLER_SLUG
from storefront.orders.tables import Order, OrderLine, Purchase, Shipment, ShipmentLine

PATHS = ("/en/p/kettle", "/en/p/kettle/reviews", f"/en/sellers/{SELLER_SLUG}")


def sale(now: datetime) -> Sale:
    """A kettle that has come."""
    seller, product = Seller.get(Seller.slug == SELLER_SLUG), Product.get(Product.slug == "kettle")
    purchase = Purchase.create(
        token="t", cart_token="c", email="anna@example.com", language="en", country="DE", currency="EUR", total=2000,
        provider="card", placed_at=now,
    )  # fmt: skip
    order = Order.create(
        number="N1", purchase=purchase.id, seller_id=seller.id, business_model="trade", state="sent", currency="EUR",
        net=2000, tax=0, total=2000, placed_at=now,
    )  # fmt: skip
    line = OrderLine.create(
        order=order.id, offer_id=1, variant_id=Variant.get(Variant.product == product.id).id, sku="kettle-1",
        quantity=1, unit_price=2000, net=2000, tax=0, gross=2000,
    )  # fmt: skip
    parcel = Shipment.create(order=order.id, sent_at=now, delivered_at=now)
    ShipmentLine.create(shipment=parcel.id, order_line=line.id, quantity=1)
    return sales_of([order.id])[0]


def test_what_becomes_of_a_review_is_seen_at_once(kept_shop: KeptShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invalidations, "LOOK_EVERY_SECONDS", 0)
    monkeypatch.setattr(invalidations, "MOMENT_SECONDS", 0)
    cookies, now = {"market": "DE-EUR"}, utc_now()
    bought = sale(now)
    for path in PATHS:
        kept_shop.browser(cookies).get(path)

    def agrees() -> bool:
        return all(
            text_of(kept_shop.browser(cookies).get(path)) == text_of(kept_shop.browser(cookies, kept=False).get(path))
            for path in PATHS
        )

    said = Said(4, "Good", "Pours well.", "", "en")
    review = send_review(bought, said, ((), ()), now, checked_first=False)
    assert "Pours well." in text_of(kept_shop.browser(cookies).get("/en/p/kettle"))
    assert agrees()
    for act in (
        lambda: moderation.answer(review.id, "Thank you.", now),
        lambda: find_helpful(review.id, 1),
        lambda: counting.count(bought.order["seller_id"], now),
        lambda: moderation.hide(review.id, "insult", now),
        lambda: moderation.publish(review.id, now),
        lambda: take_back(bought.order["id"], bought.line["id"], now),
    ):
        act()
        assert agrees()
    assert "Pours well." not in text_of(kept_shop.browser(cookies).get("/en/p/kettle"))
