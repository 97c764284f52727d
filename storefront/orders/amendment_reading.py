"""An order as it stands, read for the rules of amendments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from storefront.orders.amendment import LineChange, LineNow, OrderChanges, OrderNow, TaxPart
from storefront.orders.cases.queries import contested
from storefront.orders.line_sums import gross_of
from storefront.orders.pieces import pieces_of
from storefront.orders.queries import OrderFacts, Row
from storefront.orders.refund_shares import before
from storefront.orders.tables import Amendment, AmendmentLine


def order_now(facts: OrderFacts) -> OrderNow:
    """The order as it is after all that was changed; pieces that are sent, contested or paid back stay."""
    held, back = contested(facts.id), before(facts).pieces
    sent: Counter[int] = Counter()
    for row in facts.shipped:
        sent[row["order_line"]] += row["quantity"]
    lines = tuple(
        LineNow(
            row["id"],
            pieces_of(row),
            gross_of(facts, row["id"]),
            row["unit_price"],
            # which pieces were paid back is not known: none of them is given back twice
            max(sent[row["id"]], held[row["id"]]) + back.get(row["id"], 0),
            tax_parts(one for one in facts.taxes if one["line"] == row["id"]),
        )
        for row in facts.lines
    )
    order = facts.order
    freight_taxes = tax_parts(one for one in facts.taxes if one["line"] is None)
    country = str(order["address"].get("country", ""))
    return OrderNow(lines, order["freight"], freight_taxes, promised_day(order), country, bool(facts.shipments))


def promised_day(order: Row) -> str:
    """The last day it is promised for, ISO 8601; empty: none was."""
    method = order["frozen"].get("delivery")
    if order["arrives_by"] or not method:
        return str(order["arrives_by"])
    last = order["placed_at"].date() + timedelta(days=method["days_max"])
    return str(last.isoformat())


def tax_parts(rows: Iterable[Row]) -> tuple[TaxPart, ...]:
    """Tax rows of the same rule added up, in the order they came."""
    sums: dict[tuple[str, str, str, str], list[int]] = {}
    for row in rows:
        kept = sums.setdefault((row["rate"], row["reason"], row["jurisdiction"], row["valid_from"]), [0, 0])
        kept[0] += row["base"]
        kept[1] += row["amount"]
    return tuple(TaxPart(*rule, base=base, amount=amount) for rule, (base, amount) in sums.items())


def changes_of(amendment_id: int) -> OrderChanges:
    """What an amendment asks for."""
    row = Amendment.get_by_id(amendment_id)
    lines = AmendmentLine.select().where(AmendmentLine.amendment == amendment_id).order_by(AmendmentLine.id).dicts()
    return kept_changes(row.changes, lines)


def kept_changes(kept: Mapping[str, Any], lines: Iterable[Row]) -> OrderChanges:
    """The same from its rows."""
    asked = tuple(LineChange(one["order_line"], one["pieces"], one["unit_price"]) for one in lines)
    return OrderChanges(asked, kept.get("arrives_by", ""), kept.get("address"))
