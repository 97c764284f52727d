"""Promotion codes of retail: exact amounts, and a reason wherever a code gives nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from storefront.i18n import _
from storefront.plugins.b2c.promotions import (
    Promotion,
    adjustment,
    code_in_price,
    folded_code,
    folded_email,
    gift,
    judged,
    reduction,
)
from storefront.values import Buyer, Component, Context, Group, Market, Price, Seller, Shop

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SHOP = Shop("Shop", "EUR", "DE", ("en",), "en", "http://localhost")
CONTEXT = Context(SHOP, Market("DE", "EUR"), "en", Buyer(), NOW, "b2c")
SELLER = Seller(1, "harbour", "Harbour", True, "DE")
SPRING = Promotion("SPRING10", "percent", percent=10)
FIVE = Promotion("FIVE", "amount", amounts={"EUR": 500})
FREE = Promotion("FREESHIP", "free-delivery")


def priced(*totals: int, fixed: bool = False) -> tuple[Price, ...]:
    return tuple(
        Price("EUR", total, 1, total, total, 0, total, (Component("base", _("Price"), total),), fixed=fixed)
        for total in totals
    )


def group(*totals: int, **values: Any) -> Group:
    return Group(SELLER, "b2c", (), priced(*totals), currency="EUR", **values)


def reasons(codes: list[str], promotions: list[Promotion], goods: Group, context: Context = CONTEXT) -> list[str]:
    known = {promotion.code: promotion for promotion in promotions}
    return [str(one.refusal or "") for one in judged(codes, known, goods, context)]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("spring10", "SPRING10"), (" Spring 10 ", "SPRING10"), ("ｓｐｒｉｎｇ１０", "SPRING10"), ("straße", "STRASSE")],
)
def test_a_code_is_kept_in_capitals_without_spaces(typed: str, kept: str) -> None:
    assert folded_code(typed) == kept


def test_a_buyer_is_the_same_however_the_address_is_written() -> None:
    assert folded_email(" Ann@Example.COM ") == "ann@example.com"


def test_a_percentage_is_taken_of_all_goods_and_rounded_once() -> None:
    assert reduction(SPRING, group(4995, 4995, 15), CONTEXT) == 1001  # 10 % of 100.05 is 10.005
    change = adjustment(SPRING, group(4995, 4995, 15), CONTEXT)
    assert (change.amount, change.on, change.code) == (-1001, "lines", "SPRING10")
    assert str(change.label) == "Code SPRING10"
    assert str(change.reason) == "10 % off the goods."


def test_an_amount_never_takes_more_than_the_goods_cost() -> None:
    assert reduction(FIVE, group(4900), CONTEXT) == 500
    assert reduction(FIVE, group(300), CONTEXT) == 300


def test_free_delivery_takes_the_whole_freight_and_leaves_the_goods() -> None:
    change = adjustment(FREE, group(4900), CONTEXT)
    assert (change.amount, change.on) == (None, "freight")
    assert str(gift(FREE, CONTEXT)) == "Delivery is free."


def test_agreed_prices_are_left_alone() -> None:
    mixed = replace(group(), prices=(*priced(1000), *priced(9000, fixed=True)))
    assert reduction(SPRING, mixed, CONTEXT) == 100
    agreed = replace(group(), prices=priced(9000, fixed=True))
    assert reasons(["SPRING10"], [SPRING], agreed) == ["These prices are agreed; no code changes them."]


def test_only_the_first_code_that_may_count_does() -> None:
    assert reasons(["spring10", "FIVE", "SPRING10"], [SPRING, FIVE], group(4900)) == [
        "",
        "Only one code counts for an order: SPRING10 does.",
    ]


def test_a_refused_code_leaves_the_place_to_the_next() -> None:
    ended = replace(SPRING, active=False)
    assert reasons(["SPRING10", "FIVE"], [ended, FIVE], group(4900)) == ["This code has ended.", ""]


def test_an_unknown_code_says_so() -> None:
    assert reasons(["SPRNG10"], [], group(4900)) == ["We do not know this code. Please check how it is written."]


def test_a_code_counts_from_its_first_moment_to_before_its_last() -> None:
    dated = replace(SPRING, valid_from=NOW, valid_until=NOW + timedelta(days=1))
    assert reasons(["SPRING10"], [dated], group(4900)) == [""]
    early = replace(CONTEXT, now=NOW - timedelta(seconds=1))
    assert reasons(["SPRING10"], [dated], group(4900), early) == ["This code counts from 23 Nov 2026 on."]
    late = replace(CONTEXT, now=NOW + timedelta(days=1))
    assert reasons(["SPRING10"], [dated], group(4900), late) == ["This code ended on 24 Nov 2026."]


def test_a_used_up_code_says_whether_all_or_this_buyer_used_it() -> None:
    assert reasons(["SPRING10"], [replace(SPRING, limit_in_all=1, used=1)], group(4900)) == [
        "This code has been used up."
    ]
    assert reasons(["SPRING10"], [replace(SPRING, limit_per_buyer=1, used_by_buyer=1)], group(4900)) == [
        "You have used this code already."
    ]


def test_the_minimum_is_counted_without_delivery_and_says_what_is_missing() -> None:
    dear = replace(SPRING, minimum_spend={"EUR": 5000})
    assert reasons(["SPRING10"], [dear], group(4900, freight=490)) == [
        "This code counts from €50.00 of goods on: €1.00 more."
    ]
    assert reasons(["SPRING10"], [dear], group(5000)) == [""]


def test_a_minimum_counts_goods_before_the_code_itself() -> None:
    reduced = replace(priced(5000)[0], gross=4500)
    dear = replace(SPRING, minimum_spend={"EUR": 5000})
    assert reasons(["SPRING10"], [dear], replace(group(), prices=(reduced,))) == [""]


@pytest.mark.parametrize("promotion", [FIVE, replace(SPRING, code="FIVE", minimum_spend={"EUR": 5000})])
def test_an_amount_without_this_currency_is_refused_not_converted(promotion: Promotion) -> None:
    abroad = replace(CONTEXT, market=Market("NO", "NOK"))
    assert reasons(["FIVE"], [promotion], group(90000), abroad) == [
        "This code does not count for prices in NOK."
    ]


def test_the_code_in_a_price_is_known_from_its_component() -> None:
    promoted = Component("promotion", _("Code %(code)s", code="SPRING10"), -490)
    price = replace(priced(4900)[0], components=(*priced(4900)[0].components, promoted))
    assert code_in_price(replace(group(), prices=(price,))) == "SPRING10"
    assert code_in_price(group(4900)) == ""
