"""What can be sent to a country: not what is too heavy for its rates, nor what may not be sent there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import peewee

from storefront.catalogue.tables import Product, Variant
from storefront.pricing.shipping import rates_of

# a restriction of a product: "not-to-NO"
NOT_TO = "not-to-"


@dataclass(frozen=True)
class Sending:
    """A country, whether anything is sent there, and the most that a parcel may weigh (None: any weight)."""

    country: str
    possible: bool = True
    heaviest: int | None = None

    def reaches(self, product: Any) -> Any:
        """Condition on a column of product ids."""
        if not self.possible:
            return peewee.SQL("1 = 0")
        marked = peewee.NodeList(
            (Product.restrictions, peewee.SQL("LIKE"), peewee.Value(f'%"{NOT_TO}{self.country}"%', converter=False))
        )
        kept_out = Product.select(peewee.SQL("1")).where(Product.id == product, marked)
        condition = ~peewee.fn.EXISTS(kept_out)
        if self.heaviest is not None:
            light = Variant.select(peewee.SQL("1")).where(
                Variant.product == product, Variant.weight_grams <= self.heaviest
            )
            condition &= peewee.fn.EXISTS(light)
        return condition


def sending_to(country: str) -> Sending:
    """How the shop sends to a country."""
    limits = [rate["up_to_grams"] for rate in rates_of(country)]
    if not limits:
        return Sending(country, possible=False)
    return Sending(country, heaviest=None if None in limits else max(limits))
