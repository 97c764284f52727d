"""Words made comparable: case, accents, letter forms, widths and digits away."""

from __future__ import annotations

import unicodedata

# Letters that normalisation leaves apart though people type one for the other.
_ALIKE = str.maketrans(
    {
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h",
        # Arabic: yaa without dots, taa marbuta, tatweel, alef wasla; Persian and Urdu kaf, yeh, heh
        "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": "", "ک": "ك", "ی": "ي", "ہ": "ه", "ھ": "ه",
        "’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "″": '"', "”": '"', "“": '"', "×": "x",
    }
)  # fmt: skip
# a kana's voicing marks make another letter of it: they stay
_KEPT_MARKS = "\u3099\u309a"


def folded(text: str) -> str:
    """The text in one form: "Wasserkeßel, É, ３" → "wasserkessel, e, 3"; alefs and digits of every script alike."""
    if text.isascii():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(_sign(sign) for sign in apart)
    return " ".join(unicodedata.normalize("NFC", bare).translate(_ALIKE).split())


def _sign(sign: str) -> str:
    if sign.isascii():
        return sign
    if unicodedata.combining(sign) and sign not in _KEPT_MARKS:
        return ""
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    # invisible signs (joiners, soft hyphens, directions) part no word; other unprintable ones do
    if unicodedata.category(sign) == "Cf":
        return ""
    return sign if sign.isprintable() else " "


def search_text(*parts: str) -> str:
    """What ProductText.search keeps of a product."""
    return folded(" ".join(part for part in parts if part))
