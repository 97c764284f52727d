"""T1: a cart becomes a purchase in one transaction; a second press finds the purchase it became."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from storefront import counts, plugin_manager
from storefront.cart.loading import LoadedCart, LoadedGroup, load_cart
from storefront.cart.tables import Cart, CartLine
from storefront.catalogue import stock
from storefront.checkout.freezing import frozen_group, frozen_line
from storefront.checkout.keeping import release_problem
from storefront.db import for_update, transaction
from storefront.errors import OutOfStock, Refused
from storefront.i18n import Message, _
from storefront.orders.numbers import random_number
from storefront.orders.tables import Order, OrderComponent, OrderLine, OrderTax, Purchase
from storefront.outbox import later
from storefront.payments.actions import mail_order_once, new_payment, sell_if_paid
from storefront.payments.providers import PaymentProvider
from storefront.payments.tables import Installment
from storefront.problems import Problem
from storefront.runtime import Runtime
from storefront.values import Context, Price, TaxRow
from storefront.workflow import begin


class NotPlaced(Refused):
    """The purchase was refused; problems says what stands in the way. Nothing was written."""

    def __init__(self, message: Message, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message, "not-placed")
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Placed:
    """A purchase and the payment to begin now; payment_id None: nothing is due now, or it began before."""

    purchase_id: int
    token: str
    payment_id: int | None
    again: bool = False


def fingerprint(cart: LoadedCart, context: Context) -> str:
    """What was shown on the review: lines, prices, freight, market, what is paid when. Sent back with the button."""
    shown = [
        [
            loaded.group.key,
            [[line.offer.id, line.quantity, dict(line.terms)] for line in loaded.group.lines],
            [price.gross for price in loaded.total.prices],
            loaded.total.freight,
            loaded.total.total,
            [[part.amount, part.due] for part in loaded.schedule],
        ]
        for loaded in cart.groups
    ]
    text = json.dumps([str(context.market), shown], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def place_order(runtime: Runtime, cart_token: str, context: Context, seen: str, provider_code: str) -> Placed:
    """T1. Raises NotPlaced, having written nothing, when anything differs from what was seen."""
    try:
        placed = _place(runtime, cart_token, context, seen, provider_code)
    except OutOfStock as error:
        raise NotPlaced(_("Something was sold out just now. Nothing was ordered or charged.")) from error
    if not placed.again:
        counts.count("purchases_placed")
    return placed


@transaction()
def _place(runtime: Runtime, cart_token: str, context: Context, seen: str, provider_code: str) -> Placed:
    cart_row = for_update(Cart.select().where(Cart.token == cart_token)).first()
    before = Purchase.select().where(Purchase.cart_token == cart_token).first()
    if before is not None:
        return Placed(before.id, before.token, None, again=True)
    if cart_row is None:
        raise NotPlaced(_("This cart has expired. Please put the things in again."))
    cart = load_cart(runtime, cart_token, context)
    _refuse_problems(runtime, cart, context, seen)
    provider = runtime.providers[provider_code]
    purchase = _purchase(cart, context, provider_code)
    dues = [due for loaded in cart.groups for due in _order(runtime, purchase, loaded, cart, context)]
    _refuse_keeping(runtime, purchase.id, provider, context)
    payment_id = None
    if dues:
        until = context.now + provider.holds_for
        payment_id = new_payment(purchase.id, provider_code, dues, until, context.now).id
    else:
        mail_order_once(purchase.id, context.now)
    _reserve(purchase)
    if not dues:
        for order in Order.select(Order.id).where(Order.purchase == purchase.id, Order.total == 0):
            sell_if_paid(order.id, context.now)
    CartLine.delete().where(CartLine.cart == cart_row.id).execute()
    return Placed(purchase.id, purchase.token, payment_id)


def _refuse_problems(runtime: Runtime, cart: LoadedCart, context: Context, seen: str) -> None:
    if not cart.groups and not cart.gone and not cart.unpriced:
        raise NotPlaced(_("Your cart is empty."))
    problems = [*cart.problems, *_no_longer_sold(cart)]
    for loaded in cart.groups:
        problems += runtime.plugins.owned(
            "before_order_placed", loaded.group.business_model, group=loaded.group, context=loaded.context
        ) or ()
    if cart.gone or cart.unpriced or any(problem.blocks for problem in problems):
        raise NotPlaced(_("Something in your cart needs your attention before it can be ordered."), problems)
    if fingerprint(cart, context) != seen:
        raise NotPlaced(_("A price has changed since you looked. Please check the new total and order again."))


def _refuse_keeping(runtime: Runtime, purchase_id: int, provider: PaymentProvider, context: Context) -> None:
    """The money of each line can be kept as its terms say."""
    rows = OrderLine.select(Order.business_model, OrderLine.frozen).join(Order).where(Order.purchase == purchase_id)
    rules: defaultdict[str, list[str]] = defaultdict(list)
    for business_model, frozen in rows.tuples():
        rules[business_model].append(frozen["sale_terms"]["release"])
    for business_model, texts in rules.items():
        problem = release_problem(runtime, business_model, texts, provider, context.now)
        if problem is not None:
            raise NotPlaced(problem)


def _no_longer_sold(cart: LoadedCart) -> list[Problem]:
    """Groups of models that have left the shop since this process last looked; the others stay till the commit."""
    groups = [loaded.group for loaded in cart.groups]
    selling = plugin_manager.selling_now({group.business_model for group in groups})
    message = _("This is no longer sold here.")
    return [Problem("gone", message, f"group:{g.key}") for g in groups if g.business_model not in selling]


def _purchase(cart: LoadedCart, context: Context, provider_code: str) -> Purchase:
    made: Purchase = Purchase.create(
        token=secrets.token_urlsafe(32),
        cart_token=cart.token,
        email=cart.answers["contact"]["email"],
        language=context.language,
        country=context.market.country,
        currency=context.market.currency,
        total=cart.total,
        provider=provider_code,
        placed_at=context.now,
        person_id=context.buyer.person_id,
    )
    return made


def order_number() -> str:
    """A number that cannot be guessed: three groups of four, about 60 bits."""
    return random_number(3)


def _order(
    runtime: Runtime, purchase: Purchase, loaded: LoadedGroup, cart: LoadedCart, context: Context
) -> list[tuple[int, int]]:
    """Insert one order with everything it needs later; (installment id, amount) due now."""
    group, total = loaded.group, loaded.total
    order = Order.create(
        number=order_number(),
        purchase=purchase.id,
        seller_id=group.seller.id,
        business_model=group.business_model,
        state="new",
        currency=context.market.currency,
        net=total.net,
        tax=total.tax,
        total=total.total,
        freight=total.freight,
        buyer={**cart.answers["contact"], "kind": context.buyer.kind},
        address=dict(cart.answers["address"]),
        **frozen_group(runtime, loaded, context),
        placed_at=context.now,
    )
    subject = f"order:{order.id}"
    state = begin(subject, "order", group.business_model, actor="buyer", now=context.now)
    Order.update(state=state).where(Order.id == order.id).execute()
    _lines(runtime, order.id, loaded, context)
    later("after_order_placed", {"order": order.id, "business_model": group.business_model}, context.now)
    return _installments(order.id, loaded, context.now)


def _lines(runtime: Runtime, order_id: int, loaded: LoadedGroup, context: Context) -> None:
    for line, price, frozen in zip(
        loaded.group.lines, loaded.total.prices, frozen_line(runtime, loaded, context), strict=True
    ):
        row = OrderLine.create(
            order=order_id,
            offer_id=line.offer.id,
            variant_id=line.offer.variant_id,
            stock_id=line.offer.stock_id,
            sku=line.offer.sku,
            quantity=line.quantity,
            terms=dict(line.terms),
            unit_price=price.unit_price,
            net=price.net,
            tax=price.tax,
            gross=price.gross,
            frozen=frozen,
        )
        _components(order_id, row.id, price)
    for component in loaded.total.freight_components:
        _component(order_id, None, component)
    if loaded.total.freight_tax is not None:
        _tax(order_id, None, loaded.total.freight_tax)


def _components(order_id: int, line_id: int, price: Price) -> None:
    for component in price.components:
        _component(order_id, line_id, component)
    for tax in price.taxes:
        _tax(order_id, line_id, tax)


def _component(order_id: int, line_id: int | None, component: Any) -> None:
    OrderComponent.create(
        order=order_id,
        line=line_id,
        kind=component.kind,
        label=component.label.as_json(),
        reason=component.reason.as_json() if component.reason else None,
        amount=component.amount,
    )


def _tax(order_id: int, line_id: int | None, tax: TaxRow) -> None:
    OrderTax.create(
        order=order_id,
        line=line_id,
        amount=tax.amount,
        base=tax.base,
        rate=str(tax.rate),
        reason=tax.reason,
        jurisdiction=tax.jurisdiction,
        valid_from=tax.valid_from,
    )


def _installments(order_id: int, loaded: LoadedGroup, now: datetime) -> list[tuple[int, int]]:
    """What the order owes, as it was shown; what of it is due at once."""
    due_now = []
    for position, part in enumerate(loaded.schedule):
        row = Installment.create(
            order=order_id,
            position=position,
            label=part.label.as_json(),
            amount=part.amount,
            due=part.due,
            due_at=due_moment(part.due, now),
        )
        if part.due == "now" and part.amount:
            due_now.append((row.id, part.amount))
    return due_now


def due_moment(due: str, now: datetime) -> datetime | None:
    """When a part is due: now, at a date, or not known before its event."""
    if due == "now":
        return now
    if due.startswith("event:"):
        return None
    day = date.fromisoformat(due)
    return datetime(day.year, day.month, day.day, tzinfo=now.tzinfo)


def _reserve(purchase: Purchase) -> None:
    """Keep the goods: all lines of all orders, stock rows in id order, one conditional statement each.

    The reservation itself does not lapse: cancelling the unpaid order gives it back.
    """
    rows = (
        OrderLine.select(OrderLine.stock_id, OrderLine.quantity, OrderLine.order)
        .join(Order)
        .where(Order.purchase == purchase.id, OrderLine.stock_id.is_null(False))
        .tuples()
    )
    stock.reserve([stock.Want(stock_id, quantity, f"order:{order}", None) for stock_id, quantity, order in rows])
