"""The demo's accounts: one of each role. In a shop in production none of them opens anything."""

from __future__ import annotations

import contextlib
from datetime import datetime

from storefront.accounts.actions import EmailTaken, add_person
from storefront.accounts.passwords import hash_password

# known to everybody who can read; that is why rows marked as demo are shut in production
PASSWORD = "harbour and field"
# address, name, roles, sellers
PEOPLE = (
    ("customer@example.com", "Cleo Customer", ("customer",), ()),
    ("staff@example.com", "Sam Staff", ("staff",), ()),
    ("admin@example.com", "Ada Admin", ("admin",), ()),
    ("applicant@example.com", "Nils Newcomer", ("customer",), ()),
    ("seller@example.com", "Selma Seller", ("seller",), ("oficina-da-ribeira",)),
)


def load_people(now: datetime) -> None:
    """Make the accounts that are not there yet."""
    hashed = hash_password(PASSWORD)
    for email, name, roles, sellers in PEOPLE:
        with contextlib.suppress(EmailTaken):
            add_person(email, hashed, "en", now, name=name, roles=roles, sellers=sellers, confirmed=True, demo=True)
