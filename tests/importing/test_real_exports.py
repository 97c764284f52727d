"""Real exports come in completely: everything with a price and stock can be bought, the rest is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from storefront.catalogue.tables import Image, Offer, Product, RelatedProduct, Stock, Variant
from storefront.orders.tables import Order

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


@EVERY_FILE
def test_each_product_can_be_bought_or_is_sold_out(
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
    with app.app_context():
        live = [row.slug for row in Product.select().where(Product.published).order_by(Product.id)]
        stocked = {
            row[0]
            for row in Product.select(Product.slug)
            .join(Variant)
            .join(Stock)
            .where((Stock.tracked == False) | (Stock.on_hand > 0))  # noqa: E712
            .tuples()
        }
        assert (Product.select().count(), Variant.select().count()) == (products, variants)
        assert Offer.select().where(Offer.active).count() == variants
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
