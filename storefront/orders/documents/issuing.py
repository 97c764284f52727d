"""Documents are issued here, by the worker, once for each cause: the sale, a change, a refund, the end of an order."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from storefront.db import transaction
from storefront.i18n import Message, _
from storefront.orders.amendment import TaxPart
from storefront.orders.amendment_reading import order_now, tax_parts
from storefront.orders.documents.amounts import Item, negated, shared, standing
from storefront.orders.documents.numbers import CREDIT_NOTE, INVOICE, document_name, number_document
from storefront.orders.documents.standing import DELIVERY, Standing, Wanted, credited, standing_lines
from storefront.orders.documents.tables import Document
from storefront.orders.documents.wording import Issue, content
from storefront.orders.locks import lock_order
from storefront.orders.queries import OrderFacts, Row, get_order
from storefront.orders.refund_shares import AMENDED, arranged_for, before, line_amount
from storefront.orders.wording import Wording
from storefront.runtime import current


@transaction()
def issue_document(payload: Mapping[str, Any], now: datetime) -> int | None:
    """Issue what an outbox row asks for; None: nothing is to be issued, or was before. Private sellers issue none.

    payload: {"order": id} and "amendment": id, "refund": key or "ended": true; the sale where it names none.
    """
    lock_order(payload["order"])
    facts = get_order(payload["order"])
    if not facts.order["seller"].get("trader", False) or facts.purchase["demo"]:
        return None
    if "amendment" in payload:
        return _amended(facts, payload["amendment"], now)
    if "refund" in payload:
        return _refunded(facts, str(payload["refund"]), now)
    return _ended(facts, now) if payload.get("ended") else _sold(facts, now)


def _sold(facts: OrderFacts, now: datetime) -> int | None:
    """The invoice of the order as it stands; nothing is invoiced that costs nothing, or has ended."""
    if not facts.order["total"] or facts.order["closed_at"] is not None:
        return None
    state = order_now(facts)
    items = [Item(line.id, line.pieces, line.gross, line.taxes) for line in state.lines if line.pieces]
    if state.freight:
        items.append(Item(None, 0, state.freight, state.freight_taxes))
    return _issue(facts, "sale", INVOICE, items, now)


def _amended(facts: OrderFacts, amendment_id: int, now: datetime) -> int | None:
    """A change of an order that was invoiced: a credit note for less, a further invoice for more."""
    row = next((one for one in facts.amendments if one["id"] == amendment_id), None)
    invoice = _invoice(facts)
    # an invoice that came after the change shows it already
    if row is None or invoice is None or row["decided_at"] is None or invoice["issued_at"] > row["decided_at"]:
        return None
    items = [
        Item(one["order_line"], _pieces(one), one["gross"], _parts(one["taxes"]))
        for one in row["lines"]
        if one["gross"]
    ]
    outcome = row["outcome"]
    if outcome.get("freight"):
        items.append(Item(None, 0, outcome["freight"], _parts(outcome["freight_taxes"])))
    total = sum(item.gross for item in items)
    if not items or not total:
        return None
    if total > 0:
        return _issue(facts, f"amendment:{row['key']}", INVOICE, items, now, row["reason"])
    less = [Item(one.line_id, -one.quantity, -one.gross, tuple(map(negated, one.taxes))) for one in items]
    return _issue(facts, f"amendment:{row['key']}", CREDIT_NOTE, less, now, row["reason"])


def _pieces(one: Row) -> int:
    return 0 if one["pieces"] is None else int(one["pieces"]) - int(one["was_pieces"])


def _parts(kept: Sequence[Mapping[str, Any]]) -> tuple[TaxPart, ...]:
    return tuple(TaxPart(**one) for one in kept)


def _refunded(facts: OrderFacts, key: str, now: datetime) -> int | None:
    """A credit note for money that somebody decided to send back; a change of the order has its own."""
    told = arranged_for(facts, key)
    if told is None or key.startswith(AMENDED):
        return None
    if _invoice(facts) is None:
        return None
    amount, stands = min(told["amount"], standing(facts.documents)[0]), standing_lines(facts.documents)
    if stands is None:
        return _credit(facts, f"refund:{key}", amount, tax_parts(facts.taxes), now, told["reason"])
    items = _items(facts, credited(amount, _wanted(facts, key, told), stands))
    return _issue(facts, f"refund:{key}", CREDIT_NOTE, items, now, told["reason"]) if items else None


def _wanted(facts: OrderFacts, key: str, told: Row) -> dict[int, Wanted]:
    """What a refund is for, by place; a discount code is in what each piece costs."""
    done, places = before(facts, key), _places(facts)
    found = {
        places[int(line)]: Wanted(count, line_amount(facts, done, int(line), count))
        for line, count in told["pieces"].items()
        if int(line) in places
    }
    return {**found, **({DELIVERY: Wanted(0, told["delivery"])} if told["delivery"] else {})}


def _places(facts: OrderFacts) -> dict[int, int]:
    return {row["id"]: place for place, row in enumerate(facts.lines, start=1)}


def _items(facts: OrderFacts, lines: Mapping[int, Standing]) -> list[Item]:
    ids = {place: number for number, place in _places(facts).items()}
    last = sorted(lines.items(), key=lambda pair: (pair[0] == DELIVERY, pair[0]))
    return [Item(ids.get(place), one.pieces, one.gross, one.taxes) for place, one in last]


def _ended(facts: OrderFacts, now: datetime) -> int | None:
    """The order was cancelled: what its documents still say is taken off."""
    amount, taxes = standing(facts.documents)
    stands = standing_lines(facts.documents)
    if stands is not None and amount > 0 and all(one.gross >= 0 for one in stands.values()):
        items = _items(facts, {place: one for place, one in stands.items() if one.gross})
        return _issue(facts, "ended", CREDIT_NOTE, items, now, _("The order was cancelled.").as_json())
    return _credit(facts, "ended", amount, taxes, now, _("The order was cancelled.").as_json())


def _credit(
    facts: OrderFacts, cause: str, amount: int, taxes: Sequence[TaxPart], now: datetime, reason: Row | None
) -> int | None:
    if amount <= 0 or _invoice(facts) is None:
        return None
    return _issue(facts, cause, CREDIT_NOTE, [Item(None, 0, amount, shared(amount, taxes), other=True)], now, reason)


def _invoice(facts: OrderFacts) -> Row | None:
    """The order's first invoice."""
    return next((row for row in facts.documents if row["kind"] == INVOICE), None)


def _issue(
    facts: OrderFacts, cause: str, kind: str, items: Sequence[Item], now: datetime, reason: Row | None = None
) -> int | None:
    if any(row["cause"] == cause for row in facts.documents):
        return None
    seller_id, year = int(facts.order["seller_id"]), now.year
    number = number_document(seller_id, kind, year)
    name = document_name(str(facts.order["seller"].get("slug", "")), kind, year, number)
    wording = Wording(current(), str(facts.purchase["language"]))
    corrects = _invoice(facts)
    issue = Issue(
        kind, name, now, wording.t(Message.from_json(reason)) if reason else "",
        corrects["name"] if corrects else "", corrects["issued_at"] if corrects else None,
    )  # fmt: skip
    row = Document.create(
        token=secrets.token_urlsafe(24), seller_id=seller_id, kind=kind, year=year, number=number, name=name,
        order=facts.id, cause=cause, corrects=corrects["id"] if corrects else None, language=wording.language,
        content=content(facts, items, issue, wording, _places(facts)), issued_at=now,
    )  # fmt: skip
    return int(row.id)
