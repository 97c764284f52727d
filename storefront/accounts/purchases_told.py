"""What somebody bought, as it now is, with what was changed, claimed and sent: told to him, and forgotten."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from storefront.db import transaction
from storefront.i18n import Message, _
from storefront.orders.cases.queries import cases_of_person
from storefront.orders.cases.tables import Case, CaseEntry
from storefront.orders.documents.tables import Document
from storefront.orders.line_sums import AMENDMENT
from storefront.orders.pieces import pieces_of
from storefront.orders.tables import Amendment, AmendmentLine, Order, OrderComponent, OrderLine, OrderTax, Purchase
from storefront.payments.credit.tables import UnmatchedMoney
from storefront.payments.tables import Chargeback, ChargebackPart, Payment
from storefront.uploads.queries import uploads_of
from storefront.values import Retained

CONTESTED = _("The bank has not decided yet: its reason is needed for the answer.")
Listed = defaultdict[int, list[dict[str, Any]]]


def orders_told(person_id: int) -> list[dict[str, Any]]:
    """His orders with their lines as they now are; in a fixed number of queries."""
    query = Order.select(Order, Purchase.email).join(Purchase).where(Purchase.person_id == person_id).order_by(Order.id)
    rows = list(query.dicts())
    numbers = [row["id"] for row in rows]
    lines, changes, papers, claims = _lines(numbers), _changes(numbers), _documents(numbers), _chargebacks(numbers)
    names = (
        "number", "email", "state", "currency", "net", "tax", "total", "buyer", "address", "po_number", "arrives_by",
    )  # fmt: skip
    return [
        {
            **{name: row[name] for name in names},
            "placed": _moment(row["placed_at"]),
            "lines": lines[row["id"]],
            "changes": changes[row["id"]],
            "documents": papers[row["id"]],
            "chargebacks": claims[row["id"]],
        }
        for row in rows
    ]


def _lines(orders: list[int]) -> Listed:
    more: defaultdict[int, int] = defaultdict(int)
    added = OrderComponent.select().where(OrderComponent.order.in_(orders), OrderComponent.kind == AMENDMENT)
    for part in added.dicts():
        more[part["line"] or 0] += part["amount"]
    taxes: defaultdict[int, int] = defaultdict(int)
    for tax in OrderTax.select().where(OrderTax.order.in_(orders)).dicts():
        taxes[tax["line"] or 0] += tax["amount"]
    found: Listed = defaultdict(list)
    for line in OrderLine.select().where(OrderLine.order.in_(orders)).order_by(OrderLine.id).dicts():
        gross, tax = line["gross"] + more[line["id"]], taxes[line["id"]]
        found[line["order"]].append(
            {
                "sku": line["sku"], "quantity": pieces_of(line), "net": gross - tax, "tax": tax, "gross": gross,
                "ordered": {name: line[name] for name in ("quantity", "unit_price", "net", "tax", "gross")},
            }
        )  # fmt: skip
    return found


def _changes(orders: list[int]) -> Listed:
    rows = list(Amendment.select().where(Amendment.order.in_(orders)).order_by(Amendment.id).dicts())
    asked: Listed = defaultdict(list)
    lines = AmendmentLine.select(AmendmentLine, OrderLine.sku).join(OrderLine)
    mine = AmendmentLine.amendment.in_([row["id"] for row in rows])
    figures = ("sku", "pieces", "unit_price", "was_pieces", "was_gross", "gross")
    for line in lines.where(mine).order_by(AmendmentLine.id).dicts():
        asked[line["amendment"]].append({name: line[name] for name in figures})
    found: Listed = defaultdict(list)
    for row in rows:
        told = ("state", "asked_by", "changes", "difference")
        found[row["order"]].append(
            {
                **{name: row[name] for name in told},
                "reason": str(Message.from_json(row["reason"])) if row["reason"] else "",
                "asked": _moment(row["asked_at"]), "decided": _moment(row["decided_at"]), "lines": asked[row["id"]],
            }
        )  # fmt: skip
    return found


def _documents(orders: list[int]) -> Listed:
    found: Listed = defaultdict(list)
    for row in Document.select().where(Document.order.in_(orders)).order_by(Document.id).dicts():
        found[row["order"]].append({"kind": row["kind"], "number": row["name"], "issued": _moment(row["issued_at"])})
    return found


def _chargebacks(orders: list[int]) -> Listed:
    rows = ChargebackPart.select(ChargebackPart.order, ChargebackPart.amount, Chargeback).join(Chargeback)
    found: Listed = defaultdict(list)
    for row in rows.where(ChargebackPart.order.in_(orders)).order_by(ChargebackPart.id):
        claim = row.chargeback
        found[row.order_id].append(
            {"amount": row.amount, "reason": claim.reason, "state": claim.state, "heard": _moment(claim.received_at)}
        )
    return found


def cases_told(person_id: int) -> list[dict[str, Any]]:
    """Withdrawals and complaints about his orders, with what he said and sent in them."""
    own = (Purchase.person_id == person_id) & (CaseEntry.by == "buyer")
    entries = list(CaseEntry.select().join(Case).join(Order).join(Purchase).where(own).order_by(CaseEntry.id))
    files = uploads_of(f"case-entry:{entry.id}" for entry in entries)
    said: Listed = defaultdict(list)
    for entry in entries:
        sent = [
            {"name": file.name, "kind": file.kind, "size": file.size, "sent": _moment(file.created_at)}
            for file in files[f"case-entry:{entry.id}"]
        ]
        said[entry.case_id].append({"kind": entry.kind, "text": entry.text, "at": _moment(entry.at), "files": sent})
    names = ("number", "kind", "reason", "wish", "wish_amount", "outcome", "outcome_amount", "name", "email")
    return [
        {**{name: row[name] for name in names}, "opened": _moment(row["opened_at"]), "said": said[row["id"]]}
        for row in cases_of_person(person_id)
    ]


def received_told(person_id: int) -> list[dict[str, Any]]:
    """Money of his that came without saying for what, as the bank's statement names it."""
    rows = UnmatchedMoney.select().where(_his_money(person_id)).order_by(UnmatchedMoney.id)
    return [
        {"came": row.received_on, "amount": row.amount, "currency": row.currency, "reference": row.reference,
         "from": row.counterparty}
        for row in rows
    ]  # fmt: skip


def _his_money(person_id: int) -> Any:
    numbers = Order.select(Order.number).join(Purchase).where(Purchase.person_id == person_id).tuples()
    return UnmatchedMoney.outcome.in_([f"person:{person_id}", *(f"order:{number}" for (number,) in numbers)])


@transaction()
def forget_banks_words(person_id: int) -> list[Retained]:
    """What banks wrote about his payments is gone, amounts and days stay. Call it while his orders are his.

    The reason of a chargeback nobody has decided yet stays until then.
    """
    nameless = {"counterparty": "", "reference": ""}
    UnmatchedMoney.update(nameless).where(_his_money(person_id)).execute()
    payments = list(Payment.select().join(Purchase).where(Purchase.person_id == person_id))
    for payment in payments:
        if payment.answer.get("bank_reference"):
            answer = {**payment.answer, "bank_reference": ""}
            Payment.update(answer=answer).where(Payment.id == payment.id).execute()
    claims = Chargeback.payment.in_([payment.id for payment in payments])
    Chargeback.update(reason="").where(claims, Chargeback.state != "open").execute()
    still = Chargeback.select().where(claims, Chargeback.state == "open").count()
    return [Retained(_("Chargebacks: %(count)s", count=still), CONTESTED)] if still else []


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None

