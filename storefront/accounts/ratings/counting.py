"""Sellers' figures, counted from orders, parcels, refunds, cases and reviews by the worker: daily, and after events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from peewee import fn

from storefront.accounts.ratings.figures import LONG, SHORT, Counted, was_on_time
from storefront.accounts.ratings.rules import PUBLISHED, Arrival
from storefront.accounts.ratings.tables import Review, SellerFigures
from storefront.accounts.threads.queries import answer_hours
from storefront.db import transaction
from storefront.invalidations import invalidate
from storefront.orders.cases.tables import Case
from storefront.orders.pieces import PIECES
from storefront.orders.tables import Order, OrderLine, Shipment, ShipmentLine
from storefront.payments.tables import Installment, Refund
from storefront.tables import Fact

COUNTED_ON = "figures.counted"
# sellers at a time: payments must not wait for figures
AT_ONCE = 5
PAGE = 500
DISPUTES = ("dispute", "chargeback")


def count_due(now: datetime) -> int:
    """Count the sellers whose turn it is; once a day everybody's turn comes."""
    _begin_day(now)
    due = SellerFigures.select(SellerFigures.seller_id).where(SellerFigures.due_at <= now)
    sellers = [row[0] for row in due.order_by(SellerFigures.due_at).limit(AT_ONCE).tuples()]
    for seller_id in sellers:
        count(seller_id, now)
    return len(sellers)


@transaction()
def _begin_day(now: datetime) -> None:
    today = now.date().isoformat()
    if Fact.select().where(Fact.name == COUNTED_ON, Fact.value == today).exists():
        return
    Fact.insert(name=COUNTED_ON, value=today).on_conflict(
        conflict_target=[Fact.name], update={Fact.value: today}
    ).execute()
    have_all_counted(now)


def have_all_counted(now: datetime) -> None:
    """Let the worker count everybody who sold something, inside a transaction."""
    known = SellerFigures.select(SellerFigures.seller_id)
    fresh = Order.select(Order.seller_id).where(Order.seller_id.not_in(known)).distinct().tuples()
    if rows := [{"seller_id": number, "due_at": now} for (number,) in fresh]:
        SellerFigures.insert_many(rows).on_conflict_ignore().execute()
    SellerFigures.update(due_at=now).execute()


def count(seller_id: int, now: datetime) -> Counted:
    """Count one seller and keep it; his pages follow where it says something else."""
    counted = counted_of(seller_id, now)
    _keep(seller_id, counted, now)
    return counted


@transaction()
def _keep(seller_id: int, counted: Counted, now: datetime) -> None:
    mine = SellerFigures.seller_id == seller_id
    before = SellerFigures.get_or_none(mine)
    values = {name: getattr(counted, name) for name in Counted.__dataclass_fields__}
    later = now + LONG
    if before is None:
        SellerFigures.create(seller_id=seller_id, computed_at=now, due_at=later, **values)
    else:
        SellerFigures.update(**values, computed_at=now, due_at=later).where(mine).execute()
    if before is None or any(getattr(before, name) != value for name, value in values.items()):
        invalidate(f"seller:{seller_id}")


def counted_of(seller_id: int, now: datetime) -> Counted:
    """What happened in the last 365 days, and how long he has been selling; a fixed number of queries for a page."""
    paid = fn.EXISTS(Installment.select(Installment.id).where(Installment.order == Order.id, Installment.paid > 0))
    mine = (Order.seller_id == seller_id) & paid
    lately = mine & (Order.placed_at > now - LONG)
    promised, on_time = _punctual(lately, now)
    back = fn.EXISTS(Refund.select(Refund.id).where(Refund.order == Order.id, Refund.state != "failed"))
    contested = fn.EXISTS(Case.select(Case.id).where(Case.order == Order.id, Case.kind.in_(DISPUTES)))
    said = Review.select(fn.COUNT(Review.id), fn.SUM(Review.stars))
    rated, stars = said.where(Review.seller_id == seller_id, Review.state == PUBLISHED).tuples().get()
    first = Order.select(fn.MIN(Order.placed_at)).where(mine).scalar()
    return Counted(
        orders_90=_number(mine & (Order.placed_at > now - SHORT)),
        orders_365=_number(lately),
        promised=promised,
        on_time=on_time,
        refunded=_number(lately & back),
        disputed=_number(lately & contested),
        rated=rated,
        stars=int(stars or 0),
        answer_hours=_answers_in(seller_id, now),
        first_sale=Order.placed_at.python_value(first) if isinstance(first, str) else first,
    )


def _answers_in(seller_id: int, now: datetime) -> int | None:
    """Whole hours, one at least; None where he has answered too little."""
    hours = answer_hours([seller_id], now).get(seller_id)
    return None if hours is None else max(round(hours), 1)


def _number(condition: Any) -> int:
    return int(Order.select().where(condition).count())


def _punctual(lately: Any, now: datetime) -> tuple[int, int]:
    """Orders whose promise can be judged, and those of them that kept it."""
    promised = on_time = 0
    for placed, agreed, frozen, arrival in _arrivals(lately):
        days = _promised_days(placed, agreed, frozen)
        kept = was_on_time(placed.date(), days, arrival, now.date()) if days else None
        promised += kept is not None
        on_time += bool(kept)
    return promised, on_time


def _promised_days(placed: datetime, agreed: str, frozen: dict[str, Any]) -> tuple[int, int] | None:
    """First and last promised day, counted from the order's; a day that both sides agreed on later holds instead."""
    method = frozen.get("delivery")
    if not method:
        return None
    if agreed:
        last = (date.fromisoformat(agreed) - placed.date()).days
        return last - (method["days_max"] - method["days_min"]), last
    return method["days_min"], method["days_max"]


def _arrivals(lately: Any) -> Iterator[tuple[datetime, str, dict[str, Any], Arrival]]:
    """When each order was placed, what it promised, and when its last piece was sent and came; read in pages."""
    last = 0
    columns = (Order.id, Order.placed_at, Order.arrives_by, Order.frozen, Order.closed_at)
    while page := list(Order.select(*columns).where(lately, Order.id > last).order_by(Order.id).limit(PAGE).tuples()):
        last = page[-1][0]
        ids = [row[0] for row in page]
        ordered = _pieces(OrderLine.select(OrderLine.order, fn.SUM(PIECES)), OrderLine.order, ids)
        lines = ShipmentLine.select(Shipment.order, fn.SUM(ShipmentLine.quantity)).join(Shipment)
        sent = _pieces(lines, Shipment.order, ids)
        parcels: dict[int, list[tuple[datetime, datetime | None]]] = {}
        rows = Shipment.select(Shipment.order, Shipment.sent_at, Shipment.delivered_at).where(Shipment.order.in_(ids))
        for order_id, sent_at, delivered_at in rows.tuples():
            parcels.setdefault(order_id, []).append((sent_at, delivered_at))
        for order_id, placed, agreed, frozen, closed in page:
            if closed is not None and order_id not in parcels:
                # ended before it was sent: money went back, which counts as that
                continue
            whole = sent.get(order_id, 0) >= ordered.get(order_id, 0)
            yield placed, agreed, frozen, _arrival(parcels.get(order_id, []) if whole else [])


def _pieces(query: Any, order: Any, ids: list[int]) -> dict[int, int]:
    return {number: int(pieces) for number, pieces in query.where(order.in_(ids)).group_by(order).tuples()}


def _arrival(parcels: list[tuple[datetime, datetime | None]]) -> Arrival:
    if not parcels:
        return Arrival()
    came = [delivered for _sent, delivered in parcels if delivered is not None]
    return Arrival(max(sent for sent, _came in parcels), max(came) if len(came) == len(parcels) else None)
