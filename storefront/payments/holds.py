"""Money that is kept for an order, line by line. The ledger says how much in all ("held:order:12"), the holds of what.

Whoever calls holds the order's lock, or gets it here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from peewee import fn

from storefront.db import transaction
from storefront.errors import NotFound
from storefront.orders.locks import lock_order
from storefront.orders.tables import Order, OrderComponent, OrderLine
from storefront.payments.hold_shares import Share, frozen_amounts, received
from storefront.payments.hold_tables import Hold, HoldFreeze
from storefront.payments.release_rules import AT_ONCE
from storefront.payments.tables import LedgerLine

# the name of delivery, and of what else is the order's own, where lines are named
DELIVERY = 0


def shares_of(order_id: int) -> list[Share]:
    """What came for each line of an order, and what became of it."""
    rows = list(Hold.select().where(Hold.order == order_id).order_by(Hold.id))
    stopped = HoldFreeze.select(HoldFreeze.hold, HoldFreeze.amount).join(Hold).where(Hold.order == order_id)
    frozen = frozen_amounts(stopped.tuples())
    return [
        Share(row.id, row.line_id, row.came, row.back, row.released, row.taken, frozen.get(row.id, 0)) for row in rows
    ]


def add_money(order_id: int, amount: int, now: datetime) -> None:
    """Money for an order has come and is booked: each line gets its part, and is looked at soon."""
    rows = ensured(order_id, now, besides=amount)
    prices = prices_of(order_id)
    parts = received(amount, [row.came - row.back for row in rows], [prices.get(row.line_id, 0) for row in rows])
    for row, part in zip(rows, parts, strict=True):
        Hold.update(came=Hold.came + part, due_at=now).where(Hold.id == row.id).execute()


def ensured(order_id: int, now: datetime, besides: int = 0) -> list[Hold]:
    """The holds of an order, made where a line has none yet.

    An order from before there were holds gets what the ledger keeps for it, besides what is being added.
    """
    rows = list(Hold.select().where(Hold.order == order_id).order_by(Hold.id))
    known, first = {row.line_id for row in rows}, not rows
    sold = OrderLine.select(OrderLine.id, OrderLine.frozen).where(OrderLine.order == order_id)
    lines: list[tuple[int | None, Any]] = list(sold.order_by(OrderLine.id).tuples())
    for line_id, frozen in [*lines, (None, {})]:
        if line_id not in known:
            terms = (frozen or {}).get("sale_terms") or {}
            rule = str(terms.get("release") or AT_ONCE)
            rows.append(Hold.create(order=order_id, line=line_id, rule=rule, due_at=now))
    if first and (kept := held_in_ledger(order_id) - besides) > 0:
        prices = prices_of(order_id)
        parts = received(kept, [0] * len(rows), [prices.get(row.line_id, 0) for row in rows])
        for row, part in zip(rows, parts, strict=True):
            row.came = part
            Hold.update(came=part).where(Hold.id == row.id).execute()
    return rows


def prices_of(order_id: int) -> dict[int | None, int]:
    """What each line costs by now, amendments counted; None: what is left of the order's total."""
    lines = OrderLine.select(OrderLine.id, OrderLine.gross).where(OrderLine.order == order_id)
    prices: dict[int | None, int] = dict(lines.tuples())
    changed = OrderComponent.select(OrderComponent.line, fn.SUM(OrderComponent.amount)).where(
        OrderComponent.order == order_id, OrderComponent.kind == "amendment", OrderComponent.line.is_null(False)
    )
    for line_id, amount in changed.group_by(OrderComponent.line).tuples():
        prices[line_id] = max(prices[line_id] + int(amount), 0)
    total = int(Order.select(Order.total).where(Order.id == order_id).scalar())
    prices[None] = max(total - sum(prices.values()), 0)
    return prices


def held_in_ledger(order_id: int) -> int:
    """How much the ledger keeps for an order."""
    account = f"held:order:{order_id}"
    return -int(LedgerLine.select(fn.SUM(LedgerLine.amount)).where(LedgerLine.account == account).scalar() or 0)


@transaction()
def look_again(order_id: int, now: datetime) -> None:
    """Something happened to an order that its release may wait for: it is looked at soon."""
    Hold.update(due_at=now).where(Hold.order == order_id, Hold.came > Hold.back + Hold.released).execute()


@transaction()
def freeze(order_id: int, by: str, shares: Mapping[int, int], now: datetime) -> None:
    """Keep so much of the lines' money, whatever their rules say, until `thaw(by)`; saying it again replaces it.

    shares: order line → minor units; DELIVERY (0): of delivery. More than is held keeps all, also what comes later.
    """
    lock_order(order_id)
    by_line = {row.line_id or DELIVERY: row for row in ensured(order_id, now)}
    unknown = set(shares) - set(by_line)
    if unknown:
        raise NotFound(f"order {order_id} has no lines {sorted(unknown)}")
    before = HoldFreeze.select(HoldFreeze.id).join(Hold).where(Hold.order == order_id, HoldFreeze.by == by)
    HoldFreeze.delete().where(HoldFreeze.id.in_([row.id for row in before])).execute()
    for line, amount in sorted(shares.items()):
        if amount > 0:
            HoldFreeze.create(hold=by_line[line].id, by=by, amount=amount)


@transaction()
def thaw(by: str, now: datetime) -> None:
    """Let go what somebody had frozen; it is released when its rule says so."""
    stopped = list(HoldFreeze.select(HoldFreeze.id, HoldFreeze.hold).where(HoldFreeze.by == by).order_by(HoldFreeze.id))
    HoldFreeze.delete().where(HoldFreeze.id.in_([row.id for row in stopped])).execute()
    Hold.update(due_at=now).where(Hold.id.in_([row.hold_id for row in stopped])).execute()
