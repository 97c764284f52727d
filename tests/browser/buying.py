"""A guest's way from the search to the order's page, for the journeys that begin or end with it."""

from __future__ import annotations

import re
from typing import Any

BERLIN = {"name": "Ann Guest", "street": "Weg 1", "postal_code": "10115", "city": "Berlin"}


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
    page.wait_for_url("**/checkout/address")
    for name, value in address.items():
        page.fill(f"[name={name}]", value)
    page.locator(".form-foot button.main").click()
    page.wait_for_url("**/checkout/delivery")
    page.locator(".form-foot button.main").click()
    page.wait_for_url("**/checkout/payment")
    page.locator("label[for^=f-provider-]").first.click()
    page.locator(".form-foot button.main").click()
    page.wait_for_url("**/checkout/review")
    page.locator("form[action$='/checkout/place'] button").click()
    page.wait_for_url("**/pay/**")
    page.fill("[name=card]", "4242 4242 4242 4242")
    page.locator("form[action*='/pay/'] button.main").click()
    page.wait_for_url(re.compile(r"/(orders|purchases)/"))
    return str(page.locator("main").inner_text())
