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

    @property
    def shape(self) -> str:
        """Which conditions it takes."""
        if not self.possible:
            return "never"
        return "any weight" if self.heaviest is None else "weighed"

    @property
    def values(self) -> dict[str, Any]:
        """What these conditions are asked with."""
        return {"kept_out": f'%"{NOT_TO}{self.country}"%', "heaviest": self.heaviest}


def reaches(product: Any, shape: str, given: Any) -> Any:
    """Condition on a column of product ids, in a statement."""
    if shape == "never":
        return peewee.SQL("1 = 0")
    marked = peewee.NodeList((Product.restrictions, peewee.SQL("LIKE"), given.kept_out))
    condition = ~peewee.fn.EXISTS(Product.select(peewee.SQL("1")).where(Product.id == product, marked))
    if shape == "weighed":
        light = Variant.select(peewee.SQL("1")).where(Variant.product == product)
        condition &= peewee.fn.EXISTS(light.where(Variant.weight_grams <= given.heaviest))
    return condition


def sending_to(country: str) -> Sending:
    """How the shop sends to a country."""
    limits = [rate["up_to_grams"] for rate in rates_of(country)]
    if not limits:
        return Sending(country, possible=False)
    return Sending(country, heaviest=None if None in limits else max(limits))
