"""Withdrawal and complaint in a browser, with and without JavaScript, on a phone in Arabic too."""

from __future__ import annotations

import email
import email.policy
import re
import time
from pathlib import Path
from typing import Any

import pytest
from buying import BERLIN, buy

pytestmark = pytest.mark.slow
PASSWORD = "harbour and field"


def number_of(page: Any) -> str:
    return str(page.locator("h1 bdi").first.inner_text())


def mailed(home: Path, name: str, text: str) -> str:
    """The newest mail of a kind that says something, as text; the worker has a moment to send it."""
    for _turn in range(300):
        for path in sorted((home / "mail").glob(f"{name}-*.eml"), key=lambda one: -one.stat().st_mtime):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            body = message.get_body(("plain",))
            if body is not None and text in body.get_content():
                return str(body.get_content())
        time.sleep(0.2)
    raise AssertionError(f"no mail {name} says {text}")


def at_desk(browser: Any, address: str) -> Any:
    """Staff's own browser, signed in."""
    page = browser.new_context(base_url=address).new_page()
    page.goto("/desk/")
    page.wait_for_url("**/account/sign-in**")
    page.fill("[name=email]", "admin@example.com")
    page.fill("[name=password]", PASSWORD)
    page.locator("form.account-form button.main").first.click()
    page.wait_for_selector(".desk-side")
    return page


def send_and_deliver(desk: Any, number: str) -> None:
    """The order is confirmed, sent whole, and has arrived."""
    desk.goto(f"/desk/orders/{number}")
    desk.locator("#action-ship summary").click()
    desk.locator("#action-ship form button").click()
    desk.wait_for_selector("text=on its way")
    desk.goto(f"/desk/orders/{number}")
    desk.locator("form[action*='/deliver'] button").first.click()
    desk.wait_for_selector("text=delivered on")


@pytest.mark.parametrize(("tag", "scripted"), [("en", True), ("ar", False)], ids=["en-htmx", "ar-without-script"])
def test_a_guest_withdraws_and_has_the_money_back(
    browser: Any, served: str, demo_home: Path, tag: str, scripted: bool
) -> None:
    page = browser.new_context(
        base_url=served, java_script_enabled=scripted, viewport={"width": 390, "height": 844}
    ).new_page()
    buy(page, tag, scripted=scripted, address=BERLIN, country="DE")
    number = number_of(page)
    desk = at_desk(browser, served)
    send_and_deliver(desk, number)
    # another browser, as a guest who comes back weeks later with the number alone
    guest = browser.new_context(base_url=served, java_script_enabled=scripted).new_page()
    guest.goto(f"/{tag}/")
    guest.locator("footer a[href$='/withdraw']").click()
    guest.wait_for_url("**/withdraw")
    guest.fill("[name=name]", "Ann Guest")
    guest.fill("[name=order]", number)
    guest.fill("[name=email]", "guest@example.com")
    guest.locator(".case-form button.main").click()
    guest.wait_for_selector(".case-facts")
    guest.locator(".case-form button.main").click()
    guest.wait_for_url("**/withdraw/received")
    link = re.search(r"http\S+(/\w+/withdraw/prove/\S+)", mailed(demo_home, "case-owner", number))
    assert link
    guest.goto(link[1])
    guest.locator(".case-form button.main").click()
    guest.wait_for_url("**/cases/**")
    guest.locator("#action-send-back summary").click()
    guest.fill("#f-send-back-carrier", "DHL")
    guest.locator("#action-send-back form button").click()
    guest.wait_for_selector(".case-story >> text=DHL")
    desk.goto("/desk/cases")
    desk.locator("tr", has_text=number).locator("a").first.click()
    desk.wait_for_url("**/desk/cases/C-**")
    desk.locator("#action-goods-arrived button").click()
    desk.wait_for_selector(".case-next.over")
    guest.reload()
    guest.wait_for_selector(".case-next.over")
    mailed(demo_home, "refunded", number)


def test_a_complaint_with_a_photo_ends_with_a_part_of_the_money(
    browser: Any, served: str, demo_home: Path, tmp_path: Path
) -> None:
    from PIL import Image

    Image.new("RGB", (300, 200), "brown").save(tmp_path / "crack.jpg")
    page = browser.new_context(base_url=served).new_page()
    buy(page, "en", scripted=True, address=BERLIN, country="DE")
    number, desk = number_of(page), at_desk(browser, served)
    send_and_deliver(desk, number)
    page.goto(f"/en/orders/{number}")
    page.locator("a[href$='/problem']").click()
    page.wait_for_url("**/problem")
    page.locator("label", has_text="It arrived damaged").click()
    page.locator("label", has_text="All the money back").click()
    page.fill("[name=text]", "The lid is cracked.")
    page.set_input_files("[name=files]", str(tmp_path / "crack.jpg"))
    page.locator(".case-form button.main").click()
    page.wait_for_url("**/cases/**")
    page.wait_for_selector(".case-files img")
    desk.goto("/desk/cases")
    desk.locator("tr", has_text=number).locator("a").first.click()
    desk.locator("#action-offer summary").click()
    desk.locator("#action-offer label", has_text="Refund of a part").click()
    desk.fill("#f-offer-amount", "5")
    desk.fill("#f-offer-text", "Keep it, and have five back.")
    desk.locator("#action-offer form button").click()
    desk.wait_for_selector(".case-story >> text=Keep it")
    page.reload()
    page.locator("#action-agree button").click()
    page.wait_for_selector(".case-next.over")
    assert "5.00" in page.locator(".case-next.over").inner_text()
