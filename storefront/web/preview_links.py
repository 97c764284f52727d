"""Signed links that show a product as a shopper sees it, before it is published."""

from __future__ import annotations

from itsdangerous import BadData, URLSafeTimedSerializer

from storefront.runtime import current

VALID_SECONDS = 7 * 24 * 3600


def preview_token(product_id: int) -> str:
    """Good for a week, for this product only."""
    return str(_signer().dumps(product_id))


def previewed(token: str) -> int | None:
    """The product a token shows; None: it shows none, or no longer."""
    if not token:
        return None
    try:
        found = _signer().loads(token[:500], max_age=VALID_SECONDS)
    except (BadData, ValueError):
        return None
    return found if isinstance(found, int) else None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current().settings.secret_key, salt="preview")
