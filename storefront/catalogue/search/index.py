"""The index kept: documents written in the transaction that changes what they are made of."""

from __future__ import annotations

import functools
import operator
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import peewee

from storefront.catalogue.rows import Row, chunks, differs, insert, rows_of, update
from storefront.catalogue.search import facts
from storefront.catalogue.search.documents import counted_words, document, place
from storefront.catalogue.search.tables import SearchDocument, SearchWord
from storefront.catalogue.search.terms import term
from storefront.catalogue.tables import ProductAttribute, ProductCategory, Shelf
from storefront.db import lock_rows, transaction

BATCH = 50
# a renamed category with more products than this is left to the worker
AT_ONCE = 200
ALL_PRODUCTS = "*"

# (word, language) → (how many products more, as it is written)
Counts = dict[tuple[str, str], tuple[int, str]]


@transaction()
def refresh(product_ids: Iterable[int]) -> int:
    """Write the documents of some products afresh; how many changed. What stands on no shelf has none."""
    changed = 0
    for piece in chunks(sorted(set(product_ids)), BATCH):
        changed += _refresh(piece)
    return changed


@transaction()
def shelved(product_ids: Iterable[int]) -> None:
    """After the shelf was written: documents of products that came onto it, left it or moved on it."""
    moved: list[int] = []
    for piece in chunks(sorted(set(product_ids))):
        known = {row["product"]: row["places"] for row in _known_places(piece)}
        now = _places(piece)
        moved += [one for one in piece if known.get(one, "") != " ".join(sorted(now.get(one, ())))]
    refresh(moved)


def of_category(category_ids: Sequence[int]) -> None:
    """The documents of everything in some categories, at once where they are few, else by the worker."""
    rows = ProductCategory.select(ProductCategory.product).where(ProductCategory.category.in_(list(category_ids)))
    _soon(rows)


def of_values(value_ids: Sequence[int]) -> None:
    """The same for everything that has some attributes' values."""
    _soon(ProductAttribute.select(ProductAttribute.product).where(ProductAttribute.value.in_(list(value_ids))))


def _soon(products: Any) -> None:
    few = [row[0] for row in products.distinct().limit(AT_ONCE + 1).tuples()]
    if len(few) <= AT_ONCE:
        refresh(few)
    else:
        from storefront.catalogue.search import reindexing  # stands above the index

        reindexing.begin_anew()


def _refresh(product_ids: Sequence[int]) -> int:
    places = _places(product_ids)
    # two saves of one product one after the other: the second must count from what the first wrote
    mine = SearchDocument.product.in_(list(product_ids))
    lock_rows(SearchDocument.select(SearchDocument.id).where(mine).order_by(SearchDocument.id))
    known = {row["product"]: row for row in rows_of(SearchDocument, "product", product_ids)}
    told = {one.product_id: one for one in facts.of_products(sorted(places), places)}
    wanted = {product_id: document(one) for product_id, one in told.items()}
    counts: Counter[tuple[str, str]] = Counter()
    shown: dict[tuple[str, str], str] = {}
    changed = [one for one in product_ids if _differs(known.get(one), wanted.get(one))]
    for product_id in changed:
        old, new = known.get(product_id), wanted.get(product_id)
        counts.subtract(_words(old))
        counts.update(_words(new))
        if new is not None:
            shown |= {(word, language): text for word, language, text in counted_words(told[product_id])}
    _count(counts, shown)
    _write([known[one] for one in changed if one in known], [wanted[one] for one in changed if one in wanted])
    return len(changed)


def _differs(known: Row | None, wanted: Row | None) -> bool:
    if known is None or wanted is None:
        return known is not wanted
    return differs(known, wanted)


def _words(row: Row | None) -> list[tuple[str, str]]:
    if row is None:
        return []
    pairs = (text.rpartition("~") for text in row["words"].split())
    return [(ALL_PRODUCTS, ""), *((word, language) for word, _sign, language in pairs)]


def _write(old: Sequence[Row], new: Sequence[Row]) -> None:
    """The key changes with popularity: then the row is another one."""
    kept = {row["id"] for row in new} & {row["id"] for row in old}
    gone = [row["id"] for row in old if row["id"] not in kept]
    for piece in chunks(gone):
        SearchDocument.delete().where(SearchDocument.id.in_(piece)).execute()
    for row in new:
        if row["id"] in kept:
            update(SearchDocument, row["id"], row)
    insert(SearchDocument, [row for row in new if row["id"] not in kept])


def _count(counts: Counter[tuple[str, str]], shown: dict[tuple[str, str], str]) -> None:
    """Change the words' counts, always in the same order: two who count wait for each other, never in a circle."""
    more = [_word_row(word, language, shown, by) for (word, language), by in sorted(counts.items()) if by > 0]
    for piece in chunks(more):
        excluded = peewee.EXCLUDED.documents
        SearchWord.insert_many(piece).on_conflict(
            conflict_target=[SearchWord.word, SearchWord.language],
            update={SearchWord.documents: SearchWord.documents + excluded, SearchWord.term: peewee.EXCLUDED.term},
        ).execute()
    fewer: dict[int, list[tuple[str, str]]] = {}
    for pair, by in sorted(counts.items()):
        if by < 0:
            fewer.setdefault(-by, []).append(pair)
    for by, pairs in sorted(fewer.items()):
        for some in chunks(pairs, 100):
            named = (((SearchWord.word == word) & (SearchWord.language == language)) for word, language in some)
            either = functools.reduce(operator.or_, named)
            SearchWord.update(documents=SearchWord.documents - by).where(either).execute()
            SearchWord.delete().where(either, SearchWord.documents <= 0).execute()


def _word_row(word: str, language: str, shown: dict[tuple[str, str], str], by: int) -> Row:
    return {
        "word": word,
        "language": language,
        "term": word if word == ALL_PRODUCTS else term(word, language),
        "shown": shown.get((word, language), word),
        "letters": 0 if word == ALL_PRODUCTS else len(word),
        "backwards": word[::-1],
        "documents": by,
    }


def _known_places(product_ids: Sequence[int]) -> list[Row]:
    columns = (SearchDocument.product, SearchDocument.places)
    return list(SearchDocument.select(*columns).where(SearchDocument.product.in_(list(product_ids))).dicts())


def _places(product_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Product → the terms of the shelves it stands on."""
    found: dict[int, list[str]] = {}
    columns = (Shelf.product, Shelf.business_model, Shelf.audience)
    for product_id, model, audience in Shelf.select(*columns).where(Shelf.product.in_(list(product_ids))).tuples():
        found.setdefault(product_id, []).append(place(model, audience))
    return {product_id: tuple(sorted(terms)) for product_id, terms in found.items()}
