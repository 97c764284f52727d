"""What the sides of a thread are called by each other: never by an address."""

from __future__ import annotations

from collections.abc import Collection

from storefront.accounts.threads.seats import Seat
from storefront.catalogue.tables import Seller
from storefront.i18n import Message, _, plain
from storefront.runtime import current


def side_name(seat: Seat, role: str) -> Message:
    """A side's name for the others."""
    if role == "staff":
        return plain(current().settings.shop.name)
    if role == "seller":
        name = Seller.select(Seller.name).where(Seller.id == seat.seller_id).tuples().first()
        return plain(name[0]) if name else _("The seller")
    own = seat.participants.get("buyer")
    name = (own.name if own else "") or seat.sides.buyer_name
    return plain(name) if name else _("A shopper")


def side_names(seat: Seat, roles: Collection[str]) -> dict[str, Message]:
    """The names of those who wrote."""
    return {role: side_name(seat, role) for role in roles}
