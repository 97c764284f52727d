"""The languages the shop ships, and which of them a shopper gets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.core import get_global

Direction = Literal["ltr", "rtl"]

_RANGE = re.compile(r"(?P<tag>\*|[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*q\s*=\s*(?P<q>[0-9.]{1,5}))?")
# A longer header is not a browser's; reading it in full would only cost time.
_HEADER_LIMIT = 500


class UnknownLanguage(ValueError):
    """A language tag that the shop does not ship."""

    code = "unknown-language"

    def __init__(self, tag: str) -> None:
        known = ", ".join(LANGUAGES)
        super().__init__(f"Unknown language {tag!r}: use one of {known}.")


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the interface: tag as in URLs, name in itself, Babel's id for its CLDR rules."""

    tag: str
    name: str
    direction: Direction
    locale: str
    fallbacks: tuple[str, ...] = ()


# English dates and currencies follow en_GB: "4 Dec 2026" and "US$5.00" are read the same by
# everybody abroad, "12/4/26" and "$5.00" are not.
_SHIPPED = (
    Language("en", "English", "ltr", "en_GB"),
    Language("de", "Deutsch", "ltr", "de", ("en",)),
    Language("zh-Hans", "简体中文", "ltr", "zh_Hans", ("en",)),
    Language("ar", "العربية", "rtl", "ar", ("en",)),
)

PSEUDO_LANGUAGE = Language("en-XA", "[Þšéûðö]", "ltr", "en_GB", ("en",))

LANGUAGES: dict[str, Language] = {known.tag: known for known in _SHIPPED}
_BY_TAG = {**LANGUAGES, PSEUDO_LANGUAGE.tag: PSEUDO_LANGUAGE}


def shop_languages(development: bool = False) -> tuple[Language, ...]:
    """The languages a shop can offer; in development the pseudo-language too."""
    return (*_SHIPPED, PSEUDO_LANGUAGE) if development else _SHIPPED


def find_language(tag: str, development: bool = False) -> Language | None:
    """The language with exactly this tag, or None; the pseudo-language only in development."""
    if tag == PSEUDO_LANGUAGE.tag and not development:
        return None
    return _BY_TAG.get(tag)


def language(tag: str) -> Language:
    """The language with this tag (the pseudo-language too); raises UnknownLanguage."""
    try:
        return _BY_TAG[tag]
    except KeyError:
        raise UnknownLanguage(tag) from None


@lru_cache(maxsize=64)
def cldr(tag: str) -> Locale:
    """Babel's locale of a language of ours."""
    return Locale.parse(language(tag).locale)


def fallback_chain(tag: str, shop_default: str) -> tuple[str, ...]:
    """Where to look for a seller's text, best first: the language, its fallbacks, the shop's own."""
    return tuple(dict.fromkeys((tag, *language(tag).fallbacks, shop_default)))


def negotiate(accept_language: str, tags: Sequence[str], default: str = "") -> str:
    """The one of tags that an Accept-Language header asks for most; default (or the first) where it asks for none."""
    refused: set[str] = set()
    wanted: list[tuple[float, str]] = []
    for match in _RANGE.finditer(accept_language[:_HEADER_LIMIT]):
        quality = _quality(match["q"])
        if quality:
            wanted.append((quality, match["tag"]))
        else:
            refused.add(match["tag"].lower())
    ordered = [default, *(tag for tag in tags if tag != default)] if default else list(tags)
    open_tags = [tag for tag in ordered if tag.lower() not in refused] or ordered
    for _, wanted_tag in sorted(wanted, key=lambda pair: -pair[0]):
        found = _closest(wanted_tag, open_tags)
        if found:
            return found
    return open_tags[0]


def _quality(text: str | None) -> float:
    try:
        return min(1.0, float(text)) if text else 1.0
    except ValueError:
        return 1.0


def _closest(wanted: str, tags: Sequence[str]) -> str | None:
    """Same tag, else same language and script, else same language: zh-TW reads zh-Hans sooner than English."""
    if wanted == "*":
        return tags[0]
    for tag in tags:
        if tag.lower() == wanted.lower():
            return tag
    real = [tag for tag in tags if tag != PSEUDO_LANGUAGE.tag]
    written = _language_and_script(wanted)
    for tag in real:
        if _language_and_script(tag) == written:
            return tag
    return next((tag for tag in real if _language_and_script(tag)[0] == written[0]), None)


@lru_cache(maxsize=512)
def _language_and_script(tag: str) -> tuple[str, str]:
    """("zh", "Hant") of zh-TW: CLDR's likely script where the tag names none."""
    first, *rest = tag.split("-")
    code = first.lower()
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), "")
    region = next((part.upper() for part in rest if len(part) == 2 and part.isalpha()), "")
    if not script:
        likely = get_global("likely_subtags")
        full = likely.get(f"{code}_{region}") or likely.get(code) or ""
        script = next((part for part in full.split("_") if len(part) == 4), "")
    return code, script
