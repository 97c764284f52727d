"""Chargebacks: a buyer's bank takes money back, and gives it again where the shop is right.

A provider's message is recorded once, in whatever order messages come. While it is open its money stands on
"contested:order:<id>"; lost, it is as if it were sent back; won, it is here again. One whose payment nobody knows
waits without one, and is booked when the payment turns up.
"""

from __future__ import annotations

import logging
from datetime import datetime

from storefront.db import for_update, transaction
from storefront.i18n import _
from storefront.orders.locks import lock_purchase
from storefront.outbox import later
from storefront.payments.claims import left_by_order, spread
from storefront.payments.giving_back import Taking, keep_for, planned, take
from storefront.payments.holds import thaw
from storefront.payments.ledger import BookingLine, book
from storefront.payments.tables import Chargeback, ChargebackPart, Payment, Refund
from storefront.values import ChargebackNews
from storefront.workflow import record

log = logging.getLogger(__name__)
AT_ONCE = 100
LABELS = {
    "open": _("The buyer's bank has claimed money back"),
    "won": _("The bank has given the claimed money back"),
    "lost": _("The bank keeps the claimed money"),
}


@transaction()
def record_chargeback(provider: str, news: ChargebackNews, now: datetime) -> bool:
    """Record what a provider says of a chargeback; the same again changes nothing. Whether the payment is ours.

    Raises ValueError for what no chargeback can say.
    """
    _check(news)
    payment = _payment_of(provider, news.payment_key, news.payment_reference, news.currency)
    if payment is not None:
        lock_purchase(payment.purchase_id)
    row = _kept(provider, news, now)
    if row.payment_id is None and payment is not None:
        _match(row, payment, now)
    if news.fee > row.fee:
        _raise_fee(row, news, now)
    if row.state == "open" and news.state != "open":
        _decide(row, news, now)
    elif news.state not in ("open", row.state):
        log.error("chargeback %s of %s was %s and is now said to be %s", row.reference, provider, row.state, news.state)
    if row.payment_id is None:
        log.warning("chargeback %s of %s is of no payment we know", row.reference, provider)
    return row.payment_id is not None


def match_chargebacks(now: datetime) -> int:
    """Find the payments of those that wait for one; how many were found."""
    waiting = Chargeback.select().where(Chargeback.payment.is_null()).order_by(-Chargeback.id).limit(AT_ONCE)
    return sum(_match_later(row, now) for row in list(waiting))


@transaction()
def _match_later(seen: Chargeback, now: datetime) -> bool:
    payment = _payment_of(seen.provider, seen.payment_key, seen.payment_reference, seen.currency)
    if payment is None:
        return False
    lock_purchase(payment.purchase_id)
    row = for_update(Chargeback.select().where(Chargeback.id == seen.id)).get()
    if row.payment_id is not None:
        return False
    decided, row.state = row.state, "open"
    _match(row, payment, now)
    if decided != "open":
        _conclude(row, decided, now)
    return True


def _check(news: ChargebackNews) -> None:
    texts = (news.reference, news.payment_reference, news.payment_key, news.reason)
    if not news.reference or any("\0" in text or len(text) > 120 for text in texts):
        raise ValueError("a chargeback has a reference of at most 120 characters")
    if news.amount <= 0 or news.fee < 0 or len(news.currency) != 3 or len(news.fee_currency) not in (0, 3):
        raise ValueError("a chargeback has an amount in a currency")


def _payment_of(provider: str, key: str, reference: str, currency: str) -> Payment | None:
    """The payment that brought the money; None while it has not."""
    named = Payment.key == key if key else Payment.reference == reference
    if not key and not reference:
        return None
    came = (Payment.state == "succeeded") & (Payment.currency == currency)
    found: Payment | None = Payment.select().where(Payment.provider == provider, named, came).first()
    return found


def _kept(provider: str, news: ChargebackNews, now: datetime) -> Chargeback:
    """Its row, made by the first message."""
    returned = news.fee if news.fee_returned is None else news.fee_returned
    Chargeback.insert(
        provider=provider,
        reference=news.reference,
        payment_reference=news.payment_reference,
        payment_key=news.payment_key[:64],
        amount=news.amount,
        currency=news.currency,
        fee=news.fee,
        fee_currency=news.fee_currency or news.currency,
        fee_returned=min(returned, news.fee),
        reason=news.reason[:100],
        state="open",
        evidence_due=news.evidence_due,
        received_at=now,
    ).on_conflict_ignore().execute()
    same = (Chargeback.provider == provider) & (Chargeback.reference == news.reference)
    row: Chargeback = for_update(Chargeback.select().where(same)).get()
    if news.evidence_due and row.state == "open" and news.evidence_due != row.evidence_due:
        Chargeback.update(evidence_due=news.evidence_due).where(Chargeback.id == row.id).execute()
    return row


def _match(row: Chargeback, payment: Payment, now: datetime) -> None:
    """It is of this payment: its orders lose what it claims, and the money is gone from the provider's account."""
    parts = spread(row.amount, left_by_order(payment.id))
    Chargeback.update(payment=payment.id).where(Chargeback.id == row.id).execute()
    row.payment_id = payment.id
    for order_id, amount in parts.items():
        ChargebackPart.create(chargeback=row.id, order=order_id, amount=amount)
        keep_for(order_id, f"chargeback:{row.id}", amount, now)
    lines: list[BookingLine] = [(f"contested:order:{order_id}", row.currency, part) for order_id, part in parts.items()]
    # the bank may take more than is left: the buyer has it twice, and owes it
    lines.append((f"buyer:{payment.purchase_id}", row.currency, row.amount - sum(parts.values())))
    lines += [(f"clearing:{row.provider}", row.currency, -row.amount), *_fee_lines(row, row.fee)]
    book(f"chargeback:{row.id}", "chargeback", f"payment:{payment.id}", lines, now)
    _tell(row, parts, "open", now)


def _raise_fee(row: Chargeback, news: ChargebackNews, now: datetime) -> None:
    """The first message may come before the fee is known."""
    more, row.fee, row.fee_currency = news.fee - row.fee, news.fee, news.fee_currency or row.currency
    Chargeback.update(fee=row.fee, fee_currency=row.fee_currency).where(Chargeback.id == row.id).execute()
    if row.payment_id is not None:
        lines = _fee_lines(row, more)
        book(f"chargeback:{row.id}:fee:{row.fee}", "chargeback-fee", f"payment:{row.payment_id}", lines, now)


def _decide(row: Chargeback, news: ChargebackNews, now: datetime) -> None:
    returned = row.fee_returned if news.fee_returned is None else min(news.fee_returned, row.fee)
    changes = {"decided_at": now, "fee_returned": returned}
    Chargeback.update(changes).where(Chargeback.id == row.id).execute()
    row.fee_returned = returned
    if row.payment_id is None:
        Chargeback.update(state=news.state).where(Chargeback.id == row.id).execute()
        row.state = news.state
    else:
        _conclude(row, news.state, now)


def _conclude(row: Chargeback, state: str, now: datetime) -> None:
    """Book the end of one whose payment is known."""
    Chargeback.update(state=state).where(Chargeback.id == row.id).execute()
    row.state = state
    parts = dict(
        ChargebackPart.select(ChargebackPart.order, ChargebackPart.amount)
        .where(ChargebackPart.chargeback == row.id)
        .order_by(ChargebackPart.order)
        .tuples()
    )
    thaw(f"chargeback:{row.id}", now)
    lines: list[BookingLine] = []
    if state == "won":
        lines += [(f"contested:order:{order}", row.currency, -part) for order, part in parts.items()]
        purchase_id = Payment.get_by_id(row.payment_id).purchase_id
        lines.append((f"buyer:{purchase_id}", row.currency, sum(parts.values()) - row.amount))
        lines += [(f"clearing:{row.provider}", row.currency, row.amount), *_fee_lines(row, -row.fee_returned)]
        book(f"chargeback:{row.id}:won", "chargeback-won", f"payment:{row.payment_id}", lines, now)
    else:
        for order, part in parts.items():
            gone, subject = planned(order, part, now), f"payment:{row.payment_id}"
            by = f"chargeback:{row.id}:order:{order}"
            take(order, Taking(by, "chargeback-lost", f"contested:order:{order}", subject, gone), now)
    _tell(row, parts, state, now)
    # refunds that waited for this are sent now, or never
    for refund in Refund.select().where(Refund.payment == row.payment_id, Refund.state == "created"):
        later("refund", {"refund": refund.id}, now)


def _fee_lines(row: Chargeback, fee: int) -> list[BookingLine]:
    """A fee the provider takes; below zero: gives back."""
    return [(f"fees:{row.provider}", row.fee_currency, fee), (f"clearing:{row.provider}", row.fee_currency, -fee)]


def _tell(row: Chargeback, parts: dict[int, int], state: str, now: datetime) -> None:
    """Write it into the orders' stories, and have the case opened or closed after the commit."""
    for order_id, amount in parts.items():
        data = {"chargeback": row.id, "amount": amount, "currency": row.currency, "reason": row.reason}
        record(f"order:{order_id}", f"chargeback-{state}", LABELS[state], data=data, now=now)
    purchase_id = Payment.get_by_id(row.payment_id).purchase_id
    later("chargeback", {"chargeback": row.id, "state": state}, now, subject=f"purchase:{purchase_id}")
