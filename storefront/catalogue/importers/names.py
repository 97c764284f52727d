"""Names made from texts: slugs for web addresses, SKUs for variants that came without one."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator

SLUG_LIMIT = 200
SKU_LIMIT = 120
_SPELT = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})
_NOT_WORD = re.compile(r"[\W_]+")


def slug(text: str, limit: int = SLUG_LIMIT) -> str:
    """Lower-case words joined by hyphens; other scripts stay as they are; "" if nothing is left."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_SPELT))
    base = "".join(sign for sign in decomposed if not _is_latin_accent(sign))
    words = _NOT_WORD.sub("-", unicodedata.normalize("NFC", base)).strip("-")
    return fitted(words, limit)


def _is_latin_accent(sign: str) -> bool:
    return "\u0300" <= sign <= "\u036f"


def fitted(name: str, limit: int) -> str:
    """The name, or its beginning and a check sum where it is too long to be told apart by a cut."""
    if len(name) <= limit:
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return name[: limit - 9].rstrip("-") + "-" + mark


def stable_sku(handle: str, values: Iterable[str]) -> str:
    """The SKU of a variant that has none: handle and option values."""
    parts = [handle, *(slug(value) or fitted(value, 40) for value in values)]
    return fitted("-".join(parts), SKU_LIMIT)


def candidates(name: str, limit: int) -> Iterator[str]:
    """The name, then name-2, name-3 and so on."""
    yield name
    number = 2
    while True:
        yield f"{name[: limit - len(str(number)) - 1]}-{number}"
        number += 1
