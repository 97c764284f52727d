"""A process that places an order and dies in the middle."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from forked import forked

from storefront.checkout import placing
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


def lay_trap(shop: Runtime, moment: str, provider_code: str) -> None:
    """Die at this moment."""
    provider: Any = shop.providers[provider_code]
    traps: dict[str, tuple[Any, str, Any]] = {
        # T1, one transaction
        "before the purchase is written": (placing, "_purchase", die),
        "after the purchase is written": (placing, "_purchase", after(placing._purchase)),
        "after an order is written": (placing, "_order", after(placing._order)),
        "after the payment is written": (placing, "new_payment", after(placing.new_payment)),
        "after the goods are reserved": (placing, "_reserve", after(placing._reserve)),
        # outside any
        "right after the placing": (attempts, "_payment", die),
        "before the asking is noted": (attempts, "_asked", die),
        "before the provider is asked": (provider, "start", die),
        "after the provider answered": (provider, "start", after(provider.start)),
        # T2, one transaction
        "before the settling": (attempts, "settle", die),
        "after the answer is written": (settling, "_save", after(settling._save)),
        "after the money is allocated": (settling, "_allocate", after(settling._allocate)),
        "after the money is booked": (settling, "_book", after(settling._book)),
        "after the goods are sold": (settling, "sell_if_paid", after(settling.sell_if_paid)),
        "before the settling is committed": (settling, "mail_order_once", after(settling.mail_order_once)),
        # outside any
        "after the settling": (attempts, "settle", after(attempts.settle)),
    }
    where, name, trap = traps[moment]
    setattr(where, name, trap)


def died(environ: Mapping[str, str], *told: str) -> bool:
    """Whether another process, with this environment, came to the moment: told is cart, fingerprint, moment, provider."""
    return forked(environ, lambda: run(*told)) == DIED


def run(cart: str, seen: str, moment: str, provider: str) -> None:
    shop = open_shop()
    lay_trap(shop, moment, provider)
    context = Context(shop.shop, Market("DE", "EUR"), "en", Buyer(), utc_now())
    context = replace(context, audiences=shop.audiences(context), cart_token=cart)
    placed = place_order(shop, cart, context, seen, provider)
    assert placed.payment_id is not None
    details = {"card": GOOD_CARD} if shop.providers[provider].fields else {}
    begin_payment(placed.payment_id, details, "http://localhost:8000/back")
