"""What was typed in vain, kept for the page that a redirect leads to: text and reason stand at the field again."""

from __future__ import annotations

from dataclasses import dataclass

from flask import session

from storefront.i18n import Message
from storefront.values import Tried
from storefront.web.notices import TRIED_LINE, TRIED_OFFER


@dataclass(frozen=True)
class TriedLine:
    """A quantity that a line of the cart was not given."""

    line_id: int
    quantity: str
    reason: Message


def keep_tried(tried: Tried | TriedLine) -> None:
    """For the next page of this browser that has the field."""
    name, subject = (TRIED_LINE, tried.line_id) if isinstance(tried, TriedLine) else (TRIED_OFFER, tried.offer_id)
    session[name] = [subject, tried.quantity, tried.reason.as_json()]


def tried_offer() -> Tried | None:
    """What was asked of an offer just now, once."""
    kept = session.pop(TRIED_OFFER, None)
    return Tried(kept[0], kept[1], Message.from_json(kept[2])) if kept else None


def tried_line() -> TriedLine | None:
    """What was asked of a line just now, once."""
    kept = session.pop(TRIED_LINE, None)
    return TriedLine(kept[0], kept[1], Message.from_json(kept[2])) if kept else None
