"""Sitemaps: an index, and files of some places each, sent as they are read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from storefront.catalogue import sitemaps
from storefront.catalogue.tables import Product, Shelf
from storefront.tables import ContentPage

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SHIPPED = ("en", "de", "zh-Hans", "ar")


def read(browser: FlaskClient, path: str) -> ElementTree.Element:
    answer = browser.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml"), path
    return ElementTree.fromstring(answer.get_data())


def files(browser: FlaskClient, base: str) -> list[str]:
    root = read(browser, "/sitemap.xml")
    assert root.tag == f"{SITEMAP}sitemapindex"
    places = [str(one.findtext(f"{SITEMAP}loc")) for one in root]
    assert all(place.startswith(f"{base}/") for place in places)
    return [place.removeprefix(base) for place in places]


def places(root: ElementTree.Element) -> list[str]:
    return [str(url.findtext(f"{SITEMAP}loc")) for url in root]


@pytest.fixture
def base(demo: Any) -> str:
    address: str = demo.settings.base_url
    return address


def test_the_index_names_files_of_pages_products_and_sellers(browser: FlaskClient, base: str) -> None:
    assert files(browser, base) == ["/sitemap-pages.xml", "/sitemap-products-1.xml", "/sitemap-sellers-1.xml"]


def test_the_files_name_every_page_in_every_language_with_its_siblings(browser: FlaskClient, base: str) -> None:
    roots = [read(browser, path) for path in files(browser, base)]
    found = [place for root in roots for place in places(root)]
    assert len(found) == len(set(found))
    products = Shelf.select(Shelf.product).distinct().count()
    contents = ContentPage.select(ContentPage.slug).where(~ContentPage.draft, ContentPage.slug != "home").distinct()
    # the start, twelve categories, the shop's pages, the products and two sellers, four times each
    assert len(found) == 4 * (1 + 12 + contents.count() + products + 2)
    for root in roots:
        for url in root:
            place = str(url.findtext(f"{SITEMAP}loc"))
            links = {link.get("hreflang"): link.get("href") for link in url.findall(f"{XHTML}link")}
            assert set(links) == {*SHIPPED, "x-default"}
            assert links["x-default"] == links["en"]
            assert place in links.values()


def test_sellers_and_the_shops_pages_are_in_it_and_drafts_are_not(browser: FlaskClient, base: str) -> None:
    drafts = {row.slug for row in ContentPage.select().where(ContentPage.draft)}
    assert drafts
    found = places(read(browser, "/sitemap-pages.xml"))
    assert not [place for place in found for slug in drafts if place.endswith(f"/pages/{slug}")]
    assert f"{base}/en/pages/home" not in found
    assert f"{base}/ar/sellers/harbour-and-field" in places(read(browser, "/sitemap-sellers-1.xml"))


def test_a_large_shops_products_are_divided_by_their_ids(
    browser: FlaskClient, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = places(read(browser, "/sitemap-products-1.xml"))
    # ten products a file, read three at a time
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 40)
    monkeypatch.setattr(sitemaps, "PIECE", 3)
    parts = [path for path in files(browser, base) if "products" in path]
    last = Product.select(Product.id).order_by(Product.id.desc()).limit(1).scalar()
    assert parts == [f"/sitemap-products-{n}.xml" for n in range(1, -(-last // 10) + 1)]
    read_parts = [places(read(browser, path)) for path in parts]
    assert all(0 < len(part) <= 40 for part in read_parts)
    assert [place for part in read_parts for place in part] == whole


def test_a_file_is_at_most_as_large_as_the_standard_allows() -> None:
    assert sitemaps.MOST_ADDRESSES <= 50_000


@pytest.mark.parametrize(
    "path", ["products-0", "products-2", "products-99999999999999999999", "sellers-7", "orders-1", "products-x"]
)
def test_a_file_that_there_is_not_is_not_found(browser: FlaskClient, path: str) -> None:
    assert browser.get(f"/sitemap-{path}.xml").status_code == 404


def test_every_place_of_the_sitemaps_answers(browser: FlaskClient, base: str) -> None:
    for path in files(browser, base):
        found = places(read(browser, path))
        for place in found[:: max(len(found) // 12, 1)]:
            assert browser.get(place.removeprefix(base)).status_code == 200, place


def test_the_files_fit_the_standards_schema(browser: FlaskClient, base: str, shared_data: Path) -> None:
    xmlschema = pytest.importorskip("xmlschema", reason="xmlschema is not installed")
    schema = next((shared_data / "conformance" / "sitemap-xsd").rglob("sitemap.xsd"))
    # the siblings are of another namespace, which the schema leaves open
    for path in files(browser, base):
        xmlschema.XMLSchema(str(schema)).validate(browser.get(path).text)


def test_what_a_product_changed_last_is_said(browser: FlaskClient) -> None:
    days = re.findall(r"<lastmod>([^<]+)</lastmod>", browser.get("/sitemap-products-1.xml").text)
    assert days
    assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) for day in days)
