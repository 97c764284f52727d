"""What changes a placed order after all: an amendment, proposed and carried out. Frozen rows stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storefront import workflow
from storefront.checkout.trade import thawed_trade
from storefront.db import transaction
from storefront.errors import NotFound, Refused
from storefront.i18n import Message, _
from storefront.orders.amendment import Difference, OrderChanges, OrderNow, Side, asks, differences, total_of
from storefront.orders.amendment_life import ANSWER_HOURS, NOUN, PROPOSED
from storefront.orders.amendment_reading import changes_of, order_now
from storefront.orders.carrying_out import carry_out
from storefront.orders.locks import lock_order
from storefront.orders.queries import OrderFacts, Row, get_order
from storefront.orders.tables import Amendment, AmendmentLine
from storefront.outbox import once
from storefront.workflow import begin


@dataclass(frozen=True)
class ChangeAsked:
    """Who asks for a change, and why; key is the form's: the same one again changes nothing more."""

    key: str
    by: Side
    actor: str
    reason: Message


@dataclass(frozen=True)
class Amended:
    """An amendment and its state: "proposed" waits for the other side, "carried-out" is done."""

    id: int
    state: str


@dataclass(frozen=True)
class Preview:
    """What changes come to before anybody decides. asks: who must say yes, "" nobody."""

    now: OrderNow
    parts: tuple[Difference, ...]
    asks: str

    @property
    def total(self) -> int:
        return total_of(self.parts)


OTHER_COUNTRY = _(
    "Tax and delivery are another country's then, so this order cannot go there. Please cancel it and order anew."
)


def preview(facts: OrderFacts, changes: OrderChanges, by: Side) -> Preview:
    """What changes would come to, and who must say yes. Raises Refused for what cannot be, or while another waits."""
    waits = next((row for row in facts.amendments if row["state"] == PROPOSED), None)
    if waits is not None:
        raise Refused(_one_waits(waits, by), "one-waits")
    return _worked_out(facts, changes, by)


def _one_waits(waits: Row, by: Side) -> Message:
    """Which change is open, and what to do about it."""
    day, until = waits["asked_at"], waits["expires_at"]
    if (waits["asked_by"] == "buyer") == (by == "buyer"):
        return _(
            "The change proposed on %(day)s still waits for an answer, until %(until)s. Withdraw it on the order's page"
            " first, or wait.",
            day=day, until=until,
        )  # fmt: skip
    return _(
        "The change that the other side asked for on %(day)s waits for your answer, until %(until)s. Accept or decline"
        " it on the order's page first.",
        day=day, until=until,
    )  # fmt: skip


def _worked_out(facts: OrderFacts, changes: OrderChanges, by: Side) -> Preview:
    if facts.order["closed_at"] is not None:
        raise Refused(_("This order is closed: nothing of it can be changed."), "order-closed")
    now = order_now(facts)
    parts = differences(now, changes)
    same_day = changes.arrives_by in ("", now.arrives_by)
    same_place = changes.address is None or dict(changes.address) == facts.order["address"]
    if not parts and same_day and same_place:
        raise Refused(_("Nothing would change."), "nothing-changes")
    _check_address(facts, now, changes)
    accepts = thawed_trade(facts.order["frozen"].get("trade")).accepts
    return Preview(now, parts, asks(now, changes, parts, by, accepts))


def _check_address(facts: OrderFacts, now: OrderNow, changes: OrderChanges) -> None:
    if changes.address is None:
        return
    if changes.address.get("country") != now.country:
        raise Refused(OTHER_COUNTRY, "another-country")
    left = {line.id: line.pieces for line in now.lines}
    for row in facts.shipped:
        left[row["order_line"]] -= row["quantity"]
    if not any(count > 0 for count in left.values()):
        raise Refused(_("Everything is sent already."), "all-sent")


@transaction()
def amend_order(order_id: int, changes: OrderChanges, asked: ChangeAsked, now: datetime) -> Amended:
    """Change a placed order, or propose it to the other side where it has to agree; once for each key.

    Raises Refused for what cannot be, OutOfStock where there are not enough pieces.
    """
    order = lock_order(order_id)
    before = Amendment.get_or_none(Amendment.key == asked.key)
    if before is not None:
        if before.order_id != order_id:
            raise NotFound("this amendment is another order's")
        return Amended(before.id, before.state)
    facts = get_order(order_id)
    seen = preview(facts, changes, asked.by)
    row = Amendment.create(
        key=asked.key, order=order_id, state=PROPOSED, asked_by=asked.by, actor=asked.actor,
        reason=asked.reason.as_json(), changes=changes.as_json(), before=_before(facts, seen.now),
        difference=seen.total, asked_at=now, expires_at=now + timedelta(hours=ANSWER_HOURS),
    )  # fmt: skip
    was = {line.id: line for line in seen.now.lines}
    for one in changes.lines:
        AmendmentLine.create(
            amendment=row.id, order_line=one.line_id, pieces=one.pieces, unit_price=one.unit_price,
            was_pieces=was[one.line_id].pieces, was_gross=was[one.line_id].gross,
        )  # fmt: skip
    begin(_subject(row.id), NOUN, workflow.CORE, actor=asked.actor, now=now)
    if not seen.asks:
        return _carry_out(row, facts, seen, now)
    _say_proposed(row, order.purchase_id, seen, now)
    return Amended(row.id, PROPOSED)


def _before(facts: OrderFacts, now: OrderNow) -> dict[str, Any]:
    """What the order was, for whoever asks later."""
    return {"arrives_by": now.arrives_by, "address": facts.order["address"], "total": facts.order["total"]}


def _say_proposed(row: Amendment, purchase_id: int, seen: Preview, now: datetime) -> None:
    subject = f"order:{row.order_id}"
    data = {"amendment": row.id, "reason": row.reason, "asks": seen.asks}
    workflow.record(subject, "amendment-proposed", _("A change was proposed"), data=data, actor=row.actor, now=now)
    if seen.asks == "buyer":
        about = {"about": "amendment", "order": row.order_id, "amendment": row.id, "state": PROPOSED}
        once("notice_mail", {"purchase": purchase_id, **about}, now)


@transaction()
def answer_amendment(order_id: int, amendment_id: int, by: Side, yes: bool, now: datetime, actor: str = "") -> Amended:
    """The other side says yes or no; who asked takes it back with a no. Raises NotFound for another order's."""
    lock_order(order_id)
    row = Amendment.get_or_none(Amendment.id == amendment_id, Amendment.order == order_id)
    if row is None:
        raise NotFound(f"order {order_id} has no amendment {amendment_id}")
    if row.state != PROPOSED:
        raise Refused(_("This change was decided before."), "decided-before")
    own = (row.asked_by == "buyer") == (by == "buyer")
    if yes and own:
        raise Refused(_("The other side has to agree."), "not-allowed")
    if not yes:
        name = "withdraw" if own else "decline"
        return Amended(row.id, workflow.move(_subject(row.id), name, actor=actor or by, role=by, now=now))
    if row.expires_at is not None and row.expires_at <= now:
        raise Refused(_("The time to answer is over."), "too-late")
    facts = get_order(order_id)
    seen = _worked_out(facts, changes_of(row.id), row.asked_by)
    if seen.total != row.difference:
        raise Refused(_("The order has changed since; this change does not fit any more."), "changed-meanwhile")
    return _carry_out(row, facts, seen, now, actor or by)


def _carry_out(row: Amendment, facts: OrderFacts, seen: Preview, now: datetime, actor: str = "") -> Amended:
    who = actor or row.actor
    state = workflow.move(_subject(row.id), "accept", actor=who, role="system", now=now)
    carry_out(row, facts, seen.now, seen.parts, now)
    return Amended(row.id, state)


def _subject(amendment_id: int) -> str:
    return f"{NOUN}:{amendment_id}"
