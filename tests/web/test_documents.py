"""What machines read: JSON-LD, the sitemap, robots.txt, and the status of a product that is not sold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from small_shop import shipped_model

from storefront.app import create_app
from storefront.catalogue.images import shared_path
from storefront.catalogue.tables import Offer, Product, Stock, Variant
from storefront.demo import rasters
from storefront.demo.drawings import draw
from storefront.tables import PluginState


def documents(html: str) -> list[dict[str, Any]]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    return [json.loads(text) for text in found]


def of_type(html: str, kind: str) -> dict[str, Any]:
    return next(document for document in documents(html) if document["@type"] == kind)


def offers_of(slug: str) -> list[Offer]:
    return list(Offer.select(Offer).join(Variant).join(Product).where(Product.slug == slug).order_by(Offer.id))


@pytest.fixture
def kettle(demo: Any) -> Iterator[str]:
    """A product whose offers and stock are put back as they were."""
    slug: str = demo.slugs()[0]
    offers = offers_of(slug)
    stocks = list(Stock.select().where(Stock.id.in_([offer.stock_id for offer in offers])))
    yield slug
    for row in (*offers, *stocks):
        row.save()


def test_a_product_page_describes_its_product_with_every_offer(demo: Any, browser: FlaskClient, kettle: str) -> None:
    base = demo.settings.base_url
    html = browser.get(f"/en/p/{kettle}?market=DE-EUR").text
    product = of_type(html, "Product")
    assert product["@context"] == "https://schema.org"
    assert product["url"] == f"{base}/en/p/{kettle}"
    assert product["name"]
    assert product["description"]
    assert all(url.startswith(f"{base}/") for url in product["image"])
    assert product["image"]
    by_sku = {offer["sku"]: offer for offer in product["offers"]}
    for row in offers_of(kettle):
        said = by_sku[row.variant.sku]
        amount = row.price if row.reduced_price is None else row.reduced_price
        assert said["@type"] == "Offer"
        assert said["price"] == f"{amount // 100}.{amount % 100:02d}"
        assert said["priceCurrency"] == "EUR"
        assert said["itemCondition"] == "https://schema.org/NewCondition"
        left = row.stock.on_hand - row.stock.reserved
        assert said["availability"] == f"https://schema.org/{'InStock' if left > 0 else 'OutOfStock'}"
        assert said["url"] == f"{base}/en/p/{kettle}?variant={row.variant.sku}"


def previews(html: str) -> dict[str, str]:
    return dict(re.findall(r'<meta property="og:([^"]+)" content="([^"]*)">', html))


def test_a_link_to_a_product_is_previewed_with_a_jpeg_in_whatever_colour(demo: Any, browser: FlaskClient) -> None:
    base = demo.settings.base_url
    slug, colour = rasters.fronts()[0]
    jpeg = "/media/" + shared_path(draw(slug, colour), demo.settings.media).relative_to(demo.settings.media).as_posix()
    skus = [row.sku for row in Variant.select().join(Product).where(Product.slug == slug)]
    assert len(skus) > 1
    for sku in skus:
        html = browser.get(f"/en/p/{slug}?variant={sku}").text
        said = previews(html)
        assert said["image"] == base + jpeg
        assert (said["image:type"], said["image:width"], said["image:height"]) == ("image/jpeg", "1200", "630")
        assert said["image:alt"].startswith(said["title"])
        shown = of_type(html, "Product")["image"]
        assert shown[0] == base + jpeg
        assert all(url.endswith(".svg") for url in shown[1:])
        assert len(shown) > 1
    answer = browser.get(jpeg)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    answer.close()


def test_a_drawing_without_a_jpeg_is_no_preview(browser: FlaskClient) -> None:
    said = previews(browser.get(f"/en/p/{rasters.fronts()[1][0]}").text)
    assert said["type"] == "product"
    assert not [name for name in said if name.startswith("image")]


def test_the_breadcrumbs_lead_from_the_start_to_the_category(demo: Any, browser: FlaskClient, kettle: str) -> None:
    base = demo.settings.base_url
    crumbs = of_type(browser.get(f"/en/p/{kettle}").text, "BreadcrumbList")["itemListElement"]
    assert [one["position"] for one in crumbs] == list(range(1, len(crumbs) + 1))
    assert (crumbs[0]["name"], crumbs[0]["item"]) == ("Home", f"{base}/en/")
    for one in crumbs:
        assert browser.get(one["item"].removeprefix(base)).status_code == 200


def test_a_text_cannot_close_its_own_script(demo: Any, browser: FlaskClient) -> None:
    from storefront.web.framing import structured

    [text] = structured({"name": "</script><script>alert(1)</script>"})
    assert "<" not in text
    assert json.loads(text) == {"name": "</script><script>alert(1)</script>"}


@pytest.mark.parametrize("language", ["de", "zh-Hans", "ar"])
def test_the_documents_speak_the_page_s_language(browser: FlaskClient, kettle: str, language: str) -> None:
    english = of_type(browser.get(f"/en/p/{kettle}").text, "Product")
    other = of_type(browser.get(f"/{language}/p/{kettle}").text, "Product")
    assert other["name"] != english["name"]
    prices = [[offer["price"] for offer in document["offers"]] for document in (english, other)]
    assert prices[0] == prices[1]


def test_a_sold_out_product_says_so_to_people_and_machines(browser: FlaskClient, kettle: str) -> None:
    for offer in offers_of(kettle):
        Stock.update(on_hand=0, reserved=0).where(Stock.id == offer.stock_id).execute()
    answer = browser.get(f"/en/p/{kettle}")
    assert answer.status_code == 200
    assert "Sold out" in answer.text
    said = {offer["availability"] for offer in of_type(answer.text, "Product")["offers"]}
    assert said == {"https://schema.org/OutOfStock"}


def test_a_product_nobody_offers_any_more_stays_and_says_so(browser: FlaskClient, kettle: str) -> None:
    for offer in offers_of(kettle):
        Offer.update(active=False).where(Offer.id == offer.id).execute()
    answer = browser.get(f"/en/p/{kettle}")
    assert answer.status_code == 200
    assert "No longer on sale." in answer.text
    assert '<meta name="robots" content="noindex, follow">' in answer.text
    assert of_type(answer.text, "Product")["offers"] == []


def test_a_product_that_only_a_disabled_model_offered_is_not_found(demo: Any, kettle: str) -> None:
    PluginState.update(state="disabled").where(PluginState.name == shipped_model()).execute()
    try:
        app = create_app(demo.settings)
        browser = app.test_client()
        assert browser.get(f"/en/p/{kettle}").status_code == 404
        assert browser.get("/en/").status_code == 200
        assert f"/p/{kettle}<" not in browser.get("/sitemap-products-1.xml").text
    finally:
        PluginState.update(state="enabled").where(PluginState.name == shipped_model()).execute()


# -- sitemap and robots ---------------------------------------------------------------------------


def test_the_robots_file_names_the_sitemap_and_what_is_nobody_s_business(demo: Any, browser: FlaskClient) -> None:
    answer = browser.get("/robots.txt")
    lines = answer.text.splitlines()
    assert answer.mimetype == "text/plain"
    assert lines[0] == "User-agent: *"
    assert f"Sitemap: {demo.settings.base_url}/sitemap.xml" in lines
    assert {"Disallow: /*/cart", "Disallow: /*/checkout/", "Disallow: /*/pay/"} <= set(lines)
    assert "Disallow: /" not in lines


@pytest.mark.parametrize("path", ["/en/cart", "/en/search?q=pot", "/en/c/kitchen?colour=green", "/en/nowhere"])
def test_what_should_not_be_found_says_so(browser: FlaskClient, path: str) -> None:
    assert re.search(r'<meta name="robots" content="noindex', browser.get(path).text)
