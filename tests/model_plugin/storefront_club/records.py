"""What export and import carry for the club: who was invited, with what happened since and what is due."""

from __future__ import annotations

from functools import partial

from storefront.api import RecordKind, TableKind, history_rows, record_column, table_records
from storefront_club.tables import Invitation


def invitations() -> RecordKind:
    told = partial(record_column, Invitation)
    source = TableKind(
        Invitation,
        ("token",),
        (
            told("token", "What opens the door", required=True),
            told("email", "Who was invited; empty: forgotten"),
            told("state", "Whether he has come"),
            told("agreed_sku", "What a price was promised for"),
            told("agreed_price", "The price, in minor units", lowest=0),
            told("agreed_currency", "Its currency", kind="currency"),
            told("sent_at", "When it was sent"),
        ),
        history_rows("club.invitation"),
    )
    return table_records("club.invitation", "One person's way in.", source, trade=True, lasting=True)
