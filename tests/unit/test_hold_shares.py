"""How money is shared among lines: to the minor unit, whatever comes and goes."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from storefront.payments.hold_shares import About, Charges, Part, Share, charges, cut, received, to_give_back
from storefront.values import TradeRules

RULES = TradeRules(commission=Fraction(3, 20), fee=35, fee_vat=Fraction(19, 100))


def test_a_deposit_is_shared_by_price_and_the_rest_completes_each_line() -> None:
    first = received(1000, [0, 0, 0], [3333, 3333, 500])
    assert first == [465, 465, 70]
    assert received(6166, first, [3333, 3333, 500]) == [2868, 2868, 430]


def test_more_than_the_price_is_shared_too() -> None:
    assert received(120, [0, 0], [75, 25]) == [90, 30]


def test_a_refund_takes_of_its_lines_what_is_held_then_what_the_seller_has() -> None:
    shares = [Share(1, 11, 1000, released=600), Share(2, 12, 1000), Share(3, None, 500)]
    assert to_give_back(900, shares, About((11,))) == [Part(1, 400, 500)]
    assert to_give_back(1200, shares, About((11,), 100)) == [Part(1, 400, 600), Part(2, 71, 0), Part(3, 129, 0)]
    assert to_give_back(2500, shares) == [Part(1, 400, 600), Part(2, 1000, 0), Part(3, 500, 0)]
    with pytest.raises(ValueError, match="more than there is"):
        to_give_back(2501, shares)


def test_what_an_amendment_made_cheaper_gives_back_first() -> None:
    shares = [Share(1, 11, 1000, released=900), Share(2, 12, 1000)]
    assert to_give_back(300, shares, About(over={1: 300})) == [Part(1, 100, 200)]
    assert to_give_back(600, shares, About(over={1: 300})) == [Part(1, 100, 200), Part(2, 300, 0)]


def test_parts_are_cut_to_the_payments_they_go_back_by() -> None:
    first, rest = cut([Part(1, 100, 50), Part(2, 10, 0)], 120)
    assert first == [Part(1, 100, 20)]
    assert rest == [Part(1, 0, 30), Part(2, 10, 0)]


def test_frozen_money_and_stages_are_counted_of_what_did_not_go_back() -> None:
    assert Share(1, 11, 1000, back=200, released=100).releasable(Fraction(1, 2)) == 300
    assert Share(1, 11, 1000, frozen=700).releasable(Fraction(1)) == 300
    assert Share(1, 11, 1000, frozen=2000).releasable(Fraction(1)) == 0


def test_charges_are_given_back_to_nothing_however_they_are_cut() -> None:
    assert charges(10000, 10000, RULES) == Charges(1500, 35, 292)
    assert charges(0, 10000, RULES) == Charges()
    chance = random.Random(4)
    total, before, booked = 9999, Charges(), 0
    for has in [*(chance.randint(0, total) for _turn in range(200)), 0]:
        booked += (charges(has, total, RULES) - before).total
        before = charges(has, total, RULES)
        assert booked == before.total
    assert booked == 0


def test_random_takings_leave_what_there_was() -> None:
    chance = random.Random(7)
    for _turn in range(300):
        shares = []
        for number in range(chance.randint(1, 4)):
            came = chance.randint(0, 500)
            released = chance.randint(0, came)
            taken = chance.randint(0, released)
            shares.append(Share(number, number or None, came, 0, released, taken))
        left = sum(share.left for share in shares)
        amount = chance.randint(0, left)
        parts = to_give_back(amount, shares, About((1, 2), chance.randint(0, 600), {0: chance.randint(0, 100), 1: 7}))
        assert sum(part.amount for part in parts) == amount
        for part in parts:
            share = shares[part.share]
            assert 0 <= part.held <= share.held
            assert 0 <= part.out <= share.out
