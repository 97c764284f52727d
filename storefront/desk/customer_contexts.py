"""What the desk's template of a customer gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.desk.contexts import TableView
from storefront.web.form_view import ActionForm, FormError
from storefront.web.frame import Link


@dataclass(frozen=True)
class StoryRow:
    """One thing that happened with a person."""

    at: Annotated[str, "When"]
    at_iso: Annotated[str, "The same for programs"]
    kind: Annotated[str, "Order, case, messages, review, mail, desk …"]
    what: Annotated[str, "What happened"]
    detail: Annotated[str, "In detail"] = ""
    reason: Annotated[str, "Why, or what was said"] = ""
    url: Annotated[str, "Its page; empty: none"] = ""
    who: Annotated[str, "Who did it, where somebody of the desk did"] = ""


@dataclass(frozen=True)
class CustomerPage:
    """desk/customer.html: an account, what was bought with it, and everything that happened with its person."""

    title: Annotated[str, "The page's heading: the address he signs in with"]
    state: Annotated[str, "How the account stands"]
    tone: Annotated[str, "good, warn or bad"]
    facts: Annotated[tuple[tuple[str, str], ...], "What is known: label, value"]
    sums: Annotated[tuple[tuple[str, str], ...], "What he ordered in all, by currency: how many, total"]
    orders: Annotated[TableView, "His orders, the newest first"]
    acts: Annotated[tuple[ActionForm, ...], "What can be done with the account"]
    credit_url: Annotated[str, "His credit with the shop; empty: this person may not see it"] = ""
    sellers: Annotated[tuple[Link, ...], "The sellers he works for"] = ()
    story: Annotated[tuple[StoryRow, ...], "What happened, the newest first"] = ()
    older: Annotated[Link | None, "Where the story goes on; none: that is all"] = None
    errors: Annotated[tuple[FormError, ...], "What was refused"] = ()
