"""Changes of an order on its page at the desk."""

from __future__ import annotations

from datetime import datetime

from storefront.desk.base_pages import desk_url
from storefront.i18n import _
from storefront.orders.amendment_life import PROPOSED
from storefront.orders.change_views import change_view
from storefront.orders.contexts import ChangeView
from storefront.orders.queries import OrderFacts, Row
from storefront.orders.wording import Wording
from storefront.web.form_view import ActionForm
from storefront.web.frame import Link


def desk_changes(facts: OrderFacts, wording: Wording, now: datetime, may: bool) -> tuple[ChangeView, ...]:
    """All changes, what waits first; may: whether this person answers for the seller."""
    rows = sorted(facts.amendments, key=lambda row: (row["state"] != PROPOSED, row["id"]))
    return tuple(
        change_view(facts, row, wording, now, _answers(facts, row, wording) if may else ()) for row in rows
    )


def _answers(facts: OrderFacts, row: Row, wording: Wording) -> tuple[ActionForm, ...]:
    """Yes and no to what the buyer asks; what the seller's side asked it can take back."""
    labels = {"withdraw": _("Withdraw")}
    if row["asked_by"] == "buyer":
        labels = {"accept": _("Accept the change"), "decline": _("Decline")}
    number = str(facts.order["number"])
    return tuple(
        ActionForm(
            f"{name}-{row['id']}",
            wording.t(label),
            desk_url("desk.answer_change", number=number, amendment_id=row["id"], answer=name),
            tone="main" if name == "accept" else "plain",
        )
        for name, label in labels.items()
    )


def change_links(facts: OrderFacts, may: bool, wording: Wording) -> tuple[Link, ...]:
    """Where the order is changed, and where goods are sent once more."""
    number = str(facts.order["number"])
    links = []
    if may and facts.order["closed_at"] is None:
        links.append(Link(wording.t(_("Change the order")), desk_url("desk.change_order", number=number)))
    if may and not facts.replaces:
        links.append(Link(wording.t(_("Send a replacement")), desk_url("desk.replace_goods", number=number)))
    return tuple(links)


def related_numbers(facts: OrderFacts) -> tuple[str, ...]:
    """The order that this one replaces, and those that replace pieces of it."""
    return tuple(filter(None, (facts.replaces, *facts.replaced_by)))
