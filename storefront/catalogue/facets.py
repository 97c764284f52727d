"""What a list can be narrowed by, with counts that agree with it: each ignores only its own choice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import peewee

from storefront.catalogue.lists import count
from storefront.catalogue.narrowing import Conditions, Narrowing, Shape
from storefront.catalogue.offers import UNKNOWN_PRICE
from storefront.catalogue.sending import Sending
from storefront.catalogue.tables import Attribute, AttributeValue, ProductAttribute, Shelf
from storefront.catalogue.words import label
from storefront.statements import Statement


@dataclass(frozen=True)
class FacetChoice:
    """A value of a facet: how many products it leaves, and whether it is chosen."""

    code: str
    label: str
    count: int
    chosen: bool = False


@dataclass(frozen=True)
class AttributeFacet:
    """An attribute that a list can be narrowed by."""

    code: str
    label: str
    choices: tuple[FacetChoice, ...]


@dataclass(frozen=True)
class PriceRange:
    """Prices from low to high (both included; high None: and more), in the shop's currency."""

    low: int
    high: int | None
    count: int
    chosen: bool = False


@dataclass(frozen=True)
class Facets:
    """All that a list can be narrowed by."""

    attributes: tuple[AttributeFacet, ...]
    business_models: tuple[FacetChoice, ...]
    prices: tuple[PriceRange, ...]
    in_stock: int
    sent: int | None = None


def facets_of(asked: Narrowing, languages: Sequence[str], sending: Sending | None = None) -> Facets:
    """The facets of a list: five queries, and one for each attribute that is chosen."""
    return Facets(
        _attributes(asked, languages),
        _business_models(asked),
        price_ranges(_prices(asked), asked.filters.low, asked.filters.high),
        count(asked, stock=True),
        sent=count(asked.but(sending)) if sending else None,
    )


def _attributes(asked: Narrowing, languages: Sequence[str]) -> tuple[AttributeFacet, ...]:
    rows = [row for row in _value_counts(asked) if row["attribute"] not in asked.value_ids]
    for number, code in enumerate(asked.value_ids):
        rows += _value_counts(asked, number, code)
    rows.sort(key=lambda row: (row["place"], row["attribute"], row["position"], row["code"]))
    by_attribute: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_attribute.setdefault(row["attribute"], []).append(row)
    return tuple(
        AttributeFacet(
            code,
            label(found[0]["attribute_labels"], languages, code),
            tuple(_choice(row, asked.filters.attributes.get(code, ()), languages) for row in found),
        )
        for code, found in by_attribute.items()
    )


def _choice(row: dict[str, Any], chosen: Iterable[str], languages: Sequence[str]) -> FacetChoice:
    words = label(row["labels"], languages, row["code"])
    return FacetChoice(row["code"], words, row["products"], row["code"] in chosen)


def _value_counts(asked: Narrowing, but: int | None = None, only: str = "") -> list[dict[str, Any]]:
    """How many products have each value; of one attribute only, its own choice left out of account."""
    return _VALUE_COUNTS.dicts(asked.shape, but, only=only, **asked.values)


def _by_value(given: Any, shape: Shape, but: int | None) -> Any:
    asked = Conditions(given, shape)
    condition = asked.counted() & asked.rows(but=but) & Attribute.facet
    if but is not None:
        condition &= Attribute.code == given.only
    return (
        Shelf.select(
            AttributeValue.code,
            AttributeValue.labels,
            AttributeValue.position,
            Attribute.code.alias("attribute"),
            Attribute.labels.alias("attribute_labels"),
            Attribute.position.alias("place"),
            peewee.fn.COUNT(Shelf.id).alias("products"),
        )
        .join(ProductAttribute, on=(ProductAttribute.product == Shelf.product))
        .join(AttributeValue, on=(ProductAttribute.value == AttributeValue.id))
        .join(Attribute, on=(AttributeValue.attribute == Attribute.id))
        .where(condition)
        .group_by(AttributeValue.id, Attribute.id)
    )


def _business_models(asked: Narrowing) -> tuple[FacetChoice, ...]:
    """How many products each business model offers here; labels are the plugins' own."""
    chosen = asked.filters.business_models
    rows = _MODEL_COUNTS.tuples(asked.shape, **asked.values)
    return tuple(FacetChoice(code, code, products, code in chosen) for code, products in sorted(rows))


def _by_model(given: Any, shape: Shape) -> Any:
    asked = Conditions(given, shape)
    condition = asked.counted() & asked.sight.sees_shelf() & asked.products()
    if shape.in_stock:
        condition &= Shelf.in_stock
    query = (
        Shelf.select(Shelf.business_model.alias("code"), Shelf.product)
        .where(condition)
        .group_by(Shelf.business_model, Shelf.product)
    )
    if shape.low or shape.high:
        query = query.having(asked.price_fits(peewee.fn.MIN(Shelf.base_price)))
    query = query.alias("offered")
    return peewee.Select([query], [query.c.code, peewee.fn.COUNT(peewee.SQL("*"))]).group_by(query.c.code)


def _prices(asked: Narrowing) -> list[int]:
    rows = _PRICES.column(asked.shape, **asked.values)
    return [price for price in rows if price < UNKNOWN_PRICE]


def _asked_prices(given: Any, shape: Shape) -> Any:
    asked = Conditions(given, shape)
    return Shelf.select(Shelf.base_price).where(asked.counted() & asked.rows(price=False))


_VALUE_COUNTS = Statement(_by_value)
_MODEL_COUNTS = Statement(_by_model)
_PRICES = Statement(_asked_prices)


def price_ranges(prices: Sequence[int], low: int | None = None, high: int | None = None) -> tuple[PriceRange, ...]:
    """Up to five ranges with round bounds that the prices spread over, and the chosen one."""
    bounds = _bounds(sorted(prices))
    ends: list[int | None] = [*(bound - 1 for bound in bounds[1:]), None]
    ranges = list(zip(bounds, ends, strict=False))
    chosen = (low or 0, high) if low is not None or high is not None else None
    if chosen is not None and chosen not in ranges:
        ranges.insert(0, chosen)
    counts = [sum(1 for p in prices if p >= start and (end is None or p <= end)) for start, end in ranges]
    return tuple(
        PriceRange(start, end, counted_here, (start, end) == chosen)
        for (start, end), counted_here in zip(ranges, counts, strict=True)
        if counted_here or (start, end) == chosen
    )


def _bounds(prices: Sequence[int]) -> list[int]:
    """Where the ranges begin: 0 and round amounts near the fifths of the prices."""
    if len(prices) < 2 or prices[0] == prices[-1]:
        return []
    fifths = [prices[len(prices) * part // 5] for part in range(1, 5)]
    inner = sorted({_round(price) for price in fifths})
    return [0, *(bound for bound in inner if prices[0] < bound <= prices[-1])]


def _round(amount: int) -> int:
    """The nearest of 1, 2, 5, 10, 20, 50, …"""
    size = int("1" + "0" * (len(str(max(amount, 1))) - 1))
    steps: tuple[int, ...] = (size, 2 * size, 5 * size, 10 * size)
    return min(steps, key=lambda step: abs(step - amount))
