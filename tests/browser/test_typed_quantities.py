"""Quantities in a real browser: digits of every script, errors in their place, and the focus where it was."""

from __future__ import annotations

from typing import Any

FIELD = ".buy-form input[name=quantity]"
IN_DRAWER = "#cart-drawer input[name=quantity]"


def at_a_product(page: Any, tag: str = "en") -> None:
    page.goto(f"/{tag}/?market=DE-EUR")
    page.context.add_cookies([{"name": "market", "value": "DE-EUR", "url": page.url}])
    page.goto(f"/{tag}/search?q={'غلاية' if tag == 'ar' else 'kettle'}")
    page.locator(".card a").first.click()
    page.wait_for_url("**/p/**")


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_a_wrong_quantity_is_said_in_the_panel_and_gone_once_it_is_right(visit: Any) -> None:
    page = visit()
    at_a_product(page)
    page.fill(FIELD, "1.5")
    page.locator(".buy-form button.main").click()
    page.wait_for_selector(".buy-form .error")
    assert page.input_value(FIELD) == "1.5"
    assert focused(page) == page.get_attribute(FIELD, "id")
    assert not page.locator("#cart-drawer[open]").count()
    page.fill(FIELD, "2")
    page.locator(".buy-form button.main").click()
    page.wait_for_selector("#cart-drawer[open] .drawer-foot")
    assert page.locator(".buy-form .error").count() == 0
    assert page.get_attribute(FIELD, "aria-invalid") is None
    assert page.input_value(IN_DRAWER) == "2"


def test_arabic_digits_are_counted_on_and_bought(visit: Any) -> None:
    page = visit(phone=True, language="ar-SA")
    at_a_product(page, "ar")
    page.fill(FIELD, "٢")
    page.locator(".buy-form button[data-by='1']").click()
    assert page.input_value(FIELD) == "3"
    page.fill(FIELD, "٤")
    page.locator(".buy-form button.main").click()
    page.wait_for_selector("#cart-drawer[open] .drawer-foot")
    assert page.input_value(IN_DRAWER) == "4"
    assert page.problems == []


def test_the_drawer_changes_a_line_keeps_the_focus_and_removes_it(visit: Any) -> None:
    page = visit()
    at_a_product(page)
    page.locator(".buy-form button.main").click()
    page.wait_for_selector("#cart-drawer[open] .drawer-foot")
    more = page.locator("#cart-drawer button[data-by='1']").first
    name = more.get_attribute("id")
    more.focus()
    with page.expect_response("**/cart/lines/*"):
        more.press("Enter")
    page.wait_for_function("document.querySelector('#drawer .count').textContent === '2'")
    assert (page.input_value(IN_DRAWER), focused(page)) == ("2", name)
    page.fill(IN_DRAWER, "x")
    page.press(IN_DRAWER, "Enter")
    page.wait_for_selector("#cart-drawer .error")
    assert (page.input_value(IN_DRAWER), focused(page)) == ("x", page.get_attribute(IN_DRAWER, "id"))
    page.locator("#cart-drawer form[action$='/remove'] button").click()
    page.wait_for_selector("#cart-drawer .empty")
    assert page.locator("#cart-drawer[open]").count() == 1


def test_without_javascript_the_field_stands_alone_and_the_product_says_what_is_wrong(visit: Any) -> None:
    page = visit(javascript=False)
    at_a_product(page)
    assert not page.locator(".buy-form button[data-by='1']").is_visible()
    page.fill(FIELD, "abc")
    page.locator(".buy-form button.main").click()
    page.wait_for_url("**/p/*variant=*")
    assert page.input_value(FIELD) == "abc"
    assert page.locator(".buy-form .error").is_visible()
