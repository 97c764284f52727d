"""Club: a shop makes things for its members, who order before they are made."""

from __future__ import annotations

from storefront_club import hooks

__all__ = ["CONTRACT", "PRIORITY", "hooks"]

CONTRACT = 1
PRIORITY = 100
