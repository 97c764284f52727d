"""A query answered: from words to products in order, mended and widened until something is found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from storefront.catalogue.search import vocabulary
from storefront.catalogue.search.documents import place
from storefront.catalogue.search.engines import MOST_RANKED, AllOf, AnyOf, Candidate, candidates
from storefront.catalogue.search.index import ALL_PRODUCTS
from storefront.catalogue.search.ranking import score, weights
from storefront.catalogue.search.terms import Asked, asked_words, code
from storefront.catalogue.viewer import Viewer

# with fewer products than this that have every word, those that lack one are shown too
FEW = 5
SCALE = 1000


@dataclass(frozen=True)
class Hit:
    """A product that fits, and how well."""

    product_id: int
    score: int
    order: int


@dataclass(frozen=True)
class Found:
    """What a query finds, the best first.

    capped: there are more than are ranked. whole: how many have every word. corrected: the query as it was probably
    meant, or "". ways: how its last word may go on. heads: of the hits' documents.
    """

    hits: tuple[Hit, ...] = ()
    capped: bool = False
    whole: int = 0
    corrected: str = ""
    ways: tuple[vocabulary.Known, ...] = ()
    heads: tuple[str, ...] = ()

    @property
    def product_ids(self) -> tuple[int, ...]:
        return tuple(hit.product_id for hit in self.hits)


def find(
    query: str, viewer: Viewer, languages: Sequence[str] = (), *, completing: bool = False, limit: int = MOST_RANKED
) -> Found:
    """What a query finds; languages: all the shop's. completing: the last word may be half typed."""
    asked = asked_words(query, tuple(dict.fromkeys((*viewer.languages, *languages))))
    if not asked:
        return Found()
    places = shelves(viewer)
    known = vocabulary.counts(asked)
    asked, ways = vocabulary.widened(asked, known, completing)
    rows, capped = candidates([_all_of(asked)], places, _often(asked, known), limit)
    corrected = ""
    if len(rows) < FEW:
        meant = vocabulary.mended(asked, known, viewer.languages)
        if meant:
            corrected = _corrected(query, asked, meant)
            known |= {one.term: one.documents for found in meant.values() for one in found}
            asked = _with_meant(asked, meant)
            rows, capped = candidates([_all_of(asked)], places, _often(asked, known), limit)
    whole = len(rows)
    if whole < FEW and len(asked) > 1 and not _is_named(query, rows):
        some, capped = _some_of(asked, places, known, limit)
        rows += [row for row in some if row not in rows][: limit - whole]
    query_weights = weights(asked, known, known.get(ALL_PRODUCTS, 0))
    points = [score(row.head, row.tail, query_weights) for row in rows]
    scored = [(round(SCALE * much), row) for much, row in zip(_whole_first(points, whole), rows, strict=True)]
    scored.sort(key=lambda pair: (-pair[0], -pair[1].id))
    hits = tuple(Hit(row.product_id, points, row.id) for points, row in scored)
    return Found(hits, capped, whole, corrected, ways, tuple(row.head for _points, row in scored))


def _whole_first(points: Sequence[float], whole: int) -> list[float]:
    """The first ones have every word: none of the others is worth more than they."""
    if not 0 < whole < len(points):
        return list(points)
    lowest, highest = min(points[:whole]), max(points[whole:])
    share = min(1.0, 0.99 * lowest / highest) if highest else 1.0
    return [*points[:whole], *(much * share for much in points[whole:])]


def _is_named(query: str, rows: Sequence[Candidate]) -> bool:
    """Whether the query is the article number of what was found: then nothing else is wanted."""
    whole = code(query)
    return any(whole in row.head.split() for row in rows)


def shelves(viewer: Viewer) -> AnyOf:
    """The terms of the shelves that a viewer sees."""
    audiences = ("", *sorted(viewer.audiences))
    return frozenset(place(model, audience) for model in viewer.business_models for audience in audiences)


def _all_of(asked: Iterable[Asked]) -> AllOf:
    return tuple(frozenset(word.all_terms) for word in asked)


def _some_of(asked: Sequence[Asked], places: AnyOf, known: dict[str, int], limit: int) -> tuple[list[Candidate], bool]:
    """What lacks one word; where nothing does, what has any."""
    every = _all_of(asked)
    lacking_one = [(*every[:left_out], *every[left_out + 1 :]) for left_out in range(len(every))]
    if len(every) > 2:
        rows, capped = candidates(lacking_one, places, _rarest(asked, known), limit)
        if rows:
            return rows, capped
    return candidates([(terms,) for terms in every], places, _rarest(asked, known), limit)


def _rarest(asked: Sequence[Asked], known: dict[str, int]) -> int:
    return max((_often([word], known) for word in asked), default=0)


def _often(asked: Iterable[Asked], known: dict[str, int]) -> int:
    """At most about how many products have every word."""
    return min((max((known.get(term, 0) for term in word.all_terms), default=0) for word in asked), default=0)


def _with_meant(asked: Sequence[Asked], meant: dict[int, tuple[vocabulary.Known, ...]]) -> tuple[Asked, ...]:
    words: list[Asked] = []
    for number, word in enumerate(asked):
        found = meant.get(number, ())
        if len(found) == 2:
            words += [replace(word, text=one.word, terms={one.term: 1.0}, expanded=word.all_terms) for one in found]
        else:
            words.append(word.with_more({one.term: vocabulary.MENDED for one in found}))
    return tuple(words)


def _corrected(query: str, asked: Sequence[Asked], meant: dict[int, tuple[vocabulary.Known, ...]]) -> str:
    """The query with the words that were meant."""
    shown = {asked[number].text: " ".join(one.shown for one in found) for number, found in meant.items()}
    return vocabulary.replaced(query, shown)
