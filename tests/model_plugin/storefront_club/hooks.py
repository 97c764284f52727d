"""What the club answers to the contract: the plugin's table of contents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storefront.api import (
    BusinessModel,
    Context,
    Fragment,
    Group,
    Line,
    NavigationItem,
    OpenWork,
    Problem,
    ProductFacts,
    RecordKind,
    SaleTerms,
    ScheduledPart,
    Step,
    ThreadSides,
    UnitPrice,
    Workflow,
    _,
    hookimpl,
)
from storefront_club import actions, check, invitations, queries, steps, workflow
from storefront_club import fragments as pieces
from storefront_club.records import invitations as invitation_records

# -- is, sells --------------------------------------------------------------------------------


@hookimpl
def business_model() -> BusinessModel:
    return BusinessModel("club", _("Club"), _("A workshop makes"), _("Members order ahead"), "plum", "people")


@hookimpl
def price_lines(lines: Sequence[Line], context: Context) -> list[UnitPrice]:
    return invitations.unit_prices(lines, queries.agreed_prices(context.buyer.keys), context)


@hookimpl
def check_cart(group: Group) -> list[Problem]:
    return check.line_problems(group)


@hookimpl
def sale_terms(lines: Sequence[Line], context: Context) -> list[SaleTerms]:
    return check.sale_terms(lines, context)


@hookimpl
def audiences(context: Context) -> list[str]:
    return [invitations.AUDIENCE] if queries.is_member(context.buyer.keys) else []


# -- checks out, fulfils ----------------------------------------------------------------------


@hookimpl
def checkout_steps() -> list[Step]:
    return [steps.membership_step()]


@hookimpl
def payment_schedule() -> list[ScheduledPart]:
    return check.schedule()


@hookimpl
def before_order_placed(group: Group, context: Context) -> list[Problem]:
    return check.placing_problems(group, context)


@hookimpl
def after_moved(subject: str, transition: str) -> None:
    actions.forget_lapsed(subject, transition)


@hookimpl
def workflows() -> list[Workflow]:
    return [workflow.order_workflow(), workflow.invitation_workflow()]


@hookimpl
def open_work() -> list[OpenWork]:
    return queries.unanswered()


@hookimpl
def records() -> list[RecordKind]:
    return [invitation_records()]


@hookimpl
def thread_sides(subject: str) -> ThreadSides | None:
    return queries.invitation_sides(subject)


@hookimpl
def translate_texts(texts: Sequence[str], source: str, target: str) -> list[str] | None:
    return [f"{text} ({source} → {target})" for text in texts]


# -- shows, extends ---------------------------------------------------------------------------


@hookimpl
def fragments() -> list[Fragment]:
    return pieces.club_fragments()


@hookimpl
def navigation() -> list[NavigationItem]:
    return [NavigationItem("main", _("Club"), "club.welcome")]


@hookimpl
def search_fields(products: Sequence[ProductFacts]) -> list[str]:
    return ["club members" if "club" in product.business_models else "" for product in products]


@hookimpl
def structured_data(offers: Sequence[Any]) -> dict[str, Any] | None:
    ours = any(offer.business_model == "club" for offer in offers)
    return {"audience": {"@type": "Audience", "audienceType": "Club members"}} if ours else None


@hookimpl
def blueprints() -> list[Any]:
    from storefront_club.pages import blueprint

    return [blueprint]


@hookimpl
def cli_commands() -> list[Any]:
    from storefront_club.cli import invite

    return [invite]
