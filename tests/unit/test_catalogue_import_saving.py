"""A file is written batch by batch, goes on after a stop, and changes nothing the second time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storefront import db
from storefront.catalogue.actions import save_seller
from storefront.catalogue.drafts import SellerDraft
from storefront.catalogue.importers import saving
from storefront.catalogue.importers.drafting import Sale, category_slugs
from storefront.catalogue.importers.records import ImageRecord, ProductRecord, VariantRecord
from storefront.catalogue.importers.saving import Saved, save_file
from storefront.catalogue.tables import (
    ImportRun,
    Offer,
    Product,
    ProductText,
    RelatedProduct,
    Shelf,
)
from storefront.tables import core_tables

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
SALE = Sale("acme", "retail", "EUR", "en", "PT")


def record(number: int, **more: object) -> ProductRecord:
    made = ProductRecord(
        f"thing-{number}",
        f"Thing {number}",
        category_path=("Home", "Kitchen"),
        options=("Colour",),
        variants=(VariantRecord(f"T{number}-R", ("Red",), 1000, stock=2), VariantRecord(f"T{number}-B", ("Blue",))),
        images=(ImageRecord("https://shop.example/1.jpg", 1),),
        related=(f"thing-{number + 1}",),
        attributes=(("Material", "Oak"), ("Material", "Steel")),
    )
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def shop_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    db.open_database("sqlite:///:memory:")
    db.database.create_tables(core_tables())
    save_seller(SellerDraft("acme", "Acme", "PT"))
    monkeypatch.setattr(saving, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(saving, "BATCH", 3)
    yield
    db.close()


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of eight products, as if a reader had read it."""
    path = tmp_path / "products.csv"
    path.write_text("eight products")
    records = [record(number) for number in range(1, 9)]

    def opened(
        path: Path, format: str, currency: str, start: int = 1
    ) -> Iterator[tuple[int, ProductRecord]]:
        yield from list(enumerate(records, 1))[start - 1 :]

    monkeypatch.setattr(saving, "open_records", opened)
    return path


def outcomes(saved: Saved) -> tuple[int, int, int]:
    return saved.products["created"], saved.products["updated"], saved.products["unchanged"]


def test_a_file_is_written_and_the_second_time_changes_nothing(file: Path) -> None:
    assert outcomes(save_file(file, "shopify", SALE, NOW)) == (8, 0, 0)
    assert outcomes(save_file(file, "shopify", SALE, NOW)) == (0, 0, 8)
    assert (Product.select().count(), Offer.select().count(), Shelf.select().count()) == (8, 8, 8)
    assert RelatedProduct.select().count() == 7


def test_an_import_goes_on_where_it_was_stopped(file: Path) -> None:
    done: list[int] = []

    def stop(count: int) -> None:
        done.append(count)
        if sum(done) == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_file(file, "shopify", SALE, NOW, stop)
    assert Product.select().count() == 6
    saved = save_file(file, "shopify", SALE, NOW)
    assert (saved.resumed_at, saved.products["created"]) == (6, 2)
    assert RelatedProduct.select().count() == 7
    assert ImportRun.get().finished_at == NOW


def test_only_variants_with_a_price_are_offered_at_the_sellers_tax(file: Path) -> None:
    save_file(file, "shopify", SALE, NOW)
    offer = Offer.get()
    assert (offer.variant.sku, offer.price, offer.currency, offer.tax_country) == ("T1-R", 1000, "EUR", "PT")
    assert (offer.stock.tracked, offer.stock.on_hand) == (True, 2)


def test_a_second_language_is_added_to_the_first(file: Path) -> None:
    save_file(file, "shopify", SALE, NOW)
    assert outcomes(save_file(file, "shopify", replace(SALE, locale="de"), NOW)) == (0, 8, 0)
    assert {row.language for row in ProductText.select().where(ProductText.product == 1)} == {"de", "en"}


def test_namesakes_below_different_parents_have_different_slugs() -> None:
    assert category_slugs(("Women", "Shirts"))[-1] == ("women-shirts", "Shirts")
    assert category_slugs(("Men", "Shirts"))[-1] == ("men-shirts", "Shirts")
    assert len(category_slugs(("x" * 200, "y"))[-1][0]) <= 120


CATALOGUES = Path(__file__).parents[3] / "shared" / "data" / "catalogues"


@pytest.mark.parametrize(
    ("format", "name", "products"),
    [
        ("shopify", "shopify/apparel.csv", 20),
        ("shopify", "shopify/home-and-garden.csv", 20),
        ("woocommerce", "woocommerce/sample-data/sample_products.csv", 14),
    ],
)
def test_a_real_export_is_imported_twice_without_change(format: str, name: str, products: int) -> None:
    path = CATALOGUES / name
    if not path.exists():
        pytest.skip("the shared data is not beside this checkout")
    sale = replace(SALE, currency="USD")
    assert outcomes(save_file(path, format, sale, NOW)) == (products, 0, 0)
    assert outcomes(save_file(path, format, sale, NOW)) == (0, 0, products)
