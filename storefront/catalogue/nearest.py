"""Products near to an address that leads nowhere: a typing error, a page of long ago."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Any

from storefront.catalogue.folding import folded
from storefront.catalogue.search.finding import find
from storefront.catalogue.tables import Product, ProductText
from storefront.catalogue.viewer import Viewer

_WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 5
# as many as are compared; the rest is left alone, for an error page costs little
MOST_COMPARED = 200
# shorter words of an address say nothing
SHORTEST = 3
ALIKE = 0.5


def address_words(segment: str) -> tuple[str, ...]:
    """The words of an address's last part: "enamel-ketle" → "enamel", "ketle"."""
    words = (word for word in _WORD.findall(folded(segment[:200])) if len(word) >= SHORTEST or not word.isascii())
    return tuple(dict.fromkeys(words))[:MOST_WORDS]


def nearest_products(words: tuple[str, ...], viewer: Viewer, limit: int = 4) -> tuple[int, ...]:
    """The products whose address or title is most like the words."""
    if not words:
        return ()
    found = find(" ".join(words), viewer, limit=MOST_COMPARED).product_ids
    rows = (
        ProductText.select(Product.id, Product.slug, ProductText.title)
        .join(Product, on=(ProductText.product == Product.id))
        .where(Product.id.in_(found))
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
