"""Money somebody should look after: transfers that are waited for, payments without an answer, refunds that stick."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from storefront.desk.keyset import Rows, page_of
from storefront.desk.listing import Asked, Column, Filter, Rules, options
from storefront.i18n import Message, _, ngettext
from storefront.orders.tables import Order, Purchase
from storefront.payments.attempts import TRANSFER
from storefront.payments.lapsing import OPEN, SILENCE
from storefront.payments.tables import Payment, Refund

FAILED_FOR = timedelta(days=30)


def rules() -> Rules:
    """The oldest first: whoever waits longest."""
    columns = (
        Column("order", _("Order")),
        Column("buyer", _("Buyer")),
        Column("way", _("Way of payment")),
        Column("since", _("Since"), "number"),
        Column("state", _("State")),
        Column("amount", _("Amount"), "number", end=True),
    )
    kinds = (
        ("", _("Transfers that are waited for")),
        ("silent", _("Payments without an answer")),
        ("failed", _("Failed in the last 30 days")),
        ("back", _("Refunds that are not through")),
    )
    return Rules(columns, (Filter("show", _("Which"), options(*kinds)),), "since")


def found_payments(wanted: Asked, now: datetime) -> Rows:
    """One page; each row with the number of its purchase's first order."""
    if wanted.chosen.get("show") == "back":
        return _page(_refunds(), Refund, wanted)
    return _page(_payments(wanted.chosen.get("show", ""), now), Payment, wanted)


def _page(query: Any, table: Any, wanted: Asked) -> Rows:
    if wanted.query:
        text = wanted.query
        query = query.where(Payment.reference.startswith(text.upper()) | Purchase.email.contains(text.lower()))
    return page_of(query, wanted, table.amount if wanted.column == "amount" else table.id, table.id)


def _first_order() -> Any:
    return Order.select(fn.MIN(Order.number)).where(Order.purchase == Purchase.id)


def _payments(kind: str, now: datetime) -> Any:
    columns = (Payment.provider, Payment.reference, Payment.state, Payment.amount, Payment.currency)
    more = (Payment.created_at, Payment.asked_at, Payment.expires_at, Purchase.email)
    query = Payment.select(*columns, *more, _first_order().alias("number")).join(Purchase)
    if kind == "failed":
        return query.where(Payment.state == "failed", Payment.created_at > now - FAILED_FOR)
    return query.where(silent(now) if kind == "silent" else awaited())


def awaited() -> Any:
    """Condition on Payment: a transfer that is waited for."""
    return Payment.state.in_(OPEN) & (Payment.provider == TRANSFER) & (Payment.reference != "")


def silent(now: datetime) -> Any:
    """Condition on Payment: its provider gives no answer."""
    return Payment.state.in_(OPEN) & (Payment.provider != TRANSFER) & (Payment.created_at <= now - SILENCE)


def sticking() -> Any:
    """Condition on Refund: it is not through."""
    return Refund.state.in_(("pending", "failed"))


def _refunds() -> Any:
    number = Order.select(Order.number).where(Order.id == Refund.order)
    columns = (Refund.amount, Refund.currency, Refund.state, Refund.created_at, Payment.provider, Purchase.email)
    named = (fn.COALESCE(number, _first_order()).alias("number"), Refund.reference)
    return Refund.select(*columns, *named).join(Payment).join(Purchase).where(sticking())


def age(created: datetime, now: datetime) -> Message:
    """How long somebody waits already."""
    days = (now - created).days
    return ngettext("for %(num)s day", "for %(num)s days", days) if days > 0 else _("today")


def state_of(row: Any, now: datetime) -> tuple[Message, str]:
    """In words, with its tone: what is over its time should be looked at first."""
    if row["state"] == "failed":
        return _("Failed"), "bad"
    expires = row.get("expires_at")
    if expires is not None and expires <= now:
        return _("Over its time"), "warn"
    return (_("Waited for"), "quiet") if row["state"] == "pending" else (_("Begun"), "quiet")
