"""The pages of withdrawals and complaints: what guests see, what strangers do not, what is kept when it was wrong."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from storefront.accounts.actions import add_person
from storefront.accounts.passwords import hash_password
from storefront.accounts.tables import PersonSeller
from storefront.catalogue.tables import Seller
from storefront.db import transaction, utc_now
from storefront.orders.actions import deliver, ship
from storefront.orders.cases import actions as cases
from storefront.orders.cases.entries import BUYER, Said
from storefront.orders.cases.reasons import NOT_AS_DESCRIBED
from storefront.orders.cases.tables import Case, CaseEntry, CaseLine, ReturnAddress
from storefront.orders.tables import Order, OrderLine, Purchase
from storefront.uploads.tables import Upload
from storefront.worker import run_once

if TYPE_CHECKING:
    from conftest import OrderShop
    from flask.testing import FlaskClient

PASSWORD = "four plain words here"
DAY = timedelta(days=1)


def words(answer: Any) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split()))


@pytest.fixture
def delivered(order_shop: OrderShop) -> Order:
    """Two boards that were paid and came yesterday."""
    placed = order_shop.place()
    order_shop.pay(placed)
    order = order_shop.orders(placed)[0]
    now = utc_now()
    deliver(ship(order.id, now=now - 2 * DAY), now - DAY)
    return order


def complained(order: Order) -> Case:
    line = OrderLine.get(OrderLine.order == order.id)
    claim = cases.Claim(NOT_AS_DESCRIBED, {line.id: 1}, "refund", said=Said("It is grey."))
    return cases.open_case(order.id, claim, BUYER, utc_now())


def signed_in(shop: OrderShop, email: str, roles: tuple[str, ...], seller: str = "") -> FlaskClient:
    with transaction():
        person = add_person(email, hash_password(PASSWORD), "en", utc_now(), confirmed=True, roles=roles)
        if seller:
            PersonSeller.create(person=person, seller=Seller.get(Seller.slug == seller).id)
    browser = shop.browser()
    answer = browser.post("/en/account/sign-in", data={"email": email, "password": PASSWORD})
    assert answer.status_code == 303
    return browser


def multipart(fields: dict[str, str], file: bytes) -> tuple[bytes, str]:
    """A form with a file as bytes: the test client would leave a large one's temporary file open."""
    parts = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
    head = "".join(parts) + '--b\r\nContent-Disposition: form-data; name="files"; filename="huge.jpg"\r\n\r\n'
    return head.encode() + file + b"\r\n--b--\r\n", "multipart/form-data; boundary=b"


def photo() -> BytesIO:
    target = BytesIO()
    Image.new("RGB", (60, 40), "red").save(target, "PNG")
    target.seek(0)
    return target


def test_the_footer_of_every_page_leads_to_the_withdrawal(order_shop: OrderShop) -> None:
    for path in ("/en/", "/en/search", "/en/cart", "/en/account/sign-in", "/en/nowhere"):
        html = order_shop.browser().get(path).get_data(as_text=True)
        footer = html[html.index("<footer") :]
        assert 'href="/en/withdraw"' in footer, path


def test_a_guest_withdraws_in_two_steps_and_proves_it_by_the_mailed_link(order_shop: OrderShop, delivered: Order) -> None:
    guest = order_shop.browser()
    typed = {"name": "Anna Berg", "order": delivered.number.lower().replace("-", " "), "email": "anna@example.org"}
    step_2 = guest.post("/en/withdraw", data=typed)
    assert (step_2.status_code, Case.select().count()) == (200, 0)
    # what is in the order is not shown to who has only its number
    assert "Board of" not in words(step_2)
    signed = re.search(r'name="statement" value="([^"]+)"', step_2.get_data(as_text=True))
    assert signed
    done = guest.post("/en/withdraw/confirm", data={"statement": signed[1]})
    assert done.headers["Location"] == "/en/withdraw/received"
    assert "A receipt goes to anna@example.org" in words(guest.get("/en/withdraw/received"))
    # said once
    assert guest.get("/en/withdraw/received").headers["Location"] == "/en/withdraw"
    run_once(utc_now())
    mails = {path.name.rsplit("-", 1)[0]: path.read_text() for path in (order_shop.settings.home / "mail").glob("case*")}
    assert sorted(mails) == ["case-buyer", "case-owner"]
    assert "To: anna@example.org" in mails["case-buyer"]
    assert "To: anna@example.com" in mails["case-owner"]
    case = Case.get()
    # the receipt is no key to the case
    assert case.token not in mails["case-buyer"].replace("=\n", "")
    link = f"/en/withdraw/prove/{case.token}"
    assert "Was it you?" in words(guest.get(link))
    assert Case.get().state == "unproved"
    assert guest.post(link).headers["Location"] == f"/en/cases/{case.token}"
    assert Case.get().state == "returning"
    page = words(guest.get(f"/en/cases/{case.token}"))
    assert "Where the goods go back to Nordbord GmbH" in page
    assert "Board of Nordbord" in page


def test_who_has_the_order_open_chooses_pieces_and_needs_no_link(order_shop: OrderShop, delivered: Order) -> None:
    browser = order_shop.browser()
    token = Purchase.get().token
    browser.get(f"/en/orders/{delivered.number}?key={token}")
    assert f"/en/withdraw?order={delivered.number}" in browser.get(f"/en/orders/{delivered.number}").get_data(as_text=True)
    filled = browser.get(f"/en/withdraw?order={delivered.number}").get_data(as_text=True)
    assert 'value="anna@example.com"' in filled
    step_2 = browser.post(
        "/en/withdraw", data={"name": "Anna", "order": delivered.number, "email": "anna@example.com"}
    )
    html = step_2.get_data(as_text=True)
    line = OrderLine.get()
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', html))
    wrong = browser.post("/en/withdraw/confirm", data={**hidden, f"pieces-{line.id}": "٣"})
    assert (wrong.status_code, Case.select().count()) == (422, 0)
    assert "At most 2 pieces are left" in words(wrong)
    assert 'value="٣"' in wrong.get_data(as_text=True)
    done = browser.post("/en/withdraw/confirm", data={**hidden, f"pieces-{line.id}": "1"})
    case = Case.get()
    assert done.headers["Location"] == f"/en/cases/{case.token}"
    assert (case.state, CaseLine.get().quantity) == ("returning", 1)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "", "email": "a@example.com"}, "Please fill in: Your name"),
        ({"name": "A", "email": "nothing"}, "An e-mail address looks like"),
        ({"name": "A", "email": "a@example.com", "order": "AAAA-BBBB-CCCC"}, "There is no order with this number"),
    ],
)
def test_what_is_wrong_with_a_withdrawal_is_said_at_its_field(
    order_shop: OrderShop, delivered: Order, typed: dict[str, str], said: str
) -> None:
    answer = order_shop.browser().post("/en/withdraw", data={"order": delivered.number, **typed})
    assert answer.status_code == 422
    assert said in words(answer)
    assert f'value="{typed["email"]}"' in answer.get_data(as_text=True)


@pytest.mark.parametrize("statement", ["", "forged", "WyJhIl0.aaaa.bbbb"])
def test_a_forged_statement_begins_anew(order_shop: OrderShop, delivered: Order, statement: str) -> None:
    answer = order_shop.browser().post("/en/withdraw/confirm", data={"statement": statement})
    assert answer.headers["Location"] == "/en/withdraw"
    assert Case.select().count() == 0


def test_a_complaint_keeps_what_was_typed_and_shows_the_photo_to_both_sides_only(
    order_shop: OrderShop, delivered: Order
) -> None:
    browser = order_shop.browser()
    browser.get(f"/en/orders/{delivered.number}?key={Purchase.get().token}")
    path, line = f"/en/orders/{delivered.number}/problem", OrderLine.get()
    assert "Something is wrong with the order" in words(browser.get(path))
    typed = {"reason": "damaged", "wish": "refund", "text": "Cracked <b>here</b>.", f"pieces-{line.id}": "1"}
    for file, said in (
        (b"", "is empty"),
        (b"no picture", "is neither a photo nor a PDF"),
        (b"\xff\xd8" + bytes(15_500_000), "larger than 15 MB"),
    ):
        body, kind = multipart(typed, file)
        wrong = browser.post(path, data=body, content_type=kind)
        assert (wrong.status_code, Case.select().count(), Upload.select().count()) == (422, 0, 0)
        assert said in words(wrong)
        assert "Cracked &lt;b&gt;here&lt;/b&gt;." in wrong.get_data(as_text=True)
    assert "Please add at least one photo" in words(browser.post(path, data=typed))
    done = browser.post(path, data={**typed, "files": [(photo(), "crack.png")]}, content_type="multipart/form-data")
    case, upload = Case.get(), Upload.get()
    assert done.headers["Location"] == f"/en/cases/{case.token}"
    link = f"/en/cases/{case.token}/files/{upload.token}"
    assert link in browser.get(f"/en/cases/{case.token}").get_data(as_text=True)
    shown = order_shop.browser().get(link)
    shown.close()
    assert (shown.mimetype, shown.headers["Cache-Control"]) == ("image/jpeg", "private, no-store")
    # the file of one case is not to be had through another
    other = complained(delivered)
    assert browser.get(f"/en/cases/{other.token}/files/{upload.token}").status_code == 404


def test_a_body_of_fifty_megabytes_is_refused_and_nothing_is_written(order_shop: OrderShop, delivered: Order) -> None:
    browser = order_shop.browser()
    browser.get(f"/en/orders/{delivered.number}?key={Purchase.get().token}")
    body, kind = multipart({}, bytes(50_000_000))
    answer = browser.post(f"/en/orders/{delivered.number}/problem", data=body, content_type=kind)
    assert answer.status_code == 413
    assert (Case.select().count(), Upload.select().count()) == (0, 0)


def test_strangers_get_nothing_and_change_nothing(order_shop: OrderShop, delivered: Order) -> None:
    case = complained(delivered)
    number, other_key = delivered.number, order_shop.purchase(order_shop.place()).token
    stranger = order_shop.browser()
    # a buyer with an order of his own
    stranger.get(f"/en/purchases/{other_key}")
    customer = signed_in(order_shop, "carla@example.com", ("customer",))
    seller = signed_in(order_shop, "kessel@example.com", ("seller",), "kesselhaus")
    before = (Case.get().state, CaseEntry.select().count())
    public = [f"/en/orders/{number}/problem", "/en/cases/guessed", f"/en/withdraw/prove/{case.token}"]
    turns = ("agree", "escalate", "send-back", "appeal", "say", "take-back", "no-such-turn")
    desk = ("offer", "decide", "prove", "goods-arrived", "escalate", "appeal", "say")
    for who in (stranger, customer, seller):
        for path in public:
            assert who.get(path).status_code == 404, path
        assert who.post(f"/en/orders/{number}/problem", data={"text": "x"}).status_code == 404
        assert [who.post(f"/en/cases/guessed/{turn}").status_code for turn in turns] == [404] * len(turns)
        assert who.get("/en/cases/guessed/files/x").status_code == 404
        assert who.get(f"/en/cases/{case.token}/files/x").status_code == 404
        if who is not stranger:
            assert who.get(f"/desk/cases/{case.number}").status_code == 404
            assert [who.post(f"/desk/cases/{case.number}/{turn}").status_code for turn in desk] == [404] * len(desk)
    assert stranger.get(f"/desk/cases/{case.number}").status_code == 303
    assert case.number not in seller.get("/desk/cases").get_data(as_text=True)
    assert (Case.get().state, CaseEntry.select().count()) == before


def test_the_seller_answers_and_only_staff_decide(order_shop: OrderShop, delivered: Order) -> None:
    case = complained(delivered)
    seller = signed_in(order_shop, "nord@example.com", ("seller",), "nordbord")
    staff = signed_in(order_shop, "staff@example.com", ("staff",))
    path = f"/desk/cases/{case.number}"
    assert case.number in seller.get("/desk/cases").get_data(as_text=True)
    wrong = seller.post(f"{path}/offer", data={"outcome": "partial-refund", "amount": "a lot", "text": "Half?"})
    assert (wrong.status_code, Case.get().state) == (422, "seller")
    assert "Enter an amount up to what was paid" in words(wrong)
    assert "Half?" in wrong.get_data(as_text=True)
    assert seller.post(f"{path}/offer", data={"outcome": "rejected", "text": "It is wood."}).status_code == 303
    buyer = order_shop.browser()
    assert "It is wood." in words(buyer.get(f"/en/cases/{case.token}"))
    buyer.post(f"/en/cases/{case.token}/escalate", data={"text": "It is not."})
    assert seller.post(f"{path}/decide", data={"outcome": "rejected", "text": "No."}).status_code == 404
    assert Case.get().state == "shop"
    unsaid = staff.post(f"{path}/decide", data={"outcome": "refund", "text": ""})
    assert (unsaid.status_code, Case.get().state) == (422, "shop")
    assert staff.post(f"{path}/decide", data={"outcome": "refund", "text": "It is plastic."}).status_code == 303
    assert (Case.get().state, Case.get().outcome) == ("decided", "refund")
    assert "It is plastic." in words(buyer.get(f"/en/cases/{case.token}"))


def test_goods_go_back_to_the_address_for_the_buyers_country(order_shop: OrderShop, delivered: Order) -> None:
    seller = signed_in(order_shop, "nord@example.com", ("seller",), "nordbord")
    other = signed_in(order_shop, "kessel@example.com", ("seller",), "kesselhaus")
    path = f"/desk/sellers/{delivered.seller_id}/returns"
    typed = {"r0-countries": "Germany", "r0-street": "Rückweg 9", "r0-city": "Bremen", "r0-country": "DE"}
    wrong = seller.post(path, data={**typed, "r0-countries": "Atlantis"})
    assert (wrong.status_code, ReturnAddress.select().count()) == (422, 0)
    assert "This is no country: Atlantis" in words(wrong)
    assert (other.get(path).status_code, other.post(path, data=typed).status_code) == (404, 404)
    assert ReturnAddress.select().count() == 0
    assert seller.post(path, data=typed).status_code == 303
    statement = cases.Statement("Anna", "anna@example.com", utc_now(), "en")
    case = cases.withdraw(delivered.id, statement, None, utc_now(), proved=True)
    assert "Where the goods go back to Rückweg 9" in words(order_shop.browser().get(f"/en/cases/{case.token}"))
