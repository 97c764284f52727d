"""A quantity that cannot be had is said at its field, with what was typed; with htmx and without."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from small_shop import shipped_model

from storefront.cart.tables import CartLine
from storefront.catalogue.tables import Offer, Product, Variant

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
WRONG = "Please give a whole number of pieces, from 1."
TYPED = {"1.5": WRONG, "abc": WRONG, "-1": WRONG, "0": WRONG, "": WRONG, "1000000": "At most 999,999 pieces, please."}


def field(html: str, name: str) -> str:
    """The quantity's label, error and input, as the page has them."""
    text = unescape(" ".join(html.split()))
    return text[text.index(f'<label for="{name}"') :].split("</form>")[0]


def product_of(offer: int) -> tuple[int, str, str]:
    row = Offer.select(Product.id, Product.slug, Variant.sku).join(Variant).join(Product).where(Offer.id == offer)
    found: tuple[int, str, str] = row.tuples().get()
    return found


def quantities() -> list[int]:
    return [row.quantity for row in CartLine.select().order_by(CartLine.id)]


@pytest.fixture(autouse=True)
def no_lines(demo: Any) -> None:
    CartLine.delete().execute()


@pytest.mark.parametrize("typed", TYPED)
def test_a_wrong_quantity_leads_back_to_the_product_with_what_was_typed(demo: Any, browser: Any, typed: str) -> None:
    offer = demo.offers(1)[0]
    product, slug, sku = product_of(offer)
    answer = browser.post("/en/cart/add", data={"offer": offer, "quantity": typed})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/en/p/{slug}?variant={sku}")
    shown = field(browser.get(answer.headers["Location"]).text, f"{panel(product)}")
    assert TYPED[typed] in shown
    assert f'value="{typed}" aria-invalid="true" aria-describedby="{panel(product)}-error"' in shown
    assert quantities() == []
    assert TYPED[typed] not in unescape(browser.get(f"/en/p/{slug}").text), "it is said once"


@pytest.mark.parametrize("typed", TYPED)
def test_with_htmx_the_panel_says_it_in_its_place(demo: Any, browser: Any, typed: str) -> None:
    offer = demo.offers(1)[0]
    product = product_of(offer)[0]
    answer = browser.post("/en/cart/add", data={"offer": offer, "quantity": typed}, headers=PARTIAL)
    assert answer.status_code == 422
    assert "HX-Redirect" not in answer.headers and "HX-Trigger" not in answer.headers
    assert f'<hx-partial hx-target="#{shipped_model()}-buy-p{product}"' in answer.text
    shown = field(answer.text, panel(product))
    assert TYPED[typed] in shown and f'value="{typed}" aria-invalid="true"' in shown
    assert quantities() == []


def panel(product: int) -> str:
    """The id of the shipped model's quantity field."""
    return f"{shipped_model()}-quantity-{product}"


def test_a_minimum_and_a_step_are_said_not_rounded(demo: Any, browser: Any) -> None:
    offer = demo.offers(1)[0]
    before = Offer.get_by_id(offer)
    Offer.update(minimum=4, step=2).where(Offer.id == offer).execute()
    try:
        for typed, words in {"1": "The minimum quantity is 4.", "5": "It is sold in steps of 2."}.items():
            answer = browser.post("/en/cart/add", data={"offer": offer, "quantity": typed}, headers=PARTIAL)
            assert answer.status_code == 422
            assert words in field(answer.text, panel(product_of(offer)[0]))
        assert quantities() == []
        assert browser.post("/en/cart/add", data={"offer": offer, "quantity": "6"}).status_code == 303
        assert quantities() == [6]
    finally:
        Offer.update(minimum=before.minimum, step=before.step).where(Offer.id == offer).execute()


@pytest.mark.parametrize("typed", ["٣", "۳", "३", "３"])
def test_digits_of_every_script_are_taken(demo: Any, browser: Any, typed: str) -> None:
    browser.post("/en/cart/add", data={"offer": demo.offers(1)[0], "quantity": typed})
    assert quantities() == [3]
    browser.post(f"/en/cart/lines/{CartLine.get().id}", data={"quantity": f"{typed}{typed}"})
    assert quantities() == [33]


@pytest.mark.parametrize("typed", [one for one in TYPED if one != "0"])
def test_a_line_keeps_its_quantity_and_shows_what_was_typed(demo: Any, filled: Any, typed: str) -> None:
    browser = filled(demo, demo.offers(1))
    line = CartLine.get().id
    answer = browser.post(f"/en/cart/lines/{line}", data={"quantity": typed})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/cart")
    shown = field(browser.get("/en/cart").text, f"quantity-{line}")
    assert TYPED[typed] in shown and f'value="{typed}" aria-invalid="true"' in shown
    assert 'value="1">' in field(browser.get("/en/cart").text, f"quantity-{line}")
    assert quantities() == [1]


def test_with_htmx_drawer_and_cart_say_it_in_their_places(demo: Any, filled: Any) -> None:
    browser = filled(demo, demo.offers(1))
    line = CartLine.get().id
    headers = {**PARTIAL, "HX-Current-URL": "http://localhost/en/cart"}
    answer = browser.post(f"/en/cart/lines/{line}", data={"quantity": "1.5"}, headers=headers)
    assert answer.status_code == 422 and "HX-Trigger" not in answer.headers
    for name in ("drawer-quantity", "quantity"):
        assert WRONG in field(answer.text, f"{name}-{line}"), name
    assert quantities() == [1]


# -- the drawer -----------------------------------------------------------------------------------


def test_the_drawer_changes_and_removes_with_htmx_and_without(demo: Any, filled: Any) -> None:
    browser = filled(demo, demo.offers(2))
    first, second = (row.id for row in CartLine.select().order_by(CartLine.id))
    drawer = browser.get("/en/cart", headers={**PARTIAL, "HX-Target": "div#drawer"}).text
    for line in (first, second):
        assert f'action="/en/cart/lines/{line}" hx-post="/en/cart/lines/{line}"' in drawer
        assert f'action="/en/cart/lines/{line}/remove" hx-post="/en/cart/lines/{line}/remove"' in drawer
    answer = browser.post(f"/en/cart/lines/{first}", data={"quantity": "2"}, headers=PARTIAL)
    assert answer.status_code == 200 and '<div id="drawer">' in answer.text
    answer = browser.post(f"/en/cart/lines/{second}/remove", headers=PARTIAL)
    assert f"lines/{second}" not in answer.text and f"lines/{first}" in answer.text
    assert quantities() == [2]
    assert browser.post(f"/en/cart/lines/{first}", data={"quantity": "4"}).headers["Location"] == "/en/cart"
    assert quantities() == [4]


def test_the_whole_cart_is_sent_on_the_cart_page_only(demo: Any, filled: Any) -> None:
    browser = filled(demo, demo.offers(1))
    line = CartLine.get().id
    for where, whole in {"/en/cart": True, "/en/p/cart-board": False, "/en/c/carts": False, "": False}.items():
        headers = {**PARTIAL, "HX-Current-URL": f"http://localhost{where}"}
        answer = browser.post(f"/en/cart/lines/{line}", data={"quantity": "2"}, headers=headers)
        assert ('hx-target="#cart"' in answer.text) is whole, where
