"""Where both sides rate, neither sees the other's rating before both have rated or the time is over."""

from __future__ import annotations

from datetime import datetime

from storefront.accounts.ratings.rules import SEALED, first_state
from storefront.accounts.ratings.summaries import recount
from storefront.accounts.ratings.tables import BuyerRating, Review
from storefront.db import transaction
from storefront.orders.locks import lock_order
from storefront.orders.tables import OrderLine
from storefront.outbox import later

SHOWN = "shown"
AT_ONCE = 20


def open_order(order_id: int, now: datetime, *, checked_first: bool, over: bool = False) -> bool:
    """Show what both sides say of a sale, if the seller has rated and the buyer everything he bought; over: anyhow.

    Call it inside the transaction that holds the order's lock.
    """
    answered = BuyerRating.select().where(BuyerRating.order == order_id).exists()
    said = Review.select().where(Review.order == order_id).count()
    bought = OrderLine.select(OrderLine.variant_id).where(OrderLine.order == order_id).distinct().count()
    if not over and not (answered and said >= bought):
        return False
    for review in Review.select().where(Review.order == order_id, Review.state == SEALED):
        state = first_state(None, review.flag, checked_first=checked_first)
        Review.update(state=state, opens_at=None).where(Review.id == review.id, Review.state == SEALED).execute()
        recount(review.product_id, review.seller_id, now)
        later("review_photos", {"review": review.id}, now, subject=f"order:{review.order_id}")
    waiting = (BuyerRating.order == order_id) & (BuyerRating.state == SEALED)
    BuyerRating.update(state=SHOWN, opens_at=None).where(waiting).execute()
    return True


def open_due(now: datetime, *, checked_first: bool) -> int:
    """Open what waited long enough; how many orders."""
    due = Review.select(Review.order).where(Review.opens_at <= now, Review.state == SEALED).limit(AT_ONCE).tuples()
    other = BuyerRating.select(BuyerRating.order).where(BuyerRating.opens_at <= now, BuyerRating.state == SEALED)
    orders = sorted({row[0] for row in (*due, *other.limit(AT_ONCE).tuples())})
    for order_id in orders:
        _open_one(order_id, now, checked_first=checked_first)
    return len(orders)


@transaction()
def _open_one(order_id: int, now: datetime, *, checked_first: bool) -> None:
    lock_order(order_id)
    open_order(order_id, now, checked_first=checked_first, over=True)
