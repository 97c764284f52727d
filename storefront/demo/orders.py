"""Orders of the last four weeks, placed, paid and sent by the same actions as real ones, so that a desk has a story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from storefront.accounts.ratings.tables import BuyerRating, HelpfulVote, Review, ReviewReport
from storefront.cart.actions import add_to_cart, new_cart, save_answer
from storefront.cart.loading import load_cart
from storefront.cart.tables import Cart
from storefront.catalogue.tables import Offer, Reservation, Stock
from storefront.checkout.placing import Placed, fingerprint, place_order
from storefront.db import UtcField, transaction
from storefront.demo import content
from storefront.errors import Refused
from storefront.i18n import _
from storefront.orders.actions import cancel, deliver, left_to_send, ship
from storefront.orders.documents.tables import Document
from storefront.orders.tables import (
    Amendment,
    AmendmentLine,
    Event,
    Order,
    OrderComponent,
    OrderLine,
    OrderTax,
    Outbox,
    Purchase,
    Replacement,
    Shipment,
    ShipmentLine,
    Timer,
)
from storefront.payments.actions import begin_payment, confirm_transfer
from storefront.payments.hold_tables import Commission, Hold, HoldFreeze, HoldTaking, PayoutLine
from storefront.payments.releasing import accept_order
from storefront.payments.tables import (
    Allocation,
    Installment,
    LedgerEntry,
    LedgerLine,
    Payment,
    Refund,
    SandboxCharge,
)
from storefront.runtime import Runtime
from storefront.uploads.tables import Upload
from storefront.values import Buyer, Context, Market

CARD, TRANSFER = "sandbox-card", "bank-transfer"
# the sandbox's card that always pays
CARD_NUMBER = "4242 4242 4242 4242"
# so far from one order's first offer to the next one's; a prime, so that every shelf is met
STRIDE = 53
PLENTY = 10
# every so many buyers says that all is well
SATISFIED = 3


def load_orders(runtime: Runtime, now: datetime) -> int:
    """Place the demo's orders; how many. None where there are some already, or nothing is on sale."""
    offers = _plentiful()
    if not offers or CARD not in runtime.providers or Purchase.select().where(Purchase.demo).exists():
        return 0
    told = content.read("orders.json")
    for number, order in enumerate(told["orders"]):
        buyer = told["buyers"][order["buyer"]]
        chosen = [offers[(number * STRIDE + place * 7) % len(offers)] for place in range(len(order["pieces"]))]
        pays = TRANSFER if order.get("transfer") and runtime.providers[TRANSFER].offered else CARD
        context = demo_context(runtime, buyer, now)
        placed = place(runtime, context, buyer, zip(chosen, order["pieces"], strict=True), pays)
        # prices and rates are known of today only: it is placed today and moved back, with all that followed
        back = timedelta(days=order["days"], minutes=173 * number % 1400 + 3)
        live(placed, order["fate"], pays, now, now + back)
        if number % SATISFIED == 0:
            _accept(placed.purchase_id, now + back)
        move_back(placed.purchase_id, back)
    return len(told["orders"])


def _plentiful() -> list[int]:
    """Offers of the demo with pieces enough: what is nearly sold out stays as it is shown."""
    many = Stock.on_hand - Stock.reserved >= PLENTY
    query = Offer.select(Offer.id).join(Stock).where(Offer.demo, Offer.active, many).order_by(Offer.id)
    return [row[0] for row in query.tuples()]


def demo_context(runtime: Runtime, buyer: Any, at: datetime) -> Context:
    """What a buyer of the demo orders with."""
    shop = runtime.shop
    currency = buyer["currency"] if buyer["currency"] in runtime.settings.shop.currencies else shop.currency
    language = buyer["language"] if buyer["language"] in shop.languages else shop.default_language
    return Context(shop, Market(buyer["address"]["country"], currency), language, Buyer(), at)


def place(runtime: Runtime, context: Context, buyer: Any, lines: Iterator[tuple[int, int]], pays: str) -> Placed:
    """Put (offer, pieces) into a cart, answer every step and press the button."""
    token = new_cart(context.now)
    for offer, pieces in lines:
        add_to_cart(token, offer, pieces, {}, context)
    answers = {"contact": {"email": buyer["email"]}, "address": buyer["address"], "payment": {"provider": pays}}
    for step, answer in answers.items():
        save_answer(token, step, answer)
    return place_order(runtime, token, context, fingerprint(load_cart(runtime, token, context), context), pays)


def live(placed: Placed, fate: str, pays: str, at: datetime, latest: datetime) -> None:
    """What became of it since; nothing after latest."""
    assert placed.payment_id is not None
    begin_payment(placed.payment_id, {"card": CARD_NUMBER}, "/", now=at)
    if fate == "unpaid" and pays == TRANSFER:
        return
    if pays == TRANSFER:
        confirm_transfer(Payment.get_by_id(placed.payment_id).reference, None, min(at + timedelta(days=2), latest))
    for number, order in enumerate(orders_of(placed.purchase_id)):
        if fate == "cancelled":
            cancel(order, "staff", _("The buyer has ordered it twice."), min(at + timedelta(hours=5), latest))
        elif fate != "paid":
            # of several sellers only the first one has sent a part
            _send(order, fate if number == 0 else "sent", at, latest)


def _send(order: int, fate: str, at: datetime, latest: datetime) -> None:
    lines = dict.fromkeys(list(left_to_send(order))[:1], 1) if fate == "sent in part" else None
    sent_at = min(at + timedelta(days=2, hours=3), latest)
    shipment = ship(order, lines, "DHL", f"00340434{order:012d}", sent_at)
    if fate == "delivered":
        deliver(shipment, min(at + timedelta(days=6, hours=2), latest))


def _accept(purchase: int, at: datetime) -> None:
    """The buyer says of what was sent that all is well: the sellers have their money."""
    for order in orders_of(purchase):
        with suppress(Refused):
            accept_order(order, at)


def orders_of(purchase: int) -> list[int]:
    """The orders of a purchase, by number."""
    return [row[0] for row in Order.select(Order.id).where(Order.purchase == purchase).order_by(Order.id).tuples()]


@transaction()
def move_back(purchase: int, back: timedelta) -> None:
    """Mark the purchase as the demo's, and let it and all that followed have happened so much earlier."""
    for table, mine in belonging_to([purchase]):
        fields = [field for field in table._meta.sorted_fields if isinstance(field, UtcField)]
        for row in table.select().where(mine) if fields else ():
            times = {field: getattr(row, field.name) - back for field in fields if getattr(row, field.name)}
            if times:
                table.update(times).where(table.id == row.id).execute()
    Purchase.update(demo=True).where(Purchase.id == purchase).execute()


def belonging_to(purchases: Sequence[int]) -> list[tuple[Any, Any]]:
    """(table, which of its rows) of purchases and all that hangs on them, what hangs on others first."""

    def ids(table: Any, mine: Any) -> list[int]:
        return [row[0] for row in table.select(table.id).where(mine).tuples()]

    orders = ids(Order, Order.purchase.in_(purchases))
    payments = ids(Payment, Payment.purchase.in_(purchases))
    booked = [*(f"payment:{one}" for one in payments), *(f"order:{one}" for one in orders)]
    entries = ids(LedgerEntry, LedgerEntry.subject.in_(booked))
    held = ids(Hold, Hold.order.in_(orders))
    lines = ids(LedgerLine, LedgerLine.entry.in_(entries))
    subjects = [*(f"purchase:{one}" for one in purchases), *(f"order:{one}" for one in orders)]
    carts = [row[0] for row in Purchase.select(Purchase.cart_token).where(Purchase.id.in_(purchases)).tuples()]
    keys = Payment.select(Payment.key).where(Payment.id.in_(payments))
    reviews = ids(Review, Review.order.in_(orders))
    said = [f"review:{one}" for one in reviews]
    return [
        *((table, table.review.in_(reviews)) for table in (HelpfulVote, ReviewReport)),
        (Upload, Upload.subject.in_(said)),
        (Review, Review.id.in_(reviews)),
        (BuyerRating, BuyerRating.order.in_(orders)),
        *((table, table.subject.in_(subjects)) for table in (Event, Timer, Outbox, Reservation)),
        (Cart, Cart.token.in_(carts)),
        (SandboxCharge, SandboxCharge.key.in_(keys)),
        (PayoutLine, PayoutLine.line.in_(lines)),
        *((table, table.hold.in_(held)) for table in (HoldFreeze, HoldTaking)),
        (Commission, Commission.order.in_(orders)),
        (Hold, Hold.id.in_(held)),
        (LedgerLine, LedgerLine.entry.in_(entries)),
        (LedgerEntry, LedgerEntry.id.in_(entries)),
        (Allocation, Allocation.payment.in_(payments)),
        (Refund, Refund.payment.in_(payments)),
        (Payment, Payment.id.in_(payments)),
        (Installment, Installment.order.in_(orders)),
        (AmendmentLine, AmendmentLine.amendment.in_(ids(Amendment, Amendment.order.in_(orders)))),
        (Replacement, Replacement.order.in_(orders)),
        *((table, table.order.in_(orders)) for table in (Amendment, Document)),
        (ShipmentLine, ShipmentLine.shipment.in_(ids(Shipment, Shipment.order.in_(orders)))),
        (Shipment, Shipment.order.in_(orders)),
        *((table, table.order.in_(orders)) for table in (OrderTax, OrderComponent, OrderLine)),
        (Order, Order.id.in_(orders)),
        (Purchase, Purchase.id.in_(purchases)),
    ]
