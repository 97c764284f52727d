"""What retail answers to the contract: the plugin's table of contents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from storefront.api import (
    Adjustment,
    BusinessModel,
    CaseReason,
    Context,
    Fragment,
    Group,
    Line,
    NavigationItem,
    Person,
    Problem,
    RecordKind,
    Retained,
    SaleTerms,
    Seller,
    TradeRules,
    UnitPrice,
    Workflow,
    _,
    hookimpl,
)
from storefront.plugins.b2c import actions, after_sale, check, pricing, workflow
from storefront.plugins.b2c import fragments as pieces
from storefront.plugins.b2c.records import retail_records


@hookimpl
def business_model() -> BusinessModel:
    return BusinessModel(
        "b2c", _("Retail"), _("A shop sells"), _("Everybody buys"), "green", "bag"
    )


@hookimpl
def price_lines(lines: Sequence[Line], context: Context) -> list[UnitPrice]:
    return pricing.unit_prices(lines, context)


@hookimpl
def adjust_cart(group: Group, context: Context) -> list[Adjustment]:
    return check.adjustments(group, context)


@hookimpl
def check_cart(group: Group, context: Context) -> Sequence[Problem]:
    return check.code_problems(group, context)


@hookimpl
def sale_terms(lines: Sequence[Line], context: Context) -> list[SaleTerms]:
    return after_sale.terms(lines, context)


@hookimpl
def trade_rules(seller: Seller, context: Context) -> TradeRules:
    return after_sale.RULES


@hookimpl
def case_reasons() -> tuple[CaseReason, ...]:
    return after_sale.REASONS


@hookimpl
def before_order_placed(group: Group, context: Context) -> Sequence[Problem]:
    return actions.count_use(group, context)


@hookimpl
def after_order_placed(order_id: int) -> None:
    actions.link_use(order_id)


@hookimpl
def personal_data(person: Person) -> Mapping[str, Any]:
    return actions.uses_of(person)


@hookimpl
def forget(person: Person, now: datetime) -> list[Retained]:
    actions.take_name_off(person)
    return []


@hookimpl
def workflows() -> list[Workflow]:
    return [workflow.order_workflow()]


@hookimpl
def records() -> list[RecordKind]:
    return retail_records()


@hookimpl
def fragments() -> list[Fragment]:
    return pieces.retail_fragments()


@hookimpl
def blueprints() -> list[Any]:
    from storefront.plugins.b2c.desk_pages import desk
    from storefront.plugins.b2c.pages import blueprint

    return [blueprint, desk]


@hookimpl
def navigation() -> list[NavigationItem]:
    label = _("Promotion codes")
    return [NavigationItem("desk", label, "b2c_desk.codes", 420, act="promotions.edit", key="d", icon="percent")]


@hookimpl
def cli_commands() -> list[Any]:
    from storefront.plugins.b2c.cli import code_commands

    return [code_commands]


@hookimpl
def demo_content(prices: Mapping[str, Any]) -> None:
    from storefront.plugins.b2c.demo import fill

    fill(prices)
