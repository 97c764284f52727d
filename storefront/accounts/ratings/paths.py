"""Where the pages of reviews lie, for pages and for mails, which have no request."""

from __future__ import annotations

from urllib.parse import quote

from storefront.orders.paths import order_path, product_path


def reviews_path(language: str, slug: str) -> str:
    """All reviews of a product."""
    return f"{product_path(language, slug)}/reviews"


def rate_order_path(language: str, number: str, key: str = "") -> str:
    """What of an order can be rated; with its purchase's token as key it opens for whoever has the link."""
    path = f"{order_path(language, number)}/reviews"
    return f"{path}?key={quote(key, safe='')}" if key else path


def rate_path(language: str, number: str, line_id: int) -> str:
    """Where a product of an order is rated."""
    return f"{rate_order_path(language, number)}/{line_id}"


def helpful_path(language: str, review_id: int) -> str:
    """Where one says that a review helped."""
    return f"/{language}/reviews/{review_id}/helpful"


def report_path(language: str, review_id: int) -> str:
    """Where one says that a review breaks the rules."""
    return f"/{language}/reviews/{review_id}/report"


def refuse_path(language: str, digest: str) -> str:
    """Where one says that no mail shall ask for reviews."""
    return f"/{language}/reviews/no-mails/{digest}"
