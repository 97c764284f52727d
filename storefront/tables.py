"""Every table of core, in the order they are made; and the shop's own small facts."""

from __future__ import annotations

import peewee

from storefront import invalidations
from storefront.accounts import tables as accounts
from storefront.accounts.applications import tables as applications
from storefront.accounts.ratings import tables as ratings
from storefront.accounts.threads import tables as threads
from storefront.cart import tables as cart
from storefront.catalogue import tables as catalogue
from storefront.catalogue.search import tables as search
from storefront.db import JsonField, Table, UtcField
from storefront.desk import tables as desk
from storefront.orders import tables as orders
from storefront.orders.cases import tables as cases
from storefront.orders.documents import tables as documents
from storefront.payments import hold_tables as holds
from storefront.payments import tables as payments
from storefront.payments.credit import tables as credit
from storefront.payments.reconciliation import tables as reconciliation
from storefront.pricing import tables as pricing
from storefront.uploads import tables as uploads


class Fact(Table):
    """A named fact of the shop, such as the version of its set of plugins."""

    name = peewee.CharField(max_length=60, unique=True)
    value = JsonField()


class PluginState(Table):
    """Whether a plugin is enabled, retiring or disabled: the truth for every worker."""

    name = peewee.CharField(max_length=60, unique=True)
    state = peewee.CharField(max_length=20)
    changed_at = UtcField()


class ContentPage(Table):
    """A page of the shop's own words (imprint, terms) in one language; drafts may not go live.

    published, place (footer, header or none: the menu it stands in) and position are the same in each language.
    """

    slug = peewee.CharField(max_length=60)
    language = peewee.CharField(max_length=20)
    title = peewee.CharField(max_length=200)
    body = peewee.TextField()
    draft = peewee.BooleanField(default=False)
    position = peewee.IntegerField(default=0)
    published = peewee.BooleanField(default=True, constraints=[peewee.SQL("DEFAULT TRUE")])
    place = peewee.CharField(max_length=10, default="footer", constraints=[peewee.SQL("DEFAULT 'footer'")])

    class Meta:
        indexes = ((("slug", "language"), True),)


FEATURES = (
    catalogue, search, pricing, cart, orders, payments, holds, reconciliation, cases, documents, accounts,
    invalidations, desk, uploads, applications, threads, ratings, credit,
)  # fmt: skip


def core_tables() -> list[type[Table]]:
    """Core's table classes; those that others point at come first (peewee sorts them)."""
    found: list[type[Table]] = [Fact, PluginState, ContentPage]
    for module in FEATURES:
        found += [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, Table) and value.__module__ == module.__name__
        ]
    return found
