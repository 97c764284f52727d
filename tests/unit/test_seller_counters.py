"""What the law counts of a seller, by dated thresholds; and what says who he is, checked in form."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from storefront.accounts.applications.counters import (
    Quarter,
    Sale,
    best_window,
    high_volume,
    reported,
    threshold,
    year_of,
)
from storefront.accounts.applications.identifiers import (
    check_birth_date,
    check_expiry,
    check_tax_id,
    check_vat_id,
    covered,
    covered_day,
)
from storefront.accounts.applications.steps import Paper, holds, missing

TODAY = date(2026, 11, 30)


def sales(count: int, gross: int, day: date = date(2026, 5, 4)) -> list[Sale]:
    return [Sale(day, gross) for _number in range(count)]


@pytest.mark.parametrize(
    ("count", "each", "nearness"),
    [(29, 6_896, "near"), (30, 1, "over"), (1, 200_000, "near"), (1, 200_001, "over"), (5, 100, "below"),
     (24, 1, "near"), (0, 0, "below")],
)  # fmt: skip
def test_a_year_is_reported_unless_both_are_small(count: int, each: int, nearness: str) -> None:
    assert reported(year_of(sales(count, each), 2026), threshold("dac7", "2026-12-31")) == nearness


def test_nothing_was_reported_before_the_law() -> None:
    assert threshold("dac7", "2022-12-31") is None
    assert reported(year_of(sales(99, 99_999), 2026), None) == "below"


def test_a_year_counts_by_quarter_what_the_seller_kept_being_paid() -> None:
    sold = [
        Sale(date(2026, 1, 1), 10_000, 2_000, 800),
        Sale(date(2026, 3, 31), 5_000, 0, 500),
        Sale(date(2026, 12, 31), 7_000, 0, 700),
        # all of it went back
        Sale(date(2026, 7, 1), 9_000, 9_000, 0),
        Sale(date(2025, 12, 31), 1, 0, 0),
    ]
    year = year_of(sold, 2026)
    assert year.quarters == (Quarter(2, 11_700, 1_300), Quarter(), Quarter(), Quarter(1, 6_300, 700))
    assert (year.sales, year.consideration, year.fees) == (3, 18_000, 2_000)


def test_a_fee_that_takes_everything_leaves_a_sale_without_money() -> None:
    assert year_of([Sale(date(2026, 5, 4), 100, 0, 100)], 2026).quarters[1] == Quarter(1, 0, 100)


def test_inform_wants_sales_and_amount_within_the_same_twelve_months() -> None:
    limit = threshold("inform-collect", "2026-11-30")
    assert high_volume(sales(200, 2_500), limit, TODAY) == "over"
    assert high_volume(sales(199, 2_600), limit, TODAY) == "near"
    assert high_volume(sales(200, 2_499), limit, TODAY) == "near"
    assert high_volume(sales(100, 5_000), limit, TODAY) == "below"
    # 100 and 100, more than a year apart
    apart = sales(100, 2_500, date(2025, 1, 1)) + sales(100, 2_500, date(2026, 1, 1))
    assert high_volume(apart, limit, TODAY) == "below"
    close = sales(100, 2_500, date(2025, 1, 2)) + sales(100, 2_500, date(2026, 1, 1))
    assert high_volume(close, limit, TODAY) == "over"
    assert best_window(close, TODAY) == (200, 500_000)


def test_inform_forgets_what_is_older_than_two_years() -> None:
    limit = threshold("inform-collect", "2026-11-30")
    assert high_volume(sales(200, 2_500, date(2024, 11, 30)), limit, TODAY) == "below"
    assert high_volume(sales(200, 2_500, date(2024, 12, 1)), limit, TODAY) == "over"


def test_name_and_address_are_shown_from_twenty_thousand_dollars_on() -> None:
    limit = threshold("inform-show", "2026-11-30")
    assert high_volume(sales(1, 2_000_000), limit, TODAY) == "over"
    assert high_volume(sales(1, 1_999_999), limit, TODAY) == "near"


@pytest.mark.parametrize("number", ["DE136695976", "de 136 695 976", "ATU13585627", "EL094259216", "GB980780684"])
def test_a_vat_number_is_taken_however_it_is_written(number: str) -> None:
    assert check_vat_id(number) is None


@pytest.mark.parametrize("number", ["DE136695977", "136695976", "DE", "", "ДЕ136695976", "'; --", "DE" + "9" * 99])
def test_a_wrong_vat_number_is_not(number: str) -> None:
    assert check_vat_id(number) is not None


def test_a_tax_number_has_digits_and_its_countrys_form() -> None:
    assert check_tax_id("12/345/67890", "DE") is None
    assert check_tax_id("٤٥٦٧٨", "EG") is None
    assert check_tax_id("no number", "DE") is not None
    assert check_tax_id("536-90-4399", "US") is None
    assert check_tax_id("536-90-439", "US") is not None


@pytest.mark.parametrize(
    ("day", "right"),
    [("2008-11-30", True), ("2008-12-01", False), ("2027-01-01", False), ("1899-01-01", False), ("1990-02-30", False),
     ("30.11.2000", False), ("2004-02-29", True)],
)  # fmt: skip
def test_whoever_sells_is_of_age(day: str, right: bool) -> None:
    assert (check_birth_date(day, TODAY) is None) == right


def test_a_document_holds_on_its_last_day() -> None:
    assert holds(Paper("identity", "2026-11-30"), TODAY)
    assert not holds(Paper("identity", "2026-11-29"), TODAY)
    assert holds(Paper("register"), TODAY)
    assert check_expiry("2026-11-30", TODAY) is not None
    assert check_expiry((TODAY + timedelta(days=1)).isoformat(), TODAY) is None
    assert check_expiry("2999-01-01", TODAY) is not None


def test_numbers_and_days_are_covered() -> None:
    assert (covered("12345678901"), covered("123"), covered_day("1990-05-04")) == ("••••••••901", "•••", "1990-••-••")


def test_an_empty_application_lacks_everything() -> None:
    assert [step for step, _words in missing({}, (), (), TODAY)] == [
        "selling", "identity", "address", "tax", "documents", "documents",
    ]  # fmt: skip
