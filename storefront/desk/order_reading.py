"""What the desk reads of one order beyond what its buyer sees: ledger, mails and other work, acts, names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from storefront.accounts import tables as accounts
from storefront.accounts.permissions import may, sellers_of
from storefront.accounts.person import Person
from storefront.desk.order_around import Around, around
from storefront.desk.order_holds import Kept, kept_of
from storefront.desk.tables import AuditEntry
from storefront.errors import NotFound
from storefront.orders.queries import OrderFacts, PurchaseFacts, Row, load_purchase
from storefront.orders.tables import Order, Outbox, Purchase
from storefront.payments.giving_back import ACCOUNTS
from storefront.payments.tables import LedgerEntry, LedgerLine, Refund

MAILS = ("order_mail", "notice_mail", "case_mail", "review_mail")
_PERSON = re.compile(r"person:(\d{1,18})")


@dataclass(frozen=True)
class Behind:
    """What stands behind an order; names: person → what he is called."""

    ledger: tuple[Row, ...]
    outbox: tuple[Row, ...]
    audit: tuple[Row, ...]
    kept: Kept
    around: Around
    names: dict[int, str]

    @property
    def mails(self) -> tuple[Row, ...]:
        return tuple(row for row in self.outbox if row["kind"] in MAILS)

    @property
    def problems(self) -> tuple[Row, ...]:
        """What was tried in vain and is still to do."""
        return tuple(row for row in self.outbox if row["attempts"] and row["done_at"] is None)

    def who(self, actor: str) -> str:
        """The name of an event's actor who is a person; empty: he is none, or his account is closed."""
        found = _PERSON.fullmatch(actor)
        return self.names.get(int(found[1]), "") if found else ""


def order_for(number: str, person: Person, act: str = "orders.see") -> tuple[OrderFacts, PurchaseFacts]:
    """An order for who may do this to it; raises NotFound for everybody else."""
    row = Order.select(Order.id, Order.purchase, Order.seller_id).where(Order.number == number).tuples().first()
    if row is None or not may(person, act, row[2]):
        raise NotFound(f"there is no order {number!r} for {person.email}")
    facts = load_purchase(Purchase.select().where(Purchase.id == row[1]).dicts().get())
    return next(order for order in facts.orders if order.id == row[0]), facts


def behind(facts: OrderFacts, person: Person) -> Behind:
    """All of it in a fixed number of queries; a seller reads acts of his own people only."""
    limit = sellers_of(person, "orders.see")
    audit = _audit(facts, limit is not None)
    actors = [str(row["actor"]) for row in facts.events]
    ids = {row["person_id"] for row in audit} | {int(found[1]) for text in actors if (found := _PERSON.fullmatch(text))}
    return Behind(
        _ledger(facts.id),
        outbox_of(facts.id, int(facts.purchase["id"])),
        audit,
        kept_of(facts.id),
        around(facts, person),
        names_of(ids),
    )


def _audit(facts: OrderFacts, limited: bool) -> tuple[Row, ...]:
    query = AuditEntry.select().where(AuditEntry.subject == facts.subject)
    if limited:
        links = accounts.PersonSeller.select(accounts.PersonSeller.person)
        query = query.where(
            AuditEntry.person_id.in_(links.where(accounts.PersonSeller.seller == facts.order["seller_id"]))
        )
    return tuple(query.order_by(AuditEntry.id.desc()).dicts())


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """What people are called: by name, or by address where they gave none."""
    table = accounts.Person
    rows = table.select(table.id, table.name, table.email).where(table.id.in_(sorted(ids)))
    return {number: name or email for number, name, email in rows.tuples()}


def _ledger(order_id: int) -> tuple[Row, ...]:
    """What is booked for an order: on its own account, on its seller's, and what the shop took."""
    columns = (LedgerEntry.at, LedgerEntry.kind, LedgerLine.account, LedgerLine.currency, LedgerLine.amount)
    own = f"held:order:{order_id}"
    touched = LedgerLine.select(LedgerLine.entry).where(LedgerLine.account == own)
    refunds = Refund.select(Refund.id).where(Refund.order == order_id)
    keys = [f"refund:{number}:{what}" for (number,) in refunds.tuples() for what in ("taken", "again")]
    about = LedgerEntry.id.in_(touched) | (LedgerEntry.subject == f"order:{order_id}") | LedgerEntry.key.in_(keys)
    accounts = (LedgerLine.account == own) | LedgerLine.account.startswith("seller:")
    accounts |= LedgerLine.account.in_(tuple(ACCOUNTS.values()))
    lines = LedgerLine.select(*columns).join(LedgerEntry).where(about, accounts)
    return tuple(lines.order_by(LedgerLine.id).dicts())


def outbox_of(order_id: int, purchase_id: int) -> tuple[Row, ...]:
    """The outbox rows about an order; those about another order of its purchase are left out."""
    subjects = (f"order:{order_id}", f"purchase:{purchase_id}")
    rows = Outbox.select().where(Outbox.subject.in_(subjects)).order_by(Outbox.id).dicts()
    refunds = {number for (number,) in Refund.select(Refund.id).where(Refund.order == order_id).tuples()}
    return tuple(row for row in rows if _concerns(row["payload"], order_id, refunds))


def _concerns(payload: Row, order_id: int, refunds: set[int]) -> bool:
    named = payload.get("order", order_id)
    touched = payload.get("orders", [order_id])
    refund = payload.get("refund")
    return named == order_id and order_id in touched and (not isinstance(refund, int) or refund in refunds)


def number_of(order_id: int, person: Person) -> str:
    """The number of an order that somebody may see; raises NotFound."""
    row = Order.select(Order.number, Order.seller_id).where(Order.id == order_id).tuples().first()
    if row is None or not may(person, "orders.see", row[1]):
        raise NotFound(f"there is no order {order_id} for {person.email}")
    return str(row[0])
