"""A product's reviews counted anew, in the transaction that changes one of them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from peewee import fn

from storefront.accounts.ratings.rules import HIDDEN, PUBLISHED
from storefront.accounts.ratings.tables import RatingSummary, Review, SellerFigures
from storefront.db import for_update
from storefront.invalidations import invalidate

STARS = ("ones", "twos", "threes", "fours", "fives")


def recount(product_id: int, seller_id: int, now: datetime) -> None:
    """Write a product's summary from its reviews, and have its pages and its seller's figures follow."""
    RatingSummary.insert(product_id=product_id).on_conflict_ignore().execute()
    # whoever counts at the same time waits here, and then sees what we have written
    list(for_update(RatingSummary.select().where(RatingSummary.product_id == product_id)).tuples())
    columns = (Review.stars, Review.state, fn.COUNT(Review.id))
    mine = Review.select(*columns).where(Review.product_id == product_id).group_by(Review.stars, Review.state)
    given: Counter[int] = Counter()
    hidden = 0
    for stars, state, count in mine.tuples():
        given[stars] += count if state == PUBLISHED else 0
        hidden += count if state == HIDDEN else 0
    shown = (Review.product_id == product_id) & (Review.state == PUBLISHED)
    RatingSummary.update(
        count=given.total(),
        stars=sum(stars * count for stars, count in given.items()),
        with_photos=Review.select().where(shown, Review.photos > 0).count(),
        hidden=hidden,
        **{name: given[stars] for stars, name in enumerate(STARS, 1)},
    ).where(RatingSummary.product_id == product_id).execute()
    invalidate(f"product:{product_id}")
    have_counted(seller_id, now)


def have_counted(seller_id: int, now: datetime) -> None:
    """Let the worker count a seller's figures anew."""
    if not seller_id:
        return
    SellerFigures.insert(seller_id=seller_id, due_at=now).on_conflict(
        conflict_target=[SellerFigures.seller_id], update={SellerFigures.due_at: now}
    ).execute()
