"""A process that places an order and dies in the middle: killed_child.py CART FINGERPRINT MOMENT."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from storefront.checkout.placing import place_order
from storefront.commands.opening import open_shop
from storefront.db import utc_now
from storefront.payments import attempts, settling
from storefront.payments.actions import begin_payment
from storefront.runtime import Runtime
from storefront.values import Buyer, Context, Market

DIED = 9
GOOD_CARD = "4242 4242 4242 4242"


def die(*_args: Any, **_named: Any) -> None:
    """As a power cut would: nothing is flushed, closed or rolled back."""
    os._exit(DIED)


def after(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, and the end."""

    def run(*args: Any, **named: Any) -> None:
        function(*args, **named)
        die()

    return run


def lay_trap(shop: Runtime, moment: str) -> None:
    """Die at this moment."""
    from storefront.checkout import placing

    provider: Any = shop.providers["sandbox-card"]
    traps: dict[str, tuple[Any, str, Any]] = {
        "inside the placing": (placing, "_reserve", after(placing._reserve)),
        "before the provider is asked": (provider, "start", die),
        "after the provider took the money": (provider, "start", after(provider.start)),
        "inside the settling": (settling, "mail_order_once", die),
        "after the settling": (attempts, "settle", after(attempts.settle)),
    }
    where, name, trap = traps[moment]
    setattr(where, name, trap)


def main(cart: str, seen: str, moment: str) -> None:
    shop = open_shop()
    lay_trap(shop, moment)
    context = Context(shop.shop, Market("DE", "EUR"), "en", Buyer(), utc_now())
    context = replace(context, audiences=shop.audiences(context), cart_token=cart)
    placed = place_order(shop, cart, context, seen, "sandbox-card")
    assert placed.payment_id is not None
    begin_payment(placed.payment_id, {"card": GOOD_CARD}, "http://localhost:8000/back")


if __name__ == "__main__":
    main(*sys.argv[1:])
