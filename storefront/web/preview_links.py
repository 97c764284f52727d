"""Signed links that show a product or a page as a shopper sees it, before it is published."""

from __future__ import annotations

from itsdangerous import BadData, URLSafeTimedSerializer

from storefront.runtime import current

VALID_SECONDS = 7 * 24 * 3600


def preview_token(subject: int | str) -> str:
    """Good for a week, for this product (its id) or page ("page:SLUG") only."""
    return str(_signer().dumps(subject))


def previewed(token: str) -> int | str | None:
    """What a token shows; None: nothing, or no longer."""
    if not token:
        return None
    try:
        found = _signer().loads(token[:500], max_age=VALID_SECONDS)
    except (BadData, ValueError):
        return None
    return found if isinstance(found, (int, str)) else None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current().settings.secret_key, salt="preview")
