"""What belongs to an order, as links to their pages at the desk: its cases, the other orders of its purchase."""

from __future__ import annotations

from dataclasses import replace

from storefront.accounts.permissions import may
from storefront.accounts.person import Person
from storefront.accounts.threads.queries import unread_about
from storefront.desk.base_pages import desk_url
from storefront.i18n import _, ngettext
from storefront.orders.cases.contexts import CaseCard
from storefront.orders.cases.showing import case_card
from storefront.orders.queries import OrderFacts, PurchaseFacts
from storefront.orders.wording import Wording
from storefront.web.frame import Link


def case_cards(facts: OrderFacts, wording: Wording) -> tuple[CaseCard, ...]:
    """Every case about an order, also what nobody has proved to have said."""
    return tuple(
        replace(case_card(row, wording), url=desk_url("desk.case", number=row["number"])) for row in facts.cases
    )


def messages_link(facts: OrderFacts, wording: Wording) -> Link:
    """The conversation about an order, begun or not, with what its seller has not read."""
    new = unread_about([facts.subject], "seller").get(facts.subject, 0)
    words = ngettext("%(num)s new message", "%(num)s new messages", new) if new else _("Messages")
    return Link(wording.t(words), f"/desk/messages/about/{facts.subject}")


def others(facts: OrderFacts, purchase: PurchaseFacts, person: Person) -> tuple[Link, ...]:
    """The other orders of the purchase that this person may see."""
    return tuple(
        Link(one.order["number"], desk_url("desk.order", number=one.order["number"]))
        for one in purchase.orders
        if one.id != facts.id and may(person, "orders.see", int(one.order["seller_id"]))
    )
