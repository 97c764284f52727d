"""A product's properties in its form, which the shop's filters find: a name and its values a row. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storefront.catalogue.importers.drafting import Words
from storefront.desk.sheet import MOST_PROPERTIES, Typed, count
from storefront.forms import Errors, cleaned
from storefront.i18n import _, ngettext

LONGEST_NAME, LONGEST_VALUE, MOST_VALUES = 60, 80, 30
# a comma between digits belongs to a number: 1,5 l
_COMMA = re.compile(r"[،、，]|,(?!\d)|(?<!\d),")


@dataclass(frozen=True)
class Property:
    """A row as typed, its values in one text; code is the attribute's that the row began with, empty for a new one."""

    row: int
    code: str
    name: str
    text: str


def typed_properties(
    attributes: Mapping[str, str | tuple[str, ...]], names: Mapping[str, str], values: Mapping[str, str]
) -> dict[str, str]:
    """The properties as the form begins. names: attribute code → name; values: "code=value" → name."""
    typed = {"properties": str(min(len(attributes), MOST_PROPERTIES))}
    for row, (code, given) in enumerate(list(attributes.items())[:MOST_PROPERTIES]):
        codes = (given,) if isinstance(given, str) else given
        typed |= {f"a{row}-code": code, f"a{row}-name": names.get(code, code)}
        typed[f"a{row}-values"] = joined([values.get(f"{code}={value}", value) for value in codes])
    return typed


def joined(values: Sequence[str]) -> str:
    """Values as one text that is taken apart into the same ones."""
    return ("; " if any(_COMMA.search(value) for value in values) else ", ").join(values)


def parted(text: str) -> tuple[str, ...]:
    """The values of a text, each once; with a semicolon in it, commas part nothing."""
    parts = re.split(r"[;；؛\n]", text) if re.search(r"[;；؛\n]", text) else _COMMA.split(text)
    found = {part.casefold(): part for part in reversed([cleaned(part) for part in parts]) if part}
    return tuple(found.values())[::-1]


def read_properties(typed: Typed, errors: Errors) -> tuple[Property, ...]:
    """The rows that say something; what is wrong is added to errors."""
    rows = []
    for number in range(count(typed, "properties", MOST_PROPERTIES)):
        name, text = cleaned(typed.get(f"a{number}-name", "")), cleaned(typed.get(f"a{number}-values", "")[:4000])
        values = parted(text)
        if values and not name:
            errors[f"a{number}-name"] = _("Say what these are values of.")
        if len(name) > LONGEST_NAME:
            errors[f"a{number}-name"] = ngettext(
                "At most %(num)s character, please.", "At most %(num)s characters, please.", LONGEST_NAME
            )
        if len(values) > MOST_VALUES or any(len(value) > LONGEST_VALUE for value in values):
            errors[f"a{number}-values"] = _("These are too many or too long.")
        if name and values:
            rows.append(Property(number, typed.get(f"a{number}-code", "")[:100], name, text))
    return tuple(rows)


def attributes_of(rows: Sequence[Property], words: Words, language: str) -> dict[str, tuple[str, ...]]:
    """The rows as codes. A word that the shop has, in whatever language, means that; any other is learnt."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        code = row.code if called(words.labels.get(row.code), row.code, row.name) else ""
        code = code or _named(words.labels, row.name) or words.attribute(row.name, language)
        known = words.values.setdefault(code, {})
        # one value that has a comma in it, as the shop knows it
        values = (row.text,) if _named(known, row.text) else parted(row.text)
        codes = [_named(known, name) or words.value(code, name, language) for name in values]
        found[code] = tuple(dict.fromkeys((*found.get(code, ()), *codes)))
    return found


def called(labels: Mapping[str, str] | None, code: str, name: str) -> bool:
    """Whether something with these labels is called so, in any language."""
    return labels is not None and name.casefold() in (code.casefold(), *(text.casefold() for text in labels.values()))


def _named(known: Mapping[str, Mapping[str, str]], name: str) -> str:
    return next((code for code, labels in known.items() if called(labels, code, name)), "")
