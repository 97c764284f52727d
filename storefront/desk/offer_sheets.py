"""The offers' sheets: one a seller and business model, a row a variant. Typed texts in, values out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

from storefront.desk.sheet import LARGEST_PRICE, MOST_SHEETS, Sheet, Terms, Typed, VariantRow, count
from storefront.digits import ascii_digits, minor_units, whole
from storefront.forms import Errors, cleaned
from storefront.i18n import Message, _
from storefront.money import decimal_amount, exponent


def read_sheets(
    typed: Typed, rows: list[VariantRow], sellers: Collection[str], models: Collection[str],
    currencies: Collection[str], errors: Errors,
) -> list[Sheet]:  # fmt: skip
    """The sheets with what is wrong in them added to errors; sellers: those one may act for."""
    found: list[Sheet] = []
    taken: set[tuple[str, str]] = set()
    for number in range(count(typed, "sheets", MOST_SHEETS)):
        at = f"o{number}"
        seller, model = typed.get(f"{at}-seller", ""), typed.get(f"{at}-model", "")
        currency = typed.get(f"{at}-currency", "")
        if seller not in sellers or model not in models or currency not in currencies:
            errors[f"{at}-seller"] = _("Please choose one of the list.")
            continue
        if (seller, model) in taken:
            errors[f"{at}-seller"] = _("This seller has such an offer above already.")
        taken.add((seller, model))
        terms = tuple(_terms(typed, at, row, currency, errors) for row in rows if not row.gone)
        found.append(Sheet(number, seller, model, currency, terms))
    return found


def _terms(typed: Typed, at: str, row: VariantRow, currency: str, errors: Errors) -> Terms:
    cell = {name: cleaned(typed.get(f"{at}-{row.row}-{name}", "")) for name in ("price", "reduced", "from", "until")}
    stock = cleaned(typed.get(f"{at}-{row.row}-stock", ""))
    place = f"{at}-{row.row}"
    price, reduced = amount(cell["price"], currency), amount(cell["reduced"], currency)
    for name, value in (("price", price), ("reduced", reduced)):
        if cell[name] and value is None:
            errors[f"{place}-{name}"] = _wrong_amount(currency)
    if reduced is not None and (price is None or reduced >= price):
        errors.setdefault(f"{place}-reduced", _("The reduced price must be below the price."))
    for name in ("from", "until"):
        if cell[name] and day(cell[name]) is None:
            errors[f"{place}-{name}"] = _("A day looks like 2026-12-31.")
    if cell["from"] and cell["until"] and cell["until"] < cell["from"]:
        errors.setdefault(f"{place}-until", _("The last day is before the first."))
    if stock and whole(stock) is None:
        errors[f"{place}-stock"] = _("A whole number, please.")
    was = cleaned(typed.get(f"{place}-was", ""))
    return Terms(row.row, price, reduced, cell["from"], cell["until"], was, stock)


def _wrong_amount(currency: str) -> Message:
    return _("An amount looks like %(example)s.", example="12" if exponent(currency) == 0 else "12.50")


def amount(text: str, currency: str) -> int | None:
    """An amount as typed, in minor units."""
    value = minor_units(text, exponent(currency)) if text else None
    return value if value is None or value <= LARGEST_PRICE else None


def amount_text(value: int | None, currency: str) -> str:
    """An amount for the form: "49.90"."""
    return "" if value is None else str(decimal_amount(value, currency))


def day(text: str) -> date | None:
    """A day as typed, of our time."""
    try:
        found = date.fromisoformat(ascii_digits(text))
    except ValueError:
        return None
    return found if 2000 <= found.year < 2200 else None


def first_moment(text: str) -> datetime | None:
    """When a reduction of this first day begins."""
    found = day(text) if text else None
    return datetime(found.year, found.month, found.day, tzinfo=UTC) if found else None


def last_moment(text: str) -> datetime | None:
    """When a reduction with this last day ends."""
    begun = first_moment(text)
    return begun + timedelta(days=1) if begun else None


def first_day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else ""


def last_day(moment: datetime | None) -> str:
    """The last day of which a moment is the end."""
    return (moment - timedelta(microseconds=1)).date().isoformat() if moment else ""
