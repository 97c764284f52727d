"""What is open, for the desk's start page: orders, and what plugins name."""

from __future__ import annotations

from storefront.accounts.permissions import sellers_of
from storefront.accounts.person import Person
from storefront.i18n import Message, _, plain
from storefront.orders.tables import Order, Purchase
from storefront.plugin_leaving import plugins_work
from storefront.runtime import Runtime
from storefront.values import OpenWork

LISTED = 20


def open_work(runtime: Runtime, person: Person) -> tuple[list[OpenWork], bool]:
    """The oldest open orders this person may see, then the plugins' work; and whether there is more."""
    limit = sellers_of(person, "orders.see")
    found = _orders(runtime, limit)
    if limit is None:
        for name in sorted(runtime.plugins.states):
            found += plugins_work(name, runtime)
    return found[:LISTED], len(found) > LISTED


def _orders(runtime: Runtime, limit: frozenset[int] | None) -> list[OpenWork]:
    rows = Order.select(Order.number, Order.business_model, Order.state).join(Purchase)
    rows = rows.where(Order.closed_at.is_null(), ~Purchase.demo)
    if limit is not None:
        rows = rows.where(Order.seller_id.in_(sorted(limit)))
    oldest = rows.order_by(Order.id).limit(LISTED + 1).tuples()
    return [OpenWork(f"order:{number}", _words(number, stage(runtime, *stood))) for number, *stood in oldest]


def _words(number: str, state: Message) -> Message:
    return _("Order %(number)s (%(state)s)", number=number, state=state)


def stage(runtime: Runtime, business_model: str, state: str) -> Message:
    """What a stage of a model's orders is called; its code where the model is off."""
    workflow = runtime.workflows.get(("order", business_model))
    return next((one.label for one in workflow.states if one.name == state), plain(state)) if workflow else plain(state)
