"""Reviews on both databases: once a sale, counted, hidden with a reason, sealed where both rate; sellers' figures."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import peewee
import pytest

from storefront import db
from storefront.accounts.ratings import counting, moderation
from storefront.accounts.ratings.actions import Said, find_helpful, report, send_review, take_back
from storefront.accounts.ratings.inviting import invite
from storefront.accounts.ratings.sales import Sale, get_sale, sales_of
from storefront.accounts.ratings.sealing import open_due
from storefront.accounts.ratings.summaries import recount
from storefront.accounts.ratings.tables import BuyerRating, RatingSummary, Review, ReviewReport, SellerFigures
from storefront.accounts.tables import Person, PersonSeller
from storefront.catalogue.tables import Product, Seller, Variant
from storefront.checkout.freezing import frozen_trade
from storefront.db import transaction
from storefront.errors import NotFound, Refused
from storefront.invalidations import Invalidation
from storefront.orders.cases.tables import Case
from storefront.orders.tables import Order, OrderLine, Outbox, Purchase, Shipment, ShipmentLine
from storefront.payments.tables import Installment, Payment, Refund
from storefront.values import TradeRules

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SAID = Said(4, "Good", "Pours well.\nHandle gets warm.", "", "en")
BUYER, BOTH = TradeRules(), TradeRules(rates="both", rating_days=14)


@dataclass
class Sold:
    """A seller with a product, and orders of it."""

    seller: int
    product: int
    variant: int
    number: int = 0

    def order(self, rules: TradeRules = BUYER, *, days: int = 5, came: int | None = 1, email: str = "anna@example.com") -> Sale:
        """One piece, placed and sent `days` ago, delivered `came` days ago."""
        self.number += 1
        placed = NOW - timedelta(days=days)
        purchase = Purchase.create(
            token=f"t{self.number}", cart_token=f"c{self.number}", email=email, language="en", country="DE",
            currency="EUR", total=2000, provider="card", placed_at=placed,
        )  # fmt: skip
        frozen = {"trade": frozen_trade(rules), "delivery": {"days_min": 2, "days_max": 4}}
        order = Order.create(
            number=f"N{self.number}", purchase=purchase.id, seller_id=self.seller, business_model="trade", state="sent",
            currency="EUR", net=2000, tax=0, total=2000, frozen=frozen, placed_at=placed,
        )  # fmt: skip
        line = OrderLine.create(
            order=order.id, offer_id=1, variant_id=self.variant, sku="k-1", quantity=1, unit_price=2000, net=2000,
            tax=0, gross=2000,
        )  # fmt: skip
        Installment.create(order=order.id, position=0, label={}, amount=2000, paid=2000, due="now", due_at=placed)
        delivered = None if came is None else NOW - timedelta(days=came)
        parcel = Shipment.create(order=order.id, sent_at=placed, delivered_at=delivered)
        ShipmentLine.create(shipment=parcel.id, order_line=line.id, quantity=1)
        return get_sale(order.id, line.id)


    def also(self, sale: Sale, product_id: int, came: datetime = NOW - timedelta(days=1)) -> Sale:
        """One more line of the same order, which came in a parcel of its own."""
        self.number += 1
        variant = Variant.create(product=product_id, sku=f"also-{self.number}")
        order = sale.order["id"]
        line = OrderLine.create(
            order=order, offer_id=1, variant_id=variant.id, sku=variant.sku, quantity=1, unit_price=0, net=0, tax=0,
            gross=0,
        )  # fmt: skip
        parcel = Shipment.create(order=order, sent_at=NOW - timedelta(days=5), delivered_at=came)
        ShipmentLine.create(shipment=parcel.id, order_line=line.id, quantity=1)
        return next(one for one in sales_of([order]) if one.product_id == product_id)


@pytest.fixture
def sold(shop_database: peewee.Database) -> Sold:
    seller = Seller.create(slug="nordbord", name="Nordbord", country="DE", email="hallo@nordbord.example")
    product = Product.create(slug="kettle", created_at=NOW, updated_at=NOW)
    variant = Variant.create(product=product.id, sku="k-1")
    return Sold(seller.id, product.id, variant.id)


def rate(sale: Sale, said: Said = SAID, now: datetime = NOW, *, first: bool = False) -> Review:
    return send_review(sale, said, ((), ()), now, checked_first=first)


def summary(sold: Sold) -> tuple[int, ...]:
    row = RatingSummary.get_or_none(RatingSummary.product_id == sold.product)
    return (row.count, row.stars, row.fours, row.hidden) if row else ()


def test_a_review_is_published_counted_and_invalidates_its_product(sold: Sold) -> None:
    review = rate(sold.order())
    assert (review.state, review.stars, review.seller_id, review.photos) == ("published", 4, sold.seller, 0)
    assert summary(sold) == (1, 4, 1, 0)
    assert Invalidation.select().where(Invalidation.tag == f"product:{sold.product}").exists()
    assert SellerFigures.get().due_at == NOW


def test_a_sale_is_rated_once_and_may_be_changed(sold: Sold) -> None:
    sale = sold.order()
    first = rate(sale)
    again = rate(sale, Said(2, "", "It leaks now.", "Anna", "en"), NOW + timedelta(days=1))
    assert (again.id, again.stars, again.name, again.changed_at) == (first.id, 2, "Anna", NOW + timedelta(days=1))
    assert summary(sold) == (1, 2, 0, 0)


def test_two_who_send_at_once_leave_one_review(sold: Sold) -> None:
    sale, start = sold.order(), threading.Barrier(2)

    def send() -> None:
        try:
            start.wait(timeout=30)
            rate(sale)
        finally:
            db.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert Review.select().count() == 1
    assert summary(sold) == (1, 4, 1, 0)


def test_what_has_not_come_is_not_rated(sold: Sold) -> None:
    sale = sold.order(came=None)
    with pytest.raises(Refused, match="cannot be rated now"):
        rate(sale)
    assert (Review.select().count(), summary(sold)) == (0, ())


def test_what_was_sent_long_ago_is_rated_though_nobody_recorded_its_arrival(sold: Sold) -> None:
    assert rate(sold.order(days=22, came=None)).state == "published"


@pytest.mark.parametrize("whose", ["HALLO@nordbord.example", "staff@nordbord.example", "staff+2@nordbord.example"])
def test_nobody_rates_his_own_goods(sold: Sold, whose: str) -> None:
    person = Person.create(
        email="staff@nordbord.example", language="en", fs_uniquifier="x", passkey_handle="x", created_at=NOW
    )
    PersonSeller.create(person=person.id, seller=sold.seller)
    with pytest.raises(Refused, match="nobody rates his own goods"):
        rate(sold.order(email=whose))
    assert Review.select().count() == 0


def test_a_review_from_the_sellers_own_door_is_looked_at_first(sold: Sold) -> None:
    Seller.update(address={"street": "Deichstr. 9", "postal_code": "20459"}, phone="+49 40 1234567").execute()
    sale, other = sold.order(email="cousin@example.com"), sold.order(email="carl@example.com")
    Order.update(address={"street": "Deichstr 9", "postal_code": "20459", "country": "DE"}).where(
        Order.id == sale.order["id"]
    ).execute()
    assert [(row.state, row.flag) for row in (rate(sale), rate(other))] == [("waiting", "household"), ("published", "")]
    assert summary(sold) == (1, 4, 1, 0)


def test_what_is_taken_back_leaves_no_word_and_may_be_said_anew(sold: Sold) -> None:
    sale = sold.order()
    review = rate(sale)
    take_back(sale.order["id"], sale.line["id"], NOW)
    left = Review.get_by_id(review.id)
    assert (left.state, left.title, left.text, left.name) == ("withdrawn", "", "", "")
    assert summary(sold) == (0, 0, 0, 0)
    with pytest.raises(NotFound):
        take_back(sale.order["id"], sale.line["id"], NOW)
    assert rate(sale).state == "published"


def test_staff_hides_with_a_reason_and_it_is_counted_as_hidden(sold: Sold) -> None:
    sale = sold.order()
    review = rate(sale)
    with pytest.raises(Refused):
        moderation.hide(review.id, "it is bad", NOW)
    assert summary(sold) == (1, 4, 1, 0)
    moderation.hide(review.id, "insult", NOW)
    assert summary(sold) == (0, 0, 0, 1)
    assert Outbox.get(Outbox.kind == "review_mail").payload["about"] == "hidden"
    # a changed letter does not bring it back; staff does
    assert rate(sale).state == "waiting"
    moderation.publish(review.id, NOW)
    assert summary(sold) == (1, 4, 1, 0)


def test_a_report_counts_once_and_hides_nothing(sold: Sold) -> None:
    review = rate(sold.order())
    assert report(review.id, "person:3", "insult", "", NOW)
    assert not report(review.id, "person:3", "untrue", "", NOW)
    assert (ReviewReport.select().count(), Review.get().state) == (1, "published")
    moderation.publish(review.id, NOW)
    assert ReviewReport.get().closed_at == NOW


def test_helpful_counts_once_a_person(sold: Sold) -> None:
    review = rate(sold.order())
    assert [find_helpful(review.id, 3), find_helpful(review.id, 3), find_helpful(review.id, 4)] == [True, False, True]
    assert Review.get_by_id(review.id).helpful == 2


def test_whoever_wrote_it_or_sells_it_finds_nothing_helpful(sold: Sold) -> None:
    sale = sold.order()
    Purchase.update(person_id=7).where(Purchase.id == sale.order["purchase"]).execute()
    review = rate(sale)
    with pytest.raises(Refused, match="said by others"):
        find_helpful(review.id, 7)
    assert Review.get_by_id(review.id).helpful == 0


def test_a_seller_takes_his_answer_back_at_any_time_and_gets_no_second_one_by_that(sold: Sold) -> None:
    review = rate(sold.order())
    moderation.answer(review.id, "Thank you.", NOW)
    moderation.withdraw_answer(review.id, NOW + timedelta(days=9))
    assert Review.get_by_id(review.id).answer == ""
    with pytest.raises(Refused, match="can no longer be answered"):
        moderation.answer(review.id, "Another.", NOW + timedelta(days=9))


def test_a_seller_answers_once_and_puts_it_right_for_two_days(sold: Sold) -> None:
    review = rate(sold.order())
    moderation.answer(review.id, "Thank you.", NOW)
    moderation.answer(review.id, "Thank you!", NOW + timedelta(hours=47))
    with pytest.raises(Refused, match="can no longer be answered"):
        moderation.answer(review.id, "No.", NOW + timedelta(hours=48))
    assert Review.get_by_id(review.id).answer == "Thank you!"


def test_where_both_rate_neither_is_seen_before_the_other_has_rated(sold: Sold) -> None:
    sale = sold.order(BOTH)
    assert rate(sale).state == "sealed"
    assert summary(sold) == (0, 0, 0, 0)
    moderation.rate_buyer(sale.order["id"], 5, "Paid at once.", NOW, checked_first=False)
    assert (Review.get().state, BuyerRating.get().state, summary(sold)) == ("published", "shown", (1, 4, 1, 0))
    with pytest.raises(Refused):
        rate(sale, Said(1, "", "", "", "en"))
    assert Review.get().stars == 4
    with pytest.raises(Refused, match="already"):
        moderation.rate_buyer(sale.order["id"], 1, "", NOW, checked_first=False)


def test_where_one_says_nothing_the_others_rating_is_shown_when_the_time_is_over(sold: Sold) -> None:
    sale = sold.order(BOTH)
    rate(sale)
    over = NOW - timedelta(days=1) + timedelta(days=14)
    assert open_due(over - timedelta(seconds=1), checked_first=False) == 0
    assert (open_due(over, checked_first=False), open_due(over, checked_first=False)) == (1, 0)
    assert Review.get().state == "published"
    with pytest.raises(Refused, match="cannot be rated now"):
        moderation.rate_buyer(sale.order["id"], 1, "", over, checked_first=False)


def test_two_variants_of_a_product_are_one_thing_to_rate(sold: Sold) -> None:
    sale = sold.order(BOTH)
    sold.also(sale, sold.product)
    rate(sale)
    moderation.rate_buyer(sale.order["id"], 5, "", NOW, checked_first=False)
    assert (Review.get().state, BuyerRating.get().state) == ("published", "shown")


def test_nothing_is_seen_before_the_buyer_has_rated_all_he_bought(sold: Sold) -> None:
    sale = sold.order(BOTH)
    other = sold.also(sale, Product.create(slug="pan", created_at=NOW, updated_at=NOW).id)
    moderation.rate_buyer(sale.order["id"], 2, "", NOW, checked_first=False)
    assert rate(sale).state == "sealed"
    assert (BuyerRating.get().state, summary(sold)) == ("sealed", (0, 0, 0, 0))
    assert rate(other).state == "published"
    assert ([row.state for row in Review.select()], BuyerRating.get().state) == (["published"] * 2, "shown")


def test_who_has_seen_the_sellers_rating_says_nothing_anew(sold: Sold) -> None:
    sale = sold.order(BOTH)
    rate(sale)
    take_back(sale.order["id"], sale.line["id"], NOW)
    # what was taken back is no rating: the seller's stays sealed
    moderation.rate_buyer(sale.order["id"], 1, "", NOW, checked_first=False)
    assert BuyerRating.get().state == "sealed"
    assert rate(sale).state == "published"
    take_back(sale.order["id"], sale.line["id"], NOW)
    with pytest.raises(Refused, match="cannot be rated now"):
        rate(sale, Said(1, "", "", "", "en"))
    assert Review.get().state == "withdrawn"


def test_a_seller_who_has_read_the_review_rates_the_buyer_no_more(sold: Sold) -> None:
    sale = sold.order(BOTH)
    # the second parcel comes late: this sale can be rated for longer
    sold.also(sale, Product.create(slug="pan", created_at=NOW, updated_at=NOW).id, came=NOW + timedelta(days=10))
    rate(sale)
    over = NOW + timedelta(days=13)
    assert (open_due(over, checked_first=False), Review.get().state) == (1, "published")
    with pytest.raises(Refused, match="cannot be rated now"):
        moderation.rate_buyer(sale.order["id"], 1, "", over, checked_first=False)
    assert BuyerRating.select().count() == 0


def test_a_case_and_a_refund_between_the_two_ratings_open_nothing_and_take_no_review_away(sold: Sold) -> None:
    sale, single = sold.order(BOTH), sold.order()
    assert (rate(sale).state, rate(single).state) == ("sealed", "published")
    for number, one in enumerate((sale, single)):
        Case.create(
            number=f"C{number}", token=f"case {number}", order=one.order["id"], kind="dispute", reason="damaged",
            state="closed", email="anna@example.com", language="en", opened_at=NOW, closed_at=NOW,
        )  # fmt: skip
        payment = Payment.create(
            key=f"p{number}", purchase=one.order["purchase"], provider="card", amount=2000, currency="EUR",
            state="succeeded", expires_at=NOW, created_at=NOW,
        )  # fmt: skip
        Refund.create(
            key=f"r{number}", payment=payment, order=one.order["id"], amount=2000, currency="EUR", state="succeeded",
            created_at=NOW,
        )  # fmt: skip
        Order.update(state="refunded", closed_at=NOW).where(Order.id == one.order["id"]).execute()
    assert open_due(NOW + timedelta(hours=1), checked_first=False) == 0
    assert (summary(sold), counting.count(sold.seller, NOW).refunded) == ((1, 4, 1, 0), 2)
    # he had the goods in his hands: both may still say what they think
    moderation.rate_buyer(sale.order["id"], 1, "", NOW, checked_first=False)
    assert ([row.state for row in Review.select()], BuyerRating.get().state) == (["published"] * 2, "shown")
    assert rate(sold.order(BOTH)).state == "sealed"
    assert open_due(NOW + timedelta(days=13), checked_first=False) == 1


def test_a_seller_rates_no_buyer_where_only_buyers_rate(sold: Sold) -> None:
    with pytest.raises(Refused, match="cannot be rated now"):
        moderation.rate_buyer(sold.order().order["id"], 1, "", NOW, checked_first=False)
    assert BuyerRating.select().count() == 0


def test_each_order_is_asked_about_once_however_long_the_worker_was_away(sold: Sold) -> None:
    def asked() -> list[int]:
        return [row.payload["order"] for row in Outbox.select().where(Outbox.kind == "review_mail").order_by(Outbox.id)]

    invite(NOW - timedelta(days=1), 7)
    sale = sold.order(days=12, came=7)
    early = sold.order(days=12, came=6)
    lost = sold.order(days=28, came=None)
    assert invite(NOW + timedelta(hours=1), 7) == 2
    assert invite(NOW + timedelta(hours=2), 7) == 0
    assert sorted(asked()) == sorted([sale.order["id"], lost.order["id"]])
    assert invite(NOW + timedelta(days=3), 7) == 1
    assert asked()[-1] == early.order["id"]
    assert invite(NOW + timedelta(days=30), 0) == 0


def test_figures_are_counted_from_what_happened(sold: Sold) -> None:
    on_time, late = sold.order(days=10, came=7), sold.order(days=10, came=5)
    sold.order(days=100, came=97)
    rate(on_time)
    counted = counting.count(sold.seller, NOW)
    assert (counted.orders_90, counted.orders_365, counted.promised, counted.on_time) == (2, 3, 3, 2)
    assert (counted.refunded, counted.disputed, counted.rated, counted.stars) == (0, 0, 1, 4)
    assert counted.first_sale == NOW - timedelta(days=100)
    assert late.arrival.delivered_at == NOW - timedelta(days=5)


def test_the_worker_counts_whoever_sold_once_a_day_and_after_events(sold: Sold) -> None:
    sold.order()
    assert (counting.count_due(NOW), counting.count_due(NOW)) == (1, 0)
    assert SellerFigures.get().orders_365 == 1
    with transaction():
        recount(sold.product, sold.seller, NOW)
    assert counting.count_due(NOW) == 1
    assert counting.count_due(NOW + timedelta(days=1)) == 1


def test_what_can_be_rated_is_read_in_five_queries(sold: Sold, counted: Callable[[], Any]) -> None:
    orders = [sold.order().order["id"] for _ in range(4)]
    with counted() as asked:
        assert len(sales_of(orders)) == 4
    assert len(asked) == 5
    with counted() as asked:
        assert sales_of([max(orders) + 1]) == []
    assert len(asked) == 1


@pytest.fixture
def counted() -> Callable[[], Any]:
    import logging
    from collections.abc import Iterator
    from contextlib import contextmanager

    @contextmanager
    def counting_queries() -> Iterator[list[str]]:
        log, found = logging.getLogger("peewee"), list[str]()
        handler = logging.Handler()
        handler.emit = lambda record: found.append(str(record.msg))  # type: ignore[method-assign]
        level = log.level
        log.addHandler(handler)
        log.setLevel(logging.DEBUG)
        try:
            yield found
        finally:
            log.removeHandler(handler)
            log.setLevel(level)

    return counting_queries
