"""Suggestions by keyboard, in a real browser; without a script the form searches."""

from __future__ import annotations

from typing import Any


def state(page: Any) -> tuple[str | None, str | None]:
    field = page.locator("#find")
    return field.get_attribute("aria-expanded"), field.get_attribute("aria-activedescendant")


def type_in(page: Any, text: str) -> None:
    page.locator("#find").focus()
    page.keyboard.type(text, delay=20)
    page.wait_for_selector("#suggest [role=option]")
    page.wait_for_selector("#find[aria-expanded=true]")


def test_the_arrow_keys_walk_through_the_suggestions_and_enter_opens_one(visit: Any) -> None:
    page = visit()
    page.goto("/en/")
    assert page.locator("#find").get_attribute("role") == "combobox"
    assert state(page) == ("false", None)
    type_in(page, "kett")
    assert state(page) == ("true", None)
    page.keyboard.press("ArrowDown")
    assert state(page) == ("true", "suggested-w1")
    page.keyboard.press("ArrowDown")
    second = state(page)[1]
    assert second is not None
    assert page.locator(f"#{second}").get_attribute("aria-selected") == "true"
    assert page.locator("#suggest [aria-selected=true]").count() == 1
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?q=kettle")
    page.wait_for_selector("h1:has-text('kettle')")
    assert page.problems == []


def test_escape_puts_the_suggestions_away_and_keeps_what_was_typed(visit: Any) -> None:
    page = visit()
    page.goto("/en/")
    type_in(page, "kett")
    page.keyboard.press("Escape")
    assert state(page) == ("false", None)
    assert page.locator("#suggest [role=option]").count() == 0
    assert page.input_value("#find") == "kett"
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?q=kett")


def test_without_a_script_the_field_is_a_plain_search(visit: Any) -> None:
    page = visit(javascript=False)
    page.goto("/en/")
    assert page.locator("#find").get_attribute("role") is None
    page.fill("#find", "kettle")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?q=kettle")
    assert page.locator(".card").count() >= 1
