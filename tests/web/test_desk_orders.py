"""Orders at the desk: found, shipped in parts, cancelled, refunded, noted; and what a stranger gets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from storefront.accounts import tables
from storefront.accounts.actions import add_person
from storefront.accounts.passwords import hash_password
from storefront.catalogue.tables import Seller
from storefront.db import utc_now
from storefront.desk.tables import AuditEntry
from storefront.orders.notice_page import notice_mail
from storefront.orders.queries import get_purchase
from storefront.orders.tables import Event, Order, OrderLine, Outbox, Shipment, ShipmentLine
from storefront.orders.wording import Wording
from storefront.payments import holds
from storefront.payments.actions import begin_payment, run_refund, start_attempt
from storefront.payments.credit_offers import open_offers
from storefront.payments.hold_tables import HoldFreeze, Keeping
from storefront.payments.tables import Allocation, CreditOffer, Installment, LedgerLine, Payment, Refund
from storefront.runtime import current
from storefront.web.limits import _counters

PASSWORD = "four plain words here"
HASHED = hash_password(PASSWORD)
COUNTED = (Shipment, ShipmentLine, Refund, Event, Outbox, AuditEntry, LedgerLine)
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#order"}


@pytest.fixture(autouse=True)
def nobody(demo: Any) -> Iterator[None]:
    """The shop of the session again without people, acts and open orders."""
    _counters.clear()
    yield
    Order.update(closed_at=utc_now()).where(Order.closed_at.is_null()).execute()
    AuditEntry.delete().execute()
    tables.Person.delete().execute()


@pytest.fixture
def desk(demo: Any) -> Callable[..., FlaskClient]:
    """desk("staff"): a browser of somebody with this role; desk("seller", "slug") works for a seller."""

    def open_desk(role: str, *sellers: str) -> FlaskClient:
        email = f"{role or 'anna'}{tables.Person.select().count()}@example.com"
        roles = [role] if role else []
        add_person(email, HASHED, "en", utc_now(), roles=roles, sellers=sellers, confirmed=True)
        browser = demo.browser()
        answer = browser.post("/en/account/sign-in", data={"email": email, "password": PASSWORD})
        assert answer.status_code == 303
        return browser

    return open_desk


@pytest.fixture
def order(demo: Any, place: Callable[..., tuple[FlaskClient, str]]) -> Order:
    """An order of two lines, not paid yet."""
    _buyer, number = place(demo, 2)
    found: Order = Order.get(Order.number == number)
    return found


def paid(order: Order) -> Order:
    payment = Payment.get(Payment.purchase == order.purchase_id)
    begin_payment(payment.id, {"card": "4242 4242 4242 4242"}, "http://localhost/back")
    found: Order = Order.get_by_id(order.id)
    return found


def by_transfer(order: Order) -> Payment:
    """The order is to be paid by bank transfer."""
    payment_id = start_attempt(order.purchase_id, "bank-transfer", utc_now())
    begin_payment(payment_id, {}, "http://localhost/back")
    found: Payment = Payment.get_by_id(payment_id)
    return found


def lines_of(order: Order) -> list[OrderLine]:
    return list(OrderLine.select().where(OrderLine.order == order.id).order_by(OrderLine.id))


def plain(page: Any) -> str:
    text = re.sub(r"[\u2066-\u2069]", "", re.sub(r"<[^>]+>", " ", page.get_data(as_text=True)))
    return " ".join(text.split())


def counts() -> list[int]:
    return [table.select().count() for table in COUNTED]


def acts() -> list[str]:
    return [row.act for row in AuditEntry.select().order_by(AuditEntry.id)]


# -- the list -------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["number", "anna@EXAMPLE.com", "Anna Berg", "reference"])
def test_an_order_is_found_by_number_address_name_and_reference(
    desk: Callable[..., FlaskClient], order: Order, query: str
) -> None:
    payment = by_transfer(order)
    text = {"number": order.number[:7].lower(), "reference": payment.reference}.get(query, query)
    page = desk("staff").get("/desk/orders", query_string={"q": text}).text
    assert f'href="/desk/orders/{order.number}"' in page


def test_orders_are_filtered_by_money_goods_stage_and_day(desk: Callable[..., FlaskClient], order: Order) -> None:
    browser = desk("staff")

    def is_listed(**query: str) -> bool:
        page = browser.get("/desk/orders", query_string={"q": order.number, **query}).text
        return f'href="/desk/orders/{order.number}"' in page

    assert is_listed(paid="due", sent="none", stage="placed", since="1")
    assert not is_listed(paid="paid")
    paid(order)
    assert is_listed(paid="paid")
    assert not is_listed(paid="due")
    first, second = lines_of(order)
    browser.post(f"/desk/orders/{order.number}/ship", data={f"line-{first.id}": "1"})
    assert is_listed(sent="part")
    assert not is_listed(sent="all")
    browser.post(f"/desk/orders/{order.number}/ship", data={f"line-{second.id}": "1"})
    assert is_listed(sent="all", stage="open")
    assert not is_listed(paid="back")
    assert not is_listed(stage="closed")


def test_the_list_sums_what_is_found_and_keeps_its_choices_in_the_address(
    desk: Callable[..., FlaskClient], order: Order
) -> None:
    page = desk("staff").get(f"/desk/orders?q={order.number}&paid=due&sort=total").text
    total = re.search(r"<tfoot>.*?</tfoot>", page, re.S)
    assert total is not None
    assert f"{order.total / 100:.2f}" in total[0]
    assert "1 order" in page
    assert f'href="/desk/orders?q={order.number}&amp;paid=due&amp;sort=-total"' in page


def test_open_orders_come_first_and_pages_follow_one_another(
    desk: Callable[..., FlaskClient], demo: Any, monkeypatch: pytest.MonkeyPatch,
    place: Callable[..., tuple[FlaskClient, str]],
) -> None:  # fmt: skip
    numbers = [place(demo, 1)[1] for _turn in range(3)]
    Order.update(closed_at=utc_now()).where(Order.number == numbers[2]).execute()
    monkeypatch.setattr("storefront.desk.keyset.page_of.__defaults__", (1,))
    browser, shown, path = desk("staff"), [], "/desk/orders?since=1"
    for _turn in range(3):
        page = browser.get(path).text
        shown += re.findall(r'href="/desk/orders/([\w-]+)" data-open', page)
        further = re.search(r'rel="next" href="([^"]+)"', page)
        path = further[1].replace("&amp;", "&") if further else ""
    assert shown[:2] == [numbers[1], numbers[0]]


def test_a_list_of_orders_asks_the_same_number_of_questions_whatever_it_lists(
    desk: Callable[..., FlaskClient], demo: Any, queries: Callable[..., Any],
    place: Callable[..., tuple[FlaskClient, str]],
) -> None:  # fmt: skip
    place(demo, 1)
    browser = desk("staff")
    browser.get("/desk/orders")
    with queries() as one:
        browser.get("/desk/orders")
    for _turn in range(2):
        place(demo, 1)
    with queries() as more:
        browser.get("/desk/orders")
    assert len(more) == len(one)


# -- one order ------------------------------------------------------------------------------------


def test_an_orders_page_tells_the_whole_story(desk: Callable[..., FlaskClient], order: Order) -> None:
    paid(order)
    page = desk("staff").get(f"/desk/orders/{order.number}")
    words = plain(page)
    for expected in ("anna@example.com", "Lindenweg 4", "Ordered", "Paid", "Card (sandbox)", "Received", "Ledger",
                     "Confirmation of the order", "Waits for the worker", "The seller confirms the order."):  # fmt: skip
        assert expected in words, expected
    assert "Who acts : You" not in words
    assert page.headers["Cache-Control"] == "private, no-store"


def test_an_unknown_order_is_not_there(desk: Callable[..., FlaskClient]) -> None:
    assert desk("staff").get("/desk/orders/NO-SUCH").status_code == 404


def test_staff_accept_an_order_and_the_story_says_who(desk: Callable[..., FlaskClient], order: Order) -> None:
    browser = desk("staff")
    answer = browser.post(f"/desk/orders/{order.number}/move/accept")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/desk/orders/{order.number}")
    assert Order.get_by_id(order.id).state == "accepted"
    [entry] = AuditEntry.select().dicts()
    assert (entry["act"], entry["before"], entry["after"]) == ("order.move", {"state": "placed"}, {"state": "accepted"})
    event = Event.get(Event.subject == f"order:{order.id}", Event.kind == "accepted")
    assert event.actor == f"person:{entry['person_id']}"
    page = browser.get(f"/desk/orders/{order.number}")
    assert "The order has moved on." in plain(page)
    assert "staff0@example.com" in plain(page)


def test_a_button_pressed_twice_says_so_and_moves_nothing(desk: Callable[..., FlaskClient], order: Order) -> None:
    browser = desk("staff")
    browser.post(f"/desk/orders/{order.number}/move/accept")
    before = counts()
    browser.post(f"/desk/orders/{order.number}/move/accept")
    assert counts() == before
    assert "This cannot be done any more." in plain(browser.get(f"/desk/orders/{order.number}"))


def test_goods_are_sent_in_parts_and_the_last_part_moves_the_order(
    desk: Callable[..., FlaskClient], order: Order
) -> None:
    paid(order)
    browser, path = desk("staff"), f"/desk/orders/{order.number}/ship"
    first, second = lines_of(order)
    sent = {f"line-{first.id}": "1", f"line-{second.id}": "0", "carrier": "DHL", "tracking": " 00340 1 "}
    assert browser.post(path, data=sent).status_code == 303
    [shipment] = Shipment.select().where(Shipment.order == order.id)
    assert (shipment.carrier, shipment.tracking) == ("DHL", "00340 1")
    assert Order.get_by_id(order.id).state == "placed"
    mail = Outbox.select().where(Outbox.kind == "notice_mail", Outbox.subject == f"purchase:{order.purchase_id}")
    assert [row.payload["about"] for row in mail] == ["sent"]
    other = {f"line-{second.id}": "1", "carrier": "other", "other_carrier": "Bike & Co"}
    assert browser.post(path, data=other).status_code == 303
    assert Order.get_by_id(order.id).state == "fulfilled"
    assert acts() == ["order.ship", "order.ship"]
    words = plain(browser.get(f"/desk/orders/{order.number}"))
    assert "Bike & Co" in words.replace("&amp;", "&")
    assert "Parcel 1 of 2" in words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"first": "2"}, "At most 1 piece is left."),
        ({"first": "x"}, "At most 1 piece is left."),
        ({}, "Say how many pieces of what were sent."),
        ({"first": "1", "carrier": "other"}, "Name the carrier."),
        ({"first": "1", "carrier": "Nobody"}, "Please choose one of the list."),
        ({"first": "1", "tracking": "9" * 101}, "At most 100 characters, please."),
    ],
)
def test_a_parcel_that_cannot_be_is_refused_at_its_field(
    desk: Callable[..., FlaskClient], order: Order, typed: dict[str, str], words: str
) -> None:
    browser, before = desk("staff"), counts()
    data = {(f"line-{lines_of(order)[0].id}" if name == "first" else name): text for name, text in typed.items()}
    answer = browser.post(f"/desk/orders/{order.number}/ship", data=data)
    assert answer.status_code == 422
    assert words in plain(answer)
    assert counts() == before


def test_a_parcel_is_marked_as_delivered_once(desk: Callable[..., FlaskClient], order: Order) -> None:
    browser = desk("staff")
    browser.post(f"/desk/orders/{order.number}/ship", data={f"line-{lines_of(order)[0].id}": "1"})
    shipment = Shipment.get(Shipment.order == order.id)
    path = f"/desk/orders/{order.number}/parcels/{shipment.id}/delivered"
    assert path in browser.get(f"/desk/orders/{order.number}").text
    for _turn in range(2):
        assert browser.post(path).status_code == 303
    assert Shipment.get_by_id(shipment.id).delivered_at is not None
    assert acts() == ["order.ship", "order.deliver"]
    assert path not in browser.get(f"/desk/orders/{order.number}").text


def test_cancelling_wants_a_reason_and_gives_money_back(desk: Callable[..., FlaskClient], order: Order) -> None:
    paid(order)
    browser, path = desk("staff"), f"/desk/orders/{order.number}/cancel"
    refused = browser.post(path, data={"reason": "  "})
    assert refused.status_code == 422
    assert "Say why the order is cancelled." in plain(refused)
    assert Order.get_by_id(order.id).state == "placed"
    assert browser.post(path, data={"reason": "Broken in the store"}).status_code == 303
    assert Order.get_by_id(order.id).state == "cancelled"
    [refund] = Refund.select().where(Refund.order == order.id)
    assert (refund.amount, refund.reason["values"]) == (order.total, {"text": "Broken in the store"})
    assert acts() == ["order.cancel"]


def test_a_cancel_without_a_reason_does_not_come_by_the_buttons_address(
    desk: Callable[..., FlaskClient], order: Order
) -> None:
    browser = desk("staff")
    browser.post(f"/desk/orders/{order.number}/move/cancel")
    assert Order.get_by_id(order.id).state == "placed"


# -- transfers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("difference", "words", "back"),
    # by more than a bank's fee
    [(0, "The transfer is confirmed.", 0), (-1500, "15.00 is still missing.", 0), (250, "2.50 more than was asked for", 250)],
)
def test_a_transfer_is_confirmed_as_it_came(
    desk: Callable[..., FlaskClient], order: Order, difference: int, words: str, back: int
) -> None:
    payment, browser = by_transfer(order), desk("staff")
    came = order.total + difference
    path = f"/desk/orders/{order.number}/payments/{payment.id}/confirm"
    typed = {"amount": f"{came / 100:.2f}", "received_on": "2026-11-20", "bank_reference": "STMT 44"}
    assert browser.post(path, data=typed).status_code == 303
    assert words in plain(browser.get(f"/desk/orders/{order.number}"))
    kept = Payment.get_by_id(payment.id)
    assert (kept.state, kept.answer["received"]) == ("succeeded", came)
    assert (kept.answer["received_on"], kept.answer["bank_reference"]) == ("2026-11-20", "STMT 44")
    assert Installment.get(Installment.order == order.id).paid == min(came, order.total)
    assert sum(row.amount for row in Refund.select().where(Refund.payment == payment.id)) == back
    assert acts() == ["payment.confirm"]
    before = counts()
    browser.post(path, data=typed)
    assert "This transfer was confirmed before." in plain(browser.get(f"/desk/orders/{order.number}"))
    assert counts() == before


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"amount": "abc", "received_on": "2026-11-20"}, "Enter the amount that came"),
        ({"amount": "0", "received_on": "2026-11-20"}, "Enter the amount that came"),
        ({"amount": "12.345", "received_on": "2026-11-20"}, "Enter the amount that came"),
        ({"amount": "12", "received_on": "2999-01-01"}, "Enter the day the money came"),
        ({"amount": "12", "received_on": "yesterday"}, "Enter the day the money came"),
    ],
)
def test_a_transfer_that_makes_no_sense_is_refused_at_its_field(
    desk: Callable[..., FlaskClient], order: Order, typed: dict[str, str], words: str
) -> None:
    payment, browser = by_transfer(order), desk("staff")
    before = counts()
    answer = browser.post(f"/desk/orders/{order.number}/payments/{payment.id}/confirm", data=typed)
    assert answer.status_code == 422
    assert words in plain(answer)
    assert counts() == before


def test_a_refund_as_credit_is_offered_at_the_desk_and_answered_by_the_buyer_alone(
    desk: Callable[..., FlaskClient], demo: Any, place: Callable[..., tuple[FlaskClient, str]]
) -> None:
    buyer, number = place(demo, 1)
    order = paid(Order.get(Order.number == number))
    browser, path = desk("staff"), f"/desk/orders/{number}"
    fields = sure(browser, order, amount="2", way="offer", reason="Scratched")
    for _press in range(2):
        assert browser.post(f"{path}/refund", data=fields).status_code == 303
    assert Refund.select().where(Refund.order == order.id).count() == 0
    (offer,) = open_offers(order.id, utc_now())
    shown = plain(buyer.get(f"/en/orders/{number}"))
    assert "You need not agree: the law gives you the money the way you paid it." in shown
    mail = notice_mail(get_purchase(order.purchase_id), Outbox.get(Outbox.payload == {
        "purchase": order.purchase_id, "about": "credit-offered", "order": order.id, "offer": offer.id,
    }).payload, Wording(current(), "en"), utc_now())  # fmt: skip
    assert "€2.00 as credit" in mail.subject
    for stranger in (demo.browser(), browser, desk("")):
        assert stranger.post(f"/en/orders/{number}/credit/{offer.id}/accept").status_code == 404
    assert buyer.post(f"/en/orders/{number}/credit/{offer.id}/perhaps").status_code == 404
    assert "Take back the offer of €2.00 as credit" in plain(browser.get(path))
    assert buyer.post(f"/en/orders/{number}/credit/{offer.id}/accept").status_code == 303
    row = Refund.get(Refund.order == order.id)
    assert (row.amount, row.way) == (200, "card")
    assert "Take €2.00" not in plain(buyer.get(f"/en/orders/{number}"))
    assert "Gift card, by mail" in plain(browser.get(path))
    again = sure(browser, order, amount="1", way="offer")
    browser.post(f"{path}/refund", data=again)
    (second,) = open_offers(order.id, utc_now())
    assert desk("").post(f"{path}/credit/{second.id}/end").status_code == 404
    assert browser.post(f"{path}/credit/{second.id}/end").status_code == 303
    assert open_offers(order.id, utc_now()) == []
    CreditOffer.delete().execute()


# -- money by hand --------------------------------------------------------------------------------


def test_staff_release_and_keep_money_with_a_reason_and_a_seller_only_reads_it(
    desk: Callable[..., FlaskClient], order: Order
) -> None:
    paid(order)
    browser, path = desk("staff"), f"/desk/orders/{order.number}"
    held = holds.held_in_ledger(order.id)
    assert browser.post(f"{path}/money/release", data={"key": "a", "amount": "1"}).status_code == 422
    assert browser.post(f"{path}/money/keep", data={"key": "b", "until": "", "reason": "Police"}).status_code == 422
    late = {"key": "b", "until": (utc_now() + timedelta(days=200)).date().isoformat(), "reason": "Police"}
    assert "at most" in plain(browser.post(f"{path}/money/keep", data=late))
    for _press in range(2):
        sent = {"key": "a", "amount": "1", "reason": "He needs it"}
        assert browser.post(f"{path}/money/release", data=sent).status_code == 303
    assert holds.held_in_ledger(order.id) == held - 100
    day = (utc_now() + timedelta(days=20)).date()
    asked = {"key": "b", "until": day.isoformat(), "reason": "The police asks"}
    for _press in range(2):
        assert browser.post(f"{path}/money/keep", data=asked).status_code == 303
    refused = browser.post(f"{path}/money/release", data={"key": "c", "reason": "All of it"})
    assert refused.status_code == 422
    assert "There is not so much to release" in plain(refused)
    seller = desk("seller", Seller.get_by_id(order.seller_id).slug)
    assert "The police asks" in plain(seller.get(path))
    assert f"{order.number} until" in plain(seller.get("/desk/payouts"))
    assert "Release money now" not in plain(seller.get(path))
    keeping = Keeping.get()
    for act in ("money/release", "money/keep", f"money/keep/{keeping.id}/end"):
        assert seller.post(f"{path}/{act}", data={**asked, "key": "z"}).status_code == 404
        assert desk("").post(f"{path}/{act}", data={**asked, "key": "z"}).status_code == 404
    assert browser.post(f"{path}/money/keep/{keeping.id}/end").status_code == 303
    assert acts() == ["order.release", "order.keep", "order.keep-ended"]
    assert HoldFreeze.select().where(HoldFreeze.by == f"keeping:{keeping.id}").count() == 0
    Keeping.delete().execute()


# -- refunds --------------------------------------------------------------------------------------


def sure(browser: FlaskClient, order: Order, **typed: str) -> dict[str, str]:
    """The second step's hidden fields."""
    page = browser.get(f"/desk/orders/{order.number}/refund", query_string={"step": "sure", **typed})
    assert page.status_code == 200, plain(page)
    form = re.search(r'<form method="post" action="[^"]+/refund">(.*?)</form>', page.text, re.S)
    assert form is not None
    return dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[1]))


def test_a_line_and_the_delivery_go_back_once_however_often_it_is_pressed(
    desk: Callable[..., FlaskClient], order: Order
) -> None:
    paid(order)
    browser, line = desk("staff"), lines_of(order)[0]
    fields = sure(browser, order, **{f"pieces-{line.id}": "1", "delivery": "1", "reason": "Scratched"})
    assert Refund.select().where(Refund.order == order.id).count() == 0
    amount = line.gross + order.freight
    for _turn in range(2):
        answer = browser.post(f"/desk/orders/{order.number}/refund", data=fields)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/desk/orders/{order.number}")
    assert "nothing more goes back" in plain(browser.get(f"/desk/orders/{order.number}"))
    assert [row.amount for row in Refund.select().where(Refund.order == order.id)] == [amount]
    assert acts() == ["order.refund"]
    again = browser.get(f"/desk/orders/{order.number}/refund", query_string={"step": "sure", f"pieces-{line.id}": "1"})
    assert again.status_code == 422
    assert "At most 0 pieces are left." in plain(again)
    assert "The delivery too" not in plain(again)


def test_the_money_arrives_and_is_booked(desk: Callable[..., FlaskClient], order: Order) -> None:
    paid(order)
    browser = desk("staff")
    browser.post(f"/desk/orders/{order.number}/refund", data=sure(browser, order, amount="1,50"))
    run_refund(Refund.get(Refund.order == order.id).id, utc_now())
    assert Refund.get(Refund.order == order.id).state == "succeeded"
    account = LedgerLine.select().where(LedgerLine.account == f"held:order:{order.id}").order_by(LedgerLine.id)
    assert [row.amount for row in account] == [-order.total, 150]
    assert "Refund sent" in plain(browser.get(f"/desk/orders/{order.number}"))


def test_more_than_was_paid_does_not_go_back(desk: Callable[..., FlaskClient], order: Order) -> None:
    paid(order)
    browser, before = desk("staff"), counts()
    answer = browser.get(
        f"/desk/orders/{order.number}/refund", query_string={"step": "sure", "amount": str(order.total)}
    )
    assert answer.status_code == 422
    assert "This is more than what is left" in plain(answer)
    fields = {**sure(browser, order, amount="1"), "amount": str(order.total)}
    assert browser.post(f"/desk/orders/{order.number}/refund", data=fields).status_code == 422
    assert counts() == before


def test_two_who_refund_at_once_do_not_both(desk: Callable[..., FlaskClient], order: Order) -> None:
    paid(order)
    one, other = desk("staff"), desk("staff")
    mine, theirs = sure(one, order, amount="2"), sure(other, order, amount="2")
    assert one.post(f"/desk/orders/{order.number}/refund", data=mine).status_code == 303
    late = other.post(f"/desk/orders/{order.number}/refund", data=theirs)
    assert late.status_code == 422
    assert "Somebody else has changed this meanwhile." in plain(late)
    assert [row.amount for row in Refund.select().where(Refund.order == order.id)] == [200]


def test_all_pieces_one_by_one_are_the_lines_price_exactly() -> None:
    from storefront.orders.refund_shares import share

    assert [share(1000, 3, number, 1) for number in range(3)] == [333, 333, 334]
    assert share(1000, 3, 1, 2) == 667


def test_a_refund_by_hand_is_confirmed_by_hand(desk: Callable[..., FlaskClient], order: Order) -> None:
    payment, browser = by_transfer(order), desk("staff")
    typed = {"amount": f"{order.total / 100:.2f}", "received_on": "2026-11-20"}
    browser.post(f"/desk/orders/{order.number}/payments/{payment.id}/confirm", data=typed)
    browser.post(f"/desk/orders/{order.number}/refund", data=sure(browser, order, amount="3"))
    run_refund(Refund.get(Refund.order == order.id).id, utc_now())
    refund = Refund.get(Refund.order == order.id)
    assert refund.state == "pending"
    path = f"/desk/orders/{order.number}/refunds/{refund.id}/confirm"
    assert path in browser.get(f"/desk/orders/{order.number}").text
    browser.post(path)
    assert Refund.get_by_id(refund.id).state == "succeeded"
    before = counts()
    browser.post(path)
    assert counts() == before
    assert acts() == ["payment.confirm", "order.refund", "refund.confirm"]


def test_payments_to_look_after_are_listed_for_staff_only(
    desk: Callable[..., FlaskClient], order: Order
) -> None:
    payment, browser = by_transfer(order), desk("staff")
    waits = browser.get("/desk/payments", query_string={"q": payment.reference})
    assert f'href="/desk/orders/{order.number}"' in waits.text
    assert "today" in plain(waits)
    typed = {"amount": f"{order.total / 100:.2f}", "received_on": "2026-11-20"}
    browser.post(f"/desk/orders/{order.number}/payments/{payment.id}/confirm", data=typed)
    assert order.number not in browser.get("/desk/payments", query_string={"q": payment.reference}).text
    browser.post(f"/desk/orders/{order.number}/refund", data=sure(browser, order, amount="3"))
    run_refund(Refund.get(Refund.order == order.id).id, utc_now())
    back = browser.get("/desk/payments", query_string={"q": payment.reference, "show": "back"})
    assert f'href="/desk/orders/{order.number}"' in back.text
    for show in ("silent", "failed"):
        assert order.number not in browser.get(f"/desk/payments?show={show}&q={payment.reference}").text
    assert desk("seller", Seller.get_by_id(order.seller_id).slug).get("/desk/payments").status_code == 404


# -- mails, notes ---------------------------------------------------------------------------------


def test_a_mail_is_sent_again_and_failed_work_tried_now(desk: Callable[..., FlaskClient], order: Order) -> None:
    paid(order)
    browser = desk("staff")
    row = Outbox.get(Outbox.kind == "order_mail", Outbox.subject == f"purchase:{order.purchase_id}")
    assert browser.post(f"/desk/orders/{order.number}/mails/{row.id}").status_code == 303
    mails = Outbox.select().where(Outbox.kind == "order_mail", Outbox.subject == row.subject)
    assert [one.payload for one in mails] == [row.payload, row.payload]
    late = utc_now().replace(year=2030)
    Outbox.update(attempts=3, error="OSError: no mail server", due_at=late).where(Outbox.id == row.id).execute()
    page = browser.get(f"/desk/orders/{order.number}")
    assert "Failed 3 times" in plain(page)
    assert "no mail server" in plain(page)
    assert browser.post(f"/desk/orders/{order.number}/work/{row.id}").status_code == 303
    assert Outbox.get_by_id(row.id).due_at < late
    assert acts() == ["order.resend", "order.retry"]


def test_a_note_is_seen_at_the_desk_and_never_by_the_buyer(
    desk: Callable[..., FlaskClient], demo: Any, place: Callable[..., tuple[FlaskClient, str]]
) -> None:
    buyer, number = place(demo, 1)
    browser = desk("staff")
    assert browser.post(f"/desk/orders/{number}/notes", data={"note": " "}).status_code == 422
    browser.post(f"/desk/orders/{number}/notes", data={"note": "Called <b>twice</b>\nno answer"})
    page = browser.get(f"/desk/orders/{number}").text
    assert "Called &lt;b&gt;twice&lt;/b&gt;\nno answer" in page
    assert "Called" not in buyer.get(f"/en/orders/{number}").text


def test_htmx_gets_the_orders_block_with_what_was_done(desk: Callable[..., FlaskClient], order: Order) -> None:
    browser = desk("staff")
    answer = browser.post(f"/desk/orders/{order.number}/move/accept", headers=PARTIAL, follow_redirects=True)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="order">')
    assert "The order has moved on." in plain(answer)
    refused = browser.post(f"/desk/orders/{order.number}/ship", headers=PARTIAL)
    assert refused.status_code == 422
    assert refused.text.lstrip().startswith('<div id="order">')


def test_the_rest_of_a_short_transfer_is_booked_once(desk: Callable[..., FlaskClient], order: Order) -> None:
    payment, browser = by_transfer(order), desk("staff")
    path = f"/desk/orders/{order.number}"
    assert "Book a transfer" not in plain(browser.get(path)), "a transfer is waited for"
    typed = {"amount": f"{(order.total - 500) / 100:.2f}", "received_on": "2026-11-20"}
    browser.post(f"{path}/payments/{payment.id}/confirm", data=typed)
    page = browser.get(path).get_data(as_text=True)
    key = re.search(r'name="key" value="([^"]+)"', page.partition('action="' + path + "/transfer")[2])[1]  # type: ignore[index]
    wrong = browser.post(f"{path}/transfer", data={"key": key, "amount": "much", "received_on": "2026-11-21"})
    assert (wrong.status_code, "Enter the amount that came" in plain(wrong)) == (422, True)
    rest = {"key": key, "amount": "5.00", "received_on": "2026-11-21", "bank_reference": "STMT 45"}
    assert browser.post(f"{path}/transfer", data=rest).status_code == 303
    assert "The transfer is confirmed." in plain(browser.get(path))
    assert Installment.get(Installment.order == order.id).paid == order.total
    second = Payment.get(Payment.purchase == order.purchase_id, Payment.amount == 500)
    assert (second.amount, second.state, second.answer["bank_reference"]) == (500, "succeeded", "STMT 45")
    assert acts() == ["payment.confirm", "payment.confirm"]
    before = counts()
    browser.post(f"{path}/transfer", data=rest)
    page = plain(browser.get(path))
    assert "This transfer was confirmed before." in page
    assert "Book a transfer" not in page
    assert counts() == before


# -- strangers ------------------------------------------------------------------------------------


def everything(order: Order, shipment: Shipment, payment: Payment, refund: Refund, row: Outbox) -> list[tuple[str, str]]:
    path = f"/desk/orders/{order.number}"
    return [
        ("GET", path),
        ("GET", f"/desk/orders/by-id/{order.id}"),
        ("GET", f"{path}/refund"),
        ("POST", f"{path}/refund"),
        ("POST", f"{path}/move/accept"),
        ("POST", f"{path}/cancel"),
        ("POST", f"{path}/ship"),
        ("POST", f"{path}/parcels/{shipment.id}/delivered"),
        ("POST", f"{path}/payments/{payment.id}/confirm"),
        ("POST", f"{path}/transfer"),
        ("POST", f"{path}/refunds/{refund.id}/confirm"),
        ("POST", f"{path}/mails/{row.id}"),
        ("POST", f"{path}/work/{row.id}"),
        ("POST", f"{path}/notes"),
    ]


@pytest.fixture
def full(demo: Any, desk: Callable[..., FlaskClient], order: Order) -> list[tuple[str, str]]:
    """Every address of an order that has everything."""
    paid(order)
    staff, line = desk("staff"), lines_of(order)[0]
    staff.post(f"/desk/orders/{order.number}/ship", data={f"line-{line.id}": "1"})
    staff.post(f"/desk/orders/{order.number}/refund", data=sure(staff, order, amount="1"))
    payment = Payment.get(Payment.purchase == order.purchase_id)
    row = Outbox.get(Outbox.subject == f"purchase:{order.purchase_id}")
    return everything(
        order, Shipment.get(Shipment.order == order.id), payment, Refund.get(Refund.order == order.id), row
    )


TYPED = {"reason": "x", "note": "x", "amount": "1", "received_on": "2026-11-20", "key": "k", "version": "v"}


@pytest.mark.parametrize("who", ["guest", "customer", "another seller"])
def test_a_stranger_reads_and_moves_nothing(
    demo: Any, desk: Callable[..., FlaskClient], order: Order, full: list[tuple[str, str]], who: str
) -> None:
    own = Seller.get_by_id(order.seller_id).slug
    other = Seller.get(Seller.slug != own).slug
    browser = {"guest": demo.browser, "customer": lambda: desk("")}.get(who, lambda: desk("seller", other))()
    before = (counts(), Order.get_by_id(order.id).state)
    for method, path in full:
        answer = browser.open(path, method=method, data=TYPED if method == "POST" else None)
        expected = 303 if who == "guest" else 404
        assert answer.status_code == expected, (method, path)
        assert "Lindenweg" not in answer.text
    assert order.number not in browser.get("/desk/orders").text
    assert (counts(), Order.get_by_id(order.id).state) == before


def test_a_seller_does_with_his_own_orders_what_he_may(
    desk: Callable[..., FlaskClient], order: Order, full: list[tuple[str, str]]
) -> None:
    browser = desk("seller", Seller.get_by_id(order.seller_id).slug)
    assert order.number in browser.get("/desk/orders").text
    page = browser.get(f"/desk/orders/{order.number}")
    assert page.status_code == 200
    # what staff did is not told to sellers, and transfers are not theirs to confirm
    assert "Money sent back" not in plain(page)
    before = counts()
    for method, path in full:
        if path.endswith(("/confirm", "/transfer")):
            assert browser.open(path, method=method, data=TYPED).status_code == 404
    assert counts() == before
    assert browser.post(f"/desk/orders/{order.number}/move/accept").status_code == 303
    assert Order.get_by_id(order.id).state == "accepted"


def test_what_belongs_to_another_order_is_not_there(
    demo: Any, desk: Callable[..., FlaskClient], order: Order, full: list[tuple[str, str]],
    place: Callable[..., tuple[FlaskClient, str]],
) -> None:  # fmt: skip
    _buyer, number = place(demo, 1)
    browser = desk("staff")
    before = counts()
    for method, path in full:
        if re.search(r"/(parcels|payments|refunds|mails|work)/\d", path):
            answer = browser.open(path.replace(order.number, number), method=method, data=TYPED)
            assert answer.status_code == 404, path
    assert counts() == before
    assert Allocation.select().where(Allocation.amount < 0).count() == 0
