"""A form of fields that stand once and words that stand in each language; typed texts in, values out. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from storefront.desk import prose
from storefront.desk.sheet import Typed
from storefront.forms import Errors, Section, check_fields
from storefront.i18n import Message, _, ngettext


@dataclass(frozen=True)
class Word:
    """A text in each language; name is its name in the form."""

    name: str
    label: Message
    long: bool = False
    most: int = 200
    html: bool = False


@dataclass(frozen=True)
class EditForm:
    """The fields and words of one thing; needed: the word that a language with others must have."""

    sections: tuple[Section, ...]
    words: tuple[Word, ...] = ()
    needed: str = ""
    languages: tuple[str, ...] = ()
    default: str = "en"


@dataclass
class Read:
    """What was typed, cleaned; words by language; and what is wrong."""

    values: dict[str, str] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)


def read(form: EditForm, typed: Typed, saved: Mapping[str, Mapping[str, str]]) -> Read:
    """The form checked. What was not touched stays as it is saved; a language without words is left out."""
    found = Read()
    for section in form.sections:
        checked = check_fields(section.fields, typed)
        found.values |= checked.values
        found.errors |= checked.errors
    for tag in form.languages:
        words = {word.name: _word(word, tag, typed, saved, found.errors) for word in form.words}
        if any(words.values()) and form.needed and not words[form.needed]:
            found.errors[f"t-{tag}-{form.needed}"] = _("A name is needed where there are other words in this language.")
        elif any(words.values()):
            found.texts[tag] = words
    if form.needed and not found.texts:
        found.errors.setdefault(f"t-{form.default}-{form.needed}", _("A name is needed in one language at least."))
    # languages that the shop no longer speaks keep their words
    found.texts |= {tag: dict(words) for tag, words in saved.items() if tag not in form.languages}
    return found


def _word(word: Word, tag: str, typed: Typed, saved: Mapping[str, Mapping[str, str]], errors: Errors) -> str:
    name = f"t-{tag}-{word.name}"
    text, was = typed.get(name, ""), saved.get(tag, {}).get(word.name, "")
    if len(text) > word.most:
        errors[name] = ngettext("At most %(num)s character, please.", "At most %(num)s characters, please.", word.most)
        return text[: word.most]
    if prose.unchanged(text, prose.as_typed(was) if word.html else was):
        return was
    if not word.long:
        return prose.one_line(text)
    lines = "\n".join(prose.one_line(line) for line in text.splitlines()).strip()
    return prose.as_html(lines) if word.html else lines


def typed_words(words: Sequence[Word], texts: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The words as the form begins."""
    return {
        f"t-{tag}-{word.name}": prose.as_typed(text[word.name]) if word.html else text[word.name]
        for tag, text in texts.items()
        for word in words
    }
