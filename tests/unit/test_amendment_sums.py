"""What changing an order comes to: exact to the minor unit, whatever was changed before."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.errors import Refused
from storefront.money import rounded
from storefront.orders.amendment import (
    Difference,
    LineChange,
    LineNow,
    OrderChanges,
    OrderNow,
    TaxPart,
    asks,
    differences,
    is_worse,
    leaves_nothing,
    total_of,
)

VAT = ("19/100", "standard", "DE", "2021-01-01")


def taxed(gross: int, rate: str = "19/100", reason: str = "standard") -> TaxPart:
    base = rounded(Fraction(gross) / (1 + Fraction(rate)))
    return TaxPart(rate, reason, "DE", "2021-01-01", base, gross - base)


def line(number: int = 1, pieces: int = 3, gross: int = 3000, fixed: int = 0) -> LineNow:
    return LineNow(number, pieces, gross, 1000, fixed, (taxed(gross),))


def order(*lines: LineNow, freight: int = 500, arrives_by: str = "2026-12-04", sent: bool = False) -> OrderNow:
    return OrderNow(lines or (line(),), freight, (taxed(freight),), arrives_by, "DE", sent)


def fewer(pieces: int, number: int = 1) -> OrderChanges:
    return OrderChanges((LineChange(number, pieces),))


def after(now: OrderNow, parts: tuple[Difference, ...]) -> OrderNow:
    """The order as it is then."""
    by_line = {part.line_id: part for part in parts}

    def changed(one: LineNow) -> LineNow:
        part = by_line.get(one.id)
        if part is None:
            return one
        taxes = tuple(_added(old, new) for old, new in zip(one.taxes, part.taxes, strict=True))
        return replace(one, pieces=one.pieces + part.pieces, gross=one.gross + part.gross, taxes=taxes)

    freight = by_line.get(None)
    return replace(
        now,
        lines=tuple(changed(one) for one in now.lines),
        freight=now.freight + (freight.gross if freight else 0),
        freight_taxes=tuple(map(_added, now.freight_taxes, freight.taxes)) if freight else now.freight_taxes,
    )


def _added(old: TaxPart, new: TaxPart) -> TaxPart:
    return replace(old, base=old.base + new.base, amount=old.amount + new.amount)


def test_a_piece_fewer_gives_back_its_share_of_what_was_paid() -> None:
    # 3 × 10.00, of which a code took 10 %
    (part,) = differences(order(line(gross=2700)), fewer(2))
    assert (part.pieces, part.gross) == (-1, -900)
    assert [(tax.rule, tax.base, tax.amount) for tax in part.taxes] == [(VAT, 1513 - 2269, 287 - 431)]


def test_what_does_not_divide_is_given_back_exactly_in_the_end() -> None:
    now, gone = order(line(gross=1000)), []
    for left in (2, 1, 0):
        parts = differences(now, fewer(left))
        gone.append(parts[0].gross)
        now = after(now, parts)
    assert gone == [-333, -333, -334]
    assert (now.lines[0].gross, now.lines[0].taxes[0].amount, now.lines[0].taxes[0].base) == (0, 0, 0)


def test_delivery_is_given_back_when_nothing_is_left_and_not_before() -> None:
    now = order(line(1), line(2, 1, 700))
    part = differences(now, fewer(0))
    assert total_of(part) == -3000 and not leaves_nothing(now, part)
    both = OrderChanges((LineChange(1, 0), LineChange(2, 0)))
    parts = differences(now, both)
    assert total_of(parts) == -4200 and leaves_nothing(now, parts)
    assert [(one.line_id, one.gross, one.tax) for one in parts][2] == (None, -500, -80)


def test_more_pieces_cost_what_the_others_cost_and_a_price_agreed_on_counts_for_all() -> None:
    now = order(line(gross=2700))
    assert [one.gross for one in differences(now, fewer(5))] == [1800]
    (part,) = differences(now, OrderChanges((LineChange(1, 4, 800),)))
    assert (part.pieces, part.gross) == (1, 500)


def test_pieces_come_back_at_the_price_they_were_ordered_at() -> None:
    now = order(replace(line(), pieces=0, gross=0, taxes=(taxed(0),)), line(2))
    (part,) = differences(now, fewer(2))
    assert (part.gross, part.tax) == (2000, 319)


def test_a_tax_that_is_not_charged_stays_zero() -> None:
    free = replace(line(), taxes=(TaxPart("19/100", "reverse-charge", "NL", "2021-01-01", 3000, 0),))
    (part,) = differences(order(free), fewer(1))
    assert (part.gross, part.tax, part.taxes[0].base) == (-2000, 0, -2000)


@pytest.mark.parametrize(
    ("now", "changes", "code"),
    [
        (order(line(fixed=2)), fewer(1), "pieces-stay"),
        (order(), fewer(1, number=9), "no-line"),
        (order(), fewer(-1), "no-number"),
        (order(), fewer(100_001), "no-number"),
        (order(), OrderChanges((LineChange(1, None, -5),)), "no-price"),
        (order(), OrderChanges((LineChange(1, None, 10**13),)), "no-price"),
    ],
)
def test_what_cannot_be_is_refused(now: OrderNow, changes: OrderChanges, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        differences(now, changes)
    assert refusal.value.code == code


def test_nothing_asked_is_no_difference() -> None:
    assert differences(order(), fewer(3)) == ()


amounts = st.integers(0, 10**9)


@st.composite
def orders(draw: st.DrawFn) -> OrderNow:
    """Lines at rates of two kinds, with pieces that stay."""
    lines = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        pieces, gross = draw(st.integers(1, 50)), draw(amounts)
        rate = draw(st.sampled_from([("19/100", "standard"), ("7/100", "reduced"), ("0", "export")]))
        fixed = draw(st.integers(0, pieces))
        lines.append(LineNow(number, pieces, gross, draw(amounts), fixed, (taxed(gross, *rate),)))
    return order(*lines, freight=draw(st.integers(0, 10**5)))


@given(orders(), st.data())
def test_however_often_it_is_changed_net_and_tax_add_up_and_nothing_falls_below_zero(
    now: OrderNow, data: st.DataObject
) -> None:
    for _turn in range(3):
        asked = []
        for one in now.lines:
            pieces = data.draw(st.none() | st.integers(min(one.fixed, one.pieces), one.pieces + 5))
            asked.append(LineChange(one.id, pieces, data.draw(st.none() | st.integers(0, 10**6))))
        total = sum(one.gross for one in now.lines) + now.freight
        parts = differences(now, OrderChanges(tuple(asked)))
        now = after(now, parts)
        assert sum(one.gross for one in now.lines) + now.freight == total + total_of(parts)
        for one in now.lines:
            assert one.gross >= 0
            assert one.gross == sum(tax.base + tax.amount for tax in one.taxes)
            # what stands is what the whole amount would contain
            assert one.taxes[0].amount == taxed(one.gross, one.taxes[0].rate).amount
        if leaves_nothing(now, ()):
            assert now.freight == 0


@given(st.integers(1, 60), amounts, st.data())
def test_a_line_taken_away_in_any_steps_gives_back_its_price_exactly(
    pieces: int, gross: int, data: st.DataObject
) -> None:
    now, back = order(line(pieces=pieces, gross=gross)), 0
    while now.lines[0].pieces:
        left = data.draw(st.integers(0, now.lines[0].pieces - 1))
        parts = differences(now, fewer(left))
        back -= sum(part.gross for part in parts if part.line_id)
        now = after(now, parts)
    assert back == gross


# -- who must agree -------------------------------------------------------------------------------

AWAY = {"country": "DE", "city": "Hamburg"}


@pytest.mark.parametrize(
    ("by", "accepts", "changes", "who"),
    [
        ("seller", "nobody", fewer(2), ""),
        ("seller", "seller", fewer(2), ""),
        ("seller", "both", fewer(2), "buyer"),
        ("staff", "nobody", OrderChanges((LineChange(1, None, 900),)), ""),
        ("staff", "nobody", OrderChanges((LineChange(1, None, 1001),)), "buyer"),
        ("staff", "nobody", fewer(4), "buyer"),
        # cheaper all in all, but dearer by the piece
        ("seller", "nobody", OrderChanges((LineChange(1, 1, 1500),)), "buyer"),
        ("seller", "nobody", OrderChanges(arrives_by="2026-12-05"), "buyer"),
        ("seller", "nobody", OrderChanges(arrives_by="2026-12-03"), ""),
        ("seller", "nobody", OrderChanges(address=AWAY), "buyer"),
        ("buyer", "nobody", OrderChanges(address=AWAY), ""),
        ("buyer", "nobody", OrderChanges(address={"country": "FR"}), "seller"),
        ("buyer", "nobody", fewer(2), "seller"),
    ],
)
def test_what_is_worse_for_the_buyer_always_needs_his_yes(
    by: str, accepts: str, changes: OrderChanges, who: str
) -> None:
    now = order()
    assert asks(now, changes, differences(now, changes), by, accepts) == who  # type: ignore[arg-type]


def test_once_something_is_sent_another_address_needs_the_sellers_yes() -> None:
    assert asks(order(sent=True), OrderChanges(address=AWAY), (), "buyer", "nobody") == "seller"


def test_what_rounding_does_is_not_worse() -> None:
    now = order(line(gross=1000))
    assert not is_worse(now, fewer(2), differences(now, fewer(2)))
