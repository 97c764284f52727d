"""What somebody wrote, as it is kept: cleaned, not longer than it may be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from storefront.forms import Errors, is_control
from storefront.i18n import _, ngettext
from storefront.uploads.files import KeptFile

MOST = 4000
MOST_REASON = 500


@dataclass(frozen=True)
class Draft:
    """A message before it is sent: cleaned text, its language, files that are kept already."""

    text: str
    language: str
    files: Sequence[KeptFile] = ()


def cleaned_text(typed: str) -> str:
    """Composed, in lines, without control characters, direction overrides and heaps of empty lines."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(one for one in lines if one in "\n\t" or not is_control(one))
    rows = (row.rstrip() for row in unicodedata.normalize("NFC", kept).replace("\t", " ").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip()


def text_errors(text: str, has_files: bool) -> Errors:
    """What is wrong with a cleaned text."""
    if not any(character.isprintable() and not character.isspace() for character in text) and not has_files:
        return {"text": _("Please write something, or send a photo.")}
    if len(text) > MOST:
        return {"text": ngettext("At most %(num)s character, please.", "At most %(num)s characters, please.", MOST)}
    return {}
