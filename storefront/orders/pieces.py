"""How many pieces a line has now: what was ordered, and what amendments changed of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storefront.orders.tables import OrderLine

# the same in SQL
PIECES: Any = OrderLine.quantity + OrderLine.changed


def pieces_of(row: Mapping[str, Any]) -> int:
    """Pieces of an order line's row as they are now."""
    return int(row["quantity"]) + int(row["changed"])
