"""A guest rates what came, with a photo; the seller's answer stands below it; with and without htmx."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from buying import BERLIN, buy
from conftest import storefront
from PIL import Image

from storefront.demo.people import PASSWORD

pytestmark = [pytest.mark.browser]


@pytest.mark.parametrize("scripted", [False, True], ids=["without JavaScript", "with htmx"])
def test_a_guest_reviews_with_a_photo_and_the_shop_answers(
    visit: Any, demo_home: Path, tmp_path: Path, scripted: bool
) -> None:
    page = visit(javascript=scripted)
    text = buy(page, "en", scripted=scripted, address=BERLIN, country="DE")
    number = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", text)[0]  # type: ignore[index]
    delivered(demo_home, number)
    page.goto(f"/en/orders/{number}")
    page.locator("#order-rating-p" + order_id(demo_home, number) + " a.button").first.click()
    page.wait_for_url("**/reviews/*")
    Image.new("RGB", (300, 300), "teal").save(tmp_path / "kettle.jpg")
    words = f"Pours well, {'with' if scripted else 'without'} a script."
    page.locator("label[for=f-stars-2]").click()
    page.fill("[name=text]", words)
    page.set_input_files("[name=photos]", tmp_path / "kettle.jpg")
    page.locator("form.review-form button.main").click()
    page.wait_for_url(f"**/orders/{number}")
    assert "Your review is published" in page.locator("body").inner_text()

    desk = visit(javascript=scripted)
    desk.goto("/desk/reviews?show=unanswered&sort=-since")
    desk.fill("[name=email]", "admin@example.com")
    desk.fill("[name=password]", PASSWORD)
    desk.locator("main form button.main").first.click()
    desk.wait_for_url("**/desk/reviews**")
    desk.locator("main table a", has_text=words[:20]).first.click()
    desk.wait_for_url(re.compile(r"/desk/reviews/\d+"))
    desk.locator("#action-answer summary").click()
    desk.fill("#action-answer [name=text]", "Thank you, we are glad.")
    desk.locator("#action-answer button").click()
    desk.wait_for_selector("text=The answer stands below the review.")

    slug = sold(demo_home, number)
    page.goto(f"/en/p/{slug}/reviews")
    review = page.locator(".review", has_text=words)
    assert "Thank you, we are glad." in review.inner_text()
    assert review.locator(".stars").get_attribute("aria-label") == "4 of 5 stars"
    assert (page.problems, desk.problems) == ([], [])


def asked(home: Path, question: str, *values: str) -> Any:
    database = sqlite3.connect(home / "shop.sqlite3", timeout=30)
    try:
        with database:
            return database.execute(question, values).fetchone()
    finally:
        database.close()


def order_id(home: Path, number: str) -> str:
    return str(asked(home, "SELECT id FROM orders WHERE number = ?", number)[0])


def sold(home: Path, number: str) -> str:
    question = """SELECT product.slug FROM product JOIN variant ON variant.product_id = product.id
        JOIN order_line ON order_line.variant_id = variant.id JOIN orders ON orders.id = order_line.order_id
        WHERE orders.number = ?"""
    return str(asked(home, question, number)[0])


def delivered(home: Path, number: str) -> None:
    """Sent, and here."""
    storefront(home, "orders", "ship", number)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    asked(home, "UPDATE shipment SET delivered_at = ? WHERE order_id = ?", now, order_id(home, number))
