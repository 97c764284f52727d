"""The addresses somebody keeps; each function changes or reads this person's only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storefront.accounts.addresses import Address
from storefront.accounts.tables import PersonAddress
from storefront.db import transaction
from storefront.errors import NotFound, Refused
from storefront.i18n import _

MOST = 50


@dataclass(frozen=True)
class KeptAddress:
    """One of somebody's addresses."""

    id: int
    address: Address
    preferred: bool


def kept_addresses(person_id: int) -> tuple[KeptAddress, ...]:
    """The preferred one first, then the newest."""
    rows = PersonAddress.select().where(PersonAddress.person == person_id)
    rows = rows.order_by(PersonAddress.preferred.desc(), PersonAddress.id.desc()).limit(MOST)
    return tuple(KeptAddress(row.id, Address.from_json(row.address), row.preferred) for row in rows)


def get_address(person_id: int, address_id: int) -> KeptAddress:
    """One's own address; raises NotFound for anybody else's."""
    row = PersonAddress.get_or_none(*_own(person_id, address_id))
    if row is None:
        raise NotFound("there is no such address")
    return KeptAddress(row.id, Address.from_json(row.address), row.preferred)


@transaction()
def add_address(person_id: int, address: Address, now: datetime) -> int:
    """Keep an address; one that is kept already stays as it is. The first one is the preferred one."""
    known = kept_addresses(person_id)
    for kept in known:
        if kept.address == address:
            return kept.id
    if len(known) >= MOST:
        raise Refused(_("There are very many addresses already. Delete one first."), "many-addresses")
    row = PersonAddress.create(person=person_id, address=address.as_json(), preferred=not known, created_at=now)
    return int(row.id)


@transaction()
def change_address(person_id: int, address_id: int, address: Address) -> None:
    """Another text for one's own address."""
    if not PersonAddress.update(address=address.as_json()).where(*_own(person_id, address_id)).execute():
        raise NotFound("there is no such address")


@transaction()
def delete_address(person_id: int, address_id: int) -> None:
    """It is gone; the newest of the others becomes the preferred one if it was that."""
    was = get_address(person_id, address_id)
    PersonAddress.delete().where(*_own(person_id, address_id)).execute()
    left = kept_addresses(person_id)
    if was.preferred and left:
        prefer_address(person_id, left[0].id)


@transaction()
def prefer_address(person_id: int, address_id: int) -> None:
    """The one that the checkout offers first."""
    get_address(person_id, address_id)
    PersonAddress.update(preferred=False).where(PersonAddress.person == person_id).execute()
    PersonAddress.update(preferred=True).where(*_own(person_id, address_id)).execute()


def _own(person_id: int, address_id: int) -> tuple[object, ...]:
    return PersonAddress.id == address_id, PersonAddress.person == person_id
