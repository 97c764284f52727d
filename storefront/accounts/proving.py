"""What changes how somebody proves who he is: one-time codes, recovery codes, passkeys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storefront.accounts import tables
from storefront.accounts.mails import mail_person
from storefront.accounts.recovery import hashed, without
from storefront.db import for_update, transaction
from storefront.errors import NotFound, Refused
from storefront.i18n import _

MOST_PASSKEYS = 20


@transaction()
def turn_on_codes(person_id: int, secret: str, counter: int, codes: Sequence[str], now: datetime) -> None:
    """From now on signing in asks for a code; the codes for emergencies are kept as hashes."""
    kept = [hashed(code) for code in codes]
    changed = tables.Person.update(totp_secret=secret, totp_counter=counter, recovery_codes=kept).where(
        tables.Person.id == person_id
    )
    changed.execute()
    _tell(person_id, now)


@transaction()
def turn_off_codes(person_id: int, now: datetime) -> None:
    """Signing in asks for the password only."""
    tables.Person.update(totp_secret="", totp_counter=0, recovery_codes=[]).where(
        tables.Person.id == person_id
    ).execute()
    _tell(person_id, now)


@transaction()
def renew_recovery_codes(person_id: int, codes: Sequence[str]) -> None:
    """The old ones are void."""
    kept = [hashed(code) for code in codes]
    tables.Person.update(recovery_codes=kept).where(tables.Person.id == person_id).execute()


@transaction()
def use_counter(person_id: int, counter: int) -> bool:
    """Note that the code of this count was used; False: it was already, or a later one was."""
    fresh = (tables.Person.id == person_id) & (tables.Person.totp_counter < counter)
    return bool(tables.Person.update(totp_counter=counter).where(fresh).execute())


@transaction()
def use_recovery_code(person_id: int, code: str) -> bool:
    """Whether it is one of his codes; then it is used up."""
    row = for_update(tables.Person.select().where(tables.Person.id == person_id)).first()
    left = without(code, row.recovery_codes) if row else None
    if left is None:
        return False
    tables.Person.update(recovery_codes=left).where(tables.Person.id == person_id).execute()
    return True


@transaction()
def add_passkey(
    person_id: int,
    credential: str,
    public_key: str,
    sign_count: int,
    transports: Sequence[str],
    name: str,
    now: datetime,
) -> None:
    """Another key to sign in with; raises Refused when it is known, or when there are very many."""
    if tables.Passkey.select().where(tables.Passkey.credential == credential).exists():
        raise Refused(_("This passkey is known already."), "passkey-known")
    if tables.Passkey.select().where(tables.Passkey.person == person_id).count() >= MOST_PASSKEYS:
        raise Refused(_("There are very many passkeys already. Take one away first."), "many-passkeys")
    tables.Passkey.create(
        person=person_id,
        credential=credential,
        public_key=public_key,
        sign_count=sign_count,
        transports=list(transports),
        name=name,
        created_at=now,
    )
    _tell(person_id, now)


@transaction()
def remove_passkey(person_id: int, passkey_id: int, now: datetime) -> None:
    """Take one's own key away; raises NotFound for anybody else's."""
    own = (tables.Passkey.id == passkey_id) & (tables.Passkey.person == person_id)
    if not tables.Passkey.delete().where(own).execute():
        raise NotFound("there is no such passkey")
    _tell(person_id, now)


@transaction()
def note_passkey_use(passkey_id: int, sign_count: int, now: datetime) -> None:
    """Its count, by which a copy would be noticed."""
    tables.Passkey.update(sign_count=sign_count, used_at=now).where(tables.Passkey.id == passkey_id).execute()


def _tell(person_id: int, now: datetime) -> None:
    row = tables.Person.get_by_id(person_id)
    mail_person("two-factor", row.id, row.email, row.language, now)
