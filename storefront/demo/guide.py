"""What the demo's pieces would cost at retail: business models make their offers from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class GuidePrice:
    """A variant's price in minor units, gross in tax_country, and who has how many of it.

    announced_at: since when the full price has been asked, for the offer's price history.
    """

    sku: str
    product: str
    category: str
    seller: str
    currency: str
    price: int
    reduced_price: int | None
    tax_country: str
    stock: int
    position: int
    announced_at: datetime
    now: datetime
