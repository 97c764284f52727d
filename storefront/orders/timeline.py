"""An order's story: what happened, where it stands, what comes; from events, states and money."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from storefront.i18n import Message, _
from storefront.orders.amendment_reading import promised_day
from storefront.orders.arrived import arrived_entry, open_case_entry
from storefront.orders.contexts import TimelineEntry
from storefront.orders.dues import due_amount, paid, pending_payment, refunded
from storefront.orders.line_views import arrival, seller_name, sent_by_line
from storefront.orders.paths import pay_path
from storefront.orders.pieces import pieces_of
from storefront.orders.queries import OrderFacts, Row
from storefront.orders.tracking import tracking_url
from storefront.orders.wording import Wording
from storefront.values import State, Workflow
from storefront.web.frame import Link


def order_workflow(facts: OrderFacts, wording: Wording) -> Workflow | None:
    """The stages of its business model; None while that plugin is off."""
    return wording.runtime.workflows.get(("order", facts.order["business_model"]))


def present_state(facts: OrderFacts, wording: Wording) -> State | None:
    """The stage the order is in, as its plugin describes it."""
    workflow = order_workflow(facts, wording)
    if workflow is None:
        return None
    return next((state for state in workflow.states if state.name == facts.order["state"]), None)


def state_label(facts: OrderFacts, wording: Wording) -> str:
    """The stage in words; with the plugin off, in the words of the event that led there."""
    state = present_state(facts, wording)
    if state is not None:
        return wording.t(state.label)
    event = next((row for row in reversed(facts.events) if row["kind"] == facts.order["state"]), None)
    return wording.t(event["label"]) if event else str(facts.order["state"])


def state_words(facts: OrderFacts, wording: Wording, now: datetime) -> str:
    """The stage promised, and what is computed beside it: unpaid, sent in part, refunded in part."""
    words = [state_label(facts, wording)]
    if is_final(facts, wording):
        pass
    elif pending_payment(facts.payments) and due_amount(facts, now):
        words.append(wording.t(_("payment under way")))
    elif due_amount(facts, now):
        words.append(wording.t(_("waiting for payment")))
    ordered = sum(pieces_of(row) for row in facts.lines)
    if 0 < sum(sent_by_line(facts).values()) < ordered:
        words.append(wording.t(_("sent in part")))
    gone, came = refunded(facts), paid(facts)
    if gone and gone >= came:
        words.append(wording.t(_("refunded")))
    elif gone:
        words.append(wording.t(_("refunded in part")))
    return " · ".join(words)


def is_final(facts: OrderFacts, wording: Wording) -> bool:
    """Whether nothing comes any more."""
    state = present_state(facts, wording)
    return state.final if state is not None else facts.order["closed_at"] is not None


def timeline(facts: OrderFacts, wording: Wording, now: datetime) -> tuple[TimelineEntry, ...]:
    """Everything that happened, one entry for now, then the stages ahead."""
    done = [_happened(row, wording) for row in facts.events]
    if is_final(facts, wording):
        return tuple(done)
    present = _present(facts, wording, now)
    ahead = [TimelineEntry(wording.t(state.label), "future") for state in stages_ahead(facts, wording)]
    return (*done, *([present] if present else []), *ahead)


def _happened(event: Row, wording: Wording) -> TimelineEntry:
    at: datetime = event["at"]
    data: dict[str, Any] = event["data"]
    url = tracking_url(str(data.get("carrier", "")), str(data.get("tracking", "")))
    return TimelineEntry(
        wording.t(event["label"]),
        "done",
        wording.moment(at),
        at.isoformat(),
        _detail(data, wording),
        links=(Link(wording.t(_("Follow the parcel")), url),) if url else (),
    )


def _detail(data: dict[str, Any], wording: Wording) -> str:
    """What an event's data says in words: a reason, an amount, a parcel."""
    words = []
    if data.get("amount") and data.get("currency"):
        words.append(wording.money(data["amount"], data["currency"]))
    words += [str(data[name]) for name in ("carrier", "tracking") if data.get(name)]
    if data.get("reason"):
        words.append(wording.t(data["reason"]))
    return " · ".join(words)


def _present(facts: OrderFacts, wording: Wording, now: datetime) -> TimelineEntry | None:
    """What is waited for, by when, and for whom."""
    due = due_amount(facts, now)
    payment = pending_payment(facts.payments)
    you = wording.t(wording.buyer)
    to_pay = pay_path(wording.language, facts.purchase["token"])
    if due and payment:
        by_hand = bool((payment["answer"] or {}).get("instructions"))
        who = you if by_hand else wording.t(_("Your bank"))
        entry = _waiting(_("Payment under way"), _("We go on as soon as it has come."), payment, who, wording)
        details = Link(wording.t(_("See the details for the transfer")), to_pay)
        return replace(entry, links=(details,)) if by_hand else entry
    if due:
        last = facts.payments[-1] if facts.payments else None
        words = _("The order goes on once it is paid.")
        entry = _waiting(_("Waiting for payment"), words, last, you, wording)
        money = wording.money(due, facts.currency)
        return replace(entry, links=(Link(wording.t(_("Pay %(money)s", money=money)), to_pay),))
    if told := open_case_entry(facts, wording) or arrived_entry(facts, wording, now):
        return told
    state = present_state(facts, wording)
    if state is None or state.next is None:
        return None
    return TimelineEntry(
        wording.t(_("What happens next")),
        "now",
        detail=wording.t(state.next),
        who=who_acts(facts, wording),
        by=_arrives(facts, wording, now),
    )


def _waiting(label: Message, detail: Message, payment: Row | None, who: str, wording: Wording) -> TimelineEntry:
    by = ""
    if payment and payment["expires_at"] and payment["state"] in ("created", "pending"):
        moment = wording.moment(payment["expires_at"])
        by = wording.t(_("%(moment)s; until then the goods are kept for you", moment=moment))
    return TimelineEntry(wording.t(label), "now", detail=wording.t(detail), who=who, by=by)


def who_acts(facts: OrderFacts, wording: Wording) -> str:
    """Whose turn it is: the carrier's while something is on its way, else his who may do the next step."""
    under_way = [row for row in facts.shipments if row["delivered_at"] is None]
    ordered = sum(pieces_of(row) for row in facts.lines)
    if under_way and sum(sent_by_line(facts).values()) >= ordered:
        return str(under_way[-1]["carrier"])
    workflow = order_workflow(facts, wording)
    here = facts.order["state"]
    roles = next((t.actors for t in workflow.transitions if here in t.source), ()) if workflow else ()
    if "seller" in roles:
        return seller_name(facts)
    return wording.t(wording.buyer) if "buyer" in roles else ""


def _arrives(facts: OrderFacts, wording: Wording, now: datetime) -> str:
    """The promised days, while something has still to arrive and they are not over."""
    last = promised_day(facts.order)
    arrived = facts.shipments and all(row["delivered_at"] for row in facts.shipments)
    if not last or arrived or last < now.date().isoformat():
        return ""
    return wording.t(_("with you %(when)s", when=arrival(facts, wording)))


def stages_ahead(facts: OrderFacts, wording: Wording) -> tuple[State, ...]:
    """The way to the end that its workflow names first: each stage's first transition onwards."""
    workflow = order_workflow(facts, wording)
    if workflow is None:
        return ()
    by_name = {state.name: state for state in workflow.states}
    found: list[State] = []
    here, seen = facts.order["state"], {facts.order["state"]}
    while True:
        targets = (t.target for t in workflow.transitions if here in t.source and t.target not in seen)
        here = next(targets, "")
        if not here:
            return tuple(found)
        seen.add(here)
        found.append(by_name[here])
