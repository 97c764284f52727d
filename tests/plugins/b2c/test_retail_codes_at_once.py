"""Many buyers press the button at once with a code that counts once: through the served shop, on both databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from small_shop import Page, SmallShop, Visitor, press_at_once

from storefront import db
from storefront.cart.tables import CartLine
from storefront.catalogue.tables import Stock
from storefront.db import utc_now
from storefront.i18n import _
from storefront.orders.tables import Event, Order, OrderLine, Outbox, Purchase
from storefront.payments.tables import Installment, Payment
from storefront.plugins.b2c.actions import count_use, create_code, enter_code
from storefront.plugins.b2c.promotions import Promotion
from storefront.plugins.b2c.tables import CodeUse, PromotionCode
from storefront.problems import Problem
from storefront.values import Buyer, Component, Context, Group, Price, Seller

pytestmark = pytest.mark.slow

BUYERS = 16
PRICE = 2000
CODE = "FIRST"
# whoever has read the cart before the winner's order was written, and whoever after
REFUSALS = (
    "The code FIRST has been used up meanwhile.",
    "You have used the code FIRST already.",
    "A price has changed since you looked. Please check the new total and order again.",
)


@pytest.fixture
def shop(make_shop: Any, database_url: str) -> SmallShop:
    """Kettles enough for everybody, at 20.00."""
    made: SmallShop = make_shop("b2c", database_url=database_url)
    made.offer("kettle", "b2c", PRICE, stock=2 * BUYERS)
    return made


def promote(limit_in_all: int | None = None, limit_per_buyer: int | None = None) -> None:
    promotion = Promotion(
        CODE, "percent", percent=10, limit_in_all=limit_in_all, limit_per_buyer=limit_per_buyer
    )
    create_code(promotion, utc_now())


def carts(shop: SmallShop, *emails: str) -> list[str]:
    """A kettle for each, with the code entered."""
    kettle = shop.offer("kettle", "b2c", PRICE, stock=None)
    made = [shop.cart((kettle, 1), email=email) for email in emails]
    for cart in made:
        enter_code(cart, CODE)
    return made


def visitors(shop: SmallShop, address: str, tokens: list[str]) -> list[Visitor]:
    return [Visitor(address, shop.session(cart=token)) for token in tokens]


def counted(context: Context) -> Sequence[Problem]:
    """The use that an order of one kettle takes, whose price was made with the code."""
    parts = (Component("base", _("Price"), PRICE), Component("promotion", _("Code %(code)s", code=CODE), -200))
    price = Price("EUR", PRICE, 1, PRICE, 1800, 0, 1800, parts)
    seller = Seller(1, "harbour", "Harbour", True, "DE")
    return count_use(Group(seller, "b2c", (), (price,), (CODE,), freight=490, currency="EUR"), context)


def uses() -> tuple[int, int]:
    """(the code's counter, the uses that are written down)"""
    return PromotionCode.get().used, CodeUse.select().count()


def assert_only_winners(answers: list[Page], winners: int) -> None:
    """So many got the order with the code; the others were told why, and nothing of theirs was written."""
    assert Counter(page.status for page in answers) == {303: winners, 409: len(answers) - winners}
    for page in answers:
        assert page.status == 303 or any(words in page.plain for words in REFUSALS), page.plain[:3000]
    assert uses() == (winners, winners)
    written = [table.select().count() for table in (Purchase, Order, OrderLine, Installment, Payment, Event)]
    assert written == [winners] * 6
    assert Outbox.select().where(Outbox.kind == "after_order_placed").count() == winners
    assert Outbox.select().count() == winners
    assert (Stock.get().on_hand, Stock.get().reserved) == (2 * BUYERS, winners)
    assert [line.gross for line in OrderLine.select()] == [PRICE * 9 // 10] * winners
    assert CartLine.select().count() == len(answers) - winners


def test_one_of_many_buyers_gets_the_code_and_the_others_may_order_without(shop: SmallShop) -> None:
    promote(limit_in_all=1)
    tokens = carts(shop, *(f"buyer-{number}@example.com" for number in range(BUYERS)))
    with shop.served(workers=4) as address:
        buyers = visitors(shop, address, tokens)
        answers = press_at_once(buyers)
        assert_only_winners(answers, 1)
        losers = [buyer for buyer, page in zip(buyers, answers, strict=True) if page.status == 409]
        again = press_at_once(losers)
    assert [page.status for page in again] == [303] * len(losers)
    assert uses() == (1, 1)
    paid = sorted(line.gross for line in OrderLine.select())
    assert paid == [PRICE * 9 // 10] + [PRICE] * (BUYERS - 1)
    assert Stock.get().reserved == BUYERS


def test_a_limit_of_three_lets_three_through(shop: SmallShop) -> None:
    promote(limit_in_all=3)
    tokens = carts(shop, *(f"buyer-{number}@example.com" for number in range(BUYERS)))
    with shop.served(workers=4) as address:
        answers = press_at_once(visitors(shop, address, tokens))
    assert_only_winners(answers, 3)


def test_one_buyer_with_many_carts_uses_it_once(shop: SmallShop) -> None:
    promote(limit_per_buyer=1)
    spellings = ("anna@example.com", "Anna@Example.com", "ANNA@EXAMPLE.COM")
    tokens = carts(shop, *(spellings[number % 3] for number in range(BUYERS)))
    with shop.served(workers=4) as address:
        answers = press_at_once(visitors(shop, address, tokens))
    assert_only_winners(answers, 1)


def test_each_buyers_own_limit_holds_for_each(shop: SmallShop) -> None:
    promote(limit_per_buyer=1)
    emails = [f"buyer-{number % 4}@example.com" for number in range(BUYERS)]
    tokens = carts(shop, *emails)
    with shop.served(workers=4) as address:
        answers = press_at_once(visitors(shop, address, tokens))
    assert_only_winners(answers, 4)
    ordered = [row.email for row in Purchase.select().order_by(Purchase.email)]
    assert ordered == [f"buyer-{number}@example.com" for number in range(4)]


@pytest.mark.parametrize(
    ("limits", "email", "message"),
    [
        ({"limit_in_all": 1}, "ben@example.com", REFUSALS[0]),
        ({"limit_per_buyer": 1}, "Anna@example.com", REFUSALS[1]),
    ],
)
def test_the_second_waits_for_the_first_and_is_then_refused(
    shop: SmallShop, limits: dict[str, int], email: str, message: str
) -> None:
    promote(**limits)
    first = shop.context()
    second = replace(first, buyer=Buyer(email=email), now=first.now + timedelta(seconds=1))

    def press() -> Sequence[Problem]:
        try:
            return counted(second)
        finally:
            db.close()

    with ThreadPoolExecutor(1) as threads:
        with db.transaction():
            assert counted(first) == []
            waiting = threads.submit(press)
            while db.is_postgresql() and not at_a_lock():
                assert not waiting.done(), "it has not waited for the first"
            assert not waiting.done()
        [problem] = waiting.result(timeout=30)
    assert (str(problem.message), problem.blocks, uses()) == (message, True, (1, 1))


def at_a_lock() -> bool:
    """Whether another connection waits."""
    return bool(db.database.execute_sql("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()[0])
