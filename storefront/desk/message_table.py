"""Threads and reports as the desk lists them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peewee import JOIN, fn

from storefront.accounts.permissions import sellers_of
from storefront.accounts.person import Person
from storefront.accounts.tables import PersonSeller
from storefront.accounts.threads.seats import ACT
from storefront.accounts.threads.tables import Participant, Thread, ThreadMessage, ThreadReport
from storefront.catalogue.rows import Row
from storefront.catalogue.tables import Seller
from storefront.desk.keyset import Rows, page_of
from storefront.desk.listing import Asked, Column, Filter, Rules, options
from storefront.i18n import _

NEVER = "9999-12-31T00:00:00.000000Z"


def rules() -> Rules:
    """Who waits longest first."""
    columns = (
        Column("about", _("About")),
        Column("buyer", _("Buyer")),
        Column("seller", _("Seller")),
        Column("waits", _("Waits for an answer"), "text"),
        Column("unread", _("New"), end=True),
        Column("last", _("Last written"), "text"),
    )
    kinds = (("", _("Waiting for an answer")), ("all", _("All")), ("closed", _("Closed")))
    return Rules(columns, (Filter("show", _("Which"), options(*kinds)),), "waits")


def found_threads(wanted: Asked, person: Person) -> Rows:
    """One page of the threads this person may answer in."""
    buyer: Any = Participant.alias()
    columns = (Thread.token, Thread.title, Thread.state, Thread.waits_since, Thread.last_at)
    query = (
        Thread.select(*columns, buyer.name.alias("buyer"), Seller.name.alias("seller"), _unread().alias("unread"))
        .join(buyer, on=((buyer.thread == Thread.id) & (buyer.role == "buyer")))
        .join(Participant, JOIN.LEFT_OUTER, on=((Participant.thread == Thread.id) & (Participant.role == "seller")))
        .join(Seller, JOIN.LEFT_OUTER, on=(Seller.id == Thread.seller_id))
        .where(Thread.state != "unproved")
    )
    query = query.where(_limited(person))
    show = wanted.chosen.get("show", "")
    if show == "closed":
        query = query.where(Thread.state == "closed")
    elif show != "all":
        query = query.where(Thread.waits_since.is_null(False))
    if wanted.query:
        query = query.where(fn.LOWER(Thread.title).contains(wanted.query.lower()) | buyer.email.contains(wanted.query))
    value = Thread.last_at if wanted.column == "last" else fn.COALESCE(Thread.waits_since, NEVER)
    return page_of(query, wanted, value, Thread.id)


def threads_about(subjects: Sequence[str]) -> list[Row]:
    """The threads about these subjects, the newest first, each with what the seller's side has not read."""
    columns = (Thread.token, Thread.title, Thread.last_at, _unread().alias("unread"))
    query = Thread.select(*columns).join(
        Participant, JOIN.LEFT_OUTER, on=((Participant.thread == Thread.id) & (Participant.role == "seller"))
    )
    query = query.where(Thread.subject.in_(list(subjects)), Thread.state != "unproved")
    return list(query.order_by(Thread.last_at.desc()).dicts())


def _limited(person: Person) -> Any:
    limit = sellers_of(person, ACT)
    return (Thread.id > 0) if limit is None else Thread.seller_id.in_(sorted(limit))


def _unread() -> Any:
    said: Any = ThreadMessage.alias()
    new = Participant.read_at.is_null() | (said.at > Participant.read_at)
    seen = said.hidden_at.is_null()
    return said.select(fn.COUNT(said.id)).where(said.thread == Thread.id, said.by != "seller", seen, new)


def waiting(person: Person) -> int:
    """How many threads wait for this person."""
    return int(waiting_threads(person).count())


def waiting_threads(person: Person) -> Any:
    """Those that wait for an answer of his: a seller's for his people, those of nobody's sellers for staff."""
    query = Thread.select().where(Thread.waits_since.is_null(False), Thread.state == "open", _limited(person))
    if sellers_of(person, ACT) is None:
        query = query.where(Thread.seller_id.not_in(PersonSeller.select(PersonSeller.seller)))
    return query


def open_reports() -> int:
    """How many reports wait to be decided."""
    return int(ThreadReport.select().where(ThreadReport.state == "open").count())


def report_rules() -> Rules:
    """The oldest first."""
    columns = (
        Column("message", _("Message")),
        Column("about", _("About")),
        Column("by", _("Reported by")),
        Column("reason", _("Reason")),
        Column("at", _("Since"), "number"),
        Column("state", _("State")),
    )
    kinds = (("", _("To decide")), ("done", _("Decided")))
    return Rules(columns, (Filter("show", _("Which"), options(*kinds)),), "at", searches=False)


def found_reports(wanted: Asked) -> Rows:
    """One page of reports, for staff."""
    state = "done" if wanted.chosen.get("show") == "done" else "open"
    columns = (ThreadReport.id, ThreadReport.by, ThreadReport.reason, ThreadReport.at, ThreadReport.outcome)
    query = (
        ThreadReport.select(*columns, ThreadMessage.text, Thread.title, Thread.token)
        .join(ThreadMessage)
        .join(Thread)
        .where(ThreadReport.state == state)
    )
    return page_of(query, wanted, ThreadReport.id, ThreadReport.id)
