"""What the desk's pages of applications show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from storefront.accounts.applications.contexts import AnsweredStep, DocumentRow
from storefront.catalogue.contexts import Fact
from storefront.desk.contexts import TableView
from storefront.desk.order_contexts import DeskForm
from storefront.web.form_view import ActionForm, Choice, FormError


@dataclass(frozen=True)
class ApplicationDesk:
    """desk/application.html: everything of one application, and what can be decided."""

    title: Annotated[str, "The shop name"]
    state: Annotated[str, "Its stage"]
    tone: Annotated[str, "good, warn, bad or quiet"]
    facts: Annotated[tuple[Fact, ...], "Who, since when, until when"]
    answers: Annotated[tuple[AnsweredStep, ...], "What he answered"]
    former: Annotated[tuple[AnsweredStep, ...], "What holds until a change is approved"] = ()
    documents: Annotated[tuple[DocumentRow, ...], "What he sent"] = ()
    said: Annotated[str, "What he was told last"] = ""
    reveal: Annotated[ActionForm | None, "Shows what is covered; none for who may not, or where nothing is"] = None
    checklist: Annotated[tuple[Choice, ...], "What a reviewer looks at"] = ()
    checklist_url: Annotated[str, "Where the ticks go; empty: nothing is to be ticked now"] = ""
    forms: Annotated[tuple[DeskForm, ...], "What can be decided now"] = ()
    errors: Annotated[tuple[FormError, ...], "What is wrong in the form that was refused"] = ()
    missing: Annotated[tuple[str, ...], "Why it cannot be approved; empty: it can"] = ()
    story: Annotated[tuple[tuple[str, str, str], ...], "When, what, who"] = ()


@dataclass(frozen=True)
class SellerDue:
    """Something a seller does next."""

    label: Annotated[str, "What it is"]
    count: Annotated[str, "How many"]
    url: Annotated[str, "Where it is done; empty: nowhere"] = ""
    tone: Annotated[str, "warn where it presses"] = ""


@dataclass(frozen=True)
class SellerPanel:
    """One of somebody's sellers."""

    name: Annotated[str, "The shop name"]
    state: Annotated[str, "On sale, suspended"]
    tone: Annotated[str, "good or bad"]
    shop_url: Annotated[str, "His page in the shop"]
    said: Annotated[str, "Why he is suspended, or what is asked; empty: nothing"] = ""
    due: Annotated[tuple[SellerDue, ...], "What is to be done, the most pressing first"] = ()
    documents: Annotated[tuple[DocumentRow, ...], "His documents with their end"] = ()
    answers: Annotated[tuple[AnsweredStep, ...], "What is known of him"] = ()
    facts: Annotated[tuple[Fact, ...], "Commission and since when"] = ()
    counters: Annotated[TableView | None, "His sales as the law counts them"] = None
    change: Annotated[ActionForm | None, "Begins a change of his data"] = None


@dataclass(frozen=True)
class SellingPage:
    """desk/selling.html: a seller's own workspace"""

    title: Annotated[str, "The page's heading"]
    sellers: Annotated[tuple[SellerPanel, ...], "His sellers"]
