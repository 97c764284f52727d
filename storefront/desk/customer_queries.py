"""Customers as the desk reads them: the list, and one with what he bought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import fn

from storefront.accounts.permissions import may
from storefront.accounts.person import Person
from storefront.accounts.tables import Person as Account
from storefront.accounts.tables import PersonAddress, PersonRole, PersonSeller, Role
from storefront.catalogue.rows import Row
from storefront.catalogue.tables import Seller
from storefront.desk.keyset import Rows, page_of
from storefront.desk.listing import Asked, Column, Filter, Rules, options
from storefront.i18n import _
from storefront.orders.tables import Order, Purchase

# an account's orders, the newest ones
LISTED = 50
RULES = Rules(
    (
        Column("email", _("E-mail"), "text"),
        Column("name", _("Name")),
        Column("since", _("Since"), "number"),
        Column("orders", _("Orders"), end=True),
        Column("state", _("State")),
    ),
    (
        Filter(
            "state",
            _("State"),
            options(("", _("All")), ("open", _("Open")), ("waiting", _("Not confirmed")), ("locked", _("Locked"))),
        ),
    ),
    "-since",
)


@dataclass(frozen=True)
class Customer:
    """An account; roles: those besides a customer's; sellers: whom he works for, id and name."""

    id: int
    email: str
    name: str
    language: str
    created_at: Any
    confirmed_at: Any
    active: bool
    roles: tuple[str, ...]
    addresses: int
    sellers: tuple[tuple[int, str], ...] = ()


def seen_by(person: Person) -> Any:
    """The accounts this person may see: those of colleagues are an admin's business."""
    if may(person, "people.edit"):
        return Account.id.is_null(False)
    colleagues = PersonRole.select(PersonRole.user).join(Role).where(Role.name != "customer")
    return Account.id.not_in(colleagues)


def found_customers(wanted: Asked, person: Person) -> tuple[Rows, int]:
    """One page of them, and how many are found."""
    query = Account.select().where(seen_by(person))
    if wanted.query:
        query = query.where(Account.email.contains(wanted.query.lower()) | Account.name.contains(wanted.query))
    if state := wanted.chosen.get("state"):
        query = query.where(_states()[state])
    columns = (Account.id, Account.email, Account.name, Account.created_at, Account.confirmed_at, Account.active)
    value = Account.email if wanted.column == "email" else Account.id
    return page_of(query.select(*columns), wanted, value, Account.id), int(query.count())


def _states() -> dict[str, Any]:
    confirmed = Account.confirmed_at.is_null(False)
    return {
        "open": Account.active & confirmed,
        "waiting": Account.active & ~confirmed,
        "locked": ~Account.active,
    }


def order_counts(people: list[int]) -> dict[int, int]:
    """Account → how many orders it has."""
    rows = Order.select(Purchase.person_id, fn.COUNT(Order.id)).join(Purchase).where(Purchase.person_id.in_(people))
    return dict(rows.group_by(Purchase.person_id).tuples())


def find_customer(person_id: int, person: Person) -> Customer | None:
    """One of those this person may see."""
    row = Account.get_or_none(Account.id == person_id, seen_by(person))
    if row is None:
        return None
    roles = Role.select(Role.name).join(PersonRole).where(PersonRole.user == person_id, Role.name != "customer")
    sellers = Seller.select(Seller.id, Seller.name).join(PersonSeller).where(PersonSeller.person == person_id)
    addresses = PersonAddress.select().where(PersonAddress.person == person_id).count()
    return Customer(
        row.id,
        row.email,
        row.name,
        row.language,
        row.created_at,
        row.confirmed_at,
        bool(row.active),
        tuple(sorted(name for (name,) in roles.tuples())),
        addresses,
        tuple(sellers.order_by(Seller.name).tuples()),
    )


def orders_of(person_id: int) -> list[Row]:
    """His orders, the newest first."""
    columns = (Order.number, Order.business_model, Order.state, Order.total, Order.currency, Order.placed_at)
    rows = Order.select(*columns).join(Purchase).where(Purchase.person_id == person_id)
    return list(rows.order_by(Order.id.desc()).limit(LISTED).dicts())


def sums_of(person_id: int) -> list[tuple[str, int, int]]:
    """Of all his orders: currency, how many, their total."""
    rows = Order.select(Order.currency, fn.COUNT(Order.id), fn.SUM(Order.total)).join(Purchase)
    rows = rows.where(Purchase.person_id == person_id).group_by(Order.currency).order_by(Order.currency)
    return [(currency, count, int(total)) for currency, count, total in rows.tuples()]
