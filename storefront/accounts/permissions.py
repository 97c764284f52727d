"""Who may do what: a table of roles and acts, and one question."""

from __future__ import annotations

from typing import Protocol

from storefront.accounts.person import Person

# everybody who is signed in
CUSTOMER = frozenset({"account"})
# within what belongs to one's own sellers
SELLER = frozenset({
    "bank.edit",
    "cases.answer",
    "cases.see",
    "catalogue.edit",
    "catalogue.see",
    "desk",
    "messages.answer",
    "orders.amend",
    "orders.move",
    "orders.refund",
    "orders.see",
    "orders.ship",
    "payouts.see",
    "reviews.answer",
    "reviews.see",
    "selling",
    "stock.edit",
})
# what a seller does for himself is nobody else's act
STAFF = (SELLER - {"selling"}) | {
    "orders.hold",
    "applications.decide",
    "applications.documents",
    "cases.decide",
    "categories.edit",
    "content.edit",
    "credit.give",
    "customers.edit",
    "customers.see",
    "figures.see",
    "import",
    "payments.confirm",
    "payouts.run",
    "promotions.edit",
    "reports.decide",
    "reviews.edit",
    "sellers.edit",
    "shipping.edit",
}
# what changes the shop itself, or who may do what
ADMIN = STAFF | {"audit.see", "export", "people.edit", "plugins.switch", "settings.edit"}
ACTS = CUSTOMER | SELLER | ADMIN
ROLES = ("admin", "staff", "seller", "customer")


class Owned(Protocol):
    """Something that belongs to a seller."""

    @property
    def seller_id(self) -> int: ...


def may(person: Person | None, act: str, subject: Owned | int | None = None) -> bool:
    """Whether somebody may do this to a subject (something with a seller_id, or a seller's id).

    Without a subject: whether he may do it at all; what he may do it to is what sellers_of() says.
    """
    if act not in ACTS:
        raise ValueError(f"{act!r} is no act: {', '.join(sorted(ACTS))}")
    if person is None:
        return False
    limit = sellers_of(person, act)
    if limit is None:
        return True
    if subject is None:
        return act in CUSTOMER or bool(limit)
    return (subject if isinstance(subject, int) else subject.seller_id) in limit


def sellers_of(person: Person, act: str) -> frozenset[int] | None:
    """The sellers to whose things somebody may do this; None: to everything, whoever's it is."""
    if ("admin" in person.roles and act in ADMIN) or ("staff" in person.roles and act in STAFF):
        return None
    return person.sellers if "seller" in person.roles and act in SELLER else frozenset()
