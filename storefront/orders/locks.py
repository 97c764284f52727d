"""The order in which rows are locked, so that no two changes of a purchase wait for each other.

First the purchase, then its orders in id order, then everything of them, and stock rows last, in id
order. Whoever changes an order or its money locks its purchase before anything else; on SQLite the
transaction has locked everything already.
"""

from __future__ import annotations

from storefront.db import for_update
from storefront.errors import NotFound
from storefront.orders.tables import Order, Purchase


def lock_purchase(purchase_id: int) -> Purchase:
    """Lock everything about a purchase; take it before any of its other rows."""
    row: Purchase | None = for_update(Purchase.select().where(Purchase.id == purchase_id)).first()
    if row is None:
        raise NotFound(f"there is no purchase {purchase_id}")
    return row


def lock_order(order_id: int) -> Order:
    """Lock an order with its purchase; the order as it is now."""
    purchase = Order.select(Order.purchase).where(Order.id == order_id).tuples().first()
    if purchase is None:
        raise NotFound(f"there is no order {order_id}")
    lock_purchase(purchase[0])
    row: Order = Order.get_by_id(order_id)
    return row
