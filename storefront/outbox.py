"""What must follow a commit: rows written with it, leased and done by the worker, at least once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from storefront import logs
from storefront.db import transaction, utc_now
from storefront.orders.tables import Outbox

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
# after a failure: 1, 2, 4, … minutes, then every six hours
LONGEST_WAIT_MINUTES = 360

Handler = Callable[[Mapping[str, Any], int], None]


def later(
    kind: str,
    payload: Mapping[str, Any],
    now: datetime | None = None,
    due_at: datetime | None = None,
    subject: str | None = None,
) -> None:
    """Have the worker do this after the present transaction commits; subject: what it belongs to."""
    now = now or utc_now()
    Outbox.create(
        kind=kind,
        payload=dict(payload),
        created_at=now,
        due_at=due_at or now,
        subject=subject or _subject(payload),
    )


def _subject(payload: Mapping[str, Any]) -> str | None:
    """What a payload says it belongs to."""
    if "subject" in payload:
        return str(payload["subject"])
    noun = next((name for name in ("purchase", "order") if payload.get(name)), None)
    return f"{noun}:{payload[noun]}" if noun else None


def once(kind: str, payload: Mapping[str, Any], now: datetime | None = None) -> bool:
    """Have it done unless the same is already written, done or not; whether it was not. Lock its subject first."""
    if Outbox.select().where(Outbox.kind == kind, Outbox.payload == dict(payload)).exists():
        return False
    later(kind, payload, now)
    return True


@transaction()
def try_now(row_id: int, now: datetime) -> bool:
    """Have a row that failed tried again at once; False when it is done, or being done."""
    waits = Outbox.done_at.is_null() & (Outbox.leased_until.is_null() | (Outbox.leased_until <= now))
    changed: int = Outbox.update(due_at=now).where(Outbox.id == row_id, waits).execute()
    return bool(changed)


def work(handlers: Mapping[str, Handler], now: datetime, limit: int = 50) -> int:
    """Do what is due; how many rows were done. A row that fails is tried again later."""
    done = 0
    for _turn in range(limit):
        row = _lease(now)
        if row is None:
            break
        logs.request_id.set(f"outbox-{row.id}")
        try:
            handlers[row.kind](row.payload, row.id)
        except Exception as error:
            log.exception("outbox row %s (%s) failed", row.id, row.kind)
            _failed(row.id, row.attempts + 1, repr(error), now)
        else:
            _done(row.id, now)
            done += 1
        finally:
            logs.request_id.set("")
    return done


@transaction()
def _lease(now: datetime) -> Outbox | None:
    free = Outbox.leased_until.is_null() | (Outbox.leased_until <= now)
    due = (Outbox.done_at.is_null()) & (Outbox.due_at <= now) & free
    row: Outbox | None = Outbox.select().where(due).order_by(Outbox.due_at, Outbox.id).first()
    if row is None:
        return None
    taken = Outbox.update(leased_until=now + LEASE).where(Outbox.id == row.id, free).execute()
    return row if taken else None


@transaction()
def _done(row_id: int, now: datetime) -> None:
    Outbox.update(done_at=now, leased_until=None, error="").where(Outbox.id == row_id).execute()


@transaction()
def _failed(row_id: int, attempts: int, error: str, now: datetime) -> None:
    wait = timedelta(minutes=min(2 ** min(attempts - 1, 10), LONGEST_WAIT_MINUTES))
    Outbox.update(attempts=attempts, error=error[:2000], leased_until=None, due_at=now + wait).where(
        Outbox.id == row_id
    ).execute()
