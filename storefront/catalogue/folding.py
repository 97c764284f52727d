"""Words made comparable: case, accents, letter forms and widths away."""

from __future__ import annotations

import unicodedata

# Letters that normalisation leaves apart though people type one for the other.
_ALIKE = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ى": "ي", "ة": "ه", "ـ": ""})
_LONGEST_QUERY = 200
_MOST_WORDS = 8


def folded(text: str) -> str:
    """The text in one form: "Wasserkeßel, É" → "wasserkessel, e"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign) and sign.isprintable())
    return " ".join(unicodedata.normalize("NFC", bare).translate(_ALIKE).split())


def query_words(query: str) -> tuple[str, ...]:
    """The words to look for, each once, as many as are sensible."""
    words = folded(query[:_LONGEST_QUERY]).split()
    return tuple(dict.fromkeys(words))[:_MOST_WORDS]


def search_text(title: str, *others: str) -> str:
    """What ProductText.search keeps: the title's words, a line break, all the others."""
    return folded(title) + "\n" + folded(" ".join(others))
