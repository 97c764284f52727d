"""Somebody applies to sell, staff look at it and take him on; with htmx and without JavaScript."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from storefront.demo.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# two people, so that neither way finds what the other left
WAYS = pytest.mark.parametrize(
    ("scripted", "email"), [(False, "customer@example.com"), (True, "admin@example.com")],
    ids=["without JavaScript", "with htmx"],
)  # fmt: skip


def photo() -> dict[str, Any]:
    kept = BytesIO()
    Image.new("RGB", (320, 200), "white").save(kept, "PNG")
    return {"name": "document.png", "mimeType": "image/png", "buffer": kept.getvalue()}


def signed_in(page: Any, email: str, path: str) -> None:
    page.goto(path)
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button.main").first.click()
    # a glob would also match the sign-in page, which names it as where to go next
    page.wait_for_url(re.compile(rf"^[^?]*{re.escape(path)}$"))


def go_on(page: Any, step: str) -> None:
    page.locator("main .form-foot button").first.click()
    page.wait_for_url(f"**/{step}")


@WAYS
def test_somebody_applies_and_is_approved(visit: Any, scripted: bool, email: str) -> None:
    name = f"Attic of {email.partition('@')[0]}"
    # its market is Germany, and so is the address form
    page = visit(javascript=scripted, language="de-DE")
    signed_in(page, email, "/en/account/selling")
    page.get_by_role("link", name="Sell here").first.click()
    page.wait_for_url("**/sell")
    page.get_by_role("button", name="Apply to sell").click()
    page.wait_for_url("**/selling")
    page.locator("[name=business_model]").first.press(" ")
    page.locator("[name=kind][value=private]").press(" ")
    go_on(page, "identity")
    page.fill("[name=name]", name)
    page.fill("[name=full_name]", "Ann Guest")
    page.fill("[name=birth_date]", "2019-05-04")
    page.fill("[name=phone]", "+49 30 123456")
    page.locator("main .form-foot button").click()
    page.wait_for_selector("#f-birth_date-error")
    assert page.input_value("[name=full_name]") == "Ann Guest"
    page.fill("[name=birth_date]", "1990-05-04")
    go_on(page, "address")
    page.fill("[name=street]", "Weg 1")
    page.fill("[name=postal_code]", "10115")
    page.fill("[name=city]", "Berlin")
    go_on(page, "tax")
    page.fill("[name=tax_id]", "12345678901")
    page.check("[name=lawful]")
    page.check("[name=true]")
    go_on(page, "documents")
    for number, kind in enumerate(("identity", "address"), 1):
        page.select_option("[name=kind]", kind)
        page.fill("[name=expires_on]", "2035-01-01" if kind == "identity" else "")
        page.set_input_files("[name=files]", photo())
        page.get_by_role("button", name="Send the document").click()
        page.wait_for_selector(f".papers li:nth-child({number})")
    page.get_by_role("link", name="Go on", exact=True).click()
    page.wait_for_url("**/review")
    page.get_by_role("button", name="Send the application").click()
    page.wait_for_url("**/account/selling")
    assert "Being looked at" in page.inner_text("main")
    decided(visit, scripted, name)
    page.reload()
    assert "Approved" in page.inner_text("main")
    page.get_by_role("link", name="Your page in the shop").click()
    page.wait_for_url("**/sellers/attic-of-**")
    assert "A private person, not a trader" in page.inner_text("main")
    # the form that was refused is told by the console too
    assert [one for one in page.problems if "422" not in one] == []


def decided(visit: Any, scripted: bool, name: str) -> None:
    """Staff look at the application and take him on."""
    desk = visit(javascript=scripted)
    signed_in(desk, "staff@example.com", "/desk/applications")
    desk.get_by_role("link", name=name).click()
    desk.wait_for_url("**/desk/applications/*")
    assert "12345678901" not in desk.inner_text("main")
    desk.locator("#action-approve summary").click()
    desk.fill("#action-approve [name=commission]", "12.5")
    desk.locator("#action-approve button").click()
    desk.wait_for_selector(".notice.good")
    assert "The application is approved" in desk.inner_text("main")
    assert desk.problems == []
