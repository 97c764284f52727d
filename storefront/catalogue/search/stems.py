"""A word's stem in a language: tables → tabl, Tische → tisch, الطاولات → طاول."""

from __future__ import annotations

import functools
import re

import snowballstemmer

# language → Snowball's algorithm; Arabic has rules of its own below
_ALGORITHMS = {
    "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hu": "hungarian",
    "hy": "armenian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "tr": "turkish",
}  # fmt: skip
# languages that write two nouns as one word, the one that it is last
COMPOUNDING = frozenset({"da", "de", "et", "fi", "hu", "nb", "nl", "nn", "no", "sv"})
_ARABIC = re.compile("[\u0621-\u064a]")
_ARTICLES = ("وبال", "وال", "بال", "كال", "فال", "ال", "لل")
_ENDINGS = ("هما", "تان", "تين", "ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_SHORTEST_ARABIC = 3
# "ä" may be written "ae"; "qu" is not an "ü"
_UMLAUTS = re.compile(r"(?<![aeiouyq])(a|o|u)e")
_BRITISH = re.compile(r"(?<=[a-z]{2}[^aeiou])our(?=(?:ed|ing|s|ful|less)?$)")
_OTHER_SPELLINGS = {"grey": "gray", "jewellery": "jewelry", "aluminium": "aluminum", "tyre": "tire", "tyres": "tires"}


def is_arabic(word: str) -> bool:
    """Whether a word is written in Arabic letters."""
    return _ARABIC.search(word) is not None


def base(language: str) -> str:
    """The language without script and region: zh-Hans → zh."""
    return language.split("-")[0].lower()


def german(word: str) -> str:
    """The word without the e that stands for an umlaut's dots: kaese → kase, as Käse is folded."""
    return _UMLAUTS.sub(r"\1", word)


@functools.lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word; the word itself where we know no rules for its language."""
    if is_arabic(word):
        return _arabic(word)
    if language == "de":
        word = german(word)
    elif language == "en":
        word = _OTHER_SPELLINGS.get(word) or _BRITISH.sub("or", word)
    name = _ALGORITHMS.get(language)
    return word if name is None else _stemmer(name).stemWord(word) or word


@functools.cache
def _stemmer(name: str) -> snowballstemmer.SnowballStemmer:
    return snowballstemmer.stemmer(name)


def _arabic(word: str) -> str:
    """Article and ending off, as long as a root may be left."""
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _SHORTEST_ARABIC:
            word = word[len(article) :]
            break
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_ARABIC:
            return word[: -len(ending)]
    return word
