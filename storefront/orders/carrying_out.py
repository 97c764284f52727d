"""An amendment that is agreed on becomes true: goods, sums, money, in the transaction of who agreed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from storefront import workflow
from storefront.catalogue import stock
from storefront.db import savepoint
from storefront.errors import NotFound, Refused
from storefront.i18n import Message, _
from storefront.orders.amendment import Difference, OrderChanges, OrderNow, leaves_nothing, total_of
from storefront.orders.amendment_reading import changes_of
from storefront.orders.line_sums import AMENDMENT
from storefront.orders.queries import OrderFacts
from storefront.orders.refund_shares import AMENDED
from storefront.orders.tables import Amendment, AmendmentLine, Order, OrderComponent, OrderLine, OrderTax, Purchase
from storefront.outbox import later, once
from storefront.payments.actions import Arranged, arrange_refund, cancel_order, sell_if_paid
from storefront.payments.installments import add_due, lower_dues
from storefront.payments.lapsing import was_sold
from storefront.payments.refund_limits import refundable


def carry_out(
    row: Amendment, facts: OrderFacts, before: OrderNow, parts: Sequence[Difference], now: datetime
) -> None:
    """Make it true. Raises OutOfStock where more pieces are wanted than there are; then nothing is changed."""
    changes = changes_of(row.id)
    sold = was_sold(facts.id)
    _move_goods(facts, parts, sold)
    _write(row, facts, changes, parts)
    total = total_of(parts)
    data = {"amendment": row.id, "reason": row.reason, "amount": total, "currency": facts.currency}
    label = _("The order was changed")
    workflow.record(facts.subject, "amended", label, data=data, actor=row.actor, now=now)
    back = _settle(row, facts, total, sold, now)
    _keep_outcome(row, parts, back, now)
    if total:
        later("document", {"order": facts.id, "amendment": row.id}, now)
    whole = leaves_nothing(before, parts)
    if whole and _end(facts, Message.from_json(row.reason), row.actor, now):
        return
    about = {"about": "amendment", "order": facts.id, "amendment": row.id, "state": "carried-out"}
    once("notice_mail", {"purchase": facts.purchase["id"], **about}, now)
    if not whole:
        sell_if_paid(facts.id, now)
        _follow_sent(facts, parts, row.actor, now)


def _move_goods(facts: OrderFacts, parts: Sequence[Difference], sold: bool) -> None:
    """Pieces fewer are free again; pieces more are kept, and sold where the order is."""
    stock_of = {row["id"]: row["stock_id"] for row in facts.lines}
    fewer: Counter[int] = Counter()
    more: Counter[int] = Counter()
    for part in parts:
        kept = stock_of.get(part.line_id) if part.line_id is not None else None
        if kept is not None and part.pieces:
            (fewer if part.pieces < 0 else more)[kept] += abs(part.pieces)
    # of the same goods, what one line gives another takes
    for stock_id in set(fewer) & set(more):
        both = min(fewer[stock_id], more[stock_id])
        fewer[stock_id] -= both
        more[stock_id] -= both
    fewer, more = +fewer, +more
    if sold and fewer:
        stock.put_back(fewer)
    elif fewer:
        stock.give_back_some(facts.subject, fewer)
    if more:
        stock.reserve([stock.Want(one, count, facts.subject) for one, count in sorted(more.items())])
        if sold:
            stock.sell(facts.subject)


def _write(row: Amendment, facts: OrderFacts, changes: OrderChanges, parts: Sequence[Difference]) -> None:
    """The difference beside the frozen rows, and in the order's and its purchase's sums."""
    for part in parts:
        OrderComponent.create(
            order=facts.id, line=part.line_id, kind=AMENDMENT, label=part.label.as_json(), reason=row.reason,
            amount=part.gross,
        )  # fmt: skip
        for tax in part.taxes:
            OrderTax.create(
                order=facts.id, line=part.line_id, amount=tax.amount, base=tax.base, rate=tax.rate,
                reason=tax.reason, jurisdiction=tax.jurisdiction, valid_from=tax.valid_from,
            )  # fmt: skip
        if part.pieces:
            OrderLine.update(changed=OrderLine.changed + part.pieces).where(OrderLine.id == part.line_id).execute()
    total, tax_change = total_of(parts), sum(part.tax for part in parts)
    freight = sum(part.gross for part in parts if part.line_id is None)
    update = {
        Order.total: Order.total + total,
        Order.tax: Order.tax + tax_change,
        Order.net: Order.net + total - tax_change,
        Order.freight: Order.freight + freight,
    }
    if changes.arrives_by:
        update[Order.arrives_by] = changes.arrives_by
    if changes.address is not None:
        update[Order.address] = dict(changes.address)
    Order.update(update).where(Order.id == facts.id).execute()
    Purchase.update(total=Purchase.total + total).where(Purchase.id == facts.purchase["id"]).execute()


def _settle(row: Amendment, facts: OrderFacts, total: int, sold: bool, now: datetime) -> int:
    """What is still unpaid is lowered, then money goes back; more becomes due now. How much goes back."""
    if total > 0:
        add_due(facts.id, total, _("Added to the order"), sold, now)
    if total >= 0:
        return 0
    left = lower_dues(facts.id, -total)
    back = min(left, sum(refundable(facts.id).values()))
    if back:
        arranged = Arranged(f"{AMENDED}{row.key}", back, Message.from_json(row.reason), row.actor)
        arrange_refund(facts.id, arranged, now)
    return back


def _keep_outcome(row: Amendment, parts: Sequence[Difference], back: int, now: datetime) -> None:
    outcome: dict[str, Any] = {"back": back}
    for part in parts:
        if part.line_id is None:
            outcome |= {"freight": part.gross, "freight_taxes": part.taxes_json()}
            continue
        mine = (AmendmentLine.amendment == row.id) & (AmendmentLine.order_line == part.line_id)
        AmendmentLine.update(gross=part.gross, taxes=part.taxes_json()).where(mine).execute()
    Amendment.update(outcome=outcome, decided_at=now).where(Amendment.id == row.id).execute()


def _end(facts: OrderFacts, reason: Message, actor: str, now: datetime) -> bool:
    """Nothing is left of it: it ends like any cancelled order; False where its life knows no such end from here."""
    try:
        with savepoint():
            cancel_order(facts.id, reason, actor=actor, role="system", now=now)
    except (Refused, NotFound):
        Order.update(closed_at=now).where(Order.id == facts.id, Order.closed_at.is_null()).execute()
        return False
    return True


def _follow_sent(facts: OrderFacts, parts: Iterable[Difference], actor: str, now: datetime) -> None:
    """What was left to send was taken away: all is sent now."""
    if not facts.shipments or not any(part.pieces < 0 for part in parts):
        return
    from storefront.orders.actions import left_to_send

    if not left_to_send(facts.id):
        workflow.follow(facts.subject, "sent", actor=actor, now=now)
