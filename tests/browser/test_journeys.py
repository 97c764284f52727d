"""A guest finds a product, buys it and sees the order: the main job, in a real browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from checkout_walk import order_and_pay


def buy(page: Any, tag: str, *, scripted: bool, address: dict[str, str], country: str) -> str:
    """Search, product, cart, checkout, card, order page; the order page's main text."""
    page.goto(f"/{tag}/?market={country}-EUR")
    page.goto(f"/{tag}/market")
    page.locator(f"label[for=country-{country}]").first.click()
    page.locator("form[action$='/market'] button").last.click()
    page.wait_for_url(f"**/{tag}/**")
    page.fill("#find", {"en": "kettle", "ar": "غلاية"}[tag])
    page.locator("form.find button[type=submit]").first.click()
    page.wait_for_url("**/search?q=**")
    page.locator(".card a").first.click()
    page.wait_for_url("**/p/**")
    page.locator(".buy-form button.main").click()
    if scripted:
        page.wait_for_selector("#cart-drawer[open] .drawer-foot")
        page.locator("#cart-drawer .drawer-foot a.main").click()
    else:
        page.wait_for_url("**/cart")
        page.locator("a[href$='/checkout/']").first.click()
    page.wait_for_url("**/checkout/contact")
    page.fill("[name=email]", "guest@example.com")
    page.locator("form button.main").click()
    order_and_pay(page, address)
    return str(page.locator("main").inner_text())


BERLIN = {"name": "Ann Guest", "street": "Weg 1", "postal_code": "10115", "city": "Berlin"}
RIYADH = {"name": "سارة", "street": "شارع العليا 1", "postal_code": "12214", "city": "الرياض"}


@pytest.mark.parametrize("scripted", [False, True], ids=["without JavaScript", "with htmx"])
def test_a_guest_buys_a_kettle_in_english(visit: Any, scripted: bool) -> None:
    page = visit(javascript=scripted)
    text = buy(page, "en", scripted=scripted, address=BERLIN, country="DE")
    assert re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", text)
    assert "kettle" in text.lower()
    assert page.problems == []


def test_a_guest_buys_a_kettle_in_arabic_on_a_phone(visit: Any) -> None:
    page = visit(phone=True, language="ar-SA")
    text = buy(page, "ar", scripted=True, address=RIYADH, country="SA")
    assert page.get_attribute("html", "dir") == "rtl"
    assert re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", text)
    assert "غلاية" in text
    assert page.problems == []
