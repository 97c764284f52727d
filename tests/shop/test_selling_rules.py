"""What selling changes in the database, on both kinds: commissions, suspension, counters, leaving."""

from __future__ import annotations

import csv
import io
import stat
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from small_shop import SmallShop, shipped_model

from storefront import outbox, runtime
from storefront.accounts.actions import add_person
from storefront.accounts.applications import actions, watching
from storefront.accounts.applications.commissions import agree_commission
from storefront.accounts.applications.documents import documents_of
from storefront.accounts.applications.queries import agreed_commission
from storefront.accounts.applications.report import years
from storefront.accounts.applications.suspending import set_suspended
from storefront.accounts.applications.tables import Application, SellerDocument
from storefront.accounts.leaving import close_account, export_of
from storefront.accounts.person import Person
from storefront.accounts.queries import find_person
from storefront.accounts.tables import PersonSeller
from storefront.cart.actions import add_to_cart, new_cart
from storefront.cart.loading import load_cart
from storefront.catalogue.tables import Seller, Shelf
from storefront.checkout.freezing import thawed_trade
from storefront.checkout.placing import fingerprint, place_order
from storefront.db import transaction, utc_now
from storefront.desk import application_actions as acts
from storefront.desk.audit import Actor
from storefront.errors import Refused
from storefront.orders.tables import Order, Purchase, Timer
from storefront.payments.actions import begin_payment
from storefront.payments.tables import Installment
from storefront.uploads.files import KeptFile
from storefront.uploads.tables import Upload
from storefront.worker import handlers, run_once

FAR = (datetime.now(UTC) + timedelta(days=400)).date().isoformat()
ANSWERS: dict[str, dict[str, str]] = {
    "selling": {"business_model": shipped_model(), "kind": "private"},
    "identity": {
        "name": "Anna's attic", "full_name": "=Anna Berg", "birth_date": "1990-05-04", "email": "anna@example.com",
        "phone": "+49 30 123456",
    },
    "address": {"country": "DE", "street": "Lindenweg 4", "postal_code": "10115", "city": "Berlin"},
    "tax": {"tax_id": "12345678901", "lawful": "1", "true": "1"},
}  # fmt: skip


@pytest.fixture
def small(make_shop: Any, database_url: str) -> SmallShop:
    made: SmallShop = make_shop(shipped_model(), database_url=database_url)
    return made


def place(shop: SmallShop, offer: int, pieces: int = 1) -> Order:
    """An order that is paid."""
    running, context, token = runtime.current(), shop.context(), shop.cart((offer, pieces))
    placed = place_order(running, token, context, fingerprint(load_cart(running, token, context), context), "sandbox-card")
    begin_payment(placed.payment_id, {"card": "4242 4242 4242 4242"}, "http://localhost:8000/back")
    found: Order = Order.get(Order.purchase == placed.purchase_id)
    return found


def applicant(email: str = "anna@example.com", **more: Any) -> Person:
    add_person(email, "", "en", utc_now(), confirmed=True, **more)
    found = find_person(email)
    assert found is not None
    return found


def seller_of(person: Person) -> int:
    """Somebody who applied and was approved; his seller's id."""
    now, models = utc_now(), list(runtime.current().plugins.models.values())
    number = actions.begin_application(person, "en", now)
    for step, values in ANSWERS.items():
        actions.save_answers(person.id, number, step, values, now)
    for kind in ("identity", "address"):
        kept = KeptFile("image", kind.ljust(64, "0"), f"{kind}.png", 3)
        actions.send_documents(person.id, number, [kept], (kind, FAR if kind == "identity" else ""), now)
    actions.submit(person.id, number, models, now)
    staff = applicant("staff@example.com", roles=("staff",))
    return acts.approve(Actor(staff, now), number, "", Fraction(1, 8), models)


def test_the_commission_that_was_agreed_is_frozen_in_the_order(small: SmallShop) -> None:
    offer, seller, now = small.offer("lamp", shipped_model()), Seller.get().id, utc_now()
    assert agreed_commission(seller) == 0
    agree_commission(seller, Fraction(1, 8), now - timedelta(days=2), by="staff:1")
    agree_commission(seller, Fraction(1, 5), now + timedelta(days=2), by="staff:1")
    order = place(small, offer)
    assert thawed_trade(order.frozen["trade"]).commission == Fraction(1, 8)
    agree_commission(seller, Fraction(1, 10), now, by="staff:1")
    assert thawed_trade(Order.get_by_id(order.id).frozen["trade"]).commission == Fraction(1, 8)
    assert agreed_commission(seller) == Fraction(1, 10)
    assert agreed_commission(seller, now + timedelta(days=3)) == Fraction(1, 5)


def test_a_suspended_sellers_goods_leave_the_shop_and_come_back(small: SmallShop) -> None:
    offer, seller, browser = small.offer("lamp", shipped_model(), category="lamps"), Seller.get(), small.app.test_client()
    order, now = place(small, offer), utc_now()
    assert "lamp en" in browser.get("/en/c/lamps").text
    assert set_suspended(seller.id, True, now)
    assert not set_suspended(seller.id, True, now)
    # at once, before the worker has written the lists
    page = browser.get("/en/p/lamp")
    assert (page.status_code, "Add to cart" in page.text) == (200, False)
    with pytest.raises(Refused, match="no longer sold"):
        add_to_cart(new_cart(), offer, 1, {}, small.context())
    while outbox.work(handlers(now), now):
        pass
    assert Shelf.select().count() == 0
    assert browser.get("/en/c/lamps").status_code == 404
    assert "sells nothing here at the moment" in browser.get(f"/en/sellers/{seller.slug}").text
    assert Order.get_by_id(order.id).closed_at is None
    assert set_suspended(seller.id, False, now)
    run_once(utc_now())
    assert Shelf.select().count() == 1
    assert "lamp en" in browser.get("/en/c/lamps").text


def test_a_cart_filled_before_is_not_sold_from_a_suspended_seller(small: SmallShop) -> None:
    token, context = small.cart((small.offer("lamp", shipped_model()), 1)), small.context()
    set_suspended(Seller.get().id, True, utc_now())
    loaded = load_cart(runtime.current(), token, context)
    with pytest.raises(Refused):
        place_order(runtime.current(), token, context, fingerprint(loaded, context), "sandbox-card")
    assert Order.select().count() == 0


def test_two_presses_begin_one_application(small: SmallShop) -> None:
    anna = applicant()
    assert actions.begin_application(anna, "en", utc_now()) == actions.begin_application(anna, "de", utc_now())
    assert Application.select().count() == 1


def test_sales_are_counted_after_refunds_and_reported_with_identities(small: SmallShop, tmp_path: Path) -> None:
    seller = seller_of(applicant())
    offer = small.offer("lamp", shipped_model(), 2000, stock=500)
    order = place(small, offer, 110)
    Order.update(seller_id=seller).execute()
    year = utc_now().year
    [(found, figures, nearness)] = years(year)
    assert (found.id, figures.sales, nearness) == (seller, 1, "over")
    paid = Installment.get(Installment.order == order.id).paid
    assert figures.consideration == paid == order.total
    file = tmp_path / "dac7.csv"
    out = small.done("sellers", "dac7", str(year), "--csv", str(file))
    assert "1 sellers to be reported" in out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    [row] = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8")))
    told = ("seller", "kind", "name", "address", "country", "birth date", "tax number")
    assert [row[name] for name in told] == [
        "anna-s-attic", "private", "'=Anna Berg", "Lindenweg 4, 10115, Berlin", "DE", "1990-05-04", "12345678901",
    ]  # fmt: skip
    assert "anna-s-attic" in small.done("sellers", "dac7", str(year))
    refused = small.command("sellers", "dac7", "1999")
    assert (refused.returncode, "YEAR" in refused.stderr) == (2, True)


def test_who_sells_much_is_asked_for_his_data_once(small: SmallShop) -> None:
    seller, now = seller_of(applicant()), utc_now()
    with transaction():
        for number in range(200):
            bought(seller, f"S-{number}", 2_400 if number else 99_999, now - timedelta(days=number % 300, hours=1))
    assert watching.watch(now) == 1
    row = Application.get(Application.seller_id == seller)
    assert (row.asked_by, row.asked_until) == ("inform", now + timedelta(days=10))
    assert watching.watch(now + timedelta(hours=1)) == 0
    assert watching.watch(now + timedelta(days=2)) == 0


def bought(seller: int, number: str, total: int, at: datetime) -> None:
    purchase = Purchase.create(
        token=number, cart_token=number, email="berta@example.com", language="en", country="US", currency="USD",
        total=total, provider="x", placed_at=at,
    )  # fmt: skip
    order = Order.create(
        number=number, purchase=purchase, seller_id=seller, business_model="x", state="placed", currency="USD",
        net=total, tax=0, total=total, placed_at=at,
    )  # fmt: skip
    Installment.create(order=order, label={}, amount=total, paid=total)


def test_who_leaves_takes_everything_but_what_the_tax_office_wants(small: SmallShop) -> None:
    anna = applicant()
    seller = seller_of(anna)
    anna = find_person(anna.email) or anna
    kept = dict(export_of(runtime.current(), anna))["core"]["selling"]
    assert [(one["state"], one["answers"]["tax"]["tax_id"]) for one in kept] == [("approved", "12345678901")]
    bought(seller, "S-1", 5_000, utc_now())
    [told] = [one for one in close_account(runtime.current(), anna, utc_now()) if "seller" in str(one.what)]
    assert "DAC7" in str(told.reason)
    row = Application.get()
    assert (row.person_id, row.state, Seller.get_by_id(seller).suspended) == (None, "ended", True)
    assert row.answers == {
        "identity": {"full_name": "=Anna Berg", "birth_date": "1990-05-04"},
        "address": ANSWERS["address"],
        "tax": {"tax_id": "12345678901"},
    }
    assert len(documents_of(row.id)) == 2
    run_once(utc_now() + timedelta(days=181))
    assert (Application.get().state, Upload.select().count()) == ("kept", 0)
    until = Timer.get(Timer.transition == "erase").due_at
    assert (until.year, until.month, until.day) == (utc_now().year + 11, 1, 1)
    run_once(until - timedelta(seconds=1))
    assert Application.get().answers["tax"] == {"tax_id": "12345678901"}
    run_once(until)
    assert (Application.get().state, Application.get().answers) == ("closed", {})


def test_who_never_sold_leaves_nothing(small: SmallShop) -> None:
    anna = applicant()
    seller = seller_of(anna)
    other = applicant("berta@example.com")
    actions.begin_application(other, "en", utc_now())
    close_account(runtime.current(), find_person(anna.email) or anna, utc_now())
    assert [row.person_id for row in Application.select()] == [other.id]
    assert (SellerDocument.select().count(), Upload.select().count()) == (0, 0)
    assert PersonSeller.select().where(PersonSeller.seller == seller).count() == 0
