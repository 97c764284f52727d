"""What is owed, what was tried, what was paid, and the ledger that proves it."""

from __future__ import annotations

import peewee

from storefront.db import JsonField, Table, UtcField
from storefront.orders.tables import Order, Purchase


class Installment(Table):
    """What an order owes and when: due "now", an ISO date, or "event:<state>"; due_at once it is."""

    order = peewee.ForeignKeyField(Order, backref="installments")
    position = peewee.IntegerField(default=0)
    label = JsonField()
    amount = peewee.BigIntegerField()
    paid = peewee.BigIntegerField(default=0)
    due = peewee.CharField(max_length=60, default="now")
    due_at = UtcField(null=True)
    cancelled = peewee.BooleanField(default=False)


class Payment(Table):
    """One attempt with one provider. key is the idempotency key given to it.

    state: created → pending → succeeded | failed. expires_at: until when the goods wait for it.
    """

    key = peewee.CharField(max_length=64, unique=True)
    purchase = peewee.ForeignKeyField(Purchase, backref="payments")
    provider = peewee.CharField(max_length=40)
    reference = peewee.CharField(max_length=120, default="", index=True)
    amount = peewee.BigIntegerField()
    currency = peewee.CharField(max_length=3)
    state = peewee.CharField(max_length=20, default="created", index=True)
    answer = JsonField(default=dict)
    created_at = UtcField()
    asked_at = UtcField(null=True)
    expires_at = UtcField(null=True)
    settled_at = UtcField(null=True)


class Allocation(Table):
    """Which installments a payment pays, and how much of it each."""

    payment = peewee.ForeignKeyField(Payment, backref="allocations")
    installment = peewee.ForeignKeyField(Installment, backref="allocations")
    amount = peewee.BigIntegerField()


class Refund(Table):
    """Money that goes back by the payment it came with.

    way: "" the payment's provider sends it; "credit" or "card": it becomes the buyer's credit or a gift card, as he has
    agreed; "hand": staff send it from the bank; "told": the provider says that it was sent, nobody asked for it here.
    """

    key = peewee.CharField(max_length=64, unique=True)
    payment = peewee.ForeignKeyField(Payment, backref="refunds")
    order = peewee.ForeignKeyField(Order, null=True, backref="refunds")
    amount = peewee.BigIntegerField()
    currency = peewee.CharField(max_length=3)
    state = peewee.CharField(max_length=20, default="created")
    reason = JsonField(null=True)
    reference = peewee.CharField(max_length=120, default="")
    created_at = UtcField()
    settled_at = UtcField(null=True)
    way = peewee.CharField(max_length=10, default="", constraints=[peewee.SQL("DEFAULT ''")])


class CreditOffer(Table):
    """A refund as store credit, which the buyer has to agree to. state: offered → accepted | declined | ended.

    pieces, delivery: what it is for, as `Arranged` says it.
    """

    key = peewee.CharField(max_length=64, unique=True)
    order = peewee.ForeignKeyField(Order, backref="credit_offers")
    amount = peewee.BigIntegerField()
    currency = peewee.CharField(max_length=3)
    reason = JsonField()
    pieces = JsonField(default=dict)
    delivery = peewee.BigIntegerField(default=0)
    state = peewee.CharField(max_length=10, default="offered", index=True)
    by = peewee.CharField(max_length=100)
    offered_at = UtcField()
    expires_at = UtcField(index=True)
    decided_at = UtcField(null=True)


class LedgerEntry(Table):
    """One booking; its lines sum to zero in each currency. key makes it happen once."""

    key = peewee.CharField(max_length=120, unique=True)
    kind = peewee.CharField(max_length=40)
    subject = peewee.CharField(max_length=100, index=True)
    at = UtcField()


class LedgerLine(Table):
    """An amount on an account: "clearing:card", "held:order:12", "buyer:…"; positive is debit."""

    entry = peewee.ForeignKeyField(LedgerEntry, backref="lines")
    account = peewee.CharField(max_length=100)
    currency = peewee.CharField(max_length=3)
    amount = peewee.BigIntegerField()

    class Meta:
        indexes = ((("account", "currency"), False),)


class SandboxCharge(Table):
    """What the sandbox card remembers, as a provider's own server would. Nothing else reads it.

    answers_at: it stays pending until then and has succeeded after. webhooks: how many are still to
    be sent. refunds: amount by the refund's key.
    """

    key = peewee.CharField(max_length=64, unique=True)
    reference = peewee.CharField(max_length=40, unique=True)
    amount = peewee.BigIntegerField()
    paid = peewee.BigIntegerField(default=0)
    currency = peewee.CharField(max_length=3)
    state = peewee.CharField(max_length=20)
    reason = JsonField(null=True)
    asks_buyer = peewee.BooleanField(default=False)
    answers_at = UtcField(null=True)
    webhooks = peewee.IntegerField(default=0)
    refunds = JsonField(default=dict)
    language = peewee.CharField(max_length=20, default="en")
    description = peewee.CharField(max_length=200, default="")
    return_url = peewee.TextField(default="")
    created_at = UtcField()


class Chargeback(Table):
    """Money that a buyer's bank took back, or tries to. payment is null while nobody knows which one it is of.

    state: open → won | lost. reason is the provider's word; evidence_due: until when the seller's side may answer.
    """

    provider = peewee.CharField(max_length=40)
    reference = peewee.CharField(max_length=120)
    payment = peewee.ForeignKeyField(Payment, null=True, backref="chargebacks")
    payment_reference = peewee.CharField(max_length=120, default="")
    payment_key = peewee.CharField(max_length=64, default="")
    amount = peewee.BigIntegerField()
    currency = peewee.CharField(max_length=3)
    fee = peewee.BigIntegerField(default=0)
    fee_currency = peewee.CharField(max_length=3)
    fee_returned = peewee.BigIntegerField(default=0)
    reason = peewee.CharField(max_length=100, default="")
    state = peewee.CharField(max_length=10, default="open", index=True)
    evidence_due = UtcField(null=True)
    received_at = UtcField()
    decided_at = UtcField(null=True)

    class Meta:
        indexes = ((("provider", "reference"), True),)


class ChargebackPart(Table):
    """How much of a chargeback is an order's."""

    chargeback = peewee.ForeignKeyField(Chargeback, backref="parts")
    order = peewee.ForeignKeyField(Order, backref="chargeback_parts")
    amount = peewee.BigIntegerField()
