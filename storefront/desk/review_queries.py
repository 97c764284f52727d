"""Reviews as the desk reads them: what waits for somebody first, and one with all that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from storefront.accounts.permissions import sellers_of
from storefront.accounts.person import Person
from storefront.accounts.ratings.rules import HIDDEN, OPENED, PUBLISHED, WAITING, may_be_rated
from storefront.accounts.ratings.sales import sales_of
from storefront.accounts.ratings.tables import BuyerRating, Review, ReviewReport
from storefront.catalogue.rows import Row
from storefront.catalogue.tables import Product, Seller
from storefront.desk.keyset import Rows, page_of
from storefront.desk.listing import Asked, Column, Filter, Rules, options
from storefront.errors import NotFound
from storefront.i18n import _
from storefront.orders.tables import Order, OrderLine

RULES = Rules(
    (
        Column("review", _("Review")),
        Column("stars", _("Stars"), "number"),
        Column("product", _("Product")),
        Column("since", _("Written"), "number"),
        Column("reports", _("Reports"), end=True),
        Column("state", _("State")),
    ),
    (
        Filter(
            "show",
            _("Which"),
            options(
                ("", _("To look at")),
                ("unanswered", _("Not answered")),
                ("published", _("Published")),
                ("hidden", _("Hidden")),
                ("all", _("All")),
            ),
        ),
    ),
    "since",
)

LATELY, MOST_ORDERS = timedelta(days=120), 100


@dataclass(frozen=True)
class DeskReview:
    """A review with its order, line, product, seller and open reports; row: as shown."""

    review: Review
    order: Row
    line: Row
    product: Row | None
    seller: str
    reports: tuple[Row, ...]


def _open_reports() -> Any:
    waiting = (ReviewReport.review == Review.id) & ReviewReport.closed_at.is_null()
    return ReviewReport.select(fn.COUNT(ReviewReport.id)).where(waiting)


def seen_by(person: Person) -> Any:
    """Condition on Review: staff sees all; a seller what is seen of his own sales: never what is still sealed."""
    limit = sellers_of(person, "reviews.see")
    if limit is None:
        return Review.id.is_null(False)
    return Review.seller_id.in_(sorted(limit)) & Review.state.in_((PUBLISHED, HIDDEN))


def _shown(which: str, *, staff: bool) -> Any:
    open_ones = (ReviewReport.review == Review.id) & ReviewReport.closed_at.is_null()
    reported = fn.EXISTS(ReviewReport.select(ReviewReport.id).where(open_ones))
    states = {
        "": (Review.state == WAITING) | reported if staff else (Review.state == PUBLISHED) & (Review.answer == ""),
        "unanswered": (Review.state == PUBLISHED) & (Review.answer == ""),
        "published": Review.state == PUBLISHED,
        "hidden": Review.state == HIDDEN,
        "all": Review.state != "withdrawn",
    }
    return states[which]


def found_reviews(wanted: Asked, person: Person) -> Rows:
    """One page of them; what waits longest first."""
    staff = sellers_of(person, "reviews.see") is None
    columns = (Review.id, Review.stars, Review.title, Review.text, Review.state, Review.flag, Review.created_at)
    named = (Order.number, OrderLine.frozen.alias("frozen"), OrderLine.sku, _open_reports().alias("reports"))
    query = Review.select(*columns, *named).join(Order).switch(Review).join(OrderLine, on=(Review.line == OrderLine.id))
    query = query.where(seen_by(person), _shown(wanted.chosen.get("show", ""), staff=staff))
    if wanted.query:
        text = wanted.query
        query = query.where(Review.text.contains(text) | Review.title.contains(text) | (Order.number == text.upper()))
    return page_of(query, wanted, Review.stars if wanted.column == "stars" else Review.id, Review.id)


def to_look_at(person: Person) -> Any:
    """Those that this person should look at."""
    staff = sellers_of(person, "reviews.see") is None
    return Review.select().where(seen_by(person), _shown("", staff=staff))


def get_review(review_id: int, person: Person) -> DeskReview:
    """One that this person may see; raises NotFound."""
    review = Review.get_or_none(Review.id == review_id, seen_by(person))
    if review is None:
        raise NotFound(f"there is no review {review_id}")
    reports = ReviewReport.select().where(ReviewReport.review == review_id).order_by(ReviewReport.id)
    seller = Seller.get_or_none(Seller.id == review.seller_id)
    return DeskReview(
        review,
        Order.select().where(Order.id == review.order_id).dicts().get(),
        OrderLine.select().where(OrderLine.id == review.line_id).dicts().get(),
        Product.select().where(Product.id == review.product_id).dicts().first(),
        seller.name if seller else "",
        tuple(reports.dicts()),
    )


def both_rate(person: Person, now: datetime) -> Any:
    """Orders of the last months of this person's sellers in which both sides rate and the seller has not yet."""
    limit = sellers_of(person, "reviews.answer")
    # as text: compared with the field itself, the pattern would be written as JSON
    frozen: Any = fn.LOWER(Order.frozen)
    lately = (Order.placed_at > now - LATELY) & frozen.contains('"rates":"both"')
    seen = Review.select(Review.order).where(Review.state.in_(OPENED))
    query = Order.select().where(
        lately, Order.id.not_in(BuyerRating.select(BuyerRating.order)), Order.id.not_in(seen)
    )
    return query if limit is None else query.where(Order.seller_id.in_(sorted(limit)))


def buyers_to_rate(person: Person, now: datetime) -> list[Order]:
    """Those of them whose goods have come, the newest first."""
    orders = list(both_rate(person, now).order_by(Order.id.desc()).limit(MOST_ORDERS))
    sales = sales_of([order.id for order in orders])
    ready = {sale.order["id"] for sale in sales if may_be_rated(sale.arrival, sale.rules, now)}
    return [order for order in orders if order.id in ready]
