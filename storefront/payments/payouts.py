"""Sellers are paid what stands on their accounts: each line of the ledger once, whatever crashes in between."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from peewee import JOIN, fn

from storefront.accounts.applications.tables import Application
from storefront.accounts.tables import Person, PersonSeller
from storefront.db import database, for_update, transaction, utc_now
from storefront.errors import NotFound, Refused
from storefront.i18n import Message, _
from storefront.money import exponent
from storefront.outbox import later
from storefront.payments.bank_accounts import bank_accounts_of, find_bank_account
from storefront.payments.bank_transfer import BankTransfer
from storefront.payments.hold_tables import BankAccount, Payout, PayoutLine, PayoutRun
from storefront.payments.ledger import book
from storefront.payments.tables import LedgerEntry, LedgerLine
from storefront.runtime import current
from storefront.values import RefundAnswer

State = Literal["ready", "low", "owes", "no-account", "cooling", "no-provider", "trouble", "suspended"]
# bookings of payouts themselves, which no payout pays
OWN_KINDS = ("payout", "payout-failed")
OPEN = ("created", "sent")


@dataclass(frozen=True)
class Due:
    """What a seller is to be paid in a currency, and whether he can be by now."""

    seller_id: int
    currency: str
    amount: int
    state: State
    account: BankAccount | None = None


def balances(sellers: Collection[int] | None = None) -> dict[tuple[int, str], int]:
    """(seller, currency) → what he is to be paid; below zero: what he owes. sellers None: everybody's."""
    query = LedgerLine.select(LedgerLine.account, LedgerLine.currency, fn.SUM(LedgerLine.amount))
    mine = LedgerLine.account.startswith("seller:")
    if sellers is not None:
        mine = LedgerLine.account.in_([f"seller:{one}" for one in sorted(sellers)])
    rows = query.where(mine).group_by(LedgerLine.account, LedgerLine.currency).tuples()
    found = {(int(account.partition(":")[2]), currency): -int(amount) for account, currency, amount in rows}
    return {key: found[key] for key in sorted(found) if found[key]}


def due_payouts(now: datetime, sellers: Collection[int] | None = None) -> list[Due]:
    """What each seller is to be paid, by seller and currency."""
    found = balances(sellers)
    accounts = bank_accounts_of({seller for seller, _currency in found})
    stopped = suspended_sellers({seller for seller, _currency in found})
    made = []
    for (seller, currency), amount in found.items():
        account = accounts.get(seller)
        state = _state(amount, currency, account, now)
        state = "suspended" if state == "ready" and seller in stopped else state
        made.append(Due(seller, currency, amount, state, account))
    return made


def suspended_sellers(sellers: Collection[int]) -> frozenset[int]:
    """Of these the sellers who are paid nothing until their suspension is lifted; who has left is none of them."""
    mine = Application.seller_id.in_(sorted(sellers)) & (Application.state == "suspended")
    return frozenset(row[0] for row in Application.select(Application.seller_id).where(mine).tuples())


def _state(amount: int, currency: str, account: BankAccount | None, now: datetime) -> State:
    if amount < 0:
        return "owes"
    if amount < minimum(currency):
        return "low"
    if account is None:
        return "no-account"
    if account.usable_at > now:
        return "cooling"
    if account.trouble:
        return "trouble"
    provider = current().providers.get(account.provider) if account.provider else None
    return "no-provider" if account.provider and not (provider and provider.pays_out) else "ready"


def minimum(currency: str) -> int:
    """The least that is paid, in minor units; one where the settings say nothing."""
    whole = current().settings.payouts.least(currency)
    return max(int(whole.scaleb(exponent(currency))), 1)


def run_payouts(key: str, by: str, now: datetime) -> list[int]:
    """Pay everybody who is due; the payouts' ids. The same key goes on where it stopped and pays nobody twice."""
    run_id = _run(key, by, now)
    made = [_pay(run_id, due.seller_id, due.currency, now) for due in due_payouts(now) if due.state == "ready"]
    return [payout_id for payout_id in made if payout_id is not None]


@transaction()
def _run(key: str, by: str, now: datetime) -> int:
    PayoutRun.insert(key=key, by=by, at=now).on_conflict_ignore().execute()
    return int(PayoutRun.get(PayoutRun.key == key).id)


@transaction()
def _pay(run_id: int, seller_id: int, currency: str, now: datetime) -> int | None:
    """A payout of everything that stands on a seller's account; None when there is nothing to pay by now."""
    newest = find_bank_account(seller_id)
    if newest is None or suspended_sellers([seller_id]):
        return None
    # two runs at once wait here for each other
    account = for_update(BankAccount.select().where(BankAccount.id == newest.id)).get()
    key = f"payout-{run_id}-{seller_id}-{currency}"
    lines = unpaid_lines(seller_id, currency)
    amount = -sum(line.amount for line in lines)
    if _state(amount, currency, account, now) != "ready" or Payout.select().where(Payout.key == key).exists():
        return None
    payout = Payout.create(
        key=key,
        run=run_id,
        seller_id=seller_id,
        currency=currency,
        amount=amount,
        holder=account.holder,
        account=account.account,
        bank=account.bank,
        provider=account.provider,
        created_at=now,
    )
    PayoutLine.insert_many([{"payout": payout.id, "line": line.id} for line in lines]).execute()
    _book(payout, "payout", f"seller:{seller_id}", f"payout:{payout.id}", now)
    if payout.provider:
        later("payout", {"payout": payout.id}, now)
    return int(payout.id)


def unpaid_lines(seller_id: int, currency: str) -> list[LedgerLine]:
    """The lines of a seller's account that no payout has paid."""
    query: Any = LedgerLine.select(LedgerLine).join(LedgerEntry).switch(LedgerLine)
    query = query.join(PayoutLine, JOIN.LEFT_OUTER, on=(PayoutLine.line == LedgerLine.id))
    mine = (LedgerLine.account == f"seller:{seller_id}") & (LedgerLine.currency == currency)
    rows = query.where(mine, PayoutLine.id.is_null(), LedgerEntry.kind.not_in(OWN_KINDS))
    return list(rows.order_by(LedgerLine.id))


def _book(payout: Payout, kind: str, source: str, target: str, now: datetime, what: str = "made") -> None:
    lines = [(source, payout.currency, payout.amount), (target, payout.currency, -payout.amount)]
    if not book(f"payout:{payout.id}:{what}", kind, f"payout:{payout.id}", lines, now):
        raise RuntimeError(f"payout {payout.id} is booked already as {what}")


def run_payout(payout_id: int, now: datetime | None = None) -> None:
    """Have the provider send a payout, outside any transaction; sent once however often it is called."""
    if database.in_transaction():
        raise RuntimeError("a provider is never called inside a transaction")
    row = Payout.get_or_none(Payout.id == payout_id)
    if row is None or row.state != "created" or not row.provider:
        return
    provider = current().providers[row.provider]
    settle_payout(payout_id, provider.payout(row.key, row.account, row.amount, row.currency), now or utc_now())


@transaction()
def settle_payout(payout_id: int, answer: RefundAnswer, now: datetime) -> bool:
    """Record what became of a payout, once: pending is sent; one that failed is the seller's again. False: no news."""
    row = for_update(Payout.select().where(Payout.id == payout_id)).first()
    if row is None:
        raise NotFound(f"there is no payout {payout_id}")
    state = {"pending": "sent", "succeeded": "confirmed", "failed": "failed"}[answer.state]
    if row.state not in OPEN or row.state == state:
        return False
    Payout.update(
        state=state,
        reference=answer.reference or row.reference,
        reason=answer.reason.as_json() if answer.reason else None,
        sent_at=row.sent_at or (None if state == "failed" else now),
        settled_at=None if state == "sent" else now,
    ).where(Payout.id == payout_id).execute()
    if state == "confirmed":
        _book(row, "payout-sent", f"payout:{row.id}", f"clearing:{row.provider or BankTransfer.code}", now, "sent")
    elif state == "failed":
        PayoutLine.delete().where(PayoutLine.payout == payout_id).execute()
        _book(row, "payout-failed", f"payout:{row.id}", f"seller:{row.seller_id}", now, "failed")
        tell_seller("payout-failed", row.seller_id, now)
    return True


@transaction()
def take_back_payout(payout_id: int, returned: int, reason: Message | None, now: datetime) -> bool:
    """What had arrived came back after all, so much in all by now: it is the seller's again. False: no news."""
    row = for_update(Payout.select().where(Payout.id == payout_id)).get()
    returned = min(returned, row.amount)
    more = returned - row.returned
    if row.state != "confirmed" or more <= 0:
        return False
    whole = more == row.amount
    changes: dict[str, Any] = {"returned": returned, "reason": reason.as_json() if reason else None}
    if whole:
        # as if it had never been sent: its lines are paid with the next one
        changes |= {"state": "failed", "settled_at": now}
        PayoutLine.delete().where(PayoutLine.payout == payout_id).execute()
    Payout.update(changes).where(Payout.id == payout_id).execute()
    lines = [
        (f"clearing:{row.provider or BankTransfer.code}", row.currency, more),
        (f"seller:{row.seller_id}", row.currency, -more),
    ]
    kind = "payout-failed" if whole else "payout-back"
    if not book(f"payout:{row.id}:back:{returned}", kind, f"payout:{row.id}", lines, now):
        raise RuntimeError(f"payout {row.id}: {returned} came back before")
    tell_seller("payout-failed", row.seller_id, now)
    return True


def tell_seller(kind: str, seller_id: int, now: datetime) -> None:
    """A mail to everybody who works for a seller."""
    links = PersonSeller.select(PersonSeller.person).where(PersonSeller.seller == seller_id)
    for person in Person.select().where(Person.id.in_(links), Person.active).order_by(Person.id):
        mail = {"kind": kind, "person": person.id, "to": person.email, "language": person.language}
        later("account_mail", mail, now, subject=f"person:{person.id}")


def mark_payout(payout_id: int, state: str, now: datetime, reason: Message | None = None) -> None:
    """Staff say what became of a payout that goes by hand. Raises Refused where it is no news."""
    answers: dict[str, RefundAnswer] = {
        "sent": RefundAnswer("pending"),
        "confirmed": RefundAnswer("succeeded"),
        "failed": RefundAnswer("failed", reason=reason),
    }
    if state not in answers:
        raise NotFound(f"a payout is never {state!r}")
    if not settle_payout(payout_id, answers[state], now):
        raise Refused(_("This was said of the payout before."), "said-before")
