"""The pseudo-language: English made foreign, so that what nobody translated stands out."""

from __future__ import annotations

import gettext
import re

_ACCENTED = str.maketrans(
    "AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpQqRrSsTtUuVvWwXxYyZz",
    "ÅåßƀÇçÐðÉéƑƒĜĝĤĥÎîĴĵĶķĻļṀṁÑñÖöÞþǪǫŔŕŠšŢţÛûṼṽŴŵẊẋÝýŽž",
)
# Placeholders, tags and entities must come through untouched.
_KEPT = re.compile(r"(%\(\w+\)[a-z]|%%|<[^>]*>|&#?\w+;)")


def pseudo(text: str) -> str:
    """The text accented, about a third longer, in brackets that show where it was cut off."""
    parts = _KEPT.split(text)
    if not any(part.strip() for part in parts[::2]):
        return text
    accented = "".join(part if index % 2 else part.translate(_ACCENTED) for index, part in enumerate(parts))
    letters = sum(len(part) for part in parts[::2])
    return f"[{accented} {'·' * max(1, letters // 3)}]"


class PseudoTranslations(gettext.NullTranslations):
    """Gives every text in the pseudo-language."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return pseudo(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)
