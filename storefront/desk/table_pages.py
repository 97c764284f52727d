"""From a table's rules and one page of rows to what its template draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import request

from storefront.catalogue.rows import Row
from storefront.desk.contexts import BulkAct, ColumnView, FilterView, RowView, TableView
from storefront.desk.keyset import Rows
from storefront.desk.listing import Asked, Column, Rules, asked
from storefront.i18n import Message
from storefront.web.form_view import Choice
from storefront.web.shopper import Shopper, shopper


def asked_table(rules: Rules) -> Asked:
    """What the present address asks of a table."""
    return asked(request.args.items(), rules)


def table_view(
    name: Message,
    rules: Rules,
    wanted: Asked,
    found: Rows,
    draw: Callable[[Row], RowView],
    *,
    empty: Message,
    count: Message | None = None,
    sums: Sequence[str] = (),
    bulk: Sequence[BulkAct] = (),
    bulk_url: str = "",
) -> TableView:
    """The table; draw makes a row of what the query found."""
    visitor, path = shopper(), request.path
    return TableView(
        name=visitor.t(name),
        path=path,
        columns=tuple(_column(one, rules, wanted, path, visitor) for one in rules.columns),
        rows=tuple(draw(row) for row in found.rows),
        filters=filter_views(rules, wanted, visitor),
        searches=rules.searches,
        query=wanted.query,
        sort=wanted.sort if wanted.sort != rules.sort else "",
        sums=tuple(sums) if any(sums) else (),
        count=visitor.t(count),
        empty=visitor.t(empty),
        filtered=bool(wanted.query or wanted.chosen),
        bulk=tuple(bulk),
        bulk_url=bulk_url,
        **page_links(rules, wanted, found),
    )


def page_links(rules: Rules, wanted: Asked, found: Rows) -> dict[str, Any]:
    """The addresses of the page before and the page after."""
    path = request.path
    return {
        "previous_url": wanted.address(path, rules, mark=found.previous, backwards=True) if found.previous else "",
        "next_url": wanted.address(path, rules, mark=found.following) if found.following else "",
    }


def filter_views(rules: Rules, wanted: Asked, visitor: Shopper) -> tuple[FilterView, ...]:
    views = []
    for one in rules.filters:
        chosen = wanted.chosen.get(one.name, "")
        choices = tuple(Choice(o.value, visitor.t(o.label), o.value == chosen) for o in one.options)
        views.append(FilterView(one.name, visitor.t(one.label), choices))
    return tuple(views)


def _column(one: Column, rules: Rules, wanted: Asked, path: str, visitor: Shopper) -> ColumnView:
    if not one.sorts:
        return ColumnView(visitor.t(one.label), one.end)
    here = wanted.column == one.name
    turned = f"-{one.name}" if here and not wanted.descending else one.name
    order = ("descending" if wanted.descending else "ascending") if here else ""
    return ColumnView(visitor.t(one.label), one.end, wanted.address(path, rules, sort=turned), order)
