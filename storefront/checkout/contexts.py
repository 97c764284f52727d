"""What the checkout's pages show: one thing a step, and the sum beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.cart.contexts import ProblemView, SumRow
from storefront.catalogue.contexts import Badge, Fact, ImageView
from storefront.money import Money
from storefront.web.form_view import FieldGroup, FormError
from storefront.web.frame import Link
from storefront.web.price_view import ReceiptRow


@dataclass(frozen=True)
class StepView:
    """A step in the list of steps."""

    id: Annotated[str, "“address”"]
    label: Annotated[str, "“Address”"]
    state: Annotated[str, "done, now or future"]
    url: Annotated[str, "Its page; empty while it is still ahead"] = ""
    answer: Annotated[str, "What was answered, in one line, once it is done"] = ""


@dataclass(frozen=True)
class SummaryLine:
    """A line of what is being bought."""

    title: Annotated[str, "The product's name"]
    quantity: Annotated[int, "How many"]
    total: Annotated[Money | None, "For all pieces"]
    image: Annotated[ImageView | None, "Its picture"] = None
    options: Annotated[str, "“Cream · 1.5 l”"] = ""
    terms: Annotated[tuple[str, ...], "Terms in words"] = ()
    unit_price: Annotated[Money | None, "For one piece"] = None


@dataclass(frozen=True)
class Summary:
    """The sum beside each step; folded on a phone. checkout/_summary.html"""

    lines: Annotated[tuple[SummaryLine, ...], "All lines"]
    sums: Annotated[tuple[SumRow, ...], "As in the cart"]
    total: Annotated[Money | None, "All in all, as far as it is known"]
    note: Annotated[str, "What is in it"] = ""
    why: Annotated[tuple[ReceiptRow, ...], "Rows of “Why this price?”"] = ()
    cart_url: Annotated[str, "Back to the cart"] = ""


@dataclass(frozen=True)
class CheckoutPage:
    """checkout/step.html: contact, address, delivery, payment and the steps of plugins"""

    step: Annotated[str, "The step's id"]
    title: Annotated[str, "Its heading"]
    steps: Annotated[tuple[StepView, ...], "All steps in order"]
    action: Annotated[str, "Where the form posts"]
    groups: Annotated[tuple[FieldGroup, ...], "The form; a choice of delivery or payment is a field of type cards"]
    summary: Annotated[Summary, "The sum beside it"]
    next_label: Annotated[str, "The button's words: “Continue to delivery”"]
    intro: Annotated[str, "One sentence below the heading"] = ""
    errors: Annotated[tuple[FormError, ...], "What is wrong, listed on top"] = ()
    problems: Annotated[tuple[ProblemView, ...], "What stands in the way besides the form"] = ()
    back: Annotated[Link | None, "The step before, or the cart"] = None
    reassurance: Annotated[str, "One quiet line below the button"] = ""


@dataclass(frozen=True)
class ReviewSection:
    """Something that was answered, with the way to change it."""

    label: Annotated[str, "“Sent to”"]
    lines: Annotated[tuple[str, ...], "The answer"]
    change_url: Annotated[str, "The step that asked"] = ""


@dataclass(frozen=True)
class ReviewGroup:
    """One order to be."""

    seller: Annotated[str, "The seller's name"]
    lines: Annotated[tuple[SummaryLine, ...], "Its lines"]
    sums: Annotated[tuple[SumRow, ...], "Goods, adjustments, delivery, duty, tax, total"]
    badge: Annotated[Badge | None, "The business model"] = None
    identity: Annotated[str, "Legal name and address of the seller"] = ""
    sections: Annotated[tuple[ReviewSection, ...], "Delivery, terms and what else holds for it alone"] = ()
    terms: Annotated[tuple[str, ...], "Withdrawal, guarantee, import: one sentence each"] = ()


@dataclass(frozen=True)
class LegalText:
    """A text that belongs to the contract."""

    title: Annotated[str, "“Right of withdrawal”"]
    html: Annotated[str, "Its essence, cleaned HTML"] = ""
    url: Annotated[str, "The whole text"] = ""


@dataclass(frozen=True)
class ReviewPage:
    """checkout/review.html: everything, and the button; nothing comes after it"""

    steps: Annotated[tuple[StepView, ...], "All steps in order"]
    sections: Annotated[tuple[ReviewSection, ...], "Contact, address, payment: what holds for all groups"]
    groups: Annotated[tuple[ReviewGroup, ...], "The orders to be"]
    sums: Annotated[tuple[SumRow, ...], "Of the whole purchase: today, later, at the door"]
    total: Annotated[Money, "With every cost that cannot be avoided"]
    action: Annotated[str, "Where the button posts"]
    button: Annotated[str, "The words the law gives: “Order with obligation to pay”"]
    cart: Annotated[str, "Which cart was shown; sent with the button, which leads to what it became"] = ""
    fingerprint: Annotated[str, "What was shown; sent with the button so that nothing else can be bought"] = ""
    note: Annotated[str, "What is in the total"] = ""
    why: Annotated[tuple[ReceiptRow, ...], "Rows of “Why this price?”"] = ()
    legal: Annotated[tuple[LegalText, ...], "Terms, withdrawal, privacy"] = ()
    consents: Annotated[tuple[FieldGroup, ...], "Boxes that must be ticked, where there are any"] = ()
    errors: Annotated[tuple[FormError, ...], "What is missing"] = ()
    problems: Annotated[tuple[ProblemView, ...], "What stands in the way: a price that changed, say"] = ()
    back: Annotated[Link | None, "The step before"] = None


@dataclass(frozen=True)
class DueView:
    """An amount that is due."""

    order: Annotated[str, "The order's number"]
    label: Annotated[str, "“Deposit 30 %”"]
    amount: Annotated[Money, "How much"]
    due: Annotated[str, "“today”, “by 4 December”"] = ""


@dataclass(frozen=True)
class PayPage:
    """checkout/pay.html: what is due, and how to pay it"""

    state: Annotated[str, "due, pending, failed or paid"]
    title: Annotated[str, "Its heading"]
    dues: Annotated[tuple[DueView, ...], "What is due"]
    total: Annotated[Money, "Of all dues"]
    action: Annotated[str, "Where the form posts"] = ""
    groups: Annotated[tuple[FieldGroup, ...], "The methods (a field of type cards) and what they ask"] = ()
    button: Annotated[str, "“Pay € 49.00”"] = ""
    message: Annotated[str, "What happened and what to do"] = ""
    instructions: Annotated[tuple[Fact, ...], "For a transfer: holder, account, amount, reference"] = ()
    errors: Annotated[tuple[FormError, ...], "What is wrong"] = ()
    orders: Annotated[tuple[Link, ...], "The orders it is for"] = ()
    until: Annotated[str, "Until when the goods are kept"] = ""
    frame_url: Annotated[str, "A provider's own page to go on to; empty: none"] = ""
    refresh_url: Annotated[str, "This page, asked again while nobody knows yet; empty: it is not"] = ""


@dataclass(frozen=True)
class ExpiredPage:
    """checkout/expired.html: a link that no longer holds, or a cart that became an order"""

    title: Annotated[str, "Its heading"]
    message: Annotated[str, "What happened"]
    links: Annotated[tuple[Link, ...], "What can be done now; the first is the main one"] = ()
