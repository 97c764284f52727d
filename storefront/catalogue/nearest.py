"""Products near to an address that leads nowhere: a typing error, a page of long ago."""

from __future__ import annotations

import functools
import operator
import re
from difflib import SequenceMatcher
from typing import Any

import peewee

from storefront.catalogue.folding import folded
from storefront.catalogue.lists import text_has
from storefront.catalogue.tables import Product, ProductText, Shelf
from storefront.catalogue.viewer import Viewer, is_public

_WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 5
# as many as are compared; the rest is left alone, for an error page costs little
MOST_COMPARED = 200
# a word's beginning that a typing error further on leaves as it is
BEGINNING = 3
ALIKE = 0.5


def address_words(segment: str) -> tuple[str, ...]:
    """The words of an address's last part: "enamel-ketle" → "enamel", "ketle"."""
    words = (word for word in _WORD.findall(folded(segment[:200])) if len(word) >= BEGINNING or not word.isascii())
    return tuple(dict.fromkeys(words))[:MOST_WORDS]


def nearest_products(words: tuple[str, ...], viewer: Viewer, limit: int = 4) -> tuple[int, ...]:
    """The products whose address or title is most like the words; one query."""
    if not words:
        return ()
    begins = functools.reduce(operator.or_, (text_has(word[:BEGINNING]) for word in words))
    shown = Shelf.select(peewee.SQL("1")).where(Shelf.product == Product.id, viewer.sees_shelf())
    rows = (
        ProductText.select(Product.id, Product.slug, ProductText.title)
        .join(Product, on=(ProductText.product == Product.id))
        .where(begins, is_public(), peewee.fn.EXISTS(shown))
        .limit(MOST_COMPARED)
        .tuples()
    )
    scores: dict[int, float] = {}
    for product, slug, title in rows:
        scores[product] = max(scores.get(product, 0.0), likeness(words, slug), likeness(words, title))
    ranked = sorted((product for product in scores if scores[product] >= ALIKE), key=lambda one: (-scores[one], one))
    return tuple(ranked[:limit])


def likeness(words: tuple[str, ...], text: str) -> float:
    """How like the words are to those of a text: each by its best match, on average."""
    others: list[Any] = _WORD.findall(folded(text))
    if not others:
        return 0.0
    best = (max(SequenceMatcher(None, word, other).ratio() for other in others) for word in words)
    return sum(best) / len(words)
