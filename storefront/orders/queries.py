"""What reads orders: everything of a purchase in a fixed number of queries, and who may see it."""

from __future__ import annotations

import hmac
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from storefront.errors import NotFound
from storefront.orders.cases.tables import Case
from storefront.orders.documents.tables import Document
from storefront.orders.tables import (
    Amendment,
    AmendmentLine,
    Event,
    Order,
    OrderComponent,
    OrderLine,
    OrderTax,
    Purchase,
    Replacement,
    Shipment,
    ShipmentLine,
)
from storefront.payments.tables import Allocation, Installment, Payment, Refund

Row = dict[str, Any]


@dataclass(frozen=True)
class OrderFacts:
    """An order with everything that belongs to it, as rows."""

    order: Row
    purchase: Row
    lines: tuple[Row, ...] = ()
    components: tuple[Row, ...] = ()
    taxes: tuple[Row, ...] = ()
    installments: tuple[Row, ...] = ()
    payments: tuple[Row, ...] = ()
    allocations: tuple[Row, ...] = ()
    refunds: tuple[Row, ...] = ()
    shipments: tuple[Row, ...] = ()
    shipped: tuple[Row, ...] = ()
    events: tuple[Row, ...] = ()
    amendments: tuple[Row, ...] = ()
    documents: tuple[Row, ...] = ()
    # numbers of other orders of its purchase: what it sends again, what sends pieces of it again
    replaces: str = ""
    replaced_by: tuple[str, ...] = ()
    cases: tuple[Row, ...] = ()

    @property
    def id(self) -> int:
        return int(self.order["id"])

    @property
    def subject(self) -> str:
        return f"order:{self.id}"

    @property
    def currency(self) -> str:
        return str(self.order["currency"])


@dataclass(frozen=True)
class PurchaseFacts:
    """A purchase and its orders, in the order they were placed."""

    purchase: Row
    orders: tuple[OrderFacts, ...] = field(default=())
    payments: tuple[Row, ...] = ()

    @property
    def token(self) -> str:
        return str(self.purchase["token"])


def find_purchase(token: str) -> PurchaseFacts:
    """The purchase that a token opens; raises NotFound."""
    row = Purchase.select().where(Purchase.token == token).dicts().first() if token else None
    if row is None:
        raise NotFound("there is no such purchase")
    return load_purchase(row)


def get_purchase(purchase_id: int) -> PurchaseFacts:
    """The purchase of an id, for the worker; raises NotFound."""
    row = Purchase.select().where(Purchase.id == purchase_id).dicts().first()
    if row is None:
        raise NotFound(f"there is no purchase {purchase_id}")
    return load_purchase(row)


def get_order(order_id: int) -> OrderFacts:
    """An order by its id, for what acts on it; raises NotFound."""
    row = Purchase.select().join(Order).where(Order.id == order_id).dicts().first()
    if row is None:
        raise NotFound(f"there is no order {order_id}")
    return next(order for order in load_purchase(row).orders if order.id == order_id)


def find_order(number: str, key: str) -> tuple[OrderFacts, PurchaseFacts]:
    """An order for whoever holds its purchase's token; raises NotFound for everybody else."""
    row = Order.select(Order.id, Order.purchase).where(Order.number == number).tuples().first()
    if row is None:
        raise NotFound("there is no such order")
    purchase = Purchase.select().where(Purchase.id == row[1]).dicts().first()
    # compared in constant time, so that a token cannot be guessed letter by letter
    if not hmac.compare_digest(str(purchase["token"]).encode(), key.encode()):
        raise NotFound("there is no such order")
    facts = load_purchase(purchase)
    return next(order for order in facts.orders if order.id == row[0]), facts


def is_open_with(number: str, keys: Sequence[str]) -> str:
    """The one of these keys that opens an order; empty: none does."""
    row = (
        Purchase.select(Purchase.token)
        .join(Order, on=(Order.purchase == Purchase.id))
        .where(Order.number == number)
        .tuples()
        .first()
    )
    return next((key for key in keys if row and hmac.compare_digest(row[0].encode(), key.encode())), "")


def key_of_person(number: str, person_id: int) -> str:
    """What opens somebody's own order; empty: it is not his."""
    row = (
        Purchase.select(Purchase.token)
        .join(Order, on=(Order.purchase == Purchase.id))
        .where(Order.number == number, Purchase.person_id == person_id)
        .tuples()
        .first()
    )
    return str(row[0]) if row else ""


def orders_of(person_id: int, limit: int, before_id: int | None = None) -> list[OrderFacts]:
    """Somebody's orders, the newest first, with what a list shows; a fixed number of queries."""
    query = Order.select(Order).join(Purchase).where(Purchase.person_id == person_id)
    if before_id is not None:
        query = query.where(Order.id < before_id)
    orders = list(query.order_by(Order.id.desc()).limit(limit).dicts())
    ids = [order["id"] for order in orders]
    bought = Purchase.select().where(Purchase.id.in_([order["purchase"] for order in orders]))
    purchases = {row["id"]: row for row in bought.dicts()}
    lines = _by(OrderLine.select().where(OrderLine.order.in_(ids)).order_by(OrderLine.id), "order")
    dues = _by(Installment.select().where(Installment.order.in_(ids)).order_by(Installment.position), "order")
    shipments = _by(Shipment.select().where(Shipment.order.in_(ids)).order_by(Shipment.id), "order")
    shipped = _shipped(shipments)
    return [
        OrderFacts(
            order,
            purchases[order["purchase"]],
            lines=tuple(lines[order["id"]]),
            installments=tuple(dues[order["id"]]),
            shipments=tuple(shipments[order["id"]]),
            shipped=tuple(shipped[order["id"]]),
        )
        for order in orders
    ]


def load_purchase(purchase: Row) -> PurchaseFacts:
    """Everything of a purchase; the number of queries does not grow with its orders."""
    orders = list(Order.select().where(Order.purchase == purchase["id"]).order_by(Order.id).dicts())
    ids = [order["id"] for order in orders]
    lines = _by(OrderLine.select().where(OrderLine.order.in_(ids)).order_by(OrderLine.id), "order")
    parts = _by(OrderComponent.select().where(OrderComponent.order.in_(ids)).order_by(OrderComponent.id), "order")
    taxes = _by(OrderTax.select().where(OrderTax.order.in_(ids)).order_by(OrderTax.id), "order")
    payments = tuple(
        Payment.select().where(Payment.purchase == purchase["id"]).order_by(Payment.id).dicts()
    )
    refunds = _by(Refund.select().where(Refund.order.in_(ids)).order_by(Refund.id), "order")
    installments = _by(
        Installment.select().where(Installment.order.in_(ids)).order_by(Installment.position, Installment.id), "order"
    )
    allocations = _allocations(installments)
    shipments = _by(Shipment.select().where(Shipment.order.in_(ids)).order_by(Shipment.sent_at, Shipment.id), "order")
    shipped = _shipped(shipments)
    cases = _by(Case.select().where(Case.order.in_(ids)).order_by(Case.id), "order")
    events = _by(
        Event.select().where(Event.subject.in_([f"order:{i}" for i in ids])).order_by(Event.at, Event.id), "subject"
    )
    amended = AmendmentLine.select(AmendmentLine).join(Amendment).where(Amendment.order.in_(ids))
    by_amendment = _by(amended.order_by(AmendmentLine.id), "amendment")
    amendments = _by(Amendment.select().where(Amendment.order.in_(ids)).order_by(Amendment.id), "order")
    documents = _by(Document.select().where(Document.order.in_(ids)).order_by(Document.id), "order")
    numbers = {order["id"]: str(order["number"]) for order in orders}
    anew = list(Replacement.select().where(Replacement.original.in_(ids)).order_by(Replacement.id).dicts())
    facts = tuple(
        OrderFacts(
            order,
            purchase,
            tuple(lines[order["id"]]),
            tuple(parts[order["id"]]),
            tuple(taxes[order["id"]]),
            tuple(installments[order["id"]]),
            payments,
            tuple(allocations[order["id"]]),
            tuple(refunds[order["id"]]),
            tuple(shipments[order["id"]]),
            tuple(shipped[order["id"]]),
            tuple(events[f"order:{order['id']}"]),
            tuple({**one, "lines": by_amendment[one["id"]]} for one in amendments[order["id"]]),
            tuple(documents[order["id"]]),
            next((numbers[one["original"]] for one in anew if one["order"] == order["id"]), ""),
            tuple(numbers[one["order"]] for one in anew if one["original"] == order["id"]),
            tuple(cases[order["id"]]),
        )
        for order in orders
    )
    return PurchaseFacts(purchase, facts, payments)


def _by(query: Any, column: str) -> defaultdict[Any, list[Row]]:
    found: defaultdict[Any, list[Row]] = defaultdict(list)
    for row in query.dicts():
        found[row[column]].append(row)
    return found


def _allocations(installments: defaultdict[Any, list[Row]]) -> defaultdict[Any, list[Row]]:
    order_of = {row["id"]: order for order, rows in installments.items() for row in rows}
    query = Allocation.select().where(Allocation.installment.in_(list(order_of))).order_by(Allocation.id)
    return _with_order(query.dicts(), "installment", order_of)


def _shipped(shipments: defaultdict[Any, list[Row]]) -> defaultdict[Any, list[Row]]:
    order_of = {row["id"]: order for order, rows in shipments.items() for row in rows}
    query = ShipmentLine.select().where(ShipmentLine.shipment.in_(list(order_of))).order_by(ShipmentLine.id)
    return _with_order(query.dicts(), "shipment", order_of)


def _with_order(rows: Iterable[Row], column: str, order_of: dict[int, Any]) -> defaultdict[Any, list[Row]]:
    found: defaultdict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[order_of[row[column]]].append(row)
    return found
