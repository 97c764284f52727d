"""What a list can be narrowed by, with counts that agree with it: each ignores only its own choice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import peewee

from storefront.catalogue.counting import Counting, count_sent, counting
from storefront.catalogue.narrowing import Narrowing
from storefront.catalogue.offers import UNKNOWN_PRICE
from storefront.catalogue.sending import Sending
from storefront.catalogue.tables import Attribute, AttributeValue, ProductAttribute
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


def facets_of(counted: Counting, languages: Sequence[str], sending: Sending | None = None) -> Facets:
    """The facets of a list: two queries, and two for each attribute that is chosen."""
    asked = counted.asked
    filters, passing = asked.filters, counted.passing()
    prices = [price for price in counted.prices(filters.in_stock).values() if price < UNKNOWN_PRICE]
    sent = None
    if sending:
        sent = len(passing) if filters.sending == sending else count_sent(asked, passing, sending)
    return Facets(
        _attributes(asked, passing, languages),
        tuple(
            FacetChoice(code, code, products, code in filters.business_models)
            for code, products in sorted(counted.by_model().items())
        ),
        price_ranges(prices, filters.low, filters.high),
        len(counted.passing(in_stock=True)),
        sent,
    )


def _attributes(asked: Narrowing, passing: Sequence[int], languages: Sequence[str]) -> tuple[AttributeFacet, ...]:
    """How many products have each value; of a chosen attribute, its own choice left out of account."""
    rows = [row for row in _VALUES.dicts(ids=passing) if row["attribute"] not in asked.value_ids]
    for number, code in enumerate(asked.value_ids):
        others = counting(asked, number).passing()
        rows += [row for row in _VALUES.dicts(ids=others) if row["attribute"] == code]
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


def _by_value(given: Any) -> Any:
    return (
        ProductAttribute.select(
            AttributeValue.code,
            AttributeValue.labels,
            AttributeValue.position,
            Attribute.code.alias("attribute"),
            Attribute.labels.alias("attribute_labels"),
            Attribute.position.alias("place"),
            peewee.fn.COUNT(ProductAttribute.id).alias("products"),
        )
        .join(AttributeValue, on=(ProductAttribute.value == AttributeValue.id))
        .join(Attribute, on=(AttributeValue.attribute == Attribute.id))
        .where(ProductAttribute.product.in_(given.rows("ids")), Attribute.facet)
        .group_by(AttributeValue.id, Attribute.id)
    )


_VALUES = Statement(_by_value)


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
