"""`storefront b2c code …`: promotion codes from the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import click

from storefront.api import Refused, exponent, utc_now
from storefront.plugins.b2c import actions, queries
from storefront.plugins.b2c.promotions import Kind, Promotion


class Amount(click.ParamType):  # type: ignore[type-arg]
    """An amount with its currency, such as 5EUR or 5.50USD."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, tuple):
            return value
        digits, currency = str(value)[:-3], str(value)[-3:].upper()
        try:
            minor = Decimal(digits).scaleb(exponent(currency))
        except InvalidOperation:
            self.fail(f"{value!r} is no amount; write it like 5EUR or 5.50USD.", param, ctx)
        if minor != int(minor):
            self.fail(f"{value!r} has more decimals than {currency} knows.", param, ctx)
        return currency, int(minor)


@click.group("code")
def code_commands() -> None:
    """Promotion codes: add, list, end."""


@code_commands.command("add")
@click.argument("code")
@click.option("--percent", type=click.IntRange(1, 100), help="Per cent off the goods.")
@click.option("--amount", "amounts", type=Amount(), multiple=True, help="Off the goods: 5EUR, once a currency.")
@click.option("--free-delivery", is_flag=True, help="Delivery costs nothing.")
@click.option("--minimum", type=Amount(), multiple=True, help="Counts from so much of goods on: 50EUR.")
@click.option("--limit", type=click.IntRange(1), help="How often in all.")
@click.option("--per-buyer", type=click.IntRange(1), help="How often for one buyer.")
@click.option("--from", "valid_from", type=click.DateTime(["%Y-%m-%d"]), help="First day (UTC).")
@click.option("--until", "valid_until", type=click.DateTime(["%Y-%m-%d"]), help="Ends when this day begins (UTC).")
def add(code: str, percent: int | None, amounts: Any, free_delivery: bool, minimum: Any, **rest: Any) -> None:
    """Make a promotion code: storefront b2c code add SPRING10 --percent 10."""
    chosen: list[Kind] = []
    if percent is not None:
        chosen.append("percent")
    if amounts:
        chosen.append("amount")
    if free_delivery:
        chosen.append("free-delivery")
    if len(chosen) != 1:
        raise click.UsageError("Say one of --percent, --amount and --free-delivery.")
    promotion = Promotion(
        code,
        chosen[0],
        percent=percent or 0,
        amounts=dict(amounts),
        minimum_spend=dict(minimum),
        limit_in_all=rest["limit"],
        limit_per_buyer=rest["per_buyer"],
        valid_from=_utc(rest["valid_from"]),
        valid_until=_utc(rest["valid_until"]),
    )
    _tried(lambda: actions.create_code(promotion, utc_now()))
    click.echo(f"{code} counts now.")


@code_commands.command("list")
def list_codes() -> None:
    """Every code, what it gives and how often it was used."""
    for one in queries.all_promotions():
        gives = f"{one.percent} %" if one.kind == "percent" else one.kind
        limit = f" of {one.limit_in_all}" if one.limit_in_all is not None else ""
        state = "" if one.active else ", ended"
        click.echo(f"{one.code}: {gives}, used {one.used}{limit}{state}")


@code_commands.command("end")
@click.argument("code")
def end(code: str) -> None:
    """End a code; orders that used it keep it."""
    _tried(lambda: actions.end_code(code))
    click.echo(f"{code} gives nothing from now on.")


def _tried(act: Any) -> None:
    try:
        act()
    except Refused as error:
        raise click.ClickException(str(error)) from error


def _utc(day: datetime | None) -> datetime | None:
    return day.replace(tzinfo=UTC) if day else None
