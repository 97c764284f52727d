"""What providers say of refunds by themselves: sent after a while, or failed after they seemed to be sent."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime

from storefront.db import for_update, transaction
from storefront.i18n import _
from storefront.orders.locks import lock_purchase
from storefront.payments.claims import left_by_order, spread
from storefront.payments.giving_back import planned
from storefront.payments.ledger import book
from storefront.payments.refunds import Arranged, give_up, say_arranged, settle_refund, take_refund
from storefront.payments.tables import LedgerEntry, LedgerLine, Payment, Refund
from storefront.values import RefundNews
from storefront.workflow import record

log = logging.getLogger(__name__)


# our name for what is only known by the provider's
TOLD = "told"
MADE_THERE = _("It was sent back at the payment provider itself.")


@transaction()
def hear_of_refund(provider: str, news: RefundNews, now: datetime) -> bool:
    """Record what became of a refund; whether it is of our money. A failure counts even after a success.

    One that nobody here asked for, made on the provider's own pages, is recorded as it is.
    """
    texts = (news.key, news.answer.reference, news.payment_reference)
    if any("\0" in text or len(text) > 500 for text in texts):
        raise ValueError("a refund's key has no NUL, which PostgreSQL cannot look for")
    if not news.key and not news.answer.reference:
        return False
    found = _known(provider, news) or _made_there(provider, news, now)
    if not found:
        log.warning("%s speaks of a refund that is not ours: %s", provider, news.answer.reference)
        return False
    for one in found:
        lock_purchase(one.payment.purchase_id)
        row = for_update(Refund.select().where(Refund.id == one.id)).get()
        if row.state == "succeeded" and news.answer.state == "failed":
            _came_back(row, now)
        else:
            settle_refund(row.id, news.answer, now)
    return True


def _known(provider: str, news: RefundNews) -> list[Refund]:
    """The rows of a refund: one, or one an order where the provider made it of several orders' payment."""
    query = Refund.select(Refund, Payment).join(Payment).where(Payment.provider == provider).order_by(Refund.id)
    mine = list(query.where(Refund.key == news.key)) if news.key else []
    if not mine and news.answer.reference:
        mine = list(query.where(Refund.reference == news.answer.reference))
    return mine


def _made_there(provider: str, news: RefundNews, now: datetime) -> list[Refund]:
    """Write down a refund that the provider made of a payment of ours: order by order, by what is left of each."""
    if not news.payment_reference or news.amount <= 0 or news.answer.state == "failed":
        return []
    came = (Payment.reference == news.payment_reference) & (Payment.currency == news.currency)
    payment = Payment.get_or_none(Payment.provider == provider, Payment.state == "succeeded", came)
    if payment is None:
        return []
    lock_purchase(payment.purchase_id)
    if known := _known(provider, news):
        # the same message, in the same moment
        return known
    parts: dict[int | None, int] = {}
    for order_id, amount in spread(news.amount, left_by_order(payment.id)).items():
        parts[order_id] = amount
    if over := news.amount - sum(parts.values()):
        # more than is left of it: he has it twice, and owes it
        parts[None] = over
    log.error("%s sent %s %s of payment %s back by itself", provider, news.amount, news.currency, payment.id)
    for about, amount in parts.items():
        row = Refund.create(
            key=_key(provider, news.answer.reference, about), payment=payment.id, order=about, amount=amount,
            currency=payment.currency, reason=MADE_THERE.as_json(), reference=news.answer.reference[:120], way=TOLD,
            created_at=now,
        )  # fmt: skip
        if about is not None:
            take_refund(row.id, payment.id, about, planned(about, amount, now), now)
            arranged = Arranged(row.key, amount, MADE_THERE, f"provider:{provider}")
            say_arranged(about, payment.currency, arranged, now)
    return _known(provider, news)


def _key(provider: str, reference: str, order_id: int | None) -> str:
    """Our key of a refund that has none of ours."""
    key = f"{provider}:{reference}:{order_id or ''}"
    return key if len(key) <= 64 else hashlib.sha256(key.encode()).hexdigest()


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
