"""When a sale may be rated, when it is seen, and what figures mean: rules alone."""

from __future__ import annotations

import doctest
from datetime import UTC, datetime, timedelta

import pytest

from storefront.accounts.ratings import figures
from storefront.accounts.ratings.rules import (
    PUBLISHED,
    SEALED,
    WAITING,
    Arrival,
    first_state,
    flag_of,
    is_one_household,
    may_answer,
    may_be_rated,
    may_change,
    opening,
)
from storefront.values import TradeRules

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
BOTH, BUYER, NOBODY = TradeRules(rates="both", rating_days=14), TradeRules(), TradeRules(rates="nobody")


def ago(**time: int) -> datetime:
    return NOW - timedelta(**time)


@pytest.mark.parametrize(
    ("arrival", "rules", "may"),
    [
        (Arrival(), BUYER, False),
        (Arrival(ago(days=3)), BUYER, False),
        (Arrival(ago(days=21)), BUYER, True),
        (Arrival(ago(days=3), ago(days=1)), BUYER, True),
        (Arrival(ago(days=400), ago(days=366)), BUYER, False),
        (Arrival(ago(days=3), ago(days=1)), NOBODY, False),
        (Arrival(ago(days=20), ago(days=13)), BOTH, True),
        (Arrival(ago(days=20), ago(days=14)), BOTH, False),
    ],
)
def test_a_line_is_rated_from_its_arrival_until_its_time_is_over(
    arrival: Arrival, rules: TradeRules, may: bool
) -> None:
    assert may_be_rated(arrival, rules, NOW) is may


def test_where_both_rate_a_rating_is_sealed_until_the_other_has_rated_or_the_time_is_over() -> None:
    came = Arrival(ago(days=3), ago(days=1))
    assert opening(came, BOTH) == ago(days=1) + timedelta(days=14)
    assert opening(came, BUYER) is None


def test_a_review_waits_where_everything_is_checked_or_something_is_odd() -> None:
    assert first_state(None, "", checked_first=False) == PUBLISHED
    assert first_state(None, "link", checked_first=False) == WAITING
    assert first_state(None, "", checked_first=True) == WAITING
    assert first_state(NOW, "link", checked_first=True) == SEALED


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Pours well, no drops.", ""),
        ("Bought 3 in 2024, 250 g each, 12.50 EUR", ""),
        ("cheaper at www.kettles.example", "link"),
        ("see http://x.example", "link"),
        ("write to me: a.b@example.com", "address"),
        ("call +49 30 1234567 89", "number"),
        ("اتصل بي ٠٥٠ ١٢٣ ٤٥٦٧", "number"),
    ],
)
def test_links_addresses_and_numbers_are_flagged(text: str, flag: str) -> None:
    assert flag_of(text) == flag


def test_who_has_seen_the_others_rating_changes_his_own_no_more() -> None:
    assert may_change(SEALED, BOTH)
    assert not may_change(PUBLISHED, BOTH)
    assert may_change(PUBLISHED, BUYER)


def test_an_answer_is_put_right_for_two_days() -> None:
    assert may_answer(PUBLISHED, None, NOW)
    assert may_answer(PUBLISHED, ago(hours=47), NOW)
    assert not may_answer(PUBLISHED, ago(hours=48), NOW)
    assert not may_answer(WAITING, None, NOW)


def test_the_figures_examples_are_right() -> None:
    assert doctest.testmod(figures).failed == 0


@pytest.mark.parametrize(
    ("buyer", "telephones", "one"),
    [
        ({"country": "DE", "postal_code": "10115", "street": "lindenweg  4"}, ("", ""), True),
        ({"country": "DE", "postal_code": "10115", "street": "Lindenweg 5"}, ("", ""), False),
        ({"country": "AT", "postal_code": "10115", "street": "Lindenweg 4"}, ("", ""), False),
        ({"country": "DE", "postal_code": "", "street": ""}, ("", ""), False),
        ({}, ("+49 171 2345678", "0171/234 56 78"), True),
        ({}, ("2345678", "2345678"), False),
        ({}, ("+49 171 2345678", "+49 171 2345679"), False),
    ],
)
def test_a_second_account_is_seen_by_its_door_or_its_telephone(
    buyer: dict[str, str], telephones: tuple[str, str], one: bool
) -> None:
    seller = {"country": "DE", "postal_code": "10115", "street": "Lindenweg 4"}
    assert is_one_household(buyer, seller, telephones) is one
