"""What hangs on a purchase: its orders with lines, taxes and parcels; its payments; what happened to it."""

from __future__ import annotations

from functools import partial

from storefront.catalogue.rows import Row
from storefront.catalogue.tables import Reservation
from storefront.orders.tables import (
    Event,
    Order,
    OrderComponent,
    OrderLine,
    OrderTax,
    Shipment,
    ShipmentLine,
    Timer,
)
from storefront.payments.tables import Allocation, Installment, LedgerEntry, Payment, Refund
from storefront.records.booked_lines import booked_lines
from storefront.records.case_rows import contested_cases
from storefront.records.change_rows import amendments, documents, replacements
from storefront.records.chargeback_rows import chargebacks
from storefront.records.hold_rows import held
from storefront.records.labels import Labels
from storefront.records.references import OFFER, SELLER, STOCK, VARIANT
from storefront.records.review_rows import buyer_ratings, reviews
from storefront.records.rows import Rows, column

MINOR = ", in minor units"
# what an event may speak of, by its id
EVENT_KEYS = {one: one for one in ("payment", "refund", "shipment", "order", "amendment", "chargeback")}


def orders() -> Rows:
    """The orders of a purchase."""
    told = partial(column, Order)
    return Rows(
        "orders", "One for each seller and business model", Order,
        (
            told("number", "Its number", required=True),
            told("seller", "Who sold it; null: he is no longer here", column="seller_id", refers=SELLER, gone=0),
            told("business_model", "Under which business model"),
            told("state", "Its stage"),
            told("currency", "Its currency", kind="currency", required=True),
            told("net", "Without tax" + MINOR),
            told("tax", "The tax" + MINOR),
            told("total", "What it costs" + MINOR),
            told("freight", "Of which delivery" + MINOR),
            told("buyer", "Who buys"),
            told("address", "Where it goes"),
            told("seller_then", "Who sold it, as he was then", column="seller"),
            told("frozen", "What it needs to be shown with its plugin off"),
            told("po_number", "The buyer's own number for it"),
            told("placed_at", "When it was placed"),
            told("closed_at", "When it ended"),
            told("arrives_by", "Another day of arrival that was agreed on, or empty"),
        ),
        owner="purchase",
        label=("order", lambda row, _place, _labels: str(row["number"])),
        below=(
            _lines(), _components(), _taxes(), _installments(), _shipments(), amendments(), documents(), reviews(),
            buyer_ratings(),
        ),
    )  # fmt: skip


def _numbered(row: Row, place: int, labels: Labels) -> str:
    """The third line of an order is called <number>/3."""
    return f"{labels.of['order', row['order']]}/{place + 1}"


def _lines() -> Rows:
    told = partial(column, OrderLine)
    return Rows(
        "lines", "What was bought", OrderLine,
        (
            told("offer", "The offer; null: it is gone", column="offer_id", refers=OFFER, gone=0),
            told("variant", "The variant by SKU; null: it is gone", column="variant_id", refers=VARIANT, gone=0),
            told("stock", "Where the goods come from", column="stock_id", refers=STOCK),
            told("sku", "The SKU it had"),
            told("quantity", "How many", lowest=1),
            told("terms", "Its plugin's terms"),
            told("unit_price", "Of one" + MINOR),
            told("net", "Without tax" + MINOR),
            told("tax", "The tax" + MINOR),
            told("gross", "With tax" + MINOR),
            told("frozen", "Title, options, picture and terms of sale as they were"),
            told("changed", "Pieces that amendments added, or took away"),
        ),
        owner="order",
        label=("line", _numbered),
    )  # fmt: skip


def _components() -> Rows:
    told = partial(column, OrderComponent)
    return Rows(
        "components", "The parts of the total", OrderComponent,
        (
            told("line", "Of which line (`<number>/<place>`); null: of the order", local="line", required=False),
            told("kind", "What kind of part"),
            told("label", "What it is called"),
            told("reason", "Why"),
            told("amount", "How much" + MINOR),
        ),
        owner="order",
    )  # fmt: skip


def _taxes() -> Rows:
    told = partial(column, OrderTax)
    return Rows(
        "taxes", "Every tax, also when it is zero", OrderTax,
        (
            told("line", "Of which line; null: of delivery", local="line", required=False),
            told("amount", "How much" + MINOR),
            told("base", "Of how much" + MINOR),
            told("rate", "At which rate"),
            told("reason", "Why this one"),
            told("jurisdiction", "Whose tax"),
            told("valid_from", "Since when the rate is so"),
        ),
        owner="order",
    )  # fmt: skip


def _installments() -> Rows:
    told = partial(column, Installment)
    return Rows(
        "installments", "What is owed and when", Installment,
        (
            told("position", "Its place"),
            told("label", "What it is called"),
            told("amount", "How much" + MINOR),
            told("paid", "Of which paid" + MINOR),
            told("due", "`now`, a day, or `event:<state>`"),
            told("due_at", "The moment, once it is known"),
            told("cancelled", "No longer owed"),
        ),
        owner="order", order=("position", "id"),
        label=("installment", _numbered),
    )  # fmt: skip


def _shipments() -> Rows:
    told, line = partial(column, Shipment), partial(column, ShipmentLine)
    return Rows(
        "shipments", "What was sent", Shipment,
        (
            told("carrier", "By whom"),
            told("tracking", "The carrier's number for it"),
            told("sent_at", "When"),
            told("delivered_at", "When it arrived"),
        ),
        owner="order",
        label=("shipment", _numbered),
        below=(
            Rows(
                "lines", "What was in it", ShipmentLine,
                (
                    line("line", "Which line of the order", column="order_line", local="line"),
                    line("quantity", "How many of it"),
                ),
                owner="shipment",
            ),
        ),
    )  # fmt: skip


def payments() -> Rows:
    """The attempts to pay a purchase."""
    told, part = partial(column, Payment), partial(column, Allocation)
    back, entry = partial(column, Refund), partial(column, LedgerEntry)
    allocations = Rows(
        "allocations", "Which installments it pays", Allocation,
        (
            part("installment", "Which (`<number>/<place>`)", local="installment"),
            part("amount", "How much of it" + MINOR),
        ),
        owner="payment",
    )  # fmt: skip
    refunds = Rows(
        "refunds", "Money that went back", Refund,
        (
            back("key", "Its idempotency key", required=True),
            back("order", "For which order", local="order", required=False),
            back("amount", "How much" + MINOR),
            back("currency", "Its currency", kind="currency", required=True),
            back("state", "What became of it"),
            back("reason", "Why"),
            back("reference", "The provider's name for it", subjects=True),
            back("way", "How it goes back; empty: the provider sends it"),
            back("created_at", "When it was begun"),
            back("settled_at", "When it was done"),
        ),
        owner="payment",
        label=("refund", lambda row, _place, _labels: str(row["key"])),
    )  # fmt: skip
    ledger = Rows(
        "ledger", "What was booked for it", LedgerEntry,
        (
            entry("key", "What makes it happen once", subjects=True, required=True),
            entry("kind", "What kind of entry"),
            entry("at", "When"),
        ),
        subject="payment",
        below=(
            booked_lines(),
        ),
    )  # fmt: skip
    return Rows(
        "payments", "Each attempt to pay", Payment,
        (
            told("key", "The idempotency key the provider was given", required=True),
            told("provider", "Who collects"),
            told("reference", "The provider's name for it", subjects=True),
            told("amount", "How much" + MINOR),
            told("currency", "Its currency", kind="currency", required=True),
            told("state", "What became of it"),
            told("answer", "What the provider said"),
            told("created_at", "When it was begun"),
            told("asked_at", "When the provider was last asked"),
            told("expires_at", "Until when the goods wait for it"),
            told("settled_at", "When it was done"),
        ),
        owner="purchase",
        label=("payment", lambda row, _place, _labels: str(row["key"])),
        below=(allocations, refunds, chargebacks(), ledger),
    )  # fmt: skip


def stories() -> tuple[Rows, ...]:
    """What happened to the orders, what is to happen by itself, and the goods that are kept for them."""
    event, timer, kept = partial(column, Event), partial(column, Timer), partial(column, Reservation)
    whose = "Of which order"
    told = {"column": "subject", "local": "order", "is_subject": True, "required": True}
    return (
        contested_cases(),
        replacements(),
        Rows(
            "events", "What happened", Event,
            (
                event("order", whose, **told),
                event("kind", "What kind of thing"),
                event("label", "What it is called"),
                event("data", "More about it", keys=EVENT_KEYS),
                event("actor", "Who did it", subjects=True),
                event("at", "When"),
            ),
            subject="order", through="order", order=("at", "id"),
        ),
        Rows(
            "timers", "What is to happen by itself", Timer,
            (
                timer("order", whose, **told),
                timer("transition", "What is tried"),
                timer("due_at", "When"),
                timer("paused", "It waits"),
                timer("paused_at", "Since when"),
            ),
            subject="order", through="order", order=("due_at", "transition"),
        ),
        Rows(
            "reservations", "Goods that are kept for them", Reservation,
            (
                kept("order", whose, **told),
                kept("stock", "Of what", refers=STOCK),
                kept("quantity", "How many", lowest=1),
                kept("until", "Until when; null: no lapse"),
            ),
            subject="order", through="order",
        ),
    )  # fmt: skip


def purchase_rows() -> tuple[Rows, ...]:
    """All that hangs on a purchase, in the order it is read and written."""
    return (orders(), payments(), *stories(), *held())
