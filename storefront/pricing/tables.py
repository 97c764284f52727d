"""Exchange rates and shipping tariffs."""

from __future__ import annotations

import peewee

from storefront.db import JsonField, Table


class ExchangeRate(Table):
    """How much of currency one euro was worth on a day, as decimal text, and who says so."""

    currency = peewee.CharField(max_length=3)
    day = peewee.CharField(max_length=10)
    rate = peewee.CharField(max_length=30)
    source = peewee.CharField(max_length=200, default="")

    class Meta:
        indexes = ((("currency", "day"), True),)


class ShippingZone(Table):
    """Countries that cost the same to send to; no countries = the rest of the world."""

    name = peewee.CharField(max_length=100, unique=True)
    countries = JsonField(default=list)
    demo = peewee.BooleanField(default=False)


class ShippingRate(Table):
    """One method's price in a zone up to a weight (null: any), gross, in currency's minor units."""

    zone = peewee.ForeignKeyField(ShippingZone, backref="rates", on_delete="CASCADE")
    code = peewee.CharField(max_length=40)
    labels = JsonField(default=dict)
    up_to_grams = peewee.IntegerField(null=True)
    currency = peewee.CharField(max_length=3)
    price = peewee.BigIntegerField()
    days_min = peewee.IntegerField()
    days_max = peewee.IntegerField()
