"""What the desk's template of a customer gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.desk.contexts import TableView
from storefront.web.form_view import ActionForm


@dataclass(frozen=True)
class CustomerPage:
    """desk/customer.html: an account and what was bought with it."""

    title: Annotated[str, "The page's heading: the address he signs in with"]
    state: Annotated[str, "How the account stands"]
    tone: Annotated[str, "good, warn or bad"]
    facts: Annotated[tuple[tuple[str, str], ...], "What is known: label, value"]
    sums: Annotated[tuple[tuple[str, str], ...], "What he ordered in all, by currency: how many, total"]
    orders: Annotated[TableView, "His orders, the newest first"]
    acts: Annotated[tuple[ActionForm, ...], "What can be done with the account"]
    credit_url: Annotated[str, "His credit with the shop; empty: this person may not see it"] = ""
