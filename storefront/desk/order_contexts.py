"""What the desk's pages of an order show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.cart.contexts import SumRow
from storefront.catalogue.contexts import Badge, Fact
from storefront.money import Money
from storefront.orders.cases.contexts import CaseCard
from storefront.orders.contexts import AddressView, ChangeView, OrderLineView, TimelineEntry
from storefront.web.form_view import ActionForm, FieldView, FormError
from storefront.web.frame import Link


@dataclass(frozen=True)
class DeskForm:
    """A form of an order's page; it is open where something in it was refused."""

    name: Annotated[str, "A word for the element's id"]
    label: Annotated[str, "The button's words"]
    url: Annotated[str, "Where it posts to"]
    fields: Annotated[tuple[FieldView, ...], "What it asks"]
    explanation: Annotated[str, "What pressing it does"] = ""
    tone: Annotated[str, "main, plain or danger"] = "plain"
    open: Annotated[bool, "Whether it is unfolded"] = False


@dataclass(frozen=True)
class DeskLine:
    """A line with how much of it is left to send."""

    view: Annotated[OrderLineView, "As the buyer sees it"]
    state: Annotated[str, "How many were sent, in words; empty: none"]


@dataclass(frozen=True)
class ParcelRow:
    """A parcel with the button that says it arrived."""

    title: Annotated[str, "“Parcel 1 of 2”"]
    detail: Annotated[str, "Carrier, and when it was sent or delivered"]
    tracking: Annotated[str, "Its number"]
    tracking_url: Annotated[str, "Where to follow it; empty: nowhere"]
    lines: Annotated[tuple[str, ...], "“2 × Enamel kettle”"]
    deliver_url: Annotated[str, "Where the button posts to; empty: it has arrived, or he may not"]


@dataclass(frozen=True)
class PaymentRow:
    """One attempt to pay, or a refund."""

    title: Annotated[str, "The way of payment"]
    amount: Annotated[Money, "Of this order"]
    state: Annotated[str, "In words"]
    tone: Annotated[str, "good, warn, bad or quiet"]
    detail: Annotated[str, "When, reference, reason"] = ""
    form: Annotated[DeskForm | None, "What can be done about it"] = None


@dataclass(frozen=True)
class LedgerRow:
    """A line of a booking that is about the order."""

    at: Annotated[str, "When"]
    kind: Annotated[str, "What was booked"]
    account: Annotated[str, "On whose account"]
    amount: Annotated[Money, "Plus: the account has more; minus: less"]


@dataclass(frozen=True)
class WorkRow:
    """A mail, or something else the worker does for this order."""

    label: Annotated[str, "What it is"]
    state: Annotated[str, "Sent, waiting, failed"]
    tone: Annotated[str, "good, warn, bad or quiet"]
    detail: Annotated[str, "When; what went wrong"]
    url: Annotated[str, "Where its button posts to"]
    button: Annotated[str, "The button's words"]


@dataclass(frozen=True)
class AboutRow:
    """A conversation, a review or a bank's claim."""

    label: Annotated[str, "What it is"]
    state: Annotated[str, "How it stands; empty: nothing to say of it"]
    tone: Annotated[str, "good, warn, bad or quiet"]
    detail: Annotated[str, "When, why"]
    url: Annotated[str, "Its page; empty: none"] = ""


@dataclass(frozen=True)
class ActRow:
    """What somebody did at the desk."""

    at: Annotated[str, "When"]
    who: Annotated[str, "Who"]
    act: Annotated[str, "What"]
    detail: Annotated[str, "In detail; a note's text"] = ""
    note: Annotated[bool, "Whether it is a note"] = False


@dataclass(frozen=True)
class DeskOrderPage:
    """desk/order.html: the whole story of one order."""

    title: Annotated[str, "“Order 1042”"]
    state: Annotated[str, "Where it stands"]
    facts: Annotated[tuple[Fact, ...], "Placed, buyer, seller, way of payment"]
    lines: Annotated[tuple[DeskLine, ...], "What was sold"]
    sums: Annotated[tuple[SumRow, ...], "Goods to total"]
    timeline: Annotated[tuple[TimelineEntry, ...], "The buyer's, with who did it"]
    badge: Annotated[Badge | None, "The business model"] = None
    warnings: Annotated[tuple[str, ...], "What should be known before anything is pressed"] = ()
    actions: Annotated[tuple[ActionForm, ...], "Buttons this person may press now"] = ()
    forms: Annotated[tuple[DeskForm, ...], "What asks something first"] = ()
    refund_url: Annotated[str, "Where money is sent back; empty: nothing can be"] = ""
    parcels: Annotated[tuple[ParcelRow, ...], "What was sent"] = ()
    addresses: Annotated[tuple[AddressView, ...], "Where it goes"] = ()
    installments: Annotated[tuple[PaymentRow, ...], "What it owes"] = ()
    payments: Annotated[tuple[PaymentRow, ...], "Attempts to pay"] = ()
    refunds: Annotated[tuple[PaymentRow, ...], "What went back"] = ()
    holds: Annotated[tuple[PaymentRow, ...], "What of its money is kept, and who has the rest"] = ()
    ledger: Annotated[tuple[LedgerRow, ...], "Bookings on its accounts"] = ()
    mails: Annotated[tuple[WorkRow, ...], "What was mailed"] = ()
    problems: Annotated[tuple[WorkRow, ...], "What failed and is still to do"] = ()
    acts: Annotated[tuple[ActRow, ...], "Who did what at the desk, the newest first"] = ()
    note: Annotated[DeskForm | None, "The form of a note"] = None
    others: Annotated[tuple[Link, ...], "The other orders of the purchase that he may see"] = ()
    errors: Annotated[tuple[FormError, ...], "What was refused"] = ()
    cases: Annotated[tuple[CaseCard, ...], "Withdrawals and complaints about it"] = ()
    changes: Annotated[tuple[ChangeView, ...], "What was changed after placing, or is proposed"] = ()
    links: Annotated[tuple[Link, ...], "Further pages that do something to it: change it, send a replacement"] = ()
    documents: Annotated[tuple[Link, ...], "Invoices and credit notes"] = ()
    threads: Annotated[tuple[AboutRow, ...], "What buyer and seller write about it and its cases"] = ()
    reviews: Annotated[tuple[AboutRow, ...], "Reviews of what it holds"] = ()
    chargebacks: Annotated[tuple[AboutRow, ...], "What banks took back of its money, or want to"] = ()
    related: Annotated[tuple[Link, ...], "The order it replaces, or that replace pieces of it"] = ()
    messages: Annotated[Link | None, "Its conversation; with how much is new"] = None


@dataclass(frozen=True)
class RefundLine:
    """A line of the refund's form."""

    field: Annotated[FieldView, "How many pieces"]
    title: Annotated[str, "What it is"]
    detail: Annotated[str, "Pieces, price, what went back before"]
    amount: Annotated[Money, "What the pieces typed come to"]


@dataclass(frozen=True)
class RefundPage:
    """desk/refund.html: what goes back, then once more before it does."""

    title: Annotated[str, "The page's heading"]
    url: Annotated[str, "Where both forms go"]
    back_url: Annotated[str, "The order"]
    left: Annotated[str, "How much can go back, in a sentence"]
    lines: Annotated[tuple[RefundLine, ...], "Pieces by line"]
    fields: Annotated[tuple[FieldView, ...], "Delivery, another amount, reason"]
    sure: Annotated[str, "The question before it is done; empty: the first step"] = ""
    ways: Annotated[tuple[str, ...], "How it goes back, payment by payment"] = ()
    button: Annotated[str, "The words of the last button"] = ""
    hidden: Annotated[tuple[tuple[str, str], ...], "What the last form sends along"] = ()
    errors: Annotated[tuple[FormError, ...], "What is wrong"] = ()
