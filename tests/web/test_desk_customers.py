"""Customers at the desk: found, shown with their orders, locked; colleagues and sellers apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from desk_people import PASSWORD, actor, open_desk
from flask.testing import FlaskClient

from storefront.accounts import tables as accounts
from storefront.accounts.actions import add_person
from storefront.accounts.address_book import add_address
from storefront.accounts.addresses import Address
from storefront.accounts.queries import find_person
from storefront.db import utc_now
from storefront.desk.customer_actions import lock_sign_in, resend_confirmation
from storefront.desk.tables import AuditEntry
from storefront.errors import NotFound
from storefront.orders.tables import Order, Outbox, Purchase
from storefront.web.limits import _counters

PAGE = "/desk/customers"


@pytest.fixture(autouse=True)
def put_back(demo: Any) -> Iterator[None]:
    """Without people, orders and mails of a test."""
    _counters.clear()
    orders = [row.id for row in Order.select(Order.id)]
    purchases = [row.id for row in Purchase.select(Purchase.id)]
    mails = [row.id for row in Outbox.select(Outbox.id)]
    yield
    Order.delete().where(Order.id.not_in(orders)).execute()
    Purchase.delete().where(Purchase.id.not_in(purchases)).execute()
    Outbox.delete().where(Outbox.id.not_in(mails)).execute()
    AuditEntry.delete().execute()
    accounts.Person.delete().execute()


@pytest.fixture
def staff(demo: Any) -> FlaskClient:
    return open_desk(demo, "staff")


def customer(email: str = "berta@example.com", *, confirmed: bool = True, name: str = "Berta Brot") -> int:
    return add_person(email, "", "de", utc_now(), name=name, confirmed=confirmed)


def bought(person_id: int, number: str, total: int, currency: str = "EUR") -> None:
    now = utc_now()
    purchase = Purchase.create(
        token=number, cart_token=number, email="berta@example.com", language="en", country="DE", currency=currency,
        total=total, provider="x", placed_at=now, person_id=person_id,
    )  # fmt: skip
    Order.create(
        number=number, purchase=purchase, seller_id=1, business_model="x", state="placed", currency=currency,
        net=total, tax=0, total=total, placed_at=now,
    )  # fmt: skip


def listed(page: str) -> list[str]:
    return re.findall(r'href="/desk/customers/\d+"[^>]*><bdi>([^<]+)', page.partition("<tbody>")[2])


def test_customers_are_found_by_address_name_and_state(staff: FlaskClient, queries: Callable[..., Any]) -> None:
    customer()
    customer("carl@example.com", confirmed=False, name="Carl")
    assert listed(staff.get(PAGE).text) == ["carl@example.com", "berta@example.com"]
    assert listed(staff.get(f"{PAGE}?q=BERTA@ex").text) == ["berta@example.com"]
    assert listed(staff.get(f"{PAGE}?q=Brot").text) == ["berta@example.com"]
    assert listed(staff.get(f"{PAGE}?state=waiting").text) == ["carl@example.com"]
    assert listed(staff.get(f"{PAGE}?state=locked").text) == []
    with queries() as two:
        staff.get(PAGE)
    for number in range(5):
        bought(customer(f"more-{number}@example.com"), f"C-{number}", 100)
    with queries() as seven:
        staff.get(PAGE)
    assert len(seven) == len(two)


def test_a_customer_is_shown_with_addresses_orders_and_sums(staff: FlaskClient) -> None:
    number = customer()
    add_address(number, Address(street="Weg 1", country="DE"), utc_now())
    for name, total, currency in (("C-1", 1000, "EUR"), ("C-2", 2000, "EUR"), ("C-3", 500, "USD")):
        bought(number, name, total, currency)
    page = staff.get(f"{PAGE}/{number}").text
    assert re.findall(r"<strong>([^<]+)</strong> <span>Orders: (\d+)", page) == [("€30.00", "2"), ("US$5.00", "1")]
    assert re.search(r"<dt>Addresses kept</dt><dd><bdi>1</bdi>", page)
    assert "Weg 1" not in page
    assert re.findall(r'href="/desk/orders/(C-\d)"', page.partition('id="story"')[0]) == ["C-3", "C-2", "C-1"]


def test_a_confirmation_is_sent_again_until_the_address_is_confirmed(staff: FlaskClient) -> None:
    waiting, done = customer("carl@example.com", confirmed=False), customer()
    assert "Send the confirmation again" in staff.get(f"{PAGE}/{waiting}").text
    assert "Send the confirmation again" not in staff.get(f"{PAGE}/{done}").text
    before = Outbox.select().where(Outbox.kind == "account_mail").count()
    staff.post(f"{PAGE}/{waiting}/confirmation")
    mail = Outbox.select().where(Outbox.kind == "account_mail").order_by(Outbox.id.desc()).get()
    assert Outbox.select().where(Outbox.kind == "account_mail").count() == before + 1
    assert mail.payload["person"] == waiting
    staff.post(f"{PAGE}/{done}/confirmation", headers={"Referer": f"http://localhost{PAGE}/{done}"})
    assert "The address is confirmed already." in staff.get(f"{PAGE}/{done}").text
    assert Outbox.select().where(Outbox.kind == "account_mail").count() == before + 1
    [entry] = AuditEntry.select()
    assert (entry.act, entry.subject, entry.before, entry.after) == (
        "person.confirmation", f"person:{waiting}", {}, {},
    )  # fmt: skip


def test_a_locked_account_is_signed_out_and_stays_out_until_it_is_unlocked(demo: Any, staff: FlaskClient) -> None:
    shopper = open_desk(demo, "")
    number = find_person("anna@example.com").id  # type: ignore[union-attr]
    assert shopper.get("/en/account/orders").status_code == 200
    refused = staff.post(f"{PAGE}/{number}/lock", data={"reason": " "})
    assert (refused.status_code, "Say why: the audit trail keeps it." in refused.text) == (422, True)
    assert shopper.get("/en/account/orders").status_code == 200
    staff.post(f"{PAGE}/{number}/lock", data={"reason": "Stolen card"})
    assert shopper.get("/en/account/orders").status_code == 303
    typed = {"email": "anna@example.com", "password": PASSWORD}
    assert shopper.post("/en/account/sign-in", data=typed).status_code == 422
    assert "Locked" in staff.get(f"{PAGE}/{number}").text
    # once more changes nothing
    staff.post(f"{PAGE}/{number}/lock")
    assert staff.post(f"{PAGE}/{number}/unlock").status_code == 422
    staff.post(f"{PAGE}/{number}/unlock", data={"reason": "It was a mistake"})
    assert shopper.post("/en/account/sign-in", data=typed).status_code == 303
    trail = [(row.act, row.subject, row.before, row.after) for row in AuditEntry.select().order_by(AuditEntry.id)]
    assert trail == [
        ("person.lock", f"person:{number}", {"active": True}, {"active": False, "reason": "Stolen card"}),
        ("person.unlock", f"person:{number}", {"active": False}, {"active": True, "reason": "It was a mistake"}),
    ]
    assert "anna" not in str(trail)


def test_colleagues_are_an_admins_business_and_nobody_locks_himself_out(demo: Any, staff: FlaskClient) -> None:
    admin = open_desk(demo, "admin")
    own, theirs = (find_person(f"{role}@example.com").id for role in ("admin", "staff"))  # type: ignore[union-attr]
    assert listed(staff.get(PAGE).text) == []
    for path in (f"{PAGE}/{own}", f"{PAGE}/{theirs}"):
        assert staff.get(path).status_code == 404
        assert staff.post(f"{path}/lock").status_code == 404
    assert listed(admin.get(PAGE).text) == ["admin@example.com", "staff@example.com"]
    assert "Works here as" in admin.get(f"{PAGE}/{theirs}").text
    admin.post(f"{PAGE}/{own}/lock", headers={"Referer": f"http://localhost{PAGE}/{own}"})
    assert "Nobody locks himself out." in admin.get(f"{PAGE}/{own}").text
    admin.post(f"{PAGE}/{theirs}/lock", data={"reason": "Left us"})
    assert staff.get("/desk/").status_code == 303
    assert [row.act for row in AuditEntry.select()] == ["person.lock"]


@pytest.mark.parametrize("role", ["", "seller"])
def test_strangers_and_sellers_see_no_customers(demo: Any, role: str) -> None:
    number = customer()
    browser = open_desk(demo, role, *(("harbour-and-field",) if role else ()))
    for path in (PAGE, f"{PAGE}/{number}"):
        assert browser.get(path).status_code == 404
    for act in ("lock", "unlock", "confirmation"):
        assert browser.post(f"{PAGE}/{number}/{act}").status_code == 404
    if role:
        for call in (
            lambda: lock_sign_in(actor(role), number, "because", locked=True),
            lambda: resend_confirmation(actor(role), number),
        ):
            with pytest.raises(NotFound):
                call()
    assert accounts.Person.get_by_id(number).active
    assert AuditEntry.select().count() == 0
