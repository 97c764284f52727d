"""Promotion codes and their uses."""

from __future__ import annotations

import peewee

from storefront.api import JsonField, Table, UtcField


class PromotionCode(Table):
    """A code that reduces an order; kept in capitals. used counts its uses, never above limit_in_all.

    kind "percent" (of the goods), "amount" (amounts by currency) or "free-delivery". minimum_spend
    by currency, empty: none; a limit of null: none.
    """

    code = peewee.CharField(max_length=40, unique=True)
    kind = peewee.CharField(max_length=20)
    percent = peewee.IntegerField(null=True)
    amounts = JsonField(default=dict)
    minimum_spend = JsonField(default=dict)
    limit_in_all = peewee.IntegerField(null=True)
    limit_per_buyer = peewee.IntegerField(null=True)
    used = peewee.IntegerField(default=0)
    valid_from = UtcField(null=True)
    valid_until = UtcField(null=True)
    active = peewee.BooleanField(default=True)
    created_at = UtcField()
    demo = peewee.BooleanField(default=False)

    class Meta:
        table_name = "b2c_promotion_code"
        constraints = [peewee.Check("used >= 0")]


class CodeUse(Table):
    """One buyer's use of a code in one purchase; buyer is his e-mail address, folded.

    order_id is the first order of the purchase, known once it is placed.
    """

    code = peewee.ForeignKeyField(PromotionCode, backref="uses", on_delete="CASCADE", index=False)
    buyer = peewee.CharField(max_length=254)
    order_id = peewee.IntegerField(null=True, index=True)
    at = UtcField()

    class Meta:
        table_name = "b2c_code_use"
        indexes = ((("code", "buyer", "at"), True),)
