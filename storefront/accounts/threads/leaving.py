"""What threads keep of somebody, and what becomes of it when he leaves; questions that nobody proved are forgotten."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from storefront.accounts.threads.tables import Participant, SellerBlock, Thread, ThreadMessage
from storefront.db import transaction
from storefront.uploads.actions import forget_uploads
from storefront.uploads.queries import uploads_of
from storefront.uploads.tables import Upload

# a guest's question whose link was not used
UNPROVED_FOR = timedelta(days=3)


def told(person_id: int) -> list[dict[str, Any]]:
    """What somebody wrote, in which thread, with which files."""
    rows = (
        ThreadMessage.select(ThreadMessage.id, ThreadMessage.text, ThreadMessage.at, Thread.subject, Thread.title)
        .join(Thread)
        .where(ThreadMessage.person_id == person_id)
        .order_by(ThreadMessage.id)
    )
    found = list(rows.dicts())
    files = uploads_of(f"message:{row['id']}" for row in found)
    return [
        {
            "about": row["subject"],
            "written": row["at"].isoformat(),
            "text": row["text"],
            "files": [file.name for file in files[f"message:{row['id']}"]],
        }
        for row in found
    ]


@transaction()
def forget(person_id: int, email: str) -> int:
    """Take somebody out of his threads: questions go whole, what orders and cases need stays without his name.

    How many of the latter stay.
    """
    own = Participant.select(Participant.thread).where(Participant.person_id == person_id, Participant.role == "buyer")
    asked = (Thread.asker != "") & (Thread.id.in_(own) | (Thread.asker == email))
    _delete([number for (number,) in Thread.select(Thread.id).where(asked).tuples()])
    kept = [row[0] for row in Participant.select(Participant.id).where(Participant.person_id == person_id).tuples()]
    for number in kept:
        # another token: the links in mails that he has, or passed on, open nothing any more
        gone = {"person_id": None, "name": "", "email": "", "mails": False, "token": secrets.token_urlsafe(24)}
        Participant.update(gone).where(Participant.id == number).execute()
    ThreadMessage.update(person_id=None).where(ThreadMessage.person_id == person_id).execute()
    Upload.update(by="buyer").where(Upload.by == f"person:{person_id}", Upload.subject.startswith("message:")).execute()
    SellerBlock.delete().where(SellerBlock.email == email).execute()
    return len(kept)


@transaction()
def forget_unproved(now: datetime) -> int:
    """Questions whose asker has not shown in time that the address is his; how many."""
    late = (Thread.state == "unproved") & (Thread.opened_at < now - UNPROVED_FOR)
    return _delete([number for (number,) in Thread.select(Thread.id).where(late).limit(100).tuples()])


def _delete(thread_ids: Sequence[int]) -> int:
    if not thread_ids:
        return 0
    said = ThreadMessage.select(ThreadMessage.id).where(ThreadMessage.thread.in_(list(thread_ids)))
    for (number,) in list(said.tuples()):
        forget_uploads(f"message:{number}")
    return int(Thread.delete().where(Thread.id.in_(list(thread_ids))).execute())
