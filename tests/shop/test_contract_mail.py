"""The order mail is the contract on a durable medium (Directive 2011/83/EU, article 8(7) with 6(1))."""

from __future__ import annotations

import email
import email.policy
import re
from typing import Any

import pytest

from storefront.catalogue.tables import ProductText, Seller
from storefront.i18n import _
from storefront.orders.mails import send_order_mail
from storefront.orders.tables import OrderLine

# what article 6(1) asks → words of the mail
NEEDED = {
    "main characteristics": ("2 × Board of Nordbord", "nordbord-1", "A board of oak, oiled."),
    "who sells, where, how to reach him": ("Nordbord GmbH", "Hafen 1", "20457", "hallo@nordbord.example", "DE000000000"),
    "the whole price with tax and delivery": ("Total: €45.00", "Delivery", "€5.00", "of which VAT 19%"),
    "payment": ("Payment", "€45.00"),
    "delivery": ("By post", "arrives", "Lindenweg 4"),
    "right of withdrawal": ("within 14 days of receiving the last item", "tell the seller so in a clear statement"),
    "effects of withdrawal": ("You then get back all that you paid", "Send the goods back within 14 days"),
    "model form": (
        "Model withdrawal form",
        "I hereby give notice that I withdraw from my contract of sale of the following goods:",
        "Name of consumer:",
        "Signature of consumer",
    ),
    "legal guarantee": (
        "within 2 years of delivery",
        "repair or replace faulty goods free of charge",
        "Turn to the seller, not to the manufacturer: Nordbord, hallo@nordbord.example.",
    ),
}


def mailed(shop: Any) -> tuple[str, str, str]:
    """Text, words of the HTML, and the HTML."""
    raw = (shop.settings.home / "mail" / "order-7.eml").read_bytes()
    message: Any = email.message_from_bytes(raw, policy=email.policy.default)
    text = " ".join(message.get_body(("plain",)).get_content().split())
    html = message.get_body(("html",)).get_content()
    words = re.sub(r"<[^>]+>", " ", html.partition("</head>")[2])
    return text, re.sub(r"\s+([:,.])", r"\1", " ".join(words.split())), html


@pytest.fixture
def sent(order_shop: Any) -> tuple[str, str, str]:
    ProductText.update(summary="A board of oak, oiled.").where(ProductText.language == "en").execute()
    placed = order_shop.place()
    order_shop.pay(placed)
    send_order_mail(placed.purchase_id, 7)
    return mailed(order_shop)


@pytest.mark.parametrize("what", NEEDED)
def test_the_contract_says(sent: tuple[str, str, str], what: str) -> None:
    text, words, _html = sent
    for one in NEEDED[what]:
        assert one in text, "text"
        assert one in words, "HTML"


def test_the_contract_leads_to_the_order_and_the_guarantee(sent: tuple[str, str, str]) -> None:
    text, _words, html = sent
    assert "http://localhost:8000/en/guarantee" in text
    assert 'href="http://localhost:8000/en/guarantee"' in html
    assert "http://localhost:8000/en/purchases/" in text


def test_an_exception_is_told_with_the_goods_it_holds_for(order_shop: Any) -> None:
    placed = order_shop.place(*order_shop.offers)
    first, second = order_shop.orders(placed)
    # one order of two lines: of the second the right of withdrawal is excluded
    line = OrderLine.get(OrderLine.order == second.id)
    terms = {**line.frozen["sale_terms"], "withdrawal_days": None}
    terms["withdrawal_reason"] = _("It is engraved for you: there is no right of withdrawal.").as_json()
    OrderLine.update(order=first.id, frozen={**line.frozen, "sale_terms": terms}).where(
        OrderLine.id == line.id
    ).execute()
    send_order_mail(placed.purchase_id, 7)
    text, words, _html = mailed(order_shop)
    for part in (text, words):
        assert "Board of Kesselhaus: It is engraved for you: there is no right of withdrawal." in part
        assert "Board of Nordbord: You can withdraw from this contract within 14 days" in part


def test_a_private_sellers_contract_claims_no_consumer_law(order_shop: Any) -> None:
    Seller.update(trader=False).execute()
    placed = order_shop.place()
    send_order_mail(placed.purchase_id, 7)
    text, _words, html = mailed(order_shop)
    assert "The seller is a private person: consumer law, such as the right of withdrawal, does not apply." in text
    assert "A private person, not a trader" in text
    assert "Model withdrawal form" not in text and "/guarantee" not in html and "2 years" not in text
