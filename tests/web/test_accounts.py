"""Opening an account, signing in and out; what strangers learn and may do."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Blueprint
from flask.testing import FlaskClient
from people import HASHED, PASSWORD, link, mails, person, sign_in, subjects

from storefront.accounts import tables
from storefront.accounts.actions import set_password, sign_out_everywhere
from storefront.accounts.queries import find_person
from storefront.app import create_app
from storefront.orders.tables import Purchase
from storefront.web.people import requires

WRONG = "E-mail address and password do not belong together."
pytestmark = pytest.mark.usefixtures("nobody")


def test_signing_in_leads_to_the_account_and_out_again(browser: FlaskClient) -> None:
    person()
    assert sign_in(browser).headers["Location"] == "/en/account/"
    page = browser.get("/en/account/")
    assert page.status_code == 200
    assert "Signed in as anna@example.com" in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert browser.post("/en/account/sign-out").status_code == 303
    assert browser.get("/en/account/").headers["Location"] == "/en/account/sign-in?next=/en/account/"


@pytest.mark.parametrize("email, password", [("anna@example.com", "something else"), ("nobody@example.com", PASSWORD)])
def test_a_wrong_address_and_a_wrong_password_are_refused_alike(browser: FlaskClient, email: str, password: str) -> None:
    person()
    refused = sign_in(browser, email, password)
    assert refused.status_code == 422
    assert WRONG in refused.text
    assert password not in refused.text
    assert browser.get("/en/account/").status_code == 303


def test_an_address_is_known_however_it_is_spelt(browser: FlaskClient) -> None:
    person()
    assert sign_in(browser, " Anna@Example.COM ").status_code == 303


def test_signing_in_goes_back_to_the_page_one_came_from(browser: FlaskClient) -> None:
    person()
    assert sign_in(browser, next="/en/cart").headers["Location"] == "/en/cart"


@pytest.mark.parametrize("where", ["//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(browser: FlaskClient, where: str) -> None:
    person()
    assert sign_in(browser, next=where).headers["Location"] == "/en/account/"


def test_a_form_from_another_site_signs_nobody_in(browser: FlaskClient) -> None:
    person()
    typed = {"email": "anna@example.com", "password": PASSWORD}
    answer = browser.post("/en/account/sign-in", data=typed, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert browser.get("/en/account/").status_code == 303


def test_the_cart_stays_under_another_name(demo: Any, browser: FlaskClient, filled: Any) -> None:
    person()
    browser = filled(demo, demo.offers(2))
    with browser.session_transaction() as before:
        token = before["cart"]
    sign_in(browser)
    with browser.session_transaction() as after:
        assert after["cart"] != token
    assert browser.get("/en/cart").text.count('class="line"') == 2
    planted = demo.browser()
    with planted.session_transaction() as session:
        session["cart"] = token
    assert planted.get("/en/cart").text.count('class="line"') == 0


def test_what_was_planted_in_a_session_does_not_stay(browser: FlaskClient) -> None:
    person()
    with browser.session_transaction() as session:
        session["planted"] = "x"
    sign_in(browser)
    with browser.session_transaction() as session:
        assert "planted" not in session


def test_another_password_signs_out_everywhere_and_closes_what_was_open(demo: Any) -> None:
    number = person()
    one, other = demo.browser(), demo.browser()
    sign_in(one)
    sign_in(other)
    with other.session_transaction() as session:
        session["order_keys"] = ["a key"]
    set_password(number, HASHED)
    for browser in (one, other):
        assert browser.get("/en/account/").status_code == 303
    with other.session_transaction() as session:
        assert "order_keys" not in session


def test_sessions_end_everywhere(browser: FlaskClient) -> None:
    number = person()
    sign_in(browser)
    sign_out_everywhere(number)
    assert browser.get("/en/account/").status_code == 303


def test_somebody_stays_signed_in_when_the_application_is_built_anew(demo: Any, browser: FlaskClient) -> None:
    person()
    sign_in(browser)
    again = create_app(demo.settings).test_client()
    cookie = browser.get_cookie("session")
    assert cookie is not None
    again.set_cookie("session", cookie.value)
    assert again.get("/en/account/").status_code == 200


def test_a_closed_account_opens_nothing(browser: FlaskClient) -> None:
    number = person()
    sign_in(browser)
    tables.Person.update(active=False).where(tables.Person.id == number).execute()
    assert browser.get("/en/account/").status_code == 303
    assert sign_in(browser).status_code == 422


def test_too_many_tries_have_to_wait(browser: FlaskClient) -> None:
    person()
    answers = [sign_in(browser, password=f"wrong number {turn}").status_code for turn in range(21)]
    assert answers == [422] * 20 + [429]
    refused = sign_in(browser)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    assert "A little too fast" in refused.text
    assert sign_in(browser, "berta@example.com").status_code == 422


def test_signing_in_forgets_the_tries_before_it(browser: FlaskClient) -> None:
    person()
    for _turn in range(19):
        sign_in(browser, password="wrong")
    assert sign_in(browser).status_code == 303
    assert sign_in(browser, password="wrong").status_code == 422


# -- opening an account ---------------------------------------------------------------------------


def register(browser: FlaskClient, email: str = "anna@example.com", password: str = PASSWORD) -> Any:
    return browser.post("/de/account/register", data={"email": email, "new_password": password, "name": "Anna"})


def test_an_account_opens_when_its_address_is_confirmed_with_its_password(demo: Any, browser: FlaskClient) -> None:
    assert register(browser).status_code == 200
    (mail,) = mails(demo)
    assert mail["To"] == "anna@example.com"
    assert mail["Content-Language"] == "de"
    assert mail.get_body(("html",)) is not None
    path = link(mail)
    assert path.startswith("/de/account/confirm/")
    assert browser.get(path).status_code == 200
    assert not find_person("anna@example.com").confirmed  # type: ignore[union-attr]
    assert browser.post(path, data={"password": "not this one"}).status_code == 422
    assert browser.post(path, data={"password": PASSWORD}).headers["Location"] == "/de/account/"
    assert find_person("anna@example.com").confirmed  # type: ignore[union-attr]
    assert "anna@example.com" in browser.get("/de/account/").text


def test_nobody_gets_in_before_the_address_is_confirmed(demo: Any, browser: FlaskClient) -> None:
    register(browser)
    assert sign_in(browser).status_code == 200
    assert browser.get("/en/account/").status_code == 303
    assert len(mails(demo)) == 2


def test_a_stranger_does_not_learn_who_has_an_account(demo: Any, browser: FlaskClient) -> None:
    person()
    taken, free = register(browser), register(browser, "berta@example.com")
    assert (taken.status_code, taken.text) == (free.status_code, free.text)
    told, opened = mails(demo)
    assert (told["To"], link(told)) == ("anna@example.com", "/de/account/sign-in")
    assert opened["To"] == "berta@example.com"
    assert sign_in(browser).status_code == 303


def test_a_password_that_a_stranger_chose_before_opens_nothing(demo: Any, browser: FlaskClient) -> None:
    register(browser, password="the password of a stranger")
    register(browser)
    for path in map(link, mails(demo)):
        assert browser.post(path, data={"password": "the password of a stranger"}).status_code == 422
    assert browser.post(path, data={"password": PASSWORD}).status_code == 303
    # and then it was used
    assert demo.browser().post(path, data={"password": PASSWORD}).status_code == 410


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaa", "1234567890", "anna@example.com", "x" * 201])
def test_a_weak_password_is_refused(browser: FlaskClient, password: str) -> None:
    assert register(browser, password=password).status_code == 422
    assert tables.Person.select().count() == 0


def test_earlier_orders_join_when_the_address_is_confirmed_and_only_then(demo: Any, place: Any) -> None:
    place(demo, 1)
    browser = demo.browser()
    register(browser)
    assert Purchase.select().where(Purchase.person_id.is_null(False)).count() == 0
    browser.post(link(mails(demo)[-1]), data={"password": PASSWORD})
    owner = tables.Person.get().id
    assert {row.person_id for row in Purchase.select().where(Purchase.email == "anna@example.com")} == {owner}


# -- another password -----------------------------------------------------------------------------


def test_a_forgotten_password_is_set_anew_once(demo: Any, browser: FlaskClient) -> None:
    person()
    known = browser.post("/en/account/forgotten", data={"email": "anna@example.com"})
    unknown = browser.post("/en/account/forgotten", data={"email": "nobody@example.com"})
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    (mail,) = mails(demo)
    path = link(mail)
    assert browser.get(path).status_code == 200
    assert browser.post(path, data={"new_password": "another four plain words"}).status_code == 303
    assert browser.post(path, data={"new_password": "a third time four words"}).status_code == 410
    assert sign_in(browser).status_code == 422
    assert sign_in(browser, password="another four plain words").status_code == 303
    assert subjects(demo)[-1] == "Your password was changed"


@pytest.mark.parametrize("kind", ["confirm", "reset"])
def test_a_forged_link_opens_nothing(browser: FlaskClient, kind: str) -> None:
    person()
    assert browser.get(f"/en/account/{kind}/forged").status_code == 410
    assert browser.post(f"/en/account/{kind}/forged", data={"password": PASSWORD}).status_code == 410


# -- pages for some -------------------------------------------------------------------------------


def guarded(demo: Any, act: str) -> FlaskClient:
    made = Blueprint("made", __name__)
    made.get("/made")(requires(act)(lambda: "secret"))
    app = create_app(demo.settings)
    app.register_blueprint(made)
    return app.test_client()


def test_a_page_for_staff_sends_strangers_to_sign_in_and_others_away(demo: Any) -> None:
    browser = guarded(demo, "content.edit")
    assert browser.get("/made?x=1").headers["Location"] == "/en/account/sign-in?next=/made?x%3D1"
    person()
    sign_in(browser)
    assert browser.get("/made").status_code == 404


def test_a_page_for_staff_opens_to_staff(demo: Any) -> None:
    browser = guarded(demo, "content.edit")
    person(roles=["staff"])
    sign_in(browser)
    answer = browser.get("/made")
    assert (answer.text, answer.headers["Cache-Control"]) == ("secret", "private, no-store")


def test_being_signed_in_costs_a_page_one_query(browser: FlaskClient, queries: Any) -> None:
    with queries() as anonymous:
        browser.get("/en/pages/returns")
    person()
    sign_in(browser)
    with queries() as signed_in:
        browser.get("/en/pages/returns")
    # who buys decides what is shown, so that much is asked: his row, nothing else
    assert [query for query in signed_in if 'FROM "person"' not in query] == anonymous
    assert len(signed_in) == len(anonymous) + 1
