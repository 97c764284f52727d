"""Somebody opens an account, buys, finds his order; a passkey and an app's codes sign him in: in a real browser."""

from __future__ import annotations

import itertools
import re
import time
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from passlib.totp import TOTP

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASSWORD = "four plain words here"
BERLIN = {"name": "Ann Guest", "street": "Weg 1", "postal_code": "10115", "city": "Berlin"}
WAYS = pytest.mark.parametrize("scripted", [False, True], ids=["without JavaScript", "with htmx"])
NUMBERS = itertools.count(1)
# a glob would also match the sign-in page, which names it as where to go next
ORDERS = re.compile(r"^[^?]*/account/orders$")


def link_for(home: Path, email: str) -> str:
    """The button's path in the mail that the worker wrote to somebody."""
    for _turn in range(400):
        for path in sorted((home / "mail").glob("account-*.eml")):
            mail = message_from_bytes(path.read_bytes(), policy=default)
            if mail["To"] == email:
                body = mail.get_body(("plain",))
                assert body is not None
                found = re.search(r"http://[\w.:-]+(/\S+)", body.get_content())
                assert found is not None
                return found[1]
        time.sleep(0.1)
    raise AssertionError(f"no mail came for {email}")


def opened(page: Any, home: Path, base: str = "") -> str:
    """A new account, confirmed and signed in; its address."""
    email = f"ann{next(NUMBERS)}@example.com"
    page.goto(f"{base}/en/account/")
    page.wait_for_url("**/account/sign-in**")
    page.get_by_role("link", name="Open an account").click()
    page.wait_for_url("**/account/register**")
    page.fill("[name=email]", email)
    page.fill("[name=new_password]", PASSWORD)
    page.locator("main .form-foot button").click()
    page.get_by_role("heading", name="Look into your mail").wait_for()
    page.goto(base + link_for(home, email))
    page.fill("[name=password]", PASSWORD)
    page.locator("main .form-foot button").click()
    page.get_by_text(f"Signed in as {email}").wait_for()
    return email


def signed_out(page: Any) -> None:
    page.locator("#action-sign-out button").click()
    page.wait_for_url(re.compile(r"/en/$"))


def bought(page: Any, scripted: bool) -> None:
    """The first product of a search, paid by card; the checkout knows the buyer."""
    page.goto("/en/search?q=kettle")
    page.locator(".card a").first.click()
    page.wait_for_url("**/p/**")
    page.locator(".buy-form button.main").click()
    if scripted:
        page.wait_for_selector("#cart-drawer[open] .drawer-foot")
    else:
        page.wait_for_url("**/cart")
    page.goto("/en/checkout/contact")
    assert "@example.com" in page.input_value("[name=email]")
    page.locator(".form-foot button.main").click()
    page.wait_for_url("**/checkout/address")
    for name, value in BERLIN.items():
        page.fill(f"[name={name}]", value)
    page.check("[name=keep]")
    for step in ("delivery", "payment"):
        page.locator(".form-foot button.main").click()
        page.wait_for_url(f"**/checkout/{step}")
    page.locator("label[for^=f-provider-]").first.click()
    page.locator(".form-foot button.main").click()
    page.wait_for_url("**/checkout/review")
    page.locator("form[action$='/checkout/place'] button").click()
    page.wait_for_url("**/pay/**")
    page.fill("[name=card]", "4242 4242 4242 4242")
    page.locator("form[action*='/pay/'] button.main").click()
    page.wait_for_url(re.compile(r"/(orders|purchases)/"))


@WAYS
def test_somebody_opens_an_account_buys_and_finds_the_order(visit: Any, demo_home: Path, scripted: bool) -> None:
    page = visit(javascript=scripted)
    page.goto("/en/?market=DE-EUR")
    email = opened(page, demo_home)
    bought(page, scripted)
    number = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", page.locator("main").inner_text())
    assert number is not None
    page.goto("/en/account/")
    signed_out(page)
    page.goto("/en/account/orders")
    page.wait_for_url("**/account/sign-in**")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.locator("main .form-foot button").first.click()
    page.wait_for_url(ORDERS)
    page.get_by_role("link", name=number[0]).click()
    page.wait_for_url(f"**/orders/{number[0]}")
    page.goto("/en/account/addresses")
    assert "Weg 1" in page.locator("main address").inner_text()
    assert page.problems == []


@WAYS
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(visit: Any, scripted: bool) -> None:
    page = visit(javascript=scripted)
    page.goto("/en/account/register")
    page.fill("[name=email]", "ann@example.com")
    page.fill("[name=new_password]", "short")
    page.locator("main .form-foot button").click()
    page.locator(".errors a[href='#f-new_password']").wait_for()
    assert page.input_value("[name=email]") == "ann@example.com"
    assert page.input_value("[name=new_password]") == ""


@WAYS
def test_codes_of_an_app_are_the_second_step(visit: Any, demo_home: Path, scripted: bool) -> None:
    page = visit(javascript=scripted)
    email = opened(page, demo_home)
    page.get_by_role("link", name="Second step of signing in").click()
    page.wait_for_url("**/account/two-factor")
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 100 if scripted else True
    app = TOTP(page.locator("main code").inner_text().replace("-", ""))
    page.fill("[name=code]", app.generate().token)
    page.fill("[name=password]", PASSWORD)
    page.locator("main .form-foot button").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    codes = page.locator(".codes-list code").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_text(f"Signed in as {email}").wait_for()
    for code in (app.generate(time.time() + 30).token, codes[0]):
        page.goto("/en/account/")
        signed_out(page)
        page.goto("/en/account/sign-in")
        page.fill("[name=email]", email)
        page.fill("[name=password]", PASSWORD)
        page.locator("main .form-foot button").first.click()
        page.wait_for_url("**/sign-in/code**")
        page.fill("[name=code]", code)
        page.locator("main .form-foot button").click()
        page.get_by_text(f"Signed in as {email}").wait_for()
    assert page.problems == []


def test_a_passkey_signs_in_without_a_password(visit: Any, demo_home: Path, served: str) -> None:
    page = visit()
    # passkeys belong to a name, never to a number
    base = served.replace("127.0.0.1", "localhost")
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
              "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    email = opened(page, demo_home, base)
    page.get_by_role("link", name="Passkeys").click()
    page.wait_for_url("**/account/passkeys")
    page.fill("[name=key_name]", "my telephone")
    page.fill("[name=password]", PASSWORD)
    page.locator("main .form-foot button").click()
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_text("The passkey is ready").wait_for()
    page.get_by_role("heading", name="my telephone").wait_for()
    page.goto(f"{base}/en/account/")
    signed_out(page)
    page.goto(f"{base}/en/account/orders")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(ORDERS)
    page.goto(f"{base}/en/account/")
    page.get_by_text(f"Signed in as {email}").wait_for()
    assert page.problems == []


def test_without_javascript_the_password_is_the_way(visit: Any) -> None:
    page = visit(javascript=False)
    page.goto("/en/account/sign-in")
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    assert page.locator("[name=password]").is_visible()
