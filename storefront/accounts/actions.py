"""What changes accounts. Passwords come hashed: hashing is slow."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

import peewee

from storefront.accounts import tables
from storefront.accounts.mails import mail_person
from storefront.accounts.permissions import ROLES
from storefront.accounts.person import kept_email
from storefront.accounts.queries import seller_ids
from storefront.accounts.threads.tables import Participant, Thread
from storefront.db import is_postgresql, savepoint, transaction
from storefront.errors import NotFound, Refused
from storefront.i18n import _
from storefront.orders.tables import Purchase
from storefront.tables import Fact

LAST_PERSON = "last-person"


class EmailTaken(Refused):
    """Somebody has an account with this address already; pages do not tell strangers so."""

    code = "email-taken"


@transaction()
def add_person(
    email: str,
    password_hash: str,
    language: str,
    now: datetime,
    *,
    name: str = "",
    roles: Sequence[str] = (),
    sellers: Sequence[str] = (),
    confirmed: bool = False,
    demo: bool = False,
) -> int:
    """An account; its id. Raises EmailTaken, and NotFound for a seller that is not there."""
    if tables.Person.select().where(tables.Person.email == kept_email(email)).exists():
        raise EmailTaken(_("There is an account with this e-mail address already."))
    try:
        with savepoint():
            row = _insert(email, password_hash, language, now, name=name, confirmed=confirmed, demo=demo)
    except peewee.IntegrityError as error:
        # somebody else was quicker
        raise EmailTaken(_("There is an account with this e-mail address already.")) from error
    _give_roles(row.id, roles)
    _give_sellers(row.id, sellers)
    return int(row.id)


def fresh_person_id() -> dict[str, int]:
    """A number that nobody ever had: SQLite gives a deleted row's again, and with it his mails and the desk's notes."""
    if is_postgresql():
        return {}
    last = Fact.select(Fact.value).where(Fact.name == LAST_PERSON).scalar() or 0
    number = max(int(last), tables.Person.select(peewee.fn.MAX(tables.Person.id)).scalar() or 0) + 1
    Fact.insert(name=LAST_PERSON, value=number).on_conflict(
        conflict_target=[Fact.name], update={Fact.value: number}
    ).execute()
    return {"id": number}


def _insert(
    email: str, password_hash: str, language: str, now: datetime, *, name: str, confirmed: bool, demo: bool
) -> tables.Person:
    made: tables.Person = tables.Person.create(
        **fresh_person_id(),
        email=kept_email(email),
        name=name,
        language=language,
        password=password_hash,
        fs_uniquifier=secrets.token_hex(16),
        passkey_handle=secrets.token_urlsafe(32),
        created_at=now,
        confirmed_at=now if confirmed else None,
        demo=demo,
    )
    return made


@transaction()
def register(email: str, password_hash: str, name: str, language: str, now: datetime) -> None:
    """An account that waits for its address to be confirmed; the address's owner gets a mail whatever is there.

    One that nobody has confirmed is taken over: whoever reads the mails of the address has the last word.
    """
    row = tables.Person.get_or_none(tables.Person.email == kept_email(email))
    if row is not None and (row.confirmed_at is not None or not row.active):
        mail_person("known", row.id, row.email, language, now)
        return
    if row is None:
        person_id = add_person(email, password_hash, language, now, name=name)
    else:
        person_id = int(row.id)
        set_password(person_id, password_hash)
        tables.Person.update(name=name, language=language).where(tables.Person.id == person_id).execute()
    mail_person("confirm", person_id, kept_email(email), language, now)


@transaction()
def mail_confirmation(person_id: int, now: datetime) -> None:
    """The link once more, for somebody who knows the account's password."""
    row = tables.Person.get_by_id(person_id)
    mail_person("confirm", row.id, row.email, row.language, now)


@transaction()
def confirm(person_id: int, now: datetime) -> None:
    """The address is this person's: what was bought with it before joins the account."""
    row = tables.Person.get_by_id(person_id)
    tables.Person.update(confirmed_at=row.confirmed_at or now).where(tables.Person.id == person_id).execute()
    join_purchases(person_id, row.email)


def join_purchases(person_id: int, email: str) -> int:
    """A guest's purchases with an address that was confirmed become this account's, and his conversations; how many."""
    theirs = peewee.fn.LOWER(Purchase.email) == email
    changed = Purchase.update(person_id=person_id).where(theirs, Purchase.person_id.is_null()).execute()
    proved = Thread.select(Thread.id).where(Thread.state != "unproved")
    mine = (Participant.role == "buyer") & (Participant.email == email) & Participant.thread.in_(proved)
    Participant.update(person_id=person_id).where(mine, Participant.person_id.is_null()).execute()
    return int(changed)


@transaction()
def ask_reset(email: str, language: str, now: datetime) -> None:
    """A link for another password goes to the address, if it has an account; nobody learns whether."""
    row = tables.Person.get_or_none(tables.Person.email == kept_email(email), tables.Person.active)
    if row is not None:
        mail_person("reset", row.id, row.email, language, now)


@transaction()
def reset_password(person_id: int, password_hash: str, now: datetime) -> None:
    """Another password for who reads the address's mails, which confirms the address too."""
    set_password(person_id, password_hash)
    confirm(person_id, now)
    row = tables.Person.get_by_id(person_id)
    mail_person("password-changed", row.id, row.email, row.language, now)


def _give_roles(person_id: int, roles: Sequence[str]) -> None:
    for name in roles:
        if name not in ROLES:
            raise NotFound(f"there is no role {name!r}: {', '.join(ROLES)}")
        role, _made = tables.Role.get_or_create(name=name)
        tables.PersonRole.create(user=person_id, role=role.id)


def _give_sellers(person_id: int, slugs: Sequence[str]) -> None:
    known = seller_ids(slugs)
    for slug in slugs:
        if slug not in known:
            raise NotFound(f"there is no seller {slug!r}")
        tables.PersonSeller.create(person=person_id, seller=known[slug])


@transaction()
def set_password(person_id: int, password_hash: str, *, sign_out: bool = True) -> str:
    """Another password, which ends every session of the account; the mark of its sessions from now on."""
    mark = secrets.token_hex(16)
    changes = {"password": password_hash} | ({"fs_uniquifier": mark} if sign_out else {})
    tables.Person.update(**changes).where(tables.Person.id == person_id).execute()
    return mark


@transaction()
def change_password(person_id: int, password_hash: str, now: datetime) -> None:
    """Another password, by who knows the old one; a mail says so."""
    set_password(person_id, password_hash)
    row = tables.Person.get_by_id(person_id)
    mail_person("password-changed", row.id, row.email, row.language, now)


@transaction()
def set_name(person_id: int, name: str, language: str) -> None:
    """What somebody is called, and the language he was reading then."""
    tables.Person.update(name=name, language=language).where(tables.Person.id == person_id).execute()


@transaction()
def ask_change_email(person_id: int, email: str, language: str, now: datetime) -> None:
    """A link goes to the new address; one that has an account gets a mail that says so."""
    other = tables.Person.get_or_none(tables.Person.email == kept_email(email))
    if other is not None:
        mail_person("known", other.id, other.email, language, now)
        return
    mail_person("change-email", person_id, kept_email(email), language, now, email=kept_email(email))


def is_mark(mark: str) -> bool:
    """Whether an open account has this mark."""
    return bool(tables.Person.select().where(tables.Person.fs_uniquifier == mark, tables.Person.active).exists())


@transaction()
def change_email(mark: str, email: str, now: datetime) -> bool:
    """The account of the mark has this address now, which its owner has proved; False: it cannot be had."""
    row = tables.Person.get_or_none(tables.Person.fs_uniquifier == mark, tables.Person.active)
    if row is None or tables.Person.select().where(tables.Person.email == email).exists():
        return False
    changes = {"email": email, "confirmed_at": now, "fs_uniquifier": secrets.token_hex(16)}
    tables.Person.update(**changes).where(tables.Person.id == row.id).execute()
    mail_person("email-changed", row.id, row.email, row.language, now)
    join_purchases(row.id, email)
    return True


@transaction()
def set_active(person_id: int, active: bool) -> None:
    """Whether somebody may sign in; one who may not is signed out everywhere."""
    tables.Person.update(active=active).where(tables.Person.id == person_id).execute()
    if not active:
        sign_out_everywhere(person_id)


@transaction()
def sign_out_everywhere(person_id: int) -> None:
    """No session of this account is good any more."""
    tables.Person.update(fs_uniquifier=secrets.token_hex(16)).where(tables.Person.id == person_id).execute()
