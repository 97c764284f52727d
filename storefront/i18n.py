"""Texts that leave rules and hooks as message and values, and are translated at the edge.

A value may be a str, a whole number or Decimal, a day or moment, Money, Country, another Message,
or a tuple of these (a list in words): each is written as the language writes it. A number that is
a name (a year, an order number) is passed as str.
"""

from __future__ import annotations

import datetime as dt
import gettext as stdlib_gettext
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from storefront import countries, formatting
from storefront.languages import (
    LANGUAGES,
    PSEUDO_LANGUAGE,
    Language,
    UnknownLanguage,
    fallback_chain,
    find_language,
    language,
    negotiate,
    shop_languages,
)
from storefront.money import Money
from storefront.pseudo import PseudoTranslations

__all__ = [
    "LANGUAGES",
    "PSEUDO_LANGUAGE",
    "Catalogues",
    "Country",
    "Language",
    "Message",
    "UnknownLanguage",
    "_",
    "fallback_chain",
    "find_language",
    "gettext",
    "labelled",
    "language",
    "listed",
    "negotiate",
    "ngettext",
    "plain",
    "shop_languages",
]

# importers write their reasons with {name}: they are filled without translation too
_PLACEHOLDER = re.compile(r"%(?:%|\((\w+)\)[sd])|\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Country:
    """A country as a value of a message: its name is written in the reader's language."""

    code: str


@dataclass(frozen=True)
class Message:
    """A text in English with its values; plural and count where it depends on a number."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None

    def __hash__(self) -> int:
        return hash((self.text, self.plural, self.count))

    def __str__(self) -> str:
        """The English text, for logs and the command line."""
        return written(self, stdlib_gettext.NullTranslations(), "en")

    def as_json(self) -> dict[str, Any]:
        """What a JSON column keeps of it; from_json gives an equal message back."""
        kept: dict[str, Any] = {"text": self.text}
        if self.values:
            kept["values"] = {name: _value_as_json(value) for name, value in self.values.items()}
        if self.plural is not None:
            kept |= {"plural": self.plural, "count": self.count}
        return kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Message:
        """The message that as_json kept."""
        values = {name: _value_from_json(value) for name, value in kept.get("values", {}).items()}
        return cls(kept["text"], values, kept.get("plural"), kept.get("count"))


def gettext(text: str, /, **values: Any) -> Message:
    """A translatable text; values fill its %(name)s. Always given the text itself, never a variable."""
    return Message(text, values)


def ngettext(singular: str, plural: str, n: int, /, **values: Any) -> Message:
    """A translatable text that depends on a number; %(num)s is that number."""
    return Message(singular, values, plural, n)


def plain(text: str) -> Message:
    """A text that is the same in every language (a name, a number), where a message is asked for."""
    return Message("%(text)s", {"text": text})


_ = gettext


def listed(*texts: str | Message | Country) -> Message:
    """Texts side by side, such as a town and its country, with the language's comma; empty ones are left out."""
    first, *rest = [text for text in texts if text] or [""]
    one = first if isinstance(first, Message) else Message("%(text)s", {"text": first})
    return _("%(first)s, %(rest)s", first=first, rest=listed(*rest)) if rest else one


def labelled(label: str | Message, value: Any) -> Message:
    """A label and what it says: "Delivery: Express"."""
    return _("%(label)s: %(value)s", label=label, value=value)


# -- at the edge ---------------------------------------------------------------------------


class Catalogues:
    """The gettext catalogues of core, plugins and theme, seen as one per language.

    directories: `translations` folders, each with <locale>/LC_MESSAGES/<domain>.po (or .mo), the
    most general first; a later one wins. Fuzzy and empty entries count as not translated.
    """

    def __init__(self, directories: Sequence[Path], domain: str = "messages") -> None:
        self.directories = tuple(directories)
        self.domain = domain
        self._cache: dict[str, stdlib_gettext.NullTranslations] = {}

    def translations_for(self, tag: str) -> stdlib_gettext.NullTranslations:
        """What gettext and Jinja's i18n extension take; English where nothing is translated."""
        found = self._cache.get(tag)
        if found is None:
            found = self._cache[tag] = self._load(tag)
        return found

    def translate(self, message: Message | str, tag: str) -> str:
        """The message in a language, its values written as that language writes them."""
        known = message if isinstance(message, Message) else Message(message)
        return written(known, self.translations_for(tag), tag)

    def reload(self) -> None:
        """Read the files again when next asked (for development)."""
        self._cache.clear()

    def _load(self, tag: str) -> stdlib_gettext.NullTranslations:
        if tag == PSEUDO_LANGUAGE.tag:
            return PseudoTranslations()
        # Each catalogue keeps its own plural rule; gettext asks the next where one has no answer.
        merged = stdlib_gettext.NullTranslations()
        for found in reversed([part for folder in self.directories for part in self._read(folder, tag)]):
            merged.add_fallback(found)
        return merged

    def _read(self, folder: Path, tag: str) -> list[stdlib_gettext.GNUTranslations]:
        known = language(tag)
        # de, not its fallbacks: English is the language of the texts themselves.
        names = dict.fromkeys((known.locale.split("_")[0] if tag == "en" else known.locale, tag))
        for name in names:
            base = folder / name / "LC_MESSAGES" / self.domain
            if base.with_suffix(".po").is_file():
                return [_compiled(base.with_suffix(".po"), known.locale)]
            if base.with_suffix(".mo").is_file():
                with base.with_suffix(".mo").open("rb") as file:
                    return [stdlib_gettext.GNUTranslations(file)]
        return []


def written(message: Message, translations: stdlib_gettext.NullTranslations, tag: str) -> str:
    """The message by these translations, its values filled in; a lost placeholder stays visible."""
    if not message.text:
        return ""  # gettext would answer with the catalogue's header
    if message.plural is None:
        text = translations.gettext(message.text)
    else:
        text = translations.ngettext(message.text, message.plural, message.count or 0)

    if "%" not in text:
        return text

    def filled(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        if name is None:
            return "%"
        if name in message.values:
            return _value_text(message.values[name], translations, tag)
        if match[1] in ("num", "n") and message.count is not None:
            return formatting.number(message.count, tag)
        return match[0]

    return _PLACEHOLDER.sub(filled, text)


def _compiled(path: Path, locale: str) -> stdlib_gettext.GNUTranslations:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=locale)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)  # leaves fuzzy and empty entries out
    compiled.seek(0)
    return stdlib_gettext.GNUTranslations(compiled)


def _value_text(value: Any, translations: stdlib_gettext.NullTranslations, tag: str) -> str:
    match value:
        case Message():
            return written(value, translations, tag)
        case Money():
            return formatting.money(value.amount, value.currency, tag)
        case Country():
            return countries.country_name(value.code, tag)
        case dt.datetime():
            return formatting.moment(value, tag)
        case dt.date():
            return formatting.date(value, tag)
        case bool():
            return str(value)
        case int() | Decimal():
            return formatting.number(value, tag)
        case tuple() | list():
            return formatting.joined([_value_text(one, translations, tag) for one in value], tag)
        case _:
            return formatting.isolated(str(value), tag)


# -- kept in JSON --------------------------------------------------------------------------

_READERS: dict[str, Callable[[Any], Any]] = {
    "message": Message.from_json,
    "money": lambda kept: Money(*kept),
    "country": Country,
    "moment": dt.datetime.fromisoformat,
    "day": dt.date.fromisoformat,
    "decimal": Decimal,
    "list": lambda kept: tuple(_value_from_json(one) for one in kept),
}


def _value_as_json(value: Any) -> Any:
    match value:
        case Message():
            return {"message": value.as_json()}
        case Money():
            return {"money": [value.amount, value.currency]}
        case Country():
            return {"country": value.code}
        case dt.datetime():
            return {"moment": value.isoformat()}
        case dt.date():
            return {"day": value.isoformat()}
        case Decimal():
            return {"decimal": str(value)}
        case tuple() | list():
            return {"list": [_value_as_json(one) for one in value]}
        case int() | str():
            return value
        case _:
            return str(value)


def _value_from_json(kept: Any) -> Any:
    if not isinstance(kept, dict):
        return kept
    [(kind, value)] = kept.items()
    return _READERS[kind](value)
