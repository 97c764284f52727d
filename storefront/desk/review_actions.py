"""What is done to reviews at the desk: staff decides what is shown, sellers answer; each act is noted."""

from __future__ import annotations

from storefront.accounts.ratings import moderation
from storefront.accounts.ratings.moderation import locked
from storefront.accounts.ratings.tables import Review
from storefront.db import transaction
from storefront.desk.audit import Actor, record
from storefront.desk.order_actions import own_order


@transaction()
def publish_review(actor: Actor, review_id: int, note: str = "") -> None:
    """Show a review, whatever was reported."""
    actor.must("reviews.edit")
    review = locked(review_id)
    moderation.publish(review_id, actor.now)
    _note(actor, "review.publish", review, {"state": review.state}, {"state": "published", "note": note})


@transaction()
def hide_review(actor: Actor, review_id: int, reason: str, note: str = "") -> None:
    """Hide a review for one of the reasons."""
    actor.must("reviews.edit")
    review = locked(review_id)
    moderation.hide(review_id, reason, actor.now)
    _note(actor, "review.hide", review, {"state": review.state}, {"state": "hidden", "reason": reason, "note": note})


@transaction()
def answer_review(actor: Actor, review_id: int, text: str) -> None:
    """Answer in the seller's name."""
    review = locked(review_id)
    actor.must("reviews.answer", review.seller_id)
    moderation.answer(review_id, text, actor.now)
    _note(actor, "review.answer", review, {"answer": review.answer}, {"answer": text})


@transaction()
def remove_review_answer(actor: Actor, review_id: int, note: str = "") -> None:
    """Take an answer away that breaks the rules."""
    actor.must("reviews.edit")
    review = locked(review_id)
    moderation.remove_answer(review_id, actor.now)
    _note(actor, "review.answer.remove", review, {"answer": review.answer}, {"answer": "", "note": note})


@transaction()
def withdraw_review_answer(actor: Actor, review_id: int) -> None:
    """Take an answer back in the seller's name."""
    review = locked(review_id)
    actor.must("reviews.answer", review.seller_id)
    moderation.withdraw_answer(review_id, actor.now)
    _note(actor, "review.answer.withdraw", review, {"answer": review.answer}, {"answer": ""})


@transaction()
def rate_the_buyer(actor: Actor, number: str, stars: int, text: str, *, checked_first: bool) -> None:
    """Rate the buyer of an order, in the seller's name."""
    order = own_order(actor, "reviews.answer", number)
    moderation.rate_buyer(order.id, stars, text, actor.now, checked_first=checked_first)
    record(actor, "buyer.rate", f"order:{order.id}", {}, {"stars": stars})


def _note(actor: Actor, act: str, review: Review, before: dict[str, str], after: dict[str, str]) -> None:
    kept = {name: value for name, value in after.items() if value or name in before}
    record(actor, act, f"review:{review.id}", before, kept)
