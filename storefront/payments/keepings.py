"""Staff keep an order's money longer than its rules say, with a reason and until a day; the freezes are theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from peewee import Value

from storefront.db import transaction
from storefront.errors import NotFound, Refused
from storefront.i18n import _
from storefront.orders.locks import lock_order
from storefront.orders.tables import Event, Order
from storefront.payments.hold_tables import HoldFreeze, Keeping
from storefront.payments.holds import ensured, freeze, thaw
from storefront.payments.tables import Allocation, Installment, Payment
from storefront.runtime import current
from storefront.workflow import record

KEPT = "money-kept"


@dataclass(frozen=True)
class ByHand:
    """What somebody decided at the desk, and why. key is the form's: the same one again does nothing more."""

    key: str
    reason: str
    actor: str


def said_before(order_id: int, kind: str, key: str) -> bool:
    """Whether an order's story has an event of this form already."""
    rows = Event.select(Event.data).where(Event.subject == f"order:{order_id}", Event.kind == kind).tuples()
    return any((data or {}).get("key") == key for (data,) in rows)


@transaction()
def keep_longer(order_id: int, until: datetime, note: ByHand, now: datetime) -> Keeping | None:
    """Keep all that is held of an order, and what still comes, until then. None: this form did it before.

    Raises Refused for a moment that is over, or where a provider cannot keep the money so long.
    """
    order = lock_order(order_id)
    if said_before(order_id, KEPT, note.key):
        return None
    if until <= now:
        raise Refused(_("Choose a day that is still to come."), "past")
    last = longest(order_id)
    if last is not None and until > last:
        raise Refused(
            _("The payment's provider keeps money until %(day)s at most.", day=last.date().isoformat()), "too-long"
        )
    row: Keeping = Keeping.create(order=order_id, reason=note.reason, by=note.actor, at=now, until=until)
    every = {hold.line_id or 0: int(order.total) for hold in ensured(order_id, now)}
    freeze(order_id, f"keeping:{row.id}", every, now)
    data = {"key": note.key, "why": note.reason, "until": until.isoformat()}
    record(f"order:{order_id}", KEPT, _("Money is kept longer"), data=data, actor=note.actor, now=now)
    return row


def longest(order_id: int) -> datetime | None:
    """Until when the providers of an order's payments keep money; None: as long as one likes."""
    rows = (
        Payment.select(Payment.provider, Payment.settled_at)
        .join(Allocation)
        .join(Installment)
        .where(Installment.order == order_id, Payment.state == "succeeded", Payment.settled_at.is_null(False))
        .distinct()
    )
    providers = current().providers
    ends = [
        settled + providers[code].holds_up_to
        for code, settled in rows.tuples()
        if code in providers and providers[code].holds_up_to is not None
    ]
    return min(ends, default=None)


@transaction()
def end_keeping(keeping_id: int, order_id: int, actor: str, now: datetime) -> None:
    """Let the money go its way again before the day. Raises NotFound, and Refused where it has ended."""
    lock_order(order_id)
    row = Keeping.get_or_none(Keeping.id == keeping_id, Keeping.order == order_id)
    if row is None:
        raise NotFound(f"order {order_id} has no keeping {keeping_id}")
    if not _ended(row, actor, now):
        raise Refused(_("It has ended already."), "ended")


def end_keepings(now: datetime) -> int:
    """Those whose day has come; how many."""
    due = Keeping.select().where(Keeping.ended_at.is_null(), Keeping.until <= now).order_by(Keeping.id).limit(100)
    _let_go_strays(now)
    return sum(_end(row, now) for row in list(due))


def _let_go_strays(now: datetime) -> None:
    """Freezes that came with another shop's orders, whose keeping stayed there, would last for ever."""
    named = Value("keeping:").concat(Keeping.id.cast("TEXT"))
    mine = HoldFreeze.by.startswith("keeping:") & HoldFreeze.by.not_in(Keeping.select(named))
    for (by,) in list(HoldFreeze.select(HoldFreeze.by).where(mine).distinct().tuples()):
        thaw(by, now)


@transaction()
def _end(row: Keeping, now: datetime) -> bool:
    lock_order(row.order_id)
    return _ended(row, "system", now)


def _ended(row: Keeping, actor: str, now: datetime) -> bool:
    open_still = (Keeping.id == row.id) & Keeping.ended_at.is_null()
    if not Keeping.update(ended_at=now).where(open_still).execute():
        return False
    thaw(f"keeping:{row.id}", now)
    record(f"order:{row.order_id}", "money-kept-ended", _("Money is kept no longer"), actor=actor, now=now)
    return True


def open_keepings(order_ids: list[int]) -> list[Keeping]:
    """What is kept longer of some orders."""
    mine = Keeping.order.in_(order_ids) & Keeping.ended_at.is_null()
    return list(Keeping.select(Keeping, Order).join(Order).where(mine).order_by(Keeping.until, Keeping.id))
