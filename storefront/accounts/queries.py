"""What is known of people; and what of theirs is found by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from storefront.accounts import tables
from storefront.accounts.person import Person, kept_email
from storefront.catalogue.tables import Seller
from storefront.runtime import current


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
    mark: str
    totp_secret: str
    totp_counter: int
    recovery_codes: int


def find_kept(email: str) -> Kept | None:
    """The open account of an address."""
    return _kept(tables.Person.email == kept_email(email))


def get_kept(person_id: int) -> Kept | None:
    """The open account of an id."""
    return _kept(tables.Person.id == person_id)


def find_by_mark(mark: str) -> Kept | None:
    """The open account whose sessions and links have this mark."""
    return _kept(tables.Person.fs_uniquifier == mark)


def is_open() -> Any:
    """The condition under which an account opens: it was not closed, and the demo's are for trying out only."""
    condition: Any = tables.Person.active
    return condition & ~tables.Person.demo if current().settings.production else condition


def _kept(condition: Any) -> Kept | None:
    row = tables.Person.get_or_none(condition, is_open())
    if row is None:
        return None
    return Kept(
        row.id,
        row.email,
        row.language,
        row.password,
        row.confirmed_at is not None,
        row.fs_uniquifier,
        row.totp_secret,
        row.totp_counter,
        len(row.recovery_codes),
    )


def passkeys_of(person_id: int) -> list[tables.Passkey]:
    """Somebody's passkeys, the oldest first."""
    return list(tables.Passkey.select().where(tables.Passkey.person == person_id).order_by(tables.Passkey.id))


@dataclass(frozen=True)
class KnownKey:
    """A passkey, and whose it is."""

    id: int
    person_id: int
    public_key: str
    sign_count: int
    handle: str


def find_passkey(credential: str) -> KnownKey | None:
    """The passkey of a credential's id, of an account that is open and confirmed."""
    key = (
        tables.Passkey.select(tables.Passkey, tables.Person)
        .join(tables.Person)
        .where(tables.Passkey.credential == credential, is_open(), tables.Person.confirmed_at.is_null(False))
        .first()
        if credential
        else None
    )
    if key is None:
        return None
    return KnownKey(key.id, key.person.id, key.public_key, key.sign_count, key.person.passkey_handle)


def seller_ids(slugs: Sequence[str]) -> dict[str, int]:
    """Sellers by slug; unknown ones are left out."""
    return dict(Seller.select(Seller.slug, Seller.id).where(Seller.slug.in_(list(slugs))).tuples())
