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


class ImportFile(Table):
    """A file that somebody uploads to be imported, and what becomes of it; the report outlives the file.

    state: checking → checked → importing → done; refused: nothing of it can be imported; stopped: not wanted any
    more; failed: by no fault of the file. sale: as what it is sold. leased_until: a worker is at it.
    """

    person_id = peewee.IntegerField()
    name = peewee.CharField(max_length=200)
    token = peewee.CharField(max_length=64, unique=True)
    format = peewee.CharField(max_length=60)
    sale = JsonField(default=dict)
    skip_errors = peewee.BooleanField(default=False)
    state = peewee.CharField(max_length=20, index=True)
    done = peewee.IntegerField(default=0)
    total = peewee.IntegerField(default=0)
    report = JsonField(default=dict)
    result = JsonField(default=dict)
    problem = JsonField(null=True)
    created_at = UtcField()
    finished_at = UtcField(null=True)
    lease = peewee.CharField(max_length=32, default="")
    leased_until = UtcField(null=True)
