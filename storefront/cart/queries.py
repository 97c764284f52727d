"""What reads carts."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from storefront.cart.tables import Cart
from storefront.once import once
from storefront.orders.tables import Purchase
from storefront.statements import Statement


@once
def find_cart(token: str | None) -> Cart | None:
    """The cart of a token, or None; it is only looked at."""
    rows = _CART.dicts(token=token) if token else []
    return Cart(__no_default__=1, **rows[0]) if rows else None


_CART = Statement(lambda given: Cart.select().where(Cart.token == given.token))


def is_open(token: str) -> bool:
    """Whether a cart of this token is there and has not become a purchase."""
    there = Cart.select().where(Cart.token == token).exists()
    return there and not Purchase.select().where(Purchase.cart_token == token).exists()


def cart_mark(token: str) -> str:
    """Names a cart on a page without giving its token away."""
    return hashlib.sha256(token.encode()).hexdigest()[:24]


def purchase_of_mark(mark: str, own: Collection[str]) -> str | None:
    """The one among a buyer's own purchases (their tokens) that the cart of a mark became, or None."""
    mine = Purchase.select(Purchase.token, Purchase.cart_token).where(Purchase.token.in_(list(own))).tuples()
    return next((str(token) for token, cart in mine if cart_mark(cart) == mark), None)


def purchase_of_cart(token: str) -> str | None:
    """The token of the purchase that a cart became, or None."""
    row = Purchase.select(Purchase.token).where(Purchase.cart_token == token).tuples().first()
    return str(row[0]) if row else None
