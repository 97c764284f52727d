"""What is suggested while one types: how the last word goes on, and names that fit."""

from __future__ import annotations

from collections.abc import Mapping

from storefront.catalogue.folding import folded
from storefront.catalogue.search import vocabulary
from storefront.catalogue.search.finding import Found
from storefront.catalogue.search.splitting import has_unspaced
from storefront.catalogue.search.stems import base

# of a word's ways to go on, so many are looked for among what was found
TRIED = 12


def completed(query: str, found: Found, language: str, limit: int) -> list[str]:
    """The query with its last word completed, each in a way that finds something."""
    *before, last = query.split() or [""]
    beginning = folded(last)
    if not found.whole or len(beginning) < vocabulary.SHORTEST_BEGINNING or not beginning.isalpha():
        return []
    there = {term for head in found.heads for term in head.split()}
    # who typed the dots means the word that has them; then the buyer's language
    typed, own = last.lower(), ("", base(language))
    ways = sorted(
        found.ways,
        key=lambda one: (not one.shown.startswith(typed), one.language not in own, -one.documents, one.word),
    )
    texts = (" ".join([*before, one.shown]) for one in ways[:TRIED] if one.term in there and one.word != beginning)
    return list(dict.fromkeys(texts))[:limit]


def fitting_names(query: str, names: Mapping[int, str], limit: int) -> list[int]:
    """Keys of names in which every word of the query begins a word; for signs without spaces, stands anywhere."""
    words = folded(query).split()
    fitting = [key for key, name in names.items() if words and all(_fits(word, folded(name)) for word in words)]
    return fitting[:limit]


def _fits(word: str, name: str) -> bool:
    if has_unspaced(word):
        return word in name
    return any(part.startswith(word) for part in name.replace("-", " ").split())
