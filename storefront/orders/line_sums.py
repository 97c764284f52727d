"""What a line costs now: its frozen price, and what amendments added to it."""

from __future__ import annotations

from storefront.orders.queries import OrderFacts

AMENDMENT = "amendment"


def is_amended(facts: OrderFacts, line_id: int) -> bool:
    """Whether an amendment changed what a line costs."""
    return any(part["line"] == line_id and part["kind"] == AMENDMENT for part in facts.components)


def gross_of(facts: OrderFacts, line_id: int) -> int:
    """All pieces of a line together, tax in it, as they are now."""
    frozen = next(int(row["gross"]) for row in facts.lines if row["id"] == line_id)
    parts = (part["amount"] for part in facts.components if part["line"] == line_id and part["kind"] == AMENDMENT)
    return frozen + sum(int(amount) for amount in parts)
