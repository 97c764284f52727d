"""Money that goes back: by the payment it came with, asked for once, booked once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from storefront.db import database, for_update, transaction, utc_now
from storefront.errors import NotFound, Refused
from storefront.i18n import Message, _
from storefront.orders.locks import lock_order, lock_purchase
from storefront.orders.tables import Event, Order
from storefront.outbox import later, once
from storefront.payments.bank_transfer import BankTransfer, short_reference
from storefront.payments.claims import claimed, is_undecided, left_of_payment
from storefront.payments.credit.refunding import give_inside
from storefront.payments.giving_back import Taking, planned, put_again, take
from storefront.payments.hold_shares import NOTHING, About, Part, cut
from storefront.payments.hold_tables import HoldTaking
from storefront.payments.ledger import book, till
from storefront.payments.refund_limits import in_time, refundable, refuse_contested, too_late
from storefront.payments.tables import Payment, Refund
from storefront.runtime import current
from storefront.values import RefundAnswer
from storefront.workflow import record

log = logging.getLogger(__name__)
HAND = "hand"
CREDIT, CARD = "credit", "card"
# what was paid inside the shop goes back inside it, whatever is wanted of the rest
_INSIDE = ("store-credit", "gift-card", "bank-fees")
KEEPS_WAY = {CREDIT: _INSIDE, CARD: _INSIDE, HAND: ("bank-fees",)}
# the event that says what a refund is for
ARRANGED = "refund-arranged"


@dataclass(frozen=True)
class Arranged:
    """A refund that somebody decided on. pieces: order line → how many of it; delivery: how much of the amount.

    parts: order line → how much of the amount is for pieces of it that stay with the buyer. key is the form's: the
    same one again sends nothing more. way: as a `Refund` has it.
    """

    key: str
    amount: int
    reason: Message
    actor: str
    pieces: Mapping[int, int] = field(default_factory=dict)
    delivery: int = 0
    way: str = ""
    parts: Mapping[int, int] = field(default_factory=dict)


@transaction()
def refund_order(
    order_id: int, amount: int | None, reason: Message, now: datetime, about: About = NOTHING, way: str = ""
) -> int:  # fmt: skip
    """Send back an amount of what was paid for an order, None: all that is left; how much goes back.

    Raises Refused when more is asked than is left, or an amount while a bank claims this order's money.
    """
    lock_order(order_id)
    if amount:
        refuse_contested(order_id)
    left = refundable(order_id)
    if amount is not None and not way and in_time(left, now) != left:
        left = in_time(left, now)
        late = too_late(order_id, now) if amount > sum(left.values()) else None
        if late is not None:
            raise Refused(late, "refund-too-late")
    wanted = sum(left.values()) if amount is None else amount
    if wanted < 0 or wanted > sum(left.values()):
        raise Refused(_("More than what is left of the money paid for this order."), "refund-too-high")
    parts = planned(order_id, wanted, now, about)
    open_amount = wanted
    for payment_id, free in left.items():
        if part := min(free, open_amount):
            mine, parts = cut(parts, part)
            row = add_refund(payment_id, order_id, part, reason, now, way)
            take_refund(row, payment_id, order_id, mine, now)
        open_amount -= part
    return wanted


@transaction()
def arrange_refund(
    order_id: int, arranged: Arranged, now: datetime, check: Callable[[], None] = lambda: None
) -> bool:
    """Send back what somebody decided on and say so in the order's story; False: that was done before.

    check is asked with the order locked, and may raise. Raises Refused when more is asked than is left.
    """
    lock_order(order_id)
    subject = f"order:{order_id}"
    before = Event.select(Event.data).where(Event.subject == subject, Event.kind == ARRANGED).tuples()
    if any(data.get("key") == arranged.key for (data,) in before):
        return False
    check()
    if arranged.amount <= 0:
        raise Refused(_("Enter what is to go back."), "no-amount")
    currency = Order.get_by_id(order_id).currency
    about = About(tuple(sorted({*arranged.pieces, *arranged.parts})), arranged.delivery)
    refund_order(order_id, arranged.amount, arranged.reason, now, about, arranged.way)
    say_arranged(order_id, currency, arranged, now)
    return True


def say_arranged(order_id: int, currency: str, arranged: Arranged, now: datetime) -> None:
    """Write into an order's story what goes back and for what, and have its credit note made."""
    data = {
        "key": arranged.key,
        "amount": arranged.amount,
        "currency": currency,
        "reason": arranged.reason.as_json(),
        "pieces": {str(line): count for line, count in arranged.pieces.items()},
        "delivery": arranged.delivery,
        **({"parts": {str(line): amount for line, amount in arranged.parts.items()}} if arranged.parts else {}),
    }
    record(f"order:{order_id}", ARRANGED, _("Refund arranged"), data=data, actor=arranged.actor, now=now)
    later("document", {"order": order_id, "refund": arranged.key}, now)


def _taking(refund_id: int, payment_id: int, parts: Sequence[Part] = ()) -> Taking:
    """What is booked when a refund is arranged: from now on the money is the buyer's."""
    buyer = f"buyer:{Payment.get_by_id(payment_id).purchase_id}"
    return Taking(f"refund:{refund_id}", "refund-arranged", buyer, f"payment:{payment_id}", parts)


def take_refund(refund_id: int, payment_id: int, order_id: int, parts: Sequence[Part], now: datetime) -> None:
    """Book what a refund takes of an order: from now on it is the buyer's."""
    take(order_id, _taking(refund_id, payment_id, parts), now)


def add_refund(
    payment_id: int, order_id: int | None, amount: int, reason: Message, now: datetime, way: str = ""
) -> int:  # fmt: skip
    """Write a refund, to be sent after the commit; order_id None: money that paid for nothing."""
    payment = Payment.get_by_id(payment_id)
    if payment.provider in KEEPS_WAY.get(way, ()):
        way = ""
    count = Refund.select().where(Refund.payment == payment_id).count()
    row = Refund.create(
        key=f"{payment.key}-r{count + 1}",
        payment=payment_id,
        order=order_id,
        amount=amount,
        currency=payment.currency,
        reason=reason.as_json(),
        way=way,
        created_at=now,
    )
    later("refund", {"refund": row.id}, now, subject=f"purchase:{payment.purchase_id}")
    return int(row.id)


def run_refund(refund_id: int, now: datetime | None = None) -> None:
    """Ask the provider to send a refund, outside any transaction; done once however often it is called."""
    if database.in_transaction():
        raise RuntimeError("a provider is never called inside a transaction")
    row = Refund.select(Refund, Payment).join(Payment).where(Refund.id == refund_id).first()
    if row is None or row.state != "created":
        return
    if claimed(row.payment_id) and left_of_payment(row.payment_id, without_refund=row.id) < row.amount:
        _leave_to_bank(row, now or utc_now())
        return
    settle_refund(refund_id, _sent(row, now or utc_now()), now or utc_now())


def _sent(row: Refund, now: datetime) -> RefundAnswer:
    """Have a refund go its way; what came of it."""
    way = row.way
    if way in (CREDIT, CARD):
        given = give_inside(row, now)
        if given is not None:
            return given
        way = another_way(row, now)
    if way == HAND:
        return RefundAnswer("pending", short_reference(row.key))
    provider = current().providers[row.payment.provider]
    answer: RefundAnswer = provider.refund(row.key, row.payment.reference, row.amount, row.currency)
    return answer


@transaction()
def another_way(row: Refund, now: datetime) -> str:
    """Whom it was promised as credit has no account any more: it goes as it was paid, or by hand where that is over."""
    lock_purchase(row.payment.purchase_id)
    left = {row.payment_id: row.amount}
    way = "" if row.payment.provider in current().providers and in_time(left, now) else HAND
    Refund.update(way=way).where(Refund.id == row.id, Refund.state == "created").execute()
    log.warning("refund %s cannot become credit: the account is gone; it goes %s", row.id, way or "as it was paid")
    return way


@transaction()
def settle_refund(refund_id: int, answer: RefundAnswer, now: datetime) -> None:
    """Record what became of a refund, once; money that left is booked."""
    found = Refund.get_or_none(Refund.id == refund_id)
    if found is None:
        raise NotFound(f"there is no refund {refund_id}")
    lock_purchase(Payment.get_by_id(found.payment_id).purchase_id)
    row = for_update(Refund.select().where(Refund.id == refund_id)).get()
    if row.state in ("succeeded", "failed") or row.state == answer.state:
        return
    settled = None if answer.state == "pending" else now
    changes = {"state": answer.state, "reference": answer.reference or row.reference, "settled_at": settled}
    Refund.update(changes).where(Refund.id == refund_id).execute()
    _tell(row, answer, now)
    if answer.state == "succeeded":
        _book(row, now)
        # what was written off reaches nobody
        if Payment.get_by_id(row.payment_id).provider != "bank-fees":
            _mail(row, now)
    elif answer.state == "failed":
        give_up(row, now)


@transaction()
def _leave_to_bank(row: Refund, now: datetime) -> None:
    """A bank took what was to be sent: it waits for the decision; once that is lost, the buyer has it already.

    What it took of order and seller stays taken: the chargeback takes that much less of them.
    """
    lock_purchase(row.payment.purchase_id)
    if is_undecided(row.payment_id):
        return
    unsent = (Refund.id == row.id) & (Refund.state == "created")
    if Refund.update(state="failed", settled_at=now).where(unsent).execute():
        _tell(row, RefundAnswer("failed", reason=_("The buyer's bank has taken this money.")), now)


def give_up(row: Refund, now: datetime) -> None:
    """A refund will not reach its buyer: what it took is where it was, and can be sent back another way."""
    if row.order_id:
        undone = _taking(row.id, row.payment_id)
        put_again(row.order_id, undone.by, undone.account, undone.subject, now)


def confirm_refund(refund_id: int, now: datetime) -> None:
    """Staff have sent a refund by hand."""
    settle_refund(refund_id, RefundAnswer("succeeded"), now)


def _mail(row: Refund, now: datetime) -> None:
    """Tell the buyer that money has left."""
    payment = Payment.get_by_id(row.payment_id)
    refund = {"payment": payment.id, "amount": row.amount, "currency": row.currency, "reason": row.reason}
    about = {"about": "refunded", "order": row.order_id, "number": row.id, "refund": {**refund, "way": row.way}}
    once("notice_mail", {"purchase": payment.purchase_id, **about}, now)


def _book(row: Refund, now: datetime) -> None:
    payment = Payment.get_by_id(row.payment_id)
    if row.order_id and not HoldTaking.select().where(HoldTaking.by == f"refund:{row.id}").exists():
        # arranged before there were holds
        parts = planned(row.order_id, row.amount, now)
        take(row.order_id, _taking(row.id, payment.id, parts), now)
    if row.way in (CREDIT, CARD):
        # booked with the balance it went to
        return
    lines = [
        (f"buyer:{payment.purchase_id}", row.currency, row.amount),
        (till(BankTransfer.code if row.way == HAND else payment.provider), row.currency, -row.amount),
    ]
    book(f"refund:{row.id}", "refund", f"payment:{payment.id}", lines, now)


def _tell(row: Refund, answer: RefundAnswer, now: datetime) -> None:
    """Write it into the order's story; a failure is also logged, somebody has to act."""
    kind = f"refund-{answer.state}"
    labels = {
        "pending": _("Refund is being sent"),
        "succeeded": _("Refund sent"),
        "failed": _("Refund failed"),
    }
    if answer.state == "failed":
        log.error("refund %s failed: %s", row.id, answer.reason)
    if row.order_id:
        data = {"refund": row.id, "amount": row.amount, "currency": row.currency}
        record(f"order:{row.order_id}", kind, labels[answer.state], data=data, now=now)
