"""What a refund or a chargeback takes: from what is held first, then from the seller, with the shop's share of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from storefront.checkout.trade import thawed_trade
from storefront.db import transaction
from storefront.errors import Refused
from storefront.i18n import _
from storefront.orders.locks import lock_order
from storefront.orders.tables import Order
from storefront.payments.hold_shares import NOTHING, About, Charges, Part, charges, to_give_back
from storefront.payments.hold_tables import Commission, Hold, HoldFreeze, HoldTaking
from storefront.payments.holds import ensured, look_again, prices_of, shares_of
from storefront.payments.ledger import BookingLine, book

ACCOUNTS = {"commission": "commission", "fee": "fees", "vat": "commission-vat"}


@dataclass(frozen=True)
class Taking:
    """Money taken of an order: by whom ("refund:12"), to which account, and what it is about ("payment:7")."""

    by: str
    kind: str
    account: str
    subject: str
    parts: Sequence[Part] = field(default_factory=tuple)


def planned(order_id: int, amount: int, now: datetime, about: About = NOTHING) -> list[Part]:
    """Which holds so much is taken of: the order is locked. Raises Refused when there is not so much."""
    ensured(order_id, now)
    shares, prices = shares_of(order_id), prices_of(order_id)
    # an amendment has made them cheaper
    over = {share.id: max(share.left - prices.get(share.line, 0), 0) for share in shares}
    try:
        return to_give_back(amount, shares, replace(about, over=over))
    except ValueError as error:
        raise Refused(_("More than what is left of the money paid for this order."), "refund-too-high") from error


@transaction()
def take(order_id: int, taking: Taking, now: datetime) -> None:
    """Book what a taking takes, once: the seller gives up his share, the shop its commission of it."""
    order = lock_order(order_id)
    for part in taking.parts:
        HoldTaking.create(by=taking.by, hold=part.share, held=part.held, out=part.out)
        _change(part, 1)
    _book(order, f"{taking.by}:taken", taking, 1, now)


@transaction()
def keep_for(order_id: int, by: str, amount: int, now: datetime) -> None:
    """Freeze what somebody claims of an order, as far as it is still held, until `thaw(by)`."""
    lock_order(order_id)
    for part in planned(order_id, amount, now):
        if part.held:
            HoldFreeze.create(hold=part.share, by=by, amount=part.held)


@transaction()
def put_again(order_id: int, by: str, account: str, subject: str, now: datetime) -> None:
    """A taking came to nothing: everything is as it was, once."""
    order = lock_order(order_id)
    rows = list(HoldTaking.select().join(Hold).where(HoldTaking.by == by, Hold.order == order_id))
    parts = [Part(row.hold_id, row.held, row.out) for row in rows]
    if not parts:
        return
    HoldTaking.delete().where(HoldTaking.id.in_([row.id for row in rows])).execute()
    for part in parts:
        _change(part, -1)
    _book(order, f"{by}:again", Taking(by, "taking-undone", account, subject, parts), -1, now)
    look_again(order_id, now)


def _change(part: Part, sign: int) -> None:
    """Move a hold's sums by one statement that says no when there is not so much."""
    back, taken = Hold.back + sign * part.held, Hold.taken + sign * part.out
    enough = (back >= 0) & (taken >= 0) & (Hold.came >= back + Hold.released) & (Hold.released >= taken)
    if not Hold.update(back=back, taken=taken).where(Hold.id == part.share, enough).execute():
        raise RuntimeError(f"hold {part.share} has not what {part} takes")


def _book(order: Order, key: str, taking: Taking, sign: int, now: datetime) -> None:
    held = sign * sum(part.held for part in taking.parts)
    out = sign * sum(part.out for part in taking.parts)
    lines: list[BookingLine] = [
        (f"held:order:{order.id}", order.currency, held),
        *seller_lines(order, -out),
        (taking.account, order.currency, -(held + out)),
    ]
    if not book(key, taking.kind, taking.subject, lines, now):
        raise RuntimeError(f"{key} is booked already")


def seller_lines(order: Order, gross: int) -> list[BookingLine]:
    """The lines that give a seller so much of an order (or take it), less what the shop takes of it by then.

    The holds say already what he has; what the shop takes is worked out of that sum, so that no rounding adds up.
    """
    if not gross:
        return []
    has = sum(share.out for share in shares_of(order.id))
    row, _made = Commission.get_or_create(order=order.id)
    by_now = charges(has, order.total, thawed_trade(order.frozen.get("trade")))
    change = by_now - Charges(row.amount, row.fee, row.vat)
    Commission.update(amount=by_now.commission, fee=by_now.fee, vat=by_now.vat).where(Commission.id == row.id).execute()
    seller = (f"seller:{order.seller_id}", order.currency, -(gross - change.total))
    taken = [(account, order.currency, -getattr(change, name)) for name, account in ACCOUNTS.items()]
    return [seller, *taken]
