"""Amounts as Stripe counts them; the table is its documentation's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.money import EXPONENTS
from storefront.payments.stripe.currencies import can_be_paid_out, from_stripe, to_stripe

# https://docs.stripe.com/currencies: our minor units, what Stripe is told
TOLD = [
    ("EUR", 1000, 1000),
    ("USD", 1, 1),
    ("JPY", 500, 500),
    ("KRW", 500, 500),
    ("XPF", 120, 120),
    # ISO 4217 gives the ariary two decimals, Stripe none
    ("MGA", 50000, 500),
    ("MGA", 50050, None),
    # "to charge 5 ISK, provide an amount value of 500"
    ("ISK", 5, 500),
    ("UGX", 5, 500),
    ("HUF", 1045, 1045),
    ("TWD", 80045, 80045),
    # "5.124 KWD must be rounded to 5120 or 5130"
    ("KWD", 5120, 5120),
    ("KWD", 5124, None),
    ("BHD", 10, 10),
    ("TND", 1, None),
]


@pytest.mark.parametrize(("currency", "ours", "told"), TOLD)
def test_an_amount_is_said_exactly_or_not_at_all(currency: str, ours: int, told: int | None) -> None:
    assert to_stripe(ours, currency) == told
    if told is not None:
        assert from_stripe(told, currency) == ours


@given(st.sampled_from(["EUR", "MGA", *EXPONENTS]), st.integers(0, 10**12))
def test_what_can_be_said_comes_back_the_same(currency: str, amount: int) -> None:
    told = to_stripe(amount, currency)
    assert told is None or from_stripe(told, currency) == amount


def test_part_of_a_krona_is_no_amount_of_ours() -> None:
    with pytest.raises(ValueError, match="no whole number of minor units of ISK"):
        from_stripe(550, "ISK")


@pytest.mark.parametrize(
    ("currency", "amount", "can"), [("HUF", 1045, False), ("HUF", 1000, True), ("TWD", 80000, True), ("EUR", 1, True)]
)
def test_some_currencies_are_paid_out_whole(currency: str, amount: int, can: bool) -> None:
    assert can_be_paid_out(amount, currency) is can
