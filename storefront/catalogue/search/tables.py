"""What searching keeps. The engine's own index, search_index, hangs on search_document by triggers (migration 0007)."""

from __future__ import annotations

import peewee

from storefront.catalogue.tables import Product
from storefront.db import Table

MOST_POPULAR = 2**30


class SearchDocument(Table):
    """What a product on sale is found by; its id orders by popularity, then by product.

    head: terms of titles, then of brand, codes, categories and attributes, then of summaries, a line each, languages
    apart by form feeds. tail: terms of descriptions. places: which shelves it stands on. words: what is counted in
    SearchWord, "word~language".
    """

    id = peewee.BigIntegerField(primary_key=True)
    product = peewee.ForeignKeyField(Product, unique=True, on_delete="CASCADE")
    places = peewee.TextField()
    head = peewee.TextField()
    tail = peewee.TextField()
    words = peewee.TextField()


class SearchWord(Table):
    """A word of the catalogue in one language ("": in none): what queries are completed, mended and taken apart by.

    word is folded, shown as it was first written, term what the index has for it; documents: how many products have
    it; backwards: the word from its end. The word "*" counts all products.
    """

    word = peewee.CharField(max_length=64)
    language = peewee.CharField(max_length=20)
    term = peewee.CharField(max_length=100, index=True)
    shown = peewee.CharField(max_length=100)
    letters = peewee.IntegerField()
    backwards = peewee.CharField(max_length=64, index=True)
    documents = peewee.IntegerField()

    class Meta:
        indexes = ((("word", "language"), True),)


def document_id(popularity: int, product_id: int) -> int:
    """The key that orders documents by popularity, then the newest product first."""
    return (max(0, min(popularity, MOST_POPULAR)) << 32) | product_id
