"""No business model, one, and two side by side: the second is a package of its own."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from small_shop import GOOD_CARD, LANGUAGES, SmallShop, fingerprint_in, shipped_model

from storefront import plugin_manager, worker
from storefront.catalogue.tables import Stock
from storefront.db import transaction, utc_now
from storefront.i18n import _
from storefront.orders.actions import cancel
from storefront.orders.tables import Order, OrderLine, Purchase
from storefront.payments.tables import Allocation, Installment, LedgerLine, Payment, SandboxCharge
from storefront.runtime import current
from storefront.workflow import move

CLUB = "club"
FIRST_PART_ONLY = "4000 0000 0000 1976"
DECLINED = "4000 0000 0000 0002"


@pytest.fixture
def club() -> Any:
    """The package of the second model; without it the tests are skipped, visibly."""
    if CLUB not in plugin_manager.found_plugins():
        if os.environ.get("STOREFRONT_TEST_ALL") == "1":
            pytest.fail("install tests/model_plugin")
        pytest.skip("tests/model_plugin is not installed")
    import storefront_club.actions

    return storefront_club.actions


def sitemaps(browser: FlaskClient) -> str:
    """Every address of the shop for search engines: the index names the files."""
    files = re.findall(r"<loc>[a-z]+://[^/<]+(/[^<]+)</loc>", browser.get("/sitemap.xml").text)
    return "".join(browser.get(file).text for file in files)


def pages_of(tag: str) -> list[str]:
    return [f"/{tag}/{rest}" for rest in ("", "cart", "search", "search?q=kettle", "market", "checkout/")]


# -- none and one -----------------------------------------------------------------------------------


def test_without_any_business_model_the_shop_stands_and_sells_nothing(make_shop: Any) -> None:
    shop: SmallShop = make_shop()
    offer = shop.offer("kettle", shipped_model(), 2347, category="kitchen")
    browser = shop.app.test_client()
    for tag in LANGUAGES:
        for path in pages_of(tag):
            answer = browser.get(path, follow_redirects=True)
            assert answer.status_code == 200, path
            assert "kettle-1" not in answer.text and f"kettle {tag}" not in answer.text
        assert browser.get(f"/{tag}/p/kettle").status_code == 404
        assert browser.get(f"/{tag}/c/kitchen").status_code == 404
    assert "/p/" not in sitemaps(browser)
    added = browser.post("/en/cart/add", data={"offer": offer, "quantity": 1}, follow_redirects=True)
    assert "no longer sold here" in added.text.lower()
    assert browser.post("/en/checkout/place").status_code == 410


def test_with_the_shipped_model_its_offers_are_for_sale(make_shop: Any) -> None:
    shop: SmallShop = make_shop(shipped_model())
    offer = shop.offer("kettle", shipped_model(), 2347, category="kitchen")
    browser = shop.app.test_client()
    for path in ("/en/", "/en/search?q=kettle", "/en/c/kitchen", "/en/p/kettle"):
        answer = browser.get(path)
        assert answer.status_code == 200 and "23.47" in answer.text, path
    browser.set_cookie("market", "DE-EUR")
    added = browser.post("/en/cart/add", data={"offer": offer, "quantity": 1}, follow_redirects=True)
    assert added.status_code == 200 and "23.47" in added.text


# -- two side by side -------------------------------------------------------------------------------


@dataclass
class TwoModels:
    """A kettle for everybody at 20.00 and a bowl for members at 50.00; a member's browser."""

    shop: SmallShop
    kettle: int
    bowl: int
    token: str

    @property
    def key(self) -> str:
        return f"{CLUB}:{self.token}"

    def member(self) -> FlaskClient:
        """Somebody who was invited and pressed the button."""
        browser = self.stranger()
        browser.post(f"/en/club/join/{self.token}")
        return browser

    def stranger(self) -> FlaskClient:
        browser = self.shop.app.test_client()
        browser.set_cookie("market", "DE-EUR")
        return browser

    def buy(self, *lines: tuple[int, int]) -> tuple[FlaskClient, str]:
        """A member presses the button; the browser and where the pay page is."""
        browser = self.member()
        cart = self.shop.cart(*lines, keys=frozenset({self.key}))
        with browser.session_transaction() as session:
            session["cart"] = cart
        seen = fingerprint_in(browser.get("/en/checkout/review").text)
        placed = browser.post("/en/checkout/place", data={"fingerprint": seen})
        assert placed.status_code == 303, placed.text
        return browser, placed.headers["Location"]

    def pay(self, browser: FlaskClient, where: str, card: str = GOOD_CARD) -> Any:
        latest = Payment.select().order_by(-Payment.id).get()
        data = {"provider": "sandbox-card", "card": card, "attempt": str(latest.id)}
        return browser.post(where, data=data)


both_databases = pytest.mark.usefixtures("database_url")


@pytest.fixture
def two(request: pytest.FixtureRequest, make_shop: Any, club: Any) -> TwoModels:
    """On SQLite, or on the databases that a test asks for."""
    url = request.getfixturevalue("database_url") if "database_url" in request.fixturenames else ""
    shop: SmallShop = make_shop(shipped_model(), CLUB, database_url=url)
    kettle = shop.offer("kettle", shipped_model(), 2000, category="kitchen")
    bowl = shop.offer("bowl", CLUB, 5000, category="workshop", audience="club:members")
    return TwoModels(shop, kettle, bowl, club.invite("anna@example.com", utc_now()))


def orders() -> tuple[Order, Order]:
    """The shipped model's order and the club's."""
    found = {order.business_model: order for order in Order.select()}
    assert len(found) == Order.select().count() == 2
    return found[shipped_model()], found[CLUB]


def parts(order: Order) -> list[tuple[int, int, str]]:
    rows = Installment.select().where(Installment.order == order.id).order_by(Installment.position)
    return [(row.amount, row.paid, row.due) for row in rows]


def kept() -> int:
    """What the provider has and did not give back; the ledger says the same."""
    charges = SandboxCharge.select().where(SandboxCharge.state != "failed")
    charged = sum(one.paid - sum(one.refunds.values()) for one in charges)
    booked = sum(row.amount for row in LedgerLine.select() if row.account.startswith("clearing:"))
    assert sum(row.amount for row in LedgerLine.select()) == 0
    assert charged == booked
    return int(charged)


def time_passes(**duration: int) -> None:
    for _run in range(3):
        worker.run_once(utc_now() + timedelta(**duration))


def stocks() -> list[tuple[int, int]]:
    return [(row.on_hand, row.reserved) for row in Stock.select().order_by(Stock.id)]


@both_databases
def test_one_cart_becomes_two_orders_that_one_payment_covers(two: TwoModels) -> None:
    browser, where = two.buy((two.kettle, 2), (two.bowl, 1))
    retail, members = orders()
    assert retail.purchase_id == members.purchase_id
    skus = {
        order: [line.sku for line in OrderLine.select().where(OrderLine.order == order)]
        for order in (retail.id, members.id)
    }
    assert skus == {retail.id: ["kettle-1"], members.id: ["bowl-1"]}
    deposit = parts(members)[0][0]
    (payment,) = Payment.select()
    assert payment.amount == retail.total + deposit
    assert two.pay(browser, where).headers["Location"] == where.replace("/pay/", "/purchases/")
    assert parts(retail) == [(retail.total, retail.total, "now")]
    assert parts(members) == [
        (deposit, deposit, "now"),
        (members.total - deposit, 0, "event:fulfilled"),
    ]
    assert deposit == pytest.approx(members.total * 3 / 10, abs=1)
    assert (kept(), stocks()) == (payment.amount, [(8, 0), (9, 0)])
    thanks = browser.get(where.replace("/pay/", "/purchases/"))
    assert retail.number in thanks.text and members.number in thanks.text


def test_both_groups_stand_in_the_cart_each_with_its_own_question(two: TwoModels) -> None:
    browser = two.member()
    with browser.session_transaction() as session:
        session["cart"] = two.shop.cart((two.kettle, 1), (two.bowl, 1), keys=frozenset({two.key}))
    cart = browser.get("/en/cart").text
    assert "kettle en" in cart and "bowl en" in cart
    assert browser.get("/en/checkout/membership").status_code == 200
    review = browser.get("/en/checkout/review").text
    assert "Anna Berg" in review


@both_databases
def test_the_clubs_second_part_is_due_when_it_is_sent(two: TwoModels) -> None:
    browser, where = two.buy((two.kettle, 1), (two.bowl, 1))
    two.pay(browser, where)
    _retail, members = orders()
    time_passes(days=30)
    assert parts(members)[1][1] == 0 and Order.get_by_id(members.id).state == "placed"
    with transaction():
        move(f"order:{members.id}", "make", actor="shop", role="seller")
        move(f"order:{members.id}", "fulfil", actor="shop", role="seller")
    time_passes(minutes=1)
    row = Installment.get(Installment.order == members.id, Installment.position == 1)
    assert row.due_at is not None
    page = browser.get(where)
    assert page.status_code == 200
    again = two.pay(browser, where)
    assert again.status_code == 303
    newest = Payment.select().order_by(-Payment.id).get()
    assert newest.state == "succeeded" and newest.amount == row.amount
    assert Installment.get_by_id(row.id).paid == row.amount
    assert kept() == sum(order.total for order in Order.select())


@both_databases
def test_a_payment_for_the_first_alone_cancels_the_other_alone(two: TwoModels) -> None:
    browser, where = two.buy((two.kettle, 2), (two.bowl, 1))
    two.pay(browser, where, FIRST_PART_ONLY)
    (payment,) = Payment.select()
    first, second = Order.select().order_by(Order.id)
    assert payment.state == "succeeded"
    assert parts(first)[0][1] == parts(first)[0][0] and parts(second)[0][1] == 0
    time_passes(minutes=10)
    assert Order.get_by_id(second.id).state == "placed"
    time_passes(minutes=20)
    first, second = Order.get_by_id(first.id), Order.get_by_id(second.id)
    assert (first.state, second.state) == ("placed", "cancelled")
    assert kept() == parts(first)[0][1]
    gone = 1 if second.business_model == CLUB else 0
    expected = [(8, 0), (9, 0)]
    expected[gone] = (10, 0)
    assert stocks() == expected
    assert "cancelled" in browser.get(where.replace("/pay/", "/purchases/")).text.lower()


@both_databases
def test_the_order_that_the_first_payment_did_not_cover_is_paid_by_a_second(two: TwoModels) -> None:
    browser, where = two.buy((two.kettle, 2), (two.bowl, 1))
    two.pay(browser, where, FIRST_PART_ONLY)
    first, second = Order.select().order_by(Order.id)
    left = parts(second)[0][0]
    shown = browser.get(where)
    assert shown.status_code == 200 and f"{left // 100}.{left % 100:02}" in shown.text
    two.pay(browser, where)
    short, rest = Payment.select().order_by(Payment.id)
    assert (short.state, rest.state, rest.amount) == ("succeeded", "succeeded", left)
    assert Allocation.select().where(Allocation.payment == rest.id).count() == 1
    time_passes(minutes=30)
    assert [Order.get_by_id(order.id).state for order in (first, second)] == ["placed", "placed"]
    assert kept() == parts(first)[0][1] + left
    assert stocks() == [(8, 0), (9, 0)]


@both_databases
def test_a_declined_payment_pays_neither_and_both_end_each_by_itself(two: TwoModels) -> None:
    browser, where = two.buy((two.kettle, 2), (two.bowl, 1))
    two.pay(browser, where, DECLINED)
    assert [paid for order in orders() for _amount, paid, _due in parts(order)] == [0, 0, 0]
    assert stocks() == [(10, 2), (10, 1)]
    time_passes(minutes=20)
    assert [order.state for order in orders()] == ["cancelled", "cancelled"]
    assert (kept(), stocks()) == (0, [(10, 0), (10, 0)])


@both_databases
def test_one_of_two_paid_orders_is_cancelled_and_the_other_keeps_its_money(two: TwoModels) -> None:
    browser, where = two.buy((two.kettle, 2), (two.bowl, 1))
    two.pay(browser, where)
    retail, members = orders()
    deposit = parts(members)[0][0]
    cancel(retail.id, "buyer", _("You cancelled the order."))
    time_passes(minutes=1)
    assert [order.state for order in orders()] == ["cancelled", "placed"]
    assert (kept(), stocks()) == (deposit, [(10, 0), (9, 0)])


# -- private offers ---------------------------------------------------------------------------------


@both_databases
def test_a_member_sees_the_private_offer(two: TwoModels) -> None:
    browser = two.member()
    for path in ("/en/search?q=bowl", "/en/c/workshop", "/en/p/bowl"):
        answer = browser.get(path)
        assert answer.status_code == 200 and "bowl en" in answer.text, path
    assert "50.00" in browser.get("/en/p/bowl").text


@both_databases
def test_a_stranger_finds_no_trace_of_the_private_offer(two: TwoModels) -> None:
    browser = two.stranger()
    for tag in LANGUAGES:
        for path in (f"/{tag}/", f"/{tag}/search", f"/{tag}/search?q=bowl", f"/{tag}/search/suggest?q=bowl"):
            answer = browser.get(path)
            assert answer.status_code == 200
            assert f"bowl {tag}" not in answer.text and "/p/bowl" not in answer.text, path
        assert browser.get(f"/{tag}/p/bowl").status_code == 404
        assert browser.get(f"/{tag}/c/workshop").status_code == 404
    sitemap = sitemaps(browser)
    assert "/p/kettle" in sitemap and "bowl" not in sitemap and "workshop" not in sitemap


def test_a_stranger_gets_no_piece_of_a_members_page(two: TwoModels) -> None:
    names = ",".join(fragment.name for pairs in current().fragments.values() for _plugin, fragment in pairs)
    shown = two.member().get("/_fragments", query_string={"path": "/en/p/bowl", "names": names})
    assert "50.00" in shown.text
    for path in ("/en/p/bowl", "/en/c/workshop", "/en/search?q=bowl", "/en/cart"):
        piece = two.stranger().get("/_fragments", query_string={"path": path, "names": names})
        assert "50.00" not in piece.text and "bowl" not in piece.text.lower()


def test_one_model_leaves_and_the_other_stays(two: TwoModels) -> None:
    browser, where = two.member(), shipped_model()
    with browser.session_transaction() as session:
        session["cart"] = two.shop.cart((two.kettle, 1), (two.bowl, 1), keys=frozenset({two.key}))
        kept_session = dict(session)
    two.shop.done("plugin", "disable", where)
    two.shop.again()
    left = two.stranger()
    with left.session_transaction() as session:
        session.update(kept_session)
    assert left.get("/en/p/kettle").status_code == 404
    assert "50.00" in left.get("/en/p/bowl").text
    cart = left.get("/en/cart").text
    assert "bowl en" in cart and "kettle en" in cart and "no longer sold here" in cart.lower()
    assert "20.00" not in cart
    assert left.post("/en/checkout/place", data={"fingerprint": "x"}).status_code in (303, 409)
    assert Order.select().count() == 0


@pytest.mark.parametrize("path", ["/en/cart/add", "/en/club/order"])
def test_a_guessed_offer_is_not_put_into_a_strangers_cart(two: TwoModels, path: str) -> None:
    browser = two.stranger()
    answer = browser.post(path, data={"offer": two.bowl, "quantity": 1}, follow_redirects=True)
    assert "bowl en" not in answer.text and "50.00" not in answer.text
    assert "no longer sold here" in answer.text.lower()


def test_a_members_cart_in_a_strangers_hands_is_not_ordered(two: TwoModels) -> None:
    two.member()
    browser = two.stranger()
    with browser.session_transaction() as session:
        session["cart"] = two.shop.cart((two.bowl, 1), keys=frozenset({two.key}))
    shown = browser.get("/en/cart")
    assert "not open to you" in shown.text
    browser.post("/en/checkout/place", data={"fingerprint": "x"})
    assert (Order.select().count(), Purchase.select().count()) == (0, 0)


@both_databases
def test_an_invitation_that_lapses_loses_its_address_an_accepted_one_keeps_it(two: TwoModels, club: Any) -> None:
    two.member()
    club.invite("ben@example.com", utc_now())
    time_passes(hours=71)
    assert addresses() == [("accepted", "anna@example.com"), ("sent", "ben@example.com")]
    time_passes(hours=73)
    assert addresses() == [("accepted", "anna@example.com"), ("lapsed", "")]


def addresses() -> list[tuple[str, str]]:
    from storefront_club.tables import Invitation

    return [(row.state, row.email) for row in Invitation.select().order_by(Invitation.id)]
