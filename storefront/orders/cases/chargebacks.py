"""A chargeback is a case that the bank decides: opened and ended by the provider's messages, told from the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storefront.db import transaction
from storefront.i18n import _
from storefront.orders.cases.entries import SYSTEM, Said, subject_of, write
from storefront.orders.cases.opening import Claim, locked_facts, make_case
from storefront.orders.cases.outcomes import settle_case
from storefront.orders.cases.reasons import CHARGEBACK
from storefront.orders.cases.standing_still import stands_still
from storefront.orders.cases.tables import Case
from storefront.orders.tables import Timer
from storefront.payments.refund_limits import refundable
from storefront.payments.tables import Chargeback, ChargebackPart
from storefront.workflow import move, pause_timers, resume_timers


def follow(payload: Mapping[str, Any], now: datetime) -> None:
    """Open, or end, the cases of a chargeback: one for each of its orders. Told again, nothing more happens."""
    mine = ChargebackPart.chargeback == payload["chargeback"]
    parts = ChargebackPart.select().where(mine).order_by(ChargebackPart.id)
    for part in list(parts):
        _opened(part, now)
        if payload["state"] != "open":
            _ended(part, str(payload["state"]), now)


@transaction()
def _opened(part: ChargebackPart, now: datetime) -> None:
    facts = locked_facts(part.order_id)
    if _case_of(part) is not None:
        return
    row = Chargeback.get_by_id(part.chargeback_id)
    case = make_case(facts, Claim(CHARGEBACK, {}, "refund"), now, wish_amount=part.amount)
    terms = {**case.terms, "chargeback": row.id, "reason": row.reason}
    Case.update(terms=terms, turn_until=row.evidence_due, proved_at=now).where(Case.id == case.id).execute()
    move(subject_of(case.id), "to-provider", now=now)
    data = {"outcome": "chargeback", "amount": part.amount, "currency": row.currency}
    words = Said(text=row.reason, data=data)
    write(case, SYSTEM, "opened", _("The buyer's bank has claimed the money back"), now, words)
    _let_others_wait(case, now)


def _case_of(part: ChargebackPart) -> Case | None:
    """The case of an order's part of a chargeback, if it is open or was."""
    cases = Case.select().where(Case.order == part.order_id, Case.kind == "chargeback").order_by(Case.id)
    return next((case for case in cases if case.terms.get("chargeback") == part.chargeback_id), None)


def _let_others_wait(case: Case, now: datetime) -> None:
    """While the bank decides, nobody else does: the clocks of the order's other cases, and its own, stand still."""
    pause_timers(f"order:{case.order_id}", now)
    for other in _others(case):
        if pause_timers(subject_of(other.id), now):
            write(other, SYSTEM, "waits", _("The buyer's bank was asked too: this case waits for it"), now)


def _others(case: Case) -> list[Case]:
    open_ones = (Case.order == case.order_id) & Case.closed_at.is_null() & (Case.id != case.id)
    return list(Case.select().where(open_ones, Case.kind != "chargeback").order_by(Case.id))


@transaction()
def _ended(part: ChargebackPart, state: str, now: datetime) -> None:
    locked_facts(part.order_id)
    case = _case_of(part)
    if case is None or case.closed_at is not None:
        return
    others = _others(case)
    move(subject_of(case.id), "close", now=now)
    settle_case(Case.get_by_id(case.id), state, part.amount, "provider", now)
    nothing_left = not sum(refundable(part.order_id).values())
    for other in others:
        if state == "lost" and nothing_left:
            # the bank has given the buyer everything already
            move(subject_of(other.id), "close", now=now)
            settle_case(Case.get_by_id(other.id), "overtaken", None, "provider", now)
        else:
            _go_on(other, now)


def _go_on(other: Case, now: datetime) -> None:
    """Its clock has as long left as when it was stopped; it waits on where the bank has another claim."""
    if stands_still(subject_of(other.id)):
        return
    before = other.turn_until
    if resume_timers(subject_of(other.id), now):
        timer = Timer.get(Timer.subject == subject_of(other.id))
        if before is not None:
            Case.update(turn_until=timer.due_at).where(Case.id == other.id).execute()
        write(other, SYSTEM, "goes-on", _("The bank has decided: this case goes on"), now)
