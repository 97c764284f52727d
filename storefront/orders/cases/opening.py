"""Opening a case: who may, about what, until when; then whose turn it is."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storefront.accounts.tables import PersonSeller
from storefront.db import transaction
from storefront.errors import Refused
from storefront.i18n import Message, _, ngettext
from storefront.orders.cases.claims import claimable, reason_window, worth
from storefront.orders.cases.entries import NOTHING_SAID, Party, Said, run_clock, subject_of, write
from storefront.orders.cases.outcomes import hold_on
from storefront.orders.cases.queries import contested
from storefront.orders.cases.tables import Case, CaseLine
from storefront.orders.locks import lock_order
from storefront.orders.numbers import random_number
from storefront.orders.queries import OrderFacts, get_purchase
from storefront.payments.refund_limits import refundable
from storefront.values import CaseReason
from storefront.workflow import begin, move

OWN_SALE = _("This is your own sale: a case is between two.")


@dataclass(frozen=True)
class Claim:
    """What a buyer says at the beginning: why, about which pieces, what he wants (amount: for a part)."""

    reason: CaseReason
    pieces: Mapping[int, int]
    wish: str
    amount: int | None = None
    said: Said = NOTHING_SAID


class WrongClaim(Refused):
    """Something of a claim is wrong; field names where."""

    code = "claim"

    def __init__(self, message: Message, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@transaction()
def open_case(order_id: int, claim: Claim, party: Party, now: datetime) -> Case:
    """Open a return or dispute; the seller answers next. Raises WrongClaim, having written nothing."""
    facts = locked_facts(order_id)
    check_claim(facts, claim, now)
    case = make_case(facts, claim, now)
    hold_on(case, now)
    write(case, party, "opened", _("Case opened"), now, claim.said)
    to_seller(case, now)
    return case


def locked_facts(order_id: int) -> OrderFacts:
    """An order with all that belongs to it, locked."""
    order = lock_order(order_id)
    return next(one for one in get_purchase(order.purchase_id).orders if one.id == order_id)


def check_claim(facts: OrderFacts, claim: Claim, now: datetime) -> None:
    """Everything that can be wrong with a claim, said of its field."""
    reason = claim.reason
    if sells(facts.purchase["person_id"], facts.order["seller_id"]):
        raise WrongClaim(OWN_SALE, "reason")
    window = reason_window(facts, reason)
    if window is None:
        raise WrongClaim(_("This can be said once the parcel is on its way or has arrived."), "reason")
    if window.opens is not None and now < window.opens:
        raise WrongClaim(_("This can be said from %(day)s on.", day=window.opens.date()), "reason")
    if window.over(now):
        raise WrongClaim(_("The time in which this could be said is over."), "reason")
    check_pieces(facts, claim.pieces)
    if claim.wish not in reason.wishes:
        raise WrongClaim(_("Please choose one of the list."), "wish")
    if reason.proof and not claim.said.files:
        raise WrongClaim(_("Please add at least one photo."), "files")
    if not claim.said.text:
        raise WrongClaim(_("Please say in a few words what is wrong."), "text")
    _check_amount(facts, claim)


def sells(person_id: int | None, seller_id: int) -> bool:
    """Whether whoever bought works for the seller."""
    mine = (PersonSeller.person == person_id) & (PersonSeller.seller == seller_id)
    return person_id is not None and bool(PersonSeller.select().where(mine).exists())


def _check_amount(facts: OrderFacts, claim: Claim) -> None:
    most = min(sum(worth(facts, claim.pieces).values()), sum(refundable(facts.id).values()))
    if claim.wish in ("refund", "partial-refund", "return") and most <= 0:
        raise WrongClaim(_("All that was paid for this has gone back already."), "wish")
    if claim.wish == "partial-refund" and not 0 < (claim.amount or 0) <= most:
        raise WrongClaim(_("Enter an amount up to what was paid for these pieces."), "amount")


def check_pieces(facts: OrderFacts, pieces: Mapping[int, int]) -> None:
    """At least one piece, and none that went back or is in another open case."""
    left = {one.line["id"]: one.left for one in claimable(facts, contested(facts.id))}
    if not any(pieces.values()):
        raise WrongClaim(_("Choose what it is about."), "pieces")
    for line, count in pieces.items():
        most = left.get(line, 0)
        if count < 0 or count > most:
            words = ngettext("At most %(num)s piece is left.", "At most %(num)s pieces are left.", most)
            raise WrongClaim(words, f"pieces-{line}")


def make_case(facts: OrderFacts, claim: Claim, now: datetime, **more: Any) -> Case:
    """The rows of a new case; hold_on() when it is the buyer's word for certain."""
    shares = worth(facts, claim.pieces)
    case: Case = Case.create(
        number=random_number(2, "C-"),
        token=secrets.token_urlsafe(32),
        order=facts.id,
        kind=claim.reason.kind,
        reason=claim.reason.code,
        terms=frozen_reason(claim.reason),
        state="unproved",
        wish=claim.wish,
        **{
            "wish_amount": claim.amount if claim.wish == "partial-refund" else None,
            "name": facts.order["address"].get("name", ""),
            "email": facts.purchase["email"],
            "language": facts.purchase["language"],
            "opened_at": now,
            **more,
        },
    )
    for line, count in sorted(claim.pieces.items()):
        if count:
            CaseLine.create(case=case.id, order_line=line, quantity=count, amount=shares.get(line, 0))
    begin(subject_of(case.id), "case", "core", actor="buyer", now=now)
    return case


def to_seller(case: Case, now: datetime) -> None:
    """It is the seller's turn; his clock runs."""
    move(subject_of(case.id), "take-up", now=now)
    hours = timedelta(hours=int(case.terms["answer_hours"]))
    # a withdrawal's 14 days run from when it was said, whenever it was proved
    begins: datetime = case.opened_at if case.kind == "withdrawal" else now
    run_clock(case.id, "seller-silent", max(now, begins + hours), now)


def frozen_reason(reason: CaseReason) -> dict[str, Any]:
    """What a case keeps of its reason: it goes on with its plugin off."""
    return {
        "label": reason.label.as_json(),
        "wishes": list(reason.wishes),
        "answer_hours": reason.answer_hours,
        "escalate_hours": reason.escalate_hours,
        "decide_hours": reason.decide_hours,
        "silent": reason.silent,
    }
