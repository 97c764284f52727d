"""A large catalogue written straight into the tables, so that a test has it in seconds; then indexed as a shop is."""

from __future__ import annotations

import csv
import json
import math
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from searching import NOW

from storefront.catalogue.rows import insert
from storefront.catalogue.search import reindexing
from storefront.catalogue.tables import (
    Attribute,
    AttributeValue,
    Product,
    ProductAttribute,
    ProductText,
    Shelf,
    Variant,
)
from storefront.db import transaction

FILES = 4


def electronics(folder: Path) -> Iterator[dict[str, Any]]:
    """The products of the sample: name is the article number, attr_t_* are words."""
    for number in range(1, FILES + 1):
        with zipfile.ZipFile(folder / "products" / f"{number}.json.zip") as packed:
            yield from json.loads(packed.read(f"{number}.json"))


def judgments(folder: Path) -> dict[str, dict[str, int]]:
    """Query → product → how well it fits, 0 to 3."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    with (folder / "judgments.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["query"]][row["docid"]] = int(row["rating"])
    return dict(found)


@transaction()
def write(products: Sequence[Mapping[str, Any]], *, attributes: bool = True) -> None:
    """Products that are sold to everyone at retail; ids count from 1 in the order given."""
    numbered = list(enumerate(products, 1))
    stamps = {"created_at": NOW, "updated_at": NOW}
    insert(Product, [{"id": n, "slug": p["id"], "brand": p.get("supplier", ""), **stamps} for n, p in numbered])
    texts = ({"title": p["title"][:300], "summary": (p.get("short_description") or "")[:500]} for _n, p in numbered)
    insert(ProductText, [{"product": n, "language": "en", **text} for (n, _p), text in zip(numbered, texts, strict=True)])
    skus = ({"sku": f"{p['id']}", "manufacturer_code": p["name"][:100], "gtin": (p.get("ean") or [""])[0][:14]} for _n, p in numbered)
    insert(Variant, [{"product": n, **codes} for (n, _p), codes in zip(numbered, skus, strict=True)])
    if attributes:
        _write_attributes(numbered)
    shelf = {"business_model": "retail", "audience": "", "base_price": 100, "in_stock": True, "created_at": NOW}
    insert(Shelf, [{"product": n, "popularity": 0, **shelf} for n, _p in numbered])


def _write_attributes(numbered: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    codes: dict[str, int] = {}
    values: dict[tuple[int, str], int] = {}
    rows = []
    for number, product in numbered:
        for name, text in product.items():
            if name.startswith("attr_t_") and isinstance(text, str):
                code = codes.setdefault(name[:100], len(codes) + 1)
                value = values.setdefault((code, text[:100]), len(values) + 1)
                rows.append((number, value))
    insert(Attribute, [{"id": number, "code": code, "facet": False} for code, number in codes.items()])
    kept = [{"id": n, "attribute": code, "code": text, "labels": {"en": text}} for (code, text), n in values.items()]
    insert(AttributeValue, kept)
    insert(ProductAttribute, [{"product": product, "value": value} for product, value in dict.fromkeys(rows)])


def indexed() -> int:
    """Index what was written, as `storefront search-reindex` does, without its pauses."""
    reindexing.begin_anew()
    return reindexing.run()


def ndcg(ranked: Sequence[str], judged: Mapping[str, int], most: int = 10) -> float:
    """Normalised discounted cumulative gain: 1.0 when the best stand first; what is not judged gains nothing."""

    def gained(ratings: Iterable[int]) -> float:
        return float(sum((2**rating - 1) / math.log2(place + 2) for place, rating in enumerate(ratings)))

    best = sorted(judged.values(), reverse=True)[:most]
    return gained(judged.get(one, 0) for one in ranked[:most]) / gained(best)
