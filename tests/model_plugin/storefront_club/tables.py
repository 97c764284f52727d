"""Who was invited."""

from __future__ import annotations

import peewee

from storefront.api import Table, UtcField


class Invitation(Table):
    """One person's way in: its token opens the door. agreed_* is a price promised with it, or empty."""

    token = peewee.CharField(max_length=64, unique=True)
    email = peewee.CharField(max_length=254)
    state = peewee.CharField(max_length=20, index=True)
    agreed_sku = peewee.CharField(max_length=120, default="")
    agreed_price = peewee.BigIntegerField(null=True)
    agreed_currency = peewee.CharField(max_length=3, default="")
    sent_at = UtcField()

    class Meta:
        table_name = "club_invitation"
