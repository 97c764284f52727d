"""What the desk's pages about sellers' money get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.desk.contexts import TableView
from storefront.money import Money
from storefront.web.form_view import ActionForm
from storefront.web.frame import Link


@dataclass(frozen=True)
class PayoutsPage:
    """desk/payouts.html: what sellers are to be paid, and what was."""

    title: Annotated[str, "The page's heading"]
    due: Annotated[TableView, "Seller by seller: on his account, kept for him, and what stands in the way"]
    made: Annotated[TableView, "Payouts, the newest first"]
    buttons: Annotated[tuple[Link, ...], "What can be begun here; the first one is the main one"] = ()


@dataclass(frozen=True)
class PayoutRunPage:
    """desk/payout_run.html: what a run would pay, and the button that does."""

    title: Annotated[str, "The page's heading"]
    paid: Annotated[TableView, "Who is paid how much"]
    left: Annotated[TableView, "Who is not, and why"]
    url: Annotated[str, "Where the button posts to"]
    key: Annotated[str, "Makes it one run however often it is pressed"]
    button: Annotated[str, "Its words; empty: nobody is due"]
    back_url: Annotated[str, "The list"]


@dataclass(frozen=True)
class StatementSum:
    """A row of the statement's sum."""

    label: Annotated[str, "“Commission”"]
    amount: Annotated[Money, "Minus: what went from the seller"]
    strong: Annotated[bool, "The last one: what is paid"] = False


@dataclass(frozen=True)
class StatementPage:
    """desk/payout.html: a payout, or what is open, booking by booking."""

    title: Annotated[str, "The page's heading"]
    state: Annotated[str, "“Sent”"]
    tone: Annotated[str, "good, warn, bad or quiet"]
    facts: Annotated[tuple[tuple[str, str], ...], "To which account, when, by whom"]
    sums: Annotated[tuple[StatementSum, ...], "What came, what the shop took, what went back, what is paid"]
    table: Annotated[TableView, "The bookings"]
    csv_url: Annotated[str, "The same as a file"]
    acts: Annotated[tuple[ActionForm, ...], "What can be done to it"] = ()
