"""Staff release an order's money and keep it longer: each with a reason, once a form, noted."""

from __future__ import annotations

from datetime import datetime

from storefront.db import transaction
from storefront.desk.audit import Actor, record
from storefront.desk.order_actions import own_order, story_name
from storefront.payments.keepings import ByHand, end_keeping, keep_longer
from storefront.payments.releasing import release_by_hand


@transaction()
def release(actor: Actor, number: str, amount: int | None, reason: str, key: str) -> bool:
    """Give the seller so much, or all that is free, now. False: this form did it before."""
    order = own_order(actor, "orders.hold", number)
    gross = release_by_hand(order.id, amount, ByHand(key, reason, story_name(actor)), actor.now)
    if gross is None:
        return False
    told = {"amount": gross, "currency": order.currency, "reason": reason}
    record(actor, "order.release", f"order:{order.id}", {}, told)
    return True


@transaction()
def keep(actor: Actor, number: str, until: datetime, reason: str, key: str) -> bool:
    """Keep an order's money until a moment. False: this form did it before."""
    order = own_order(actor, "orders.hold", number)
    row = keep_longer(order.id, until, ByHand(key, reason, story_name(actor)), actor.now)
    if row is None:
        return False
    record(actor, "order.keep", f"order:{order.id}", {}, {"until": until.isoformat(), "reason": reason})
    return True


@transaction()
def end(actor: Actor, number: str, keeping_id: int) -> None:
    """Let it go its way again."""
    order = own_order(actor, "orders.hold", number)
    end_keeping(keeping_id, order.id, story_name(actor), actor.now)
    record(actor, "order.keep-ended", f"order:{order.id}", {}, {"keeping": keeping_id})
