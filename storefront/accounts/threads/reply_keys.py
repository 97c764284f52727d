"""What the link in a mail about a thread carries: it opens that thread for the one it was sent to, and nothing else."""

from __future__ import annotations

from itsdangerous import BadData, URLSafeSerializer

Reply = tuple[str, int]


def make_key(secret_key: str, participant_token: str, person_id: int = 0) -> str:
    """The key of a participant; person_id: which of the seller's people it was sent to."""
    return str(_signer(secret_key).dumps([participant_token, person_id]))


def read_key(secret_key: str, key: str) -> Reply | None:
    """The participant's token and the person it was sent to; None: it was forged."""
    try:
        parts = _signer(secret_key).loads(key)
    except (BadData, ValueError, UnicodeError):
        return None
    fits = isinstance(parts, list) and len(parts) == 2 and isinstance(parts[0], str) and isinstance(parts[1], int)
    return (parts[0], parts[1]) if fits else None


def _signer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt="thread reply")
