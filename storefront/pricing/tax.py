"""Value-added tax by country, class and day, from the dated table in data/vat.csv."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files

from storefront.money import rounded
from storefront.values import TaxRow


@dataclass(frozen=True)
class TaxRule:
    """A rate and the days it holds; source says who published it."""

    country: str
    tax_class: str
    rate: Fraction
    valid_from: str
    valid_to: str
    source: str


@lru_cache(maxsize=1)
def tax_rules() -> tuple[TaxRule, ...]:
    """Every row of the dated table."""
    text = (files("storefront.pricing") / "data" / "vat.csv").read_text(encoding="utf-8")
    return tuple(
        TaxRule(
            row["country"],
            row["tax_class"],
            Fraction(row["rate"]) / 100,
            row["valid_from"],
            row["valid_to"],
            row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    )


@lru_cache(maxsize=1024)
def find_rule(country: str, tax_class: str, day: str) -> TaxRule | None:
    """The rule of a class on an ISO day; a class without its own falls back to the standard rate."""
    for wanted in dict.fromkeys((tax_class, "standard")):
        for rule in tax_rules():
            if (rule.country, rule.tax_class) != (country, wanted):
                continue
            if rule.valid_from <= day and (not rule.valid_to or day < rule.valid_to):
                return rule
    return None


def tax_rate(country: str, tax_class: str, day: str) -> Fraction:
    """The rate as a fraction (19 % is 19/100); a country outside the table: 0."""
    rule = find_rule(country, tax_class, day)
    return rule.rate if rule else Fraction(0)


def tax_within(gross: int, country: str, tax_class: str, day: str) -> TaxRow:
    """The tax that a gross amount contains; a zero row too says why it is zero."""
    rule = find_rule(country, tax_class, day)
    if rule is None:
        return TaxRow(0, gross, Fraction(0), "export", country, day)
    net = rounded(Fraction(gross) / (1 + rule.rate))
    reason = rule.tax_class if rule.rate else "zero-rated"
    return TaxRow(gross - net, net, rule.rate, reason, country, rule.valid_from)
