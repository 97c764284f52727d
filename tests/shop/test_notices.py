"""Mails about what happens to an order: once each, in the buyer's language, as text and HTML."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import timedelta
from typing import Any

import pytest

from storefront import runtime, worker
from storefront.db import utc_now
from storefront.i18n import _
from storefront.orders import actions
from storefront.orders.mails import send_notice
from storefront.orders.queries import find_purchase
from storefront.orders.showing import order_page
from storefront.orders.tables import OrderLine, Outbox
from storefront.orders.wording import Wording
from storefront.payments.actions import (
    begin_payment,
    cancel_order,
    confirm_refund,
    confirm_transfer,
    refund_order,
    settle,
)
from storefront.payments.tables import Payment, Refund
from storefront.values import PaymentAnswer

NUMBER = "00340434161094042557"
DHL = f"https://www.dhl.com/en/home/tracking.html?tracking-id={NUMBER}"


def run() -> None:
    """What is due now and what that made due."""
    for _turn in range(3):
        worker.run_once(utc_now() + timedelta(seconds=1))


def mails(shop: Any, about: str) -> list[Any]:
    folder = shop.settings.home / "mail"
    return [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in sorted(folder.glob(f"{about}-*.eml"))
    ]


def both(message: Any) -> tuple[str, str]:
    """The text, and the HTML without its tags."""
    html = message.get_body(("html",)).get_content()
    plain = re.sub(r"<[^>]+>", " ", html.partition("</head>")[2])
    return message.get_body(("plain",)).get_content(), " ".join(plain.replace("&amp;", "&").split())


def test_a_sent_parcel_is_mailed_with_its_carrier_and_what_is_in_it(order_shop: Any) -> None:
    placed = order_shop.place()
    order_shop.pay(placed)
    order = order_shop.orders(placed)[0]
    line = OrderLine.get(OrderLine.order == order.id)
    actions.ship(order.id, {line.id: 1}, "DHL", NUMBER)
    run()
    run()
    (message,) = mails(order_shop, "sent")
    assert message["Subject"] == f"Part of your order {order.number} is on its way"
    assert message["To"] == "anna@example.com" and message["Auto-Submitted"] == "auto-generated"
    for part in both(message):
        assert "Your parcel is on its way" in part and "The rest follows in another parcel." in part
        assert "DHL" in part and NUMBER in part and "1 × Board of Nordbord" in part
        assert "Anna Berg" in part and "Lindenweg 4" in part
    html = message.get_body(("html",)).get_content()
    link = f"http://localhost:8000/en/orders/{order.number}?key={placed.token}"
    assert f'href="{DHL}"' in html and f'href="{link}"' in html
    assert DHL in both(message)[0] and link in both(message)[0]
    actions.ship(order.id)
    run()
    subjects = {one["Subject"] for one in mails(order_shop, "sent")}
    assert subjects == {message["Subject"], f"Your order {order.number} is on its way"}


def test_a_carrier_without_a_page_has_no_link_and_the_button_shows_the_order(order_shop: Any) -> None:
    placed = order_shop.place()
    order = order_shop.orders(placed)[0]
    actions.ship(order.id, None, "Bob & sons", "B-1")
    run()
    (message,) = mails(order_shop, "sent")
    assert "Carrier: Bob & sons\nTracking number: B-1" in both(message)[0].replace("\r\n", "\n")
    assert "Bob &amp; sons" in message.get_body(("html",)).get_content()
    assert "Follow the parcel" not in both(message)[0]
    assert f"See your order {order.number}:" in both(message)[0]


def test_a_cancelled_order_is_mailed_with_its_reason_and_then_the_money(order_shop: Any) -> None:
    placed = order_shop.place()
    order_shop.pay(placed)
    order = order_shop.orders(placed)[0]
    actions.cancel(order.id, "buyer", _("You cancelled the order."))
    run()
    (cancelled,) = mails(order_shop, "cancelled")
    (refunded,) = mails(order_shop, "refunded")
    assert cancelled["Subject"] == f"Your order {order.number} was cancelled"
    for part in both(cancelled):
        assert "You cancelled the order." in part and "2 × Board of Nordbord" in part
        assert "What you have paid, €45.00, goes back to you the way it came." in part
    assert refunded["Subject"] == f"Money back for your order {order.number}: €45.00"
    for part in both(refunded):
        assert "€45.00 went back to you." in part and "You cancelled the order." in part
        assert "Sandbox card" in part or "card" in part.lower()


def test_an_unpaid_order_that_is_cancelled_owes_nothing(order_shop: Any) -> None:
    placed = order_shop.place(language="de")
    order = order_shop.orders(placed)[0]
    cancel_order(order.id, _("The order was cancelled because it was not paid in time."), now=utc_now())
    run()
    (message,) = mails(order_shop, "cancelled")
    assert message["Content-Language"] == "de"
    assert message["Subject"] == f"Ihre Bestellung {order.number} wurde storniert"
    assert "Sie müssen nichts bezahlen." in both(message)[0]
    assert mails(order_shop, "refunded") == []


def test_a_refund_by_hand_is_mailed_when_staff_have_sent_it(order_shop: Any) -> None:
    placed = order_shop.place(provider="bank-transfer")
    begin_payment(placed.payment_id, {}, "")
    confirm_transfer(Payment.get().reference, None, utc_now())
    order = order_shop.orders(placed)[0]
    refund_order(order.id, 500, _("A scratch."), utc_now())
    run()
    assert mails(order_shop, "refunded") == []
    confirm_refund(Refund.get().id, utc_now())
    confirm_refund(Refund.get().id, utc_now())
    run()
    (message,) = mails(order_shop, "refunded")
    assert "€5.00 went back to you." in both(message)[0] and "Reason: A scratch." in both(message)[0]


def test_a_transfer_that_came_is_mailed_after_the_confirmation(order_shop: Any) -> None:
    placed = order_shop.place(provider="bank-transfer")
    begin_payment(placed.payment_id, {}, "")
    run()
    assert len(mails(order_shop, "order")) == 1 and mails(order_shop, "received") == []
    confirm_transfer(Payment.get().reference, None, utc_now())
    run()
    (message,) = mails(order_shop, "received")
    assert message["Subject"] == "We have your payment of €45.00"
    for part in both(message):
        assert "We have received €45.00 from you." in part and "Nothing more is due now." in part
        assert "The seller packs it." in part and "Bank transfer" in part
    assert len(mails(order_shop, "order")) == 1


def test_a_transfer_of_a_part_says_what_is_still_to_pay(order_shop: Any) -> None:
    placed = order_shop.place(provider="bank-transfer")
    begin_payment(placed.payment_id, {}, "")
    confirm_transfer(Payment.get().reference, 2000, utc_now())
    run()
    (message,) = mails(order_shop, "received")
    for part in both(message):
        assert "We have received €20.00 from you." in part and "€25.00 is still to pay." in part
    assert f"http://localhost:8000/en/pay/{placed.token}" in both(message)[0]


def test_a_card_that_pays_at_once_gets_the_confirmation_alone(order_shop: Any) -> None:
    placed = order_shop.place()
    order_shop.pay(placed)
    run()
    assert len(mails(order_shop, "order")) == 1 and mails(order_shop, "received") == []


def test_money_for_a_cancelled_order_is_mailed_as_going_back(order_shop: Any) -> None:
    placed = order_shop.place()
    cancel_order(order_shop.orders(placed)[0].id, _("You cancelled the order."), now=utc_now())
    settle(placed.payment_id, PaymentAnswer("succeeded", "ref", amount=4500), utc_now())
    assert Outbox.select().where(Outbox.kind == "notice_mail").count() == 1
    refund = Refund.get()
    assert (refund.order_id, refund.amount) == (None, 4500)
    confirm_refund(refund.id, utc_now())
    run()
    (message,) = mails(order_shop, "refunded")
    assert message["Subject"] == "Money back from Nordbord: €45.00"
    assert f"http://localhost:8000/en/purchases/{placed.token}" in both(message)[0]


@pytest.mark.parametrize(
    ("language", "subject", "direction"),
    [
        ("de", "Ihre Bestellung {} ist unterwegs", "ltr"),
        ("zh-Hans", "您的订单 {} 已在途中", "ltr"),
        ("ar", "طلبك {} في الطريق إليك", "rtl"),
    ],
)
def test_a_parcels_mail_speaks_the_buyers_language(
    order_shop: Any, language: str, subject: str, direction: str
) -> None:
    placed = order_shop.place(language=language)
    order = order_shop.orders(placed)[0]
    actions.ship(order.id, None, "DHL", NUMBER)
    run()
    (message,) = mails(order_shop, "sent")
    assert message["Subject"] == subject.format(order.number)
    assert f'<html lang="{language}" dir="{direction}">' in message.get_body(("html",)).get_content()


def test_an_arabic_text_keeps_the_tracking_number_in_one_piece(order_shop: Any) -> None:
    order = order_shop.orders(order_shop.place(language="ar"))[0]
    actions.ship(order.id, None, "DHL", "4000 1000 22")
    run()
    (message,) = mails(order_shop, "sent")
    html = message.get_body(("html",)).get_content()
    assert "رقم التتبع:\u200f \u20684000 1000 22\u2069" in message.get_body(("plain",)).get_content()
    assert "line-height:1.6" in html and "line-height:1.5" not in html


def test_the_same_row_writes_one_notice(order_shop: Any) -> None:
    placed = order_shop.place()
    order = order_shop.orders(placed)[0]
    actions.ship(order.id, None, "DHL", NUMBER)
    row = Outbox.get(Outbox.kind == "notice_mail")
    send_notice(row.payload, row.id)
    before = (order_shop.settings.home / "mail" / f"sent-{row.id}.eml").read_bytes()
    send_notice(row.payload, row.id)
    assert (order_shop.settings.home / "mail" / f"sent-{row.id}.eml").read_bytes() == before
    assert len(mails(order_shop, "sent")) == 1


def test_a_notice_is_written_with_the_plugin_off(order_shop: Any) -> None:
    placed = order_shop.place()
    order_shop.pay(placed)
    actions.ship(order_shop.orders(placed)[0].id, None, "DHL", NUMBER)
    order_shop.switch_off()
    run()
    assert len(mails(order_shop, "sent")) == 1


def test_the_timeline_leads_to_the_carriers_page(order_shop: Any) -> None:
    placed = order_shop.place()
    actions.ship(order_shop.orders(placed)[0].id, None, "DHL", NUMBER)
    facts = find_purchase(placed.token)
    page = order_page(facts.orders[0], facts, Wording(runtime.current(), "en"), utc_now())
    entry = next(one for one in page.timeline if one.label == "Parcel sent")
    assert [(link.label, link.url) for link in entry.links] == [("Follow the parcel", DHL)]
    assert page.shipments[0].tracking_url == DHL
