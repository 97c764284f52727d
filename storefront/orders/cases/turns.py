"""The turns of a case: each is one verb, one transaction, the order locked before the case."""

from __future__ import annotations

from datetime import datetime, timedelta

from storefront.db import transaction
from storefront.errors import Refused
from storefront.i18n import Message, _
from storefront.orders.cases.entries import BUYER, NOTHING_SAID, Party, Said, run_clock, subject_of, write
from storefront.orders.cases.outcomes import LABELS, decided_name, settle_case, whole_amount
from storefront.orders.cases.silence import decide as note_decision
from storefront.orders.cases.silence import last_offer
from storefront.orders.cases.tables import Case, CaseEntry
from storefront.orders.cases.windows import REFUND_DAYS
from storefront.orders.locks import lock_order
from storefront.orders.tables import Timer
from storefront.payments.refund_limits import refundable
from storefront.workflow import move

# so long a seller may look at what came back, at least
CHECK_DAYS = 3
MOST_ENTRIES = 60
OFFERS = ("refund", "partial-refund", "replacement", "return", "rejected")


def locked_case(case_id: int) -> Case:
    """A case as it is now, its order locked before it."""
    lock_order(Case.get_by_id(case_id).order_id)
    case: Case = Case.get_by_id(case_id)
    return case


def waiting_case(case_id: int) -> Case:
    """The same, where money may move; raises Refused while the buyer's bank decides about the order."""
    case = locked_case(case_id)
    at_bank = (Case.order == case.order_id) & (Case.kind == "chargeback") & Case.closed_at.is_null()
    if Case.select().where(at_bank).exists():
        raise Refused(_("The buyer's bank has claimed the money: this case waits for it."), "at-the-bank")
    return case


@transaction()
def say(case_id: int, party: Party, said: Said, now: datetime) -> None:
    """Add words or evidence; whose turn it is stays."""
    case = locked_case(case_id)
    _must_be_open(case)
    if not said.text and not said.files:
        raise Refused(_("Write something, or add a photo or a file."), "nothing-said")
    if CaseEntry.select().where(CaseEntry.case == case_id).count() >= MOST_ENTRIES:
        raise Refused(_("This case is full: the shop decides on what was said."), "too-much-said")
    write(case, party, "statement", _("Said"), now, said)


@transaction()
def offer(case_id: int, outcome: str, amount: int | None, party: Party, said: Said, now: datetime) -> str:
    """The seller answers: all, a part, a replacement, goods back first, or no. What was asked for is done at once."""
    case = waiting_case(case_id)
    if case.state != "seller":
        raise Refused(_("It is not the seller's turn any more."), "not-your-turn")
    amount = check_outcome(case, outcome, amount)
    if outcome in ("rejected", "answer") and not said.text:
        raise Refused(_("Say why."), "no-reason")
    data = {"outcome": outcome, "amount": amount, "currency": case.order.currency}
    answer = Said(said.text, said.files, data)
    if grants(case, outcome, amount):
        write(case, party, "offer", _("The seller agrees"), now, answer)
        return _agreed(case, outcome, amount, party, now)
    move(subject_of(case_id), "offer", actor=party.actor, role=party.by, now=now)
    write(case, party, "offer", _("The seller's answer"), now, answer)
    run_clock(case.id, "buyer-silent", now + timedelta(hours=int(case.terms["escalate_hours"])), now)
    return "buyer"


def outcomes(wish: str) -> tuple[str, ...]:
    """What may come of a case: an answer alone only where nothing else was asked for."""
    return ("answer", *OFFERS) if wish == "answer" else OFFERS


def check_outcome(case: Case, outcome: str, amount: int | None) -> int | None:
    """The amount of an outcome that somebody offers or decides; raises Refused for what cannot be."""
    if outcome not in outcomes(case.wish):
        raise Refused(_("Please choose one of the list."), "wrong-outcome")
    if outcome != "partial-refund":
        return None
    most = min(whole_amount(case), sum(refundable(case.order_id).values()))
    if amount is None or not 0 < amount <= most:
        raise Refused(_("Enter an amount up to what was paid for these pieces."), "wrong-amount")
    return amount


def grants(case: Case, outcome: str, amount: int | None) -> bool:
    """Whether this is what the buyer asked for, or more."""
    if outcome == "refund":
        return case.wish in ("refund", "partial-refund", "return")
    if outcome == "partial-refund":
        return case.wish == "partial-refund" and (amount or 0) >= (case.wish_amount or 0)
    # whether an answer is enough, its reader says
    return bool(outcome == case.wish) and outcome != "answer"


def _agreed(case: Case, outcome: str, amount: int | None, party: Party, now: datetime) -> str:
    """Both want it: nobody is waited for."""
    if outcome == "return":
        move(subject_of(case.id), "await-goods", actor=party.actor, role=party.by, now=now)
        return "returning"
    move(subject_of(case.id), "close", actor=party.actor, role=party.by, now=now)
    settle_case(Case.get_by_id(case.id), outcome, amount, "agreement", now)
    return "closed"


@transaction()
def agree(case_id: int, now: datetime) -> str:
    """The buyer takes the seller's answer."""
    case = waiting_case(case_id)
    if case.state != "buyer":
        raise Refused(_("There is no answer that waits for you."), "not-your-turn")
    outcome, amount = last_offer(case_id)
    write(case, BUYER, "agreed", _("The buyer agrees"), now, NOTHING_SAID)
    return _agreed(case, outcome, amount, BUYER, now)


@transaction()
def escalate(case_id: int, party: Party, said: Said, now: datetime) -> None:
    """One side asks the shop to decide; the seller also when what came back is not right."""
    case = locked_case(case_id)
    allowed = {"buyer": ("buyer",), "seller": ("seller", "checking"), "staff": ("seller", "buyer", "checking")}
    if case.state not in allowed.get(party.by, ()):
        raise Refused(_("It is not your turn."), "not-your-turn")
    move(subject_of(case_id), "escalate", actor=party.actor, role=party.by, now=now)
    write(case, party, "escalated", _("The shop is asked to decide"), now, said)
    run_clock(case.id, "shop-silent", now + timedelta(hours=int(case.terms["decide_hours"])), now)


@transaction()
def send_back(case_id: int, said: Said, now: datetime) -> None:
    """The buyer has sent the goods back; he says with whom. The seller's time to look at them runs.

    A tracking number or a receipt is the proof of sending that the law speaks of; without one he has longer.
    """
    case = locked_case(case_id)
    if case.state != "returning":
        raise Refused(_("Nothing is to be sent back now."), "not-your-turn")
    move(subject_of(case_id), "send-back", actor="buyer", role="buyer", now=now)
    write(case, BUYER, "sent-back", _("Sent back"), now, said)
    run_clock(case.id, "goods-taken", _refund_due(case, bool(said.files or said.data.get("tracking")), now), now)


def _refund_due(case: Case, proof: bool, now: datetime) -> datetime:
    """When the money goes back though the seller says nothing; the goods may be some days under way."""
    if case.kind != "withdrawal":
        return now + timedelta(days=REFUND_DAYS, hours=int(case.terms["answer_hours"]))
    # Directive 2011/83/EU, article 13: the proof of sending is enough, and the 14 days run from the withdrawal
    said_at: datetime = case.opened_at
    check_days = CHECK_DAYS if proof else REFUND_DAYS
    return max(now + timedelta(days=check_days), said_at + timedelta(days=REFUND_DAYS))


@transaction()
def goods_arrived(case_id: int, party: Party, now: datetime) -> None:
    """The seller has the goods and is content: the money goes back now."""
    case = waiting_case(case_id)
    if case.state not in ("returning", "checking"):
        raise Refused(_("No goods are on their way back in this case."), "not-your-turn")
    move(subject_of(case_id), "close", actor=party.actor, role=party.by, now=now)
    write(case, party, "goods-arrived", _("The goods are back"), now, NOTHING_SAID)
    settle_case(Case.get_by_id(case_id), "refund", None, "agreement", now)


@transaction()
def decide(case_id: int, outcome: str, amount: int | None, party: Party, said: Said, now: datetime) -> str:
    """Staff decide. The first decision can be objected to once; the one after that stands at once."""
    case = waiting_case(case_id)
    if case.state != "shop":
        raise Refused(_("The shop is not asked to decide this now."), "not-your-turn")
    amount = check_outcome(case, outcome, amount)
    if not said.text:
        raise Refused(_("Say why: both sides read it."), "no-reason")
    data = {"outcome": outcome, "amount": amount, "currency": case.order.currency}
    label = _("Decided: %(outcome)s", outcome=LABELS[outcome])
    write(case, party, "decision", label, now, Said(said.text, said.files, data))
    if case.appealed_at is None:
        move(subject_of(case_id), "decide", actor=party.actor, role="staff", now=now)
        note_decision(case, outcome, amount, decided_name(party), now)
        return "decided"
    if outcome == "return":
        move(subject_of(case_id), "await-goods", actor=party.actor, role="staff", now=now)
        return "returning"
    move(subject_of(case_id), "close", actor=party.actor, role="staff", now=now)
    settle_case(Case.get_by_id(case_id), outcome, amount, decided_name(party), now)
    return "closed"


@transaction()
def appeal(case_id: int, party: Party, said: Said, now: datetime) -> None:
    """Object to a decision, once in a case; the shop looks again and its second word stands."""
    case = locked_case(case_id)
    if case.state != "decided":
        raise Refused(_("There is no decision to object to now."), "not-your-turn")
    if case.appealed_at is not None:
        raise Refused(_("This decision stands: it was objected to once already."), "appealed-before")
    if objection_over(case, now):
        raise Refused(_("The time to object is over."), "too-late")
    if not said.text:
        raise Refused(_("Say why."), "no-reason")
    move(subject_of(case_id), "appeal", actor=party.actor, role=party.by, now=now)
    Case.update(appealed_by=party.by, appealed_at=now, outcome="", outcome_amount=None).where(
        Case.id == case_id
    ).execute()
    write(case, party, "appeal", _("Objection to the decision"), now, said)
    run_clock(case.id, "shop-silent", now + timedelta(hours=int(case.terms["decide_hours"])), now)


def objection_over(case: Case, now: datetime) -> bool:
    """Whether a decision can be objected to no more, though the worker has not carried it out yet."""
    late = (Timer.subject == subject_of(case.id)) & ~Timer.paused & (Timer.due_at <= now)
    return bool(Timer.select().where(late).exists())


@transaction()
def take_back(case_id: int, now: datetime) -> None:
    """The buyer does not ask for anything any more."""
    case = locked_case(case_id)
    _must_be_open(case)
    if case.kind == "chargeback":
        raise Refused(_("This case is at the bank: take it back there."), "at-the-bank")
    move(subject_of(case_id), "close", actor="buyer", role="buyer", now=now)
    settle_case(Case.get_by_id(case_id), "taken-back", None, "agreement", now)


def _must_be_open(case: Case) -> None:
    if case.closed_at is not None:
        raise Refused(closed_words(case), "case-closed")


def closed_words(case: Case) -> Message:
    """Why nothing more can be said."""
    return _("This case is closed: %(outcome)s.", outcome=LABELS.get(case.outcome, LABELS["answer"]))
