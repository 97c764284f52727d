"""What pages read of reviews: a product's summary, and its reviews page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import fn

from storefront.accounts.ratings.rules import HIDDEN, PUBLISHED
from storefront.accounts.ratings.tables import RatingSummary, Review, SellerFigures
from storefront.catalogue.rows import Row
from storefront.catalogue.tables import Product, Seller
from storefront.desk.listing import Mark
from storefront.once import once
from storefront.statements import Statement

A_PAGE = 20
FIRST = 4
NEWEST, HELPFUL = "newest", "helpful"
_COLUMNS = (
    Review.id, Review.stars, Review.title, Review.text, Review.language, Review.name, Review.pictures, Review.helpful,
    Review.answer, Review.answered_at, Review.created_at, Review.changed_at, Seller.name.alias("seller"),
)  # fmt: skip
_SUMMARIES = Statement(
    lambda given: RatingSummary.select(RatingSummary, Product.slug)
    .join(Product, on=(RatingSummary.product_id == Product.id))
    .where(RatingSummary.product_id.in_(given.ids))
)
_FIRST = Statement(
    lambda given: Review.select(*_COLUMNS)
    .join(Seller, "LEFT JOIN", on=(Review.seller_id == Seller.id))
    .where(Review.product_id == given.product, Review.state == PUBLISHED)
    .order_by(Review.helpful.desc(), Review.id.desc())
    .limit(FIRST)
)


@dataclass(frozen=True)
class Wanted:
    """Which of a product's reviews: stars 0: any; mark: after which one."""

    sort: str = NEWEST
    stars: int = 0
    photos: bool = False
    mark: Mark | None = None


@once
def summaries(product_ids: tuple[int, ...]) -> dict[int, Row]:
    """Product → its summary, with the product's slug; those without any review are left out."""
    return {row["product_id"]: row for row in _SUMMARIES.dicts(ids=list(product_ids))}


@once
def first_reviews(product_id: int) -> list[Row]:
    """The most helpful ones, the newest among equals."""
    return list(_FIRST.dicts(product=product_id))


def reviews_of(product_id: int, wanted: Wanted) -> tuple[list[Row], Mark | None]:
    """One page of published reviews, and the mark of its last one where more follow."""
    query = Review.select(*_COLUMNS).join(Seller, "LEFT JOIN", on=(Review.seller_id == Seller.id))
    query = query.where(Review.product_id == product_id, Review.state == PUBLISHED)
    if wanted.stars:
        query = query.where(Review.stars == wanted.stars)
    if wanted.photos:
        query = query.where(Review.photos > 0)
    value: Any = Review.helpful if wanted.sort == HELPFUL else Review.id
    if wanted.mark is not None:
        last, number = wanted.mark
        query = query.where((value < last) | ((value == last) & (Review.id < number)))
    rows = list(query.order_by(value.desc(), Review.id.desc()).limit(A_PAGE + 1).dicts())
    shown = rows[:A_PAGE]
    more = len(rows) > A_PAGE
    end = (shown[-1]["helpful" if wanted.sort == HELPFUL else "id"], shown[-1]["id"]) if more else None
    return shown, end


def hidden_reasons(product_id: int) -> dict[str, int]:
    """Why reviews of a product are hidden, and how many for each reason."""
    mine = Review.select(Review.reason, fn.COUNT(Review.id))
    mine = mine.where(Review.product_id == product_id, Review.state == HIDDEN).group_by(Review.reason)
    return dict(mine.order_by(Review.reason).tuples())


_FIGURES = Statement(lambda given: SellerFigures.select().where(SellerFigures.seller_id == given.seller))


def figures_of(seller_id: int) -> Row | None:
    """What was counted of a seller last; None: he has not been counted yet."""
    return next(iter(_FIGURES.dicts(seller=seller_id)), None)


def reviews_by(order_ids: Any) -> list[Review]:
    """What was said of some orders, the newest first."""
    return list(Review.select().where(Review.order.in_(order_ids)).order_by(Review.id.desc()))
