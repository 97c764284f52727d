"""An order's page: for whoever has its link, from frozen rows, with the buttons of its life."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from storefront import runtime
from storefront.catalogue.tables import Stock
from storefront.db import database, utc_now
from storefront.errors import NotFound, Refused
from storefront.i18n import _
from storefront.orders import actions
from storefront.orders.queries import find_order, find_purchase
from storefront.orders.showing import order_page
from storefront.orders.tables import Event, Order, OrderLine, ShipmentLine
from storefront.orders.wording import Wording
from storefront.payments.actions import begin_payment, refund_order
from storefront.payments.tables import Refund


def body(response: Any) -> str:
    return " ".join(response.get_data(as_text=True).split())


def page_of(shop: Any, placed: Any, language: str = "en") -> Any:
    facts = find_purchase(placed.token)
    wording = Wording(runtime.current(), language)
    return order_page(facts.orders[0], facts, wording, utc_now())


def test_a_link_with_the_key_opens_the_order_and_loses_the_key(order_shop: Any) -> None:
    placed = order_shop.place()
    number = order_shop.orders(placed)[0].number
    browser = order_shop.browser()
    first = browser.get(f"/en/orders/{number}?key={placed.token}")
    assert (first.status_code, first.headers["Location"]) == (303, f"/en/orders/{number}")
    shown = browser.get(f"/en/orders/{number}")
    assert shown.status_code == 200
    assert "Board of Nordbord" in body(shown) and placed.token not in body(shown).split("</head>")[0]
    assert shown.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("query", ["", "?key=wrong", "?key="])
def test_a_stranger_gets_404_and_learns_nothing(order_shop: Any, query: str) -> None:
    number = order_shop.orders(order_shop.place())[0].number
    answer = order_shop.browser().get(f"/en/orders/{number}{query}")
    assert answer.status_code == 404
    assert "Board of Nordbord" not in body(answer)


def test_the_key_of_one_purchase_does_not_open_anothers_order(order_shop: Any) -> None:
    mine, other = order_shop.place(), order_shop.place()
    number = order_shop.orders(other)[0].number
    browser = order_shop.browser()
    browser.get(f"/en/purchases/{mine.token}")
    assert browser.get(f"/en/orders/{number}").status_code == 404
    assert browser.get(f"/en/orders/{number}?key={mine.token}").status_code == 404
    with pytest.raises(NotFound):
        find_order(number, mine.token)
    assert browser.post(f"/en/orders/{number}/move/cancel").status_code == 404
    assert Order.get(Order.number == number).state == "placed"


def test_a_purchase_of_one_order_leads_to_it_with_thanks_said_once(order_shop: Any) -> None:
    placed = order_shop.place()
    browser = order_shop.browser()
    first = browser.get(f"/en/purchases/{placed.token}")
    assert first.status_code == 303
    assert "Thank you, it is ordered." in body(browser.get(first.headers["Location"]))
    assert "Thank you, it is ordered." not in body(browser.get(first.headers["Location"]))


def test_a_purchase_of_two_sellers_shows_both_orders(order_shop: Any) -> None:
    placed = order_shop.place(*order_shop.offers)
    shown = order_shop.browser().get(f"/en/purchases/{placed.token}")
    assert shown.status_code == 200
    for order in order_shop.orders(placed):
        assert order.number in body(shown)
    assert "anna@example.com" in body(shown)


def test_an_unknown_purchase_is_404(order_shop: Any) -> None:
    assert order_shop.browser().get("/en/purchases/none").status_code == 404


def test_the_sums_add_up_to_the_total(order_shop: Any) -> None:
    page = page_of(order_shop, order_shop.place())
    parts = [row.amount.amount for row in page.sums if row.kind not in ("total", "within")]
    assert parts == [4000, 500]
    assert page.total.amount == sum(parts) == sum(row.amount.amount for row in page.why if row.amount)
    assert [row.label for row in page.sums] == [
        "Goods", "Delivery cost: By post", "Total", "of which VAT 19%"
    ]
    assert [row.kind for row in page.sums] == ["part", "part", "total", "within"]
    assert page.sums[-1].amount.amount == 719  # 639 in the goods, 80 in the delivery


def test_the_page_speaks_the_language_it_is_asked_in(order_shop: Any) -> None:
    page = page_of(order_shop, order_shop.place(language="de"), "de")
    assert page.lines[0].title == "Brett von Nordbord"
    assert page.addresses[0].lines[-1] == "Deutschland"


def test_a_line_keeps_the_words_of_the_buyer_and_of_the_shop(order_shop: Any) -> None:
    placed = order_shop.place(language="de")
    [line] = OrderLine.select()
    assert line.frozen["title"] == {"de": "Brett von Nordbord", "en": "Board of Nordbord"}
    [order] = order_shop.orders(placed)
    key = order_shop.purchase(placed).token
    for tag, title in (("de", "Brett von Nordbord"), ("en", "Board of Nordbord")):
        page = order_shop.browser().get(f"/{tag}/orders/{order.number}?key={key}", follow_redirects=True)
        assert title in body(page)


def test_the_timeline_tells_what_happened_and_what_comes(order_shop: Any) -> None:
    placed = order_shop.place()
    unpaid = page_of(order_shop, placed)
    assert [(e.label, e.state) for e in unpaid.timeline] == [
        ("Ordered", "done"),
        ("Waiting for payment", "now"),
        ("Sent off", "future"),
        ("All done", "future"),
    ]
    assert unpaid.state == "Ordered · waiting for payment"
    assert unpaid.payments[0].pay_url == f"/en/pay/{placed.token}"
    order_shop.pay(placed)
    paid = page_of(order_shop, placed)
    assert [(e.label, e.state) for e in paid.timeline] == [
        ("Ordered", "done"),
        ("Paid", "done"),
        ("What happens next", "now"),
        ("Sent off", "future"),
        ("All done", "future"),
    ]
    assert paid.timeline[2].detail == "The seller packs it."
    assert (paid.state, paid.payments[0].state, paid.payments[0].pay_url) == ("Ordered", "paid", "")


def test_the_present_step_says_who_acts_and_by_when(order_shop: Any) -> None:
    placed = order_shop.place()
    waits = page_of(order_shop, placed).timeline[1]
    assert waits.who == "You" and waits.by.endswith("; until then the goods are kept for you")
    assert [(link.label, link.url) for link in waits.links] == [("Pay €45.00", f"/en/pay/{placed.token}")]
    shown = order_shop.browser()
    shown.get(f"/en/purchases/{placed.token}")
    words = body(shown.get(f"/en/orders/{order_shop.orders(placed)[0].number}"))
    assert f'<a href="/en/pay/{placed.token}" class="button main">Pay €45.00</a>' in words
    order_shop.pay(placed)
    now = page_of(order_shop, placed).timeline[2]
    assert (now.who, now.links) == ("Nordbord", ())
    assert now.by.startswith("with you ")
    first = actions.ship(order_shop.orders(placed)[0].id, None, "DHL", "1")
    assert page_of(order_shop, placed).timeline[3].who == "DHL"
    actions.deliver(first)
    done = page_of(order_shop, placed).timeline[4]
    assert (done.label, done.by, done.who) == ("What happens next", "", "You")
    assert done.detail.startswith("All is here. ")


def test_a_promise_that_is_over_is_not_repeated(order_shop: Any) -> None:
    placed = order_shop.place()
    order_shop.pay(placed)
    facts = find_purchase(placed.token)
    later = utc_now() + timedelta(days=30)
    page = order_page(facts.orders[0], facts, Wording(runtime.current(), "en"), later)
    assert page.timeline[2].by == ""


def test_a_transfer_waits_for_the_buyer(order_shop: Any) -> None:
    placed = order_shop.place(provider="bank-transfer")
    begin_payment(placed.payment_id, {}, "")
    now = page_of(order_shop, placed).timeline[1]
    assert (now.label, now.who) == ("Payment under way", "You")
    assert [(link.label, link.url) for link in now.links] == [
        ("See the details for the transfer", f"/en/pay/{placed.token}")
    ]


@pytest.mark.parametrize(("tag", "direction"), [("ar", "rtl"), ("de", "ltr")])
def test_an_address_without_a_page_is_answered_in_its_language(order_shop: Any, tag: str, direction: str) -> None:
    page = order_shop.browser().get(f"/{tag}/nothing/here", headers={"Accept-Language": "en"})
    assert page.status_code == 404 and f'<html lang="{tag}" dir="{direction}">' in page.get_data(as_text=True)


def test_the_page_stands_with_the_plugin_off(order_shop: Any) -> None:
    placed = order_shop.place()
    order_shop.pay(placed)
    order_shop.switch_off()
    number = order_shop.orders(placed)[0].number
    browser = order_shop.browser()
    shown = browser.get(f"/en/orders/{number}?key={placed.token}", follow_redirects=True)
    assert shown.status_code == 200
    words = body(shown)
    assert "Board of Nordbord" in words and "Trade" in words and "Ordered" in words
    assert f"/en/orders/{number}/move/" not in words
    assert browser.post(f"/en/orders/{number}/move/cancel").status_code == 404
    assert order_shop.orders(placed)[0].state == "placed"


def test_the_buyer_cancels_and_gets_the_money_back(order_shop: Any) -> None:
    placed = order_shop.place()
    order_shop.pay(placed)
    order = order_shop.orders(placed)[0]
    browser = order_shop.browser()
    browser.get(f"/en/purchases/{placed.token}")
    assert f"/en/orders/{order.number}/move/cancel" in body(browser.get(f"/en/orders/{order.number}"))
    answer = browser.post(f"/en/orders/{order.number}/move/cancel", data={"reason": "Too\nlarge <b>"})
    assert answer.status_code == 303
    assert "Too large &lt;b&gt;" in body(browser.get(f"/en/orders/{order.number}"))
    assert order_shop.orders(placed)[0].state == "cancelled"
    assert [(row.amount, row.order_id) for row in Refund.select()] == [(4500, order.id)]
    assert browser.post(f"/en/orders/{order.number}/move/cancel").status_code == 303
    assert Refund.select().count() == 1
    assert "This cannot be done any more." in body(browser.get(f"/en/orders/{order.number}"))


def test_a_transition_that_is_not_the_buyers_is_refused(order_shop: Any) -> None:
    placed = order_shop.place()
    order = order_shop.orders(placed)[0]
    browser = order_shop.browser()
    browser.get(f"/en/purchases/{placed.token}")
    assert browser.post(f"/en/orders/{order.number}/move/send").status_code == 303
    assert order_shop.orders(placed)[0].state == "placed"
    assert "You may not do this." in body(browser.get(f"/en/orders/{order.number}"))
    assert browser.post(f"/en/orders/{order.number}/move/nonsense").status_code == 404


def test_another_sites_form_moves_nothing(order_shop: Any) -> None:
    placed = order_shop.place()
    order = order_shop.orders(placed)[0]
    browser = order_shop.browser()
    browser.get(f"/en/purchases/{placed.token}")
    answer = browser.post(f"/en/orders/{order.number}/move/cancel", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert order_shop.orders(placed)[0].state == "placed"


def test_goods_are_sent_in_parts_and_never_twice(order_shop: Any) -> None:
    placed = order_shop.place()
    order = order_shop.orders(placed)[0]
    line = OrderLine.get(OrderLine.order == order.id)
    first = actions.ship(order.id, {line.id: 1}, "Post", "TRACK-1")
    page = page_of(order_shop, placed)
    assert "sent in part" in page.state
    assert (page.lines[0].sent, page.shipments[0].tracking) == (1, "TRACK-1")
    with pytest.raises(Refused) as refused:
        actions.ship(order.id, {line.id: 2})
    assert str(refused.value.message) == "Only 1 piece of this line is left to send."
    assert ShipmentLine.select().count() == 1
    actions.ship(order.id)
    with pytest.raises(Refused):
        actions.ship(order.id)
    assert actions.deliver(first) is True
    assert actions.deliver(first) is False
    kinds = [row.kind for row in Event.select().order_by(Event.id)]
    assert kinds == ["placed", "sent-in-part", "sent", "delivered"]


def test_a_refund_in_part_is_said(order_shop: Any) -> None:
    placed = order_shop.place()
    order_shop.pay(placed)
    refund_order(order_shop.orders(placed)[0].id, 500, _("A scratch."), utc_now())
    assert page_of(order_shop, placed).state == "Ordered · refunded in part"


def test_the_number_of_queries_does_not_grow_with_the_orders(order_shop: Any) -> None:
    one, two = order_shop.place(), order_shop.place(*order_shop.offers)
    counts = [queries(lambda token=placed.token: find_purchase(token)) for placed in (one, two)]
    assert counts[0] == counts[1] <= 17


def queries(act: Any) -> int:
    asked: list[str] = []
    execute = database.obj.execute_sql

    def counting(sql: str, *args: Any, **kwargs: Any) -> Any:
        asked.append(sql)
        return execute(sql, *args, **kwargs)

    database.obj.execute_sql = counting
    try:
        act()
    finally:
        del database.obj.execute_sql
    return len(asked)


def test_the_sellers_identity_stands_on_the_page(order_shop: Any) -> None:
    facts = {fact.label: fact.value for fact in page_of(order_shop, order_shop.place()).seller_legal}
    assert facts["Name"] == "Nordbord GmbH"
    assert facts["VAT number"] == "DE000000000"
    assert re.search(r"20457.*hamburg", facts["Address"], re.IGNORECASE)


def test_placing_reserves_what_cancelling_gives_back(order_shop: Any) -> None:
    placed = order_shop.place()
    assert [row.reserved for row in Stock.select().order_by(Stock.id)] == [2, 0]
    actions.cancel(order_shop.orders(placed)[0].id, "buyer", _("You cancelled the order."))
    assert [row.reserved for row in Stock.select().order_by(Stock.id)] == [0, 0]
