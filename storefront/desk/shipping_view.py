"""A delivery zone's form as its template draws it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from storefront.desk.editor_contexts import Grid, GridCell, GridRow
from storefront.desk.sheet import count
from storefront.desk.shipping_sheet import MOST_RATES
from storefront.forms import Errors, Field, Section
from storefront.i18n import _, language
from storefront.web.form_view import Choice
from storefront.web.shopper import Shopper

BLANK = "__N__"
FORM = (
    Section(
        (
            Field("name", _("Name of the zone"), maxlength=100, width="half"),
            Field("rest", _("Everywhere else: every country that no zone names"), "checkbox", False, width="half"),
            Field(
                "countries", _("Countries"), "textarea", False, maxlength=10_000,
                help=_("By name or code, with commas between; EU stands for all of the European Union."),
            ),
        )
    ),
)  # fmt: skip
BEFORE = (("code", _("Method"), "code"),)
AFTER = (
    ("weight", _("Up to (kg)"), "number"), ("price", _("Price"), "number"), ("currency", _("Currency"), "short"),
    ("from", _("Days from"), "short"), ("to", _("Days to"), "short"),
)  # fmt: skip
_CELL = re.compile(r"r(\d+)-(.+)")


def rate_grid(typed: Mapping[str, str], errors: Errors, visitor: Shopper, used: Collection[str]) -> Grid:
    """The rates; used: currencies that rates have, whether the shop still has them or not."""
    shop = visitor.runtime.settings.shop
    currencies = tuple(dict.fromkeys((*shop.currencies, *sorted(used))))
    heads = [*_heads(visitor).values(), visitor.t(_("Remove"))]
    first: dict[str, int] = {}
    rows = []
    for row in range(count(typed, "rates", MOST_RATES)):
        same = first.setdefault(typed.get(f"r{row}-code", "").strip().casefold(), row)
        rows.append(_row(str(row), str(same), typed, errors, visitor, currencies))
    blank = {f"r{BLANK}-currency": shop.currency}
    return Grid(tuple(heads), tuple(rows), _row(BLANK, BLANK, blank, {}, visitor, currencies), "rates")


def _heads(visitor: Shopper) -> dict[str, str]:
    """Column by name, with its head."""
    labels = {f"label-{tag}": language(tag).name for tag in visitor.runtime.settings.shop.languages}
    return {
        **{name: visitor.t(label) for name, label, _kind in BEFORE},
        **labels,
        **{name: visitor.t(label) for name, label, _kind in AFTER},
    }


def _row(
    row: str, first: str, typed: Mapping[str, str], errors: Errors, visitor: Shopper, currencies: tuple[str, ...]
) -> GridRow:
    return GridRow("", tuple(_cells(row, first, typed, errors, visitor, currencies)))


def _cells(
    row: str, first: str, typed: Mapping[str, str], errors: Errors, visitor: Shopper, currencies: tuple[str, ...]
) -> Iterator[GridCell]:
    kinds = {name: kind for name, _label, kind in (*BEFORE, *AFTER)}
    said = str(int(row) + 1) if row.isdigit() else ""
    for column, head in _heads(visitor).items():
        name = f"r{row}-{column}"
        tag = column.removeprefix("label-") if column.startswith("label-") else ""
        value = typed.get(name, "")
        yield GridCell(
            name,
            value,
            f"{head} {said}".strip(),
            visitor.t(errors.get(name)),
            type="select" if column == "currency" else "text",
            kind=kinds.get(column, "word"),
            lang=tag,
            dir=language(tag).direction if tag else "",
            placeholder=typed.get(f"r{first}-{column}", "") if tag and first != row else "",
            choices=tuple(Choice(one, one, one == value) for one in currencies) if column == "currency" else (),
        )
    gone = f"r{row}-gone"
    yield GridCell(
        gone, typed.get(gone, ""), visitor.t(_("Remove %(row)s", row=said)).strip(), type="checkbox", kind="pick"
    )


def field_labels(visitor: Shopper) -> dict[str, str]:
    """The labels of what stands once."""
    return {one.name: visitor.t(one.label) for section in FORM for one in section.fields}


def cell_label(name: str, visitor: Shopper) -> str:
    """A cell for a person: its row and column; empty for what is no cell."""
    found = _CELL.fullmatch(name)
    head = _heads(visitor).get(found[2], "") if found else ""
    return f"{int(found[1]) + 1} · {head}" if found and head else ""
