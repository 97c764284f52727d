"""Where a person's story comes from: each source is one bounded statement, mails take two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import peewee

from storefront.accounts.applications.tables import Application
from storefront.accounts.ratings.tables import Review, ReviewReport
from storefront.accounts.threads.tables import Participant, Thread, ThreadMessage, ThreadReport
from storefront.desk.audit_pages import act_words, subject_pages
from storefront.desk.order_work import mail_name, work_state
from storefront.desk.person_story import Source, Told
from storefront.desk.tables import AuditEntry
from storefront.i18n import Message, _, ngettext
from storefront.orders.cases.tables import Case, CaseEntry
from storefront.orders.tables import Order, Outbox, Purchase
from storefront.orders.wording import Wording
from storefront.payments.credit.balances import credit_account
from storefront.payments.credit.history import words_of
from storefront.payments.credit.tables import Balance, BalanceMove

LONGEST = 200
ORDER, CASE, MESSAGES = _("Order"), _("Case"), _("Messages")
CREDIT = _("Credit")
REVIEW, REPORT, MAIL, DESK = _("Review"), _("Report"), _("Mail"), _("Desk")
MAIL_KINDS = ("order_mail", "notice_mail", "account_mail", "case_mail", "review_mail", "thread_mail")
Moment = datetime | None


def sources(wording: Wording, *, own_acts: bool) -> tuple[Source, ...]:
    """All of them; own_acts: also what he did at the desk himself."""

    def acts(person_id: int, before: Moment, most: int) -> Iterator[Told]:
        about = AuditEntry.subject == f"person:{person_id}"
        query = AuditEntry.select().where(about | (AuditEntry.person_id == person_id) if own_acts else about)
        return (_act(row) for row in _newest(query, AuditEntry.at, before, most))

    def orders(person_id: int, before: Moment, most: int) -> Iterator[Told]:
        query = Order.select(Order.number, Order.placed_at, Order.total, Order.currency).join(Purchase)
        for row in _newest(query.where(Purchase.person_id == person_id), Order.placed_at, before, most):
            number, money = row["number"], wording.money(row["total"], row["currency"])
            words = _("Order %(number)s placed", number=number)
            yield Told(row["placed_at"], ORDER, words, money, "", "desk.order", {"number": number})

    def mails(person_id: int, before: Moment, most: int) -> Iterator[Told]:
        seats = {row for (row,) in Participant.select(Participant.id).where(*_sits(person_id)).tuples()}
        query = Outbox.select().where(Outbox.kind.in_(MAIL_KINDS), _about(person_id))
        for row in _newest(query, Outbox.created_at, before, most):
            if _is_his(row, seats):
                state, _tone, when = work_state(row, wording)
                yield Told(row["created_at"], MAIL, mail_name(row), f"{state} · {when}")

    def threads(person_id: int, before: Moment, most: int) -> Iterator[Told]:
        query = Thread.select(Thread.token, Thread.title, Thread.last_at, Thread.messages).join(Participant)
        for row in _newest(query.where(*_sits(person_id)), Thread.last_at, before, most):
            title, where = Message.from_json(row["title"]), {"token": row["token"]}
            told = wording.t(ngettext("%(num)s message", "%(num)s messages", row["messages"]))
            yield Told(row["last_at"], MESSAGES, title, told, "", "desk.message_thread", where)

    def credit(person_id: int, before: Moment, most: int) -> Iterator[Told]:
        columns = (BalanceMove.at, BalanceMove.kind, BalanceMove.amount, BalanceMove.reason, BalanceMove.by)
        query = BalanceMove.select(*columns, Balance.currency).join(Balance)
        mine = Balance.account == credit_account(person_id)
        for row in _newest(query.where(mine), BalanceMove.at, before, most):
            money, why = wording.money(row["amount"], row["currency"]), wording.t(row["reason"])
            yield Told(row["at"], CREDIT, words_of(row["kind"]), money, why, person_id=_number(row["by"]))

    return (orders, credit, _cases, threads, _reviews, _review_reports, _message_reports, _applications, mails, acts)


def _newest(query: Any, at: Any, before: Moment, most: int) -> Any:
    if before is not None:
        query = query.where(at < before)
    return query.order_by(at.desc()).limit(most).dicts()


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _cases(person_id: int, before: Moment, most: int) -> Iterator[Told]:
    query = CaseEntry.select(CaseEntry.at, CaseEntry.label, CaseEntry.text, CaseEntry.actor, Case.number)
    query = query.join(Case).join(Order).join(Purchase).where(Purchase.person_id == person_id)
    for row in _newest(query, CaseEntry.at, before, most):
        what, told = Message.from_json(row["label"]), {"number": row["number"]}
        yield Told(row["at"], CASE, what, row["number"], _short(row["text"]), "desk.case", told, _number(row["actor"]))


def _number(actor: str) -> int | None:
    noun, _colon, number = actor.partition(":")
    return int(number) if noun == "person" and number.isdecimal() else None


def _sits(person_id: int) -> tuple[Any, ...]:
    return Participant.role == "buyer", Participant.person_id == person_id


def _reviews(person_id: int, before: Moment, most: int) -> Iterator[Told]:
    query = Review.select(Review.id, Review.stars, Review.title, Review.created_at).join(Order).join(Purchase)
    query = query.where(Purchase.person_id == person_id, Review.state != "withdrawn")
    for row in _newest(query, Review.created_at, before, most):
        words = _("Review with %(stars)s of 5 stars", stars=row["stars"])
        yield Told(row["created_at"], REVIEW, words, row["title"], "", "desk.review", {"review_id": row["id"]})


def _review_reports(person_id: int, before: Moment, most: int) -> Iterator[Told]:
    columns = (ReviewReport.by, ReviewReport.text, ReviewReport.at, Review.id.alias("review_id"))
    query = ReviewReport.select(*columns).join(Review).join(Order).join(Purchase)
    query = query.where((Purchase.person_id == person_id) | (ReviewReport.by == f"person:{person_id}"))
    for row in _newest(query, ReviewReport.at, before, most):
        mine = row["by"] == f"person:{person_id}"
        words = _("Reported somebody's review") if mine else _("This person's review was reported")
        where = {"review_id": row["review_id"]}
        yield Told(row["at"], REPORT, words, "", _short(row["text"]), "desk.review", where)


def _message_reports(person_id: int, before: Moment, most: int) -> Iterator[Told]:
    columns = (ThreadReport.id, ThreadReport.reason, ThreadReport.at)
    query = ThreadReport.select(*columns).join(ThreadMessage).where(ThreadMessage.person_id == person_id)
    for row in _newest(query, ThreadReport.at, before, most):
        words = _("A message of this person was reported")
        yield Told(row["at"], REPORT, words, "", _short(row["reason"]), "desk.report", {"report_id": row["id"]})


def _applications(person_id: int, before: Moment, most: int) -> Iterator[Told]:
    query = Application.select(Application.id, Application.kind, Application.reason, Application.submitted_at)
    query = query.where(Application.person_id == person_id, Application.submitted_at.is_null(False))
    for row in _newest(query, Application.submitted_at, before, most):
        words = _("Change of a seller's data sent in") if row["kind"] == "change" else _("Applied to sell here")
        where = {"application_id": row["id"]}
        yield Told(
            row["submitted_at"], _("Application"), words, "", _short(row["reason"]), "desk.application", where
        )


def _about(person_id: int) -> Any:
    """Condition on Outbox: about the account, its purchases and orders, or its threads."""
    his = Purchase.select(_subject("purchase", Purchase.id)).where(Purchase.person_id == person_id)
    orders = Order.select(_subject("order", Order.id)).join(Purchase).where(Purchase.person_id == person_id)
    threads = Participant.select(_subject("thread", Participant.thread)).where(*_sits(person_id))
    subjects = (Outbox.subject.in_(query) for query in (his, orders, threads))
    found: Any = Outbox.subject == f"person:{person_id}"
    for one in subjects:
        found |= one
    return found


def _subject(noun: str, number: Any) -> Any:
    return peewee.Value(f"{noun}:").concat(number.cast("TEXT"))


def _is_his(row: dict[str, Any], seats: set[int]) -> bool:
    """Not the seller's copy of a mail about the same thing."""
    payload = row["payload"]
    return bool(payload.get("participant") in seats) if row["kind"] == "thread_mail" else payload.get("to") != "seller"


def _act(row: dict[str, Any]) -> Told:
    noun, _colon, number = row["subject"].partition(":")
    endpoint, value = subject_pages().get(noun, ("", ""))
    there = noun != "person" and bool(number) and not row["act"].endswith(".delete")
    reason = next((str(row["after"][name]) for name in ("reason", "note") if row["after"].get(name)), "")
    where = {value: number} if there and endpoint else {}
    subject = "" if noun == "person" else row["subject"]
    return Told(
        row["at"], DESK, act_words(row["act"]), subject, _short(reason), endpoint if where else "", where,
        row["person_id"],
    )  # fmt: skip
