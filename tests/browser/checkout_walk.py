"""The checkout as somebody in a browser goes through it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any


def order_and_pay(page: Any, address: Mapping[str, str], *, keep: bool = False) -> None:
    """From the address to the order that is paid by card; keep: the address stays in the address book."""
    page.wait_for_url("**/checkout/address")
    for name, value in address.items():
        page.fill(f"[name={name}]", value)
    if keep:
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
