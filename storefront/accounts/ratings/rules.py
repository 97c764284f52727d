"""When a sale may be rated, by whom, and when it is seen. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from storefront.digits import ascii_digits
from storefront.i18n import Message, _
from storefront.values import TradeRules

# what was sent so long ago has arrived, whatever the carrier says
LONG_SENT = timedelta(days=21)
# after a year nobody remembers well
RATED_WITHIN = timedelta(days=365)
# a seller may put his answer right for so long
ANSWER_CHANGES = timedelta(hours=48)
MOST_PHOTOS = 4
SEALED, WAITING, PUBLISHED, HIDDEN, WITHDRAWN = "sealed", "waiting", "published", "hidden", "withdrawn"
# what the seller says of a buyer, once both may see it
SHOWN = "shown"
STATES: dict[str, Message] = {
    SEALED: _("Not shown yet"),
    WAITING: _("Waits to be checked"),
    PUBLISHED: _("Published"),
    HIDDEN: _("Hidden"),
    WITHDRAWN: _("Taken back"),
}
# what the other side has seen, or staff looks at: of a sealed one both know nothing
OPENED = (WAITING, PUBLISHED, HIDDEN)
# why a review may be reported and hidden; that it is bad is no reason
REASONS: dict[str, Message] = {
    "insult": _("It insults or threatens somebody"),
    "personal": _("It shows private data of somebody"),
    "off-topic": _("It is not about the product or the sale"),
    "advertising": _("It is advertising"),
    "unlawful": _("It is against the law"),
    "untrue": _("It is not a real experience"),
}
STARS: dict[int, Message] = {
    5: _("5 – very good"),
    4: _("4 – good"),
    3: _("3 – fair"),
    2: _("2 – poor"),
    1: _("1 – bad"),
}
# the end of a telephone number, however the country before it is written
_SAME_DIGITS = 8
_LINK = re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|net|org|shop|store|biz|info|cn|ru|de)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_NUMBER = re.compile(r"(?:\+|00)?\d(?:[\s/().-]?\d){8,}")


@dataclass(frozen=True)
class Arrival:
    """When the last piece of a line was sent, and when it arrived; None: not yet, or nobody said so."""

    sent_at: datetime | None = None
    delivered_at: datetime | None = None


def rated_from(arrival: Arrival) -> datetime | None:
    """From when a line may be rated: its arrival, else long after it was sent; None: not before it is sent."""
    if arrival.delivered_at is not None:
        return arrival.delivered_at
    return arrival.sent_at + LONG_SENT if arrival.sent_at is not None else None


def rated_until(begin: datetime, rules: TradeRules) -> datetime:
    """Until when: where both rate, until the ratings are shown; else for a year."""
    return begin + (timedelta(days=rules.rating_days) if rules.rates == "both" else RATED_WITHIN)


def may_be_rated(arrival: Arrival, rules: TradeRules, now: datetime) -> bool:
    """Whether a line of an order with these rules may be rated now."""
    begin = rated_from(arrival)
    return rules.rates != "nobody" and begin is not None and begin <= now < rated_until(begin, rules)


def opening(arrival: Arrival, rules: TradeRules) -> datetime | None:
    """Until when only its author sees a rating, if the other side says nothing; None: it is seen at once."""
    begin = rated_from(arrival)
    return rated_until(begin, rules) if rules.rates == "both" and begin is not None else None


def flag_of(*texts: str) -> str:
    """What of a text staff should look at first: "link", "address", "number"; empty: nothing."""
    text = " ".join(texts)
    if _ADDRESS.search(text):
        return "address"
    if _LINK.search(text):
        return "link"
    return "number" if _NUMBER.search(text) else ""


def is_one_household(
    buyer: Mapping[str, str], seller: Mapping[str, str], telephones: tuple[str, str] = ("", "")
) -> bool:
    """Whether buyer and seller live at one door or answer one telephone: it may be a seller's second account."""
    mine, his = (
        tuple(_plain(one.get(name, "")) for name in ("country", "postal_code", "street")) for one in (buyer, seller)
    )
    numbers = [re.sub(r"\D", "", ascii_digits(one))[-_SAME_DIGITS:] for one in telephones]
    same_number = len(numbers[0]) == _SAME_DIGITS and numbers[0] == numbers[1]
    return same_number or (all(mine[1:]) and mine == his)


def _plain(text: str) -> str:
    return "".join(one for one in ascii_digits(text).casefold() if one.isalnum())


def first_state(opens_at: datetime | None, flag: str, *, checked_first: bool) -> str:
    """The state of a review when it is sent; a sealed one goes through the check when it opens."""
    if opens_at is not None:
        return SEALED
    return WAITING if flag or checked_first else PUBLISHED


def may_change(state: str, rules: TradeRules) -> bool:
    """Whether its author may change a review: never after he has seen what the other side says of him."""
    return rules.rates != "both" or state in (SEALED, WITHDRAWN)


def may_answer(state: str, answered_at: datetime | None, now: datetime) -> bool:
    """Whether the seller may answer, or put his answer right."""
    return state == PUBLISHED and (answered_at is None or now < answered_at + ANSWER_CHANGES)
