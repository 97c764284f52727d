"""Lists of products: what a place holds, narrowed, ordered and cut into pages by keyset."""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import peewee

from storefront.catalogue import paging
from storefront.catalogue.paging import Mark, Sort
from storefront.catalogue.search.engines import among
from storefront.catalogue.search.finding import Found
from storefront.catalogue.sending import Sending
from storefront.catalogue.tables import (
    Attribute,
    AttributeValue,
    Offer,
    ProductAttribute,
    ProductCategory,
    Shelf,
    Variant,
)
from storefront.catalogue.viewer import Viewer

PAGE = 24
MOST_COUNTED = 2000


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


@dataclass(frozen=True)
class Narrowing:
    """A list's question, ready to be asked: who looks, where, and the chosen values' ids."""

    viewer: Viewer
    scope: Scope
    filters: Filters = Filters()
    value_ids: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    large: bool = False

    @property
    def capped(self) -> bool:
        """Whether the place holds more than are counted."""
        return self.large or (self.scope.found is not None and self.scope.found.capped)

    def but(self, sending: Sending) -> Narrowing:
        """The same question, for what can be sent there."""
        return replace(self, filters=replace(self.filters, sending=sending))

    def rows(self, *, price: bool = True, stock: bool | None = None, but_attribute: str = "") -> Any:
        """Condition on Shelf: one row, the cheapest, of each product that passes the filters."""
        in_stock = self.filters.in_stock if stock is None else stock
        parts = [self.kept(Shelf, in_stock), self._is_cheapest(in_stock), self.products(but_attribute)]
        if price:
            parts.append(self.price_fits(Shelf.base_price))
        return functools.reduce(operator.and_, parts)

    def kept(self, shelf: Any, in_stock: bool) -> Any:
        """Condition on a shelf row by itself."""
        condition = self.viewer.sees_shelf(shelf, self.filters.business_models)
        return condition & shelf.in_stock if in_stock else condition

    def products(self, but_attribute: str = "") -> Any:
        """Condition on Shelf.product: place and attributes."""
        parts = [_in_scope(self)]
        for code, ids in self.value_ids.items():
            if code != but_attribute:
                has = ProductAttribute.select(ProductAttribute.product)
                parts.append(Shelf.product.in_(has.where(ProductAttribute.value.in_(list(ids)))))
        if self.filters.sending:
            parts.append(self.filters.sending.reaches(Shelf.product))
        return functools.reduce(operator.and_, parts)

    def price_fits(self, price: Any) -> Any:
        """Condition: the price lies in the chosen range."""
        low, high = self.filters.low, self.filters.high
        condition = price >= (low if low is not None else 0)
        return condition & (price <= high) if high is not None else condition

    def _is_cheapest(self, in_stock: bool) -> Any:
        other = Shelf.alias("other")
        cheaper = (other.base_price < Shelf.base_price) | (
            (other.base_price == Shelf.base_price) & (other.id < Shelf.id)
        )
        rows = other.select(peewee.SQL("1")).where(other.product == Shelf.product, cheaper)
        return ~peewee.fn.EXISTS(rows.where(self.kept(other, in_stock)))


@dataclass(frozen=True)
class ListPage:
    """A page of a list. after is the mark of the next page, "" on the last.

    capped: the place holds more than are counted; total then means "at least".
    """

    product_ids: tuple[int, ...]
    total: int
    after: str = ""
    capped: bool = False


def narrowing(viewer: Viewer, scope: Scope, filters: Filters = Filters()) -> Narrowing:
    """The question made ready: two small queries."""
    return Narrowing(viewer, scope, filters, _value_ids(filters), _is_large(scope))


def page_of(asked: Narrowing, sort: Sort = "popularity", after: str = "", limit: int = PAGE) -> ListPage:
    """One page of a list; raises WrongMark when after is none of its marks."""
    if sort == "relevance":
        if asked.scope.found is not None:
            return _best_of(asked, asked.scope.found, after, limit)
        sort = "popularity"
    keys, descending = _order(sort)
    condition = asked.rows()
    if after:
        condition &= _beyond(keys, descending, paging.read(sort, after))
    order = [column.desc() if descending else column.asc() for column in (*keys, Shelf.product)]
    query = Shelf.select(*keys, Shelf.product).where(condition).order_by(*order).limit(limit + 1)
    rows = list(query.tuples())
    more = ""
    if len(rows) > limit:
        *last, product_id = rows[limit - 1]
        more = paging.written(sort, Mark(tuple(last), product_id))
    return ListPage(tuple(row[-1] for row in rows[:limit]), count(asked), more, asked.capped)


def _best_of(asked: Narrowing, found: Found, after: str, limit: int) -> ListPage:
    """One page of what a search found, in its order; what passes is asked of the database."""
    passing = {row[0] for row in Shelf.select(Shelf.product).where(asked.rows()).tuples()}
    hits = [hit for hit in found.hits if hit.product_id in passing]
    total = len(hits)
    if after:
        mark = paging.read("relevance", after)
        last = (*mark.keys, mark.product_id)
        hits = [hit for hit in hits if (hit.score, hit.order, hit.product_id) < last]
    more = ""
    if len(hits) > limit:
        hit = hits[limit - 1]
        more = paging.written("relevance", Mark((hit.score, hit.order), hit.product_id))
    return ListPage(tuple(hit.product_id for hit in hits[:limit]), total, more, asked.capped)


def count(asked: Narrowing, **kept: Any) -> int:
    """How many products pass."""
    return int(Shelf.select(peewee.fn.COUNT(Shelf.id)).where(counted(asked) & asked.rows(**kept)).scalar())


def counted(asked: Narrowing) -> Any:
    """Condition on Shelf: counting stops at the most popular of a large place."""
    if not asked.large:
        return Shelf.id.is_null(False)
    candidate = Shelf.alias("candidate")
    here = ProductCategory.select(peewee.SQL("1")).where(
        ProductCategory.category == asked.scope.category_id,
        ProductCategory.product == candidate.product,
    )
    rows = (
        candidate.select(candidate.product.alias("product_id"))
        .where(asked.viewer.sees_shelf(candidate), peewee.fn.EXISTS(here))
        .order_by(candidate.popularity.desc(), candidate.product.desc())
        .limit(MOST_COUNTED)
        .alias("candidates")
    )
    return Shelf.product.in_(peewee.Select([rows], [rows.c.product_id]))


def _order(sort: Sort) -> tuple[tuple[Any, ...], bool]:
    """The columns a list is ordered by before the product's id, and whether downwards."""
    columns = {"popularity": Shelf.popularity, "newest": Shelf.created_at}
    return (columns.get(sort, Shelf.base_price),), sort != "price"


def _beyond(keys: tuple[Any, ...], descending: bool, mark: Mark) -> Any:
    """Condition: the row comes after the mark."""
    columns, values = (*keys, Shelf.product), (*mark.keys, mark.product_id)
    condition: Any = None
    for column, value in zip(reversed(columns), reversed(values), strict=True):
        further = column < value if descending else column > value
        condition = further if condition is None else further | ((column == value) & condition)
    return condition


def _in_scope(asked: Narrowing) -> Any:
    scope = asked.scope
    if scope.found is not None:
        return Shelf.product.in_(among(scope.found.product_ids))
    if scope.seller_id is not None:
        sold = (
            Variant.select(Variant.product)
            .join(Offer, on=(Offer.variant == Variant.id))
            .where(
                Offer.seller == scope.seller_id,
                Offer.active,
                asked.viewer.model_is_on(Offer.business_model),
                asked.viewer.is_addressed(Offer.audience),
            )
        )
        return Shelf.product.in_(sold)
    if scope.category_id is None:
        return Shelf.id.is_null(False)
    places = ProductCategory.select(ProductCategory.product)
    places = places.where(ProductCategory.category == scope.category_id)
    if asked.large:  # the page is found by walking the order, looking each product up
        return peewee.fn.EXISTS(places.where(ProductCategory.product == Shelf.product))
    return Shelf.product.in_(places)


def _value_ids(filters: Filters) -> dict[str, tuple[int, ...]]:
    """Attribute code → ids of its chosen values; a chosen value that is not there matches nothing."""
    if not filters.attributes:
        return {}
    rows = (
        AttributeValue.select(Attribute.code, AttributeValue.code, AttributeValue.id)
        .join(Attribute, on=(AttributeValue.attribute == Attribute.id))
        .where(Attribute.code.in_(sorted(filters.attributes)))
        .tuples()
    )
    known = {(attribute, value): value_id for attribute, value, value_id in rows}
    return {
        code: tuple(known[code, value] for value in values if (code, value) in known)
        for code, values in filters.attributes.items()
        if values
    }


def known_values(attributes: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """Of some attributes those that there are, each with those of the values named that it has; one query."""
    if not attributes:
        return {}
    named = sorted({value for values in attributes.values() for value in values})
    chosen = (AttributeValue.attribute == Attribute.id) & AttributeValue.code.in_(named)
    rows = (
        Attribute.select(Attribute.code, AttributeValue.code)
        .join(AttributeValue, peewee.JOIN.LEFT_OUTER, on=chosen)
        .where(Attribute.code.in_(sorted(attributes)))
        .tuples()
    )
    found: dict[str, set[str]] = {}
    for attribute, value in rows:
        found.setdefault(attribute, set()).update([value] if value is not None else [])
    return {attribute: frozenset(values) for attribute, values in found.items()}


def _is_large(scope: Scope) -> bool:
    """Whether a category holds more products than are counted."""
    if scope.category_id is None:
        return False
    rows = ProductCategory.select(ProductCategory.id).where(ProductCategory.category == scope.category_id)
    return bool(rows.limit(MOST_COUNTED + 1).count() > MOST_COUNTED)
