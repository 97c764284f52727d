"""A cart with its groups, prices and problems, read anew each time: nothing stale is ever sold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import peewee

from storefront.cart.quantities import misfit
from storefront.cart.queries import find_cart
from storefront.cart.tables import Cart, CartLine
from storefront.catalogue.queries import any_offers
from storefront.i18n import _
from storefront.once import asked_once, once
from storefront.pricing.asking import price_lines, shipping_methods, total_group
from storefront.pricing.pipeline import GroupTotal
from storefront.pricing.schedule import DuePart, group_schedule
from storefront.problems import Problem
from storefront.runtime import Runtime
from storefront.statements import Statement
from storefront.values import Context, Group, Line, Price, ShippingMethod

Key = tuple[int, str]


@dataclass(frozen=True)
class GoneLine:
    """A line whose offer, or its business model, is no longer there: plain text."""

    id: int
    title: str
    quantity: int


@dataclass(frozen=True)
class LoadedGroup:
    """A group with everything that is known of it."""

    group: Group
    total: GroupTotal
    methods: tuple[ShippingMethod, ...]
    method: ShippingMethod | None
    problems: tuple[Problem, ...]
    context: Context
    schedule: tuple[DuePart, ...] = ()


@dataclass(frozen=True)
class LoadedCart:
    """What a cart's pages and the placing work on."""

    token: str
    groups: tuple[LoadedGroup, ...] = ()
    gone: tuple[GoneLine, ...] = ()
    codes: tuple[str, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    unpriced: tuple[tuple[Line, Problem], ...] = ()
    shown: Mapping[int, tuple[int | None, str]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(line.quantity for loaded in self.groups for line in loaded.group.lines)

    @property
    def total(self) -> int:
        return sum(loaded.total.total for loaded in self.groups)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All of them, line by line and group by group."""
        return tuple(problem for loaded in self.groups for problem in loaded.problems)

    @property
    def blocked(self) -> bool:
        return bool(self.gone or self.unpriced) or any(problem.blocks for problem in self.problems)


@once
def load_cart(runtime: Runtime, token: str | None, context: Context) -> LoadedCart:
    """The cart of a token; an unknown or missing token is an empty cart."""
    cart = find_cart(token)
    if cart is None:
        return LoadedCart(token or "")
    rows = _LINES.dicts(cart=cart.id)
    offers = {offer.id: offer for offer in any_offers([row["offer"] for row in rows if row["offer"]])}
    lines, gone = [], []
    for row in rows:
        offer = offers.get(row["offer"])
        if offer is None or offer.business_model not in runtime.plugins.selling:
            gone.append(GoneLine(row["id"], row["title"], row["quantity"]))
        else:
            lines.append(Line(offer, row["quantity"], row["terms"], row["id"]))
    prices = price_lines(runtime, lines, context)
    priced = [(line, price) for line, price in zip(lines, prices, strict=True) if isinstance(price, Price)]
    unpriced = tuple((line, p) for line, p in zip(lines, prices, strict=True) if isinstance(p, Problem))
    grouped: dict[Key, list[tuple[Line, Price]]] = {}
    for line, price in priced:
        grouped.setdefault((line.offer.seller.id, line.offer.business_model), []).append((line, price))
    with asked_once():
        loaded = tuple(_load_group(runtime, pairs, cart, context) for pairs in grouped.values())
    shown = {row["id"]: (row["shown_price"], row["shown_currency"]) for row in rows}
    return LoadedCart(cart.token, loaded, tuple(gone), tuple(cart.codes), cart.answers, unpriced, shown)


def _load_group(
    runtime: Runtime, pairs: list[tuple[Line, Price]], cart: Cart, context: Context
) -> LoadedGroup:
    first = pairs[0][0].offer
    narrowed = replace(context, business_model=first.business_model)
    group = Group(
        first.seller,
        first.business_model,
        tuple(line for line, _price in pairs),
        tuple(price for _line, price in pairs),
        tuple(cart.codes),
        _group_answers(cart.answers, f"{first.seller.id}:{first.business_model}"),
        currency=context.market.currency,
    )
    methods = tuple(shipping_methods(runtime, group, narrowed))
    chosen = group.data.get("delivery", {}).get("method")
    method = next((m for m in methods if m.code == chosen), methods[0] if methods else None)
    group, total = total_group(runtime, group, narrowed, method.amount if method else None)
    problems = [*_line_problems(group, context), *_delivery_problems(group, methods, context)]
    problems += runtime.plugins.owned(
        "check_cart", group.business_model, group=group, context=narrowed
    ) or ()
    schedule = group_schedule(runtime, group, narrowed)
    return LoadedGroup(group, total, methods, method, tuple(problems), narrowed, schedule)


def _group_answers(answers: Mapping[str, Any], key: str) -> dict[str, Any]:
    """What the steps asked this group: step → its part for the group, and the delivery chosen."""
    return {step: answer["groups"][key] for step, answer in answers.items() if key in answer.get("groups", {})}


def _line_problems(group: Group, context: Context) -> list[Problem]:
    problems = []
    for line in group.lines:
        where, offer = f"line:{line.id}", line.offer
        if offer.audience and offer.audience not in context.audiences:
            problems.append(Problem("not-for-you", _("This offer is not open to you."), where))
        if offer.available is not None and offer.available < 1:
            problems.append(Problem("sold-out", _("This has been sold out meanwhile."), where))
        elif offer.available is not None and line.quantity > offer.available:
            message = _("Only %(left)s left in stock.", left=offer.available)
            problems.append(Problem("too-many", message, where, remedy=_("Take %(left)s", left=offer.available)))
        if wrong := misfit(line.quantity, offer):
            problems.append(Problem(*wrong, where))
    return problems


def _delivery_problems(group: Group, methods: tuple[ShippingMethod, ...], context: Context) -> list[Problem]:
    if methods:
        return []
    message = _("%(seller)s does not send to this country.", seller=group.seller.name)
    return [Problem("no-delivery", message, f"group:{group.key}")]


def cart_count(token: str | None) -> int:
    """How many pieces; for the header."""
    if not token:
        return 0
    return int(_COUNT.scalar(token=token) or 0)


_LINES = Statement(
    lambda given: CartLine.select().where(CartLine.cart == given.cart).order_by(CartLine.added_at, CartLine.id)
)
_COUNT = Statement(
    lambda given: CartLine.select(peewee.fn.SUM(CartLine.quantity)).join(Cart).where(Cart.token == given.token)
)
