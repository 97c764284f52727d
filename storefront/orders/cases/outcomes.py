"""What comes of a case: money, goods, or nothing; done once, however it was decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from storefront.i18n import Message, _
from storefront.money import spread
from storefront.orders.cases.claims import delivery_back, worth
from storefront.orders.cases.entries import SYSTEM, Party, Said, subject_of, write
from storefront.orders.cases.standing_still import open_cases
from storefront.orders.cases.tables import Case, CaseLine
from storefront.orders.queries import OrderFacts, get_purchase
from storefront.payments.actions import Arranged, arrange_refund
from storefront.payments.holds import DELIVERY, freeze, thaw
from storefront.payments.refund_limits import refundable
from storefront.workflow import pause_timers, resume_timers

LABELS: dict[str, Message] = {
    "refund": _("Refund of everything"),
    "partial-refund": _("Refund of a part; the goods stay"),
    "replacement": _("Replacement"),
    "return": _("The goods go back, then the money"),
    "answer": _("An answer"),
    "chargeback": _("Claimed by the bank"),
    "rejected": _("Refused"),
    "taken-back": _("Taken back by the buyer"),
    "lapsed": _("Nothing came back in time"),
    "overtaken": _("Settled by the bank"),
    "won": _("The bank decided for the seller"),
    "lost": _("The bank decided for the buyer"),
}
CLOSED = _("The case is closed")


def facts_of(case: Case) -> OrderFacts:
    """The order of a case with everything that belongs to it."""
    order = case.order
    purchase = get_purchase(order.purchase_id)
    return next(one for one in purchase.orders if one.id == order.id)


def pieces_of(case_id: int) -> dict[int, int]:
    """Order line → pieces that a case is about."""
    lines = CaseLine.select(CaseLine.order_line, CaseLine.quantity).where(CaseLine.case == case_id)
    return dict(lines.order_by(CaseLine.id).tuples())


def whole_amount(case: Case, facts: OrderFacts | None = None) -> int:
    """What a refund of everything that the case is about comes to, its share of the delivery in it."""
    facts = facts or facts_of(case)
    pieces = pieces_of(case.id)
    return sum(worth(facts, pieces).values()) + delivery_back(facts, pieces, cheapest_only=case.kind == "withdrawal")


def settle_case(
    case: Case, outcome: str, amount: int | None, decided_by: str, now: datetime, *, sent: int | None = None
) -> None:
    """Carry an outcome out and end the case: it has moved to "closed" already, its order is locked.

    sent: what went back already, where the money did not wait for the case.
    """
    Case.update(
        outcome=outcome, outcome_amount=amount, decided_by=decided_by, closed_at=now, turn_until=None
    ).where(Case.id == case.id).execute()
    words = LABELS.get(outcome, CLOSED)
    # what was kept for it is free to go where the outcome says
    thaw(subject_of(case.id), now)
    if sent is None and outcome in ("refund", "partial-refund"):
        sent = _send_money(case, outcome, amount, now)
    elif outcome == "replacement":
        _replace(case, now)
    data = {"outcome": outcome, **({"amount": sent, "currency": case.order.currency} if sent else {})}
    write(case, SYSTEM, "closed", words, now, Said(data=data))
    let_go(case, now)


def _send_money(case: Case, outcome: str, amount: int | None, now: datetime) -> int:
    """How much goes back; never more than is left of what was paid."""
    facts, pieces = facts_of(case), pieces_of(case.id)
    left = sum(refundable(facts.id).values())
    delivery = 0
    if outcome == "refund":
        delivery = delivery_back(facts, pieces, cheapest_only=case.kind == "withdrawal")
        amount = sum(worth(facts, pieces).values()) + delivery if amount is None else amount
    wanted = min(amount or 0, left)
    if wanted <= 0:
        return 0
    reason = Message.from_json(case.terms["label"])
    whole = outcome == "refund"
    arranged = Arranged(
        f"case-{case.id}", wanted, reason, subject_of(case.id),
        pieces if whole else {}, min(delivery, wanted), parts={} if whole else _parts(facts, pieces, wanted),
    )  # fmt: skip
    arrange_refund(facts.id, arranged, now)
    return wanted


def _parts(facts: OrderFacts, pieces: Mapping[int, int], amount: int) -> dict[int, int]:
    """A part of the money, spread over the lines it is for by what they come to."""
    shares = worth(facts, pieces)
    if not any(shares.values()):
        return {}
    given = spread(min(amount, sum(shares.values())), list(shares.values()))
    return {line: part for line, part in zip(shares, given, strict=True) if part}


def _replace(case: Case, now: datetime) -> None:
    from storefront.orders.replacements import place_replacement

    reason = Message.from_json(case.terms["label"])
    place_replacement(case.order_id, pieces_of(case.id), reason, now, f"case:{case.id}")


def hold_on(case: Case, now: datetime) -> None:
    """What the case is about is not paid out, and the order's clocks stand still, while it is open."""
    facts, pieces = facts_of(case), pieces_of(case.id)
    shares = dict(CaseLine.select(CaseLine.order_line, CaseLine.amount).where(CaseLine.case == case.id).tuples())
    delivery = delivery_back(facts, pieces, cheapest_only=case.kind == "withdrawal")
    freeze(case.order_id, subject_of(case.id), {**shares, DELIVERY: delivery}, now)
    pause_timers(f"order:{case.order_id}", now)


def let_go(case: Case, now: datetime) -> None:
    """The order's clocks go on, once no other case of it is open."""
    others = Case.select().where(open_cases(case.order_id), Case.id != case.id)
    if not others.exists():
        resume_timers(f"order:{case.order_id}", now)


def decided_name(party: Party) -> str:
    """How a decision names who took it."""
    return party.actor if party.by == "staff" else "agreement"
