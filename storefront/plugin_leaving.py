"""What stands between a plugin and its end: open work, and everything that depends on it."""

from __future__ import annotations

from collections.abc import Mapping

import peewee

from storefront.cart.tables import CartLine
from storefront.catalogue.tables import Offer
from storefront.i18n import Message, _
from storefront.orders.cases.standing_still import open_cases
from storefront.orders.cases.tables import Case
from storefront.orders.tables import Order, Purchase
from storefront.runtime import Runtime
from storefront.values import OpenWork

LISTED = 200


def open_orders(business_model: str) -> list[OpenWork]:
    """The model's orders that have not come to their end, or are contested; those of the demo do not count."""
    is_open = Order.closed_at.is_null() | peewee.fn.EXISTS(Case.select(Case.id).where(open_cases(Order.id)))
    rows = (
        Order.select(Order.id, Order.number, Order.state)
        .join(Purchase)
        .where(Order.business_model == business_model, is_open, ~Purchase.demo)
        .order_by(Order.id)
        .limit(LISTED)
    )
    return [
        OpenWork(f"order:{order_id}", _("Order %(number)s (%(state)s)", number=number, state=state))
        for order_id, number, state in rows.tuples()
    ]


def open_work_of(name: str, runtime: Runtime | None) -> list[OpenWork]:
    """What must end before the plugin is disabled; without a running shop, what core knows of."""
    return [*open_orders(name), *(plugins_work(name, runtime) if runtime else ())]


def plugins_work(name: str, runtime: Runtime) -> list[OpenWork]:
    """What the plugin itself says is open."""
    return list(runtime.plugins.of("open_work", name) or ())


def dependents(name: str, runtime: Runtime | None) -> Mapping[str, int]:
    """How much of each kind would no longer be shown or sold, by its name."""
    fragments = [pair for pairs in runtime.fragments.values() for pair in pairs] if runtime else []
    return {
        "offers": Offer.select().where(Offer.business_model == name, Offer.active).count(),
        "cart lines": CartLine.select().join(Offer).where(Offer.business_model == name).count(),
        "orders": Order.select().where(Order.business_model == name).count(),
        "open work": len(open_work_of(name, runtime)),
        "blueprints": len(runtime.blueprints.get(name, ())) if runtime else 0,
        "fragments": sum(owner == name for owner, _fragment in fragments),
    }


def work_words(work: OpenWork) -> str:
    """One piece of open work on one line."""
    label: Message = work.label
    return f"{work.subject}: {label}"
