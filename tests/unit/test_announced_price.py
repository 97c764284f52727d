"""What a receipt says of a reduction: counted from the prior price, or not named at all."""

from __future__ import annotations

from fractions import Fraction

from storefront.i18n import _
from storefront.pricing.asking import announced_from
from storefront.values import UnitPart, UnitPrice


def reduced(asked: int, off: int) -> UnitPrice:
    parts = (UnitPart("base", _("Price"), Fraction(asked)), UnitPart("reduction", _("Reduced"), Fraction(-off)))
    return UnitPrice("EUR", parts, Fraction(asked))


def amounts(unit: UnitPrice) -> list[tuple[str, int]]:
    return [(part.kind, int(part.amount)) for part in unit.parts]


def test_a_reduction_that_may_not_be_announced_is_no_part_of_the_price() -> None:
    unit = announced_from(reduced(10000, 1000), None)
    assert (amounts(unit), unit.list_amount, unit.amount) == ([("base", 9000)], None, 9000)


def test_a_reduction_is_counted_from_the_lowest_price_of_the_thirty_days() -> None:
    unit = announced_from(reduced(10000, 3000), Fraction(8000))
    assert amounts(unit) == [("base", 8000), ("reduction", -1000)]
    assert (unit.list_amount, unit.amount) == (8000, 7000)


def test_a_reduction_from_the_asking_price_stays_as_it_is() -> None:
    unit = announced_from(reduced(10000, 1000), Fraction(10000))
    assert (amounts(unit), unit.amount) == ([("base", 10000), ("reduction", -1000)], 9000)
