"""The words of the catalogue: how rare they are, how they go on, what they are part of, what was meant by a slip."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import peewee

from storefront.catalogue.folding import folded
from storefront.catalogue.search.distance import allowed, distance
from storefront.catalogue.search.index import ALL_PRODUCTS
from storefront.catalogue.search.stems import COMPOUNDING, base, german
from storefront.catalogue.search.tables import SearchWord
from storefront.catalogue.search.terms import Asked, is_sign
from storefront.db import database
from storefront.statements import Statement

MOST_COMPLETED = 30
MOST_COMPOUNDS = 40
# of the words that share a half with what was typed, so many are compared
MOST_COMPARED = 1500
SHORTEST_BEGINNING = 2
SHORTEST_CODE = 3
SHORTEST_PART = 4
SHORTEST_FIRST_PART = 5
# how much it counts to be found so
COMPLETED, COMPOUND, FIRST_PART, MENDED = 0.8, 0.7, 0.35, 0.6
# a word that is as rare as this may be a slip of the shop's own
FEW = 2
# beyond the last sign there is
_END = "\U0010ffff"


@dataclass(frozen=True)
class Known:
    """A word that the catalogue has."""

    word: str
    language: str
    term: str
    shown: str
    documents: int


def counts(asked: Iterable[Asked]) -> dict[str, int]:
    """Term → about how many products have it, and how many there are in all under "*"; one query."""
    wanted = {term for word in asked for term in word.all_terms if not term.endswith("*")}
    found = _COUNTS.tuples(terms=sorted(wanted | {ALL_PRODUCTS}))
    return {term: int(documents) for term, documents in found}


_COUNTS = Statement(
    lambda given: SearchWord.select(SearchWord.term, peewee.fn.SUM(SearchWord.documents))
    .where(SearchWord.term.in_(given.terms))
    .group_by(SearchWord.term)
)


def widened(
    asked: Sequence[Asked], known: dict[str, int], completing: bool
) -> tuple[tuple[Asked, ...], tuple[Known, ...]]:
    """The words with what else satisfies them (one query), and the ways in which the last one may go on."""
    parts: list[tuple[int, float, Any]] = []
    words, ways = list(asked), []
    for place, word in enumerate(words):
        is_known = any(known.get(term) for term in word.terms)
        if word.last and (completing or not is_known):
            if word.exact and not is_sign(word) and len(word.text) >= SHORTEST_CODE:
                words[place] = word.with_more({f"{word.text}*": COMPLETED})
            elif not word.exact and len(word.text) >= SHORTEST_BEGINNING:
                parts.append((place, COMPLETED, _beginning(word.text, MOST_COMPLETED)))
        if not word.exact and len(word.text) >= SHORTEST_PART:
            # "Kaese" is looked for as it is written, kase
            text = german(word.text)
            parts.append((place, COMPOUND, _compounds(SearchWord.backwards, text[::-1])))
            if len(text) >= SHORTEST_FIRST_PART or text != word.text:
                parts.append((place, FIRST_PART, _compounds(SearchWord.word, text)))
    for number, found in _together([query for _place, _weight, query in parts]):
        place, weight, _query = parts[number]
        known[found.term] = max(known.get(found.term, 0), found.documents)
        words[place] = words[place].with_more({found.term: weight})
        if weight == COMPLETED:
            ways.append(found)
    return tuple(words), tuple(ways)


def mended(asked: Sequence[Asked], known: dict[str, int], languages: Sequence[str]) -> dict[int, tuple[Known, ...]]:
    """Place of a word → what it was meant to be: one known word, or two that were written as one; two queries."""
    doubtful = {
        place: word
        for place, word in enumerate(asked)
        if not word.exact and allowed(word.text) and max((known.get(t, 0) for t in word.all_terms), default=0) <= FEW
    }
    if not doubtful:
        return {}
    places = list(doubtful)
    near: dict[int, set[Known]] = {place: set() for place in places}
    for number, found in _together([_halves(doubtful[place].text) for place in places]):
        near[places[number]].add(found)
    halves = _halved(doubtful)
    result: dict[int, tuple[Known, ...]] = {}
    for place, word in doubtful.items():
        often = max((known.get(term, 0) for term in word.all_terms), default=0)
        best = _nearest(word.text, near[place], languages, often)
        if best is None and not often:
            two = _two(word.text, halves)
            if two:
                result[place] = two
        elif best is not None:
            result[place] = (best,)
    return result


def _nearest(text: str, near: Iterable[Known], languages: Sequence[str], often: int) -> Known | None:
    """The word with the fewest slips; then in the buyer's language, then the most common."""
    own = {"", *(base(tag) for tag in languages)}
    ranked = []
    for one in near:
        slips = distance(text, one.word, allowed(text))
        # what has hits is only doubted for a word that is far more common
        if 0 < slips <= allowed(text) and one.documents > 10 * often:
            ranked.append((slips, one.language not in own, -one.documents, one.word, one))
    return min(ranked, key=lambda found: found[:4])[4] if ranked else None


def _halves(text: str) -> Any:
    """Words of about this length that share its first or its last half: a slip leaves one of them whole."""
    slips = allowed(text)
    size = max(len(text) // 2 - (slips - 1), 2)
    near = SearchWord.letters.between(len(text) - slips, len(text) + slips)
    first, last = text[:size], text[::-1][:size]
    # two swapped in the very middle leave neither half whole
    middle = len(text) // 2
    swapped = text[: middle - 1] + text[middle] + text[middle - 1] + text[middle + 1 :]
    here = _between(SearchWord.word, first) | _between(SearchWord.backwards, last) | (SearchWord.word == swapped)
    return _columns().where(here, near).order_by(SearchWord.documents.desc(), SearchWord.id).limit(MOST_COMPARED)


def _halved(doubtful: dict[int, Asked]) -> dict[str, Known]:
    """The catalogue's words among all that the doubtful ones can be cut into."""
    parts = {
        part
        for word in doubtful.values()
        for at in range(3, len(word.text) - 2)
        for part in (word.text[:at], word.text[at:])
    }
    if not parts:
        return {}
    rows = _columns().where(SearchWord.word.in_(sorted(parts))).order_by(SearchWord.documents, SearchWord.id)
    return {row[0]: Known(*row) for row in rows.tuples()}


def _two(text: str, known: dict[str, Known]) -> tuple[Known, ...]:
    """The cut into two known words of which the rarer is the most common; an s may stand between them."""
    cuts = []
    for at in range(3, len(text) - 2):
        linked = text[: at - 1] if text[at - 1] == "s" else ""
        first, second = known.get(text[:at]) or known.get(linked), known.get(text[at:])
        if first and second:
            cuts.append((min(first.documents, second.documents), at, (first, second)))
    return max(cuts)[2] if cuts else ()


def _beginning(text: str, limit: int) -> Any:
    query = _columns().where(_between(SearchWord.word, text), SearchWord.letters > 0)
    return query.order_by(SearchWord.documents.desc(), SearchWord.id).limit(limit)


def _compounds(column: Any, text: str) -> Any:
    """Words of languages that write several as one that begin or end with this one."""
    query = _columns().where(_between(column, text), SearchWord.letters >= len(text) + 3)
    query = query.where(SearchWord.language.in_(sorted(COMPOUNDING)))
    return query.order_by(SearchWord.documents.desc(), SearchWord.id).limit(MOST_COMPOUNDS)


def _between(column: Any, text: str) -> Any:
    return (column >= text) & (column < text + _END)


def _columns() -> Any:
    columns = (SearchWord.word, SearchWord.language, SearchWord.term, SearchWord.shown, SearchWord.documents)
    return SearchWord.select(*columns)


def _together(queries: Sequence[Any]) -> list[tuple[int, Known]]:
    """Several small questions asked at once: (number of the question, word)."""
    if not queries:
        return []
    parts = []
    for number, query in enumerate(queries):
        inner = query.alias(f"q{number}")
        c = inner.c
        columns = [peewee.Value(number).cast("INTEGER"), c.word, c.language, c.term, c.shown, c.documents]
        parts.append(peewee.Select([inner], columns))
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.union_all(part)
    return [(number, Known(*row)) for number, *row in whole.tuples().execute(database)]


def replaced(query: str, shown: dict[str, str]) -> str:
    """The query with some of its words, folded, put in another form; the rest as it was typed."""
    return " ".join(shown.get(folded(word), word) for word in query.split())
