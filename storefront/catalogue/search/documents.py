"""A product's facts as a search document: values in, values out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from storefront.catalogue.html import plain
from storefront.catalogue.rows import Row
from storefront.catalogue.search.stems import base
from storefront.catalogue.search.tables import document_id
from storefront.catalogue.search.terms import code, surfaces, tokens

# stretches of a text beyond this say nothing new
MOST_TAIL_TERMS = 800
MOST_FIELD_TERMS = 300
MOST_WORDS = 600
_NEXT_LANGUAGE = " \f "

# (language, text)
Said = tuple[str, str]


@dataclass(frozen=True)
class Facts:
    """What a product can be found by; texts: (language, title, summary, description)."""

    product_id: int
    popularity: int
    brand: str
    tags: tuple[str, ...]
    places: tuple[str, ...]
    texts: tuple[tuple[str, str, str, str], ...] = ()
    codes: tuple[str, ...] = ()
    labels: tuple[Said, ...] = ()
    further: str = ""


def document(facts: Facts) -> Row:
    """The row of SearchDocument."""
    title = [(language, title) for language, title, _summary, _description in facts.texts]
    summary = [(language, summary) for language, _title, summary, _description in facts.texts]
    lines = (_by_language(title), _strong(facts), _by_language(summary))
    head = "\n".join(lines)
    known = set(head.split())
    tail = [
        term
        for language, _title, _summary, description in facts.texts
        for term in _distinct(tokens(plain(description), language))
        if term not in known
    ]
    return {
        "id": document_id(facts.popularity, facts.product_id),
        "product": facts.product_id,
        "places": " ".join(sorted(facts.places)),
        "head": head,
        "tail": " ".join(_distinct(tail)[:MOST_TAIL_TERMS]),
        "words": " ".join(sorted(f"{word}~{language}" for word, language, _shown in counted_words(facts))),
    }


def counted_words(facts: Facts) -> list[tuple[str, str, str]]:
    """(word, language, as it is written) of what the words' table counts, each once."""
    said: list[Said] = [("", facts.brand), *(("", tag) for tag in facts.tags), *facts.labels, ("", facts.further)]
    for language, title, summary, _description in facts.texts:
        said += [(language, title), (language, summary)]
    found: dict[tuple[str, str], str] = {}
    for language, text in said:
        for word, shown in surfaces(text, language):
            found.setdefault((word, base(language)), shown)
    return [(word, language, shown) for (word, language), shown in list(found.items())[:MOST_WORDS]]


def place(business_model: str, audience: str) -> str:
    """The term of a shelf: who sees it."""
    return "=" + hashlib.sha256(f"{business_model}@{audience}".encode()).hexdigest()[:12]


def _strong(facts: Facts) -> str:
    """Brand, tags, codes and further words, then categories and attributes by language."""
    plain_terms = [term for text in (facts.brand, *facts.tags, facts.further) for term in tokens(text)]
    codes = [term for text in facts.codes if text for term in (code(text), *tokens(text))]
    first = " ".join(_distinct([*plain_terms, *codes])[:MOST_FIELD_TERMS])
    labels = _by_language(facts.labels, distinct=True)
    return " ".join(filter(None, (first, labels)))


def _by_language(said: Iterable[Said], distinct: bool = False) -> str:
    parts: dict[str, list[str]] = {}
    for language, text in said:
        parts.setdefault(language, []).extend(tokens(text, language))
    shown = (_distinct(terms) if distinct else terms for terms in parts.values())
    return _NEXT_LANGUAGE.join(" ".join(terms[:MOST_FIELD_TERMS]) for terms in shown if terms)


def _distinct(terms: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(terms))


def languages_of(line: str) -> int:
    """How many languages a line of a head holds."""
    return 1 + line.count("\f")

