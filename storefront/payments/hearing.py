"""What providers say of refunds by themselves: sent after a while, or failed after they seemed to be sent."""

from __future__ import annotations

import logging
from datetime import datetime

from storefront.db import for_update, transaction
from storefront.i18n import _
from storefront.orders.locks import lock_purchase
from storefront.payments.ledger import book
from storefront.payments.refunds import give_up, settle_refund
from storefront.payments.tables import LedgerEntry, LedgerLine, Payment, Refund
from storefront.values import RefundNews
from storefront.workflow import record

log = logging.getLogger(__name__)


@transaction()
def hear_of_refund(provider: str, news: RefundNews, now: datetime) -> bool:
    """Record what became of a refund; whether it is one of ours. A failure counts even after a success."""
    named = Refund.key == news.key if news.key else Refund.reference == news.answer.reference
    if "\0" in news.key + news.answer.reference:
        raise ValueError("a refund's key has no NUL, which PostgreSQL cannot look for")
    if not news.key and not news.answer.reference:
        return False
    found = Refund.select(Refund, Payment).join(Payment).where(Payment.provider == provider, named).first()
    if found is None:
        log.warning("%s speaks of a refund that is not ours: %s", provider, news.answer.reference)
        return False
    lock_purchase(found.payment.purchase_id)
    row = for_update(Refund.select().where(Refund.id == found.id)).get()
    if row.state == "succeeded" and news.answer.state == "failed":
        _came_back(row, now)
    else:
        settle_refund(row.id, news.answer, now)
    return True


def _came_back(row: Refund, now: datetime) -> None:
    """The buyer's bank refused what had been sent: it is on the provider's account again, and owed again."""
    Refund.update(state="failed", settled_at=now).where(Refund.id == row.id).execute()
    entry = LedgerEntry.select().where(LedgerEntry.key == f"refund:{row.id}").first()
    if entry is not None:
        booked = LedgerLine.select().where(LedgerLine.entry == entry.id).order_by(LedgerLine.id)
        lines = [(line.account, line.currency, -line.amount) for line in booked]
        book(f"refund:{row.id}:failed", "refund-failed", entry.subject, lines, now)
        give_up(row, now)
    log.error("refund %s came back: its provider could not deliver it", row.id)
    if row.order_id:
        data = {"refund": row.id, "amount": row.amount, "currency": row.currency}
        record(f"order:{row.order_id}", "refund-failed", _("Refund failed"), data=data, now=now)
