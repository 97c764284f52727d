"""Promotion codes and their uses."""

from __future__ import annotations

from typing import Any

import peewee


def migrate(database: peewee.Database) -> None:
    """Make the tables as they were at this step; later steps change them."""
    database.create_tables(_frozen_tables(database))


def _frozen_tables(bound: peewee.Database) -> list[type[peewee.Model]]:
    class Frozen(peewee.Model):
        class Meta:
            database = bound
            legacy_table_names = False

    class PromotionCode(Frozen):
        code = peewee.CharField(max_length=40, unique=True)
        kind = peewee.CharField(max_length=20)
        percent = peewee.IntegerField(null=True)
        amounts = peewee.TextField()
        minimum_spend = peewee.TextField()
        limit_in_all = peewee.IntegerField(null=True)
        limit_per_buyer = peewee.IntegerField(null=True)
        used = peewee.IntegerField()
        valid_from = peewee.CharField(max_length=27, null=True)
        valid_until = peewee.CharField(max_length=27, null=True)
        active = peewee.BooleanField()
        created_at = peewee.CharField(max_length=27)
        demo = peewee.BooleanField()

        class Meta:
            table_name = "b2c_promotion_code"
            constraints: list[Any] = [peewee.Check("used >= 0")]

    class CodeUse(Frozen):
        code = peewee.ForeignKeyField(PromotionCode, on_delete="CASCADE", index=False)
        buyer = peewee.CharField(max_length=254)
        order_id = peewee.IntegerField(null=True, index=True)
        at = peewee.CharField(max_length=27)

        class Meta:
            table_name = "b2c_code_use"
            indexes = ((("code", "buyer", "at"), True),)

    return [PromotionCode, CodeUse]
