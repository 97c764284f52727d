"""What is known of people; and what of theirs is found by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from storefront.accounts import tables
from storefront.accounts.person import Person, kept_email
from storefront.catalogue.tables import Seller


def find_person(email: str) -> Person | None:
    """Whose address it is, signed in or not."""
    row = tables.Person.get_or_none(tables.Person.email == kept_email(email))
    return person_of(row) if row else None


def get_person(person_id: int) -> Person | None:
    """Somebody by id; None: there is no such account any more, or it was closed."""
    row = tables.Person.get_or_none(tables.Person.id == person_id, tables.Person.active)
    return person_of(row) if row else None


def person_of(row: tables.Person) -> Person:
    """A row with its roles and sellers; two queries."""
    roles = tables.PersonRole.select(tables.Role.name).join(tables.Role).where(tables.PersonRole.user == row.id)
    sellers = tables.PersonSeller.select(tables.PersonSeller.seller).where(tables.PersonSeller.person == row.id)
    return Person(
        row.id,
        row.email,
        row.name,
        row.language,
        row.confirmed_at is not None,
        frozenset(name for (name,) in roles.tuples()),
        frozenset(number for (number,) in sellers.tuples()),
    )


@dataclass(frozen=True)
class Kept:
    """What signing in looks at; it never leaves the pages that do."""

    id: int
    email: str
    language: str
    password: str
    confirmed: bool
    totp_secret: str = ""


def find_kept(email: str) -> Kept | None:
    """The open account of an address."""
    return _kept(tables.Person.email == kept_email(email))


def get_kept(person_id: int) -> Kept | None:
    """The open account of an id."""
    return _kept(tables.Person.id == person_id)


def find_by_mark(mark: str) -> Kept | None:
    """The open account whose sessions and links have this mark."""
    return _kept(tables.Person.fs_uniquifier == mark)


def _kept(condition: Any) -> Kept | None:
    row = tables.Person.get_or_none(condition, tables.Person.active)
    if row is None:
        return None
    return Kept(row.id, row.email, row.language, row.password, row.confirmed_at is not None, row.totp_secret)


def seller_ids(slugs: Sequence[str]) -> dict[str, int]:
    """Sellers by slug; unknown ones are left out."""
    return dict(Seller.select(Seller.slug, Seller.id).where(Seller.slug.in_(list(slugs))).tuples())
