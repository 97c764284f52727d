"""What reports and our books do not agree on, as a table."""

from __future__ import annotations

from storefront.desk.keyset import Rows, page_of
from storefront.desk.listing import Asked, Column, Filter, Rules, options
from storefront.i18n import Message, _
from storefront.payments.reconciliation.tables import ReconciliationDifference as Difference
from storefront.payments.reconciliation.tables import ReconciliationRun

KINDS: dict[str, Message] = {
    "missing": _("Missing in the report"),
    "doubled": _("Twice in the report"),
    "wrong-amount": _("Wrong amount"),
    "wrong-currency": _("Wrong currency"),
    "unknown-reference": _("Unknown reference"),
    "bank-fee": _("Fee of the bank or provider"),
    "refund-not-sent": _("Refund not sent"),
    "unrecorded-chargeback": _("Chargeback nobody recorded"),
    "payout-short": _("Payout too short"),
}


def rules() -> Rules:
    """Open ones first come, the newest day on top."""
    columns = (
        Column("kind", _("Difference")),
        Column("day", _("Day"), "text"),
        Column("reference", _("Reference")),
        Column("amount", _("In the report"), end=True),
        Column("expected", _("In the books"), end=True),
        Column("order", _("Order")),
        Column("state", _("State")),
    )
    shown = (("", _("Open")), ("settled", _("Settled")))
    kinds = (("", _("Every kind")), *KINDS.items())
    return Rules(
        columns, (Filter("show", _("Which"), options(*shown)), Filter("kind", _("Kind"), options(*kinds))), "-day"
    )


def found_differences(wanted: Asked) -> Rows:
    """One page."""
    settled = wanted.chosen.get("show") == "settled"
    query = Difference.select().where(Difference.settled_at.is_null(not settled))
    if kind := wanted.chosen.get("kind"):
        query = query.where(Difference.kind == kind)
    if wanted.query:
        text = wanted.query
        query = query.where(Difference.reference.contains(text) | Difference.order_number.contains(text.upper()))
    return page_of(query, wanted, Difference.day, Difference.id)


def last_run() -> ReconciliationRun | None:
    """The comparison that was made last."""
    found: ReconciliationRun | None = ReconciliationRun.select().order_by(-ReconciliationRun.id).first()
    return found
