"""What is contested of an order, by whom, and what was said and decided."""

from __future__ import annotations

import peewee

from storefront.catalogue.tables import Seller
from storefront.db import JsonField, Table, UtcField
from storefront.orders.tables import Order, OrderLine


class Case(Table):
    """A withdrawal, return, dispute or chargeback. token opens its page for the buyer.

    opened_at is when it was first said, proved_at when that turned out to be the buyer's word; terms is its reason as
    it was then (label, wishes, clocks). turn_until: when silence decides. wish and outcome name what is asked and what
    came of it; amounts are minor units of the order's currency. decided_by: "agreement", "silence", "staff:<id>" or
    "provider".
    """

    number = peewee.CharField(max_length=24, unique=True)
    token = peewee.CharField(max_length=64, unique=True)
    order = peewee.ForeignKeyField(Order, backref="cases")
    kind = peewee.CharField(max_length=20)
    reason = peewee.CharField(max_length=60)
    terms = JsonField(default=dict)
    state = peewee.CharField(max_length=20, index=True)
    wish = peewee.CharField(max_length=20, default="refund")
    wish_amount = peewee.BigIntegerField(null=True)
    outcome = peewee.CharField(max_length=20, default="")
    outcome_amount = peewee.BigIntegerField(null=True)
    decided_by = peewee.CharField(max_length=60, default="")
    name = peewee.CharField(max_length=200, default="")
    email = peewee.CharField(max_length=254)
    language = peewee.CharField(max_length=20)
    opened_at = UtcField()
    proved_at = UtcField(null=True)
    turn_until = UtcField(null=True, index=True)
    appealed_by = peewee.CharField(max_length=10, default="")
    appealed_at = UtcField(null=True)
    closed_at = UtcField(null=True)

    class Meta:
        # "case" is a word of SQL
        table_name = "order_case"


class ReturnAddress(Table):
    """Where goods of a seller go back to from some countries; none named: from everywhere else."""

    seller = peewee.ForeignKeyField(Seller, backref="return_addresses", on_delete="CASCADE")
    countries = JsonField(default=list)
    address = JsonField()


class CaseLine(Table):
    """How many pieces of a line a case is about, and what they cost, taxes in it."""

    case = peewee.ForeignKeyField(Case, backref="lines")
    order_line = peewee.ForeignKeyField(OrderLine, backref="cases")
    quantity = peewee.IntegerField()
    amount = peewee.BigIntegerField()

    class Meta:
        indexes = ((("case", "order_line"), True),)


class CaseEntry(Table):
    """Something said or done in a case. by: buyer, seller, staff or system; files hang on "case-entry:<id>"."""

    case = peewee.ForeignKeyField(Case, backref="entries")
    by = peewee.CharField(max_length=10)
    actor = peewee.CharField(max_length=100)
    kind = peewee.CharField(max_length=30)
    label = JsonField()
    text = peewee.TextField(default="")
    data = JsonField(default=dict)
    at = UtcField()
