"""A shopkeeper makes a product at the desk in four languages with pictures, and a shopper finds and sees it."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from buying import BERLIN, buy
from PIL import Image

pytestmark = pytest.mark.browser

WORDS = {
    "en": ("Cedar birdhouse", "For tits and sparrows."),
    "de": ("Nistkasten aus Zeder", "Für Meisen und Spatzen."),
    "zh-Hans": ("雪松鸟屋", "适合山雀和麻雀。"),
    "ar": ("بيت عصافير من خشب الأرز", "للقرقف والدوري."),
}
PASSWORD = "harbour and field"
ONE_PRODUCT = re.compile(r"/desk/products/\d+$")


@pytest.fixture
def pictures(tmp_path: Path) -> list[str]:
    """Two photographs and something that is none."""
    for name, colour in (("front.jpg", "sienna"), ("side.jpg", "peru")):
        Image.new("RGB", (900, 700), colour).save(tmp_path / name)
    (tmp_path / "notes.jpg").write_text("no picture")
    return [str(tmp_path / name) for name in ("front.jpg", "side.jpg", "notes.jpg")]


def at_the_desk(page: Any, path: str = "/desk/") -> None:
    """Sign in as the demo's staff and come back to the desk."""
    page.goto(path)
    page.wait_for_url("**/account/sign-in**")
    page.fill("[name=email]", "staff@example.com")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button.main").first.click()
    # the way to sign in names where one comes back to, so an address that ends so says nothing yet
    page.wait_for_selector(".desk-side")


def typed(page: Any, sku: str) -> None:
    for tag, (title, text) in WORDS.items():
        page.fill(f"[name='t-{tag}-title']", f"{title} {sku}")
        page.fill(f"[name='t-{tag}-description']", text)
    page.fill("[name=v0-sku]", sku)
    page.fill("[name=v0-weight]", "850")
    page.fill("[name=o0-0-price]", "34.90")
    page.fill("[name=o0-0-stock]", "12")
    page.select_option("[name=category]", "garden")


def found_by_a_shopper(visit: Any, served: str, sku: str) -> None:
    """In each language by searching; the product's page comes from the cache."""
    shopper = visit()
    for tag, (title, _text) in WORDS.items():
        shopper.goto(f"/{tag}/search?q={title} {sku}")
        card = shopper.locator(".card a").first
        assert f"{title} {sku}" in card.inner_text()
        card.click()
        shopper.wait_for_url(f"**/{tag}/p/**")
        shopper.wait_for_selector(".gallery img, .pictures img, main img")
        assert f"{title} {sku}" in shopper.locator("h1").inner_text()
    with urllib.request.urlopen(shopper.url) as first, urllib.request.urlopen(shopper.url) as again:
        assert first.headers["ETag"] == again.headers["ETag"]
        assert first.headers["ETag"]
    assert shopper.problems == []


def test_a_product_is_made_with_htmx_by_keys_and_found(visit: Any, served: str, pictures: list[str]) -> None:
    page = visit()
    at_the_desk(page)
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/desk/products")
    page.keyboard.press("n")
    page.wait_for_url("**/desk/products/new")
    typed(page, "BIRD-1")
    page.set_input_files("#f-upload", pictures)
    page.wait_for_selector("#f-upload-error")
    assert "notes.jpg" in page.locator("#f-upload-error").inner_text()
    assert page.locator(".picture-card").count() == 2
    assert page.input_value("[name='t-ar-title']") == f"{WORDS['ar'][0]} BIRD-1"
    page.locator(".picture-card").nth(1).locator("button[value^=up]").click()
    page.wait_for_load_state("networkidle")
    assert page.locator(".picture-card").count() == 2
    page.focus("[name=brand]")
    page.keyboard.press("Control+s")
    page.wait_for_url(ONE_PRODUCT)
    page.wait_for_selector(".notice.good")
    found_by_a_shopper(visit, served, "BIRD-1")
    # the 422 of the refused picture is a line of the console
    assert [line for line in page.problems if "422" not in line] == []


def test_a_product_is_made_without_javascript_and_found(visit: Any, served: str, pictures: list[str]) -> None:
    page = visit(javascript=False)
    at_the_desk(page)
    page.locator(".desk-side a[href='/desk/products']").click()
    page.locator("a[data-new]").click()
    page.wait_for_url("**/desk/products/new")
    typed(page, "BIRD-2")
    page.set_input_files("#f-upload", pictures[:2])
    page.locator("button[data-main]").click()
    page.wait_for_url(ONE_PRODUCT)
    assert page.locator(".picture-card").count() == 2
    page.locator(".picture-card").first.locator("button[value^=down]").click()
    page.locator("button[data-main]").click()
    page.wait_for_selector(".notice.good")
    found_by_a_shopper(visit, served, "BIRD-2")


def test_cells_are_pasted_from_a_spreadsheet(visit: Any) -> None:
    page = visit()
    at_the_desk(page, "/desk/products/new")
    page.evaluate(
        """() => {
            const cell = document.querySelector("[name=v0-sku]");
            const data = new DataTransfer();
            data.setData("text/plain", "A-1\\t4006381333931\\t100\\t9.90\\nA-2\\t\\t200\\t19.90\\nA-3\\t\\t300\\t29.90\\n");
            cell.focus();
            cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    assert [page.input_value(f"[name=v{row}-sku]") for row in range(3)] == ["A-1", "A-2", "A-3"]
    assert [page.input_value(f"[name=o0-{row}-price]") for row in range(3)] == ["9.90", "19.90", "29.90"]
    page.focus("[name=v0-sku]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "v1-sku"
    assert page.input_value("[name=variants]") == "3"


def test_rows_are_walked_and_opened_by_keys(visit: Any) -> None:
    page = visit()
    at_the_desk(page)
    page.goto("/desk/products?sort=title")
    for key in ("j", "j", "k", "j"):
        page.keyboard.press(key)
    name = page.locator("tr.here [data-open]").inner_text()
    page.keyboard.press("x")
    assert page.locator("tr.here input[name=mark]").is_checked()
    page.locator("tr.here [data-open]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(ONE_PRODUCT)
    page.locator("h1", has_text=name).wait_for()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.wait_for_selector("#keys[open]")
    assert page.problems == []


@pytest.mark.parametrize("scripted", [False, True], ids=["without JavaScript", "with htmx"])
def test_a_piece_of_an_order_is_refunded_and_its_buyer_reads_it(visit: Any, scripted: bool) -> None:
    buyer = visit(javascript=scripted)
    text = buy(buyer, "en", scripted=scripted, address=BERLIN, country="DE")
    number = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", text)[0]  # type: ignore[index]
    page = visit(javascript=scripted)
    at_the_desk(page)
    if scripted:
        page.keyboard.press("/")
        page.keyboard.type(number)
        page.keyboard.press("Enter")
    else:
        page.fill("#find", number)
        page.locator(".desk-find button").click()
    page.wait_for_url(f"**/desk/orders/{number}")
    page.locator("a[href$='/refund']").click()
    page.wait_for_url("**/refund")
    page.locator(".refund-lines input").first.fill("1")
    page.locator("main [data-main]").click()
    page.wait_for_selector(".desk-card.sure")
    page.locator(".sure button.main").click()
    page.wait_for_url(f"**/desk/orders/{number}")
    page.wait_for_selector("section[aria-labelledby=refunds]")
    # the worker sends it
    for _turn in range(300):
        if page.locator("section[aria-labelledby=refunds] .mark-good").count():
            break
        page.reload()
    amount = page.locator("section[aria-labelledby=refunds] .end").inner_text()
    buyer.goto(f"/en/orders/{number}")
    said = buyer.locator("main").inner_text()
    assert amount in said
    assert "refunded in part" in said
    assert page.problems == []


HEAD = "Handle,Title,Variant SKU,Variant Price,Variant Inventory Tracker,Variant Inventory Qty,Variant Grams"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_file_with_errors_is_reported_corrected_imported_and_found(
    visit: Any, tmp_path: Path, javascript: bool
) -> None:
    mark = f"imp{int(javascript)}"
    file = tmp_path / "export.csv"
    jug, cup = f"{mark}-jug,Import jug {mark},{mark}-1,20.00,shopify,9,800", f"{mark}-cup,Cup,{mark}-2,twenty,shopify,9,80"
    file.write_text("\r\n".join((HEAD, jug, cup)), encoding="utf-8")
    page = visit(javascript=javascript)
    at_the_desk(page)
    page.locator(".desk-side a[href='/desk/import']").click()
    page.wait_for_url("**/desk/import")
    looked_at(page, file)
    row = page.locator(".issues tbody tr")
    assert row.count() == 1
    assert [text.split("\n")[0] for text in row.locator("td").all_inner_texts()[:4]] == [
        "3", "Variant Price", "twenty", "This is not a number.",
    ]  # fmt: skip
    file.write_text("\r\n".join((HEAD, jug, cup.replace("twenty", "4.50"))), encoding="utf-8")
    page.locator("main a.button[href='/desk/import']").click()
    page.wait_for_url("**/desk/import")
    looked_at(page, file)
    page.locator("form[action$='/start'] button").click()
    waited(page, ".notice:has-text('The file is imported.')")
    shopper = visit()
    shopper.goto(f"/en/search?q=Import jug {mark}")
    assert f"Import jug {mark}" in shopper.locator(".card a").first.inner_text()
    assert page.problems == []


def looked_at(page: Any, file: Path) -> None:
    """Upload a file and wait until the worker has looked at it."""
    page.set_input_files("#f-file", str(file))
    page.locator("[data-main]").click()
    page.wait_for_url("**/desk/import/*")
    waited(page, "form[action$='/start']")


def waited(page: Any, for_what: str) -> None:
    """The page changes by itself; without JavaScript by its link."""
    link = page.locator("#import-state .without-script a")
    for _turn in range(60):
        if page.locator(for_what).count():
            return
        if link.count() and link.first.is_visible():
            link.first.click()
        page.wait_for_timeout(500)
    raise AssertionError(page.locator("main").inner_text())
