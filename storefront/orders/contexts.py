"""What an order's pages and its mail show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.cart.contexts import SumRow
from storefront.catalogue.contexts import Badge, Fact, ImageView
from storefront.checkout.contexts import LegalText
from storefront.money import Money
from storefront.orders.cases.contexts import CaseCard
from storefront.web.form_view import ActionForm
from storefront.web.frame import Link
from storefront.web.price_view import ReceiptRow


@dataclass(frozen=True)
class TimelineEntry:
    """A stage of an order's life, or what happened in it."""

    label: Annotated[str, "“Sent”"]
    state: Annotated[str, "done, now or future"]
    at: Annotated[str, "When, in words"] = ""
    at_iso: Annotated[str, "When, ISO 8601"] = ""
    detail: Annotated[str, "What happened; for now: what happens next, by when, who acts"] = ""
    who: Annotated[str, "For now: who acts"] = ""
    by: Annotated[str, "For now: by when"] = ""
    links: Annotated[tuple[Link, ...], "Tracking, a document, …"] = ()
    images: Annotated[tuple[ImageView, ...], "Photos that belong to it"] = ()


@dataclass(frozen=True)
class OrderLineView:
    """A line as it was sold."""

    title: Annotated[str, "The product's name"]
    sku: Annotated[str, "The variant"]
    quantity: Annotated[int, "How many"]
    unit_price: Annotated[Money, "For one piece"]
    total: Annotated[Money, "For all pieces"]
    image: Annotated[ImageView | None, "Its picture"] = None
    url: Annotated[str, "Its page, where it still has one"] = ""
    options: Annotated[str, "“Cream · 1.5 l”"] = ""
    terms: Annotated[tuple[str, ...], "Terms in words"] = ()
    sent: Annotated[int, "How many of them are on their way"] = 0
    summary: Annotated[str, "What it is, in one line"] = ""
    ordered: Annotated[int, "How many were ordered; 0: as many as now"] = 0


@dataclass(frozen=True)
class PaymentDue:
    """A part of the total and what became of it."""

    label: Annotated[str, "“Deposit 30 %”"]
    amount: Annotated[Money, "How much"]
    state: Annotated[str, "paid, pending, due, later or refunded"]
    detail: Annotated[str, "“paid by card on 2 December”"] = ""
    pay_url: Annotated[str, "Where it can be paid now; empty: nothing to do"] = ""


@dataclass(frozen=True)
class ShipmentView:
    """Goods that were sent."""

    title: Annotated[str, "“Parcel 1 of 2”"]
    carrier: Annotated[str, "Who carries it"] = ""
    tracking: Annotated[str, "Its tracking number"] = ""
    tracking_url: Annotated[str, "Where to follow it"] = ""
    sent: Annotated[str, "When it was sent"] = ""
    delivered: Annotated[str, "When it arrived; empty: on its way"] = ""
    lines: Annotated[tuple[str, ...], "“2 × Enamel kettle, cream”"] = ()


@dataclass(frozen=True)
class AddressView:
    """An address in its country's order."""

    label: Annotated[str, "“Sent to”"]
    lines: Annotated[tuple[str, ...], "Its lines"]


@dataclass(frozen=True)
class ChangeView:
    """A change of the order after it was placed: proposed, made, or come to nothing."""

    title: Annotated[str, "“The order was changed”"]
    state: Annotated[str, "proposed, carried-out, declined, withdrawn or expired"]
    at: Annotated[str, "When it was asked for or decided"]
    lines: Annotated[tuple[str, ...], "What changes, one thing a line"]
    reason: Annotated[str, "Why"] = ""
    sum: Annotated[str, "What it comes to; empty: nothing"] = ""
    by: Annotated[str, "Until when it can be answered"] = ""
    who: Annotated[str, "Who has to answer, where that is somebody else"] = ""
    actions: Annotated[tuple[ActionForm, ...], "Yes and no, where this person answers"] = ()


@dataclass(frozen=True)
class OrderPage:
    """orders/order.html"""

    order_id: Annotated[int, "Subject of the order's slots"]
    number: Annotated[str, "The order's number"]
    state: Annotated[str, "The present stage in words"]
    placed: Annotated[str, "When it was placed"]
    seller: Annotated[str, "The seller's name"]
    lines: Annotated[tuple[OrderLineView, ...], "What was sold"]
    sums: Annotated[tuple[SumRow, ...], "Goods, adjustments, delivery, duty, tax, total"]
    total: Annotated[Money, "All in all"]
    timeline: Annotated[tuple[TimelineEntry, ...], "From placed to done"] = ()
    badge: Annotated[Badge | None, "The business model"] = None
    why: Annotated[tuple[ReceiptRow, ...], "All components of the total"] = ()
    payments: Annotated[tuple[PaymentDue, ...], "Installments"] = ()
    shipments: Annotated[tuple[ShipmentView, ...], "What was sent"] = ()
    addresses: Annotated[tuple[AddressView, ...], "Delivery and billing"] = ()
    seller_legal: Annotated[tuple[Fact, ...], "Legal name, address, e-mail, register, VAT number"] = ()
    actions: Annotated[tuple[ActionForm, ...], "What this person may do now"] = ()
    documents: Annotated[tuple[Link, ...], "Invoice, confirmation, …"] = ()
    legal: Annotated[tuple[LegalText, ...], "What holds: withdrawal, guarantee"] = ()
    thanks: Annotated[str, "Said right after placing; empty later"] = ""
    purchase: Annotated[Link | None, "The purchase it belongs to, with its other orders"] = None
    po_number: Annotated[str, "The buyer's own number"] = ""
    demo: Annotated[bool, "An order of the demo"] = False
    cases: Annotated[tuple[CaseCard, ...], "Withdrawals and complaints about it"] = ()
    helps: Annotated[tuple[Link, ...], "Where one withdraws, or says that something is wrong"] = ()
    changes: Annotated[tuple[ChangeView, ...], "What was changed after placing, or is proposed; proposals first"] = ()
    related: Annotated[tuple[Link, ...], "The order that this one replaces, or that replace pieces of it"] = ()
    address_url: Annotated[str, "Where another address can be asked for; empty: nowhere"] = ""


@dataclass(frozen=True)
class OrderCard:
    """An order in a list."""

    number: Annotated[str, "The order's number"]
    url: Annotated[str, "Its page"]
    seller: Annotated[str, "The seller's name"]
    state: Annotated[str, "The present stage in words"]
    total: Annotated[Money, "All in all"]
    badge: Annotated[Badge | None, "The business model"] = None
    next: Annotated[str, "What happens next"] = ""
    images: Annotated[tuple[ImageView, ...], "Up to four of its lines"] = ()
    titles: Annotated[tuple[str, ...], "What is in it: “2 × Enamel kettle”"] = ()
    pay_url: Annotated[str, "Where its open amount can be paid"] = ""


@dataclass(frozen=True)
class PurchasePage:
    """orders/purchase.html: thank you, and the orders one button made"""

    title: Annotated[str, "“Thank you, it is ordered”"]
    message: Annotated[str, "Where the confirmation was sent, what happens next"]
    orders: Annotated[tuple[OrderCard, ...], "One for each seller and business model"]
    total: Annotated[Money, "Of all orders"]
    placed: Annotated[str, "When"] = ""
    email: Annotated[str, "Where the confirmation went"] = ""
    pay_url: Annotated[str, "Where what is due now can be paid; empty: nothing is"] = ""
    pay_message: Annotated[str, "What is still to pay, in one sentence"] = ""
    instructions: Annotated[tuple[Fact, ...], "For a transfer: holder, account, amount, reference"] = ()
    shop_url: Annotated[str, "Where to go on looking"] = ""


@dataclass(frozen=True)
class MailOrder:
    """One order in the confirmation."""

    number: Annotated[str, "The order's number"]
    url: Annotated[str, "Its page, absolute, with the key for guests"]
    seller: Annotated[str, "The seller's name"]
    seller_legal: Annotated[tuple[Fact, ...], "Legal name, address, e-mail, telephone, register, VAT number"]
    lines: Annotated[tuple[OrderLineView, ...], "What was sold"]
    sums: Annotated[tuple[SumRow, ...], "Goods, adjustments, delivery, duty, tax, total"]
    total: Annotated[Money, "All in all"]
    badge: Annotated[Badge | None, "The business model"] = None
    delivery: Annotated[tuple[str, ...], "How and by when"] = ()
    address: Annotated[tuple[str, ...], "Where to"] = ()
    payments: Annotated[tuple[PaymentDue, ...], "Installments"] = ()
    terms: Annotated[tuple[str, ...], "Guarantee, import, claims: one sentence each"] = ()
    documents: Annotated[tuple[Link, ...], "Invoices; absolute addresses"] = ()


@dataclass(frozen=True)
class OrderMail:
    """orders/mail/order_placed.txt and .html: the contract on a durable medium"""

    shop_name: Annotated[str, "The shop's name"]
    language: Annotated[str, "BCP 47 tag"]
    direction: Annotated[str, "ltr or rtl"]
    subject: Annotated[str, "The mail's subject"]
    greeting: Annotated[str, "One line"]
    placed: Annotated[str, "When it was placed"]
    orders: Annotated[tuple[MailOrder, ...], "The purchase's orders"]
    total: Annotated[Money, "Of all orders"]
    url: Annotated[str, "The purchase's page, absolute, with the key for guests"]
    instructions: Annotated[tuple[Fact, ...], "For a transfer"] = ()
    withdrawal: Annotated[str, "The instruction on withdrawal, plain paragraphs; empty: no such right"] = ""
    withdrawal_form: Annotated[str, "The model form, plain paragraphs"] = ""
    withdrawal_url: Annotated[str, "Where one can withdraw online, absolute"] = ""
    guarantee_url: Annotated[str, "The page about the legal guarantee, absolute"] = ""
    guarantee: Annotated[str, "The legal guarantee, plain paragraphs"] = ""
    terms: Annotated[str, "The terms that were agreed to, plain paragraphs"] = ""
    footer: Annotated[tuple[str, ...], "Who stands behind the shop"] = ()


@dataclass(frozen=True)
class NoticeMail:
    """orders/mail/notice.txt and .html: sent, cancelled, money back, money received"""

    shop_name: Annotated[str, "The shop's name"]
    language: Annotated[str, "BCP 47 tag"]
    direction: Annotated[str, "ltr or rtl"]
    subject: Annotated[str, "The mail's subject"]
    greeting: Annotated[str, "What happened, in one line"]
    button: Annotated[Link, "The one thing to do; an absolute address"]
    message: Annotated[tuple[str, ...], "Paragraphs"] = ()
    facts: Annotated[tuple[Fact, ...], "Carrier, tracking number, amount, reason"] = ()
    items_title: Annotated[str, "“What is in it”"] = ""
    items: Annotated[tuple[str, ...], "“2 × Enamel kettle”"] = ()
    address_title: Annotated[str, "“Sent to”"] = ""
    address: Annotated[tuple[str, ...], "Its lines"] = ()
    links: Annotated[tuple[Link, ...], "Further pages, such as the order's; absolute addresses"] = ()
    footer: Annotated[tuple[str, ...], "The shop's name and address"] = ()
