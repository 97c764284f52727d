"""What people at the desk do to an order that is placed: change it, answer a buyer's wish, send goods once more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storefront.accounts.permissions import sellers_of
from storefront.db import transaction
from storefront.desk.audit import Actor, record
from storefront.desk.order_actions import own_order, story_name
from storefront.errors import NotFound
from storefront.i18n import Message
from storefront.orders.amending import Amended, ChangeAsked, amend_order, answer_amendment
from storefront.orders.amendment import OrderChanges, Side
from storefront.orders.replacements import place_replacement
from storefront.orders.tables import Amendment, Order, Replacement


def side_of(actor: Actor) -> Side:
    """For whom he speaks: the shop, or his own seller."""
    return "staff" if sellers_of(actor.person, "orders.amend") is None else "seller"


@transaction()
def change(actor: Actor, number: str, changes: OrderChanges, reason: Message, key: str) -> Amended:
    """Change an order, or propose it to the buyer; the same form again does nothing more."""
    order = own_order(actor, "orders.amend", number)
    known = Amendment.select().where(Amendment.key == _key(order, key)).exists()
    asked = ChangeAsked(_key(order, key), side_of(actor), story_name(actor), reason)
    done = amend_order(order.id, changes, asked, actor.now)
    if not known:
        row = Amendment.get_by_id(done.id)
        lines = [
            {"line": one.line_id, "pieces": one.pieces, "unit_price": one.unit_price} for one in changes.lines
        ]
        told = {**changes.as_json(), "lines": lines, "state": done.state, "reason": str(reason)}
        told |= {"amount": row.difference, "currency": order.currency}
        record(actor, "order.amend", f"order:{order.id}", {"total": order.total}, told)
    return done


@transaction()
def answer(actor: Actor, number: str, amendment_id: int, yes: bool) -> Amended:
    """Say yes or no for the seller's side; no takes back what it asked for itself."""
    order = own_order(actor, "orders.amend", number)
    done = answer_amendment(order.id, amendment_id, side_of(actor), yes, actor.now, story_name(actor))
    _note(actor, "order.answer", order, {"amendment": amendment_id, "state": done.state})
    return done


@transaction()
def replace_goods(actor: Actor, number: str, pieces: Mapping[int, int], reason: Message, key: str) -> str:
    """Send pieces once more; the number of the order that does. The same form again makes no other."""
    order = own_order(actor, "orders.amend", number)
    if not key:
        raise NotFound("a form without its key")
    known = Replacement.select().where(Replacement.key == _key(order, key)).exists()
    new_id = place_replacement(order.id, pieces, reason, actor.now, _key(order, key))
    new_number = str(Order.get_by_id(new_id).number)
    if not known:
        sent = {str(line): count for line, count in pieces.items() if count}
        _note(actor, "order.replace", order, {"order": new_number, "pieces": sent, "reason": str(reason)})
    return new_number


def _key(order: Order, key: str) -> str:
    """Nobody's form can name another order's change."""
    return f"desk:{order.id}:{key}"[:80]


def _note(actor: Actor, act: str, order: Order, after: Mapping[str, Any]) -> None:
    record(actor, act, f"order:{order.id}", {}, after)
