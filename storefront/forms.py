"""Fields as rules know them: label, checks and what was typed; drawn and translated at the edge."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from storefront.i18n import Message, _, ngettext
from storefront.money import Money

Values = Mapping[str, str]
Errors = dict[str, Message]


@dataclass(frozen=True)
class Option:
    """One value that can be chosen."""

    value: str
    label: Message
    detail: Message | None = None
    price: Money | None = None
    icon: str = ""


@dataclass(frozen=True)
class Field:
    """One thing a form asks. check answers what is wrong with a cleaned value, or None."""

    name: str
    label: Message
    type: str = "text"
    required: bool = True
    help: Message | None = None
    autocomplete: str = ""
    inputmode: str = ""
    options: tuple[Option, ...] = ()
    dir: str = ""
    width: str = "full"
    maxlength: int = 200
    reloads: bool = False
    check: Callable[[str], Message | None] | None = None


@dataclass(frozen=True)
class Section:
    """Fields under one heading."""

    fields: tuple[Field, ...]
    legend: Message | None = None
    help: Message | None = None


@dataclass(frozen=True)
class Checked:
    """Cleaned values, and what is wrong by field name."""

    values: dict[str, str]
    errors: Errors = field(default_factory=dict)


def cleaned(text: str) -> str:
    """Without control characters and stray spaces; composed, so that equal looks equal."""
    kept = "".join(" " if c in "\t\r\n" else c for c in text if c in "\t\r\n" or not is_control(c))
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", kept)).strip()


def is_control(character: str) -> bool:
    """Control characters and lone surrogates; zero-width joiners, which scripts need, stay."""
    return unicodedata.category(character) in ("Cc", "Cs", "Cn") or character in "\ufeff\u202a\u202b\u202d\u202e\u202c"


def check_fields(fields: Sequence[Field], typed: Values) -> Checked:
    """Every field checked; what was typed is kept whether it is right or wrong."""
    checked = Checked({})
    for one in fields:
        given = typed.get(one.name, "")
        # a password is taken letter by letter
        value = given if one.type == "password" else cleaned(given)
        checked.values[one.name] = value
        error = _error(one, value)
        if error:
            checked.errors[one.name] = error
    return checked


def _error(one: Field, value: str) -> Message | None:
    if not value:
        return _("Please fill in: %(field)s.", field=one.label) if one.required else None
    if len(value) > one.maxlength:
        return ngettext("At most %(num)s character, please.", "At most %(num)s characters, please.", one.maxlength)
    chosen = bool(one.options) or one.type in ("select", "radio", "cards")
    if chosen and value not in {option.value for option in one.options}:
        return _("Please choose one of the list.")
    return one.check(value) if one.check else None


# what every mail server takes in front of the @
_LOCAL_PART = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}", re.ASCII)


def check_email(value: str) -> Message | None:
    """A form check only: that mail arrives is proved by mail."""
    local, _at, domain = value.partition("@")
    if len(value) > 254 or not _LOCAL_PART.fullmatch(local) or not _is_domain(domain):
        return _("An e-mail address looks like name@example.com.")
    return None


def _is_domain(text: str) -> bool:
    """Two labels or more, of letters, digits and hyphens of any script."""
    labels = text.split(".")
    return len(labels) > 1 and all(
        label and all(sign == "-" or unicodedata.category(sign)[0] in "LMN" for sign in label) for label in labels
    )
