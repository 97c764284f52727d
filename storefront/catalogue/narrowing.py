"""What a list holds: the place, and what narrows it, as conditions of statements and the values for them."""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import peewee

from storefront.catalogue.search.finding import Found
from storefront.catalogue.sending import Sending, reaches
from storefront.catalogue.tables import Offer, ProductAttribute, ProductCategory, Shelf, Variant
from storefront.catalogue.viewer import Named, Viewer, is_active


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
    """What of a list's question decides its SQL. large: the place is walked in order instead of gathered; vast: so are
    those of its products that are counted.

    low, high: whether there is such a bound; one that bounds nothing would keep the database from walking the order.
    """

    place: str
    large: bool
    vast: bool
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
    vast: bool = False
    most_counted: int = 0

    @property
    def capped(self) -> bool:
        """Whether the place holds more than are counted."""
        return self.large or (self.scope.found is not None and self.scope.found.capped)

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
            self.vast,
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
        self._chosen, self._sight = Named(given, "chosen"), Named(given)

    def rows(self) -> Any:
        """Condition on Shelf: one row, the cheapest, of each product that passes."""
        in_stock = self._shape.in_stock
        parts = [self._kept(Shelf, in_stock), self._is_cheapest(in_stock), self._in_place(), *self._of_products()]
        if self._shape.low:
            parts.append(Shelf.base_price >= self._given.low)
        if self._shape.high:
            parts.append(Shelf.base_price <= self._given.high)
        return functools.reduce(operator.and_, parts)

    def counted(self, but: int | None = None) -> Any:
        """Condition on Shelf: every row that is counted, whatever its model, price and stock; but: the attribute left
        out. Counting stops at the most popular of a large place.
        """
        place = self._among_most_popular() if self._shape.large else self._in_place()
        return functools.reduce(operator.and_, [self._sight.sees_shelf(), place, *self._of_products(but)])

    def _of_products(self, but: int | None = None) -> list[Any]:
        """Conditions on Shelf.product: attributes and where it is sent."""
        parts = []
        for number in range(self._shape.attributes):
            if number != but:
                has = ProductAttribute.select(ProductAttribute.product)
                chosen = ProductAttribute.value.in_(getattr(self._given, f"values{number}"))
                parts.append(Shelf.product.in_(has.where(chosen)))
        if self._shape.sending:
            parts.append(reaches(Shelf.product, self._shape.sending, self._given))
        return parts

    def _among_most_popular(self) -> Any:
        candidate = Shelf.alias("candidate")
        rows = candidate.select(candidate.product.alias("product_id")).where(self._sight.sees_shelf(candidate))
        if self._shape.place == "category" and not self._shape.vast:
            here = (ProductCategory.product == candidate.product) & (ProductCategory.category == self._given.category)
            rows = rows.join(ProductCategory, on=here)
        else:
            rows = rows.where(self._is_there(candidate.product))
        order = (candidate.popularity.desc(), candidate.product.desc())
        found = rows.order_by(*order).limit(self._given.most).alias("candidates")
        return Shelf.product.in_(peewee.Select([found], [found.c.product_id]))

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
        """Condition on Shelf.product: it stands in the place."""
        place, given = self._shape.place, self._given
        if place == "found":
            return Shelf.product.in_(given.rows("found"))
        if place == "all" or self._shape.large:
            # the page is found by walking the order, looking each product up
            return self._is_there(Shelf.product)
        if place == "seller":
            return Shelf.product.in_(self._sold(Variant.product))
        return Shelf.product.in_(self._standing(ProductCategory.product))

    def _is_there(self, product: Any) -> Any:
        """The same on any column of product ids, one product after another."""
        one = peewee.SQL("1")
        if self._shape.place == "category":
            return peewee.fn.EXISTS(self._standing(one).where(ProductCategory.product == product))
        if self._shape.place == "seller":
            return peewee.fn.EXISTS(self._sold(one).where(Variant.product == product))
        return product.is_null(False)

    def _standing(self, column: Any) -> Any:
        return ProductCategory.select(column).where(ProductCategory.category == self._given.category)

    def _sold(self, column: Any) -> Any:
        return (
            Variant.select(column)
            .join(Offer, on=(Offer.variant == Variant.id))
            .where(
                Offer.seller == self._given.seller,
                is_active(),
                self._sight.model_is_on(Offer.business_model),
                self._sight.is_addressed(Offer.audience),
            )
        )
