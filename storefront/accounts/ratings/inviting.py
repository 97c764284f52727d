"""The one mail that asks for a review, some days after the goods came; whoever wants none says so once."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from storefront.accounts.person import kept_email
from storefront.accounts.ratings.rules import LONG_SENT
from storefront.accounts.ratings.tables import RatingRefusal
from storefront.db import transaction
from storefront.orders.tables import Order, Purchase, Shipment
from storefront.outbox import once
from storefront.tables import Fact

INVITED_UNTIL = "reviews.invited"
EVERY = timedelta(minutes=5)


@transaction()
def invite(now: datetime, days: int) -> int:
    """Have a mail written for each order that came, or was sent long ago, so many days before; how many.

    Each parcel is looked at once, when its moment has come since the last look, however long the worker was away.
    """
    if not days:
        return 0
    kept = Fact.get_or_none(Fact.name == INVITED_UNTIL)
    since = datetime.fromisoformat(kept.value) if kept else now - EVERY
    if kept and now - since < EVERY:
        return 0
    value = now.isoformat()
    if kept is None:
        Fact.insert(name=INVITED_UNTIL, value=value).on_conflict_ignore().execute()
    elif not Fact.update(value=value).where(Fact.name == INVITED_UNTIL, Fact.value == kept.value).execute():
        # another worker looks at the same time
        return 0
    back = timedelta(days=days)
    came = (Shipment.delivered_at > since - back) & (Shipment.delivered_at <= now - back)
    lost = back + LONG_SENT
    sent = Shipment.delivered_at.is_null() & (Shipment.sent_at > since - lost) & (Shipment.sent_at <= now - lost)
    orders = Shipment.select(Shipment.order).join(Order).join(Purchase).where(came | sent, ~Purchase.demo).distinct()
    found = sorted(row[0] for row in orders.tuples())
    return sum(once("review_mail", {"about": "invite", "order": order_id}, now) for order_id in found)


@transaction()
def refuse(digest: str, now: datetime) -> None:
    """No such mail goes to this address any more."""
    RatingRefusal.insert(digest=digest, at=now).on_conflict_ignore().execute()


def is_refused(digest: str) -> bool:
    """Whether an address wants none."""
    return bool(RatingRefusal.select().where(RatingRefusal.digest == digest).exists())


def digest_of(email: str, secret_key: str) -> str:
    """What is kept of an address, and stands in the link: it proves the mail and names nobody."""
    return hmac.new(secret_key.encode(), f"no-reviews:{kept_email(email)}".encode(), hashlib.sha256).hexdigest()
