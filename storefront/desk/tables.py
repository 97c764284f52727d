"""Who did what at the desk."""

from __future__ import annotations

import peewee

from storefront.db import JsonField, Table, UtcField


class AuditEntry(Table):
    """One act. person_id is no foreign key, and no address is kept: the entry outlives the account.

    subject is "product:12"; before and after hold what differs, by name.
    """

    at = UtcField()
    person_id = peewee.IntegerField(index=True)
    act = peewee.CharField(max_length=60, index=True)
    subject = peewee.CharField(max_length=100, index=True)
    before = JsonField(default=dict)
    after = JsonField(default=dict)
    request_id = peewee.CharField(max_length=64, default="")
