"""What the cart shows: groups of lines, what stands in the way, and what is paid when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.catalogue.contexts import Badge, Card, ImageView
from storefront.money import Money
from storefront.web.price_view import ReceiptRow


@dataclass(frozen=True)
class ProblemView:
    """What stands in the way, and what to do about it."""

    message: Annotated[str, "The fact, in plain words"]
    blocks: Annotated[bool, "Stops the order, or is only worth knowing"] = True
    remedy: Annotated[str, "The button's words; empty: no button"] = ""
    remedy_url: Annotated[str, "Where the button posts to"] = ""
    remedy_get: Annotated[bool, "The remedy is a page to look at: a link instead of a button"] = False
    code: Annotated[str, "The problem's code"] = ""


@dataclass(frozen=True)
class SumRow:
    """A line of sums. kind orders its look: within is a part of the total above it (the VAT), not added to it."""

    label: Annotated[str, "“Delivery”"]
    amount: Annotated[Money | None, "The amount; None: text is shown instead"]
    text: Annotated[str, "Words in place of an amount: “at the next step”"] = ""
    detail: Annotated[str, "A quiet second line: the reason, the date"] = ""
    kind: Annotated[str, "part, minus, total, within, today, later or door"] = "part"


@dataclass(frozen=True)
class CartLineView:
    """A line of the cart."""

    id: Annotated[int, "The line; element id “line-<id>”"]
    title: Annotated[str, "The product's name"]
    url: Annotated[str, "Its page with this variant; empty: no longer sold here"]
    image: Annotated[ImageView | None, "Its picture"]
    quantity: Annotated[int, "How many"]
    unit_price: Annotated[Money | None, "For one piece"]
    total: Annotated[Money | None, "For all pieces"]
    options: Annotated[str, "“Cream · 1.5 l”"] = ""
    terms: Annotated[tuple[str, ...], "The line's terms in words: “Quote Q-12, version 2”"] = ()
    note: Annotated[str, "A quiet line: “12 more and each costs € 2.80 less”"] = ""
    minimum: Annotated[int, "Least quantity"] = 1
    step: Annotated[int, "Quantities go by this"] = 1
    maximum: Annotated[int | None, "Most that can be had; None: no limit"] = None
    typed: Annotated[str, "A quantity that was typed in vain, shown again in its field"] = ""
    error: Annotated[str, "What is wrong with it"] = ""
    fixed: Annotated[bool, "The quantity cannot be changed (a single piece, a quote)"] = False
    prior: Annotated[Money | None, "Price of one piece before a reduction"] = None
    update_url: Annotated[str, "Takes quantity=… by POST"] = ""
    remove_url: Annotated[str, "Takes the line out, by POST"] = ""
    gone: Annotated[bool, "No longer sold here: plain text, only removable"] = False
    problems: Annotated[tuple[ProblemView, ...], "What stands in this line's way"] = ()


@dataclass(frozen=True)
class CartGroup:
    """One seller's lines under one business model; becomes one order."""

    key: Annotated[str, "Names the group; subject of the slot cart.group"]
    element_id: Annotated[str, "The group's element id: “group-3-retail”"]
    seller: Annotated[str, "The seller's name"]
    lines: Annotated[tuple[CartLineView, ...], "Its lines"]
    seller_url: Annotated[str, "The seller's page"] = ""
    badge: Annotated[Badge | None, "The business model"] = None
    private: Annotated[bool, "The seller is a private person: said beside the name"] = False
    adjustments: Annotated[tuple[SumRow, ...], "Promotions and fees of this group"] = ()
    subtotal: Annotated[Money | None, "Goods after adjustments"] = None
    problems: Annotated[tuple[ProblemView, ...], "What stands in this group's way"] = ()


@dataclass(frozen=True)
class CodeView:
    """A code that was entered."""

    code: Annotated[str, "“SPRING10”"]
    label: Annotated[str, "What it gives, or why it gives nothing"]
    remove_url: Annotated[str, "Takes it off, by POST"]
    counts: Annotated[bool, "Whether it changes the price now"] = True


@dataclass(frozen=True)
class CartPage:
    """cart/cart.html, and cart/_drawer.html with the same values"""

    groups: Annotated[tuple[CartGroup, ...], "Empty: the cart is empty"]
    count: Annotated[int, "Pieces in all"] = 0
    sums: Annotated[tuple[SumRow, ...], "Goods, delivery, tax, and what is paid today, later, at the door"] = ()
    total: Annotated[Money | None, "All in all"] = None
    why: Annotated[tuple[ReceiptRow, ...], "Rows of “Why this price?” for the whole cart"] = ()
    note: Annotated[str, "What is in the total: “incl. VAT · to Germany”"] = ""
    problems: Annotated[tuple[ProblemView, ...], "What stands in the whole cart's way"] = ()
    checkout_url: Annotated[str, "The first step of the checkout"] = ""
    ready: Annotated[bool, "Nothing blocks: the checkout may start"] = True
    shop_url: Annotated[str, "Where to go on looking"] = ""
    empty_cards: Annotated[tuple[Card, ...], "What to look at while the cart is empty"] = ()


@dataclass(frozen=True)
class CartCount:
    """cart/header.html, fragment header-cart: the link in the header"""

    url: Annotated[str, "The cart"]
    count: Annotated[int, "Pieces in all"] = 0
