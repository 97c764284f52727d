"""What storefront.api adds to core's own functions: questions a plugin asks of the running shop.

Features are imported when they are called, so that a plugin can be imported before any of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storefront.cart.queries import find_cart
from storefront.catalogue.contexts import Badge
from storefront.catalogue.offers_read import offers_for
from storefront.catalogue.tables import Product
from storefront.catalogue.viewer import Viewer
from storefront.db import utc_now
from storefront.i18n import Message
from storefront.orders.tables import Order, Purchase
from storefront.problems import Problem
from storefront.runtime import current
from storefront.statements import Statement
from storefront.values import Context, Group, Line, Offer, Price, ShippingMethod
from storefront.web.price_view import PriceView

# -- goods and prices -----------------------------------------------------------------------------


def offers_on_sale(context: Context, product_ids: Sequence[int], business_model: str = "") -> list[Offer]:
    """What this buyer can buy of these products, by product, variant and price; of one model if named."""
    viewer = Viewer(current().plugins.selling, context.now, context.audiences, previewed=context.previewed)
    # asked for all models together, as the page and the other models ask: the database hears it once
    found = offers_for(viewer, product_ids=product_ids) if product_ids else []
    return [offer for offer in found if business_model in ("", offer.business_model)]


def product_measures(product_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Product → content of one piece, such as (250, "g"); products without a content are left out."""
    found = _MEASURES.tuples(ids=list(product_ids))
    return {number: (quantity, unit) for number, quantity, unit in found}


_MEASURES = Statement(
    lambda given: Product.select(Product.id, Product.measure_quantity, Product.measure_unit).where(
        Product.id.in_(given.ids), Product.measure_quantity.is_null(False)
    )
)


def price(lines: Sequence[Line], context: Context) -> list[Price | Problem]:
    """The price of each line bought alone, in order, through the whole pipeline; a Problem refuses it."""
    from storefront.pricing.asking import price_lines

    return price_lines(current(), lines, context)


def shipping_methods(group: Group, context: Context) -> list[ShippingMethod]:
    """The ways to send a group's parcel; none: it cannot be sent there."""
    from storefront.pricing import asking

    return asking.shipping_methods(current(), group, context)


# -- words ----------------------------------------------------------------------------------------


def price_view(
    one: Price, context: Context, measure: tuple[int, str] | None = None, *, brief: bool = False
) -> PriceView:
    """A price as templates show it, with its "Why this price?"; measure: content of one piece; brief: for a card."""
    from storefront.pricing.wording import price_view as shown

    return shown(one, context, measure, brief=brief)


def translated(message: Message | None, language: str) -> str:
    """A message in a language; none is ""."""
    return current().catalogues.translate(message, language) if message is not None else ""


def badge(business_model: str, language: str) -> Badge:
    """The badge of a business model, in the language."""
    model = current().plugins.models[business_model]
    name, meaning = translated(model.name, language), translated(model.sells, language)
    return Badge(model.code, name, model.hue, model.icon, meaning)


# -- cart and orders ------------------------------------------------------------------------------


def cart_codes(cart_token: str) -> tuple[str, ...]:
    """The codes kept with a cart; an unknown cart has none."""
    cart = find_cart(cart_token)
    return tuple(cart.codes) if cart else ()


def cart_groups(cart_token: str, context: Context, business_model: str) -> list[Group]:
    """The cart's priced groups under one business model."""
    from storefront.cart.loading import load_cart

    groups = [loaded.group for loaded in load_cart(current(), cart_token, context).groups]
    return [group for group in groups if group.business_model == business_model]


def place_order(cart_token: str, context: Context, seen: str, provider_code: str) -> Any:
    """Turn a cart into a purchase; seen is the fingerprint of what was shown. Raises Refused."""
    from storefront.checkout import placing

    return placing.place_order(current(), cart_token, context, seen, provider_code)


def refund(order_id: int, amount: int | None, reason: Message) -> int:
    """Send money of an order back, None: all of it; how much goes back. Raises Refused."""
    from storefront.payments.refunds import refund_order

    return refund_order(order_id, amount, reason, utc_now())


def open_thread(subject: str, now: datetime) -> str:
    """The thread about a subject whose sides `thread_sides` names, begun if there is none; its token."""
    from storefront.accounts.threads import actions

    return str(actions.open_thread(subject, now).token)


def message(
    subject: str, role: Literal["buyer", "seller", "staff"], text: str, now: datetime, language: str = ""
) -> None:
    """Write in the thread about a subject in a side's name; the others are told. Raises Refused where that is over."""
    from storefront.accounts.threads import actions, seats
    from storefront.accounts.threads.writing import Draft, cleaned_text

    thread = actions.open_thread(subject, now)
    spoken = language or current().settings.shop.default_language
    actions.message(seats.seat_of(thread, role), Draft(cleaned_text(text), spoken), now)


@dataclass(frozen=True)
class PlacedOrder:
    """A placed order as plugins may know it; codes are the promotion codes its cart held."""

    id: int
    number: str
    business_model: str
    state: str
    email: str
    language: str
    currency: str
    total: int
    placed_at: datetime
    codes: tuple[str, ...] = ()


def find_order(order_id: int) -> PlacedOrder | None:
    """A placed order, or None."""
    query = (
        Order.select(Order, Purchase.email, Purchase.language)
        .join(Purchase)
        .where(Order.id == order_id)
        .dicts()
    )
    row = query.first()
    if row is None:
        return None
    names = ("id", "number", "business_model", "state", "email", "language", "currency", "total", "placed_at")
    return PlacedOrder(**{name: row[name] for name in names}, codes=tuple(row["frozen"].get("codes", ())))


def open_orders(business_model: str) -> list[PlacedOrder]:
    """A model's orders that have not ended, the oldest first, a hundred at most."""
    query = (
        Order.select(Order.id)
        .where(Order.business_model == business_model, Order.closed_at.is_null())
        .order_by(Order.id)
        .limit(100)
    )
    found = (find_order(row[0]) for row in query.tuples())
    return [order for order in found if order is not None]
