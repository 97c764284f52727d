"""A person as rules and pages know him; and how an e-mail address is kept."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in. sellers: the ids of the sellers in whose name he works."""

    id: int
    email: str
    name: str = ""
    language: str = "en"
    confirmed: bool = False
    roles: frozenset[str] = frozenset()
    sellers: frozenset[int] = frozenset()


def kept_email(typed: str) -> str:
    """An address as it is kept and compared: composed, without stray spaces, in small letters."""
    return unicodedata.normalize("NFC", typed).strip().lower()
