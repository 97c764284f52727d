"""Documents as they were issued, and the counters that number them."""

from __future__ import annotations

import peewee

from storefront.db import JsonField, Table, UtcField
from storefront.orders.tables import Order


class DocumentCounter(Table):
    """The last number given to a seller's documents of a kind in a year."""

    seller_id = peewee.IntegerField()
    kind = peewee.CharField(max_length=20)
    year = peewee.IntegerField()
    last = peewee.IntegerField(default=0)

    class Meta:
        indexes = ((("seller_id", "kind", "year"), True),)


class Document(Table):
    """An invoice or a credit note of a seller, never changed. token opens its page with the order's key.

    cause: what it was issued for ("sale", "amendment:3", "refund:<key>"), once for each order; corrects: the invoice
    that a credit note belongs to.
    """

    token = peewee.CharField(max_length=64, unique=True)
    seller_id = peewee.IntegerField()
    kind = peewee.CharField(max_length=20)
    year = peewee.IntegerField()
    number = peewee.IntegerField()
    name = peewee.CharField(max_length=60)
    order = peewee.ForeignKeyField(Order, backref="documents")
    cause = peewee.CharField(max_length=100)
    corrects = peewee.ForeignKeyField("self", null=True, backref="corrections")
    language = peewee.CharField(max_length=20)
    content = JsonField()
    issued_at = UtcField()

    class Meta:
        indexes = ((("seller_id", "kind", "year", "number"), True), (("order", "cause"), True))
