"""What a field of the product's form is called for a person: its column, and the row it stands in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from storefront.desk.editor_view import TERM_CELLS, VARIANT_CELLS
from storefront.desk.product_fields import TEXTS
from storefront.desk.sheet import AXES, Typed
from storefront.forms import Section
from storefront.i18n import Message, _, language

Translate = Callable[[Message | str | None], str]
_COLUMNS: dict[str, Message] = {name: label for name, label, _kind in (*VARIANT_CELLS, *TERM_CELLS)} | {
    "seller": _("Seller"),
    "model": _("Sold as"),
    "currency": _("Currency"),
    "picture": _("Picture"),
    "gone": _("Remove"),
}  # fmt: skip
_CELL = re.compile(r"(?:v|o\d+-)(?P<row>\d+)-(?P<column>.+)|o\d+-(?P<head>seller|model|currency)")
_OTHER = re.compile(r"(?P<kind>a|p|axis-|values-)(?P<row>\d+)(?:-(?P<part>.+))?")


def label_of(name: str, typed: Typed, sections: Sequence[Section], t: Translate) -> str:
    """The field's label with its language or row; a name that no field has is given back."""
    if name.startswith("t-"):
        tag, _dash, part = name[2:].rpartition("-")
        return f"{t(TEXTS[part])} · {language(tag).name}" if part in TEXTS else name
    for one in (field for section in sections for field in section.fields):
        if one.name == name:
            return t(one.label)
    return cell_label(name, typed, t) or _other_label(name, typed, t) or name


def cell_label(name: str, typed: Typed, t: Translate) -> str:
    """What a cell of a sheet is called: "Price · MUG-RED"; empty for what is no cell."""
    found = _CELL.fullmatch(name)
    if found is None:
        return ""
    column, row = found["head"] or found["column"], found["row"] or ""
    options = [typed.get(f"v{row}-opt-{at}", "") for at in AXES]
    said = typed.get(f"v{row}-sku", "") or " / ".join(filter(None, options))
    words = typed.get(f"axis-{column[4:]}", "") if column.startswith("opt-") else t(_COLUMNS.get(column))
    return " · ".join(filter(None, (words, said)))


def _other_label(name: str, typed: Typed, t: Translate) -> str:
    found = _OTHER.fullmatch(name)
    if found is None:
        return ""
    row = int(found["row"])
    if found["kind"] == "a":
        return " · ".join(filter(None, (t(_("Property")), typed.get(f"a{row}-name", ""))))
    if found["kind"] == "p":
        return " · ".join(filter(None, (t(_("Picture")), str(row + 1))))
    return t(_("Option %(number)s", number=str(row)))
