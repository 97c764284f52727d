"""What links in mails carry: signed, good for a while, and void as soon as the account's sessions are."""

from __future__ import annotations

from itsdangerous import BadData, URLSafeTimedSerializer

HOUR = 3600
# how long each kind of link is good for
SECONDS = {"confirm": 72 * HOUR, "reset": 2 * HOUR, "change-email": 24 * HOUR}


def make_token(secret_key: str, kind: str, *parts: str) -> str:
    """A token of a kind; the first part is the account's fs_uniquifier."""
    return _signer(secret_key, kind).dumps(list(parts))


def read_token(secret_key: str, kind: str, token: str) -> list[str] | None:
    """Its parts, or None where it was forged, is too old or of another kind."""
    try:
        parts = _signer(secret_key, kind).loads(token, max_age=SECONDS[kind])
    except (BadData, ValueError, UnicodeError):
        return None
    return parts if isinstance(parts, list) and parts and all(isinstance(part, str) for part in parts) else None


def _signer(secret_key: str, kind: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key, salt=f"account {kind}")
