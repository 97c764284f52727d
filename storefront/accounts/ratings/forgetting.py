"""What of somebody's reviews is told to him, and what stays when he leaves: docs/decisions/0029-ratings.md."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storefront.accounts.ratings.actions import empty_review
from storefront.accounts.ratings.rules import PUBLISHED, WITHDRAWN
from storefront.accounts.ratings.summaries import recount
from storefront.accounts.ratings.tables import BuyerRating, HelpfulVote, Review, ReviewReport
from storefront.db import transaction
from storefront.i18n import _
from storefront.orders.tables import Order, Purchase
from storefront.outbox import later
from storefront.uploads.actions import forget_uploads
from storefront.uploads.queries import uploads_of
from storefront.values import Retained

WHY = _("Buyers who come later rely on them. No name and no photo of yours stands with them any more.")


def reviews_told(person_id: int) -> list[dict[str, Any]]:
    """Everything that he said of what he bought, and what sellers said of him once he may see it."""
    reviews = list(Review.select().where(Review.order.in_(_orders(person_id))).order_by(Review.id))
    photos = uploads_of([f"review:{one.id}" for one in reviews])
    names = ("stars", "title", "text", "name", "language", "state", "answer", "helpful")
    return [
        {
            **{name: getattr(one, name) for name in names},
            "written": one.created_at.isoformat(),
            "photos": [photo.name for photo in photos[f"review:{one.id}"]],
        }
        for one in reviews
    ]


@transaction()
def take_back_all(person_id: int, now: datetime) -> None:
    """He wants no word of his left anywhere."""
    for review in Review.select().where(Review.order.in_(_orders(person_id)), Review.state != WITHDRAWN):
        _empty(review, now)


@transaction()
def forget_reviews(person_id: int, now: datetime) -> list[Retained]:
    """What is published stays without name and photos; all else of his goes. Call it while his orders are his."""
    orders, kept = _orders(person_id), 0
    for review in Review.select().where(Review.order.in_(orders), Review.state != WITHDRAWN):
        if review.state != PUBLISHED:
            _empty(review, now)
            continue
        kept += 1
        Review.update(name="").where(Review.id == review.id).execute()
        forget_uploads(f"review:{review.id}")
        recount(review.product_id, review.seller_id, now)
        later("review_photos", {"review": review.id}, now, subject=f"order:{review.order_id}")
    BuyerRating.delete().where(BuyerRating.order.in_(orders)).execute()
    HelpfulVote.delete().where(HelpfulVote.person_id == person_id).execute()
    for report in ReviewReport.select().where(ReviewReport.by == f"person:{person_id}"):
        ReviewReport.update(by=f"gone:{report.id}").where(ReviewReport.id == report.id).execute()
    return [Retained(_("Reviews without your name: %(count)s", count=kept), WHY)] if kept else []


def _empty(review: Review, now: datetime) -> None:
    empty_review(review)
    recount(review.product_id, review.seller_id, now)
    later("review_photos", {"review": review.id}, now, subject=f"order:{review.order_id}")


def _orders(person_id: int) -> Any:
    return Order.select(Order.id).join(Purchase).where(Purchase.person_id == person_id)
