"""Credit notes take off exactly what was invoiced, line by line and tax by tax, in whatever portions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from storefront.money import rounded
from storefront.orders.amendment import TaxPart
from storefront.orders.documents.amounts import Item, kept_amounts, merged
from storefront.orders.documents.standing import DELIVERY, Standing, Wanted, credited, kept_items, standing_lines


def taxed(gross: int, rate: str = "19/100") -> TaxPart:
    base = rounded(Fraction(gross) / (1 + Fraction(rate)))
    return TaxPart(rate, "standard", "DE", "2021-01-01", base, gross - base)


def document(kind: str, items: list[Item], places: dict[int, int]) -> dict[str, Any]:
    return {"kind": kind, "content": {"amounts": {**kept_amounts(items), "items": kept_items(items, places)}}}


def test_pieces_and_delivery_are_named_with_what_each_costs() -> None:
    stands = {1: Standing(3, 1000, (taxed(1000),)), 2: Standing(1, 700, (taxed(700, "7/100"),)), DELIVERY: Standing(0, 500)}
    found = credited(833, {1: Wanted(1, 333), DELIVERY: Wanted(0, 500)}, stands)
    assert {place: (one.pieces, one.gross) for place, one in found.items()} == {1: (1, 333), DELIVERY: (0, 500)}
    assert [(part.base, part.amount) for part in found[1].taxes] == [(280, 53)]


def test_an_amount_without_pieces_lowers_every_line_in_proportion() -> None:
    stands = {1: Standing(3, 3000, (taxed(3000),)), 2: Standing(1, 1000, (taxed(1000, "7/100"),))}
    found = credited(400, {}, stands)
    assert [(place, one.pieces, one.gross) for place, one in found.items()] == [(1, 0, 300), (2, 0, 100)]
    assert [part.rate for one in found.values() for part in one.taxes] == ["19/100", "7/100"]


def test_no_line_is_credited_beyond_what_stands_of_it() -> None:
    stands = {1: Standing(1, 100, (taxed(100),)), 2: Standing(1, 50)}
    assert {place: one.gross for place, one in credited(140, {1: Wanted(1, 120)}, stands).items()} == {1: 100, 2: 40}
    assert {place: one.gross for place, one in credited(999, {1: Wanted(1, 120)}, stands).items()} == {1: 100, 2: 50}
    assert credited(0, {1: Wanted(1, 100)}, stands) == {}


def test_a_document_of_former_times_does_not_say_its_lines() -> None:
    assert standing_lines([{"kind": "invoice", "content": {"amounts": {"total": 1, "taxes": []}}}]) is None


RATES = ("19/100", "7/100", "0", "255/1000")
LINES = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 5000), st.sampled_from(RATES)), min_size=1, max_size=4)
REFUNDS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 3000)), max_size=6)


@given(LINES, st.integers(0, 900), REFUNDS)
def test_an_invoice_and_its_credit_notes_are_zero_after_everything_went_back(
    lines: list[tuple[int, int, str]], freight: int, refunds: list[tuple[int, int, int]]
) -> None:
    places = {10 + number: number for number in range(1, len(lines) + 1)}
    ids = {place: number for number, place in places.items()}
    items = [Item(ids[n], pieces, gross, (taxed(gross, rate),)) for n, (pieces, gross, rate) in enumerate(lines, start=1)]
    items += [Item(None, 0, freight, (taxed(freight),))] if freight else []
    documents = [document("invoice", items, places)]

    def credit(amount: int, wanted: dict[int, Wanted]) -> None:
        stands = standing_lines(documents)
        assert stands is not None
        found = credited(amount, wanted, stands)
        rows = [Item(ids.get(place), one.pieces, one.gross, one.taxes) for place, one in found.items()]
        assert sum(row.gross for row in rows) == min(amount, sum(one.gross for one in stands.values()))
        for row in rows:
            assert row.net + row.tax == row.gross > 0
            assert all(part.base >= 0 and part.amount >= 0 for part in row.taxes)
            assert sum(part.base + part.amount for part in row.taxes) == row.gross
        documents.append(document("credit-note", rows, places))

    for place, pieces, amount in refunds:
        credit(amount, {place: Wanted(pieces, amount)} if place <= len(lines) else {})
    credit(10**9, {})
    stands = standing_lines(documents)
    assert stands is not None
    assert [one.gross for one in stands.values()] == [0] * len(stands)
    left = merged(Item(None, 0, one.gross, one.taxes) for one in stands.values())
    assert all((part.base, part.amount) == (0, 0) for part in left)
