"""Lists of products: what a place holds, narrowed, ordered and cut into pages by keyset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import peewee

from storefront.catalogue import paging
from storefront.catalogue.counting import Counting, counting
from storefront.catalogue.narrowing import Conditions, Filters, Narrowing, Scope, Shape
from storefront.catalogue.paging import Mark, Sort
from storefront.catalogue.search.finding import Found
from storefront.catalogue.tables import Attribute, AttributeValue, Offer, ProductCategory, Shelf, Variant
from storefront.catalogue.viewer import Viewer
from storefront.statements import Statement

__all__ = [
    "MOST_COUNTED", "PAGE", "Filters", "ListPage", "Narrowing", "Scope", "known_values", "narrowing", "page_of",
]  # fmt: skip

PAGE = 24
NO_FILTERS = Filters()
MOST_COUNTED = 2000
# of a category with more products the most popular are found by walking all products from the most popular on
MOST_GATHERED = 20_000


@dataclass(frozen=True)
class ListPage:
    """A page of a list. after is the mark of the next page, "" on the last.

    capped: the place holds more than are counted; total then means "at least".
    """

    product_ids: tuple[int, ...]
    total: int
    after: str = ""
    capped: bool = False


def narrowing(viewer: Viewer, scope: Scope, filters: Filters = NO_FILTERS) -> Narrowing:
    """The question made ready: two small queries."""
    size = _size(scope)
    large, vast = size > MOST_COUNTED, size > MOST_GATHERED
    return Narrowing(viewer, scope, filters, _value_ids(filters), large, vast, MOST_COUNTED)


def page_of(
    asked: Narrowing, sort: Sort = "popularity", after: str = "", limit: int = PAGE, counted: Counting | None = None
) -> ListPage:
    """One page of a list; raises WrongMark when after is none of its marks. counted: where it was counted already."""
    passing = (counted or counting(asked)).passing()
    if sort == "relevance":
        if asked.scope.found is not None:
            return _best_of(asked, asked.scope.found, frozenset(passing), after, limit)
        sort = "popularity"
    values = {**asked.values, "limit": limit + 1}
    if after:
        mark = paging.read(sort, after)
        values |= {"after": mark.keys[0], "product": mark.product_id}
    rows = _PAGE.tuples(asked.shape, sort, bool(after), **values)
    more = ""
    if len(rows) > limit:
        *last, product_id = rows[limit - 1]
        more = paging.written(sort, Mark(tuple(last), product_id))
    return ListPage(tuple(row[-1] for row in rows[:limit]), len(passing), more, asked.capped)


def _page(given: Any, shape: Shape, sort: Sort, after: bool) -> Any:
    key, descending = _order(sort)
    condition = Conditions(given, shape).rows()
    if after:
        condition &= _beyond(key, descending, given)
    order = [column.desc() if descending else column.asc() for column in (key, Shelf.product)]
    return Shelf.select(key, Shelf.product).where(condition).order_by(*order).limit(given.limit)


_PAGE = Statement(_page)


def _best_of(asked: Narrowing, found: Found, passing: frozenset[int], after: str, limit: int) -> ListPage:
    """One page of what a search found, in its order."""
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


def _order(sort: Sort) -> tuple[Any, bool]:
    """The column a list is ordered by before the product's id, and whether downwards."""
    columns = {"popularity": Shelf.popularity, "newest": Shelf.created_at}
    return columns.get(sort, Shelf.base_price), sort != "price"


def _beyond(key: Any, descending: bool, given: Any) -> Any:
    """Condition: the row comes after the mark."""
    if descending:
        return (key < given.after) | ((key == given.after) & (Shelf.product < given.product))
    return (key > given.after) | ((key == given.after) & (Shelf.product > given.product))


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


def _size(scope: Scope) -> int:
    """How many products a place holds, as far as it matters."""
    if scope.found is not None:
        return 0
    if scope.category_id is not None:
        return int(_SIZE.scalar("category", category=scope.category_id, most=MOST_GATHERED + 1))
    if scope.seller_id is not None:
        return int(_SIZE.scalar("seller", seller=scope.seller_id, most=MOST_COUNTED + 1))
    return int(_SIZE.scalar("all", most=MOST_COUNTED + 1))


def _some_of(given: Any, place: str) -> Any:
    one = peewee.SQL("1")
    if place == "category":
        here = ProductCategory.select(one).where(ProductCategory.category == given.category)
    elif place == "seller":
        here = Variant.select(Variant.product).join(Offer, on=(Offer.variant == Variant.id))
        here = here.where(Offer.seller == given.seller, Offer.active).distinct()
    else:
        here = Shelf.select(one)
    return peewee.Select([here.limit(given.most).alias("here")], [peewee.fn.COUNT(peewee.SQL("*"))])


_SIZE = Statement(_some_of)
