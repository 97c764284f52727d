"""Recovery codes: ten, each good once, for who has lost his telephone. Only their hashes are kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence

COUNT = 10
# no letters or digits that look like others; 60 bits of them
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_codes() -> tuple[str, ...]:
    """Codes to be shown once: “abcd-efgh-jkmn”."""
    return tuple("-".join(_letters(4) for _group in range(3)) for _code in range(COUNT))


def _letters(count: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _letter in range(count))


def hashed(code: str) -> str:
    """As it is kept; spaces, hyphens and capitals do not matter. Quick: a code is random, not chosen."""
    plain = "".join(letter for letter in code.lower() if letter in ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()


def without(code: str, kept: Sequence[str]) -> list[str] | None:
    """What is left of the kept codes when this one is used; None: it is none of them."""
    wanted = hashed(code)
    left = [one for one in kept if not hmac.compare_digest(one, wanted)]
    return left if len(left) < len(kept) else None
