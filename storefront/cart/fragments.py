"""The cart's own fragment: the link in the header with its count."""

from __future__ import annotations

from typing import Any

from storefront.cart.contexts import CartCount
from storefront.cart.loading import cart_count
from storefront.values import Context, Fragment


def cart_fragments() -> list[Fragment]:
    """What core puts into slots."""
    return [Fragment("header-cart", "header.cart", "cart/header.html", header_cart, scope="private")]


def header_cart(_subjects: list[Any], context: Context) -> list[dict[str, Any] | None]:
    """How many pieces this shopper's cart holds."""
    url = f"/{context.language}/cart"
    return [{"fragment": CartCount(url, cart_count(context.cart_token))}]
