"""New exchange rates sort the lists anew, a few products at a time, and touch nothing else; both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storefront import db
from storefront.catalogue import shelf
from storefront.catalogue.actions import save_offers, save_products, save_seller
from storefront.catalogue.drafts import (
    OfferDraft,
    OfferPriceDraft,
    ProductDraft,
    ProductTextDraft,
    SellerDraft,
    VariantDraft,
)
from storefront.catalogue.tables import Offer, PriceHistory, Shelf
from storefront.pricing.exchange import save_rates

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("shop_database")


def offered(number: int, currency: str, price: int, **prices: int) -> None:
    """A product with one offer, and its own prices in further currencies."""
    slug, texts = f"thing-{number}", {"en": ProductTextDraft(f"Thing {number}")}
    save_products([ProductDraft(slug, texts, (VariantDraft(f"T{number}"),))], NOW)
    further = {code: OfferPriceDraft(amount) for code, amount in prices.items()}
    save_offers([OfferDraft(f"T{number}", "acme", "retail", currency, price, prices=further)], NOW)


def base_prices() -> list[int]:
    return [price for (price,) in Shelf.select(Shelf.base_price).order_by(Shelf.product).tuples()]


def test_only_what_asks_in_another_currency_is_written_afresh() -> None:
    save_seller(SellerDraft("acme", "Acme", "DE"))
    save_rates([("NOK", "2026-11-20", "10"), ("USD", "2026-11-20", "2")], "a test")
    offered(1, "EUR", 5000)
    offered(2, "NOK", 50000)
    offered(3, "USD", 8000, EUR=4500)
    offered(4, "USD", 8000)
    assert base_prices() == [5000, 5000, 4500, 4000]
    history = PriceHistory.select().count()

    save_rates([("NOK", "2026-11-23", "12.5"), ("USD", "2026-11-23", "1.25"), ("NOK", "2026-11-24", "99")], "a test")
    assert (shelf.count_converted(), shelf.refresh_converted(NOW)) == (3, 2)
    assert base_prices() == [5000, 4000, 4500, 6400]
    assert shelf.refresh_converted(NOW) == 0
    assert PriceHistory.select().count() == history


def test_each_few_products_are_a_transaction_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    save_seller(SellerDraft("acme", "Acme", "DE"))
    for number in range(5):
        offered(number, "NOK", 50000)
    Offer.update(active=False).where(Offer.id == 5).execute()
    monkeypatch.setattr(shelf, "BATCH", 2)
    told: list[tuple[int, bool]] = []
    save_rates([("NOK", "2026-11-23", "10")], "a test")
    shelf.refresh_converted(NOW, lambda size: told.append((size, db.database.in_transaction())))
    assert told == [(2, False), (2, False)]
    assert base_prices()[:4] == [5000] * 4
