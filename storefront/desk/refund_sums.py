"""How much goes back: pieces of lines, delivery, or an amount. Pure; whole minor units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from storefront.digits import minor_units, whole
from storefront.errors import Refused
from storefront.formatting import currency_exponent
from storefront.i18n import Message, _, ngettext
from storefront.orders.pieces import pieces_of
from storefront.orders.queries import OrderFacts
from storefront.orders.refund_shares import before, line_amount

PIECES = "pieces-"


@dataclass(frozen=True)
class Wanted:
    """What is asked to go back: pieces by line, of the delivery, and all in all; errors by field."""

    pieces: dict[int, int]
    delivery: int
    amount: int
    errors: dict[str, Message] = field(default_factory=dict)


def wanted(facts: OrderFacts, typed: Mapping[str, str], left: int) -> Wanted:
    """What a form asks for; an amount that was typed counts instead of what pieces and delivery come to."""
    done, errors = before(facts), {}
    pieces: dict[int, int] = {}
    for row in facts.lines:
        name = f"{PIECES}{row['id']}"
        text = typed.get(name, "").strip()
        count, most = whole(text or "0"), pieces_of(row) - done.pieces.get(row["id"], 0)
        if count is None or count > most:
            errors[name] = ngettext("At most %(num)s piece is left.", "At most %(num)s pieces are left.", max(most, 0))
        elif count:
            pieces[row["id"]] = count
    delivery = max(facts.order["freight"] - done.delivery, 0) if typed.get("delivery") else 0
    amount = sum(line_amount(facts, done, line, count) for line, count in pieces.items()) + delivery
    if text := typed.get("amount", "").strip():
        given = minor_units(text, currency_exponent(facts.currency))
        amount = given or 0
        if given is None:
            errors["amount"] = _("Type an amount such as 12.50.")
    if not errors and not amount:
        errors["amount"] = _("Say what is to go back: pieces, the delivery or an amount.")
    elif not errors and amount > left:
        errors["amount"] = _("This is more than what is left of the money paid for this order.")
    return Wanted(pieces, delivery, amount, errors)


def by_payment(left: Mapping[int, int], amount: int) -> dict[int, int]:
    """Payment → how much of it goes back, as refund_order() takes it: the oldest first."""
    if amount > sum(left.values()):
        raise Refused(_("More than what is left of the money paid for this order."), "refund-too-high")
    parts = {}
    for payment_id, free in left.items():
        if part := min(free, amount):
            parts[payment_id] = part
        amount -= part
    return parts
