"""What follows when nobody acts in time: the effects of a case's clocks, each inside its move."""

from __future__ import annotations

from datetime import datetime, timedelta

from storefront.db import savepoint
from storefront.errors import Refused
from storefront.i18n import _
from storefront.orders.cases.entries import NOTHING_SAID, SYSTEM, Said, run_clock, write
from storefront.orders.cases.outcomes import settle_case
from storefront.orders.cases.tables import Case, CaseEntry
from storefront.values import Json

SILENCE = "silence"
# how long a decision can be objected to before it is carried out
APPEAL_HOURS = 72
# goods should be on their way back within 14 days of the withdrawal; then the mails and the carriers
RETURN_HOURS = 28 * 24


def _case(row: Json) -> tuple[Case, datetime]:
    return Case.get_by_id(row["id"]), row["now"]


def last_offer(case_id: int) -> tuple[str, int | None]:
    """What the seller answered last: an outcome, and its amount where it has one."""
    entry = (
        CaseEntry.select()
        .where(CaseEntry.case == case_id, CaseEntry.kind == "offer")
        .order_by(CaseEntry.id.desc())
        .first()
    )
    return (entry.data["outcome"], entry.data.get("amount")) if entry else ("rejected", None)


def seller_silent(_subject: str, row: Json) -> None:
    """Silence decides as the reason's rule says; it can be objected to."""
    case, now = _case(row)
    decide(case, *_by_silence(case), SILENCE, now)
    write(case, SYSTEM, "decision", _("The seller did not answer in time"), now, _said(case.id))


def shop_silent(_subject: str, row: Json) -> None:
    """Nobody decided: the rule does, or what had been decided before somebody objected."""
    case, now = _case(row)
    decide(case, *(_decided_before(case) or _by_silence(case)), SILENCE, now)
    write(case, SYSTEM, "decision", _("The shop did not decide in time"), now, _said(case.id))


def _decided_before(case: Case) -> tuple[str, int | None] | None:
    """What an objection was about; None: nobody has objected."""
    if case.appealed_at is None:
        return None
    decisions = CaseEntry.select().where(CaseEntry.case == case.id, CaseEntry.kind == "decision")
    entry = decisions.order_by(CaseEntry.id.desc()).first()
    return (entry.data["outcome"], entry.data.get("amount")) if entry else None


def _by_silence(case: Case) -> tuple[str, int | None]:
    if case.terms.get("silent") != "buyer":
        return "rejected", None
    return (case.wish, case.wish_amount) if case.wish != "answer" else ("rejected", None)


def _said(case_id: int) -> Said:
    case = Case.get_by_id(case_id)
    return Said(data={"outcome": case.outcome, "amount": case.outcome_amount, "currency": case.order.currency})


def decide(case: Case, outcome: str, amount: int | None, by: str, now: datetime) -> None:
    """Note what was decided; it is carried out when the time to object is over."""
    Case.update(outcome=outcome, outcome_amount=amount, decided_by=by).where(Case.id == case.id).execute()
    timer = "await-goods" if outcome == "return" else "carry-out"
    # Directive 2011/83/EU, article 13(1): nothing keeps the money of a withdrawal for longer than its 14 days
    hours = 0 if case.kind == "withdrawal" and by == SILENCE else APPEAL_HOURS
    run_clock(case.id, timer, now + timedelta(hours=hours), now)


def buyer_silent(_subject: str, row: Json) -> None:
    """The seller's answer stands."""
    case, now = _case(row)
    outcome, amount = last_offer(case.id)
    _settle(case, "rejected" if outcome == "return" else outcome, amount, SILENCE, now)


def goods_wanted(_subject: str, row: Json) -> None:
    """The buyer sends the goods back; whoever asked for them."""
    case, now = _case(row)
    run_clock(case.id, "nothing-sent", now + timedelta(hours=RETURN_HOURS), now)
    write(case, SYSTEM, "await-goods", _("The goods are to be sent back"), now, NOTHING_SAID)


def nothing_sent(_subject: str, row: Json) -> None:
    """No goods, no money; a withdrawal that was declared in time stays declared."""
    case, now = _case(row)
    if case.kind == "withdrawal":
        again = _("Whoever sends it back after all declares the withdrawal once more: the day of the first one counts.")
        write(case, SYSTEM, "lapsed", again, now)
    settle_case(case, "lapsed", None, SILENCE, now)


def goods_taken(_subject: str, row: Json) -> None:
    """The seller had time to look at them: the money goes back."""
    case, now = _case(row)
    _settle(case, "refund", None, SILENCE, now)


def carry_out(_subject: str, row: Json) -> None:
    """Nobody objected."""
    case, now = _case(row)
    _settle(case, case.outcome, case.outcome_amount, case.decided_by, now)


def _settle(case: Case, outcome: str, amount: int | None, by: str, now: datetime) -> None:
    """Goods that cannot be sent again are paid back: nobody is there whom it could be said to."""
    if outcome == "replacement":
        try:
            with savepoint():
                settle_case(case, outcome, None, by, now)
            return
        except Refused as refusal:
            write(case, SYSTEM, "no-replacement", refusal.message, now, NOTHING_SAID)
        outcome, amount = "refund", None
    try:
        with savepoint():
            settle_case(case, outcome, amount, by, now)
    except Refused as refusal:
        # its provider sends nothing back any more: a clock that is refused would never come again
        write(case, SYSTEM, "by-hand", _("The shop sees to it by hand: %(why)s", why=refusal.message), now)
        settle_case(case, outcome, amount, by, now, sent=0)
