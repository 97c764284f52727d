"""Cases at the desk, by what is due next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import fn

from storefront.accounts.permissions import sellers_of
from storefront.accounts.person import Person
from storefront.desk.keyset import Rows, page_of
from storefront.desk.listing import Asked, Column, Filter, Rules, options
from storefront.i18n import Message, _
from storefront.orders.cases.tables import Case
from storefront.orders.cases.wording import KINDS
from storefront.orders.tables import Order, Purchase

# whose turn it is comes first; a case without a clock stands behind those with one
NEVER = "9999"


def rules() -> Rules:
    """What is due first, first."""
    columns = (
        Column("case", _("Case")),
        Column("order", _("Order")),
        Column("buyer", _("Buyer")),
        Column("state", _("Stage")),
        Column("due", _("Due"), "text"),
        Column("opened", _("Opened"), "text"),
        Column("amount", _("Amount"), "number", end=True),
    )
    turns = (
        ("", _("All that are open")),
        ("seller", _("The seller's turn")),
        ("shop", _("The shop decides")),
        ("buyer", _("The buyer's turn")),
        ("unproved", _("To be confirmed")),
        ("closed", _("Closed")),
    )
    kinds = (("", _("Every kind")), *KINDS.items())
    return Rules(
        columns, (Filter("show", _("Which"), options(*turns)), Filter("kind", _("Kind"), options(*kinds))), "due"
    )


def found_cases(wanted: Asked, person: Person) -> Rows:
    """One page of the cases this person may see."""
    limit = sellers_of(person, "cases.see")
    named = (Order.number.alias("order_number"), Order.currency, Purchase.email.alias("buyer_email"))
    query = Case.select(Case, *named).join(Order).join(Purchase).where(turn_is(wanted.chosen.get("show", "")))
    if limit is not None:
        query = query.where(Order.seller_id.in_(sorted(limit)))
    if kind := wanted.chosen.get("kind"):
        query = query.where(Case.kind == kind)
    if text := wanted.query:
        numbers = Case.number.startswith(text.upper()) | Order.number.startswith(text.upper())
        query = query.where(numbers | Purchase.email.contains(text.lower()))
    sorts: dict[str, Any] = {"opened": Case.opened_at, "amount": fn.COALESCE(Case.outcome_amount, Case.wish_amount, 0)}
    # read as the text it is kept as: a mark in an address is a text
    value = sorts.get(wanted.column, fn.COALESCE(Case.turn_until, NEVER))
    return page_of(query, wanted, value.cast("TEXT") if wanted.column != "amount" else value, Case.id)


_TURNS = {"seller": ("seller", "checking"), "shop": ("shop", "provider"), "buyer": ("buyer", "returning", "decided")}


def turn_is(which: str) -> Any:
    """Condition on Case: one of the filter's choices; "": all that are open."""
    if which == "closed":
        return Case.closed_at.is_null(False)
    if which == "unproved":
        return Case.state == "unproved"
    if which in _TURNS:
        return Case.state.in_(_TURNS[which])
    return Case.closed_at.is_null()


def due_words(until: datetime | None, now: datetime) -> tuple[Message | None, str]:
    """By when, with its tone: what is late or nearly so is seen first."""
    if until is None:
        return None, ""
    hours = (until - now).total_seconds() / 3600
    tone = "bad" if hours < 0 else "warn" if hours < 24 else ""
    return _("%(moment)s", moment=until), tone
