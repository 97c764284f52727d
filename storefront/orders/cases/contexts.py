"""What the pages of cases show, to both sides alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.accounts.threads.contexts import ThreadPanel
from storefront.catalogue.contexts import Fact, ImageView
from storefront.money import Money
from storefront.web.form_view import ActionForm, FieldGroup, FormError
from storefront.web.frame import Link


@dataclass(frozen=True)
class FileView:
    """A file that somebody sent."""

    name: Annotated[str, "Its name"]
    url: Annotated[str, "Where it can be read"]
    small_url: Annotated[str, "A photo's small version; empty: it is no photo"] = ""


@dataclass(frozen=True)
class EntryView:
    """Something said or done in a case."""

    label: Annotated[str, "“The seller's answer”"]
    who: Annotated[str, "Whose word it is"]
    side: Annotated[str, "buyer, seller, staff or system"]
    at: Annotated[str, "When, in words"]
    at_iso: Annotated[str, "When, ISO 8601"]
    text: Annotated[str, "What was said, as it was typed"] = ""
    detail: Annotated[str, "What it comes to: “Refund of a part · €12.00”"] = ""
    files: Annotated[tuple[FileView, ...], "Photos and documents"] = ()


@dataclass(frozen=True)
class CaseLineView:
    """Pieces that a case is about."""

    title: Annotated[str, "The product's name"]
    quantity: Annotated[int, "How many of them"]
    amount: Annotated[Money, "What they cost"]
    options: Annotated[str, "“Cream · 1.5 l”"] = ""
    image: Annotated[ImageView | None, "Their picture"] = None


@dataclass(frozen=True)
class CasePage:
    """cases/case.html and the same story at the desk"""

    title: Annotated[str, "“Withdrawal C-K7PD-…”"]
    state: Annotated[str, "Whose turn it is, or that it is closed"]
    reason: Annotated[str, "Why it was opened"]
    wish: Annotated[str, "What is asked for"]
    opened: Annotated[str, "When it was first said"]
    order: Annotated[Link, "The order it is about"]
    seller: Annotated[str, "The seller's name"]
    lines: Annotated[tuple[CaseLineView, ...], "What it is about"]
    entries: Annotated[tuple[EntryView, ...], "What was said and done, the oldest first"]
    next: Annotated[str, "What happens next; empty: nothing, it is closed"] = ""
    who: Annotated[str, "Who acts"] = ""
    by: Annotated[str, "By when"] = ""
    outcome: Annotated[str, "What came of it"] = ""
    address_title: Annotated[str, "“Send the goods to”; empty: nothing goes back now"] = ""
    address: Annotated[tuple[str, ...], "Its lines"] = ()
    forms: Annotated[tuple[ActionForm, ...], "What this person may do now"] = ()
    errors: Annotated[tuple[FormError, ...], "What was wrong with what was sent"] = ()
    facts: Annotated[tuple[Fact, ...], "At the desk: the buyer's name and address, …"] = ()
    thread: Annotated[ThreadPanel | None, "Messages about it; None: nobody writes about it"] = None


@dataclass(frozen=True)
class CaseCard:
    """A case in a list."""

    title: Annotated[str, "“Withdrawal C-K7PD-…”"]
    url: Annotated[str, "Its page"]
    state: Annotated[str, "Whose turn it is, or what came of it"]
    opened: Annotated[str, "When"]


@dataclass(frozen=True)
class PieceChoice:
    """A line of an order in a form: how many pieces of it."""

    name: Annotated[str, "The field's name"]
    title: Annotated[str, "The product's name"]
    options: Annotated[str, "“Cream · 1.5 l”"]
    most: Annotated[int, "How many may be chosen; 0: none"]
    value: Annotated[str, "What was typed, or the most"]
    price: Annotated[Money, "What all of them cost"]
    image: Annotated[ImageView | None, "Its picture"] = None
    note: Annotated[str, "Why none of it may be chosen"] = ""
    error: Annotated[str, "What is wrong with the number"] = ""


@dataclass(frozen=True)
class ClaimPage:
    """cases/claim.html: something is wrong with an order"""

    title: Annotated[str, "The page's heading"]
    intro: Annotated[str, "What this is for"]
    order: Annotated[Link, "The order"]
    action: Annotated[str, "Where the form goes"]
    pieces: Annotated[tuple[PieceChoice, ...], "What of the order"]
    groups: Annotated[tuple[FieldGroup, ...], "Reason, wish, words, photos"]
    button: Annotated[str, "The button's words; empty: nothing can be said now"]
    errors: Annotated[tuple[FormError, ...], "What is wrong"] = ()
    withdraw: Annotated[Link | None, "Where one withdraws instead, while that is possible"] = None


@dataclass(frozen=True)
class WithdrawPage:
    """cases/withdraw.html: both steps of a withdrawal"""

    title: Annotated[str, "The step's heading"]
    intro: Annotated[tuple[str, ...], "What happens, in short paragraphs"]
    action: Annotated[str, "Where the form goes"]
    groups: Annotated[tuple[FieldGroup, ...], "Step 1: name, order, mail address"]
    button: Annotated[str, "The button's words"]
    errors: Annotated[tuple[FormError, ...], "What is wrong"] = ()
    facts: Annotated[tuple[Fact, ...], "Step 2: what is declared"] = ()
    pieces: Annotated[tuple[PieceChoice, ...], "Step 2, where the order is known to be yours: what of it"] = ()
    hidden: Annotated[tuple[tuple[str, str], ...], "Step 2: what step 1 said, signed"] = ()
    back: Annotated[Link | None, "Back to step 1"] = None
    done: Annotated[bool, "It is received; what happens now"] = False
    orders: Annotated[tuple[Link, ...], "Your orders that can be withdrawn from: each leads to step 1 filled in"] = ()
