"""How often somebody may try the code of a gift card."""

from __future__ import annotations

from storefront.web.limits import limits, network

TRIES = 20
A_QUARTER = 900


def count_code() -> None:
    """Count one try; raises TooMany, which becomes the 429 page."""
    limits().check("gift-card", (network(), TRIES), seconds=A_QUARTER)
