"""What is added up looks added up: the VAT is a part of the total, and no sum stands twice."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest

from storefront import runtime
from storefront.cart.showing import total_note
from storefront.orders.mails import send_order_mail
from storefront.values import Market

CARD = "4242 4242 4242 4242"


def body(response: Any) -> str:
    return unescape(" ".join(response.get_data(as_text=True).split()))


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def sums(html: str) -> list[list[tuple[str, str]]]:
    """Kind and words of each row of each list of sums on a page."""
    lists = re.findall(r'<dl class="sums">(.*?)</dl>', html)
    return [[(kind, plain(row)) for kind, row in re.findall(r'<div class="sum-(\w+)">(.*?)</div>', one)] for one in lists]


def at_review(shop: Any, *offers: int) -> Any:
    """A browser that has answered everything."""
    browser = shop.browser()
    browser.set_cookie("market", "DE-EUR")
    for offer in offers:
        assert browser.post("/en/cart/add", data={"offer": offer, "quantity": 2}).status_code == 303
    address = {"name": "Anna Berg", "street": "Lindenweg 4", "postal_code": "10115", "city": "Berlin", "country": "DE"}
    methods = {f"method-{number}": "post" for number in range(len(offers))}
    answers = {"contact": {"email": "anna@example.com"}, "address": address, "delivery": methods}
    for step, typed in (*answers.items(), ("payment", {"provider": "sandbox-card"})):
        assert browser.post(f"/en/checkout/{step}", data=typed).status_code == 303, step
    return browser


ONE = [
    ("part", "Goods € 40.00"),
    ("part", "Delivery cost € 5.00"),
    ("total", "Total € 45.00"),
    ("within", "of which VAT 19% Germany € 7.19"),
]


def test_cart_steps_and_review_show_the_vat_as_a_part_of_the_total(order_shop: Any) -> None:
    browser = at_review(order_shop, order_shop.offers[0])
    for path in ("/en/cart", "/en/checkout/payment", "/en/checkout/review"):
        assert sums(body(browser.get(path))) == [ONE], path


def test_the_review_of_two_orders_shows_each_of_them_and_then_all(order_shop: Any) -> None:
    browser = at_review(order_shop, *order_shop.offers)
    first, second, both = sums(body(browser.get("/en/checkout/review")))
    assert first == second == ONE
    assert both[2:] == [("total", "Total € 90.00"), ("within", "of which VAT 19% Germany € 14.38")]


def test_the_way_back_from_the_review_stands_below_the_button(order_shop: Any) -> None:
    shown = body(at_review(order_shop, order_shop.offers[0]).get("/en/checkout/review"))
    assert shown.count('class="back"') == 1
    assert shown.index("Order with obligation to pay</button>") < shown.index('class="back"')


def test_the_order_page_ends_its_sum_before_the_vat_and_says_pay_in_one_sentence(order_shop: Any) -> None:
    placed = order_shop.place()
    browser = order_shop.browser()
    shown = browser.get(f"/en/purchases/{placed.token}", follow_redirects=True)
    ((goods, freight, total, vat),) = sums(body(shown))
    assert [goods, total] == [ONE[0], ONE[2]]
    assert freight == ("part", "Delivery cost: By post € 5.00")
    assert vat == ("within", "of which VAT 19% Germany, standard rate € 7.19")
    assert plain(body(shown)).count("Total") == 1
    assert "Pay € 45.00" in plain(body(shown))
    german = body(browser.get(shown.request.path.replace("/en/", "/de/")))
    assert re.search(r"45,00\W+€ (be)?zahlen", plain(german))


@pytest.mark.parametrize(("paid", "words"), [(False, "To pay: €45.00"), (True, "Paid: €45.00")])
def test_the_mail_puts_the_vat_below_the_total_and_names_the_total_once(
    order_shop: Any, paid: bool, words: str
) -> None:
    placed = order_shop.place()
    if paid:
        order_shop.pay(placed)
    send_order_mail(placed.purchase_id, 7)
    mail = message_from_bytes((order_shop.settings.home / "mail" / "order-7.eml").read_bytes(), policy=policy.default)
    text = mail.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    assert "Total: €45.00\n    of which VAT 19%: €7.19 (Germany, standard rate)\n" in text
    assert f"- {words}" in text
    html = plain(mail.get_body(("html",)).get_content())  # type: ignore[attr-defined]
    assert html.index("Total") < html.index("of which VAT 19%")


@pytest.mark.parametrize("tag", ["de", "zh-Hans", "ar"])
def test_the_step_delivery_and_its_cost_are_two_words(order_shop: Any, tag: str) -> None:
    from storefront.i18n import _

    translate = runtime.current().catalogues.translate
    step, cost = translate(_("Delivery"), tag), translate(_("Delivery cost"), tag)
    assert step != cost and "Delivery" not in step + cost


# -- the line below the total ---------------------------------------------------------------------


def tax(reason: str, amount: int) -> Any:
    return SimpleNamespace(total=SimpleNamespace(taxes=(SimpleNamespace(reason=reason, amount=amount),)))


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ((tax("standard", 700),), "with delivery and VAT · to Germany"),
        ((tax("export", 0),), "with delivery, without import tax · to Germany"),
        ((tax("zero-rated", 0),), "with delivery, no VAT charged · to Germany"),
        ((tax("export", 0), tax("standard", 700)), "with delivery and VAT, without import tax · to Germany"),
    ],
)
def test_what_is_in_the_total_follows_the_taxes(groups: tuple[Any, ...], words: str) -> None:
    cart: Any = SimpleNamespace(groups=groups, total=1000)
    visitor: Any = SimpleNamespace(market=Market("DE", "EUR"), language="en", t=str)
    assert total_note(cart, visitor) == words
