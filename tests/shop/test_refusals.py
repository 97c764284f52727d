"""What is refused, how it is said, and that nothing is lost or written by it."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from page_forms import Form, forms_of

from storefront.cart.actions import forget_old_carts
from storefront.cart.tables import Cart, CartLine
from storefront.catalogue.actions import save_offer
from storefront.catalogue.drafts import OfferDraft
from storefront.catalogue.tables import Stock
from storefront.db import utc_now
from storefront.i18n import _
from storefront.orders.actions import cancel
from storefront.orders.tables import Order, Purchase
from storefront.payments.actions import run_refund, settle
from storefront.payments.tables import Payment, Refund
from storefront.values import PaymentAnswer

GOOD, DECLINED, LATE, TWICE = "4242 4242 4242 4242", "4000 0000 0000 0002", "4000 0000 0000 0259", "4000 0000 0000 0341"
ADDRESS = {
    "name": "Anna Berg",
    "country": "DE",
    "street": "Lindenweg 4",
    "postal_code": "10115",
    "city": "Berlin",
}
ANSWERS = {"contact": {"email": "anna@example.com"}, "address": ADDRESS, "delivery": {}, "payment": {}}


def body(response: Any) -> str:
    """The text of a page as it is read."""
    return unescape(" ".join(response.get_data(as_text=True).split()))


def form_at(response: Any, path: str, with_field: str = "") -> Form:
    forms = forms_of(response.get_data(as_text=True), response.request.path)
    return next(one for one in forms if one.action == path and (not with_field or with_field in one.fields))


def with_cart(shop: Any, quantity: int = 2) -> Any:
    browser = shop.browser()
    browser.get("/en/market?market=DE-EUR")
    added = browser.post("/en/cart/add", data={"offer": shop.offers[0], "quantity": quantity})
    assert (added.status_code, added.headers["Location"]) == (303, "/en/cart")
    return browser


def at_review(shop: Any) -> Any:
    """A browser whose cart is answered wholly."""
    browser = with_cart(shop)
    for step, answers in ANSWERS.items():
        path = f"/en/checkout/{step}"
        form = form_at(browser.get(path), path)
        answer = browser.post(path, data={**form.fields, **answers})
        assert answer.status_code == 303, body(answer)
    assert answer.headers["Location"] == "/en/checkout/review"
    return browser


def fingerprint(browser: Any) -> dict[str, str]:
    shown = browser.get("/en/checkout/review")
    assert shown.status_code == 200
    return form_at(shown, "/en/checkout/place", "fingerprint").fields


def quantities() -> list[int]:
    return [row.quantity for row in CartLine.select().order_by(CartLine.id)]


def nothing_written() -> bool:
    return not (Purchase.select().exists() or Order.select().exists() or Payment.select().exists())


# -- addresses ------------------------------------------------------------------------------------


NOT_THERE = [
        "/xx/",
        "/zh_Hans/",
        "/en/p/no-such-slug",
        "/en/c/no-such-slug",
        "/en/sellers/no-such-slug",
        "/en/pages/no-such-slug",
        "/en/checkout/no-such-step",
        "/en/orders/AAAA-BBBB-CCCC",
        "/en/purchases/no-such-token",
        "/en/pay/no-such-token",
        "/sandbox/confirm/no-such-key",
        "/media/no/such.webp",
        "/static/x/no-such.css",
        "/en/p/%00",
        "/media/%00",
        f"/static/x/{'a' * 3000}",
]


def test_what_is_not_there_is_404(order_shop: Any) -> None:
    browser = order_shop.browser()
    answers = {path: browser.get(path).status_code for path in NOT_THERE}
    assert answers == dict.fromkeys(NOT_THERE, 404)


NOT_KNOWN = [
        "/en/p/nordbord-board?variant=no-such-sku",
        "/en/?market=DE-XXX",
        "/en/?market=rubbish",
        "/en/search?after=nonsense",
        "/en/search?after=W10",
        "/en/search?sort=sideways",
        "/en/search?min=abc&max=-1&stock=maybe&model=none",
        "/en/search?colour=no-such-colour",
        "/en/market?next=//evil.example/",
        "/en/market?next=//[",
        "/_fragments?path=//[&names=a",
        "/_fragments?path=/en/p/no-such-slug&names=a",
]


def test_what_is_not_known_in_a_query_is_ignored(order_shop: Any) -> None:
    browser = order_shop.browser()
    answers = {path: browser.get(path).status_code for path in NOT_KNOWN}
    assert answers == dict.fromkeys(NOT_KNOWN, 200)


def test_an_unknown_sku_shows_the_first_variant(order_shop: Any) -> None:
    browser = order_shop.browser()
    path = "/en/p/nordbord-board"
    assert "nordbord-1" in body(browser.get(f"{path}?variant=no-such-sku"))


def test_another_spelling_of_a_language_leads_to_ours(order_shop: Any) -> None:
    answer = order_shop.browser().get("/ZH-HANS/search?q=a")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/zh-Hans/search?q=a")


ELSEWHERE = ["//evil.example/", "/\\evil.example", "//[", "https://evil.example/", "/\r\nX: y"]


def test_a_form_never_leads_away(order_shop: Any) -> None:
    browser = order_shop.browser()
    for where in ELSEWHERE:
        answer = browser.post("/en/market", data={"next": where, "country": "XX", "currency": "XXX"})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/en/"), where


def test_an_address_with_a_nul_is_refused(order_shop: Any) -> None:
    assert order_shop.browser().get("/en/search?q=a%00b").status_code == 400


def test_what_a_list_is_asked_has_an_end(order_shop: Any) -> None:
    query = "&".join(f"colour={'x' * 300}{number}" for number in range(500))
    answer = order_shop.browser().get(f"/en/search?{query}")
    assert answer.status_code == 200
    assert len(answer.data) < 3_000_000


def test_a_body_that_is_no_form_of_ours_is_refused(order_shop: Any) -> None:
    browser = with_cart(order_shop)
    path, form = "/en/cart/add", "application/x-www-form-urlencoded"
    bodies = {
        ("a=" + "x" * (17 * 1024 * 1024), form): 413,
        ("offer=" + "&offer=".join("1" * 9 for _n in range(3000)), form): 303,
        ("--x\r\nrubbish", "multipart/form-data; boundary=x"): 303,
        ("--x\r\nrubbish", "multipart/form-data"): 303,
        ('{"offer": 1}', "application/json"): 303,
        ("\xff\xfe", "text/plain; charset=no-such-charset"): 303,
    }
    answers = {
        sent: browser.post(path, data=sent[0], content_type=sent[1]).status_code for sent in bodies
    }
    assert list(answers.values()) == list(bodies.values())
    assert quantities() == [2]


def test_a_method_that_a_route_does_not_have_is_405(order_shop: Any) -> None:
    browser = order_shop.browser()
    for method, path in (("PUT", "/en/"), ("DELETE", "/en/cart"), ("PATCH", "/en/pay/x"), ("POST", "/en/search")):
        assert browser.open(path, method=method).status_code == 405
    assert browser.get("/en/cart/add").status_code == 405


# -- the cart -------------------------------------------------------------------------------------


WRONG_QUANTITIES = ["0", "-1", str(10**12), "abc", "", "1.5", "1e3", "²"]


def test_a_wrong_quantity_is_said_and_adds_nothing(order_shop: Any) -> None:
    browser = with_cart(order_shop)
    for quantity in WRONG_QUANTITIES:
        answer = browser.post("/en/cart/add", data={"offer": order_shop.offers[0], "quantity": quantity})
        assert answer.status_code == 303
        assert "Please give a whole number of pieces, from 1." in body(browser.get(answer.headers["Location"]))
        assert quantities() == [2], quantity


def test_a_wrong_quantity_changes_no_line(order_shop: Any) -> None:
    browser = with_cart(order_shop)
    line = CartLine.get().id
    for quantity in (one for one in WRONG_QUANTITIES if one != "0"):
        answer = browser.post(f"/en/cart/lines/{line}", data={"quantity": quantity})
        assert answer.status_code == 303
        assert "Please give a whole number of pieces, from 1." in body(browser.get("/en/cart"))
        assert quantities() == [2], quantity


def test_the_quantity_0_takes_a_line_out(order_shop: Any) -> None:
    browser = with_cart(order_shop)
    browser.post(f"/en/cart/lines/{CartLine.get().id}", data={"quantity": "0"})
    assert quantities() == []


def test_more_than_is_there_is_kept_and_said(order_shop: Any) -> None:
    browser = with_cart(order_shop, quantity=500)
    assert "Only 10 left in stock." in body(browser.get("/en/cart"))
    assert browser.get("/en/checkout/").headers["Location"] == "/en/cart"


def test_an_unknown_offer_is_said(order_shop: Any) -> None:
    browser = with_cart(order_shop)
    for offer in ("999999", "abc", "", "-1", "9" * 30):
        answer = browser.post("/en/cart/add", data={"offer": offer, "quantity": "1"})
        assert "This is no longer sold here." in body(browser.get(answer.headers["Location"])), offer
        assert quantities() == [2]


def test_a_line_of_another_cart_stays(order_shop: Any) -> None:
    with_cart(order_shop)
    line = CartLine.get().id
    stranger = with_cart(order_shop, quantity=1)
    stranger.post(f"/en/cart/lines/{line}", data={"quantity": "7"})
    stranger.post(f"/en/cart/lines/{line}/remove")
    assert quantities() == [2, 1]


# -- the checkout ---------------------------------------------------------------------------------


def test_an_expired_cart_is_said_and_nothing_ordered(order_shop: Any) -> None:
    browser = at_review(order_shop)
    seen = fingerprint(browser)
    assert forget_old_carts(utc_now() + timedelta(days=4000)) == 1
    answer = browser.post("/en/checkout/place", data=seen)
    assert answer.status_code == 410
    assert "Nothing was ordered just now." in body(answer)
    assert browser.post("/en/checkout/address", data=ADDRESS).status_code == 410
    assert browser.get("/en/checkout/review").headers["Location"] == "/en/cart"
    assert nothing_written()


def test_what_was_sold_out_meanwhile_is_said_and_nothing_written(order_shop: Any) -> None:
    browser = at_review(order_shop)
    seen = fingerprint(browser)
    Stock.update(on_hand=0).execute()
    answer = browser.post("/en/checkout/place", data=seen)
    assert answer.status_code == 409
    assert "This has been sold out meanwhile." in body(answer)
    assert nothing_written()
    assert quantities() == [2]


def test_a_price_that_changed_is_said_and_nothing_written(order_shop: Any) -> None:
    browser = at_review(order_shop)
    seen = fingerprint(browser)
    offer = OfferDraft("nordbord-1", "nordbord", "trade", "EUR", 2100, stock=10, tax_country="DE")
    save_offer(offer, utc_now())
    answer = browser.post("/en/checkout/place", data=seen)
    assert answer.status_code == 409
    assert "A price has changed since you looked." in body(answer)
    assert nothing_written()
    fresh = form_at(answer, "/en/checkout/place", "fingerprint").fields
    assert fresh != seen
    assert browser.post("/en/checkout/place", data=fresh).status_code == 303
    assert Order.get().total == 2 * 2100 + 500


def test_a_made_up_fingerprint_orders_nothing(order_shop: Any) -> None:
    browser = at_review(order_shop)
    for seen in ("", "rubbish", "x" * 100_000, "\0"):
        answer = browser.post("/en/checkout/place", data={"fingerprint": seen})
        assert answer.status_code == 409
        assert nothing_written()


def test_a_double_press_is_one_purchase(order_shop: Any) -> None:
    browser = at_review(order_shop)
    seen = fingerprint(browser)
    before = browser.get_cookie("session").value
    first = browser.post("/en/checkout/place", data=seen)
    browser.set_cookie("session", before)
    second = browser.post("/en/checkout/place", data=seen)
    token = Purchase.get().token
    assert first.headers["Location"] == second.headers["Location"] == f"/en/pay/{token}"
    assert (Purchase.select().count(), Order.select().count(), Payment.select().count()) == (1, 1, 1)
    assert Stock.get().reserved == 2


@pytest.mark.parametrize("name", ["name", "street", "postal_code", "city"])
def test_a_missing_line_of_the_address_is_said_and_the_others_kept(order_shop: Any, name: str) -> None:
    browser = at_review(order_shop)
    answer = browser.post("/en/checkout/address", data={**ADDRESS, name: " \t"})
    assert answer.status_code == 422
    kept = form_at(answer, "/en/checkout/address").fields
    assert {key: kept[key] for key in ADDRESS} == {**ADDRESS, name: ""}
    assert "Please fill in" in body(answer)
    assert [cart.answers["address"][name] for cart in Cart.select()] == [ADDRESS[name]]


@pytest.mark.parametrize(
    ("name", "typed", "kept", "status"),
    [
        ("name", "x" * 121, "x" * 121, 422),
        ("city", "x" * 4000, "x" * 4000, 422),
        ("name", "آنا بيرغ", "آنا بيرغ", 303),
        ("name", "安娜·贝格", "安娜·贝格", 303),
        ("street", "Haus 👩‍👩‍👧 4", "Haus 👩‍👩‍👧 4", 303),
        ("street", "\u202eevil\u202c 4\x00\x1b\x7f", "evil 4", 303),
        ("street", "two\r\nlines", "two lines", 303),
        ("city", "<script>alert(1)</script>", "<script>alert(1)</script>", 303),
        ("city", "{{7*7}}%(x)s", "{{7*7}}%(x)s", 303),
        ("postal_code", "nowhere", "nowhere", 422),
        ("phone", "not a number", "not a number", 422),
        ("country", "XX", "", 422),
    ],
)
def test_what_was_typed_into_the_address_is_kept(
    order_shop: Any, name: str, typed: str, kept: str, status: int
) -> None:
    browser = at_review(order_shop)
    path = "/en/checkout/address"
    answer = browser.post(path, data={**ADDRESS, name: typed})
    assert answer.status_code == status
    shown = answer if status == 422 else browser.get(path)
    if name != "country":
        assert form_at(shown, path).fields[name] == kept
    assert form_at(shown, path).fields["name"] == (kept if name == "name" else "Anna Berg")
    assert "<script>alert" not in shown.get_data(as_text=True)
    assert browser.get("/en/checkout/review").status_code == 200


# -- paying ---------------------------------------------------------------------------------------


def pay(browser: Any, placed: Any, card: str) -> Any:
    path = f"/en/pay/{placed.token}"
    form = form_at(browser.get(path), path, "attempt")
    return browser.post(path, data={**form.fields, "provider": "sandbox-card", "card": card})


def test_a_payment_that_fails_is_said_and_another_may_follow(order_shop: Any) -> None:
    placed, browser = order_shop.place(), order_shop.browser()
    answer = pay(browser, placed, DECLINED)
    assert answer.headers["Location"] == f"/en/pay/{placed.token}"
    assert Order.get().state == "placed" and Stock.get().reserved == 2
    assert pay(browser, placed, GOOD).headers["Location"] == f"/en/purchases/{placed.token}"
    states = [row.state for row in Payment.select().order_by(Payment.id)]
    assert states == ["failed", "succeeded"]


@pytest.mark.parametrize("card", [GOOD, TWICE])
def test_a_payment_that_comes_twice_counts_once(order_shop: Any, card: str) -> None:
    placed, browser = order_shop.place(), order_shop.browser()
    path = f"/en/pay/{placed.token}"
    form = {**form_at(browser.get(path), path, "attempt").fields, "provider": "sandbox-card", "card": card}
    browser.post(path, data=form)
    again = browser.post(path, data=form)
    assert again.status_code == 200 and "already paid" in body(again)
    settle(placed.payment_id, PaymentAnswer("succeeded"), utc_now())
    assert [row.state for row in Payment.select()] == ["succeeded"]
    assert Refund.select().count() == 0


def test_a_late_payment_of_a_cancelled_order_goes_back(order_shop: Any) -> None:
    placed, browser = order_shop.place(), order_shop.browser()
    pay(browser, placed, LATE)
    order = Order.get()
    cancel(order.id, "buyer", _("You cancelled the order."))
    settle(placed.payment_id, PaymentAnswer("succeeded"), utc_now())
    assert Order.get().state == "cancelled"
    assert [row.amount for row in Refund.select()] == [order.total]
    run_refund(Refund.get().id, utc_now())
    shown = browser.get(f"/en/pay/{placed.token}")
    assert shown.status_code == 200 and 'name="provider"' not in body(shown)


def test_a_cancelled_order_cannot_be_paid(order_shop: Any) -> None:
    placed, browser = order_shop.place(), order_shop.browser()
    path = f"/en/pay/{placed.token}"
    form = form_at(browser.get(path), path, "attempt").fields
    cancel(Order.get().id, "buyer", _("You cancelled the order."))
    answer = browser.post(path, data={**form, "provider": "sandbox-card", "card": GOOD})
    assert answer.status_code == 200 and "you owe nothing" in body(answer)
    assert not Payment.select().where(Payment.state == "succeeded").exists()


# -- strangers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "//["}])
def test_a_form_of_another_site_is_refused_everywhere(order_shop: Any, headers: dict[str, str]) -> None:
    browser = at_review(order_shop)
    placed = order_shop.place()
    browser.get(f"/en/purchases/{placed.token}")
    number, line = Order.get().number, CartLine.get().id
    before = (quantities(), Purchase.select().count(), [row.state for row in Payment.select()])
    for path in (
        "/en/market",
        "/en/cart/add",
        f"/en/cart/lines/{line}",
        f"/en/cart/lines/{line}/remove",
        "/en/checkout/contact",
        "/en/checkout/place",
        f"/en/pay/{placed.token}",
        f"/en/orders/{number}/move/cancel",
        f"/en/orders/{number}/move/return",
        "/sandbox/confirm/key",
    ):
        assert browser.post(path, data={"quantity": "1"}, headers=headers).status_code == 403, path
    assert (quantities(), Purchase.select().count(), [row.state for row in Payment.select()]) == before


def test_a_stranger_finds_no_order_purchase_or_payment(order_shop: Any) -> None:
    placed, stranger = order_shop.place(), order_shop.browser()
    number = Order.get().number
    for path in (
        f"/en/orders/{number}",
        f"/en/orders/{number}?key=guess",
        f"/en/orders/{number.lower()}",
        f"/en/purchases/{placed.token[:-1]}",
        f"/en/purchases/{placed.token.swapcase()}",
        f"/en/purchases/{number}",
        f"/en/pay/{placed.token[:-1]}",
        f"/en/pay/{number}",
        f"/en/pay/{placed.token[:-1]}/return",
    ):
        assert stranger.get(path).status_code == 404, path
    assert stranger.post(f"/en/orders/{number}/move/cancel").status_code == 404
    assert stranger.post(f"/en/pay/{placed.token[:-1]}", data={"provider": "sandbox-card"}).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"webhook-id": "m", "webhook-timestamp": "1", "webhook-signature": "v1,x"},
        {"webhook-id": "m", "webhook-timestamp": "9" * 400, "webhook-signature": "v1,x"},
        {"webhook-id": "m", "webhook-timestamp": "now", "webhook-signature": "v1,é"},
    ],
)
def test_an_unsigned_webhook_is_401(order_shop: Any, headers: dict[str, str]) -> None:
    placed = order_shop.place()
    if headers.get("webhook-timestamp") == "1":
        headers = {**headers, "webhook-timestamp": str(int(utc_now().timestamp()))}
    answer = order_shop.browser().post("/webhooks/sandbox-card", data=b'{"payment": 1}', headers=headers)
    assert answer.status_code == 401
    assert order_shop.browser().post("/webhooks/nobody", data=b"{}").status_code == 404
    assert Payment.get_by_id(placed.payment_id).state == "created"
