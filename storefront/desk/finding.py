"""Find anything by its number: an order, a product, a customer. Each finder looks only at what its person may see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import peewee

from storefront.accounts import tables as accounts
from storefront.accounts.permissions import may, sellers_of
from storefront.accounts.person import Person
from storefront.desk.customer_queries import seen_by
from storefront.i18n import Message
from storefront.orders.tables import Order, Purchase

MOST = 12


@dataclass(frozen=True)
class Found:
    """Something that was found; exact: it is what was typed, and nothing else can be meant."""

    label: str
    detail: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
    exact: bool = False


@dataclass(frozen=True)
class Finder:
    """Finds things of one kind: find(query, person, languages)."""

    label: Message
    find: Callable[[str, Person, Sequence[str]], list[Found]]


def find_orders(query: str, person: Person, _languages: Sequence[str]) -> list[Found]:
    """Orders by number (its beginning is enough) or by the buyer's address."""
    limit = sellers_of(person, "orders.see")
    rows = Order.select(Order.number, Order.state, Purchase.email).join(Purchase)
    rows = rows.where(Order.number.startswith(query.upper()) | (peewee.fn.LOWER(Purchase.email) == query.lower()))
    if limit is not None:
        rows = rows.where(Order.seller_id.in_(sorted(limit)))
    return [
        Found(number, f"{email} · {state}", "desk.order", {"number": number}, number == query.upper())
        for number, state, email in rows.order_by(Order.id.desc()).limit(MOST).tuples()
    ]


def find_people(query: str, person: Person, _languages: Sequence[str]) -> list[Found]:
    """Customers by their address; only for those who may see people."""
    if not may(person, "customers.see"):
        return []
    rows = accounts.Person.select(accounts.Person.id, accounts.Person.email, accounts.Person.name)
    rows = rows.where(accounts.Person.email.contains(query.lower()), seen_by(person))
    rows = rows.order_by(accounts.Person.email).limit(MOST)
    return [
        Found(email, name, "desk.customer", {"person_id": number}, email == query.lower())
        for number, email, name in rows.tuples()
    ]


def find(
    finders: Sequence[Finder], query: str, person: Person, languages: Sequence[str]
) -> list[tuple[Message, list[Found]]]:
    """Everything that is found, by kind; kinds with nothing are left out."""
    if len(query) < 2:
        return []
    answers = [(finder.label, finder.find(query, person, languages)) for finder in finders]
    return [(label, found) for label, found in answers if found]
