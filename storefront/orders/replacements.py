"""Goods that are sent once more: an order of zero beside the one they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storefront import workflow
from storefront.catalogue import stock
from storefront.checkout.placing import order_number
from storefront.db import transaction
from storefront.errors import NotFound, Refused
from storefront.i18n import Message, _
from storefront.orders.locks import lock_order
from storefront.orders.pieces import pieces_of
from storefront.orders.queries import Row
from storefront.orders.tables import Order, OrderComponent, OrderLine, Replacement
from storefront.outbox import later, once
from storefront.payments.actions import sell_if_paid
from storefront.payments.tables import Installment
from storefront.workflow import begin


@transaction()
def place_replacement(
    order_id: int, pieces: Mapping[int, int], reason: Message, now: datetime, key: str = ""
) -> int:
    """An order of zero that sends pieces of these lines again; its id. The same key again answers the same order.

    It belongs to the same purchase, so that the buyer's key opens both. Raises OutOfStock where too few pieces are
    left, Refused for more pieces than were ordered or a business model that is off.
    """
    order = lock_order(order_id)
    if key and (before := Replacement.get_or_none(Replacement.key == key)):
        if before.original_id != order_id:
            raise NotFound("this replacement is another order's")
        return int(before.order_id)
    wanted = _wanted(order_id, pieces)
    if workflow.find_workflow("order", order.business_model) is None:
        raise Refused(_("The business model of this order is off: nothing can be sent anew."), "model-off")
    new_id = _copy(order, wanted, reason, now)
    count = Replacement.select().where(Replacement.original == order_id).count()
    Replacement.create(
        key=key or f"order:{order_id}:{count + 1}", original=order_id, order=new_id, reason=reason.as_json(), at=now
    )
    wants = [
        stock.Want(line["stock_id"], number, f"order:{new_id}")
        for line, number in wanted
        if line["stock_id"] is not None
    ]
    if wants:
        stock.reserve(wants)
    sell_if_paid(new_id, now)
    data = {"order": new_id, "reason": reason.as_json()}
    workflow.record(f"order:{order_id}", "replaced", _("A replacement is sent"), data=data, now=now)
    later("after_order_placed", {"order": new_id, "business_model": order.business_model}, now)
    once("notice_mail", {"purchase": order.purchase_id, "about": "replacement", "order": new_id}, now)
    return new_id


def _wanted(order_id: int, pieces: Mapping[int, int]) -> list[tuple[Row, int]]:
    """The lines with how many of each; refused where it is none, or more than were ordered."""
    lines = {row["id"]: row for row in OrderLine.select().where(OrderLine.order == order_id).dicts()}
    asked = {line: count for line, count in sorted(pieces.items()) if count}
    if not asked:
        raise Refused(_("Say which pieces are sent again."), "no-pieces")
    for line, count in asked.items():
        if line not in lines:
            raise Refused(_("This order has no such line."), "no-line")
        # what was bought, also where some of it was taken back meanwhile
        if not 0 < count <= max(pieces_of(lines[line]), lines[line]["quantity"]):
            raise Refused(_("More pieces than were ordered."), "too-many")
    return [(lines[line], count) for line, count in asked.items()]


def _copy(order: Order, wanted: list[tuple[Row, int]], reason: Message, now: datetime) -> int:
    """The new order with its lines; everything in it costs nothing."""
    frozen: dict[str, Any] = {**order.frozen, "codes": [], "replaces": order.number}
    row = Order.create(
        number=order_number(),
        purchase=order.purchase_id,
        seller_id=order.seller_id,
        business_model=order.business_model,
        state="new",
        currency=order.currency,
        net=0,
        tax=0,
        total=0,
        freight=0,
        buyer=order.buyer,
        address=order.address,
        seller=order.seller,
        frozen=frozen,
        po_number=order.po_number,
        placed_at=now,
    )
    state = begin(f"order:{row.id}", "order", order.business_model, now=now)
    Order.update(state=state).where(Order.id == row.id).execute()
    for line, count in wanted:
        kept = {name: line[name] for name in ("offer_id", "variant_id", "stock_id", "sku", "terms", "frozen")}
        new = OrderLine.create(order=row.id, quantity=count, unit_price=0, net=0, tax=0, gross=0, **kept)
        OrderComponent.create(
            order=row.id, line=new.id, kind="base", label=_("Replacement").as_json(), reason=reason.as_json(), amount=0
        )
    # a part of nothing, which is paid: the order goes on at once
    Installment.create(order=row.id, label=_("Total").as_json(), amount=0, due="now", due_at=now)
    return int(row.id)
