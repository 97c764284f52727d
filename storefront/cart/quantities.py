"""How many pieces may be asked for: what a shopper typed, and what an offer allows."""

from __future__ import annotations

from storefront.digits import whole
from storefront.i18n import Message, _
from storefront.values import Offer

MOST_PIECES = 999_999
# of what was typed so much is shown again
KEPT_CHARACTERS = 20


def typed_quantity(text: str | None, least: int = 1) -> int | Message:
    """The number that was typed, or what is wrong with it."""
    quantity = whole(text)
    if quantity is None or quantity < least:
        return _("Please give a whole number of pieces, from 1.")
    return too_many(quantity) or quantity


def too_many(quantity: int) -> Message | None:
    """More than a line holds, whoever sells it."""
    return _("At most %(most)s pieces, please.", most=MOST_PIECES) if quantity > MOST_PIECES else None


def misfit(quantity: int, offer: Offer) -> tuple[str, Message] | None:
    """Why an offer is not sold in this quantity, stock aside: a problem's code and its words."""
    least, step = max(offer.minimum, 1), max(offer.step, 1)
    if quantity < least:
        return "too-few", _("The minimum quantity is %(least)s.", least=offer.minimum)
    if (quantity - least) % step:
        return "wrong-step", _("It is sold in steps of %(step)s.", step=offer.step)
    return None
