"""What is paid today, later and at the door, wherever a sum is shown: without JavaScript and by htmx."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from small_shop import SmallShop, fingerprint_in, shipped_model

from storefront import plugin_manager
from storefront.cart.tables import CartLine
from storefront.db import utc_now
from storefront.payments.tables import Installment

CLUB = "club"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
ROW = re.compile(r'<div class="sum-(today|later|door)"><dt>(.*?)</dt><dd>(.*?)</dd></div>', re.DOTALL)


@dataclass
class Buying:
    """A member's browser at the review, with a kettle at 20.00 (all at once) and a bowl at 50.00 (30/70)."""

    shop: SmallShop
    browser: FlaskClient
    kettle: int
    bowl: int
    key: str

    def put(self, *lines: tuple[int, int]) -> None:
        with self.browser.session_transaction() as session:
            session["cart"] = self.shop.cart(*lines, keys=frozenset({self.key}))


@pytest.fixture
def buying(make_shop: Any) -> Buying:
    if CLUB not in plugin_manager.found_plugins():
        if os.environ.get("STOREFRONT_TEST_ALL") == "1":
            pytest.fail("install tests/model_plugin")
        pytest.skip("tests/model_plugin is not installed")
    from storefront_club.actions import invite

    shop: SmallShop = make_shop(shipped_model(), CLUB)
    kettle = shop.offer("kettle", shipped_model(), 2000)
    bowl = shop.offer("bowl", CLUB, 5000, audience="club:members")
    token = invite("anna@example.com", utc_now())
    browser = shop.app.test_client()
    browser.set_cookie("market", "DE-EUR")
    browser.post(f"/en/club/join/{token}")
    return Buying(shop, browser, kettle, bowl, f"{CLUB}:{token}")


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u2068", "").replace("\u2069", "").split())


def rows(html: str) -> list[tuple[str, str, str]]:
    """The rows below the totals of a page, in its order."""
    return [(kind, plain(label), plain(amount)) for kind, label, amount in ROW.findall(html)]


# goods and delivery of the bowl: 60.00; of the kettle: 30.00
BOWL = [
    ("today", "To pay today", "€ 18.00"),
    ("later", "Later: Balance due at the stage: Sent", "€ 42.00"),
]


def test_what_is_paid_at_once_stays_one_total(buying: Buying) -> None:
    buying.put((buying.kettle, 1))
    for path in ("/en/cart", "/en/checkout/payment", "/en/checkout/review"):
        answer = buying.browser.get(path)
        assert answer.status_code == 200 and rows(answer.text) == [], path


def test_parts_stand_below_the_total_on_every_page_of_the_checkout(buying: Buying) -> None:
    buying.put((buying.bowl, 1))
    assert rows(buying.browser.get("/en/cart").text) == BOWL
    assert rows(buying.browser.get("/en/checkout/contact").text) == BOWL
    assert rows(buying.browser.get("/en/checkout/payment").text) == BOWL
    review = buying.browser.get("/en/checkout/review").text
    assert rows(review) == BOWL, "one sum a review"
    assert "Order with obligation to pay" in review


def test_two_orders_to_be_have_one_sum_for_today(buying: Buying) -> None:
    buying.put((buying.kettle, 1), (buying.bowl, 1))
    today, later = rows(buying.browser.get("/en/cart").text)
    assert today == ("today", "To pay today", "€ 48.00")
    assert later[0] == "later" and later[2] == "€ 42.00"
    assert later[1].startswith("Later: Balance due at the stage: Sent · ")


def test_the_parts_are_what_the_order_then_owes(buying: Buying) -> None:
    buying.put((buying.bowl, 1))
    seen = fingerprint_in(buying.browser.get("/en/checkout/review").text)
    assert buying.browser.post("/en/checkout/place", data={"fingerprint": seen}).status_code == 303
    assert [(row.amount, row.due) for row in Installment.select()] == [(1800, "now"), (4200, "event:fulfilled")]


def test_htmx_gets_the_parts_with_each_change(buying: Buying) -> None:
    buying.put((buying.bowl, 1))
    assert rows(buying.browser.get("/en/cart", headers={**HTMX, "HX-Target": "div#drawer"}).text) == BOWL
    line = CartLine.select().order_by(-CartLine.id).get().id
    headers = {**HTMX, "HX-Current-URL": "http://localhost/en/cart"}
    answer = buying.browser.post(f"/en/cart/lines/{line}", data={"quantity": 2}, headers=headers)
    # 110.00 in all; once in the drawer, once in the page
    expected = [
        ("today", "To pay today", "€ 33.00"),
        ("later", "Later: Balance due at the stage: Sent", "€ 77.00"),
    ]
    assert rows(answer.text) == expected * 2
    step = buying.browser.post(
        "/en/checkout/contact", data={"email": "wrong"}, headers={**HTMX, "HX-Target": "div#step"}
    )
    assert step.status_code == 422 and rows(step.text) == expected


def test_a_schedule_that_changed_since_the_review_is_shown_again(
    buying: Buying, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fractions import Fraction

    from storefront_club import check

    buying.put((buying.bowl, 1))
    seen = fingerprint_in(buying.browser.get("/en/checkout/review").text)
    monkeypatch.setattr(check, "DEPOSIT", Fraction(1, 2))
    again = buying.browser.post("/en/checkout/place", data={"fingerprint": seen})
    assert again.status_code == 409
    assert rows(again.text)[0] == ("today", "To pay today", "€ 30.00")
    assert Installment.select().count() == 0


def test_abroad_the_total_does_not_claim_what_customs_will_ask(buying: Buying) -> None:
    buying.put((buying.kettle, 1))
    buying.browser.set_cookie("market", "US-EUR")
    page = buying.browser.get("/en/cart").text
    assert rows(page) == [
        ("door", "At the door import tax and any duty of United States, asked by the carrier", "set by customs")
    ]
    assert "with delivery, without import tax · to" in plain(page)
