"""The list of orders: found by number, address, name or reference; filtered; its sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import peewee
from peewee import fn

from storefront.accounts.permissions import sellers_of
from storefront.accounts.person import Person
from storefront.desk.keyset import Rows, page_of
from storefront.desk.listing import Asked, Column, Filter, Rules, options
from storefront.forms import Option
from storefront.i18n import Message, _
from storefront.orders.amendment_life import PROPOSED
from storefront.orders.pieces import PIECES
from storefront.orders.queries import Row
from storefront.orders.tables import Amendment, Order, OrderLine, Purchase, Shipment, ShipmentLine
from storefront.payments.tables import Installment, Payment, Refund
from storefront.runtime import Runtime

DAYS = {"1": 1, "7": 7, "30": 30, "365": 365}


@dataclass(frozen=True)
class Sums:
    """Of all orders that are found: how many, and their totals by currency."""

    count: int
    totals: tuple[tuple[str, int], ...]


def rules(runtime: Runtime) -> Rules:
    """Columns and filters; the stages are those of the models that are on."""
    columns = (
        Column("number", _("Order")),
        Column("placed", _("Placed"), "number"),
        Column("buyer", _("Buyer")),
        Column("open", _("Stage"), "number"),
        Column("paid", _("Money")),
        Column("sent", _("Goods")),
        Column("total", _("Total"), "number", end=True),
    )
    return Rules(columns, _filters(runtime), "-open")


def _filters(runtime: Runtime) -> tuple[Filter, ...]:
    stages: dict[str, Message] = {}
    for (noun, _owner), workflow in sorted(runtime.workflows.items()):
        if noun == "order":
            stages.update({state.name: state.label for state in workflow.states if state.name not in stages})
    models = [(model.code, model.name) for model in runtime.plugins.models.values()]
    paid = (("due", _("Waiting for payment")), ("paid", _("Paid")), ("back", _("Money went back")))
    sent = (("none", _("Not sent")), ("part", _("Sent in part")), ("all", _("Sent")))
    changes = (("asked", _("The buyer asks for a change")), ("offered", _("A change waits for the buyer")))
    days = (("1", _("Since yesterday")), ("7", _("Last 7 days")), ("30", _("Last 30 days")), ("365", _("Last year")))
    found = [
        Filter("stage", _("Stage"), _with_all(_("All stages"), [("open", _("Open")), *stages.items()])),
        Filter("paid", _("Money"), _with_all(_("Paid or not"), paid)),
        Filter("sent", _("Goods"), _with_all(_("Sent or not"), sent)),
        Filter("since", _("Placed"), _with_all(_("Any day"), days)),
    ]
    found.append(Filter("change", _("Changes"), _with_all(_("Changed or not"), changes)))
    if len(models) > 1:
        found.insert(1, Filter("model", _("Business model"), _with_all(_("All models"), models)))
    return tuple(found)


def _with_all(label: Message, pairs: Iterable[tuple[str, Message]]) -> tuple[Option, ...]:
    return options(("", label), *pairs)


def found_orders(wanted: Asked, person: Person, now: datetime) -> tuple[Rows, Sums]:
    """One page of the orders this person may see, and the sums of all that are found."""
    query = _filtered(Order.select().join(Purchase), wanted, person, now)
    rows = _filtered(_listed(now), wanted, person, now)
    value = {"placed": Order.id, "total": Order.total}.get(wanted.column, _is_open())
    totals = query.select(Order.currency, fn.COUNT(Order.id), fn.SUM(Order.total)).group_by(Order.currency)
    by_currency = list(totals.order_by(Order.currency).tuples())
    sums = Sums(sum(row[1] for row in by_currency), tuple((row[0], int(row[2])) for row in by_currency))
    return page_of(rows, wanted, value, Order.id), sums


def _is_open() -> Any:
    return peewee.Case(None, ((Order.closed_at.is_null(), 1),), 0)


def _listed(now: datetime) -> Any:
    columns = (
        Order.id,
        Order.number,
        Order.business_model,
        Order.state,
        Order.currency,
        Order.total,
        Order.address,
        Order.placed_at,
        Order.closed_at,
        Purchase.email,
        Purchase.demo,
        _sum(Installment.select(fn.SUM(Installment.amount - Installment.paid)).where(_owes(now))).alias("due"),
        _sum(Installment.select(fn.SUM(Installment.paid)).where(Installment.order == Order.id)).alias("came"),
        _sum(Refund.select(fn.SUM(Refund.amount)).where(_goes_back())).alias("back"),
        _sum(OrderLine.select(fn.SUM(PIECES)).where(OrderLine.order == Order.id)).alias("ordered"),
        _sum(_sent(fn.SUM(ShipmentLine.quantity))).alias("sent"),
    )
    return Order.select(*columns).join(Purchase)


def _sum(query: Any) -> Any:
    return fn.COALESCE(query, 0)


def _owes(now: datetime) -> Any:
    """An installment of the order that ought to be paid by now and is not."""
    unpaid = (Installment.order == Order.id) & ~Installment.cancelled & (Installment.paid < Installment.amount)
    return unpaid & (Installment.due_at <= now)


def _goes_back() -> Any:
    return (Refund.order == Order.id) & (Refund.state != "failed")


def _sent(what: Any) -> Any:
    return ShipmentLine.select(what).join(Shipment).where(Shipment.order == Order.id)


def _filtered(query: Any, wanted: Asked, person: Person, now: datetime) -> Any:
    limit = sellers_of(person, "orders.see")
    if limit is not None:
        query = query.where(Order.seller_id.in_(sorted(limit)))
    if wanted.query:
        query = query.where(_matches(wanted.query))
    chosen = wanted.chosen
    if stage := chosen.get("stage"):
        query = query.where(Order.closed_at.is_null() if stage == "open" else Order.state == stage)
    if model := chosen.get("model"):
        query = query.where(Order.business_model == model)
    if days := DAYS.get(chosen.get("since", "")):
        query = query.where(Order.placed_at >= now - timedelta(days=days))
    for name, choices in (("paid", _money(now)), ("sent", _goods()), ("change", _changes())):
        if name in chosen:
            query = query.where(choices[chosen[name]])
    return query


def _matches(text: str) -> Any:
    """Number or reference by its beginning; address, name, the buyer's own number by any part."""
    by_reference = Payment.select(Payment.purchase).where(Payment.reference.startswith(text.upper()))
    return (
        Order.number.startswith(text.upper())
        | Purchase.email.contains(text.lower())
        # as text: the pattern is no JSON
        | Order.address.cast("TEXT").contains(text)
        | Order.po_number.contains(text)
        | Order.purchase.in_(by_reference)
    )


def _money(now: datetime) -> dict[str, Any]:
    owes = fn.EXISTS(Installment.select(Installment.id).where(_owes(now)))
    back = fn.EXISTS(Refund.select(Refund.id).where(_goes_back()))
    came = fn.EXISTS(Installment.select(Installment.id).where(Installment.order == Order.id, Installment.paid > 0))
    return {"due": owes, "paid": came & ~owes & ~back, "back": back}


def _goods() -> dict[str, Any]:
    anything = fn.EXISTS(_sent(ShipmentLine.id))
    carried = ShipmentLine.select(_sum(fn.SUM(ShipmentLine.quantity))).where(ShipmentLine.order_line == OrderLine.id)
    left = fn.EXISTS(OrderLine.select(OrderLine.id).where(OrderLine.order == Order.id, carried < PIECES))
    return {"none": ~anything, "part": anything & left, "all": anything & ~left}


def _changes() -> dict[str, Any]:
    there = Amendment.select(Amendment.id).where(Amendment.order == Order.id)
    offered = there.where(Amendment.state == PROPOSED, Amendment.asked_by != "buyer")
    return {"asked": fn.EXISTS(there.where(asked_changes())), "offered": fn.EXISTS(offered)}


def asked_changes() -> Any:
    """Condition on Amendment: a buyer's wish that nobody has answered."""
    return (Amendment.state == PROPOSED) & (Amendment.asked_by == "buyer")


def money_words(row: Row) -> tuple[Message, str]:
    """What became of the money, and its tone."""
    if row["back"] and row["back"] >= row["came"]:
        return _("Money went back"), "quiet"
    if row["due"]:
        return (_("Paid in part"), "warn") if row["came"] else (_("Waiting for payment"), "warn")
    if row["back"]:
        return _("Back in part"), "quiet"
    return (_("Paid"), "good") if row["came"] else (_("Nothing to pay"), "quiet")


def goods_words(row: Row) -> tuple[Message, str]:
    """What became of the goods, and its tone."""
    if row["sent"] >= row["ordered"]:
        return _("Sent"), "good"
    if row["sent"]:
        return _("Sent in part"), "warn"
    return _("Not sent"), "quiet" if row["closed_at"] else "warn"
