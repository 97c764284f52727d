"""What the desk's template of a sum of money gets: money without an order, a gift card, somebody's credit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.desk.contexts import TableView
from storefront.web.form_view import ActionForm


@dataclass(frozen=True)
class SumPage:
    """desk/sum.html: a sum of money, what is known of it, and what can be done with it."""

    title: Annotated[str, "The page's heading"]
    state: Annotated[str, "How it stands"]
    tone: Annotated[str, "good, warn, bad or quiet"]
    facts: Annotated[tuple[tuple[str, str], ...], "What is known: label, value"]
    acts: Annotated[tuple[ActionForm, ...], "What can be done"] = ()
    table: Annotated[TableView | None, "Its history"] = None
