"""What buyers and sellers said of an order, as rows below it; summaries are counted anew where they come in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from storefront.accounts.ratings.summaries import recount
from storefront.accounts.ratings.tables import BuyerRating, Review
from storefront.records.kinds import Record
from storefront.records.references import PRODUCT, SELLER
from storefront.records.rows import Rows, column


def reviews() -> Rows:
    """What the buyer says of each product."""
    told = partial(column, Review)
    return Rows(
        "reviews", "What the buyer says of each product; its photos are uploads", Review,
        (
            told("line", "Of which line (`<number>/<place>`)", local="line"),
            told("product", "The product; null: it is gone", column="product_id", refers=PRODUCT, gone=0),
            told("seller", "Who sold it; null: he is no longer here", column="seller_id", refers=SELLER, gone=0),
            told("stars", "1 to 5", lowest=1),
            told("title", "Its heading"),
            told("text", "What it says"),
            told("language", "The language it is written in"),
            told("name", "The name shown; empty: verified buyer"),
            told("state", "`sealed`, `waiting`, `published`, `hidden` or `withdrawn`"),
            told("flag", "Why it should be looked at"),
            told("reason", "Why it is hidden"),
            told("helpful", "How many found it helpful"),
            told("answer", "What the seller says to it"),
            told("answered_at", "When he said it"),
            told("created_at", "When it was written"),
            told("changed_at", "When it was changed last"),
            told("opens_at", "Until when nobody sees it"),
        ),
        owner="order",
    )  # fmt: skip


def buyer_ratings() -> Rows:
    """What the seller says of the buyer."""
    told = partial(column, BuyerRating)
    return Rows(
        "buyer_ratings", "What the seller says of the buyer, at most one", BuyerRating,
        (
            told("seller", "Who says it; null: he is no longer here", column="seller_id", refers=SELLER, gone=0),
            told("stars", "1 to 5", lowest=1),
            told("text", "What he says"),
            told("state", "`sealed` or `shown`"),
            told("created_at", "When it was written"),
            told("opens_at", "Until when nobody sees it"),
        ),
        owner="order",
    )  # fmt: skip


def count_reviews(records: Sequence[Record], now: datetime) -> None:
    """Count the products whose reviews came with purchases."""
    orders = (order for record in records for order in record["orders"])
    said = [(PRODUCT.name(one["product"]), SELLER.name(one["seller"])) for order in orders for one in order["reviews"]]
    pairs = {(product, seller) for product, seller in said if product is not None}
    products = PRODUCT.ids({product for product, _seller in pairs})
    sellers = SELLER.ids({seller for _product, seller in pairs if seller is not None})
    for product, seller in sorted(pairs, key=str):
        if (number := products.get(product)) is not None:
            recount(number, sellers.get(seller, 0) if seller is not None else 0, now)
