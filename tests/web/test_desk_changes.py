"""Changing an order at the desk, replacements, documents, the buyer's answer; and what a stranger gets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from desk_people import open_desk
from flask.testing import FlaskClient

from storefront.accounts import tables
from storefront.catalogue.tables import Seller
from storefront.db import utc_now
from storefront.desk.tables import AuditEntry
from storefront.orders.actions import ship
from storefront.orders.documents.tables import Document
from storefront.orders.tables import Amendment, Order, OrderLine, Outbox, Replacement
from storefront.outbox import work
from storefront.payments.actions import begin_payment
from storefront.payments.tables import Payment, Refund
from storefront.web.limits import _counters
from storefront.worker import handlers

CHANGED = (Amendment, Replacement, Refund, Document, AuditEntry)


@pytest.fixture(autouse=True)
def nobody(demo: Any) -> Iterator[None]:
    _counters.clear()
    yield
    Order.update(closed_at=utc_now()).where(Order.closed_at.is_null()).execute()
    AuditEntry.delete().execute()
    tables.Person.delete().execute()


@pytest.fixture
def bought(demo: Any, place: Callable[..., tuple[FlaskClient, str]]) -> tuple[FlaskClient, Order]:
    """A buyer and his order of two lines, paid."""
    buyer, number = place(demo, 2)
    order = Order.get(Order.number == number)
    payment = Payment.get(Payment.purchase == order.purchase_id)
    begin_payment(payment.id, {"card": "4242 4242 4242 4242"}, "http://localhost/back")
    return buyer, order


def lines_of(order: Order) -> list[OrderLine]:
    return list(OrderLine.select().where(OrderLine.order == order.id).order_by(OrderLine.id))


def text(answer: Any) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split()))


def hidden(answer: Any) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.get_data(as_text=True)))


def fewer(order: Order) -> dict[str, str]:
    return {f"pieces-{lines_of(order)[0].id}": "0", "reason": "Sold out after all."}


def test_a_change_is_worked_out_first_and_then_done_once(demo: Any, bought: tuple[FlaskClient, Order]) -> None:
    buyer, order = bought
    staff = open_desk(demo, "staff")
    line = lines_of(order)[0]
    path = f"/desk/orders/{order.number}/change"
    assert f'href="{path}"' in staff.get(f"/desk/orders/{order.number}").get_data(as_text=True)
    worked_out = staff.get(path, query_string={**fewer(order), "step": "sure"})
    assert "Change the order like this?" in text(worked_out) and "goes back to the buyer" in text(worked_out)
    assert Amendment.select().where(Amendment.order == order.id).count() == 0
    form = {name: value for name, value in hidden(worked_out).items() if name != "step"}
    assert staff.post(path, data=form).status_code == 303
    again = staff.post(path, data=form, follow_redirects=True)
    assert "done before" in text(again)
    assert [row.amount for row in Refund.select().where(Refund.order == order.id)] == [line.gross]
    after = Order.get_by_id(order.id)
    assert after.total == order.total - line.gross
    shown = text(staff.get(f"/desk/orders/{order.number}"))
    assert "What was changed" in shown and "Sold out after all." in shown and "was ordered" in shown.replace("were", "was")
    assert [row.act for row in AuditEntry.select()] == ["order.amend"]
    mine = text(buyer.get(f"/en/orders/{order.number}"))
    assert "What was changed" in mine and "Sold out after all." in mine and "Fewer pieces" in mine


def test_what_was_typed_is_kept_and_said_at_its_field(demo: Any, bought: tuple[FlaskClient, Order]) -> None:
    _buyer, order = bought
    staff = open_desk(demo, "staff")
    line = lines_of(order)[0]
    path = f"/desk/orders/{order.number}/change"
    wrong = {f"pieces-{line.id}": "many", f"price-{line.id}": "cheap", "arrives_by": "soon", "reason": ""}
    answer = staff.post(path, data={**wrong, "key": "k"})
    assert answer.status_code == 422
    for words in ("whole number", "Enter a day", "Say why"):
        assert words in text(answer)
    assert 'value="many"' in answer.get_data(as_text=True)
    nothing = staff.post(path, data={"reason": "Because.", "key": "k"})
    assert nothing.status_code == 422 and "Nothing would change" in text(nothing)
    assert Amendment.select().where(Amendment.order == order.id).count() == 0


def test_the_buyer_says_yes_on_his_page_and_pays_the_rest(demo: Any, bought: tuple[FlaskClient, Order]) -> None:
    buyer, order = bought
    staff = open_desk(demo, "staff")
    line = lines_of(order)[0]
    data = {f"pieces-{line.id}": str(line.quantity + 1), "reason": "One more, as you asked.", "key": "k1"}
    assert "buyer is asked" in text(staff.post(f"/desk/orders/{order.number}/change", data=data, follow_redirects=True))
    row = Amendment.get(Amendment.order == order.id)
    page = buyer.get(f"/en/orders/{order.number}")
    assert "A change was proposed" in text(page) and "more to pay" in text(page) and "Answer by" in text(page)
    path = f"/en/orders/{order.number}/changes/{row.id}"
    assert f'action="{path}/accept"' in page.get_data(as_text=True)
    assert buyer.post(f"{path}/perhaps").status_code == 404
    said = buyer.post(f"{path}/accept", follow_redirects=True)
    assert "The order is changed" in text(said) and "Pay" in text(said)
    assert Order.get_by_id(order.id).total > order.total
    assert "decided before" in text(buyer.post(f"{path}/decline", follow_redirects=True))


def test_the_buyer_changes_his_address_and_asks_once_something_is_sent(
    demo: Any, bought: tuple[FlaskClient, Order]
) -> None:
    buyer, order = bought
    path = f"/en/orders/{order.number}/address"
    form = {**{name: str(value) for name, value in order.address.items()}, "street": "Lindenweg 99", "key": "a"}
    elsewhere = buyer.post(path, data={**form, "country": "FR"})
    assert elsewhere.status_code == 422 and "Please cancel it and order anew." in text(elsewhere)
    assert re.search(r'<option value="FR" selected', elsewhere.get_data(as_text=True))
    assert 'id="f-country-error"' in elsewhere.get_data(as_text=True)
    assert Order.get_by_id(order.id).address == order.address
    assert "Lindenweg 99" in text(buyer.post(path, data=form, follow_redirects=True))
    assert buyer.post(path, data={**form, "street": ""}).status_code == 422
    ship(order.id, {lines_of(order)[0].id: 1}, now=utc_now())
    asked = buyer.post(path, data={**form, "street": "Lindenweg 100", "key": "b"}, follow_redirects=True)
    assert "The seller is asked" in text(asked)
    assert Order.get_by_id(order.id).address["street"] == "Lindenweg 99"
    seller = open_desk(demo, "seller", Seller.get_by_id(order.seller_id).slug)
    row = Amendment.select().where(Amendment.order == order.id).order_by(Amendment.id.desc()).get()
    done = seller.post(f"/desk/orders/{order.number}/changes/{row.id}/accept", follow_redirects=True)
    assert "The order is changed" in text(done)
    assert Order.get_by_id(order.id).address["street"] == "Lindenweg 100"


def test_a_replacement_is_made_once_and_linked_from_both(demo: Any, bought: tuple[FlaskClient, Order]) -> None:
    buyer, order = bought
    ship(order.id, None, now=utc_now())
    staff = open_desk(demo, "staff")
    path = f"/desk/orders/{order.number}/replacement"
    assert staff.get(path).status_code == 200
    assert staff.post(path, data={"key": "k", "reason": ""}).status_code == 422
    form = {f"pieces-{lines_of(order)[0].id}": "1", "reason": "It broke.", "key": "k"}
    made = staff.post(path, data=form)
    assert staff.post(path, data=form).headers["location"] == made.headers["location"]
    row = Replacement.get(Replacement.original == order.id)
    new = Order.get_by_id(row.order_id)
    assert f"Replacement: order {new.number}" in text(buyer.get(f"/en/orders/{order.number}"))
    shown = text(buyer.get(f"/en/orders/{new.number}"))
    assert f"Replacement for order {order.number}" in shown
    assert new.number in staff.get(f"/desk/orders/{order.number}").get_data(as_text=True)
    assert [one.act for one in AuditEntry.select()] == ["order.replace"]


def worked() -> None:
    now = utc_now() + timedelta(seconds=1)
    Outbox.update(done_at=now).where(Outbox.kind != "document", Outbox.done_at.is_null()).execute()
    work(handlers(now), now, limit=500)


def test_an_invoice_is_seen_by_its_buyer_and_the_desk_alone(demo: Any, bought: tuple[FlaskClient, Order]) -> None:
    buyer, order = bought
    worked()
    invoice = Document.get(Document.order == order.id)
    path = f"/en/documents/{invoice.token}"
    assert path in buyer.get(f"/en/orders/{order.number}").get_data(as_text=True)
    shown = buyer.get(path)
    assert shown.status_code == 200 and invoice.name in text(shown) and "VAT" in text(shown)
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert open_desk(demo, "staff").get(path).status_code == 200
    assert demo.browser().get(path).status_code == 404
    assert buyer.get("/en/documents/nothing").status_code == 404
    german = buyer.get(path.replace("/en/", "/de/"))
    assert '<article class="document" lang="en" dir="ltr">' in german.get_data(as_text=True)


def test_strangers_get_404_and_nothing_happens(
    demo: Any, bought: tuple[FlaskClient, Order], place: Callable[..., tuple[FlaskClient, str]]
) -> None:
    _buyer, order = bought
    staff = open_desk(demo, "staff")
    line = lines_of(order)[0]
    data = {f"pieces-{line.id}": str(line.quantity + 1), "reason": "More.", "key": "k1"}
    staff.post(f"/desk/orders/{order.number}/change", data=data)
    worked()
    row, invoice = Amendment.get(Amendment.order == order.id), Document.get(Document.order == order.id)
    other, _number = place(demo, 2)
    foreign = next(one.slug for one in Seller.select() if one.id != order.seller_id)
    guest, other_seller = demo.browser(), open_desk(demo, "seller", foreign)
    customer = open_desk(demo, "")
    counted = [table.select().count() for table in CHANGED]
    total = Order.get_by_id(order.id).total
    shop_pages = [
        ("post", f"/en/orders/{order.number}/changes/{row.id}/accept"),
        ("post", f"/en/orders/{order.number}/changes/{row.id}/decline"),
        ("get", f"/en/orders/{order.number}/address"),
        ("post", f"/en/orders/{order.number}/address"),
        ("get", f"/en/documents/{invoice.token}"),
    ]
    for browser in (guest, other, other_seller, customer):
        for method, path in shop_pages:
            assert getattr(browser, method)(path).status_code == 404, path
    desk_pages = [
        ("get", "change"), ("post", "change"), ("get", "replacement"), ("post", "replacement"),
        ("post", f"changes/{row.id}/withdraw"),
    ]  # fmt: skip
    for method, path in desk_pages:
        for browser in (other_seller, customer):
            answer = getattr(browser, method)(f"/desk/orders/{order.number}/{path}", data={"key": "x", **fewer(order)})
            assert answer.status_code == 404, path
        assert getattr(guest, method)(f"/desk/orders/{order.number}/{path}").status_code in (303, 404)
    # the buyer's own key opens no other order's change
    assert other.post(f"/en/orders/{order.number}/changes/{row.id}/accept").status_code == 404
    own = Order.get(Order.number == _number)
    assert other.post(f"/en/orders/{own.number}/changes/{row.id}/accept").status_code == 404
    assert [table.select().count() for table in CHANGED] == counted
    assert Amendment.get_by_id(row.id).state == "proposed" and Order.get_by_id(order.id).total == total
