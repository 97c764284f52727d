"""Where both sides rate, neither sees the other's rating before both have rated or the time is over."""

from __future__ import annotations

from datetime import datetime

from storefront.accounts.ratings.rules import SEALED, SHOWN, WITHDRAWN, first_state
from storefront.accounts.ratings.summaries import recount
from storefront.accounts.ratings.tables import BuyerRating, Review
from storefront.catalogue.tables import Variant
from storefront.db import transaction
from storefront.orders.locks import lock_order
from storefront.orders.pieces import PIECES
from storefront.orders.tables import OrderLine
from storefront.outbox import later

AT_ONCE = 20


def open_order(order_id: int, now: datetime, *, checked_first: bool, over: bool = False) -> bool:
    """Show what both sides say of a sale, if the seller has rated and the buyer everything he bought; over: anyhow.

    Call it inside the transaction that holds the order's lock.
    """
    if not over and not _have_both_rated(order_id):
        return False
    for review in Review.select().where(Review.order == order_id, Review.state == SEALED):
        state = first_state(None, review.flag, checked_first=checked_first)
        Review.update(state=state, opens_at=None).where(Review.id == review.id, Review.state == SEALED).execute()
        recount(review.product_id, review.seller_id, now)
        later("review_photos", {"review": review.id}, now, subject=f"order:{review.order_id}")
    waiting = (BuyerRating.order == order_id) & (BuyerRating.state == SEALED)
    BuyerRating.update(state=SHOWN, opens_at=None).where(waiting).execute()
    return True


def _have_both_rated(order_id: int) -> bool:
    """The seller once; the buyer every product he bought, in however many variants, as far as it still exists."""
    answered = BuyerRating.select().where(BuyerRating.order == order_id).exists()
    lines = OrderLine.select(Variant.product).join(Variant, on=(OrderLine.variant_id == Variant.id))
    bought = {row[0] for row in lines.where(OrderLine.order == order_id, PIECES > 0).tuples()}
    # one that was taken back may still be said anew
    said = Review.select(Review.product_id).where(Review.order == order_id, Review.state != WITHDRAWN)
    return answered and bought <= {row[0] for row in said.tuples()}


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
