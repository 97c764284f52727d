"""What the club's templates show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.api import Badge, PriceView


@dataclass(frozen=True)
class MembersPanel:
    """club/buy.html, fragment club-buy, slot product.buy"""

    product_id: Annotated[int, "The subject"]
    badge: Annotated[Badge, "Club"]
    price: Annotated[PriceView, "The members' or the agreed price"]
    offer_id: Annotated[int, "What is ordered"]
    action: Annotated[str, "Where the form posts: offer, quantity, engraving"]
    most_engraved: Annotated[int, "The longest engraving"]


@dataclass(frozen=True)
class PlacesLeft:
    """club/places_left.html, fragment club-places-left, slot product.below"""

    product_id: Annotated[int, "The subject"]
    places: Annotated[int, "How many can still be ordered"]


@dataclass(frozen=True)
class JoinPage:
    """club/join.html"""

    action: Annotated[str, "Where the button posts"]
    open: Annotated[bool, "Whether the invitation can be accepted"]
    email: Annotated[str, "Who was invited"] = ""


@dataclass(frozen=True)
class WelcomePage:
    """club/welcome.html"""

    member: Annotated[bool, "Whether this browser belongs to a member"]
