"""A balance and its ledger account, changed together: each move once by its key, and never below zero."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from storefront.db import for_update, transaction
from storefront.errors import Refused
from storefront.i18n import Message, _
from storefront.payments.credit.tables import Balance, BalanceMove
from storefront.payments.ledger import book

PERSON = "credit"
CARD = "gift-card"


@dataclass(frozen=True)
class Move:
    """One change: its key, what it is, the ledger's other account, and what it is about."""

    key: str
    kind: str
    against: str
    subject: str = ""
    reason: Message | None = None
    by: str = "system"


def credit_account(person_id: int) -> str:
    """The ledger account of somebody's credit."""
    return f"{PERSON}:{person_id}"


def card_account(card_id: int) -> str:
    """The ledger account of a gift card."""
    return f"{CARD}:{card_id}"


def balance_of(account: str, currency: str) -> int:
    """What stands on it."""
    row = Balance.get_or_none(Balance.account == account, Balance.currency == currency)
    return int(row.amount) if row else 0


def balances_of(account: str) -> dict[str, int]:
    """Currency → what stands on it, where something does."""
    rows = Balance.select().where(Balance.account == account, Balance.amount > 0).order_by(Balance.currency)
    return {row.currency: int(row.amount) for row in rows}


def moved(key: str) -> tuple[str, int] | None:
    """A move that was made: its account and how much it changed it by."""
    row = BalanceMove.select(BalanceMove, Balance).join(Balance).where(BalanceMove.key == key).first()
    return (row.balance.account, int(row.amount)) if row else None


@transaction()
def put(account: str, currency: str, amount: int, move: Move, now: datetime) -> bool:
    """Add to a balance; False when that was done before."""
    return _change(account, currency, lambda _there: amount, move, now) is not None


@transaction()
def take(account: str, currency: str, amount: int, move: Move, now: datetime) -> bool:
    """Take exactly so much of a balance; False when that was done before. Raises Refused when there is less."""
    return _change(account, currency, lambda _there: -amount, move, now) is not None


@transaction()
def take_up_to(account: str, currency: str, most: int, move: Move, now: datetime) -> int:
    """Take what is there, at most so much; how much it was, the same again for the same key."""
    change = _change(account, currency, lambda there: -min(there, most), move, now)
    if change is None:
        known = moved(move.key)
        return -known[1] if known else 0
    return -change


def _change(
    account: str, currency: str, wanted: Callable[[int], int], move: Move, now: datetime
) -> int | None:
    """Change a balance under its lock; None: this key was there before."""
    Balance.insert(account=account, currency=currency, amount=0).on_conflict_ignore().execute()
    row = for_update(Balance.select().where(Balance.account == account, Balance.currency == currency)).get()
    if BalanceMove.select().where(BalanceMove.key == move.key).exists():
        return None
    amount = wanted(int(row.amount))
    if not amount:
        return 0
    enough = Balance.amount + amount >= 0
    if not Balance.update(amount=Balance.amount + amount).where(Balance.id == row.id, enough).execute():
        raise Refused(_("There is not so much left."), "balance-too-low")
    BalanceMove.create(
        balance=row.id, key=move.key, kind=move.kind, amount=amount, subject=move.subject,
        reason=move.reason.as_json() if move.reason else None, by=move.by, at=now,
    )  # fmt: skip
    lines = [(account, currency, -amount), (move.against, currency, amount)]
    if not book(move.key, move.kind, move.subject or account, lines, now):
        raise RuntimeError(f"{move.key} is booked already")
    return amount
