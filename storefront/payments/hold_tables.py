"""What is kept for whom, what the shop takes of it, and how sellers are paid."""

from __future__ import annotations

import peewee

from storefront.db import JsonField, Table, UtcField
from storefront.orders.tables import Order, OrderLine
from storefront.payments.tables import LedgerLine


class Hold(Table):
    """The money of an order line; line None: of its delivery and what else is the order's own.

    came: what was paid for it; back: what of it went back while it was held; released: what went to the seller, before
    charges; taken: what of that had to come back. rule: the line's `SaleTerms.release`. due_at: when it is looked at.
    """

    order = peewee.ForeignKeyField(Order, backref="holds")
    line = peewee.ForeignKeyField(OrderLine, null=True, backref="holds")
    rule = peewee.CharField(max_length=200, default="at-once")
    came = peewee.BigIntegerField(default=0)
    back = peewee.BigIntegerField(default=0)
    released = peewee.BigIntegerField(default=0)
    taken = peewee.BigIntegerField(default=0)
    due_at = UtcField(null=True, index=True)

    class Meta:
        indexes = ((("order", "line"), True),)


class HoldFreeze(Table):
    """What somebody ("case:7") wants kept of a hold until he says otherwise."""

    hold = peewee.ForeignKeyField(Hold, backref="freezes")
    by = peewee.CharField(max_length=60, index=True)
    amount = peewee.BigIntegerField()

    class Meta:
        indexes = ((("hold", "by"), True),)


class Keeping(Table):
    """Staff keep an order's money longer than its rules: its `HoldFreeze` rows are by "keeping:<id>"."""

    order = peewee.ForeignKeyField(Order, backref="keepings")
    reason = peewee.CharField(max_length=300)
    by = peewee.CharField(max_length=100)
    at = UtcField()
    until = UtcField(index=True)
    ended_at = UtcField(null=True)


class HoldTaking(Table):
    """What a refund ("refund:12") or a chargeback took of a hold: of what was held, and of what the seller had."""

    by = peewee.CharField(max_length=60)
    hold = peewee.ForeignKeyField(Hold, backref="takings")
    held = peewee.BigIntegerField(default=0)
    out = peewee.BigIntegerField(default=0)

    class Meta:
        indexes = ((("by", "hold"), True),)


class Commission(Table):
    """What the shop has taken of an order by now: commission, fee, and the VAT on both."""

    order = peewee.ForeignKeyField(Order, unique=True, backref="commissions")
    amount = peewee.BigIntegerField(default=0)
    fee = peewee.BigIntegerField(default=0)
    vat = peewee.BigIntegerField(default=0)


class BankAccount(Table):
    """Where a seller wants his money; of several rows of a seller the newest counts.

    account: an IBAN without blanks, another account's number, or his account with the provider named.
    usable_at: no payout before. trouble: what its provider says against it ("", "restricted", "bank-refused", "gone"),
    and when it said something last.
    """

    seller_id = peewee.IntegerField(index=True)
    holder = peewee.CharField(max_length=200)
    account = peewee.CharField(max_length=100)
    bank = peewee.CharField(max_length=100, default="")
    provider = peewee.CharField(max_length=40, default="")
    changed_by = peewee.CharField(max_length=100)
    changed_at = UtcField()
    usable_at = UtcField()
    trouble = peewee.CharField(max_length=20, default="", constraints=[peewee.SQL("DEFAULT ''")])
    trouble_reason = peewee.CharField(max_length=120, default="", constraints=[peewee.SQL("DEFAULT ''")])
    trouble_at = UtcField(null=True)


class PayoutRun(Table):
    """One pressing of the button that pays sellers."""

    key = peewee.CharField(max_length=64, unique=True)
    by = peewee.CharField(max_length=100)
    at = UtcField()


class Payout(Table):
    """Money on its way to a seller. state: created → sent → confirmed | failed.

    key is the idempotency key its provider is given; provider "": it is sent by hand. holder and account are as they
    were when it was made. returned: what of it came back after it had arrived.
    """

    key = peewee.CharField(max_length=64, unique=True)
    run = peewee.ForeignKeyField(PayoutRun, backref="payouts")
    seller_id = peewee.IntegerField(index=True)
    currency = peewee.CharField(max_length=3)
    amount = peewee.BigIntegerField()
    state = peewee.CharField(max_length=20, default="created", index=True)
    holder = peewee.CharField(max_length=200)
    account = peewee.CharField(max_length=100)
    bank = peewee.CharField(max_length=100, default="")
    provider = peewee.CharField(max_length=40, default="")
    reference = peewee.CharField(max_length=120, default="")
    reason = JsonField(null=True)
    created_at = UtcField()
    sent_at = UtcField(null=True)
    settled_at = UtcField(null=True)
    returned = peewee.BigIntegerField(default=0, constraints=[peewee.SQL("DEFAULT 0")])


class PayoutLine(Table):
    """A line of the seller's account in the ledger that a payout pays; once."""

    payout = peewee.ForeignKeyField(Payout, backref="lines")
    line = peewee.ForeignKeyField(LedgerLine, unique=True, backref="payouts")
