"""What was sent, and what it belongs to."""

from __future__ import annotations

import peewee

from storefront.db import Table, UtcField


class Upload(Table):
    """A file that somebody sent: a photo, written anew without its metadata, or a PDF as it came.

    subject ("case:7") is what it belongs to; whoever may see that may read it, nobody else. Its bytes lie in the
    shop's private folder, named by digest. by: who sent it ("person:3", "buyer", "seller:2").
    """

    token = peewee.CharField(max_length=40, unique=True)
    subject = peewee.CharField(max_length=100, index=True)
    by = peewee.CharField(max_length=100)
    kind = peewee.CharField(max_length=10)
    digest = peewee.CharField(max_length=64, index=True)
    name = peewee.CharField(max_length=120)
    size = peewee.IntegerField()
    width = peewee.IntegerField(default=0)
    height = peewee.IntegerField(default=0)
    created_at = UtcField()
