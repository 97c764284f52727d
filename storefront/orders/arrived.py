"""What its buyer can still do with an order once nothing of it is waited for, and until when."""

from __future__ import annotations

from datetime import datetime

from storefront.i18n import Message, _
from storefront.orders.cases.claims import country_of, delivered_at, reason_window, withdrawal_of
from storefront.orders.cases.reasons import reasons_for
from storefront.orders.cases.windows import last_day
from storefront.orders.contexts import TimelineEntry
from storefront.orders.paths import case_path
from storefront.orders.queries import OrderFacts
from storefront.orders.wording import Wording
from storefront.web.frame import Link

NEXT = _("What happens next")


def open_case_entry(facts: OrderFacts, wording: Wording) -> TimelineEntry | None:
    """While a case is open, what comes next stands on its page; None: none is open."""
    for row in facts.cases:
        if row["closed_at"] is None and row["state"] != "unproved":
            words = _("A case is open about this order. What happens next, and by when, stands on its page.")
            link = Link(wording.t(_("To the case")), case_path(wording.language, row["token"]))
            return TimelineEntry(wording.t(NEXT), "now", detail=wording.t(words), links=(link,))
    return None


def arrived_entry(facts: OrderFacts, wording: Wording, now: datetime) -> TimelineEntry | None:
    """What can still be done when all parcels have come; None while one has not."""
    if delivered_at(facts) is None:
        return None
    words = wording.t(_still_possible(facts, wording, now))
    return TimelineEntry(wording.t(NEXT), "now", detail=words, who=wording.t(wording.buyer))


def _still_possible(facts: OrderFacts, wording: Wording, now: datetime) -> Message:
    country, window = country_of(facts), withdrawal_of(facts)
    if window is not None and window.ends is not None and window.holds(now):
        day = last_day(window.ends, country)
        return _(
            "All is here. Until %(day)s you can withdraw from the contract; if something is wrong, say so.", day=day
        )
    reasons = reasons_for(wording.runtime, facts.order["business_model"]).values()
    windows = [found for reason in reasons if (found := reason_window(facts, reason)) and found.holds(now)]
    ends = [one.ends for one in windows if one.ends is not None]
    if ends:
        return _("All is here. If something is wrong with it, say so until %(day)s.", day=last_day(max(ends), country))
    return _("All is here. The order is completed by itself.")
