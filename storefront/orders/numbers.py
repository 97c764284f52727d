"""Numbers of orders and cases: they cannot be guessed, and can be read aloud on the telephone."""

from __future__ import annotations

import secrets

# no I, O, 0, 1
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def random_number(groups: int, start: str = "") -> str:
    """Groups of four signs, 20 bits each, after a start such as "C-"."""
    return start + "-".join("".join(secrets.choice(ALPHABET) for _n in range(4)) for _g in range(groups))
