"""Cases of an order as links to their pages at the desk."""

from __future__ import annotations

from dataclasses import replace

from storefront.desk.base_pages import desk_url
from storefront.orders.cases.contexts import CaseCard
from storefront.orders.cases.showing import case_card
from storefront.orders.queries import OrderFacts
from storefront.orders.wording import Wording


def case_cards(facts: OrderFacts, wording: Wording) -> tuple[CaseCard, ...]:
    """Every case about an order, also what nobody has proved to have said."""
    return tuple(
        replace(case_card(row, wording), url=desk_url("desk.case", number=row["number"])) for row in facts.cases
    )
