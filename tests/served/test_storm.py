"""64 buyers press "place order" at once for ten pieces, through the served shop."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from small_shop import Page, SmallShop, Visitor, press_at_once, shipped_model

from storefront.cart.tables import CartLine
from storefront.catalogue.tables import Reservation, Stock
from storefront.orders.tables import Event, Order, OrderLine, Outbox, Purchase
from storefront.payments.tables import Allocation, Installment, Payment

BUYERS = 64
PIECES = 10


@pytest.mark.database
def test_nobody_gets_what_another_has(make_shop: Any, database_url: str) -> None:
    """64 buyers of ten kettles; then four buyers of four pans who each press thrice."""
    shop: SmallShop = make_shop(shipped_model(), database_url=database_url)
    kettle = shop.offer("kettle", shipped_model(), stock=PIECES)
    pan = shop.offer("pan", shipped_model(), stock=4)
    hurried = [shop.session(cart=shop.cart((kettle, 1))) for _buyer in range(BUYERS)]
    nervous = [shop.session(cart=shop.cart((pan, 1))) for _buyer in range(4)]
    with shop.served(workers=4) as address:
        once = press_at_once([Visitor(address, one) for one in hurried])
        thrice = press_at_once([Visitor(address, dict(one)) for one in nervous for _press in range(3)])
    assert_ten_were_lucky(once)
    assert [page.status for page in thrice] == [303] * 12
    # to the pay page, or to the purchase that the first press made: each cart has become one
    assert len({page.headers["location"].rpartition("/")[2] for page in thrice}) == 4
    assert Order.select().count() == Purchase.select().count() == Payment.select().count() == PIECES + 4
    assert [(row.on_hand, row.reserved) for row in Stock.select().order_by(Stock.id)] == [(PIECES, PIECES), (4, 4)]
    assert_nothing_is_half_done()


def assert_nothing_is_half_done() -> None:
    """Each order is whole, and of those who got none nothing is left but their cart."""
    placed = PIECES + 4
    for table in (OrderLine, Installment, Allocation, Reservation):
        assert table.select().count() == placed, table
    assert Event.select().where(Event.kind == "placed").count() == Event.select().count() == placed
    assert Outbox.select().where(Outbox.kind == "after_order_placed").count() == Outbox.select().count() == placed
    owed = sum(row.amount for row in Installment.select())
    assert owed == sum(row.total for row in Order.select()) == sum(row.amount for row in Payment.select())
    kept = {(row.stock_id, row.subject) for row in Reservation.select()}
    assert kept == {(line.stock_id, f"order:{line.order_id}") for line in OrderLine.select()}
    assert CartLine.select().count() == BUYERS - PIECES


def assert_ten_were_lucky(answers: list[Page]) -> None:
    """The others were told why, clearly."""
    assert Counter(page.status for page in answers) == {303: PIECES, 409: BUYERS - PIECES}
    for page in answers:
        if page.status == 303:
            assert page.headers["location"].startswith("/en/pay/")
        else:
            assert_clear(page)


def assert_clear(page: Page) -> None:
    """A refusal is a whole page that says what is the matter, and no bug."""
    assert "<main" in page.text
    said = ("sold out", "needs your attention")
    assert any(words in page.plain.lower() for words in said), page.plain[:2000]
