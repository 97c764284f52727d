"""What reads cases: by the token of the buyer's page, by number at the desk, and what is due next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from peewee import fn

from storefront.accounts.permissions import sellers_of
from storefront.accounts.person import Person
from storefront.errors import NotFound
from storefront.orders.cases.tables import Case, CaseEntry, CaseLine
from storefront.orders.tables import Order, Purchase


def find_by_token(token: str) -> Case:
    """The case whose page a token opens; raises NotFound."""
    found: Case | None = Case.get_or_none(Case.token == token) if token else None
    if found is None:
        raise NotFound("there is no such case")
    return found


def find_for_desk(number: str, person: Person) -> Case:
    """A case of a seller whose things this person looks after; raises NotFound for every other."""
    found: Case | None = Case.get_or_none(Case.number == number)
    limit = sellers_of(person, "cases.see")
    if found is None or (limit is not None and found.order.seller_id not in limit):
        raise NotFound("there is no such case")
    return found


def contested(order_id: int) -> Counter[int]:
    """Order line → pieces that an open case is about; what nobody has proved to have said does not count."""
    rows = (
        CaseLine.select(CaseLine.order_line, fn.SUM(CaseLine.quantity))
        .join(Case)
        .where(Case.order == order_id, Case.closed_at.is_null(), Case.state != "unproved")
        .group_by(CaseLine.order_line)
    )
    return Counter({line: int(count) for line, count in rows.tuples()})


def lapsed_withdrawal(order_id: int) -> bool:
    """Whether an order was withdrawn from in time, and nothing came back by the end of that case."""
    lapsed = (Case.order == order_id) & (Case.kind == "withdrawal") & (Case.outcome == "lapsed")
    return bool(Case.select().where(lapsed).exists())


def cases_of(order_ids: Sequence[int]) -> list[dict[str, Any]]:
    """The cases of some orders, the newest first; one query."""
    return list(Case.select().where(Case.order.in_(list(order_ids))).order_by(Case.id.desc()).dicts())


def entries_of(case_id: int) -> list[CaseEntry]:
    """What was said and done, the oldest first."""
    return list(CaseEntry.select().where(CaseEntry.case == case_id).order_by(CaseEntry.id))


def cases_of_person(person_id: int) -> list[dict[str, Any]]:
    """Cases about somebody's orders."""
    query = Case.select(Case).join(Order).join(Purchase).where(Purchase.person_id == person_id)
    return list(query.order_by(Case.id.desc()).dicts())
