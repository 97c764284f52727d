"""Withdrawal from a contract: said in two steps without signing in, proved by a mailed link, carried out by the law.

Directive 2011/83/EU, articles 9 to 16, and 11a (since 19 June 2026, Directive (EU) 2023/2673). What counts is when it
was said first, whenever it is proved.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storefront.db import savepoint, transaction
from storefront.errors import NotFound, Refused
from storefront.i18n import _
from storefront.orders.actions import left_to_send
from storefront.orders.amending import ChangeAsked, amend_order, answer_amendment
from storefront.orders.amendment import LineChange, OrderChanges
from storefront.orders.amendment_life import PROPOSED
from storefront.orders.cases.claims import claimable, withdrawal_of, worth
from storefront.orders.cases.entries import BUYER, SYSTEM, Party, Said, subject_of, write
from storefront.orders.cases.opening import (
    OWN_SALE,
    Claim,
    WrongClaim,
    check_pieces,
    locked_facts,
    make_case,
    sells,
    to_seller,
)
from storefront.orders.cases.outcomes import facts_of, hold_on, pieces_of, settle_case
from storefront.orders.cases.queries import contested, lapsed_withdrawal
from storefront.orders.cases.reasons import WITHDRAWAL
from storefront.orders.cases.tables import Case, CaseEntry, CaseLine
from storefront.orders.cases.turns import locked_case
from storefront.orders.cases.wording import STATE_LABELS
from storefront.orders.pieces import pieces_of as line_pieces
from storefront.orders.queries import OrderFacts
from storefront.orders.tables import Order
from storefront.outbox import later
from storefront.payments.actions import cancel_order
from storefront.workflow import move

log = logging.getLogger(__name__)
WITHDRAWN = _("Withdrawal received")


@dataclass(frozen=True)
class Statement:
    """What somebody declares: who he says he is, where the receipt goes, and when he said it first."""

    name: str
    email: str
    said_at: datetime
    language: str


def order_of_number(text: str) -> Order:
    """The order of a number as people type it; raises NotFound."""
    tidy = "".join(sign for sign in text.upper() if sign.isalnum())
    number = "-".join(tidy[start : start + 4] for start in range(0, 12, 4))
    found: Order | None = Order.get_or_none(Order.number == number) if len(tidy) == 12 and tidy.isascii() else None
    if found is None:
        raise NotFound("there is no such order")
    return found


def withdrawable(facts: OrderFacts) -> dict[int, int]:
    """Order line → pieces that may still be withdrawn from."""
    found = claimable(facts, contested(facts.id))
    return {one.line["id"]: one.left for one in found if one.left and one.excepted is None}


@transaction()
def withdraw(
    order_id: int, statement: Statement, pieces: Mapping[int, int] | None, now: datetime, *, proved: bool
) -> Case:
    """Declare a withdrawal from these pieces, None: from all that may be. Raises WrongClaim, having written nothing.

    proved: it is the buyer's own word. Else the address of the order is asked by mail, and nothing happens until then.
    """
    facts = locked_facts(order_id)
    chosen = dict(withdrawable(facts) if pieces is None else pieces)
    check_withdrawal(facts, chosen, statement.said_at)
    waits = None if proved else _unproved(order_id, statement.email)
    if waits is not None:
        _mail_again(waits, now)
        return waits
    claim = Claim(WITHDRAWAL, chosen, "refund")
    told = {"name": statement.name, "email": statement.email, "language": statement.language}
    case = make_case(facts, claim, now, **told, opened_at=statement.said_at)
    said = Said(data={"name": statement.name, "said_at": statement.said_at.isoformat()})
    write(case, BUYER, "withdrawn", WITHDRAWN, statement.said_at, said)
    if proved:
        _take_up(case, now)
    else:
        later("case_mail", {"case": case.id, "to": "owner"}, now, subject=f"order:{order_id}")
    return case


def check_withdrawal(facts: OrderFacts, pieces: Mapping[int, int], said_at: datetime) -> None:
    """Whether these pieces may be withdrawn from at that moment; raises WrongClaim with the reason."""
    lines = {one.line["id"]: one for one in claimable(facts, contested(facts.id))}
    reasons = [one.excepted for one in lines.values() if one.excepted is not None]
    if sells(facts.purchase["person_id"], facts.order["seller_id"]):
        raise WrongClaim(OWN_SALE, "order")
    window = withdrawal_of(facts)
    if window is None:
        raise WrongClaim(reasons[0] if reasons else _("For this there is no right of withdrawal."), "order")
    # a right that was used in time does not end because the goods come late
    if window.over(said_at) and window.ends is not None and not lapsed_withdrawal(facts.id):
        raise WrongClaim(_("The period for withdrawing ended on %(moment)s.", moment=window.ends), "order")
    if facts.order["closed_at"] is not None and not facts.shipments:
        raise WrongClaim(_("This order was cancelled: nothing is left to withdraw from."), "order")
    if not any(pieces.values()):
        raise WrongClaim(_("Of this order nothing is left to withdraw from."), "order")
    for line in (line for line, count in pieces.items() if count):
        reason = lines[line].excepted if line in lines else None
        if reason is not None:
            raise WrongClaim(reason, f"pieces-{line}")
    check_pieces(facts, pieces)


def _unproved(order_id: int, email: str) -> Case | None:
    """What was said with this address before; with another, it may have been somebody else or a slip of the pen."""
    waiting = (Case.order == order_id) & (Case.state == "unproved") & (Case.kind == "withdrawal")
    rows = Case.select().where(waiting).order_by(Case.id.desc())
    return next((row for row in rows if row.email.casefold() == email.casefold()), None)


def _mail_again(case: Case, now: datetime) -> None:
    """Said again: the mails may have been lost."""
    subject, said = f"order:{case.order_id}", (CaseEntry.case == case.id) & (CaseEntry.kind == "withdrawn")
    for entry in CaseEntry.select().where(said):
        later("case_mail", {"case": case.id, "entry": entry.id, "to": "buyer"}, now, subject=subject)
    later("case_mail", {"case": case.id, "to": "owner"}, now, subject=subject)


@transaction()
def prove(case_id: int, party: Party, now: datetime) -> Case:
    """The mailed link was followed, or staff are sure: the withdrawal holds from when it was said.

    What of it went back or is contested meanwhile is left out; raises Refused where that is all. Again changes nothing.
    """
    case = locked_case(case_id)
    if case.kind != "withdrawal":
        raise NotFound(f"case {case_id} is no withdrawal")
    if case.state != "unproved":
        return case
    _leave_out(case)
    write(case, party, "proved", _("Confirmed that it was the buyer"), now)
    _take_up(case, now)
    fresh: Case = Case.get_by_id(case_id)
    return fresh


def _leave_out(case: Case) -> None:
    """Pieces that are no longer there to withdraw from."""
    facts, pieces = facts_of(case), pieces_of(case.id)
    left = withdrawable(facts)
    fewer = {line: min(count, left.get(line, 0)) for line, count in pieces.items()}
    if fewer == pieces:
        return
    check_pieces(facts, fewer)
    shares = worth(facts, fewer)
    CaseLine.delete().where(CaseLine.case == case.id).execute()
    for line, count in fewer.items():
        if count:
            CaseLine.create(case=case.id, order_line=line, quantity=count, amount=shares.get(line, 0))


def _take_up(case: Case, now: datetime) -> None:
    """What was sent comes back first; what was not is cancelled at once."""
    Case.update(proved_at=now).where(Case.id == case.id).execute()
    facts, pieces = facts_of(case), pieces_of(case.id)
    if unsent_wholly(facts, pieces):
        _cancel(case, facts, now)
        return
    unsent = left_to_send(facts.id)
    drop = {line: min(count, unsent.get(line, 0)) for line, count in pieces.items()}
    back = _drop(case, facts, drop, now) if any(drop.values()) else 0
    hold_on(case, now)
    if not pieces_of(case.id):
        move(subject_of(case.id), "close", now=now)
        settle_case(Case.get_by_id(case.id), "refund", back, "agreement", now, sent=back)
    elif facts.shipped:
        move(subject_of(case.id), "await-goods", now=now)
    else:
        _ask_seller(case, now)


def _ask_seller(case: Case, now: datetime) -> None:
    """Nothing was sent, and yet it cannot be cancelled by itself: he is told that it is his turn."""
    to_seller(case, now)
    write(fresh := Case.get_by_id(case.id), SYSTEM, "opened", STATE_LABELS[fresh.state], now)


def _drop(case: Case, facts: OrderFacts, drop: Mapping[int, int], now: datetime) -> int:
    """Take pieces that were not sent out of the order, with their money; what that comes to. 0: it cannot be done."""
    lines = tuple(
        LineChange(line["id"], line_pieces(line) - drop[line["id"]]) for line in facts.lines if drop.get(line["id"])
    )
    asked = ChangeAsked(f"case:{case.id}", "staff", "buyer", _("You withdrew from the contract."))
    try:
        with savepoint():
            done = amend_order(facts.id, OrderChanges(lines), asked, now)
            if done.state == PROPOSED:
                answer_amendment(facts.id, done.id, "buyer", True, now)
    except (Refused, NotFound) as refusal:
        log.warning("case %s: pieces that were not sent could not be taken out: %s", case.number, refusal)
        return 0
    shares = worth(facts, drop)
    for line, count in drop.items():
        mine = (CaseLine.case == case.id) & (CaseLine.order_line == line)
        CaseLine.update(
            quantity=CaseLine.quantity - count, amount=CaseLine.amount - shares.get(line, 0)
        ).where(mine).execute()
    CaseLine.delete().where(CaseLine.case == case.id, CaseLine.quantity <= 0).execute()
    back = sum(shares.values())
    data = {"outcome": "refund", "amount": back, "currency": facts.currency}
    write(case, SYSTEM, "not-sent", _("What was not sent is cancelled"), now, Said(data=data))
    return back


def unsent_wholly(facts: OrderFacts, pieces: Mapping[int, int]) -> bool:
    """Whether nothing was sent and nothing is kept: the order simply ends."""
    left = {one.line["id"]: one.left for one in claimable(facts, {})}
    return not facts.shipped and all(pieces.get(line, 0) >= count for line, count in left.items())


def _cancel(case: Case, facts: OrderFacts, now: datetime) -> None:
    try:
        back = cancel_order(facts.id, _("You withdrew from the contract."), actor="buyer", now=now)
    except (Refused, NotFound):
        # its workflow is past that, or its plugin is off: the seller sees to it
        hold_on(case, now)
        _ask_seller(case, now)
        return
    move(subject_of(case.id), "close", now=now)
    settle_case(Case.get_by_id(case.id), "refund", back, "agreement", now, sent=back)
