"""The variants' grid and the offers' sheets as rows of typed texts: read, checked, grown. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from storefront.digits import ascii_digits, whole
from storefront.forms import Errors, cleaned
from storefront.i18n import Message, _, ngettext

AXES = ("1", "2", "3")
MOST_VARIANTS, MOST_SHEETS, MOST_PICTURES, MOST_PROPERTIES = 200, 12, 40, 60
LARGEST_PRICE = 10**12
CELLS = ("id", "sku", "gtin", "weight", "gone", "picture", *(f"opt-{axis}" for axis in AXES))
TERMS = ("price", "reduced", "from", "until", "stock", "was")
Typed = Mapping[str, str]


@dataclass(frozen=True)
class VariantRow:
    """A variant as typed. options: (axis, value) as people call them; picture: its key; row: its number in the form."""

    row: int
    id: int | None
    sku: str
    options: tuple[tuple[str, str], ...]
    gtin: str = ""
    weight: int = 0
    gone: bool = False
    picture: str = ""


def count(typed: Typed, name: str, most: int) -> int:
    """How many rows a form says it has."""
    return min(whole(typed.get(name, "")) or 0, most)


def variant_rows(typed: Typed, errors: Errors) -> list[VariantRow]:
    """The rows of the grid; empty ones are left out, what is wrong is added to errors."""
    from storefront.desk.product_fields import check_gtin, check_pieces

    axes = [cleaned(typed.get(f"axis-{axis}", ""))[:60] for axis in AXES]
    rows = []
    for number in range(count(typed, "variants", MOST_VARIANTS)):
        cell = {name: cleaned(typed.get(f"v{number}-{name}", "")) for name in CELLS}
        if not any(value for name, value in cell.items() if name not in ("gone", "picture")):
            continue
        for name, check in (("gtin", check_gtin), ("weight", check_pieces)):
            if cell[name] and (wrong := check(cell[name])):
                errors[f"v{number}-{name}"] = wrong
        if len(cell["sku"]) > 120:
            errors[f"v{number}-sku"] = ngettext(
                "At most %(num)s character, please.", "At most %(num)s characters, please.", 120
            )
        options = [(axis, cell[f"opt-{at}"][:80]) for axis, at in zip(axes, AXES, strict=True) if axis]
        rows.append(
            VariantRow(
                number,
                whole(cell["id"]),
                cell["sku"],
                tuple(pair for pair in options if pair[1]),
                ascii_digits(cell["gtin"]),
                whole(cell["weight"]) or 0,
                bool(cell["gone"]),
                cell["picture"][:40],
            )
        )
    _check_rows(rows, axes, errors)
    return rows


def _check_rows(rows: list[VariantRow], axes: Sequence[str], errors: Errors) -> None:
    """Every kept row has another SKU, and another value on some axis."""
    kept = [row for row in rows if not row.gone]
    named = [axis for axis in axes if axis]
    if len(set(map(str.casefold, named))) < len(named):
        errors["axis-2"] = _("Each option needs a name of its own.")
    skus: set[str] = set()
    made: set[tuple[tuple[str, str], ...]] = set()
    for row in kept:
        if row.sku and row.sku in skus:
            errors.setdefault(f"v{row.row}-sku", _("Another row has this SKU."))
        if len(kept) > 1 and (len(row.options) < len(named) or row.options in made):
            errors.setdefault(f"v{row.row}-opt-1", _said(row.options in made))
        skus.add(row.sku)
        made.add(row.options)


def _said(twice: bool) -> Message:
    return _("Another row has the same options.") if twice else _("Every row needs a value of each option.")


def grown(typed: Typed) -> dict[str, str]:
    """The form with a row for each combination of values that has none; rows that lack a value are used first."""
    more = dict(typed)
    axes = [axis for axis in AXES if cleaned(typed.get(f"axis-{axis}", ""))]
    wanted = [_values(typed, axis) for axis in axes]
    if not axes or not all(wanted):
        return more
    rows = count(typed, "variants", MOST_VARIANTS)
    keys = {number: tuple(_cell(typed, number, axis) for axis in axes) for number in range(rows)}
    there = {key for key in keys.values() if all(key)}
    half = {number: key for number, key in keys.items() if not all(key)}
    for values in itertools.islice(itertools.product(*wanted), MOST_VARIANTS):
        key = tuple(value.casefold() for value in values)
        if key in there:
            continue
        fits = (number for number, known in half.items() if all(a in ("", b) for a, b in zip(known, key, strict=True)))
        number = next(fits, rows)
        half.pop(number, None)
        rows = max(rows, number + 1)
        if rows > MOST_VARIANTS:
            break
        more.update({f"v{number}-opt-{axis}": value for axis, value in zip(axes, values, strict=True)})
    return more | {"variants": str(min(rows, MOST_VARIANTS))}


def _cell(typed: Typed, number: int, axis: str) -> str:
    return cleaned(typed.get(f"v{number}-opt-{axis}", "")).casefold()


def _values(typed: Typed, axis: str) -> list[str]:
    """The values typed for an axis, and those its rows have, each once."""
    rows = range(count(typed, "variants", MOST_VARIANTS))
    there = [cleaned(typed.get(f"v{number}-opt-{axis}", "")) for number in rows]
    listed = typed.get(f"values-{axis}", "")[:2000]
    for sign in "،、，;\n":
        listed = listed.replace(sign, ",")
    texts = [*there, *(cleaned(text)[:80] for text in listed.split(","))]
    return list({text.casefold(): text for text in reversed(texts) if text}.values())[::-1]


@dataclass(frozen=True)
class Terms:
    """What one sheet says of one row. counted: the stock was typed anew; None there: not counted."""

    sku_row: int
    price: int | None
    reduced: int | None
    reduced_from: str
    reduced_until: str
    was: str
    stock: str


@dataclass(frozen=True)
class Sheet:
    """One seller's terms under one business model, a row a variant."""

    number: int
    seller: str
    business_model: str
    currency: str
    rows: tuple[Terms, ...] = field(default_factory=tuple)
