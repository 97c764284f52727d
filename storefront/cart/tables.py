"""The cart: lines of any business model side by side, and what checkout has collected."""

from __future__ import annotations

import peewee

from storefront.catalogue.tables import Offer
from storefront.db import JsonField, Table, UtcField


class Cart(Table):
    """Named by a token in a signed cookie; answers holds what the checkout's steps collected."""

    token = peewee.CharField(max_length=64, unique=True)
    created_at = UtcField()
    updated_at = UtcField(index=True)
    codes = JsonField(default=list)
    answers = JsonField(default=dict)


class CartLine(Table):
    """A line: an offer, a quantity, its plugin's terms. shown_* is the price last shown for it."""

    cart = peewee.ForeignKeyField(Cart, backref="lines", on_delete="CASCADE", index=False)
    offer = peewee.ForeignKeyField(Offer, null=True, on_delete="SET NULL")
    quantity = peewee.IntegerField()
    terms = JsonField(default=dict)
    terms_key = peewee.CharField(max_length=64, default="")
    title = peewee.CharField(max_length=300, default="")
    shown_price = peewee.BigIntegerField(null=True)
    shown_currency = peewee.CharField(max_length=3, default="")
    added_at = UtcField()

    class Meta:
        indexes = ((("cart", "offer", "terms_key"), True),)
