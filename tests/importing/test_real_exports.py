"""Real exports come in completely: everything with a price and stock can be bought, the rest is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from peewee import JOIN
from small_shop import GOOD_CARD, SmallShop

from storefront import runtime
from storefront.cart.actions import add_to_cart, new_cart
from storefront.cart.loading import load_cart
from storefront.catalogue.tables import Image, Offer, Product, RelatedProduct, Stock, Variant
from storefront.checkout.placing import fingerprint, place_order
from storefront.errors import Refused
from storefront.orders.tables import Order, OrderLine
from storefront.payments.actions import begin_payment
from storefront.payments.tables import Installment
from storefront.settings import load

WOOCOMMERCE = "woocommerce/sample-data/sample_products.csv"
FILES = [
    ("shopify", "shopify/apparel.csv", 22, 20, 22),
    ("shopify", "shopify/home-and-garden.csv", 21, 20, 21),
    ("shopify", "shopify/jewelery.csv", 41, 20, 23),
    ("woocommerce", WOOCOMMERCE, 25, 14, 25),
]
EVERY_FILE = pytest.mark.parametrize(
    ("format", "name", "rows", "products", "variants"), FILES, ids=[Path(name).stem for _format, name, *_ in FILES]
)
SOLD_OUT = {"apparel": 0, "home-and-garden": 2, "jewelery": 3, "sample_products": 0}
REPORTED = [
    "1 Meta: _wpcom_is_markdown warning This column is not known and is not imported.",
    "14 Type simple, downloadable, virtual unsupported Not supported: a downloadable product.",
    "15 Type simple, downloadable, virtual unsupported Not supported: a downloadable product.",
    "24 Type grouped warning A grouped product: its members are linked as related products instead.",
    "25 Type external unsupported Not supported: an external product, sold on another site.",
]


def reported(output: str) -> list[str]:
    """The rows of the report, one space between the cells."""
    return [" ".join(line.split()) for line in output.splitlines() if line[:1].isdigit() and " rows: " not in line]


@EVERY_FILE
def test_a_real_export_comes_in_completely(
    format: str, name: str, rows: int, products: int, variants: int, import_shop: Any, shared_data: Path
) -> None:
    path = str(shared_data / "catalogues" / name)
    found = f"{rows} rows: {products} products with {variants} variants can be imported, 0 have errors."
    created = (
        f"products: {products} created, 0 updated, 0 unchanged.",
        f"offers: {variants} created, 0 updated, 0 unchanged, 0 ended.",
    )
    unchanged = (
        f"products: 0 created, 0 updated, {products} unchanged.",
        f"offers: 0 created, 0 updated, {variants} unchanged, 0 ended.",
        "Nothing changed.",
    )
    for arguments, expected in (
        (["--dry-run"], (*created, "Dry run: nothing was changed.")),
        ([], created),
        (["--dry-run"], unchanged),
        ([], unchanged),
    ):
        code, output = import_shop.run("import", format, path, *arguments)
        assert code == 0, output
        lines = output.splitlines()
        assert lines[0] == found
        assert set(expected) <= set(lines)
        assert reported(output) == (REPORTED if format == "woocommerce" else [])


def batched(offers: Sequence[int], size: int) -> list[Sequence[int]]:
    return [offers[start : start + size] for start in range(0, len(offers), size)]


def live_offers() -> tuple[dict[str, int], dict[str, int]]:
    """Offer by SKU of what is published: with stock, and sold out."""
    rows = (
        Offer.select(Variant.sku, Offer.id, Stock.tracked, Stock.on_hand)
        .join(Variant, on=(Offer.variant == Variant.id))
        .join(Product, on=(Variant.product == Product.id))
        .join(Stock, JOIN.LEFT_OUTER, on=(Offer.stock == Stock.id))
        .where(Offer.active, Product.published)
        .order_by(Offer.id)
        .tuples()
    )
    found: tuple[dict[str, int], dict[str, int]] = {}, {}
    for sku, offer, tracked, on_hand in rows:
        found[bool(tracked and on_hand < 1)][sku] = offer
    return found


def buy(shop: SmallShop, offers: Sequence[int]) -> None:
    """A cart with one piece of each is filled, checked out and paid, as the pages do it."""
    token = shop.cart(*((offer, 1) for offer in offers))
    context = replace(shop.context(), cart_token=token)
    seen = fingerprint(load_cart(runtime.current(), token, context), context)
    placed = place_order(runtime.current(), token, context, seen, "sandbox-card")
    assert placed.payment_id is not None
    begin_payment(placed.payment_id, {"card": GOOD_CARD}, "http://localhost/back")


@EVERY_FILE
def test_everything_with_stock_is_bought_and_paid_and_the_rest_is_sold_out(
    format: str, name: str, rows: int, products: int, variants: int, import_shop: Any, shared_data: Path
) -> None:
    code, output = import_shop.run("import", format, str(shared_data / "catalogues" / name))
    assert code == 0, output
    app = import_shop.open()
    shop = SmallShop(import_shop.home, "", load(import_shop.home, import_shop.own), app)
    stocked, sold_out = live_offers()
    assert len(sold_out) == SOLD_OUT[Path(name).stem]
    assert len(stocked) + len(sold_out) == variants
    before = dict(Stock.select(Stock.id, Stock.on_hand).tuples())
    for some in batched(list(stocked.values()), 10):
        buy(shop, some)
    bought = OrderLine.select(OrderLine.sku, OrderLine.quantity).order_by(OrderLine.id)
    assert list(bought.tuples()) == [(sku, 1) for sku in stocked]
    assert all(row.paid == row.amount > 0 for row in Installment.select())
    gone = sum(before.values()) - sum(on_hand for (on_hand,) in Stock.select(Stock.on_hand).tuples())
    tracked = Offer.select().join(Stock, on=(Offer.stock == Stock.id)).where(Stock.tracked)
    assert gone == tracked.where(Offer.id.in_(list(stocked.values()))).count()
    for offer in sold_out.values():
        with pytest.raises(Refused, match="This is sold out"):
            add_to_cart(new_cart(), offer, 1, {}, shop.context())


@EVERY_FILE
def test_each_page_sells_what_is_in_stock_and_says_what_is_sold_out(
    format: str,
    name: str,
    rows: int,
    products: int,
    variants: int,
    import_shop: Any,
    shared_data: Path,
    buyer_of: Any,
    read_page: Any,
) -> None:
    code, output = import_shop.run("import", format, str(shared_data / "catalogues" / name))
    assert code == 0, output
    app = import_shop.open()
    live = [row.slug for row in Product.select().where(Product.published).order_by(Product.id)]
    assert (Product.select().count(), Variant.select().count()) == (products, variants)
    assert Offer.select().where(Offer.active).count() == variants
    stocked = {
        slug
        for (slug,) in Product.select(Product.slug)
        .join(Variant)
        .where(Variant.sku.in_(list(live_offers()[0])))
        .tuples()
    }
    pages = {slug: read_page(app, f"/en/p/{slug}") for slug in live}
    for slug, (words, offers) in pages.items():
        assert bool(offers) == (slug in stocked), slug
        assert offers or "Sold out" in words, slug
    bought = next(offers[0] for _words, offers in pages.values() if offers)
    assert "Thank you" in buyer_of(app).buy(bought)
    assert Order.select().count() == 1


def test_grouped_products_and_pictures_of_a_real_export(import_shop: Any, shared_data: Path) -> None:
    code, output = import_shop.run("import", "woocommerce", str(shared_data / "catalogues" / WOOCOMMERCE))
    assert code == 0, output
    browser = import_shop.open().test_client()
    assert RelatedProduct.select().count() > 0
    pictures = list(Image.select())
    assert {picture.kind for picture in pictures} == {"remote"}
    assert all(picture.source_url.startswith("https://") and not picture.digest for picture in pictures)
    page = browser.get("/en/p/hoodie").text
    assert not any(picture.source_url in page for picture in pictures), "a placeholder is shown instead"
    assert "noindex" in browser.get("/en/p/hoodie-with-pocket").text, "a hidden product is for who has its address"
    assert "hoodie-with-pocket" not in browser.get("/en/search?q=hoodie").text
