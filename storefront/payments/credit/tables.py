"""Balances of people and gift cards with their history, gift cards, and money nobody was waiting for."""

from __future__ import annotations

import peewee

from storefront.db import JsonField, Table, UtcField


class Balance(Table):
    """What stands on an account of the ledger ("credit:7", "gift-card:3"), so that one statement can take of it."""

    account = peewee.CharField(max_length=60)
    currency = peewee.CharField(max_length=3)
    amount = peewee.BigIntegerField(default=0)

    class Meta:
        indexes = ((("account", "currency"), True),)


class BalanceMove(Table):
    """One change of a balance, with the key of its ledger entry; by is "person:3", "buyer" or "system"."""

    balance = peewee.ForeignKeyField(Balance, backref="moves")
    key = peewee.CharField(max_length=120, unique=True)
    kind = peewee.CharField(max_length=30)
    amount = peewee.BigIntegerField()
    subject = peewee.CharField(max_length=100, default="")
    reason = JsonField(null=True)
    by = peewee.CharField(max_length=40, default="system")
    at = UtcField()


class GiftCard(Table):
    """A gift card; nobody keeps its code, only the hash. A multi-purpose voucher: no VAT when it is issued.

    state: open, blocked, written-off. key: what its code is made of, with the shop's secret.
    """

    key = peewee.CharField(max_length=64, unique=True)
    code_hash = peewee.CharField(max_length=64, unique=True)
    ending = peewee.CharField(max_length=4)
    amount = peewee.BigIntegerField()
    currency = peewee.CharField(max_length=3)
    state = peewee.CharField(max_length=12, default="open", index=True)
    email = peewee.CharField(max_length=254, default="")
    language = peewee.CharField(max_length=20)
    message = peewee.TextField(default="")
    issued_at = UtcField()
    expires_at = UtcField()


class UnmatchedMoney(Table):
    """Money on the shop's account that nothing waited for. state: waiting → matched, credited or returned."""

    key = peewee.CharField(max_length=64, unique=True)
    received_on = peewee.CharField(max_length=10)
    amount = peewee.BigIntegerField()
    currency = peewee.CharField(max_length=3)
    reference = peewee.CharField(max_length=140, default="")
    counterparty = peewee.CharField(max_length=140, default="")
    state = peewee.CharField(max_length=10, default="waiting", index=True)
    # what it became: "order:N-12", "person:7", or why it went back
    outcome = peewee.CharField(max_length=300, default="")
    entered_at = UtcField()
    decided_at = UtcField(null=True)
