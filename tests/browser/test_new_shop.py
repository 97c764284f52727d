"""A shop that was just made, filled by an import and served: a browser from abroad buys in its own currency."""

from __future__ import annotations

import re
from typing import Any

import pytest

SPRINGFIELD = {"street": "Pine Street 1", "city": "Springfield", "area": "IL", "postal_code": "62701"}
LEEDS = {"street": "High Street 1", "city": "Leeds", "postal_code": "LS1 4AP"}


@pytest.mark.parametrize("scripted", [False, True], ids=["without JavaScript", "with htmx"])
@pytest.mark.parametrize(
    ("tag", "country", "sign", "address"),
    [("en-US", "US", "US$", SPRINGFIELD), ("en-GB", "GB", "£", LEEDS)],
    ids=["en-US", "en-GB"],
)
def test_a_browser_from_abroad_buys(
    browser: Any, new_shop: str, tag: str, country: str, sign: str, address: dict[str, str], scripted: bool
) -> None:
    context = browser.new_context(base_url=new_shop, locale=tag, java_script_enabled=scripted)
    page = context.new_page()
    page.set_default_timeout(30_000)
    try:
        page.goto("/")
        page.goto("/en/search")
        assert sign in page.locator(".card .price-now").first.inner_text()
        page.locator(".card a").first.click()
        page.wait_for_url("**/p/jug**")
        assert sign in page.locator(".price-now").first.inner_text()
        page.locator(".buy-form button.main").click()
        page.locator("#cart-drawer[open] .drawer-foot a.main" if scripted else "a[href$='/checkout/']").first.click()
        page.wait_for_url("**/checkout/contact")
        page.fill("[name=email]", "guest@example.com")
        page.locator("main form button.main").first.click()
        page.wait_for_url("**/checkout/address")
        assert page.locator("[name=country]").input_value() == country
        page.fill("[name=name]", "Ann Guest")
        for name, value in address.items():
            field = page.locator(f"[name={name}]")
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        page.locator(".form-foot button.main").click()
        page.wait_for_url("**/checkout/delivery")
        page.locator(".form-foot button.main").click()
        page.wait_for_url("**/checkout/payment")
        page.locator("label[for^=f-provider-]").first.click()
        page.locator(".form-foot button.main").click()
        page.wait_for_url("**/checkout/review")
        page.locator("form[action$='/checkout/place'] button").first.click()
        page.wait_for_url("**/pay/**")
        page.fill("[name=card]", "4242 4242 4242 4242")
        page.locator("form[action*='/pay/'] button.main").click()
        page.wait_for_url(re.compile(r"/(orders|purchases)/"))
        text = page.locator("main").inner_text()
        assert "Jug" in text
        assert sign in text
    finally:
        context.close()
