"""Money nothing was waiting for: it waits on "unmatched", oldest first, until somebody says whose it is, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from storefront.db import transaction
from storefront.errors import NotFound, Refused
from storefront.i18n import _
from storefront.orders.locks import lock_purchase
from storefront.orders.tables import Order
from storefront.payments.attempts import TRANSFER, book_transfer, confirm_transfer
from storefront.payments.credit.balances import Move
from storefront.payments.credit.store_credit import BANK, give_credit
from storefront.payments.credit.tables import UnmatchedMoney
from storefront.payments.ledger import book
from storefront.payments.tables import Payment

ACCOUNT = "unmatched"


@dataclass(frozen=True)
class Arrived:
    """A line of the shop's bank statement. key is the form's: the same one again enters nothing more."""

    key: str
    received_on: date
    amount: int
    currency: str
    reference: str = ""
    counterparty: str = ""


@transaction()
def enter(arrived: Arrived, now: datetime) -> int:
    """Money that came; its number in the queue."""
    if arrived.amount <= 0:
        raise Refused(_("Enter the amount that came."), "no-amount")
    made = UnmatchedMoney.insert(
        key=arrived.key, received_on=arrived.received_on.isoformat(), amount=arrived.amount,
        currency=arrived.currency, reference=arrived.reference, counterparty=arrived.counterparty, entered_at=now,
    )  # fmt: skip
    made.on_conflict_ignore().execute()
    row = UnmatchedMoney.get(UnmatchedMoney.key == arrived.key)
    lines = [(BANK, row.currency, row.amount), (ACCOUNT, row.currency, -row.amount)]
    book(f"unmatched:{row.id}", "unmatched", f"unmatched:{row.id}", lines, now)
    return int(row.id)


def find_unmatched(number: int) -> UnmatchedMoney:
    """One of the queue, decided or not. Raises NotFound."""
    row: UnmatchedMoney | None = UnmatchedMoney.get_or_none(UnmatchedMoney.id == number)
    if row is None:
        raise NotFound(f"there is no money {number} without an order")
    return row


@transaction()
def match(number: int, order_number: str, now: datetime) -> None:
    """It is for an order: booked as if it had come with its reference; what is too much is dealt with as ever."""
    row = find_unmatched(number)
    order = Order.get_or_none(Order.number == order_number.strip().upper())
    if order is None:
        raise Refused(_("There is no such order."), "no-order")
    if order.currency != row.currency:
        raise Refused(_("That order is in another currency."), "other-currency")
    lock_purchase(order.purchase_id)
    _decide(row, "matched", f"order:{order.number}", now)
    # from here on it is money that comes for the purchase
    lines = [(ACCOUNT, row.currency, row.amount), (BANK, row.currency, -row.amount)]
    book(f"unmatched:{row.id}:matched", "unmatched-matched", f"unmatched:{row.id}", lines, now)
    day, words = date.fromisoformat(row.received_on), row.reference
    waits = Payment.select().where(
        Payment.purchase == order.purchase_id,
        Payment.provider == TRANSFER,
        Payment.state != "succeeded",
        Payment.reference != "",
    )
    waiting = waits.order_by(-Payment.id).first()
    if waiting is not None:
        confirm_transfer(waiting.reference, row.amount, now, day, words)
    else:
        book_transfer(order.purchase_id, f"unmatched-{row.key}"[:64], row.amount, now, day, words)


@transaction()
def turn_into_credit(number: int, person_id: int, by: str, now: datetime) -> None:
    """It is somebody's: it becomes his credit."""
    row = find_unmatched(number)
    _decide(row, "credited", f"person:{person_id}", now)
    reason = _("Money that came without an order.")
    move = Move(f"unmatched:{row.id}:credited", "credit-unmatched", ACCOUNT, f"unmatched:{row.id}", reason, by)
    give_credit(person_id, row.amount, row.currency, move, now)


@transaction()
def send_back(number: int, reason: str, now: datetime) -> None:
    """Staff have sent it back where it came from, and say why."""
    row = find_unmatched(number)
    if not reason:
        raise Refused(_("Say why it goes back."), "no-reason")
    _decide(row, "returned", reason[:300], now)
    lines = [(ACCOUNT, row.currency, row.amount), (BANK, row.currency, -row.amount)]
    book(f"unmatched:{row.id}:returned", "unmatched-returned", f"unmatched:{row.id}", lines, now)


def _decide(row: UnmatchedMoney, state: str, outcome: str, now: datetime) -> None:
    """By one statement, so that of two hands one is told that it is done."""
    changes = {"state": state, "outcome": outcome, "decided_at": now}
    waiting = (UnmatchedMoney.id == row.id) & (UnmatchedMoney.state == "waiting")
    if not UnmatchedMoney.update(changes).where(waiting).execute():
        raise Refused(_("Somebody has decided on this money already."), "decided")


def is_entered(key: str) -> bool:
    """Whether a form's money stands in the queue already, or did."""
    return bool(UnmatchedMoney.select().where(UnmatchedMoney.key == key).exists())
