"""An order's sums and "Why this price?", added up from its frozen components."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction

from storefront import formatting
from storefront.cart.contexts import SumRow
from storefront.i18n import Country, _, labelled, listed
from storefront.money import Money
from storefront.orders.queries import OrderFacts, Row
from storefront.orders.wording import Wording
from storefront.web.price_view import ReceiptRow

# parts of a line's price that stand in rows of their own instead of in the goods
OWN_ROW = frozenset({"promotion", "fee", "insurance", "duty", "tax", "amendment"})
TAX_REASONS = {
    "standard": _("standard rate"),
    "reduced": _("reduced rate"),
    "books": _("reduced rate for books"),
    "zero-rated": _("zero rate"),
    "reverse-charge": _("not charged: the buyer owes it (reverse charge)"),
    "below-threshold": _("not charged: below the threshold"),
}


def sum_rows(facts: OrderFacts, wording: Wording) -> tuple[SumRow, ...]:
    """Goods, what changed them, delivery, their total; then the taxes that are in it."""
    goods = sum(part["amount"] for part in facts.components if part["line"] and part["kind"] not in OWN_ROW)
    rows = [SumRow(wording.t(_("Goods")), Money(goods, facts.currency))]
    changes = (part for part in facts.components if not part["line"] or part["kind"] in OWN_ROW)
    for part in _merged(changes, lambda part: (part["kind"], repr(part["label"]))):
        detail = wording.t(part["reason"])
        kind = "minus" if part["amount"] < 0 else "part"
        money = Money(part["amount"], facts.currency)
        rows.append(SumRow(_part_label(facts, part, wording), money, detail=detail, kind=kind))
    rows.append(SumRow(wording.t(_("Total")), Money(facts.order["total"], facts.currency), kind="total"))
    return (*rows, *tax_rows(facts, wording))


def _part_label(facts: OrderFacts, part: Row, wording: Wording) -> str:
    """Delivery is named with its method."""
    label = wording.t(part["label"])
    method = facts.order["frozen"].get("delivery") or {}
    if part["kind"] == "freight" and method.get("label"):
        return wording.t(labelled(label, wording.t(method["label"])))
    return label


def tax_rows(facts: OrderFacts, wording: Wording) -> tuple[SumRow, ...]:
    """Each tax that the total contains, also when it is zero."""
    merged = _merged(facts.taxes, lambda row: (row["rate"], row["reason"], row["jurisdiction"]))
    return tuple(
        SumRow(
            tax_label(row, wording),
            Money(row["amount"], facts.currency),
            detail=tax_reason(row, wording),
            kind="within",
        )
        for row in merged
    )


def tax_label(row: Row, wording: Wording) -> str:
    """“of which VAT 19%”; a zero says why it is zero."""
    if row["reason"] == "export":
        return wording.t(_("No VAT charged: sent to %(country)s", country=Country(row["jurisdiction"])))
    rate = Fraction(row["rate"])
    shown = formatting.percent(Decimal(rate.numerator) / Decimal(rate.denominator), wording.language)
    return wording.t(_("of which VAT %(rate)s", rate=shown))


def tax_reason(row: Row, wording: Wording) -> str:
    """“Germany, standard rate”"""
    if row["reason"] == "export":
        return ""
    known = TAX_REASONS.get(row["reason"])
    reason = wording.t(known) if known else row["reason"]
    return wording.t(listed(wording.country(row["jurisdiction"]), reason))


def receipt_rows(facts: OrderFacts, wording: Wording) -> tuple[ReceiptRow, ...]:
    """Every component with its reason; they add up to the total. Taxes only explain."""
    merged = _merged(facts.components, lambda part: (part["kind"], repr(part["label"]), repr(part["reason"])))
    rows = [
        ReceiptRow(
            _part_label(facts, part, wording),
            Money(part["amount"], facts.currency),
            wording.t(part["reason"]),
            part["kind"],
        )
        for part in merged
    ]
    for row in tax_rows(facts, wording):
        assert row.amount is not None
        words = " · ".join(filter(None, (wording.money(row.amount.amount, row.amount.currency), row.detail)))
        rows.append(ReceiptRow(row.label, None, words, "tax"))
    return tuple(rows)




def _merged(rows: Iterable[Row], key: Callable[[Row], tuple[object, ...]]) -> list[Row]:
    """Rows of the same key as one, amounts added up, in the order they first came."""
    found: dict[tuple[object, ...], Row] = {}
    for row in rows:
        before = found.get(key(row))
        found[key(row)] = {**before, "amount": before["amount"] + row["amount"]} if before else dict(row)
    return list(found.values())
