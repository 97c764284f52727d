"""What a list holds: the place, and what narrows it, as conditions of statements and the values for them."""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import peewee

from storefront.catalogue.search.finding import Found
from storefront.catalogue.sending import Sending, reaches
from storefront.catalogue.tables import Offer, ProductAttribute, ProductCategory, Shelf, Variant
from storefront.catalogue.viewer import Named, Viewer


@dataclass(frozen=True)
class Scope:
    """The place whose products are listed: a category, a seller, what a search found; nothing: all."""

    category_id: int | None = None
    seller_id: int | None = None
    found: Found | None = None


@dataclass(frozen=True)
class Filters:
    """What narrows a list; prices are in the shop's currency, both ends included.

    attributes: attribute code → value codes, any of which a product must have. sending: where it is to be sent.
    """

    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    low: int | None = None
    high: int | None = None
    in_stock: bool = False
    business_models: tuple[str, ...] = ()
    sending: Sending | None = None


class Shape(NamedTuple):
    """What of a list's question decides its SQL. large: the place is walked in order instead of gathered.

    low, high: whether there is such a bound; one that bounds nothing would keep the database from walking the order.
    """

    place: str
    large: bool
    attributes: int
    low: bool
    high: bool
    in_stock: bool
    sending: str


@dataclass(frozen=True)
class Narrowing:
    """A list's question, ready to be asked: who looks, where, and the chosen values' ids."""

    viewer: Viewer
    scope: Scope
    filters: Filters = Filters()
    value_ids: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    large: bool = False
    most_counted: int = 0

    @property
    def capped(self) -> bool:
        """Whether the place holds more than are counted."""
        return self.large or (self.scope.found is not None and self.scope.found.capped)

    def but(self, sending: Sending) -> Narrowing:
        """The same question, for what can be sent there."""
        return replace(self, filters=replace(self.filters, sending=sending))

    @property
    def shape(self) -> Shape:
        """What decides the SQL."""
        scope = self.scope
        place = "category" if scope.category_id is not None else "all"
        if scope.seller_id is not None:
            place = "seller"
        if scope.found is not None:
            place = "found"
        filters = self.filters
        return Shape(
            place,
            self.large,
            len(self.value_ids),
            filters.low is not None,
            filters.high is not None,
            filters.in_stock,
            filters.sending.shape if filters.sending else "",
        )

    @functools.cached_property
    def values(self) -> dict[str, Any]:
        """What it is asked with."""
        scope, filters = self.scope, self.filters
        found: dict[str, Any] = self.viewer.shelves
        found |= {
            "chosen": self.viewer.only(filters.business_models),
            "low": filters.low,
            "high": filters.high,
            "most": self.most_counted,
        }
        if scope.category_id is not None:
            found["category"] = scope.category_id
        if scope.seller_id is not None:
            found["seller"] = scope.seller_id
        for number, ids in enumerate(self.value_ids.values()):
            found[f"values{number}"] = ids
        if filters.sending:
            found |= filters.sending.values
        if scope.found is not None:
            found["found"] = scope.found.product_ids
        return found


class Conditions:
    """The conditions of a question of some shape."""

    def __init__(self, given: Any, shape: Shape) -> None:
        self._given, self._shape = given, shape
        self._chosen, self.sight = Named(given, "chosen"), Named(given)

    def rows(self, *, price: bool = True, stock: bool | None = None, but: int | None = None) -> Any:
        """Condition on Shelf: one row, the cheapest, of each product that passes; but: the attribute left out."""
        in_stock = self._shape.in_stock if stock is None else stock
        parts = [self._kept(Shelf, in_stock), self._is_cheapest(in_stock), self.products(but)]
        if price and (self._shape.low or self._shape.high):
            parts.append(self.price_fits(Shelf.base_price))
        return functools.reduce(operator.and_, parts)

    def products(self, but: int | None = None) -> Any:
        """Condition on Shelf.product: place, attributes and where it is sent."""
        parts = [self._in_place()]
        for number in range(self._shape.attributes):
            if number != but:
                has = ProductAttribute.select(ProductAttribute.product)
                chosen = ProductAttribute.value.in_(getattr(self._given, f"values{number}"))
                parts.append(Shelf.product.in_(has.where(chosen)))
        if self._shape.sending:
            parts.append(reaches(Shelf.product, self._shape.sending, self._given))
        return functools.reduce(operator.and_, parts)

    def price_fits(self, price: Any) -> Any:
        """Condition: the price lies in the chosen range."""
        bounds = []
        if self._shape.low:
            bounds.append(price >= self._given.low)
        if self._shape.high:
            bounds.append(price <= self._given.high)
        return functools.reduce(operator.and_, bounds)

    def counted(self) -> Any:
        """Condition on Shelf: counting stops at the most popular of a large place."""
        if not self._shape.large:
            return Shelf.id.is_null(False)
        candidate = Shelf.alias("candidate")
        here = ProductCategory.select(peewee.SQL("1")).where(
            ProductCategory.category == self._given.category,
            ProductCategory.product == candidate.product,
        )
        rows = (
            candidate.select(candidate.product.alias("product_id"))
            .where(self.sight.sees_shelf(candidate), peewee.fn.EXISTS(here))
            .order_by(candidate.popularity.desc(), candidate.product.desc())
            .limit(self._given.most)
            .alias("candidates")
        )
        return Shelf.product.in_(peewee.Select([rows], [rows.c.product_id]))

    def _kept(self, shelf: Any, in_stock: bool) -> Any:
        """Condition on a shelf row by itself."""
        condition = self._chosen.sees_shelf(shelf)
        return condition & shelf.in_stock if in_stock else condition

    def _is_cheapest(self, in_stock: bool) -> Any:
        other = Shelf.alias("other")
        cheaper = (other.base_price < Shelf.base_price) | (
            (other.base_price == Shelf.base_price) & (other.id < Shelf.id)
        )
        rows = other.select(peewee.SQL("1")).where(other.product == Shelf.product, cheaper)
        return ~peewee.fn.EXISTS(rows.where(self._kept(other, in_stock)))

    def _in_place(self) -> Any:
        place, given = self._shape.place, self._given
        if place == "found":
            return Shelf.product.in_(given.rows("found"))
        if place == "seller":
            sold = (
                Variant.select(Variant.product)
                .join(Offer, on=(Offer.variant == Variant.id))
                .where(
                    Offer.seller == given.seller,
                    Offer.active,
                    self.sight.model_is_on(Offer.business_model),
                    self.sight.is_addressed(Offer.audience),
                )
            )
            return Shelf.product.in_(sold)
        if place == "all":
            return Shelf.id.is_null(False)
        places = ProductCategory.select(ProductCategory.product).where(ProductCategory.category == given.category)
        if self._shape.large:  # the page is found by walking the order, looking each product up
            return peewee.fn.EXISTS(places.where(ProductCategory.product == Shelf.product))
        return Shelf.product.in_(places)
