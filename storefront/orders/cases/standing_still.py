"""Whose clocks do not run: an order's while a case about it is open, a case's while the buyer's bank decides."""

from __future__ import annotations

from typing import Any

from storefront.orders.cases.tables import Case


def open_cases(order_id: Any) -> Any:
    """The condition of an order's open cases; what nobody has proved to have said stops nothing."""
    return (Case.order == order_id) & Case.closed_at.is_null() & (Case.state != "unproved")


def stands_still(subject: str) -> bool:
    """Whether a clock that is set now for this subject waits until a case has ended."""
    noun, _sep, number = subject.partition(":")
    if noun not in ("order", "case") or not number.isdigit():
        return False
    if noun == "order":
        return bool(Case.select().where(open_cases(int(number))).exists())
    order = Case.select(Case.order).where(Case.id == int(number), Case.kind != "chargeback")
    return bool(Case.select().where(open_cases(order), Case.kind == "chargeback").exists())
