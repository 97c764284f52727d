"""Reviews, what was said about them, and the figures that are computed from sales."""

from __future__ import annotations

import peewee

from storefront.db import JsonField, Table, UtcField
from storefront.orders.tables import Order, OrderLine


class Review(Table):
    """What a buyer says of a product he bought, once an order and product.

    state: sealed (until the other side has rated too, or opens_at), waiting (for staff), published, hidden (reason
    says why), withdrawn (its author took it back: no words are left). product_id and seller_id are no foreign keys:
    what was said of a sale outlives both. name: as he wants to be called; empty: "verified buyer". pictures: what of
    its uploads ("review:ID") is public, as an image row is kept. flag: what a look at the text found.
    """

    order = peewee.ForeignKeyField(Order, backref="reviews", index=False)
    line = peewee.ForeignKeyField(OrderLine, backref="reviews")
    product_id = peewee.IntegerField()
    seller_id = peewee.IntegerField(index=True)
    stars = peewee.IntegerField()
    title = peewee.CharField(max_length=120, default="")
    text = peewee.TextField(default="")
    language = peewee.CharField(max_length=20)
    name = peewee.CharField(max_length=60, default="")
    state = peewee.CharField(max_length=20, index=True)
    flag = peewee.CharField(max_length=20, default="")
    reason = peewee.CharField(max_length=20, default="")
    pictures = JsonField(default=list)
    photos = peewee.IntegerField(default=0)
    helpful = peewee.IntegerField(default=0)
    answer = peewee.TextField(default="")
    answered_at = UtcField(null=True)
    created_at = UtcField()
    changed_at = UtcField(null=True)
    opens_at = UtcField(null=True, index=True)

    class Meta:
        indexes = (
            (("order", "product_id"), True),
            (("product_id", "state", "id"), False),
            (("product_id", "state", "helpful", "id"), False),
        )
        constraints = [peewee.Check("stars BETWEEN 1 AND 5")]


class BuyerRating(Table):
    """What a seller says of a buyer, once an order; sealed like the review it answers."""

    order = peewee.ForeignKeyField(Order, unique=True)
    seller_id = peewee.IntegerField(index=True)
    stars = peewee.IntegerField()
    text = peewee.CharField(max_length=500, default="")
    state = peewee.CharField(max_length=20)
    created_at = UtcField()
    opens_at = UtcField(null=True, index=True)

    class Meta:
        constraints = [peewee.Check("stars BETWEEN 1 AND 5")]


class HelpfulVote(Table):
    """Somebody found a review helpful; by: his account."""

    review = peewee.ForeignKeyField(Review, on_delete="CASCADE", index=False)
    person_id = peewee.IntegerField(index=True)

    class Meta:
        indexes = ((("review", "person_id"), True),)


class ReviewReport(Table):
    """Somebody says that a review breaks the rules; by: "person:3" or a guest's mark, so that each says it once."""

    review = peewee.ForeignKeyField(Review, backref="reports", on_delete="CASCADE", index=False)
    by = peewee.CharField(max_length=60)
    reason = peewee.CharField(max_length=20)
    text = peewee.CharField(max_length=1000, default="")
    at = UtcField()
    closed_at = UtcField(null=True)

    class Meta:
        indexes = ((("review", "by"), True),)


class RatingSummary(Table):
    """A product's published reviews, counted: how many, with how many stars, with photos; and how many are hidden."""

    product_id = peewee.IntegerField(unique=True)
    count = peewee.IntegerField(default=0)
    stars = peewee.IntegerField(default=0)
    ones = peewee.IntegerField(default=0)
    twos = peewee.IntegerField(default=0)
    threes = peewee.IntegerField(default=0)
    fours = peewee.IntegerField(default=0)
    fives = peewee.IntegerField(default=0)
    with_photos = peewee.IntegerField(default=0)
    hidden = peewee.IntegerField(default=0)


class SellerFigures(Table):
    """What a seller's sales say of him, counted by the worker; figures.py says how each is meant."""

    seller_id = peewee.IntegerField(unique=True)
    first_sale = UtcField(null=True)
    orders_90 = peewee.IntegerField(default=0)
    orders_365 = peewee.IntegerField(default=0)
    promised = peewee.IntegerField(default=0)
    on_time = peewee.IntegerField(default=0)
    refunded = peewee.IntegerField(default=0)
    disputed = peewee.IntegerField(default=0)
    rated = peewee.IntegerField(default=0)
    stars = peewee.IntegerField(default=0)
    answer_hours = peewee.IntegerField(null=True)
    due_at = UtcField(index=True)
    computed_at = UtcField(null=True)


class RatingRefusal(Table):
    """An address that wants no mail which asks for a review; kept as a check sum only."""

    digest = peewee.CharField(max_length=64, unique=True)
    at = UtcField()
