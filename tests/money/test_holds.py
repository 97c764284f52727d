"""Money is kept by line, goes to the seller when the rule says so, once, less what the shop takes; and comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storefront.errors import NotFound, Refused
from storefront.i18n import _
from storefront.orders.actions import deliver, ship
from storefront.orders.tables import Shipment
from storefront.payments import actions
from storefront.payments.actions import Arranged
from storefront.payments.hold_tables import Hold
from storefront.payments.holds import freeze, thaw
from storefront.payments.keepings import ByHand, end_keeping, keep_longer
from storefront.payments.refunds import settle_refund
from storefront.payments.releasing import accept_order, release_by_hand, release_due, release_order
from storefront.payments.tables import Refund
from storefront.values import RefundAnswer

TRADE = {"commission": "3/20", "fee": 35, "fee_vat": "19/100"}
RETAIL = "delivered+14d|accepted|sent+30d"


def _paid(shop, total: int = 10000, **more) -> int:
    (order,), payment = shop.place(total, **more)
    shop.pay(payment)
    return order


def test_money_is_kept_by_line_with_delivery_apart(shop) -> None:
    shop.rules, shop.freight = (RETAIL, "at-once"), 490
    order = _paid(shop)
    assert shop.holds(order) == [(4755, 0, 0), (4755, 0, 0), (490, 0, 0)]
    assert shop.ledger()[f"held:order:{order}"] == -10000


def test_a_deposit_makes_holds_of_a_part(shop) -> None:
    shop.rules = ("30%@sent;70%@delivered", "accepted")
    (order,), payment = shop.place(10000, parts=((3000, "now"), (7000, "event:sent")))
    shop.pay(payment)
    assert shop.holds(order) == [(1500, 0, 0), (1500, 0, 0), (0, 0, 0)]
    ship(order, now=shop.now)
    assert release_due(shop.now) == 1
    assert shop.holds(order) == [(1050, 450, 0), (1500, 0, 0), (0, 0, 0)]
    actions.fall_due(order, shop.now)
    payment = actions.start_attempt(shop.payment(payment).purchase_id, "sandbox-card", shop.now)
    shop.pay(payment)
    release_due(shop.now)
    assert shop.holds(order) == [(3500, 1500, 0), (5000, 0, 0), (0, 0, 0)]


def test_what_is_released_is_the_sellers_less_commission_fee_and_vat(shop) -> None:
    shop.trade = TRADE
    order = _paid(shop)
    assert release_due(shop.now) == 1
    assert release_due(shop.later(days=40)) == 0
    assert release_order(order, shop.now) == 0
    assert shop.ledger() == {
        "clearing:sandbox-card": 10000,
        "seller:1": -8173,
        "commission": -1500,
        "fees": -35,
        "commission-vat": -292,
    }


def test_retail_money_waits_for_delivery_and_a_fortnight(shop) -> None:
    shop.rules = (RETAIL,)
    order = _paid(shop)
    parcel = ship(order, now=shop.later(days=1))
    assert release_due(shop.later(days=10)) == 0
    deliver(parcel, shop.now)
    assert release_due(shop.now) == 0
    assert release_due(shop.later(days=13)) == 0
    assert release_due(shop.later(days=1)) == 1
    assert shop.holds(order)[0] == (0, 10000, 0)


def test_a_delivery_that_nobody_reports_releases_after_thirty_days(shop) -> None:
    shop.rules = (RETAIL,)
    _paid(shop)
    ship(Hold.get().order_id, now=shop.now)
    # the worker was off for most of it
    release_due(shop.later(days=1))
    assert release_due(shop.later(days=28)) == 0
    assert release_due(shop.later(days=1)) == 1


def test_the_buyers_word_releases_at_once_and_counts_once(shop) -> None:
    shop.rules = (RETAIL,)
    order = _paid(shop)
    with pytest.raises(Refused, match="nothing yet"):
        accept_order(order, shop.now)
    assert shop.holds(order)[0] == (10000, 0, 0)
    ship(order, now=shop.now)
    assert accept_order(order, shop.now)
    assert not accept_order(order, shop.now)
    assert shop.holds(order)[0] == (0, 10000, 0)
    assert shop.story(order).count("buyer-accepted") == 1


def test_delivery_goes_with_the_slowest_line(shop) -> None:
    shop.rules, shop.freight = ("paid", "accepted"), 400
    order = _paid(shop)
    release_due(shop.now)
    assert shop.holds(order) == [(0, 4800, 0), (4800, 0, 0), (400, 0, 0)]
    ship(order, now=shop.now)
    accept_order(order, shop.now)
    assert shop.holds(order) == [(0, 4800, 0), (0, 4800, 0), (0, 400, 0)]


def test_frozen_shares_stay_until_they_are_thawed(shop) -> None:
    shop.rules = ("paid", "paid")
    order = _paid(shop)
    first, _second = shop.lines(order)
    freeze(order, "case:7", {first: 3000}, shop.now)
    freeze(order, "case:7", {first: 2000}, shop.now)
    freeze(order, "case:8", {first: 1000}, shop.now)
    release_due(shop.now)
    assert shop.holds(order) == [(3000, 2000, 0), (0, 5000, 0), (0, 0, 0)]
    thaw("case:8", shop.now)
    release_due(shop.now)
    assert shop.holds(order)[0] == (2000, 3000, 0)
    thaw("case:7", shop.now)
    thaw("case:7", shop.now)
    release_due(shop.now)
    assert shop.holds(order)[0] == (0, 5000, 0)
    with pytest.raises(NotFound):
        freeze(order, "case:9", {first + 999: 1}, shop.now)


def by_hand(key: str = "1") -> ByHand:
    return ByHand(key, "He needs it to send the goods.", "person:1")


def test_staff_release_what_nobody_has_frozen_before_its_rule_once(shop) -> None:
    shop.rules, shop.trade = ("accepted", "accepted"), TRADE
    order = _paid(shop)
    first, second = shop.lines(order)
    freeze(order, "case:7", {first: 5000}, shop.now)
    with pytest.raises(Refused, match="not so much"):
        release_by_hand(order, 5001, by_hand(), shop.now)
    assert shop.holds(order) == [(5000, 0, 0), (5000, 0, 0), (0, 0, 0)]
    assert release_by_hand(order, 2000, by_hand(), shop.now) == 2000
    assert release_by_hand(order, 2000, by_hand(), shop.now) is None
    assert release_by_hand(order, None, by_hand("2"), shop.now) == 3000
    assert shop.holds(order) == [(5000, 0, 0), (0, 5000, 0), (0, 0, 0)]
    assert shop.ledger()[f"held:order:{order}"] == -5000
    assert shop.story(order).count("released-by-hand") == 2
    # the rule gives only the rest, and a refund takes it back from the seller
    thaw("case:7", shop.now)
    ship(order, now=shop.now)
    accept_order(order, shop.now)
    assert shop.holds(order) == [(0, 5000, 0), (0, 5000, 0), (0, 0, 0)]
    actions.arrange_refund(order, Arranged("k", 10000, _("All of it."), "staff", {second: 1}), shop.now)
    shop.send_refunds()
    assert shop.ledger() == {}


def test_staff_keep_money_longer_until_their_day(shop) -> None:
    shop.rules = ("at-once",)
    order = _paid(shop)
    with pytest.raises(Refused, match="still to come"):
        keep_longer(order, shop.now, by_hand(), shop.now)
    with pytest.raises(Refused, match="at most"):
        keep_longer(order, shop.now + timedelta(days=91), by_hand(), shop.now)
    row = keep_longer(order, shop.now + timedelta(days=5), by_hand(), shop.now)
    assert keep_longer(order, shop.now + timedelta(days=5), by_hand(), shop.now) is None
    again = keep_longer(order, shop.now + timedelta(days=9), by_hand("2"), shop.now)
    release_due(shop.now)
    with pytest.raises(Refused):
        release_by_hand(order, None, by_hand("3"), shop.now)
    release_due(shop.later(days=6))
    assert shop.holds(order)[0] == (10000, 0, 0)
    with pytest.raises(NotFound):
        end_keeping(again.id, order + 1, "person:1", shop.now)
    with pytest.raises(Refused):
        end_keeping(row.id, order, "person:1", shop.now)
    end_keeping(again.id, order, "person:1", shop.now)
    release_due(shop.now)
    assert shop.holds(order)[0] == (0, 10000, 0)
    assert shop.story(order).count("money-kept-ended") == 2


def test_a_refund_takes_what_is_held_of_its_line_and_nothing_of_the_seller(shop) -> None:
    shop.trade, shop.rules = TRADE, ("paid", "accepted")
    order = _paid(shop)
    release_due(shop.now)
    before = shop.ledger()
    _first, second = shop.lines(order)
    actions.arrange_refund(order, Arranged("key", 2000, _("Scratched."), "staff", {second: 1}), shop.now)
    assert shop.holds(order) == [(0, 5000, 0), (3000, 0, 2000), (0, 0, 0)]
    assert shop.ledger() == {**before, f"held:order:{order}": -3000, "buyer:1": -2000}
    shop.send_refunds()
    assert shop.ledger() == {**before, f"held:order:{order}": -3000, "clearing:sandbox-card": 8000}


def test_a_refund_of_released_money_comes_from_the_seller_with_the_shops_share(shop) -> None:
    shop.trade = TRADE
    order = _paid(shop)
    release_due(shop.now)
    actions.refund_order(order, 3333, _("Too late."), shop.now)
    shop.send_refunds()
    # 15 % of 6667, 35 in proportion, 19 % of both
    assert shop.ledger() == {
        "clearing:sandbox-card": 6667,
        "seller:1": -(6667 - 1000 - 23 - 194),
        "commission": -1000,
        "fees": -23,
        "commission-vat": -194,
    }
    actions.refund_order(order, None, _("All of it."), shop.now)
    shop.send_refunds()
    assert shop.ledger() == {}
    with pytest.raises(Refused):
        actions.refund_order(order, 1, _("More."), shop.now)
    assert shop.ledger() == {}


def test_a_cancelled_order_gives_back_what_is_held_and_what_was_released(shop) -> None:
    shop.trade, shop.rules = TRADE, ("paid", "accepted")
    order = _paid(shop)
    release_due(shop.now)
    assert actions.cancel_order(order, _("Sold twice."), now=shop.now) == 10000
    shop.send_refunds()
    assert shop.ledger() == {}
    assert release_due(shop.later(days=100)) == 0


def test_a_refund_that_fails_leaves_the_money_where_it_was(shop) -> None:
    shop.trade, shop.rules = TRADE, ("paid", "accepted")
    order = _paid(shop)
    release_due(shop.now)
    before, holds = shop.ledger(), shop.holds(order)
    actions.refund_order(order, 7000, _("Lost."), shop.now)
    row = Refund.get()
    for _turn in range(2):
        settle_refund(row.id, RefundAnswer("failed"), shop.now)
    assert shop.ledger() == before
    assert shop.holds(order) == holds
    actions.refund_order(order, 10000, _("Again."), shop.now)
    shop.send_refunds()
    assert shop.ledger() == {}


def test_a_rule_that_nobody_can_read_keeps_the_money(shop) -> None:
    shop.rules = ("whenever",)
    order = _paid(shop)
    assert release_due(shop.later(days=400)) == 0
    assert shop.holds(order)[0] == (10000, 0, 0)


def test_a_line_that_went_back_keeps_no_delivery(shop) -> None:
    shop.rules, shop.freight = ("sent", "sent"), 400
    order = _paid(shop)
    first, second = shop.lines(order)
    actions.arrange_refund(order, Arranged("key", 4800, _("Sold out."), "staff", {second: 1}), shop.now)
    ship(order, {first: 1}, now=shop.now)
    assert Shipment.select().count() == 1
    release_due(shop.now)
    assert shop.holds(order) == [(0, 4800, 0), (0, 0, 4800), (0, 400, 0)]


def test_an_order_from_before_there_were_holds_has_its_money_kept(shop) -> None:
    order = _paid(shop)
    Hold.delete().execute()
    actions.refund_order(order, 1000, _("A tenth."), shop.now)
    assert shop.holds(order)[0] == (9000, 0, 1000)
    release_due(shop.now)
    shop.send_refunds()
    assert shop.ledger() == {"clearing:sandbox-card": 9000, "seller:1": -9000}


def test_what_a_provider_sends_back_no_more_is_refused_before_it_is_tried(shop) -> None:
    order = _paid(shop)
    shop.later(days=181)
    with pytest.raises(Refused, match="by hand as a bank transfer"):
        actions.refund_order(order, 100, _("Late."), shop.now)
    assert (shop.refunds(), shop.holds(order)[0]) == ([], (10000, 0, 0))
    # an order that ends gives back all the same: whoever sees it fail sends it by hand
    assert actions.refund_order(order, None, _("The end."), shop.now) == 10000
