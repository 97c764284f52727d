"""What follows a message: mails to the other side, gathered for some minutes, and translations into its language."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from storefront.accounts.threads.seats import people_of
from storefront.accounts.threads.tables import Participant, Thread, ThreadMessage
from storefront.catalogue.tables import Seller
from storefront.outbox import later
from storefront.runtime import current

# what is written in these minutes stands in one mail
GATHERED = timedelta(minutes=5)


def announce(thread: Thread, row: ThreadMessage, now: datetime) -> None:
    """Have the others told; inside the transaction that writes the message."""
    others = Participant.select().where(Participant.thread == thread.id, Participant.role != row.by)
    told = list(others.order_by(Participant.id))
    if current().plugins.answers("translate_texts"):
        later("thread_translation", {"message": row.id, "subject": f"thread:{thread.id}"}, now)
    written: Any = row.at
    due = written + GATHERED
    for other in told:
        waits = other.mail_due_at is not None and other.mail_due_at > written
        if waits or not other.mails or other.role == "staff":
            continue
        Participant.update(mail_due_at=due).where(Participant.id == other.id).execute()
        for person_id in recipients(other, thread.seller_id):
            payload = {"participant": other.id, "person": person_id, "since": _text(written), "until": _text(due)}
            later("thread_mail", {**payload, "subject": f"thread:{thread.id}"}, now, due)


def recipients(participant: Participant, seller_id: int) -> list[int]:
    """Whose mails these are: each of the seller's people by id; 0: the one address that is kept."""
    if participant.role != "seller":
        return [0] if participant.email else []
    people = [number for number, _email, _language in people_of(seller_id)]
    if people:
        return people
    return [0] if Seller.select().where(Seller.id == seller_id, Seller.email != "").exists() else []


def _text(at: datetime) -> str:
    return at.isoformat()
