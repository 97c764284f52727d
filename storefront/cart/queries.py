"""What reads carts."""

from __future__ import annotations

from storefront.cart.tables import Cart
from storefront.orders.tables import Purchase


def is_open(token: str) -> bool:
    """Whether a cart of this token is there and has not become a purchase."""
    there = Cart.select().where(Cart.token == token).exists()
    return there and not Purchase.select().where(Purchase.cart_token == token).exists()


def purchase_of_cart(token: str) -> str | None:
    """The token of the purchase that a cart became, or None."""
    row = Purchase.select(Purchase.token).where(Purchase.cart_token == token).tuples().first()
    return str(row[0]) if row else None
