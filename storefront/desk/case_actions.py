"""What people at the desk do in cases: each act asks whether they may, and notes itself, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from storefront.db import transaction
from storefront.desk.audit import Actor, record
from storefront.errors import NotFound
from storefront.orders.cases import actions as cases
from storefront.orders.cases.entries import Party, Said
from storefront.orders.cases.queries import find_for_desk
from storefront.orders.cases.tables import Case


def party_of(actor: Actor, by: Any) -> Party:
    """How a case's story names him."""
    return Party(by, f"person:{actor.person.id}")


def own_case(actor: Actor, number: str, act: str) -> Case:
    """A case that this person may do this to; raises NotFound for every other."""
    case = find_for_desk(number, actor.person)
    actor.must(act, case.order.seller_id)
    return case


@transaction()
def answer(actor: Actor, number: str, outcome: str, amount: int | None, said: Said) -> None:
    """The seller's answer."""
    case = own_case(actor, number, "cases.answer")
    cases.offer(case.id, outcome, amount, party_of(actor, "seller"), said, actor.now)
    _note(actor, "case.answer", case, {"outcome": outcome, "amount": amount})


@transaction()
def decide(actor: Actor, number: str, outcome: str, amount: int | None, said: Said) -> None:
    """Staff decide as judge."""
    case = own_case(actor, number, "cases.decide")
    cases.decide(case.id, outcome, amount, party_of(actor, "staff"), said, actor.now)
    _note(actor, "case.decide", case, {"outcome": outcome, "amount": amount, "reason": said.text})


@transaction()
def prove(actor: Actor, number: str) -> None:
    """Staff are sure that it was the buyer who withdrew."""
    case = own_case(actor, number, "cases.decide")
    cases.prove(case.id, party_of(actor, "staff"), actor.now)
    _note(actor, "case.prove", case, {})


@transaction()
def turn(actor: Actor, number: str, name: str, said: Said) -> None:
    """One of the seller's other turns: goods-arrived, escalate, appeal or say. What the shop says is its own word."""
    case = own_case(actor, number, "cases.answer")
    verb = TURNS.get(name)
    if verb is None:
        raise NotFound(f"a case has no turn {name!r}")
    own = case.order.seller_id in actor.person.sellers or name == "appeal"
    verb(case.id, party_of(actor, "seller" if own else "staff"), said, actor)
    _note(actor, f"case.{name}", case, {})


TURNS: dict[str, Callable[[int, Party, Said, Actor], Any]] = {
    "goods-arrived": lambda case, party, _said, actor: cases.goods_arrived(case, party, actor.now),
    "escalate": lambda case, party, said, actor: cases.escalate(case, party, said, actor.now),
    "appeal": lambda case, party, said, actor: cases.appeal(case, party, said, actor.now),
    "say": lambda case, party, said, actor: cases.say(case, party, said, actor.now),
}


def _note(actor: Actor, act: str, case: Case, after: Mapping[str, Any]) -> None:
    record(actor, act, f"order:{case.order_id}", {}, {"case": case.number, **after})
