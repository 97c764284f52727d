"""Retail prices of one piece, and what the panel says of stock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from storefront.plugins.b2c.demo import dollar_price, month
from storefront.plugins.b2c.fragments import stock_words
from storefront.plugins.b2c.hooks import price_lines
from storefront.plugins.b2c.workflow import order_workflow
from storefront.pricing.wording import measured_price
from storefront.values import AskingPrice, Buyer, Context, Line, Market, Offer, Price, Seller, Shop
from storefront.workflow import check_workflow

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SHOP = Shop("Shop", "EUR", "DE", ("en",), "en", "http://localhost")
CONTEXT = Context(SHOP, Market("DE", "EUR"), "en", Buyer(), NOW, "b2c")
SELLER = Seller(1, "harbour", "Harbour", True, "DE")


def offer(**prices: AskingPrice) -> Offer:
    return Offer(1, 1, 1, "KT-1", SELLER, "b2c", "EUR", prices)


def parts(line: Line, context: Context = CONTEXT) -> tuple[str, list[tuple[str, Fraction]], Any]:
    [unit] = price_lines([line], context)
    return unit.currency, [(part.kind, part.amount) for part in unit.parts], unit.list_amount


def test_the_asking_price_is_the_price_whatever_the_quantity() -> None:
    kettle = offer(EUR=AskingPrice(4900))
    assert parts(Line(kettle, 1)) == ("EUR", [("base", 4900)], None)
    assert parts(Line(kettle, 99)) == ("EUR", [("base", 4900)], None)


def test_the_offers_own_price_in_the_markets_currency_comes_first() -> None:
    dollars = replace(CONTEXT, market=Market("US", "USD"))
    own = offer(EUR=AskingPrice(4900), USD=AskingPrice(5400))
    assert parts(Line(own, 1), dollars) == ("USD", [("base", 5400)], None)
    assert parts(Line(offer(EUR=AskingPrice(4900)), 1), dollars) == ("EUR", [("base", 4900)], None)


def test_a_reduction_is_a_part_of_its_own_with_its_reason() -> None:
    reduced = AskingPrice(4900, 3900, NOW - timedelta(days=2), NOW + timedelta(days=8))
    [unit] = price_lines([Line(offer(EUR=reduced), 1)], CONTEXT)
    assert [(part.kind, part.amount) for part in unit.parts] == [("base", 4900), ("reduction", -1000)]
    assert (unit.amount, unit.list_amount) == (3900, 4900)
    assert str(unit.parts[1].reason) == "Reduced from 21 Nov 2026 until 1 Dec 2026."


@pytest.mark.parametrize("since, until", [(1, None), (None, 0), (-5, -1)])
def test_a_reduction_outside_its_days_is_not_announced(since: int | None, until: int | None) -> None:
    moment = [None if days is None else NOW + timedelta(days=days) for days in (since, until)]
    asked = AskingPrice(4900, 3900, *moment)
    assert parts(Line(offer(EUR=asked), 1)) == ("EUR", [("base", 4900)], None)


@pytest.mark.parametrize(
    ("available", "state", "words"),
    [(None, "in", "In stock"), (6, "in", "In stock"), (5, "low", "Only 5 left"), (1, "low", "Only one left"),
     (0, "out", "Sold out")],
)
def test_stock_in_words(available: int | None, state: str, words: str) -> None:
    assert (stock_words(available)[0], str(stock_words(available)[1])) == (state, words)


@pytest.mark.parametrize(
    ("amount", "measure", "words"),
    [
        (890, (150, "g"), "€59.33 for 1\u00a0kg"),
        (1290, (75, "ml"), "€172.00 for 1\u00a0l"),
        (1000, (250, "g"), "€40.00 for 1\u00a0kg"),
        (1600, (400, "g"), "€40.00 for 1\u00a0kg"),
        (1500, (750, "ml"), "€20.00 for 1\u00a0l"),
        (900, (3, "l"), "€3.00 for 1\u00a0l"),
        (900, (3, "pieces"), "None"),
    ],
)
def test_the_price_by_measure(amount: int, measure: tuple[int, str], words: str) -> None:
    price = Price("EUR", amount, 1, amount, amount, 0, amount, ())
    assert str(measured_price(price, measure, "en")) == words


def test_the_workflow_is_sound_and_a_buyer_cancels_only_what_is_not_confirmed() -> None:
    workflow = order_workflow()
    check_workflow(workflow, "b2c")
    by_buyer = [(t.name, t.source) for t in workflow.transitions if "buyer" in t.actors]
    assert by_buyer == [("cancel", ("placed",))]
    assert [(timer.state, timer.transition, timer.hours) for timer in workflow.timers] == [("fulfilled", "close", 336)]


def test_demo_dollar_prices_are_round_and_reductions_run_by_the_month() -> None:
    assert [dollar_price(cents) for cents in (4900, 1000, 890)] == [5400, 1100, 1000]
    assert (month(NOW, 0), month(NOW, 2)) == (
        datetime(2026, 11, 1, tzinfo=UTC),
        datetime(2027, 1, 1, tzinfo=UTC),
    )
