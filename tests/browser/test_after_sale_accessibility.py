"""axe-core finds nothing to complain about on the pages that come after a sale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from after_sale import ago, asked, has_an_account, one, seen_after_a_while, signed_in, sold
from conftest import storefront
from test_accessibility import opened, settled, submitted, violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KETTLE = "enamel-kettle"
STEPS = ("selling", "identity", "address", "tax", "documents", "review")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_after_a_sale_has_an_accessibility_violation(language: str, visit: Any, demo_home: Path) -> None:
    window = visit(language=language, phone=language == "ar")
    number = sold(window, language, KETTLE)
    storefront(demo_home, "orders", "ship", number)
    asked(demo_home, "UPDATE shipment SET delivered_at = ? WHERE order_id = (SELECT id FROM orders WHERE number = ?)",
          ago(days=1), number)  # fmt: skip
    found: list[str] = []
    for name in buyers_pages(window, language, number):
        found += [f"{language} {name}: {line}" for line in violations(window)]
    if language == "en":
        for told_of_one in (*more_pages(window, visit()), *applicants_pages(visit(), demo_home)):
            found += told_of_one
        for told_of_one in sellers_pages(visit(), demo_home, number):
            found += told_of_one
    assert found == []


def buyers_pages(window: Any, language: str, number: str) -> Iterator[str]:
    """Everything has arrived: a case, and a withdrawal."""
    yield from opened(window, language, {"an order that has arrived": f"orders/{number}"})
    if language == "en":
        yield from opened(window, language, {"what can be rated": f"orders/{number}/reviews",
                                             "all reviews of a product": f"p/{KETTLE}/reviews"})  # fmt: skip
    window.goto(f"/{language}/orders/{number}/problem")
    yield "a claim"
    refused(window)
    yield "a claim with errors"
    window.goto(f"/{language}/withdraw")
    refused(window)
    yield "a withdrawal with errors"
    for name, value in {"name": "Ann Guest", "order": number, "email": "guest@example.com"}.items():
        window.fill(f"[name={name}]", value)
    window.locator(".case-form button.main").first.click()
    window.wait_for_selector(".case-facts")
    settled(window)
    yield "a withdrawal, before it is sent"
    # this browser knows the order: nothing has to be proved by mail
    submitted(window, ".case-form button.main", "**/cases/**")
    window.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    yield "a case"


def refused(window: Any) -> None:
    """The form sent as it is, and come back with what is wrong."""
    window.evaluate("for (const form of document.forms) form.noValidate = true")
    window.locator(".case-form button.main").first.click()
    window.wait_for_selector("main .errors")
    settled(window)


def more_pages(window: Any, desk: Any) -> Iterator[list[str]]:
    """An order that is not sent yet: its papers, another address, and a change that waits for its buyer."""
    number = sold(window, "en", KETTLE)
    seen_after_a_while(window, "a[href*='/documents/']", f"/en/orders/{number}")
    invoice = window.locator("a[href*='/documents/']").first.get_attribute("href")
    window.locator("a[href$='/address']").first.click()
    window.wait_for_url("**/address")
    yield told(window, "another address")
    window.fill("[name=street]", "Weg 2")
    submitted(window, "main form button.main", f"**/orders/{number}")
    yield told(window, "an order with a change that was made")
    # the desk proposes another day: the buyer has to answer
    signed_in(desk, "admin@example.com", f"/desk/orders/{number}/change?step=sure&arrives_by=2040-01-01&reason=Later")
    desk.locator("section.sure button.main").first.click()
    desk.wait_for_selector(".change-proposed")
    seen_after_a_while(window, ".change-proposed button.main", f"/en/orders/{number}")
    yield told(window, "an order with a change to answer")
    window.goto(invoice)
    yield told(window, "an invoice")


def applicants_pages(window: Any, home: Path) -> Iterator[list[str]]:
    """Each step of an application to sell, and what it is when it is begun."""
    signed_in(window, "staff@example.com")
    window.goto("/en/sell")
    submitted(window, "main form button", "**/selling")
    number = one(home, "SELECT a.id FROM application a JOIN person p ON p.id = a.person_id WHERE p.email = ?",
                 "staff@example.com")  # fmt: skip
    for step in STEPS:
        window.goto(f"/en/account/selling/{number}/{step}")
        yield told(window, f"application, {step}")
    window.goto("/en/account/selling")
    yield told(window, "an application that is begun")


def sellers_pages(window: Any, home: Path, number: str) -> Iterator[list[str]]:
    """His workspace, a case, his money."""
    seller = one(home, "SELECT seller_id FROM person_seller ps JOIN person p ON p.id = ps.person_id WHERE p.email = ?",
                 "seller@example.com")  # fmt: skip
    has_an_account(home, seller)
    storefront(home, "payouts", "run")
    payout = one(home, "SELECT max(id) FROM payout WHERE seller_id = ?", seller)
    case = one(home, "SELECT c.number FROM order_case c JOIN orders o ON o.id = c.order_id WHERE o.number = ?", number)
    signed_in(window, "seller@example.com")
    paths = ("selling", "payouts", f"payouts/{payout}", f"balances/{seller}/EUR", f"sellers/{seller}/returns")
    for path in (*paths, "reviews?show=all", f"cases/{case}"):
        window.goto(f"/desk/{path}")
        window.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
        yield told(window, f"seller's {path}")


def told(window: Any, name: str) -> list[str]:
    """What axe-core says of the open page, with the page's name."""
    return [f"en {name}: {line}" for line in violations(window)]
