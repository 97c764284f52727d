"""axe-core finds nothing to complain about on any kind of page, in two directions and two schemes."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from buying import BERLIN, buy
from small_shop import shipped_model

from storefront.demo.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
# The dark scheme changes colours and nothing else; colours do not depend on the direction: from right to left
# nothing is asked of them, for they cost most of the time.
LIGHT: dict[str, Any] = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
DARK: dict[str, Any] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
MIRRORED: dict[str, Any] = {**LIGHT, "rules": {"color-contrast": {"enabled": False}}}

ADDRESS = {"name": "Ann Guest", "street": "Weg 1", "postal_code": "10115", "city": "Berlin"}
SOLD_OUT = """
    SELECT product.slug, variant.sku FROM variant
    JOIN product ON product.id = variant.product_id
    JOIN offer ON offer.variant_id = variant.id AND offer.active
    JOIN stock ON stock.id = offer.stock_id
    WHERE stock.tracked AND stock.on_hand <= stock.reserved ORDER BY variant.id LIMIT 1
"""
OF_EACH_SELLER = """
    SELECT min(product.slug) FROM product
    JOIN variant ON variant.product_id = product.id
    JOIN offer ON offer.variant_id = variant.id AND offer.active
    JOIN stock ON stock.id = offer.stock_id AND stock.on_hand > stock.reserved + 20
    GROUP BY offer.seller_id ORDER BY offer.seller_id
"""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_has_an_accessibility_violation(language: str, visit: Any, demo_home: Path) -> None:
    window = visit(language=language)
    window.goto(f"/{language}/?market=DE-EUR")
    found: list[str] = []
    for name in kinds_of_page(window, language, demo_home):
        found += [f"{language} {name}: {line}" for line in violations(window)]
    assert found == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_of_the_desk_has_an_accessibility_violation(language: str, visit: Any) -> None:
    text = buy(visit(), "en", scripted=True, address=BERLIN, country="DE")
    number = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", text)[0]  # type: ignore[index]
    window = visit(language=language)
    window.goto("/desk/")
    window.fill("[name=email]", "admin@example.com")
    window.fill("[name=password]", "harbour and field")
    submitted(window, "main form button.main", "**/desk/")
    window.request.post("/desk/language", form={"language": language})
    found: list[str] = []
    for name in kinds_of_desk_page(window, number):
        assert window.get_attribute("html", "lang") == language
        found += [f"{language} {name}: {line}" for line in violations(window)]
    assert found == []


def kinds_of_desk_page(window: Any, number: str) -> Iterator[str]:
    """Each kind of page of the desk, with what opens on it."""
    # what the menu leads to, plugins' pages too
    menu = [link.get_attribute("href").removeprefix("/desk/") for link in window.locator(".desk-side a").all()]
    for path in (*menu, "find?q=a", "products?q=nothing-is-called-so"):
        window.goto(f"/desk/{path}")
        yield path or "start"
    yield from pages_of_an_order(window, number)
    window.goto("/desk/messages/about/order:1")
    yield "a conversation that is not begun"
    window.fill("[name=text]", "Your order is packed")
    submitted(window, ".write-form button.main", "**/desk/messages/*")
    window.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    yield "a conversation"
    paths = (f"plugins/{shipped_model()}/disable", "customers/1", "payouts/run", "sellers/1/bank", "balances/1/EUR")
    paths += ("customers/1/credit", "gift-cards/new", "unmatched/new")
    for path in paths:
        window.goto(f"/desk/{path}")
        yield path
    for path in ("products/1", "products/new", "categories/1", "sellers/1", "sellers/new", "pages/about", "shipping/2", "applications/1", "sellers/counters"):
        window.goto(f"/desk/{path}")
        window.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
        yield path
    window.goto("/desk/products/new")
    window.fill("[name=o0-0-price]", "much")
    submitted(window, "button[data-main]", "**/desk/products/new", novalidate=True)
    yield "a product with errors"
    window.goto("/desk/products/no-such-number")
    yield "nothing there"
    window.goto("/desk/")
    window.locator(".desk-person summary").click()
    yield "the person's menu"
    window.keyboard.press("?")
    window.wait_for_selector("#keys[open]")
    yield "keys"


def pages_of_an_order(window: Any, number: str) -> Iterator[str]:
    window.goto(f"/desk/orders/{number}")
    window.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    yield "an order"
    window.goto(f"/desk/orders/{number}/refund")
    window.locator(".refund-lines input").first.fill("1")
    submitted(window, "main [data-main]", "**step=sure**")
    yield "a refund, before it is sent"
    window.goto(f"/desk/orders/{number}/change?step=sure&arrives_by=2040-01-01&reason=Later")
    yield "a change, before it is made"
    window.goto(f"/desk/orders/{number}/replacement")
    yield "a replacement"


def kinds_of_page(window: Any, language: str, home: Path) -> Iterator[str]:
    """Open one page of each kind; its name."""
    (slug, sku), = asked(home, SOLD_OUT)
    yield from opened(
        window,
        language,
        {
            "home": "",
            "search": "search?q=e",
            "search without results": "search?q=qqqqqq",
            "product with a sold-out variant": f"p/{slug}?variant={sku}",
            "market": "market",
            "content": "pages/returns",
            "legal guarantee": "guarantee",
            "empty cart": "cart",
            "not found": "nothing-is-here",
        },
    )
    window.goto(f"/{language}/")
    window.locator(".shelves a").first.click()
    window.wait_for_url("**/c/**")
    yield "category"
    window.goto(window.locator(".filters a[href*='?']").first.get_attribute("href"))
    yield "filtered category"
    yield from bought(window, language, [slug for slug, in asked(home, OF_EACH_SELLER)])


def asked(home: Path, question: str) -> list[Any]:
    database = sqlite3.connect(home / "shop.sqlite3")
    try:
        return database.execute(question).fetchall()
    finally:
        database.close()


def opened(window: Any, language: str, paths: dict[str, str]) -> Iterator[str]:
    for name, path in paths.items():
        window.goto(f"/{language}/{path}")
        yield name


def bought(window: Any, language: str, slugs: list[str]) -> Iterator[str]:
    """The way from products of two sellers to their orders."""
    for slug in slugs[:2]:
        window.goto(f"/{language}/p/{slug}")
        window.locator(".buy-form button.main").click()
        window.wait_for_selector("#cart-drawer[open] .drawer-foot")
        settled(window)
    yield "cart drawer"
    window.goto(f"/{language}/p/{slugs[0]}")
    yield "product"
    window.locator("details.guarantee summary").click()
    yield "product with the notice of the guarantee"
    window.goto(window.locator("section[aria-labelledby=seller] a").first.get_attribute("href"))
    yield "seller"
    window.goto(f"/{language}/cart")
    yield "cart"
    window.goto(f"/{language}/checkout/")
    yield from checked_out(window)
    yield from conversation(window, language)
    yield from accounts(window, language)


def checked_out(window: Any) -> Iterator[str]:
    yield "contact step"
    submitted(window, ".form-foot button.main, form button.main", "**/checkout/contact", novalidate=True)
    yield "contact step with errors"
    window.fill("[name=email]", "guest@example.com")
    submitted(window, ".form-foot button.main, form button.main", "**/checkout/address")
    yield "address step"
    submitted(window, ".form-foot button.main", "**/checkout/address", novalidate=True)
    yield "address step with errors"
    for name, value in ADDRESS.items():
        window.fill(f"[name={name}]", value)
    submitted(window, ".form-foot button.main", "**/checkout/delivery")
    yield "delivery step"
    submitted(window, ".form-foot button.main", "**/checkout/payment")
    yield "payment step"
    window.locator("label[for^=f-provider-]").first.click()
    submitted(window, ".form-foot button.main", "**/checkout/review")
    yield "review step"
    submitted(window, "form[action$='/checkout/place'] button", "**/pay/**")
    yield "payment page"
    paying = window.url
    window.goto(window.locator("main a[href*='/orders/']").first.get_attribute("href"))
    yield "unpaid order"
    window.goto(paying)
    window.fill("[name=card]", "4242 4242 4242 4242")
    submitted(window, "form[action*='/pay/'] button.main", "**/purchases/**")
    yield "purchase"
    window.goto(window.locator("main a[href*='/orders/']").first.get_attribute("href"))
    yield "order"


def conversation(window: Any, language: str) -> Iterator[str]:
    """From an order's page to its thread; and a question about a product."""
    window.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    yield "order with everything open"
    window.fill("[name=text]", "Where is it? 0171 2345678")
    submitted(window, ".write-form button.main", "**/messages/*")
    window.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    yield "conversation"
    submitted(window, ".write-form button.main", "**/messages/*", novalidate=True)
    yield "conversation with errors"
    window.goto(f"/{language}/messages/ask/1")
    yield "question about a product"


def accounts(window: Any, language: str) -> Iterator[str]:
    """The pages of an account, those that strangers see first."""
    window.goto(f"/{language}/account/sign-in")
    submitted(window, "main .form-foot button", "**/account/sign-in", novalidate=True)
    yield "sign-in with errors"
    yield from opened(window, language, {"register": "account/register", "password forgotten": "account/forgotten"})
    window.goto(f"/{language}/account/addresses/new")
    window.fill("[name=email]", "customer@example.com")
    window.fill("[name=password]", PASSWORD)
    submitted(window, "main .form-foot button", "**/account/addresses/new")
    yield "address form"
    for name, value in ADDRESS.items():
        window.fill(f"[name={name}]", value)
    submitted(window, "main .form-foot button", "**/account/addresses")
    yield "addresses"
    pages = ("orders", "password", "email", "passkeys", "two-factor", "close", "selling", "credit", "../sell")
    yield from opened(window, language, {"account": "account/", **{name: f"account/{name}" for name in pages}})


def submitted(window: Any, button: str, url: str, novalidate: bool = False) -> None:
    """Press it as a plain form, and wait for where it leads."""
    if novalidate:
        window.evaluate("for (const form of document.forms) form.noValidate = true")
    window.locator(button).first.click()
    window.wait_for_url(url)
    if novalidate:
        window.wait_for_selector("main [aria-invalid=true]")
    settled(window)


def settled(window: Any) -> None:
    """Wait until nothing moves and nothing is on its way."""
    window.wait_for_load_state("networkidle")
    window.evaluate("Promise.allSettled(document.getAnimations().map(motion => motion.finished))")


def violations(window: Any) -> list[str]:
    """What axe-core says about the open page: in both colour schemes, or without its colours from right to left."""
    found: list[str] = []
    mirrored = window.get_attribute("html", "dir") == "rtl"
    for scheme, options in (("light", MIRRORED),) if mirrored else (("light", LIGHT), ("dark", DARK)):
        window.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        if not window.evaluate("typeof axe === 'object'"):
            window.evaluate(AXE)
        answer = window.evaluate(f"axe.run(document, {json.dumps(options)})")
        for violation in answer["violations"]:
            found += [f"{scheme} {violation['id']}: {node['html'][:200]}" for node in violation["nodes"][:3]]
    window.emulate_media(color_scheme="light")
    return found
