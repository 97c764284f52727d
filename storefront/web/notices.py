"""A sentence that is said once, on the page that a redirect leads to."""

from __future__ import annotations

from dataclasses import dataclass

from flask import session

from storefront.i18n import Message

NOTICE = "notice"
TRIED_OFFER, TRIED_LINE = "tried_offer", "tried_line"
# what a session holds for the next page only: that page is drawn for it, and kept for nobody
ONCE = frozenset({NOTICE, TRIED_OFFER, TRIED_LINE})


@dataclass(frozen=True)
class Notice:
    """What was done; bad: what was not done, and why."""

    message: Message
    bad: bool = False


def say(message: Message, *, bad: bool = False) -> None:
    """Keep a sentence for the next page of this browser."""
    session[NOTICE] = {"message": message.as_json(), "bad": bad}


def take_notice() -> Notice | None:
    """The sentence that was kept, once."""
    kept = session.pop(NOTICE, None)
    if not isinstance(kept, dict) or "message" not in kept:
        return None
    return Notice(Message.from_json(kept["message"]), bool(kept.get("bad")))
