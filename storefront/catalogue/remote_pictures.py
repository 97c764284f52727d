"""Pictures that imports name by address: which are wanted, whose turn it is, and what came of it.

A row is the truth: it is written with the products, leased for the time of an attempt, and tried again
after growing pauses until it is given up with a reason. Whoever dies midway leaves a lease that ends.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import peewee

from storefront.catalogue.images import StoredImage
from storefront.catalogue.products import FILE_FIELDS
from storefront.catalogue.rows import Row, chunks
from storefront.catalogue.tables import Image, Product, RemotePicture
from storefront.db import for_share, is_postgresql, transaction
from storefront.i18n import Message, _

# longer than an attempt can take
LEASE = timedelta(minutes=5)
# after the first, second, … failure; after as many attempts again it is given up
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 180, 720))
MOST_ATTEMPTS = len(PAUSES) + 1


def key_of(url: str) -> str:
    """What an address is found by: it may be longer than an index carries."""
    return hashlib.sha256(url.encode()).hexdigest()


def next_attempt(attempts: int, again: bool, now: datetime) -> datetime | None:
    """When a picture that failed so many times is tried again; None: it is given up."""
    return now + PAUSES[attempts - 1] if again and attempts < MOST_ATTEMPTS else None


@transaction()
def wanted(urls: Iterable[str], now: datetime) -> dict[str, Row]:
    """The row of each address, made where there is none, and kept as it is until the transaction ends."""
    keys = {key_of(url): url for url in urls}
    for piece in chunks(sorted(keys)):
        known = {row[0] for row in RemotePicture.select(RemotePicture.key).where(RemotePicture.key.in_(piece)).tuples()}
        rows = [{"key": key, "url": keys[key], "due_at": now} for key in piece if key not in known]
        if rows:
            RemotePicture.insert_many(rows).on_conflict_ignore().execute()
    found: dict[str, Row] = {}
    for piece in chunks(sorted(keys)):
        query = RemotePicture.select().where(RemotePicture.key.in_(piece)).order_by(RemotePicture.key)
        found.update({keys[row["key"]]: row for row in for_share(query).dicts()})
    return found


@transaction()
def lease(now: datetime, after: int = 0, hurry: bool = False) -> RemotePicture | None:
    """The next picture to fetch, ours for the time of an attempt; hurry: before its pause has ended."""
    while True:
        query = RemotePicture.select().where(_due(now, hurry), RemotePicture.id > after)
        if is_postgresql():
            query = query.for_update("FOR UPDATE SKIP LOCKED")
        row: RemotePicture | None = query.order_by(RemotePicture.id).first()
        if row is None:
            return None
        if not Image.select().where(Image.remote == row.id).exists():
            RemotePicture.delete().where(RemotePicture.id == row.id).execute()
        elif row.attempts >= MOST_ATTEMPTS:
            _give_up(row.id, _("It could not be finished: the program ended each time it was tried."))
        else:
            taken = {"attempts": row.attempts + 1, "leased_until": now + LEASE}
            RemotePicture.update(taken).where(RemotePicture.id == row.id).execute()
            row.attempts += 1
            return row


def is_due(now: datetime) -> bool:
    """Whether there is anything to fetch; asked often, so it takes no lock."""
    return bool(RemotePicture.select().where(_due(now, hurry=False)).exists())


def _due(now: datetime, hurry: bool) -> Any:
    free = RemotePicture.leased_until.is_null() | (RemotePicture.leased_until <= now)
    due = (RemotePicture.state == "waiting") & free
    return due if hurry else due & (RemotePicture.due_at <= now)


@transaction()
def keep(picture: int, stored: StoredImage, now: datetime) -> None:
    """The picture is here: every product that names its address shows it."""
    file = {name: getattr(stored, name) for name in FILE_FIELDS}
    file |= {"widths": list(stored.widths), "formats": list(stored.formats)}
    done = {"state": "fetched", "leased_until": None, "reason": {}, **file}
    # first, because whoever saves products holds it: then the images it has written are seen here
    RemotePicture.update(done).where(RemotePicture.id == picture).execute()
    shown = [row[0] for row in Image.select(Image.product).where(Image.remote == picture).distinct().tuples()]
    Image.update({"kind": "raster", **file}).where(Image.remote == picture).execute()
    for piece in chunks(shown):
        Product.update(updated_at=now).where(Product.id.in_(piece)).execute()


@transaction()
def fail(picture: int, attempts: int, reason: Message, again: bool, now: datetime) -> bool:
    """The picture was not fetched: later again, or given up with the reason; whether it is tried again."""
    due_at = next_attempt(attempts, again, now)
    if due_at is None:
        _give_up(picture, reason)
        return False
    waits = {"due_at": due_at, "leased_until": None, "reason": reason.as_json()}
    RemotePicture.update(waits).where(RemotePicture.id == picture).execute()
    return True


def _give_up(picture: int, reason: Message) -> None:
    RemotePicture.update(state="failed", leased_until=None, reason=reason.as_json()).where(
        RemotePicture.id == picture
    ).execute()


@transaction()
def try_again(now: datetime) -> int:
    """Have those that were given up fetched anew; how many."""
    fresh = {"state": "waiting", "attempts": 0, "due_at": now, "leased_until": None, "reason": {}}
    return int(RemotePicture.update(fresh).where(RemotePicture.state == "failed").execute())


def counts() -> dict[str, int]:
    """How many addresses that products name are waiting, fetched and failed."""
    query = (
        RemotePicture.select(RemotePicture.state, peewee.fn.COUNT(RemotePicture.id))
        .where(_shown())
        .group_by(RemotePicture.state)
    )
    return {"waiting": 0, "fetched": 0, "failed": 0, **dict(query.tuples())}


def troubled(limit: int) -> list[RemotePicture]:
    """Pictures that failed at least once and are not here, those given up first."""
    query = RemotePicture.select().where(RemotePicture.state != "fetched", RemotePicture.reason != {}, _shown())
    return list(query.order_by(RemotePicture.state, RemotePicture.id).limit(limit))


def _shown() -> Any:
    return peewee.fn.EXISTS(Image.select(Image.id).where(Image.remote == RemotePicture.id))
