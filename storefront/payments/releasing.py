"""Money that was kept goes to its seller, when the rule of its line says so; never twice, never what is frozen."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction

from peewee import fn

from storefront.db import transaction
from storefront.errors import Refused
from storefront.i18n import _
from storefront.money import spread
from storefront.orders.locks import lock_order
from storefront.orders.tables import Event, Order, OrderLine, Shipment, ShipmentLine
from storefront.payments.giving_back import seller_lines
from storefront.payments.hold_shares import Share
from storefront.payments.hold_tables import Hold
from storefront.payments.holds import ensured, shares_of
from storefront.payments.keepings import ByHand, end_keepings, said_before
from storefront.payments.ledger import book
from storefront.payments.release_rules import STATE, WrongRule, next_moment, release_rule, released_share
from storefront.runtime import current
from storefront.workflow import record

log = logging.getLogger(__name__)
# the buyer's word; "accepted" itself may be a state's name
ACCEPTED = "buyer-accepted"
AT_ONCE = 100
# what nobody told the holds of is seen within a day
LOOK_AGAIN = timedelta(days=1)
# after a failure, or while its plugin is not installed
LATER = timedelta(hours=1)
BY_HAND = "released-by-hand"
Moments = Mapping[str, datetime]


def release_due(now: datetime) -> int:
    """Release what is due, order by order; of how many orders something was."""
    end_keepings(now)
    due = Hold.select(Hold.order).where(Hold.due_at <= now).distinct().order_by(Hold.order).limit(AT_ONCE)
    released = 0
    for (order_id,) in list(due.tuples()):
        try:
            released += bool(release_order(order_id, now))
        except Exception:
            # one order keeps nobody else waiting
            log.exception("the money of order %s could not be released", order_id)
            _put_off(order_id, now)
    return released


@transaction()
def _put_off(order_id: int, now: datetime) -> None:
    Hold.update(due_at=now + LATER).where(Hold.order == order_id, Hold.due_at.is_null(False)).execute()


@transaction()
def release_order(order_id: int, now: datetime) -> int:
    """Give the seller what his lines' rules let go by now, less what the shop takes; how much, before that."""
    order = lock_order(order_id)
    rows = {row.id: row for row in ensured(order_id, now)}
    if order.business_model in current().plugins.missing:
        _put_off(order_id, now)
        return 0
    shares = shares_of(order_id)
    decided = _decided(order_id, shares, {row.line_id: row.rule for row in rows.values()}, now)
    given: dict[int, int] = {}
    for share in shares:
        fraction, ahead = decided[share.line]
        part = share.releasable(fraction)
        waits = share.held - part > 0
        due = min(ahead or now + LOOK_AGAIN, now + LOOK_AGAIN) if waits else None
        unmoved = (Hold.id == share.id) & (Hold.released == share.released) & (Hold.back == share.back)
        if not Hold.update(released=Hold.released + part, due_at=due).where(unmoved).execute():
            raise Refused(_("Somebody else was quicker; look again."), "moved-meanwhile")
        if part:
            given[share.id] = part
    return _book(order, shares, sum(given.values()), now)


def _book(order: Order, shares: list[Share], gross: int, now: datetime) -> int:
    """Book what the shares, as they were before, have given their seller."""
    if gross:
        released = sum(share.released for share in shares) + gross
        held = (f"held:order:{order.id}", order.currency, gross)
        lines = [held, *seller_lines(order, gross)]
        if not book(f"release:order:{order.id}:{released}", "release", f"order:{order.id}", lines, now):
            raise RuntimeError(f"order {order.id}: {released} was released before")
    return gross


@transaction()
def release_by_hand(order_id: int, amount: int | None, note: ByHand, now: datetime) -> int | None:
    """Give the seller so much of what is kept, before its rule; amount None: all that nobody has frozen.

    None: this form did it before. Raises Refused when there is not so much that is free.
    """
    order = lock_order(order_id)
    if said_before(order_id, BY_HAND, note.key):
        return None
    ensured(order_id, now)
    shares = shares_of(order_id)
    free = {share.id: max(share.held - share.frozen, 0) for share in shares}
    wanted = sum(free.values()) if amount is None else amount
    if wanted <= 0 or wanted > sum(free.values()):
        raise Refused(
            _("There is not so much to release: what a case or the shop keeps stays where it is."), "not-free"
        )
    for share_id, part in zip(free, spread(wanted, list(free.values())), strict=True):
        Hold.update(released=Hold.released + part).where(Hold.id == share_id).execute()
    gross = _book(order, shares, wanted, now)
    data = {"key": note.key, "amount": gross, "currency": order.currency, "why": note.reason}
    record(f"order:{order_id}", BY_HAND, _("Money released by hand"), data=data, actor=note.actor, now=now)
    return gross


def _decided(
    order_id: int, shares: list[Share], rules: Mapping[int | None, str], now: datetime
) -> dict[int | None, tuple[Fraction, datetime | None]]:
    """Line → the share its rule lets go, and when that changes by itself. Delivery goes with the slowest line."""
    happened = moments(order_id)
    decided: dict[int | None, tuple[Fraction, datetime | None]] = {}
    for line, text in rules.items():
        if line is None:
            continue
        try:
            rule = release_rule(text)
        except WrongRule as error:
            log.error("order %s, line %s: release rule %r: %s", order_id, line, text, error)
            decided[line] = (Fraction(0), None)
            continue
        known = happened[line]
        decided[line] = (released_share(rule, known, now), next_moment(rule, known, now))
    waiting = [decided[share.line] for share in shares if share.line is not None and share.left > 0]
    moments_ahead = [ahead for _share, ahead in waiting if ahead]
    slowest = min((share for share, _ahead in waiting), default=Fraction(1))
    decided[None] = (slowest, min(moments_ahead, default=None))
    return decided


def moments(order_id: int) -> dict[int, Moments]:
    """Order line → when what release rules wait for has happened to it."""
    told = Event.select(Event.kind, fn.MIN(Event.at)).where(Event.subject == f"order:{order_id}").group_by(Event.kind)
    first: dict[str, datetime] = dict(told.tuples())
    order_wide: dict[str, datetime] = {name: first[name] for name in ("paid", "inspected") if name in first}
    order_wide |= {f"{STATE}{kind}": at for kind, at in first.items()}
    if ACCEPTED in first:
        order_wide["accepted"] = first[ACCEPTED]
    parcels, sent = _parcels(order_id), first.get("sent")
    lines = OrderLine.select(OrderLine.id, OrderLine.quantity + OrderLine.changed).where(OrderLine.order == order_id)
    return {line: {**order_wide, **_goods(parcels[line], count, sent)} for line, count in lines.tuples()}


Parcel = tuple[int, datetime, datetime | None]


def _parcels(order_id: int) -> defaultdict[int, list[Parcel]]:
    """Order line → (pieces, sent, arrived) of its parcels."""
    columns = (ShipmentLine.order_line, ShipmentLine.quantity, Shipment.sent_at, Shipment.delivered_at)
    found: defaultdict[int, list[Parcel]] = defaultdict(list)
    rows = ShipmentLine.select(*columns).join(Shipment).where(Shipment.order == order_id)
    for line, count, sent, arrived in rows.tuples():
        found[line].append((count, sent, arrived))
    return found


def _goods(parcels: list[Parcel], ordered: int, all_sent: datetime | None) -> dict[str, datetime]:
    """When a line was sent and delivered: all its pieces, or what of them is sent at all once the order is."""
    whole = sum(count for count, _sent, _arrived in parcels) >= ordered
    if not whole and all_sent is None:
        return {}
    sent = max((at for _count, at, _arrived in parcels), default=all_sent)
    found = {"sent": sent} if sent else {}
    arrived = [at for _count, _sent, at in parcels if at]
    if parcels and len(arrived) == len(parcels):
        found["delivered"] = max(arrived)
    return found


@transaction()
def accept_order(order_id: int, now: datetime, actor: str = "buyer") -> bool:
    """The buyer says that everything arrived and is well, once; what his word releases goes to the seller."""
    lock_order(order_id)
    subject = f"order:{order_id}"
    if Event.select().where(Event.subject == subject, Event.kind == ACCEPTED).exists():
        return False
    if not Shipment.select().where(Shipment.order == order_id).exists():
        raise Refused(_("There is nothing yet to say this of."), "nothing-arrived")
    record(subject, ACCEPTED, _("The buyer says: all is well"), actor=actor, now=now)
    release_order(order_id, now)
    return True

