"""The demo fills a shop in all languages, and doing it again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image as Picture

from storefront import db
from storefront.catalogue.images import shared_path
from storefront.catalogue.tables import Category, Image, Product, ProductText, RelatedProduct, Seller, Variant
from storefront.demo import rasters
from storefront.demo.drawings import draw
from storefront.demo.load import load_demo
from storefront.pricing.tables import ShippingRate, ShippingZone
from storefront.tables import ContentPage, core_tables

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
LANGUAGES = ("en", "de", "zh-Hans", "ar")


@pytest.fixture(autouse=True)
def shop_database() -> Iterator[None]:
    db.open_database("sqlite:///:memory:")
    db.database.create_tables(core_tables())
    yield
    db.close()


def test_the_demo_fills_the_shop_and_the_second_time_changes_nothing(tmp_path: Path) -> None:
    guides = load_demo(tmp_path / "media", LANGUAGES, NOW)
    assert (Product.select().count(), Category.select().count(), Seller.select().count()) == (120, 12, 2)
    assert ProductText.select().count() == 480
    assert set(guides) == {row.sku for row in Variant.select()}
    files = len(list((tmp_path / "media").rglob("*.svg")))
    assert files >= 360
    assert load_demo(tmp_path / "media", LANGUAGES, NOW + timedelta(days=1)).keys() == guides.keys()
    assert Product.select().where(Product.updated_at > NOW).count() == 0
    assert len(list((tmp_path / "media").rglob("*.svg"))) == files


def test_every_product_is_drawn_named_and_goes_with_others(tmp_path: Path) -> None:
    load_demo(tmp_path, LANGUAGES, NOW)
    drawn = {row.product_id for row in Image.select()}
    assert drawn == {row.id for row in Product.select()}
    assert {row.kind for row in Image.select()} == {"drawing"}
    assert {row.product_id for row in RelatedProduct.select()} == drawn
    assert set(Image.get().alt) == set(LANGUAGES)


def test_guide_prices_carry_surcharges_reductions_and_sold_out_variants(tmp_path: Path) -> None:
    guides = load_demo(tmp_path, ("en",), NOW)
    pot = next(guide for guide in guides.values() if guide.product == "moka-pot")
    assert (pot.price, pot.reduced_price, pot.currency, pot.tax_country) == (3400, 2700, "EUR", "DE")
    assert {guide.seller for guide in guides.values()} == {"harbour-and-field", "oficina-da-ribeira"}
    assert sum(1 for guide in guides.values() if guide.stock == 0) >= 6


def test_there_is_a_way_to_everywhere_and_pages_to_read(tmp_path: Path) -> None:
    load_demo(tmp_path, LANGUAGES, NOW)
    load_demo(tmp_path, LANGUAGES, NOW)
    assert [len(zone.countries) > 0 for zone in ShippingZone.select().order_by(ShippingZone.id)] == [
        True,
        True,
        False,
    ]
    assert ShippingRate.select().count() == 24
    assert ContentPage.select().where(ContentPage.slug == "imprint", ContentPage.draft).count() == 4


def test_first_drawings_become_jpegs_once_with_nothing_cut_off(tmp_path: Path) -> None:
    wanted = rasters.missing(tmp_path)
    assert len(wanted) == 120
    two = wanted[:2]
    assert list(rasters.draw(two, tmp_path)) == [slug for slug, _colour in two]
    assert rasters.missing(tmp_path) == wanted[2:]
    for slug, colour in two:
        with Picture.open(shared_path(draw(slug, colour), tmp_path)) as drawn:
            assert (drawn.format, drawn.size) == ("JPEG", (1200, 630))
            # the ground goes on to both sides, the product stands in the middle
            strips = [drawn.crop((x, 0, x + 8, 630)).resize((1, 1)).getpixel((0, 0)) for x in (0, 300, 596)]
            assert max(abs(a - b) for a, b in zip(strips[0], strips[1], strict=True)) < 12
            assert max(abs(a - b) for a, b in zip(strips[0], strips[2], strict=True)) > 12
    load_demo(tmp_path, ("en",), NOW)
    assert [row.formats for row in Image.select() if row.formats] == [["jpg"], ["jpg"]]
