"""A guest finds a product, buys it and sees the order: the main job, in a real browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from buying import BERLIN, buy

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
