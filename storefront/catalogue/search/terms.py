"""Words as terms: what the index holds of a text, and what is looked for when a query is asked.

A word of a language is kept as its stem and the language, "tabl~en"; what has no language (a brand, a number, an
article number, signs of Chinese and Japanese two by two) as it is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from storefront.catalogue.folding import folded
from storefront.catalogue.search.splitting import Word, has_unspaced, words
from storefront.catalogue.search.stems import base, is_arabic, stem
from storefront.catalogue.search.stop_words import STOP_WORDS

LONGEST_QUERY = 200
MOST_WORDS = 8
# how much a word counts that was meant in another language than the buyer's, or has only the number of a measure
OTHER_LANGUAGE = 0.9
NUMBER_ALONE = 0.6
WHOLE_RUN = 1.0
LONGEST_CODE = 40
LONGEST_WORD = 40
LONGEST_SHOWN = 100
# letters with their marks
_LETTERS = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u0655\u0670\u0640])*")


@dataclass(frozen=True)
class Asked:
    """One word of a query: the terms that satisfy it, each with how much it then counts.

    exact: a number, an article number or a sign: never mended. needed: whether a product must have it.
    """

    text: str
    terms: Mapping[str, float]
    exact: bool = False
    needed: bool = True
    last: bool = False
    expanded: Mapping[str, float] = field(default_factory=dict)

    @property
    def all_terms(self) -> dict[str, float]:
        return {**self.expanded, **self.terms}

    def with_more(self, terms: Mapping[str, float]) -> Asked:
        """Also satisfied by these terms."""
        more = {term: weight for term, weight in terms.items() if term not in self.terms}
        return replace(self, expanded={**self.expanded, **more})


def code(text: str) -> str:
    """An article number as one term: "HF-12/3 b" → hf123b."""
    return "".join(sign for sign in folded(text) if sign.isalnum())


def tokens(text: str, language: str = "") -> Iterator[str]:
    """The terms of a text in order, in a language or in none."""
    stop = STOP_WORDS.get(language := base(language), frozenset())
    last_run = ""
    for word in words(text):
        if word.kind == "sign":
            yield from signs(word.text)
            yield from word.text if len(word.text) > 1 else ()
        elif word.kind == "measure":
            yield from (word.text + word.unit, word.text)
        elif word.kind == "number":
            yield word.text
        elif word.text not in stop:
            yield term(word.text, language)
        if word.run and word.run != last_run:
            yield word.run
        last_run = word.run


def term(word: str, language: str) -> str:
    """The term of one folded word."""
    if is_arabic(word):
        return stem(word, "ar")
    if not language or any(sign.isdigit() for sign in word):
        return word
    return f"{stem(word, language)}~{language}"


def signs(text: str) -> list[str]:
    """Chinese, Japanese, Korean, Thai: two by two; one sign by itself."""
    return [text[at : at + 2] for at in range(len(text) - 1)] or [text]


def surfaces(text: str, language: str) -> Iterator[tuple[str, str]]:
    """(folded, as it is written) of the words of a text that can be completed, mended and taken apart."""
    stop = STOP_WORDS.get(base(language), frozenset())
    for match in _LETTERS.finditer(text):
        shown = match[0].lower()
        word = folded(shown)
        if 1 < len(word) <= LONGEST_WORD and word.isalpha() and word not in stop and not has_unspaced(word):
            yield word, shown[:LONGEST_SHOWN]


def asked_words(query: str, languages: Sequence[str]) -> tuple[Asked, ...]:
    """The words of a query, for a buyer of the first language in a shop of these languages."""
    spoken = list(dict.fromkeys(base(tag) for tag in languages))
    found: dict[str, Asked] = {}
    for word in words(query[:LONGEST_QUERY], slashes=True):
        for asked in _asked(word, spoken):
            found.setdefault(asked.text, asked)
    kept = list(found.values())[:MOST_WORDS]
    if kept:
        kept[-1] = replace(kept[-1], last=True)
    kept = _without_stop_words(kept, spoken)
    # an article number may be typed with or without its spaces and dashes
    whole = code(query)
    if len(kept) > 1 and any(sign.isdigit() for sign in whole) and len(whole) <= LONGEST_CODE:
        kept = [word.with_more({whole: WHOLE_RUN}) for word in kept]
    return _joined(kept)


def _asked(word: Word, languages: Sequence[str]) -> Iterator[Asked]:
    if word.kind == "sign":
        yield from (Asked(sign, {sign: 1.0}, exact=True) for sign in signs(word.text))
        return
    run = {word.run: WHOLE_RUN} if word.run else {}
    if word.kind == "measure":
        yield Asked(word.text + word.unit, {word.text + word.unit: 1.0, word.text: NUMBER_ALONE, **run}, exact=True)
    elif word.kind == "number":
        yield Asked(word.text, {word.text: 1.0, **run}, exact=True)
    else:
        terms = {word.text: 1.0, **run}
        for place, language in enumerate(languages):
            if word.text not in STOP_WORDS.get(language, ()):
                terms.setdefault(term(word.text, language), OTHER_LANGUAGE if place else 1.0)
        exact = any(sign.isdigit() for sign in word.text)
        yield Asked(word.text, terms, exact)


def _without_stop_words(asked: list[Asked], languages: Sequence[str]) -> list[Asked]:
    """Words that say nothing in the buyer's language are not asked for, unless there are no others."""
    stop = STOP_WORDS.get(languages[0], frozenset()) if languages else frozenset()
    telling = [word for word in asked if word.text not in stop]
    return telling or asked


def _joined(asked: list[Asked]) -> tuple[Asked, ...]:
    """Two words may be written as one: "note book" also finds notebook."""
    more: list[dict[str, float]] = [{} for _word in asked]
    for place, (one, other) in enumerate(itertools.pairwise(asked)):
        if (one.exact and other.exact) or is_sign(one) or is_sign(other):
            continue
        both = _together(one, other)
        more[place] |= both
        more[place + 1] |= both
    return tuple(word.with_more(terms) for word, terms in zip(asked, more, strict=True))


def is_sign(asked: Asked) -> bool:
    """Whether this is a pair of signs of a script without spaces."""
    return asked.exact and not asked.text.isascii() and not any(sign.isdigit() for sign in asked.text)


def _together(one: Asked, other: Asked) -> dict[str, float]:
    text = one.text + other.text
    if one.exact or other.exact:
        return {text: WHOLE_RUN}
    languages = [found.rpartition("~")[2] for found in other.terms if "~" in found]
    return {text: WHOLE_RUN, **{term(text, language): WHOLE_RUN for language in languages}}
