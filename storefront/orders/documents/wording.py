"""A document's words and figures in the buyer's language, as they are frozen: Directive 2006/112/EC, article 226."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from storefront import formatting
from storefront.i18n import Message, _, listed
from storefront.money import rounded
from storefront.orders.amendment import TaxPart
from storefront.orders.documents.amounts import Item, kept_amounts, merged
from storefront.orders.documents.numbers import INVOICE
from storefront.orders.documents.standing import kept_items
from storefront.orders.dues import paid, refunded
from storefront.orders.line_views import delivery_lines, line_title, seller_legal
from storefront.orders.queries import OrderFacts
from storefront.orders.sums import TAX_REASONS
from storefront.orders.wording import Wording

TITLES: dict[str, Message] = {"invoice": _("Invoice"), "credit-note": _("Credit note")}
# what article 226, points 11 and 11a, want said where no tax is charged
NOTES = {
    "reverse-charge": _("Reverse charge: the customer owes the VAT (Directive 2006/112/EC, article 196)."),
    "export": _("Export outside the European Union, exempt from VAT (Directive 2006/112/EC, article 146)."),
}


@dataclass(frozen=True)
class Issue:
    """What a document is besides its amounts."""

    kind: str
    name: str
    now: datetime
    reason: str = ""
    corrects: str = ""
    corrects_at: datetime | None = None


def content(
    facts: OrderFacts, items: Sequence[Item], issue: Issue, wording: Wording, places: Mapping[int, int]
) -> dict[str, Any]:
    """All that the document says."""
    t = wording.t
    return {
        "title": t(TITLES[issue.kind]),
        "seller": [str(fact.value) for fact in seller_legal(facts, wording)[:2]],
        "seller_facts": [[fact.label, str(fact.value)] for fact in seller_legal(facts, wording)[2:]],
        "seller_label": t(_("Seller")),
        "buyer_label": t(_("Buyer")),
        "buyer": [*delivery_lines(facts, wording), facts.purchase["email"]],
        "facts": _facts(facts, issue, wording),
        "heads": [t(one) for one in HEADS],
        "rows": [_row(facts, item, issue, wording) for item in items],
        "tax_heads": [t(one) for one in TAX_HEADS],
        "taxes": [_tax(facts, part, wording) for part in merged(items)],
        "sums": _sums(facts, items, issue, wording),
        "notes": _notes(items, issue, wording),
        "amounts": {**kept_amounts(items), "items": kept_items(items, places)},
    }


HEADS = (_("Goods"), _("Pieces"), _("Each, net"), _("Net"), _("VAT rate"), _("VAT"), _("Together"))
TAX_HEADS = (_("VAT rate"), _("Net"), _("VAT"))


def _facts(facts: OrderFacts, issue: Issue, wording: Wording) -> list[list[str]]:
    order = facts.order
    rows: list[tuple[Message, str]] = [
        (_("Number"), issue.name),
        (_("Date"), wording.day(issue.now)),
        (_("Order"), str(order["number"])),
        (_("Ordered on"), wording.day(order["placed_at"])),
        (_("Supplied on"), _supplied(facts, wording) if issue.kind == INVOICE else ""),
        (_("Your number"), str(order["po_number"])),
        (_("Your VAT number"), str(order["buyer"].get("vat_id") or "")),
        (_("Corrects the invoice"), issue.corrects),
        (_("of"), wording.day(issue.corrects_at) if issue.corrects_at else ""),
        (_("Reason"), issue.reason),
    ]
    return [[wording.t(label), value] for label, value in rows if value]


def _supplied(facts: OrderFacts, wording: Wording) -> str:
    """When the goods were sent; before that, when they will have come by."""
    if facts.shipments:
        return wording.day(facts.shipments[-1]["sent_at"])
    if facts.order["arrives_by"]:
        return formatting.date(date.fromisoformat(facts.order["arrives_by"]), wording.language)
    return wording.t(_("on delivery"))


def _row(facts: OrderFacts, item: Item, issue: Issue, wording: Wording) -> list[str]:
    money, t = _money(facts, wording), wording.t
    line = next((row for row in facts.lines if row["id"] == item.line_id), None)
    title = t(_("Delivery cost")) if line is None else line_title(line, wording)
    if line is not None and (options := wording.text(line["frozen"].get("options"))):
        title = t(listed(title, options))
    if item.other:
        title = issue.reason or title
    count = formatting.number(item.quantity, wording.language) if item.quantity else ""
    each = money(rounded(Fraction(item.net, item.quantity))) if item.quantity else ""
    rates = " + ".join(_rate(part, wording) for part in item.taxes)
    return [title, count, each, money(item.net), rates, money(item.tax), money(item.gross)]


def _money(facts: OrderFacts, wording: Wording) -> Any:
    return lambda amount: wording.money(amount, facts.currency)


def _rate(part: TaxPart, wording: Wording) -> str:
    rate = Fraction(part.rate)
    return formatting.percent(Decimal(rate.numerator) / Decimal(rate.denominator), wording.language)


def _tax(facts: OrderFacts, part: TaxPart, wording: Wording) -> list[str]:
    money = _money(facts, wording)
    reason = TAX_REASONS.get(part.reason)
    words = listed(wording.country(part.jurisdiction), *([wording.t(reason)] if reason else []))
    label = f"{_rate(part, wording)} · {wording.t(words)}"
    return [label, money(part.base), money(part.amount)]


def _sums(facts: OrderFacts, items: Sequence[Item], issue: Issue, wording: Wording) -> list[list[str]]:
    money, kept = _money(facts, wording), kept_amounts(items)
    rows: list[tuple[Message, int]] = [(_("Net"), kept["net"]), (_("VAT"), kept["tax"]), (_("Total"), kept["total"])]
    if issue.kind == INVOICE:
        came = paid(facts) - refunded(facts)
        rows += [(_("Paid"), came), (_("Still to pay"), max(kept["total"] - came, 0))]
    return [[wording.t(label), money(amount)] for label, amount in rows]


def _notes(items: Sequence[Item], issue: Issue, wording: Wording) -> list[str]:
    reasons = dict.fromkeys(part.reason for part in merged(items))
    words = [NOTES[reason] for reason in reasons if reason in NOTES]
    if issue.kind != INVOICE:
        words.append(_("The amounts above are taken off the invoice."))
    return [wording.t(one) for one in words]
