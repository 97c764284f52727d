"""Money kept as the terms of sale say: refused at placing where it cannot be, released by the buyer's word."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from page_forms import forms_of

from storefront import runtime
from storefront.cart.actions import add_to_cart, new_cart
from storefront.cart.loading import load_cart
from storefront.checkout import freezing, keeping
from storefront.checkout.keeping import able_to_keep, cart_rules, hidden_ways
from storefront.checkout.placing import NotPlaced
from storefront.db import utc_now
from storefront.orders.actions import ship
from storefront.orders.tables import Event, Order, Purchase
from storefront.payments.hold_tables import Hold

ADDRESS = {"name": "Anna Berg", "street": "Lindenweg 4", "postal_code": "10115", "city": "Berlin", "country": "DE"}
WORD = "All is well, everything arrived"


def text_of(response: Any) -> str:
    return " ".join(response.get_data(as_text=True).split())


def keeps(monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    """The business model's terms say so from now on."""
    asked = freezing.sale_terms
    monkeypatch.setattr(
        freezing, "sale_terms", lambda *about: [replace(terms, release=rule) for terms in asked(*about)]
    )


def test_a_rule_that_cannot_be_read_refuses_the_order_and_names_its_plugin(
    order_shop: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    keeps(monkeypatch, "state:produced+3d")
    with pytest.raises(NotPlaced, match="The terms of this sale are set up wrongly in the shop"):
        order_shop.place()
    assert Order.select().count() == Purchase.select().count() == 0
    assert "plugin 'trade', hook 'sale_terms': release 'state:produced+3d' cannot be followed" in caplog.text
    keeps(monkeypatch, "state:sent+3d")
    assert order_shop.place().purchase_id


def test_a_rule_that_holds_longer_than_the_way_to_pay_can_is_refused(
    order_shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeps(monkeypatch, "delivered+120d")
    with pytest.raises(NotPlaced, match=r"keeps your money for 120 days .* “Card \(sandbox\)” cannot do"):
        order_shop.place()
    assert Order.select().count() == 0
    assert order_shop.place(provider="bank-transfer").purchase_id


def test_a_way_to_pay_that_cannot_keep_the_money_is_not_offered(
    order_shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways, now = dict(runtime.current().providers), utc_now()
    assert list(able_to_keep(ways, ["delivered+90d", "no rule"], now)) == list(ways)
    assert "sandbox-card" not in able_to_keep(ways, ["at-once", "delivered+91d"], now)
    assert "bank-transfer" in able_to_keep(ways, ["at-once", "delivered+91d"], now)
    assert hidden_ways(runtime.current(), order_shop.context()) == []
    keeps(monkeypatch, "delivered+120d")
    monkeypatch.setattr(keeping, "sale_terms", freezing.sale_terms)
    (hidden,) = hidden_ways(runtime.current(), order_shop.context())
    assert (hidden.provider.code, hidden.rule, hidden.days) == ("sandbox-card", "delivered+120d", 120)
    # neither at the checkout nor, later, on the pay page
    browser, context, token = order_shop.browser(), order_shop.context(), new_cart()
    browser.set_cookie("market", "DE-EUR")
    add_to_cart(token, order_shop.offers[0], 1, {}, context)
    cart = load_cart(runtime.current(), token, context)
    assert cart_rules(runtime.current(), cart) == ["delivered+120d"]
    assert browser.post("/en/cart/add", data={"offer": order_shop.offers[0], "quantity": "1"}).status_code == 303
    for step, answers in (("contact", {"email": "anna@example.com"}), ("address", ADDRESS), ("delivery", {})):
        fields = next(one for one in forms_of(browser.get(f"/en/checkout/{step}").text, "") if step in one.action).fields
        assert browser.post(f"/en/checkout/{step}", data={**fields, **answers}).status_code == 303
    choice = text_of(browser.get("/en/checkout/payment"))
    assert "Bank transfer" in choice
    assert "Card (sandbox)" not in choice
    placed = order_shop.place(provider="bank-transfer")
    browser.get(f"/en/purchases/{placed.token}")
    page = text_of(browser.get(f"/en/pay/{placed.token}?another=1"))
    assert "Bank transfer" in page
    assert "Card (sandbox)" not in page


def test_the_buyers_word_is_asked_for_once_goods_are_on_their_way(
    order_shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeps(monkeypatch, "accepted")
    placed = order_shop.place()
    order_shop.pay(placed)
    order = order_shop.orders(placed)[0]
    browser, path = order_shop.browser(), f"/en/orders/{order.number}"
    # a stranger, and one who may open another order
    assert browser.post(f"{path}/accept").status_code == 404
    other = order_shop.place()
    browser.get(f"/en/purchases/{other.token}")
    assert browser.post(f"{path}/accept").status_code == 404
    browser.get(f"{path}?key={placed.token}")
    assert WORD not in text_of(browser.get(path))
    assert browser.post(f"{path}/accept").status_code == 303
    assert "There is nothing yet to say this of." in text_of(browser.get(path))
    assert Hold.select().where(Hold.released > 0).count() == 0

    ship(order.id)
    assert WORD in text_of(browser.get(path))
    for _press in range(2):
        assert browser.post(f"{path}/accept").headers["Location"] == path
    shown = text_of(browser.get(path))
    assert WORD not in shown
    assert "The buyer says: all is well" in shown
    assert Event.select().where(Event.kind == "buyer-accepted").count() == 1
    assert [row.released for row in Hold.select().where(Hold.order == order.id)] == [4000, 500]


def test_the_word_stands_with_its_plugin_off(order_shop: Any) -> None:
    placed = order_shop.place()
    order_shop.pay(placed)
    number = order_shop.orders(placed)[0].number
    ship(order_shop.orders(placed)[0].id)
    order_shop.switch_off()
    browser = order_shop.browser()
    browser.get(f"/en/orders/{number}?key={placed.token}")
    assert WORD in text_of(browser.get(f"/en/orders/{number}"))
