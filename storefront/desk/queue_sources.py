"""The queues of the desk counted by the database: one statement a queue, however much there is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import peewee
from peewee import fn

from storefront.accounts.applications.tables import Application
from storefront.accounts.permissions import may, sellers_of
from storefront.accounts.person import Person
from storefront.accounts.ratings.tables import Review
from storefront.accounts.threads.tables import Thread, ThreadReport
from storefront.desk.application_table import ANSWERED_WITHIN
from storefront.desk.case_table import turn_is
from storefront.desk.message_table import waiting_threads
from storefront.desk.order_table import asked_changes
from storefront.desk.payment_table import awaited, silent, sticking
from storefront.desk.queues import Queue
from storefront.desk.review_queries import to_look_at
from storefront.i18n import Message, _
from storefront.orders.cases.tables import Case
from storefront.orders.tables import Amendment, Order
from storefront.payments.credit.tables import UnmatchedMoney
from storefront.payments.hold_tables import BankAccount, Payout
from storefront.payments.payouts import due_payouts
from storefront.payments.reconciliation.tables import ReconciliationDifference, ReconciliationRun
from storefront.payments.tables import Chargeback, Payment, Refund


@dataclass(frozen=True)
class Rows:
    """What waits, as SQL: the rows, since when each does, by when it is due; grace: so long after `due`."""

    query: Any
    table: Any
    since: Any
    due: Any = None
    grace: timedelta = timedelta(0)


@dataclass(frozen=True)
class Source:
    """One queue: what it is called, who sees it, which list it is."""

    label: Message
    act: str
    endpoint: str
    rows: Callable[[Person, datetime], Rows]
    values: dict[str, str] = field(default_factory=dict)


def queues(person: Person, now: datetime) -> list[Queue]:
    """Every queue this person may work at."""
    found = [_measured(one, one.rows(person, now), now) for one in SOURCES if may(person, one.act)]
    if may(person, "payouts.run"):
        ready = sum(due.state == "ready" for due in due_payouts(now))
        found.append(Queue(_("Sellers to be paid"), "desk.payouts", ready))
    return found


def _measured(source: Source, rows: Rows, now: datetime) -> Queue:
    due = rows.since if rows.due is None else rows.due
    late = peewee.Case(None, ((due <= now - rows.grace, 1),), 0)
    columns = (fn.COUNT(rows.table.id), fn.MIN(rows.since), fn.MIN(due), fn.SUM(late).coerce(False))
    count, since, first, over = rows.query.select(*columns).tuples().get()
    if rows.due is None:
        return Queue(source.label, source.endpoint, count, since, values=source.values)
    first = first + rows.grace if first else None
    return Queue(source.label, source.endpoint, count, since, first, int(over or 0), source.values)


def _cases(which: str) -> Callable[[Person, datetime], Rows]:
    def rows(person: Person, _now: datetime) -> Rows:
        limit = sellers_of(person, "cases.see")
        query = Case.select().join(Order).where(turn_is(which))
        if limit is not None:
            query = query.where(Order.seller_id.in_(sorted(limit)))
        return Rows(query, Case, Case.opened_at, Case.turn_until)

    return rows


def _changes(person: Person, _now: datetime) -> Rows:
    query, limit = Amendment.select().join(Order).where(asked_changes()), sellers_of(person, "orders.amend")
    if limit is not None:
        query = query.where(Order.seller_id.in_(sorted(limit)))
    return Rows(query, Amendment, Amendment.asked_at, Amendment.expires_at)


def _messages(person: Person, _now: datetime) -> Rows:
    return Rows(waiting_threads(person), Thread, Thread.waits_since)


def _reviews(person: Person, _now: datetime) -> Rows:
    return Rows(to_look_at(person), Review, Review.created_at)


def _reports(_person: Person, _now: datetime) -> Rows:
    return Rows(ThreadReport.select().where(ThreadReport.state == "open"), ThreadReport, ThreadReport.at)


def _transfers(_person: Person, _now: datetime) -> Rows:
    return Rows(Payment.select().where(awaited()), Payment, Payment.created_at, Payment.expires_at)


def _silent(_person: Person, now: datetime) -> Rows:
    return Rows(Payment.select().where(silent(now)), Payment, Payment.created_at)


def _refunds(_person: Person, _now: datetime) -> Rows:
    return Rows(Refund.select().where(sticking()), Refund, Refund.created_at)


def _payouts(_person: Person, _now: datetime) -> Rows:
    by_hand = (Payout.state == "created") & (Payout.provider == "")
    return Rows(Payout.select().where(by_hand), Payout, Payout.created_at)


def _failed_payouts(_person: Person, _now: datetime) -> Rows:
    """Those after which nothing was sent."""
    newer = Payout.alias()
    same = (newer.seller_id == Payout.seller_id) & (newer.currency == Payout.currency) & (newer.id > Payout.id)
    failed = (Payout.state == "failed") & (Payout.provider != "")
    return Rows(Payout.select().where(failed, ~fn.EXISTS(newer.select().where(same))), Payout, Payout.settled_at)


def _refusing_accounts(_person: Person, _now: datetime) -> Rows:
    """Sellers' newest accounts that their provider sends nothing to."""
    newest = BankAccount.alias()
    last = newest.select(fn.MAX(newest.id)).where(newest.seller_id == BankAccount.seller_id)
    mine = BankAccount.select().where(BankAccount.trouble != "", BankAccount.id == last)
    return Rows(mine, BankAccount, BankAccount.trouble_at)


def _applications(_person: Person, _now: datetime) -> Rows:
    since = Application.submitted_at
    return Rows(Application.select().where(Application.state == "review"), Application, since, since, ANSWERED_WITHIN)


def _chargebacks(known: bool) -> Callable[[Person, datetime], Rows]:
    def rows(_person: Person, _now: datetime) -> Rows:
        query = Chargeback.select().where(Chargeback.payment.is_null(not known))
        if known:
            query = query.where(Chargeback.state == "open")
        return Rows(query, Chargeback, Chargeback.received_at, Chargeback.evidence_due)

    return rows


def _unmatched(_person: Person, _now: datetime) -> Rows:
    waiting = UnmatchedMoney.select().where(UnmatchedMoney.state == "waiting")
    return Rows(waiting, UnmatchedMoney, UnmatchedMoney.entered_at)


def _differences(_person: Person, _now: datetime) -> Rows:
    query = ReconciliationDifference.select().join(ReconciliationRun)
    query = query.where(ReconciliationDifference.settled_at.is_null())
    return Rows(query, ReconciliationDifference, ReconciliationRun.at)


SOURCES = (
    Source(_("Cases: the seller's turn"), "cases.see", "desk.cases", _cases("seller"), {"show": "seller"}),
    Source(_("Cases that the shop decides"), "cases.decide", "desk.cases", _cases("shop"), {"show": "shop"}),
    Source(_("Withdrawals to be confirmed"), "cases.see", "desk.cases", _cases("unproved"), {"show": "unproved"}),
    Source(_("Changes that buyers ask for"), "orders.amend", "desk.orders", _changes, {"change": "asked"}),
    Source(_("Messages without an answer"), "messages.answer", "desk.messages", _messages),
    Source(_("Reviews to look at"), "reviews.see", "desk.reviews", _reviews),
    Source(_("Reported messages"), "reports.decide", "desk.reports", _reports),
    Source(_("Applications to look at"), "applications.decide", "desk.applications", _applications),
    Source(_("Transfers that are waited for"), "payments.confirm", "desk.payments", _transfers),
    Source(_("Payments without an answer"), "payments.confirm", "desk.payments", _silent, {"show": "silent"}),
    Source(_("Refunds that are not through"), "payments.confirm", "desk.payments", _refunds, {"show": "back"}),
    Source(_("Money without an order"), "payments.confirm", "desk.unmatched", _unmatched),
    Source(_("Chargebacks to be answered"), "payments.confirm", "desk.chargebacks", _chargebacks(True)),
    Source(
        _("Chargebacks of unknown payments"), "payments.confirm", "desk.chargebacks", _chargebacks(False),
        {"show": "unmatched"},
    ),
    Source(_("Differences to the books"), "payments.confirm", "desk.reconciliation", _differences),
    Source(_("Payouts to be sent by hand"), "payouts.run", "desk.payouts", _payouts),
    Source(_("Payouts that failed"), "payouts.run", "desk.payouts", _failed_payouts),
    Source(_("Sellers' accounts that take no money"), "payouts.run", "desk.payouts", _refusing_accounts),
)  # fmt: skip
