"""A file is written batch by batch, goes on after a stop, and changes nothing the second time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storefront import db
from storefront.catalogue.actions import save_product, save_seller
from storefront.catalogue.drafts import ProductDraft, ProductTextDraft, SellerDraft, VariantDraft, WrongDraft
from storefront.catalogue.importers import writing
from storefront.catalogue.importers.drafting import ImportOptions, category_slug, code
from storefront.catalogue.importers.records import ImageRecord, ProductRecord, VariantRecord
from storefront.catalogue.importers.writing import write_file
from storefront.catalogue.tables import (
    Category,
    CategoryText,
    ImportRun,
    Offer,
    Product,
    ProductText,
    RelatedProduct,
    Shelf,
)
from storefront.tables import core_tables

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
OPTIONS = ImportOptions("shopify", "acme", "retail", "en", "EUR")


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
def shop_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    db.open_database(f"sqlite:///{tmp_path}/shop.sqlite3")
    db.database.create_tables(core_tables())
    save_seller(SellerDraft("acme", "Acme", "PT"))
    monkeypatch.setattr(writing, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(writing, "BATCH", 3)
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

    monkeypatch.setattr(writing, "open_records", opened)
    return path


def test_a_file_is_written_and_the_second_time_changes_nothing(file: Path) -> None:
    done: list[int] = []
    assert write_file(file, OPTIONS, NOW, progress=done.append).counts == Counter(created=8)
    assert done == [3, 6, 8]
    assert write_file(file, OPTIONS, NOW).counts == Counter(unchanged=8)
    assert (Product.select().count(), Offer.select().count(), Shelf.select().count()) == (8, 8, 8)
    assert RelatedProduct.select().count() == 7


def test_a_trial_counts_and_writes_nothing(file: Path) -> None:
    assert write_file(file, OPTIONS, NOW, dry_run=True).counts == Counter(created=8)
    assert (Product.select().count(), Category.select().count(), ImportRun.select().count()) == (0, 0, 0)


def test_an_import_goes_on_where_it_was_stopped(file: Path) -> None:
    def stop(done: int) -> None:
        if done == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_file(file, OPTIONS, NOW, progress=stop)
    assert Product.select().count() == 6
    result = write_file(file, OPTIONS, NOW)
    assert (result.resumed_at, result.counts) == (6, Counter(created=2))
    assert RelatedProduct.select().count() == 7
    assert ImportRun.get().finished_at == NOW


def test_one_product_that_cannot_be_saved_does_not_keep_the_others_out(file: Path) -> None:
    other = ProductDraft("other", {"en": ProductTextDraft("Other")}, (VariantDraft("T2-R"),))
    save_product(other, NOW)
    result = write_file(file, OPTIONS, NOW)
    assert result.counts == Counter(created=7)
    assert result.refused == {"thing-2": "SKU 'T2-R' belongs to another product"}


def test_only_variants_with_a_price_are_offered_at_the_sellers_tax(file: Path) -> None:
    write_file(file, OPTIONS, NOW)
    offer = Offer.get()
    assert (offer.variant.sku, offer.price, offer.currency, offer.tax_country) == ("T1-R", 1000, "EUR", "PT")
    assert (offer.stock.tracked, offer.stock.on_hand) == (True, 2)


def test_a_second_language_is_added_to_the_first(file: Path) -> None:
    write_file(file, OPTIONS, NOW)
    german = replace(OPTIONS, locale="de")
    assert write_file(file, german, NOW).counts == Counter(updated=8)
    assert write_file(file, OPTIONS, NOW).counts == Counter(unchanged=8)
    assert {row.language for row in ProductText.select().where(ProductText.product == 1)} == {"de", "en"}
    assert CategoryText.select().where(CategoryText.language == "de").count() == 2


def test_an_unknown_seller_is_refused_before_anything_is_written(file: Path) -> None:
    with pytest.raises(WrongDraft, match="no seller 'nobody'"):
        write_file(file, replace(OPTIONS, seller="nobody"), NOW)
    assert ImportRun.select().count() == 0


def test_namesakes_below_different_parents_have_different_slugs() -> None:
    assert category_slug(("Women", "Shirts")) == "women-shirts"
    assert category_slug(("Men", "Shirts")) == "men-shirts"
    assert code("Größe") == "grosse"
    assert len(category_slug(("x" * 200, "y"))) <= 120


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
    options = replace(OPTIONS, format=format, currency="USD")
    assert write_file(path, options, NOW).counts == Counter(created=products)
    assert write_file(path, options, NOW).counts == Counter(unchanged=products)
