"""An order that tests change: three boards and a kettle, on each database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from small_shop import GOOD_CARD, SmallShop, shipped_model

from storefront import runtime
from storefront.cart.loading import load_cart
from storefront.checkout.placing import fingerprint, place_order
from storefront.db import utc_now
from storefront.i18n import plain
from storefront.orders.amending import Amended, ChangeAsked, amend_order
from storefront.orders.amendment import LineChange, OrderChanges
from storefront.orders.tables import Event, Order, OrderComponent, OrderLine, OrderTax, Purchase
from storefront.payments.actions import begin_payment
from storefront.payments.tables import Installment, LedgerLine, Payment, Refund

NOW = utc_now()


@dataclass
class Sold:
    """A shop with two goods of ten pieces each, and a card order of three and one of them."""

    shop: SmallShop
    order_id: int
    lines: list[int]

    @property
    def order(self) -> Order:
        found: Order = Order.get_by_id(self.order_id)
        return found

    def pay(self) -> None:
        (payment,) = Payment.select().where(Payment.purchase == self.order.purchase_id, Payment.state == "created")
        begin_payment(payment.id, {"card": GOOD_CARD}, "http://localhost:8000/back", now=NOW)

    def amend(self, *lines: tuple[int, int | None, int | None], by: str = "seller", key: str = "k1", **more: object) -> Amended:
        changes = OrderChanges(tuple(LineChange(self.lines[one], *rest) for one, *rest in lines), **more)  # type: ignore[arg-type]
        return amend_order(self.order_id, changes, asked(by, key), NOW)

    def refunds(self) -> list[int]:
        return [row.amount for row in Refund.select().order_by(Refund.id)]

    def dues(self) -> list[tuple[int, int, bool]]:
        rows = Installment.select().where(Installment.order == self.order_id).order_by(Installment.position)
        return [(row.amount, row.paid, row.cancelled) for row in rows]

    def story(self) -> list[str]:
        rows = Event.select(Event.kind).where(Event.subject == f"order:{self.order_id}").order_by(Event.id)
        return [kind for (kind,) in rows.tuples()]

    def check(self) -> int:
        """Components are the total, taxes are the tax, the ledger is zero; the total."""
        order = self.order
        parts = OrderComponent.select().where(OrderComponent.order == order.id)
        assert sum(part.amount for part in parts) == order.total
        assert sum(tax.amount for tax in OrderTax.select().where(OrderTax.order == order.id)) == order.tax
        assert order.net + order.tax == order.total
        assert Purchase.get_by_id(order.purchase_id).total == order.total
        assert sum(row.amount for row in LedgerLine.select()) == 0
        return int(order.total)


def asked(by: str = "seller", key: str = "k1") -> ChangeAsked:
    return ChangeAsked(key, by, by, plain("As we said on the telephone."))  # type: ignore[arg-type]


@pytest.fixture
def sold(make_shop: Callable[..., SmallShop], database_url: str) -> Sold:
    shop = make_shop(shipped_model(), database_url=database_url)
    offers = [shop.offer(slug, shipped_model()) for slug in ("board", "kettle")]
    token = shop.cart((offers[0], 3), (offers[1], 1))
    running, context = runtime.current(), shop.context()
    placed = place_order(running, token, context, fingerprint(load_cart(running, token, context), context), "sandbox-card")
    (order,) = Order.select().where(Order.purchase == placed.purchase_id)
    lines = [row.id for row in OrderLine.select().where(OrderLine.order == order.id).order_by(OrderLine.id)]
    return Sold(shop, order.id, lines)
