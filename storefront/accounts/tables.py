"""People who can sign in: who they are, what they may do, how they prove it, where their goods go."""

from __future__ import annotations

import peewee

from storefront.catalogue.tables import Seller
from storefront.db import JsonField, Table, UtcField


class Person(Table):
    """A login. fs_uniquifier stands in sessions: another one signs out everywhere (Flask-Security's name for it)."""

    email = peewee.CharField(max_length=254, unique=True)
    name = peewee.CharField(max_length=120, default="")
    language = peewee.CharField(max_length=20)
    password = peewee.CharField(max_length=255, default="")
    active = peewee.BooleanField(default=True)
    fs_uniquifier = peewee.CharField(max_length=64, unique=True)
    # who a passkey says it belongs to; tells nobody else who that is
    passkey_handle = peewee.CharField(max_length=64, unique=True)
    totp_secret = peewee.TextField(default="")
    # the last code that was used, by its count: none is taken twice
    totp_counter = peewee.BigIntegerField(default=0)
    recovery_codes = JsonField(default=list)
    created_at = UtcField()
    confirmed_at = UtcField(null=True)
    demo = peewee.BooleanField(default=False)


class Role(Table):
    """A named set of acts; storefront.accounts.permissions says which."""

    name = peewee.CharField(max_length=40, unique=True)


class PersonRole(Table):
    """A role somebody has."""

    user = peewee.ForeignKeyField(
        Person, column_name="person_id", backref="role_links", on_delete="CASCADE", index=False
    )
    role = peewee.ForeignKeyField(Role, backref="person_links", on_delete="CASCADE")

    class Meta:
        indexes = ((("user", "role"), True),)


class PersonSeller(Table):
    """A seller in whose name somebody works."""

    person = peewee.ForeignKeyField(Person, backref="seller_links", on_delete="CASCADE", index=False)
    seller = peewee.ForeignKeyField(Seller, backref="person_links", on_delete="CASCADE")

    class Meta:
        indexes = ((("person", "seller"), True),)


class Passkey(Table):
    """A public key somebody signs in with; key and id in base64url."""

    person = peewee.ForeignKeyField(Person, backref="passkeys", on_delete="CASCADE")
    credential = peewee.CharField(max_length=1400, unique=True)
    public_key = peewee.TextField()
    sign_count = peewee.BigIntegerField(default=0)
    transports = JsonField(default=list)
    name = peewee.CharField(max_length=60)
    created_at = UtcField()
    used_at = UtcField(null=True)


class PersonAddress(Table):
    """An address somebody keeps for the next order."""

    person = peewee.ForeignKeyField(Person, backref="addresses", on_delete="CASCADE")
    address = JsonField()
    preferred = peewee.BooleanField(default=False)
    created_at = UtcField()
