"""What of an order may be withdrawn or complained of, and what it comes to. Pure, from frozen rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from storefront.i18n import Message, _
from storefront.orders.amendment_reading import promised_day
from storefront.orders.cases.windows import LATE_UNTIL_DAYS, Window, complaint_window, late_window, withdrawal_window
from storefront.orders.pieces import pieces_of
from storefront.orders.queries import OrderFacts, Row
from storefront.orders.refund_shares import Before, before, line_amount
from storefront.values import CaseReason

NOT_TRADER = _("The seller is a private person: consumer law, such as the right of withdrawal, does not apply.")
# Directive 2011/83/EU, article 18(1): where no day was agreed on
UNPROMISED_DAYS = 30
EXCEPTED = _("For this there is no right of withdrawal.")


@dataclass(frozen=True)
class Claimable:
    """Pieces of a line about which a case may be opened: left of them, excepted: why none of them may be withdrawn."""

    line: Row
    left: int
    sent: int
    excepted: Message | None = None


def delivered_at(facts: OrderFacts) -> datetime | None:
    """When the last of all parcels came; None while any piece is missing, or its arrival is not known."""
    sent: dict[int, int] = {}
    for row in facts.shipped:
        sent[row["order_line"]] = sent.get(row["order_line"], 0) + row["quantity"]
    gone = before(facts).pieces
    whole = all(sent.get(row["id"], 0) >= pieces_of(row) - gone.get(row["id"], 0) for row in facts.lines)
    moments = [row["delivered_at"] for row in facts.shipments]
    return max(moments) if whole and moments and all(moments) else None


def terms_of(line: Row) -> Mapping[str, Any]:
    """The terms of sale that were frozen with a line."""
    found: Mapping[str, Any] = line["frozen"].get("sale_terms") or {}
    return found


def country_of(facts: OrderFacts) -> str:
    """Where the goods went."""
    return str(facts.order["address"].get("country") or facts.purchase["country"])


def withdrawal_of(facts: OrderFacts) -> Window | None:
    """When this order may be withdrawn from; None: no line of it may."""
    days = [terms_of(line)["withdrawal_days"] for line in facts.lines if terms_of(line).get("withdrawal_days")]
    if not days or not facts.order["seller"].get("trader", True):
        return None
    return withdrawal_window(facts.order["placed_at"], delivered_at(facts), max(days), country_of(facts))


def claimable(facts: OrderFacts, contested: Mapping[int, int]) -> tuple[Claimable, ...]:
    """Each line with the pieces that are left: not given back, and in no open case (contested)."""
    gone = before(facts).pieces
    sent: dict[int, int] = {}
    for row in facts.shipped:
        sent[row["order_line"]] = sent.get(row["order_line"], 0) + row["quantity"]
    found = []
    for line in facts.lines:
        left = pieces_of(line) - gone.get(line["id"], 0) - contested.get(line["id"], 0)
        found.append(Claimable(line, max(left, 0), sent.get(line["id"], 0), excepted(facts, line)))
    return tuple(found)


def excepted(facts: OrderFacts, line: Row) -> Message | None:
    """Why a line may not be withdrawn from, as it was said before the sale; None: it may."""
    terms = terms_of(line)
    if not facts.order["seller"].get("trader", True):
        return NOT_TRADER
    if terms.get("withdrawal_days"):
        return None
    reason = terms.get("withdrawal_reason")
    return Message.from_json(reason) if reason else EXCEPTED


def worth(facts: OrderFacts, pieces: Mapping[int, int]) -> dict[int, int]:
    """What these further pieces of each line come to, as paid: codes and taxes in it."""
    done = before(facts)
    return {line: line_amount(facts, done, line, count) for line, count in pieces.items() if count}


def delivery_back(facts: OrderFacts, pieces: Mapping[int, int], *, cheapest_only: bool) -> int:
    """What of the delivery goes back with these pieces: nothing while a piece is kept, since its delivery was needed.

    cheapest_only, for withdrawals: no more than the cheapest way that was offered (Directive 2011/83/EU, article
    13(1) and (2)); a fault of the seller's gives all of it back.
    """
    done: Before = before(facts)
    kept = any(pieces_of(line) > done.pieces.get(line["id"], 0) + pieces.get(line["id"], 0) for line in facts.lines)
    if kept:
        return 0
    method = facts.order["frozen"].get("delivery") or {}
    cheapest = method.get("cheapest") if cheapest_only else None
    paid = int(facts.order["freight"]) - done.delivery
    return max(paid if cheapest is None else min(paid, int(cheapest) - done.delivery), 0)


def reason_window(facts: OrderFacts, reason: CaseReason) -> Window | None:
    """When a reason may be named for an order; None: what it begins with has not happened."""
    if reason.opens == "paid":
        if not _was_paid(facts):
            return None
        late = late_window(_promised(facts), country_of(facts), reason.days or LATE_UNTIL_DAYS)
        return replace(late, opens=late.opens + timedelta(hours=reason.from_hours)) if late.opens else late
    moments = [row["sent_at" if reason.opens == "sent" else "delivered_at"] for row in facts.shipments]
    happened = [moment for moment in moments if moment]
    claim_days = [int(terms_of(line).get("claim_days") or 0) for line in facts.lines]
    days = reason.days if reason.days is not None else max(claim_days, default=0) or None
    window = complaint_window(min(happened), reason.from_hours, days) if happened else None
    # counted to its end from the last one: an early parcel takes nothing from a late one
    last = complaint_window(max(happened), reason.from_hours, days) if happened else None
    return Window(window.opens, last.ends) if window and last else None


def _was_paid(facts: OrderFacts) -> bool:
    return any(row["paid"] for row in facts.installments)


def _promised(facts: OrderFacts) -> date:
    """The last day it was promised for: the one that was agreed on since, where one was."""
    day = promised_day(facts.order)
    return date.fromisoformat(day) if day else facts.order["placed_at"].date() + timedelta(days=UNPROMISED_DAYS)
