"""Goods are kept for one subject at a time, all or nothing, and never twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from storefront import db
from storefront.catalogue import stock
from storefront.catalogue.actions import save_offers, save_product, save_seller, save_stock
from storefront.catalogue.drafts import OfferDraft, ProductDraft, ProductTextDraft, SellerDraft, VariantDraft
from storefront.catalogue.tables import Offer, Reservation, Shelf, Stock
from storefront.errors import OutOfStock
from storefront.tables import core_tables

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def shop_database() -> Iterator[None]:
    """A shop with five red, two blue and any number of made-to-order cups."""
    db.open_database("sqlite:///:memory:")
    db.database.create_tables(core_tables())
    save_seller(SellerDraft("acme", "Acme", "DE"))
    variants = tuple(VariantDraft(sku) for sku in ("RED", "BLUE", "MADE"))
    save_product(ProductDraft("cup", {"en": ProductTextDraft("Cup")}, variants), NOW)
    offers = [OfferDraft(sku, "acme", "retail", "EUR", 900, stock=n) for sku, n in [("RED", 5), ("BLUE", 2)]]
    save_offers([*offers, OfferDraft("MADE", "acme", "made", "EUR", 900)], NOW)
    yield
    db.close()


def on_shelf(business_model: str) -> bool:
    return bool(Shelf.get(Shelf.business_model == business_model).in_stock)


def levels() -> list[tuple[int, int]]:
    return list(Stock.select(Stock.on_hand, Stock.reserved).order_by(Stock.id).tuples())


def test_reserved_goods_are_not_free_any_more() -> None:
    with db.transaction():
        stock.reserve([(1, 3, "cart:1", None)])
    assert stock.available([1, 2, 3]) == {1: 2, 2: 2, 3: None}
    assert stock.reserved_for("cart:1") == {1: 3}


def test_the_last_piece_can_be_reserved() -> None:
    with db.transaction():
        stock.reserve([(1, 5, "cart:1", None)])
    assert levels() == [(5, 5), (2, 0), (0, 0)]


def test_one_too_many_is_refused_and_the_stock_is_named() -> None:
    with db.transaction(), pytest.raises(stock.StockTooLow, match="Only 2 left") as refused:
        stock.reserve([(2, 3, "cart:1", None)])
    assert (refused.value.stock_id, refused.value.left) == (2, 2)
    assert isinstance(refused.value, OutOfStock)


def test_when_one_is_refused_nothing_is_kept() -> None:
    with db.transaction(), pytest.raises(OutOfStock):
        stock.reserve([(1, 1, "cart:1", None), (2, 3, "cart:1", None)])
    assert levels() == [(5, 0), (2, 0), (0, 0)]
    assert Reservation.select().count() == 0


def test_two_wants_of_one_stock_count_together() -> None:
    with db.transaction(), pytest.raises(OutOfStock):
        stock.reserve([(2, 1, "cart:1", None), (2, 2, "cart:2", None)])
    assert levels()[1] == (2, 0)


def test_untracked_goods_are_always_there_and_never_run_out() -> None:
    with db.transaction():
        stock.reserve([(3, 500, "cart:1", None)])
        assert stock.sell("cart:1") == 500
    assert levels()[2] == (0, 0)
    assert stock.available([3]) == {3: None}


def test_a_sale_lowers_stock_once() -> None:
    with db.transaction():
        stock.reserve([(1, 3, "order:1", None)])
        assert stock.sell("order:1") == 3
        assert stock.sell("order:1") == 0
    assert levels()[0] == (2, 0)


def test_goods_given_back_are_free_again() -> None:
    with db.transaction():
        stock.reserve([(1, 3, "cart:1", None), (2, 1, "cart:1", None)])
        assert stock.give_back("cart:1") == 4
    assert levels() == [(5, 0), (2, 0), (0, 0)]


def test_goods_are_passed_on_with_a_new_end() -> None:
    until = NOW + timedelta(days=7)
    with db.transaction():
        stock.reserve([(1, 3, "cart:1", NOW)])
        assert stock.pass_on("cart:1", "order:1", until) == 1
    assert stock.reserved_for("cart:1") == {}
    assert Reservation.get().until == until


@pytest.mark.parametrize(("minutes", "free"), [(-1, 2), (0, 5), (1, 5)])
def test_a_reservation_lapses_at_its_end_and_not_before(minutes: int, free: int) -> None:
    with db.transaction():
        stock.reserve([(1, 3, "cart:1", NOW), (2, 2, "order:1", None)])
        stock.release_lapsed(NOW + timedelta(minutes=minutes))
    assert stock.available([1, 2]) == {1: free, 2: 0}


def test_lists_know_when_all_is_taken_and_when_some_is_back() -> None:
    with db.transaction():
        stock.reserve([(1, 5, "cart:1", None)])
    assert on_shelf("retail")
    with db.transaction():
        stock.reserve([(2, 2, "cart:2", None)])
    assert not on_shelf("retail")
    with db.transaction():
        stock.give_back("cart:2")
    assert on_shelf("retail")


@pytest.mark.parametrize("quantity", [0, -1])
def test_nothing_or_less_cannot_be_reserved(quantity: int) -> None:
    with db.transaction(), pytest.raises(ValueError, match="at least one piece"):
        stock.reserve([(1, quantity, "cart:1", None)])


def test_goods_move_inside_a_transaction_only() -> None:
    with pytest.raises(RuntimeError, match="inside `with transaction"):
        stock.reserve([(1, 1, "cart:1", None)])
    with pytest.raises(RuntimeError, match="inside `with transaction"):
        stock.sell("cart:1")


def test_offers_of_two_business_models_share_the_sellers_stock() -> None:
    save_offers([OfferDraft("RED", "acme", "wholesale", "EUR", 500)], NOW)
    assert {offer.stock_id for offer in Offer.select().where(Offer.variant == 1)} == {1}


def test_a_labelled_lot_is_a_stock_of_its_own() -> None:
    lot = save_stock("acme", None, 300, NOW, label="batch 7")
    assert save_stock("acme", None, 250, NOW, label="batch 7") == lot
    assert stock.available([lot]) == {lot: 250}
