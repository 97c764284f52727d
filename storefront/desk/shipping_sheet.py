"""A delivery zone as it is typed: its countries by name or code, its rates as a sheet. Typed texts in, values out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from storefront.countries import EUROPEAN_UNION, countries, country_codes, country_name
from storefront.desk.offer_sheets import amount_text
from storefront.desk.sheet import LARGEST_PRICE, Typed, count
from storefront.digits import minor_units, whole
from storefront.forms import Errors, cleaned
from storefront.i18n import LANGUAGES, Message, _
from storefront.money import exponent

MOST_RATES, LONGEST_LABEL, LONGEST_TRANSIT, HEAVIEST = 200, 80, 365, 10**9
# all the members of the union at once
UNION = "EU"
# what grams are typed in
KILOGRAM_DECIMALS = 3
_CODE = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
_PARTS = re.compile(r"[,;\n،、，；]")


@dataclass(frozen=True)
class Rate:
    """A row of the sheet. row: its number in the form, None where it was read from the database."""

    code: str
    labels: Mapping[str, str]
    up_to_grams: int | None
    currency: str
    price: int
    days_min: int
    days_max: int
    row: int | None = field(default=None, compare=False)

    def told(self) -> dict[str, str]:
        """For the version and the audit trail: one name for each rate."""
        limit = "any" if self.up_to_grams is None else f"{kilograms(self.up_to_grams)} kg"
        price = f"{amount_text(self.price, self.currency)} {self.currency}"
        names = " / ".join(f"{tag}: {text}" for tag, text in sorted(self.labels.items()))
        return {f"rate.{self.code}.{limit}": f"{price}, {self.days_min}–{self.days_max} d, {names}"}


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Folded name or code → codes, in every language the shop can be shown in."""
    found: dict[str, tuple[str, ...]] = {_folded(code): (code,) for code in country_codes()}
    for tag in LANGUAGES:
        found |= {_folded(name): (code,) for code, name in countries(tag)}
        found[_folded(country_name(UNION, tag))] = EUROPEAN_UNION
    return found | {_folded(UNION): EUROPEAN_UNION}


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).casefold().split())


def read_countries(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes in order, and what is no country."""
    parts = [cleaned(part)[:80] for part in _PARTS.split(text)]
    codes: set[str] = set()
    unknown = []
    for part in filter(None, parts):
        found = _names().get(_folded(part))
        # codes may stand side by side, as they do elsewhere: "DE AT CH"
        words = [_names().get(_folded(word)) for word in part.split() if len(word) == len(UNION)]
        if found:
            codes.update(found)
        elif len(words) == len(part.split()) and all(words):
            codes.update(code for word in words if word for code in word)
        else:
            unknown.append(part)
    return tuple(sorted(codes)), tuple(unknown)


def country_words(codes: Iterable[str], tag: str) -> str:
    """The countries by name, as read_countries reads them; in the language's own order."""
    there = set(codes)
    separator = {"zh-Hans": "、", "ar": "، "}.get(tag, ", ")
    return separator.join(name for code, name in countries(tag) if code in there)


def read_rates(typed: Typed, languages: Sequence[str], currencies: Collection[str], errors: Errors) -> list[Rate]:
    """The rows of the sheet without the empty and the removed; what is wrong is added to errors."""
    rates: list[Rate] = []
    # a method's names, of its first row: one that is removed leaves them to the next
    names: dict[str, dict[str, str]] = {}
    for row in range(count(typed, "rates", MOST_RATES)):
        cell = {name: cleaned(typed.get(f"r{row}-{name}", "")) for name in ("code", "weight", "price", "from", "to")}
        labels = {tag: cleaned(typed.get(f"r{row}-label-{tag}", ""))[:LONGEST_LABEL] for tag in languages}
        labels = {tag: text for tag, text in labels.items() if text}
        cell["code"] = cell["code"].casefold()
        known = names.setdefault(cell["code"], labels)
        if typed.get(f"r{row}-gone") or not (labels or any(cell.values())):
            continue
        currency = typed.get(f"r{row}-currency", "")
        rates.append(_rate(row, cell, currency, {**known, **labels}, errors))
        if currency not in currencies:
            errors[f"r{row}-currency"] = _("Please choose one of the list.")
        if not (known or labels):
            errors[f"r{row}-label-{languages[0]}"] = _("A method needs a name in one language at least.")
    _check_limits(rates, errors)
    return rates


def _rate(row: int, cell: Mapping[str, str], currency: str, labels: Mapping[str, str], errors: Errors) -> Rate:
    decimals = exponent(currency) if len(currency) == 3 else 2
    wrong: dict[str, Message] = {}
    if not _CODE.fullmatch(cell["code"]) or len(cell["code"]) > 40:
        wrong["code"] = _("A short name in small letters, such as standard.")
    grams = minor_units(cell["weight"], KILOGRAM_DECIMALS) if cell["weight"] else None
    if cell["weight"] and not (grams and grams <= HEAVIEST):
        wrong["weight"] = _("A weight in kilograms looks like 2 or 0.5.")
    price = minor_units(cell["price"], decimals)
    if price is None or price > LARGEST_PRICE:
        wrong["price"] = _("An amount looks like %(example)s.", example="12" if decimals == 0 else "12.50")
    days = [whole(cell["from"]), whole(cell["to"])]
    for name, value in zip(("from", "to"), days, strict=True):
        if value is None or value > LONGEST_TRANSIT:
            wrong[name] = _("A number of days, please.")
    if not {"from", "to"} & wrong.keys() and (days[1] or 0) < (days[0] or 0):
        wrong["to"] = _("The last day is before the first.")
    errors.update({f"r{row}-{name}": message for name, message in wrong.items()})
    return Rate(cell["code"], labels, grams, currency, price or 0, days[0] or 0, days[1] or 0, row)


def _check_limits(rates: Sequence[Rate], errors: Errors) -> None:
    """Of a method's rates each holds up to another weight."""
    there: set[tuple[str, int | None]] = set()
    for rate in rates:
        if (rate.code, rate.up_to_grams) in there:
            errors.setdefault(f"r{rate.row}-weight", _("This method has a rate up to this weight already."))
        there.add((rate.code, rate.up_to_grams))


def kilograms(grams: int) -> str:
    """Grams as they are typed: "2", "0.5"."""
    return f"{Decimal(grams).scaleb(-KILOGRAM_DECIMALS).normalize():f}"


def typed_rates(rates: Sequence[Rate], languages: Sequence[str], currency: str) -> dict[str, str]:
    """The sheet as it begins, with a row to type another; a method's name stands in its first row alone."""
    typed = {"rates": str(min(len(rates) + 1, MOST_RATES)), f"r{len(rates)}-currency": currency}
    first: dict[str, Rate] = {}
    for row, rate in enumerate(rates):
        known = first.setdefault(rate.code, rate)
        at = f"r{row}"
        typed |= {
            f"{at}-code": rate.code,
            f"{at}-weight": "" if rate.up_to_grams is None else kilograms(rate.up_to_grams),
            f"{at}-currency": rate.currency,
            f"{at}-price": amount_text(rate.price, rate.currency),
            f"{at}-from": str(rate.days_min),
            f"{at}-to": str(rate.days_max),
        }
        for tag in languages:
            same = known is not rate and rate.labels.get(tag) == known.labels.get(tag)
            typed[f"{at}-label-{tag}"] = "" if same else rate.labels.get(tag, "")
    return typed
