"""Applications to sell, their documents, and the commissions agreed."""

from __future__ import annotations

import peewee

from storefront.catalogue.tables import Seller
from storefront.db import JsonField, Table, UtcField
from storefront.uploads.tables import Upload


class Application(Table):
    """Somebody's wish to sell here, or (kind "change") to have what is known of his seller changed.

    answers: what each step asked, by step; it is emptied when the application is closed. person_id and seller_id are
    ids of rows that may be gone. reason: what staff said last, to the applicant. checklist: what the reviewer has
    ticked. asked_by: why data are wanted of somebody who sells ("inform"), until when: asked_until.
    """

    person_id = peewee.IntegerField(null=True, index=True)
    seller_id = peewee.IntegerField(null=True, index=True)
    kind = peewee.CharField(max_length=10, default="first")
    state = peewee.CharField(max_length=20, index=True)
    language = peewee.CharField(max_length=20)
    answers = JsonField(default=dict)
    checklist = JsonField(default=list)
    reason = peewee.TextField(default="")
    asked_by = peewee.CharField(max_length=20, default="")
    asked_until = UtcField(null=True)
    created_at = UtcField()
    submitted_at = UtcField(null=True)
    decided_at = UtcField(null=True)
    demo = peewee.BooleanField(default=False)


class SellerDocument(Table):
    """A document of an application; a change carries on those that still hold. expires_on: an ISO day, "": never."""

    application = peewee.ForeignKeyField(Application, backref="documents", on_delete="CASCADE")
    upload = peewee.ForeignKeyField(Upload, backref="documents", on_delete="CASCADE")
    kind = peewee.CharField(max_length=20)
    expires_on = peewee.CharField(max_length=10, default="")
    reminded = peewee.BooleanField(default=False)
    created_at = UtcField()


class AgreedCommission(Table):
    """The share of a seller's sales that is the shop's, from a moment on: "3/20"."""

    seller = peewee.ForeignKeyField(Seller, backref="commissions", on_delete="CASCADE")
    share = peewee.CharField(max_length=20)
    valid_from = UtcField()
    note = peewee.CharField(max_length=500, default="")
    by = peewee.CharField(max_length=100)

    class Meta:
        indexes = ((("seller", "valid_from"), False),)
