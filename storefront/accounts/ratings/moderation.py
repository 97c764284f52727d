"""What staff and sellers do to reviews; the desk asks first whether they may, and notes it."""

from __future__ import annotations

from datetime import datetime

from storefront.accounts.ratings.rules import (
    HIDDEN,
    OPENED,
    PUBLISHED,
    REASONS,
    SEALED,
    WAITING,
    Arrival,
    may_answer,
    may_be_rated,
    opening,
)
from storefront.accounts.ratings.sales import sales_of
from storefront.accounts.ratings.sealing import open_order
from storefront.accounts.ratings.summaries import recount
from storefront.accounts.ratings.tables import BuyerRating, Review, ReviewReport
from storefront.checkout.freezing import thawed_trade
from storefront.db import for_update, transaction
from storefront.errors import NotFound, Refused
from storefront.i18n import _
from storefront.orders.locks import lock_order
from storefront.orders.tables import Order
from storefront.outbox import later


def locked(review_id: int) -> Review:
    """A review whose row nobody else changes meanwhile; raises NotFound."""
    found: Review | None = for_update(Review.select().where(Review.id == review_id)).first()
    if found is None:
        raise NotFound(f"there is no review {review_id}")
    return found


@transaction()
def publish(review_id: int, now: datetime) -> None:
    """Staff has looked: a waiting or hidden review is shown; reports about it are done."""
    review = locked(review_id)
    if review.state not in (WAITING, HIDDEN, PUBLISHED):
        raise Refused(_("There is nothing to publish: it is not shown yet, or was taken back."), "not-waiting")
    _decide(review, PUBLISHED, "", now)


@transaction()
def hide(review_id: int, reason: str, now: datetime) -> None:
    """Staff hides a review for one of the reasons; it is counted as hidden, and its author is told why."""
    review = locked(review_id)
    if reason not in REASONS:
        raise Refused(_("Please choose one of the list."), "no-reason")
    if review.state not in (WAITING, PUBLISHED):
        raise Refused(_("It is not shown: there is nothing to hide."), "not-shown")
    _decide(review, HIDDEN, reason, now)
    later("review_mail", {"about": "hidden", "order": review.order_id, "review": review_id}, now)


def _decide(review: Review, state: str, reason: str, now: datetime) -> None:
    values = {"state": state, "reason": reason, "flag": ""}
    Review.update(values).where(Review.id == review.id).execute()
    waiting = (ReviewReport.review == review.id) & ReviewReport.closed_at.is_null()
    ReviewReport.update(closed_at=now).where(waiting).execute()
    recount(review.product_id, review.seller_id, now)
    later("review_photos", {"review": review.id}, now, subject=f"order:{review.order_id}")


@transaction()
def answer(review_id: int, text: str, now: datetime) -> None:
    """The seller answers once, and may put that right for a while. Raises Refused."""
    review = locked(review_id)
    if not may_answer(review.state, review.answered_at, now):
        raise Refused(_("This review can no longer be answered."), "answered")
    Review.update(answer=text, answered_at=review.answered_at or now).where(Review.id == review_id).execute()
    recount(review.product_id, review.seller_id, now)


@transaction()
def remove_answer(review_id: int, now: datetime) -> None:
    """Staff takes an answer away; the seller may write another one."""
    _take_answer(review_id, {"answer": "", "answered_at": None}, now)


@transaction()
def withdraw_answer(review_id: int, now: datetime) -> None:
    """The seller takes his answer away, whenever he likes; another one only while he could still put it right."""
    _take_answer(review_id, {"answer": ""}, now)


def _take_answer(review_id: int, values: dict[str, str | None], now: datetime) -> None:
    review = locked(review_id)
    Review.update(values).where(Review.id == review_id).execute()
    recount(review.product_id, review.seller_id, now)


@transaction()
def rate_buyer(order_id: int, stars: int, text: str, now: datetime, *, checked_first: bool) -> None:
    """The seller rates the buyer, once, where both rate. Raises Refused."""
    order = lock_order(order_id)
    arrival, ready = buyer_arrival(order, now)
    if BuyerRating.select().where(BuyerRating.order == order_id).exists():
        raise Refused(_("You have rated this buyer already."), "rated")
    if not ready:
        raise Refused(_("This buyer cannot be rated now."), "not-open")
    opens_at = opening(arrival, thawed_trade(order.frozen.get("trade")))
    BuyerRating.create(
        order=order_id, seller_id=order.seller_id, stars=stars, text=text, state=SEALED, created_at=now,
        opens_at=opens_at,
    )  # fmt: skip
    open_order(order_id, now, checked_first=checked_first)


def buyer_arrival(order: Order, now: datetime) -> tuple[Arrival, bool]:
    """When an order's goods arrived, and whether its seller may rate the buyer now."""
    sales = sales_of([order.id])
    rules = thawed_trade(order.frozen.get("trade"))
    open_ones = [sale for sale in sales if may_be_rated(sale.arrival, rules, now)]
    arrival = open_ones[0].arrival if open_ones else Arrival()
    # who has read what the buyer says would answer it with his stars
    seen = Review.select().where(Review.order == order.id, Review.state.in_(OPENED)).exists()
    return arrival, rules.rates == "both" and bool(open_ones) and not seen
