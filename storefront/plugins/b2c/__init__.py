"""Retail: a shop sells to people, at list prices with reductions and promotion codes."""

from __future__ import annotations

from storefront.plugins.b2c import hooks

__all__ = ["CONTRACT", "PRIORITY", "hooks"]

CONTRACT = 1
PRIORITY = 100
