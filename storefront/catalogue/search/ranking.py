"""The order of what was found: BM25 over weighted fields, computed from the documents, the same on every database."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storefront.catalogue.search.terms import Asked

# fields of a document's head, in its order, and what a word counts in each
TITLE, STRONG, SUMMARY, DESCRIPTION = 5.0, 3.0, 1.5, 0.5
FIELD_WEIGHTS = (TITLE, STRONG, SUMMARY)
# how long a field usually is, and how much longer ones count less
USUAL_LENGTHS = (10, 14, 14)
LENGTH_MATTERS = (0.6, 0.3, 0.4)
SATURATION = 3.0
WHOLE_TITLE = 0.3
# an article number of which only the beginning was typed
BEGINNING = 0.8


@dataclass(frozen=True)
class Weights:
    """A query ready to score with: term → (word's place, how much it counts) and each word's rarity."""

    terms: Mapping[str, Sequence[tuple[int, float]]]
    rarity: Sequence[float]
    beginnings: Sequence[tuple[str, int]] = ()
    wanted: frozenset[str] = frozenset()


def weights(asked: Sequence[Asked], documents: Mapping[str, int], total: int) -> Weights:
    """documents: term → how many products have it; what is not known is rare."""
    terms: dict[str, list[tuple[int, float]]] = {}
    beginnings: list[tuple[str, int]] = []
    rarity = []
    for place, word in enumerate(asked):
        for term, weight in word.all_terms.items():
            if term.endswith("*"):
                beginnings.append((term[:-1], place))
            else:
                terms.setdefault(term, []).append((place, weight))
        often = max((documents.get(term, 0) for term in word.all_terms), default=0)
        rarity.append(math.log(1 + (max(total, often) - often + 0.5) / (often + 0.5)))
    return Weights(terms, rarity, beginnings, frozenset(terms))


def score(head: str, tail: str, query: Weights) -> float:
    """How well a document fits."""
    found = [0.0] * len(query.rarity)
    in_title: set[int] = set()
    for field, line in enumerate(head.split("\n")):
        terms = line.split()
        here = _counts(terms, query)
        if here:
            length = len(terms) / (1 + line.count("\f")) / USUAL_LENGTHS[field]
            matters = LENGTH_MATTERS[field]
            share = FIELD_WEIGHTS[field] / (1 - matters + matters * length)
            for place, count in here.items():
                found[place] += share * count
            if field == 0:
                in_title.update(here)
    for place, count in _counts(tail.split(), query).items():
        found[place] += DESCRIPTION * count
    total = sum(rarity * much / (SATURATION + much) for rarity, much in zip(query.rarity, found, strict=True))
    total *= sum(1 for much in found if much) / len(found)
    return total * (1 + WHOLE_TITLE) if len(in_title) == len(found) else total


def _counts(terms: Sequence[str], query: Weights) -> dict[int, float]:
    """Word's place → how often the terms have it."""
    here: dict[int, float] = {}
    # the whole list is looked through at once, in C: this runs for each field of 2,000 documents
    for one in query.wanted.intersection(terms):
        for place, weight in query.terms[one]:
            here[place] = here.get(place, 0.0) + weight * terms.count(one)
    for beginning, place in query.beginnings:
        count = sum(1 for one in terms if one not in query.terms and one.startswith(beginning))
        if count:
            here[place] = here.get(place, 0.0) + BEGINNING * count
    return here
