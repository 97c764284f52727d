"""Comparisons that were made, and what they found until somebody has noted it as settled."""

from __future__ import annotations

import peewee

from storefront.db import Table, UtcField


class ReconciliationRun(Table):
    """One report that was compared. Days are ISO dates; source is the file's name."""

    provider = peewee.CharField(max_length=40)
    first_day = peewee.CharField(max_length=10)
    last_day = peewee.CharField(max_length=10)
    source = peewee.CharField(max_length=200)
    rows = peewee.IntegerField()
    matched = peewee.IntegerField()
    other_days = peewee.IntegerField()
    by = peewee.CharField(max_length=100)
    at = UtcField()


class ReconciliationDifference(Table):
    """Something a report and our books do not agree on. key makes it one, however often it is found.

    amount is the report's, expected is ours. order_number: an order it is about, "" where nobody knows.
    """

    run = peewee.ForeignKeyField(ReconciliationRun, backref="differences")
    key = peewee.CharField(max_length=64, unique=True)
    kind = peewee.CharField(max_length=30)
    provider = peewee.CharField(max_length=40)
    day = peewee.CharField(max_length=10)
    reference = peewee.CharField(max_length=200, default="")
    amount = peewee.BigIntegerField(null=True)
    expected = peewee.BigIntegerField(null=True)
    currency = peewee.CharField(max_length=3)
    subject = peewee.CharField(max_length=100, default="", index=True)
    order_number = peewee.CharField(max_length=24, default="")
    row = peewee.IntegerField(null=True)
    detail = peewee.CharField(max_length=200, default="")
    settled_at = UtcField(null=True)
    settled_by = peewee.CharField(max_length=100, default="")
    settled_reason = peewee.TextField(default="")
