"""What somebody keeps and changes in his account; every page of it tried by strangers."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from flask.testing import FlaskClient
from passlib.totp import TOTP
from people import BEFORE, PASSWORD, link, mails, person, sign_in, subjects

from storefront.accounts import proving, tables
from storefront.accounts.address_book import add_address, kept_addresses
from storefront.accounts.addresses import Address
from storefront.db import utc_now
from storefront.orders.tables import Order, Outbox, Purchase

pytestmark = pytest.mark.usefixtures("nobody")
BERLIN = {"name": "Anna Berg", "street": "Lindenweg 4", "postal_code": "10115", "city": "Berlin", "country": "DE"}
OPEN = {"account.sign_in", "account.take_sign_in", "account.leave", "account.register", "account.take_register",
        "account.confirm", "account.take_confirm", "account.forgotten", "account.take_forgotten", "account.reset",
        "account.take_reset", "account.change_email", "account.take_change_email", "account.code", "account.take_code",
        "account.take_passkey", "account.sell_here"}  # fmt: skip


@pytest.fixture
def anna(browser: FlaskClient) -> FlaskClient:
    """A browser that Anna is signed in with."""
    person()
    sign_in(browser)
    return browser


def number_of(email: str = "anna@example.com") -> int:
    return int(tables.Person.get(tables.Person.email == email).id)


# -- strangers ------------------------------------------------------------------------------------


def private_requests(demo: Any) -> list[tuple[str, str]]:
    found = []
    for rule in demo.app.url_map.iter_rules():
        if rule.endpoint.startswith("account.") and rule.endpoint not in OPEN:
            path = re.sub(r"<int:\w+>", "1", rule.rule.replace("<lang>", "en"))
            found += [(method, path) for method in sorted(rule.methods & {"GET", "POST"})]
    return found


def test_every_private_page_sends_strangers_to_sign_in(demo: Any, browser: FlaskClient) -> None:
    asked = private_requests(demo)
    assert len(asked) > 24
    for method, path in asked:
        answer = browser.open(path, method=method)
        assert answer.status_code == 303, path
        assert answer.headers["Location"].startswith("/en/account/sign-in"), path
        assert answer.headers["Cache-Control"] == "private, no-store", path


def test_every_page_of_the_account_is_kept_by_no_cache(demo: Any, anna: FlaskClient) -> None:
    add_address(number_of(), Address.from_json(BERLIN), utc_now())
    (kept,) = kept_addresses(number_of())
    step = anna.post("/en/account/selling/begin").headers["Location"]
    for method, path in private_requests(demo):
        # documents of an application are files: tests/web/test_selling.py
        if method == "GET" and "/documents/" not in path:
            answer = anna.get(step if "<step>" in path else path.replace("/1", f"/{kept.id}"))
            assert (answer.status_code, answer.headers.get("Cache-Control")) == (200, "private, no-store"), path


def test_somebody_elses_things_are_not_found(demo: Any, anna: FlaskClient) -> None:
    berta = person("berta@example.com")
    address = add_address(berta, Address.from_json(BERLIN), utc_now())
    proving.add_passkey(berta, "a-credential", "a key", 0, (), "her key", utc_now())
    key = tables.Passkey.get().id
    before = (list(tables.PersonAddress.select().tuples()), list(tables.Passkey.select().tuples()))
    tried = [
        anna.get(f"/en/account/addresses/{address}"),
        anna.post(f"/en/account/addresses/{address}", data=BERLIN | {"city": "Bonn"}),
        anna.post(f"/en/account/addresses/{address}/delete"),
        anna.post(f"/en/account/addresses/{address}/prefer"),
        anna.post(f"/en/account/passkeys/{key}/remove", data={"password": PASSWORD}),
    ]
    assert [answer.status_code for answer in tried] == [404] * 5
    assert (list(tables.PersonAddress.select().tuples()), list(tables.Passkey.select().tuples())) == before


# -- orders ---------------------------------------------------------------------------------------


def test_the_list_holds_ones_own_orders_and_opens_them_anywhere(demo: Any, place: Any) -> None:
    _guest, number = place(demo, 1)
    owner = person()
    Purchase.update(person_id=owner).where(Purchase.id == Order.get(Order.number == number).purchase_id).execute()
    person("berta@example.com")
    hers, other = demo.browser(), demo.browser()
    sign_in(hers)
    sign_in(other, "berta@example.com")
    assert number in hers.get("/en/account/orders").text
    assert hers.get(f"/en/orders/{number}").status_code == 200
    assert number not in other.get("/en/account/orders").text
    assert other.get(f"/en/orders/{number}").status_code == 404
    assert other.post(f"/en/orders/{number}/move/cancel").status_code == 404


def test_the_list_takes_as_many_queries_for_one_order_as_for_many(demo: Any, place: Any, queries: Any) -> None:
    owner = person()
    place(demo, 1)
    browser = demo.browser()
    sign_in(browser)
    first = Purchase.select().order_by(Purchase.id.desc()).get().id
    Purchase.update(person_id=owner).where(Purchase.id == first).execute()
    with queries() as one:
        assert browser.get("/en/account/orders").text.count("<h2><a") == 1
    place(demo, 2)
    place(demo, 1)
    Purchase.update(person_id=owner).where(Purchase.id >= first).execute()
    with queries() as many:
        assert browser.get("/en/account/orders").text.count("<h2><a") == 3
    assert len(many) == len(one)


def test_earlier_orders_come_on_the_next_page(demo: Any, place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storefront.accounts.order_pages.A_PAGE", 1)
    numbers = [place(demo, 1)[1] for _turn in range(2)]
    owner = person()
    purchases = [Order.get(Order.number == number).purchase_id for number in numbers]
    Purchase.update(person_id=owner).where(Purchase.id.in_(purchases)).execute()
    browser = demo.browser()
    sign_in(browser)
    page = browser.get("/en/account/orders").text
    assert (numbers[1] in page, numbers[0] in page) == (True, False)
    more = re.search(r'href="(/en/account/orders\?after=\d+)"', page)
    assert more is not None
    page = browser.get(more[1]).text
    assert (numbers[1] in page, numbers[0] in page, "Earlier orders" in page) == (False, True, False)


# -- addresses ------------------------------------------------------------------------------------


def test_an_address_is_added_changed_preferred_and_deleted(anna: FlaskClient) -> None:
    assert anna.post("/en/account/addresses/new", data=BERLIN).status_code == 303
    assert anna.post("/en/account/addresses/new", data=BERLIN | {"city": "Bonn", "postal_code": "53111"}).status_code == 303
    berlin, bonn = kept_addresses(number_of())
    assert (berlin.preferred, bonn.preferred) == (True, False)
    anna.post(f"/en/account/addresses/{bonn.id}/prefer")
    assert [kept.id for kept in kept_addresses(number_of()) if kept.preferred] == [bonn.id]
    anna.post(f"/en/account/addresses/{berlin.id}", data=BERLIN | {"street": "Lindenweg 5"})
    assert "Lindenweg 5" in anna.get("/en/account/addresses").text
    anna.post(f"/en/account/addresses/{bonn.id}/delete")
    (left,) = kept_addresses(number_of())
    assert (left.id, left.preferred) == (berlin.id, True)


def test_a_wrong_address_comes_back_with_what_was_typed(anna: FlaskClient) -> None:
    answer = anna.post("/en/account/addresses/new", data=BERLIN | {"postal_code": "1"})
    assert answer.status_code == 422
    assert "Lindenweg 4" in answer.text
    assert kept_addresses(number_of()) == ()


def test_another_country_asks_for_another_address(anna: FlaskClient) -> None:
    answer = anna.post("/en/account/addresses/new", data=BERLIN | {"country": "US", "reload": "country"})
    assert answer.status_code == 200
    assert 'name="area"' in answer.text
    assert kept_addresses(number_of()) == ()


def test_the_checkout_knows_who_is_signed_in_and_keeps_his_address(demo: Any, filled: Any, answered: Any) -> None:
    owner = person()
    browser = filled(demo, demo.offers(1))
    sign_in(browser)
    assert 'value="anna@example.com"' in browser.get("/en/checkout/contact").text
    browser.post("/en/checkout/contact", data={"email": "anna@example.com"})
    assert browser.post("/en/checkout/address", data=BERLIN | {"keep": "1"}).status_code == 303
    (kept,) = kept_addresses(owner)
    assert kept.address.city == "Berlin"
    answered(browser)
    seen = re.search(r'name="fingerprint" value="([^"]+)"', browser.get("/en/checkout/review").text)
    assert seen is not None
    browser.post("/en/checkout/place", data={"fingerprint": seen[1]})
    assert Purchase.select().order_by(Purchase.id.desc()).get().person_id == owner
    again = filled(demo, demo.offers(1))
    sign_in(again)
    again.post("/en/checkout/contact", data={"email": "anna@example.com"})
    page = again.get("/en/checkout/address").text
    assert 'value="Lindenweg 4"' in page
    assert f'<option value="{kept.id}" selected>' in page


def test_one_of_ones_addresses_fills_the_form(demo: Any, filled: Any) -> None:
    owner = person()
    add_address(owner, Address.from_json(BERLIN), utc_now())
    bonn = add_address(owner, Address.from_json(BERLIN | {"city": "Bonn", "postal_code": "53111"}), utc_now())
    browser = filled(demo, demo.offers(1))
    sign_in(browser)
    browser.post("/en/checkout/contact", data={"email": "anna@example.com"})
    page = browser.post("/en/checkout/address", data=BERLIN | {"kept": str(bonn), "reload": "kept"}).text
    assert 'value="Bonn"' in page


def test_somebody_elses_address_fills_no_form(demo: Any, filled: Any) -> None:
    person()
    other = add_address(person("berta@example.com"), Address.from_json(BERLIN | {"street": "Geheimweg 1"}), utc_now())
    browser = filled(demo, demo.offers(1))
    sign_in(browser)
    browser.post("/en/checkout/contact", data={"email": "anna@example.com"})
    page = browser.post("/en/checkout/address", data=BERLIN | {"kept": str(other), "reload": "kept"}).text
    assert "Geheimweg" not in page


# -- password, e-mail, name -----------------------------------------------------------------------


def test_another_password_wants_the_present_one_and_ends_other_sessions(demo: Any, anna: FlaskClient) -> None:
    other = demo.browser()
    sign_in(other)
    typed = {"password": "not this one", "new_password": "another four plain words"}
    assert anna.post("/en/account/password", data=typed).status_code == 422
    assert other.get("/en/account/").status_code == 200
    assert anna.post("/en/account/password", data=typed | {"password": PASSWORD}).status_code == 303
    assert anna.get("/en/account/").status_code == 200
    assert other.get("/en/account/").status_code == 303
    assert subjects(demo) == ["Your password was changed"]


def test_a_password_is_not_guessed_from_inside_either(anna: FlaskClient) -> None:
    typed = {"password": "not this one", "new_password": "another four plain words"}
    answers = [anna.post("/en/account/password", data=typed).status_code for _turn in range(21)]
    assert answers == [422] * 20 + [429]


def test_another_address_holds_when_its_link_is_pressed(demo: Any, anna: FlaskClient) -> None:
    typed = {"email": "Anna@new.example", "password": PASSWORD}
    assert anna.post("/en/account/email", data=typed).status_code == 200
    (mail,) = mails(demo)
    assert mail["To"] == "anna@new.example"
    assert "anna@new.example" in anna.get(link(mail)).text
    assert sign_in(demo.browser()).status_code == 303
    assert anna.post(link(mail)).status_code == 303
    assert sign_in(demo.browser()).status_code == 422
    assert sign_in(demo.browser(), "anna@new.example").status_code == 303
    assert anna.post(link(mail)).status_code == 410
    told = mails(demo)[-1]
    assert (told["To"], str(told["Subject"]).split(" · ")[0]) == ("anna@example.com", "Your e-mail address was changed")


def test_an_address_that_has_an_account_cannot_be_taken(demo: Any, anna: FlaskClient) -> None:
    person("berta@example.com")
    answer = anna.post("/en/account/email", data={"email": "berta@example.com", "password": PASSWORD})
    assert "Look into your mail" in answer.text
    assert subjects(demo) == ["You have an account already"]


def test_a_name_is_kept(anna: FlaskClient) -> None:
    assert anna.post("/de/account/name", data={"name": "Anna Berg"}).status_code == 303
    row = tables.Person.get()
    assert (row.name, row.language) == ("Anna Berg", "de")


def test_one_button_signs_out_everywhere(demo: Any, anna: FlaskClient) -> None:
    other = demo.browser()
    sign_in(other)
    anna.post("/en/account/sign-out-everywhere")
    assert [browser.get("/en/account/").status_code for browser in (anna, other)] == [303, 303]


# -- the second step ------------------------------------------------------------------------------


def turn_on(browser: FlaskClient) -> tuple[Any, list[str]]:
    """The app's key and the recovery codes."""
    page = browser.get("/en/account/two-factor").text
    assert 'src="data:image/svg+xml;base64,' in page
    key = re.search(r"<code dir=\"ltr\">([A-Z2-7-]+)</code>", page)
    assert key is not None
    app = TOTP(key[1].replace("-", ""))
    answer = browser.post("/en/account/two-factor", data={"code": app.generate().token, "password": PASSWORD})
    assert answer.status_code == 200
    return app, re.findall(r"<code>([a-z0-9-]+)</code>", answer.text)


def test_with_the_second_step_the_password_alone_opens_nothing(demo: Any, anna: FlaskClient) -> None:
    app, codes = turn_on(anna)
    assert len(set(codes)) == 10
    browser = demo.browser()
    assert sign_in(browser, next="/en/cart").headers["Location"] == "/en/account/sign-in/code?next=/en/cart"
    assert browser.get("/en/account/").status_code == 303
    used = app.generate().token
    assert browser.post("/en/account/sign-in/code", data={"code": used}).status_code == 422
    fresh = app.generate(time.time() + 30).token
    answer = browser.post("/en/account/sign-in/code", data={"code": fresh, "next": "/en/cart"})
    assert answer.headers["Location"] == "/en/cart"
    assert browser.get("/en/account/").status_code == 200
    assert subjects(demo) == ["Signing in to your account was changed"]


def test_a_recovery_code_signs_in_once(demo: Any, anna: FlaskClient) -> None:
    _app, codes = turn_on(anna)
    for expected in (303, 422):
        browser = demo.browser()
        sign_in(browser)
        typed = {"code": codes[0].upper().replace("-", " ")}
        assert browser.post("/en/account/sign-in/code", data=typed).status_code == expected
    assert codes[0] not in json.dumps(tables.Person.get().recovery_codes)


def test_codes_are_not_guessed(demo: Any, anna: FlaskClient) -> None:
    turn_on(anna)
    browser = demo.browser()
    sign_in(browser)
    answers = [browser.post("/en/account/sign-in/code", data={"code": f"{turn:06}"}).status_code for turn in range(11)]
    assert answers[-1] == 429


def test_the_page_of_the_second_step_is_nobodys_without_the_first(browser: FlaskClient) -> None:
    assert browser.get("/en/account/sign-in/code").headers["Location"] == "/en/account/sign-in"
    assert browser.post("/en/account/sign-in/code", data={"code": "123456"}).headers["Location"] == "/en/account/sign-in"


def test_a_wrong_code_turns_nothing_on(anna: FlaskClient) -> None:
    anna.get("/en/account/two-factor")
    assert anna.post("/en/account/two-factor", data={"code": "12", "password": PASSWORD}).status_code == 422
    assert tables.Person.get().totp_secret == ""


def test_the_second_step_is_turned_off_with_the_password(demo: Any, anna: FlaskClient) -> None:
    turn_on(anna)
    anna.post("/en/account/two-factor/off", data={"password": "not this one"})
    assert tables.Person.get().totp_secret != ""
    anna.post("/en/account/two-factor/off", data={"password": PASSWORD})
    assert tables.Person.get().totp_secret == ""
    assert sign_in(demo.browser()).headers["Location"] == "/en/account/"


def test_new_recovery_codes_void_the_old_ones(demo: Any, anna: FlaskClient) -> None:
    _app, old = turn_on(anna)
    anna.post("/en/account/two-factor/codes", data={"password": PASSWORD})
    browser = demo.browser()
    sign_in(browser)
    assert browser.post("/en/account/sign-in/code", data={"code": old[0]}).status_code == 422


def test_the_key_of_the_app_is_not_readable_in_the_database(anna: FlaskClient) -> None:
    page = anna.get("/en/account/two-factor").text
    key = re.search(r"<code dir=\"ltr\">([A-Z2-7-]+)</code>", page)
    assert key is not None
    token = TOTP(key[1].replace("-", "")).generate().token
    anna.post("/en/account/two-factor", data={"code": token, "password": PASSWORD})
    assert key[1].replace("-", "") not in tables.Person.get().totp_secret


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", '{"id": 1}', "x" * 30_000])
def test_a_made_up_passkey_opens_nothing(browser: FlaskClient, answer: str) -> None:
    person()
    browser.get("/en/account/sign-in")
    answered = browser.post("/en/account/sign-in/passkey", data={"credential": answer})
    assert answered.headers["Location"] == "/en/account/sign-in"
    assert browser.get("/en/account/").status_code == 303


# -- my data --------------------------------------------------------------------------------------


def test_somebody_takes_along_all_that_is_kept_of_him_and_of_nobody_else(demo: Any, place: Any) -> None:
    _guest, number = place(demo, 1)
    owner = person()
    person("berta@example.com")
    Purchase.update(person_id=owner).where(Purchase.id == Order.get(Order.number == number).purchase_id).execute()
    add_address(owner, Address.from_json(BERLIN), utc_now())
    browser = demo.browser()
    sign_in(browser)
    answer = browser.post("/en/account/data")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    told = answer.get_json()["core"]
    assert told["account"]["email"] == "anna@example.com"
    assert [order["number"] for order in told["orders"]] == [number]
    assert [address["city"] for address in told["addresses"]] == ["Berlin"]
    assert "berta" not in answer.text
    assert tables.Person.get_by_id(owner).password not in answer.text


def test_an_account_is_deleted_with_the_password_and_its_orders_stay(demo: Any, place: Any) -> None:
    _guest, number = place(demo, 1)
    owner = person()
    purchase = Order.get(Order.number == number).purchase_id
    Purchase.update(person_id=owner).where(Purchase.id == purchase).execute()
    add_address(owner, Address.from_json(BERLIN), utc_now())
    browser = demo.browser()
    sign_in(browser)
    browser.post("/en/account/email", data={"email": "anna@new.example", "password": PASSWORD})
    assert Outbox.select().where(Outbox.kind == "account_mail", Outbox.id > BEFORE[0]).count() == 1
    assert browser.post("/en/account/close", data={"password": "not this one"}).status_code == 422
    assert tables.Person.select().count() == 1
    answer = browser.post("/en/account/close", data={"password": PASSWORD})
    assert answer.status_code == 200
    assert "Tax and commercial law want orders and invoices to be kept" in answer.text
    assert [table.select().count() for table in (tables.Person, tables.PersonAddress, tables.Passkey)] == [0, 0, 0]
    row = Purchase.get_by_id(purchase)
    assert (row.person_id, row.email) == (None, "anna@example.com")
    assert browser.get("/en/account/").status_code == 303
    assert subjects(demo) == ["Your account is closed"]
