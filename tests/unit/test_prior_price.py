"""A reduction is measured against the lowest price of the 30 days before it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storefront.pricing.prior_price import AnnouncedPrice, prior_price, shown_prior

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def on_day(day: float, price: int, reduced: int | None = None) -> AnnouncedPrice:
    """What was announced so many days from now on."""
    return AnnouncedPrice(price, NOW + timedelta(days=day), reduced)


def test_a_price_raised_before_it_is_reduced_may_not_be_announced() -> None:
    history = [on_day(-40, 100), on_day(-20, 80), on_day(-9, 100), on_day(0, 100, 90)]
    assert prior_price(history, NOW) == 80
    assert shown_prior(90, 80) is None


def test_a_reduction_shows_the_price_of_the_days_before() -> None:
    history = [on_day(-40, 100), on_day(0, 100, 90)]
    assert prior_price(history, NOW) == 100
    assert shown_prior(90, 100) == 100


@pytest.mark.parametrize(("raised_on", "prior"), [(-30, 100), (-30.001, 100), (-29.999, 80)])
def test_a_low_price_counts_if_it_was_asked_within_thirty_days(raised_on: float, prior: int) -> None:
    history = [on_day(-90, 80), on_day(raised_on, 100), on_day(0, 100, 90)]
    assert prior_price(history, NOW) == prior


def test_the_thirty_days_end_where_the_reduction_began_not_today() -> None:
    history = [on_day(-90, 80), on_day(-45, 100), on_day(-20, 100, 90)]
    assert prior_price(history, NOW) == 80


def test_an_earlier_reduction_counts_as_a_price() -> None:
    history = [on_day(-60, 100), on_day(-25, 100, 70), on_day(-20, 100), on_day(-1, 100, 80)]
    assert prior_price(history, NOW) == 70


def test_a_further_reduction_is_measured_against_the_first() -> None:
    history = [on_day(-60, 100), on_day(-10, 100, 90), on_day(-2, 100, 80)]
    assert prior_price(history, NOW) == 90


def test_the_same_reduction_saved_twice_began_once() -> None:
    history = [on_day(-60, 100), on_day(-40, 100, 90), on_day(-2, 110, 90)]
    assert prior_price(history, NOW) == 100


def test_without_a_reduction_there_is_no_prior_price() -> None:
    assert prior_price([on_day(-60, 100)], NOW) is None
    assert prior_price([on_day(-60, 100), on_day(-1, 100, 100)], NOW) is None


def test_what_was_reduced_from_the_first_day_has_no_prior_price() -> None:
    assert prior_price([on_day(-5, 100, 90)], NOW) is None
    assert shown_prior(90, None) is None


def test_a_planned_reduction_begins_and_ends_by_itself() -> None:
    begins, ends = NOW, NOW + timedelta(days=7)
    history = [AnnouncedPrice(100, NOW - timedelta(days=40), 80, begins, ends)]
    moment = timedelta(microseconds=1)
    assert prior_price(history, begins - moment) is None
    assert prior_price(history, begins) == 100
    assert prior_price(history, ends - moment) == 100
    assert prior_price(history, ends) is None


def test_an_empty_history_has_no_prior_price() -> None:
    assert prior_price([], NOW) is None


@pytest.mark.parametrize(("current", "shown"), [(99, 100), (100, None), (101, None)])
def test_only_a_lower_price_may_be_announced(current: int, shown: int | None) -> None:
    assert shown_prior(current, 100) == shown
