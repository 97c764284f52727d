"""What changes a cart."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from storefront.cart.quantities import misfit, too_many
from storefront.cart.queries import is_open
from storefront.cart.tables import Cart, CartLine
from storefront.catalogue.queries import find_offer, offer_title
from storefront.db import for_update, transaction, utc_now
from storefront.errors import Refused
from storefront.i18n import _
from storefront.runtime import current
from storefront.values import Context, Offer


def terms_key(terms: Mapping[str, Any]) -> str:
    """What makes two lines of the same offer different."""
    if not terms:
        return ""
    return hashlib.sha256(json.dumps(terms, sort_keys=True).encode()).hexdigest()


@transaction()
def new_cart(now: datetime | None = None) -> str:
    """An empty cart; its token."""
    now = now or utc_now()
    return str(Cart.create(token=secrets.token_urlsafe(24), created_at=now, updated_at=now).token)


@transaction()
def rename_cart(token: str) -> str:
    """The same cart under a new token, which whoever knew the old one does not know; one that was ordered stays."""
    fresh = secrets.token_urlsafe(24)
    renamed = is_open(token) and Cart.update(token=fresh).where(Cart.token == token).execute()
    return fresh if renamed else new_cart()


def add_to_cart(
    token: str, offer_id: int, quantity: int, terms: Mapping[str, Any], context: Context
) -> int:
    """Put pieces of an offer into the cart; the line's id. The same offer and terms: one line.

    Raises Refused when the offer is not this buyer's to buy, when it is sold out, or not sold in this quantity.
    """
    offer = find_offer(offer_id, context, current().plugins.selling)
    if offer is None:
        raise Refused(_("This is no longer sold here."), "no-offer")
    if offer.available is not None and offer.available < 1:
        raise Refused(_("This is sold out."), "sold-out")
    if wrong := misfit(quantity, offer):
        raise Refused(wrong[1], "wrong-quantity")
    title = offer_title(offer.variant_id, context)
    return _add(token, offer, quantity, dict(terms), title)


@transaction()
def _add(token: str, offer: Offer, quantity: int, terms: dict[str, Any], title: str) -> int:
    cart = _locked(token)
    key = terms_key(terms)
    same = (CartLine.cart == cart.id) & (CartLine.offer == offer.id) & (CartLine.terms_key == key)
    line = CartLine.select().where(same).first()
    if wrong := too_many(quantity + (line.quantity if line else 0)):
        raise Refused(wrong, "wrong-quantity")
    if line is None:
        if CartLine.select().where(CartLine.cart == cart.id).count() >= current().settings.checkout.cart_lines:
            raise Refused(_("The cart is full. Take something out first."), "cart-full")
        line = CartLine.create(
            cart=cart.id,
            offer=offer.id,
            quantity=quantity,
            terms=terms,
            terms_key=key,
            title=title[:300],
            added_at=utc_now(),
        )
    else:
        CartLine.update(quantity=line.quantity + quantity).where(CartLine.id == line.id).execute()
    _touch(cart.id)
    return int(line.id)


@transaction()
def change_quantity(token: str, line_id: int, quantity: int) -> None:
    """Set a line's quantity; 0 takes it out. A line of another cart is not found: nothing happens.

    Raises Refused for more than a line holds.
    """
    if wrong := too_many(quantity):
        raise Refused(wrong, "wrong-quantity")
    cart = _locked(token)
    mine = (CartLine.id == line_id) & (CartLine.cart == cart.id)
    if quantity < 1:
        CartLine.delete().where(mine).execute()
    else:
        CartLine.update(quantity=quantity).where(mine).execute()
    _touch(cart.id)


@transaction()
def set_codes(token: str, codes: Sequence[str]) -> None:
    """The promotion codes that were entered, in order, as typed."""
    cart = _locked(token)
    Cart.update(codes=list(codes)[:5], updated_at=utc_now()).where(Cart.id == cart.id).execute()


@transaction()
def save_answer(token: str, step: str, answer: Mapping[str, Any]) -> None:
    """What a checkout step collected; going back and forth loses nothing."""
    cart = _locked(token)
    Cart.update(answers={**cart.answers, step: dict(answer)}, updated_at=utc_now()).where(
        Cart.id == cart.id
    ).execute()


@transaction()
def remember_prices(token: str, shown: Mapping[int, tuple[int, str]]) -> None:
    """Which price each line was last shown with, so that a change can be said."""
    cart = _locked(token)
    for line_id, (amount, currency) in shown.items():
        CartLine.update(shown_price=amount, shown_currency=currency).where(
            CartLine.id == line_id, CartLine.cart == cart.id
        ).execute()


def forget_old_carts(now: datetime) -> int:
    """Delete carts that were left alone for the shop's number of days; how many."""
    before = now - timedelta(days=current().settings.checkout.cart_days)
    with transaction():
        old = [row[0] for row in Cart.select(Cart.id).where(Cart.updated_at < before).limit(200).tuples()]
        CartLine.delete().where(CartLine.cart.in_(old)).execute()
        Cart.delete().where(Cart.id.in_(old)).execute()
    return len(old)


def _locked(token: str) -> Cart:
    cart: Cart | None = for_update(Cart.select().where(Cart.token == token)).first()
    if cart is None:
        raise Refused(_("This cart has expired. Please put the things in again."), "cart-expired")
    return cart


def _touch(cart_id: int) -> None:
    Cart.update(updated_at=utc_now()).where(Cart.id == cart_id).execute()
