"""Nobody rates his own goods: not as himself, and not unseen under a second account."""

from __future__ import annotations

from storefront.accounts.applications.queries import selling_application
from storefront.accounts.ratings.rules import is_one_household
from storefront.accounts.tables import Person, PersonSeller
from storefront.catalogue.tables import Seller
from storefront.orders.queries import Row
from storefront.orders.tables import Purchase


def serves(person_id: int, seller_id: int) -> bool:
    """Whether somebody works for a seller."""
    return bool(
        PersonSeller.select().where(PersonSeller.person == person_id, PersonSeller.seller == seller_id).exists()
    )


def is_own(order: Row) -> bool:
    """Whether the buyer is the seller, by his account or his address for mails."""
    buyer = Purchase.get_by_id(order["purchase"])
    people = Person.select(Person.id, Person.email).join(PersonSeller).where(PersonSeller.seller == order["seller_id"])
    found = list(people.tuples())
    mails = {_mailbox(email) for _number, email in found}
    mails |= {_mailbox(row[0]) for row in Seller.select(Seller.email).where(Seller.id == order["seller_id"]).tuples()}
    return buyer.person_id in {number for number, _email in found} or _mailbox(buyer.email) in mails - {""}


def _mailbox(email: str) -> str:
    """An address without what may be added before its sign: both letters come to the same box."""
    local, sign, host = email.lower().rpartition("@")
    return local.partition("+")[0] + sign + host


def may_be_own(order: Row) -> bool:
    """Whether buyer and seller share a door or a telephone, as far as the seller's data and his application say."""
    seller = Seller.get_or_none(Seller.id == order["seller_id"])
    if seller is None:
        return False
    bought = order["address"] or {}
    number = str(bought.get("phone", ""))
    known = [({**(seller.address or {}), "country": seller.country}, seller.phone)]
    applied = selling_application(order["seller_id"])
    if applied is not None:
        known.append((applied.answers.get("address", {}), str(applied.answers.get("identity", {}).get("phone", ""))))
    return any(is_one_household(bought, place, (number, phone)) for place, phone in known)
