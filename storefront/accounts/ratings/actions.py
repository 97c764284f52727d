"""What buyers do to their reviews, and readers to other people's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import peewee

from storefront.accounts.ratings.own_goods import is_own, may_be_own, serves
from storefront.accounts.ratings.rules import (
    HIDDEN,
    MOST_PHOTOS,
    PUBLISHED,
    SEALED,
    WAITING,
    WITHDRAWN,
    first_state,
    flag_of,
    opening,
)
from storefront.accounts.ratings.sales import Sale, get_sale
from storefront.accounts.ratings.sealing import open_order
from storefront.accounts.ratings.summaries import recount
from storefront.accounts.ratings.tables import HelpfulVote, Review, ReviewReport
from storefront.db import savepoint, transaction
from storefront.errors import NotFound, Refused
from storefront.i18n import _
from storefront.invalidations import invalidate
from storefront.orders.locks import lock_order
from storefront.orders.tables import Order, Purchase
from storefront.outbox import later
from storefront.uploads.actions import attach, forget_uploads
from storefront.uploads.files import KeptFile
from storefront.uploads.tables import Upload

OWN = _("You sell this yourself: nobody rates his own goods.")
CLOSED = _("This cannot be rated now.")


@dataclass(frozen=True)
class Said:
    """What a form of a review said."""

    stars: int
    title: str
    text: str
    name: str
    language: str


@transaction()
def send_review(
    sale: Sale, said: Said, photos: tuple[Sequence[KeptFile], Sequence[str]], now: datetime, *, checked_first: bool
) -> Review:
    """Write a review, or change it; photos: new ones, and tokens of those that go. Raises Refused.

    Whoever may not see the order never gets a Sale.
    """
    lock_order(sale.order["id"])
    # looked at once more: another window may have been quicker
    sale = get_sale(sale.order["id"], sale.line["id"])
    review = sale.review
    if is_own(sale.order):
        raise Refused(OWN, "own-goods")
    if not sale.is_open(now) and not sale.may_change():
        raise Refused(CLOSED, "not-open")
    opens_at = opening(sale.arrival, sale.rules)
    flag = "household" if may_be_own(sale.order) else flag_of(said.title, said.text, said.name)
    # what staff has hidden is not seen again by changing a letter
    again = review is not None and review.state in (HIDDEN, WAITING)
    state = WAITING if again else first_state(opens_at, flag, checked_first=checked_first)
    values = {
        "stars": said.stars, "title": said.title, "text": said.text, "name": said.name, "language": said.language,
        "state": state, "flag": flag, "reason": "", "opens_at": opens_at if state == SEALED else None,
    }  # fmt: skip
    if review is None:
        review = Review.create(
            order=sale.order["id"],
            line=sale.line["id"],
            product_id=sale.product_id,
            seller_id=sale.order["seller_id"],
            created_at=now,
            **values,
        )
    else:
        Review.update(**values, changed_at=now).where(Review.id == review.id).execute()
    _keep_photos(review.id, photos)
    recount(sale.product_id, sale.order["seller_id"], now)
    later("review_photos", {"review": review.id}, now, subject=f"order:{review.order_id}")
    if sale.rules.rates == "both":
        open_order(sale.order["id"], now, checked_first=checked_first)
    found: Review = Review.get_by_id(review.id)
    return found


def _keep_photos(review_id: int, photos: tuple[Sequence[KeptFile], Sequence[str]]) -> None:
    kept, gone = photos
    subject = f"review:{review_id}"
    if gone:
        Upload.delete().where(Upload.subject == subject, Upload.token.in_(list(gone))).execute()
    if Upload.select().where(Upload.subject == subject).count() + len(kept) > MOST_PHOTOS:
        raise Refused(_("At most %(count)s photos, please.", count=MOST_PHOTOS), "too-many-photos")
    attach(kept, subject, "buyer", Review.get_by_id(review_id).created_at)


@transaction()
def take_back(order_id: int, line_id: int, now: datetime) -> None:
    """The author wants no word of it left; raises NotFound where he has said nothing."""
    lock_order(order_id)
    review = get_sale(order_id, line_id).review
    if review is None or review.state == WITHDRAWN:
        raise NotFound("there is no review to take back")
    empty_review(review)
    recount(review.product_id, review.seller_id, now)
    later("review_photos", {"review": review.id}, now, subject=f"order:{review.order_id}")


def empty_review(review: Review) -> None:
    """No words and no photos are left of a review; that there was one stays, so that it is not counted as hidden."""
    gone = {"title": "", "text": "", "name": "", "answer": "", "answered_at": None, "flag": "", "reason": ""}
    Review.update(**gone, state=WITHDRAWN, opens_at=None, helpful=0).where(Review.id == review.id).execute()
    HelpfulVote.delete().where(HelpfulVote.review == review.id).execute()
    forget_uploads(f"review:{review.id}")


@transaction()
def find_helpful(review_id: int, person_id: int) -> bool:
    """Somebody signed in found a review helpful; False: he had said so before. Raises NotFound.

    Refused to its author and to whoever sells the product.
    """
    review = _published(review_id)
    author = Order.select(Purchase.person_id).join(Purchase).where(Order.id == review.order_id).tuples().get()[0]
    if person_id == author or serves(person_id, review.seller_id):
        raise Refused(_("Whether a review helps is said by others."), "own-words")
    try:
        with savepoint():
            HelpfulVote.create(review=review_id, person_id=person_id)
    except peewee.IntegrityError:
        return False
    Review.update(helpful=Review.helpful + 1).where(Review.id == review_id).execute()
    invalidate(f"product:{review.product_id}")
    return True


@transaction()
def report(review_id: int, by: str, reason: str, text: str, now: datetime) -> bool:
    """Somebody says that a review breaks the rules; False: he has said so before. It stays until staff has looked."""
    _published(review_id)
    try:
        with savepoint():
            ReviewReport.create(review=review_id, by=by, reason=reason, text=text, at=now)
    except peewee.IntegrityError:
        return False
    return True


def _published(review_id: int) -> Review:
    found: Review | None = Review.get_or_none(Review.id == review_id, Review.state == PUBLISHED)
    if found is None:
        raise NotFound(f"there is no review {review_id}")
    return found
