"""Which column of a file means what: header texts, in several languages and spellings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_UNIT = re.compile(
    r"^(?P<name>.*\S)\s*[(\[](?P<unit>kg|g|lbs?|oz|t|mm|cm|dm|m|in|inch|ft|yd|grams?)[)\]]\s*$",
    re.IGNORECASE,
)
_NOT_WORD = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Column:
    """What a header means: a field's name and, for a measure, the unit in the header."""

    field: str
    unit: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """A system's headers: aliases and patterns name fields, ignored ones need no mention."""

    system: str
    aliases: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...] = ()
    ignored: tuple[re.Pattern[str], ...] = ()

    def find(self, header: str) -> Column | None:
        """The column's meaning, or None when the header is unknown."""
        name = folded(header)
        if name in self.aliases:
            return Column(self.aliases[name])
        if match := _UNIT.match(header.strip()):
            base = folded(match["name"])
            if base in self.aliases:
                return Column(self.aliases[base], match["unit"].casefold())
        for pattern, field in self.patterns:
            if found := pattern.match(name):
                return Column(found.expand(field))
        return None

    def ignores(self, header: str) -> bool:
        """Whether the column is known and of no use here."""
        name = folded(header)
        return any(pattern.match(name) for pattern in self.ignored)


def folded(header: str) -> str:
    """A header without case, padding, punctuation and odd quotes: what aliases are compared by."""
    text = unicodedata.normalize("NFKC", header).casefold()
    return _NOT_WORD.sub(" ", text).strip()


def aliases(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The look-up of folded header → field, from field → headers as they are written."""
    return {folded(header): field for field, headers in table.items() for header in headers}


def patterns(*texts: str) -> tuple[re.Pattern[str], ...]:
    """Compiled patterns, matched against folded headers."""
    return tuple(re.compile(text) for text in texts)
