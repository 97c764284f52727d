"""JSON-LD and previews of the pages around the products, and the words of schema.org's vocabulary."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient


def documents(text: str) -> dict[str, dict[str, Any]]:
    found = [json.loads(one) for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)]
    return {document["@type"]: document for document in found}


def previews(text: str) -> dict[str, str]:
    return {k: html.unescape(v) for k, v in re.findall(r'<meta property="og:([^"]+)" content="([^"]*)">', text)}


@pytest.fixture
def base(demo: Any) -> str:
    address: str = demo.settings.base_url
    return address


def test_the_start_page_says_what_the_site_is_and_who_stands_behind_it(browser: FlaskClient, base: str) -> None:
    found = documents(browser.get("/de/").text)
    name = found["WebSite"]["name"]
    assert found["WebSite"] == {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": name,
        "url": f"{base}/de/",
        "inLanguage": "de",
        "publisher": {"@type": "Organization", "name": name, "url": f"{base}/"},
    }
    who = found["Organization"]
    assert (who["name"], who["url"]) == (name, f"{base}/")
    assert who["address"]["@type"] == "PostalAddress"
    assert who["address"]["addressCountry"] == "DE"
    assert who["legalName"]
    assert "" not in who.values()


def test_a_category_tells_the_way_to_it(browser: FlaskClient, base: str) -> None:
    crumbs = documents(browser.get("/en/c/kitchen?sort=price").text)["BreadcrumbList"]["itemListElement"]
    assert crumbs == [
        {"@type": "ListItem", "position": 1, "name": "Home", "item": f"{base}/en/"},
        {"@type": "ListItem", "position": 2, "name": "Kitchen", "item": f"{base}/en/c/kitchen"},
    ]


def test_a_products_way_ends_with_itself(demo: Any, browser: FlaskClient, base: str) -> None:
    slug = demo.slugs()[0]
    found = documents(browser.get(f"/en/p/{slug}").text)
    last = found["BreadcrumbList"]["itemListElement"][-1]
    assert (last["name"], last["item"]) == (found["Product"]["name"], f"{base}/en/p/{slug}")


def test_a_trader_is_an_organization(browser: FlaskClient, base: str) -> None:
    who = documents(browser.get("/en/sellers/oficina-da-ribeira").text)["Organization"]
    assert who["url"] == f"{base}/en/sellers/oficina-da-ribeira"
    assert who["address"]["addressLocality"] == "Porto"
    assert who["address"]["addressCountry"] == "PT"


@pytest.mark.parametrize(
    ("path", "locale"),
    [("/en/", "en_GB"), ("/zh-Hans/", "zh_Hans"), ("/en/c/kitchen", "en_GB"), ("/ar/sellers/harbour-and-field", "ar")],
)
def test_a_link_elsewhere_is_previewed(browser: FlaskClient, base: str, path: str, locale: str) -> None:
    text = browser.get(f"{path}?market=DE-EUR").text
    said = previews(text)
    assert said["type"] == "website"
    assert said["url"] == base + path
    assert said["site_name"]
    assert said["title"]
    assert said["locale"] == locale
    assert said["description"] == html.unescape(re.findall(r'<meta name="description" content="([^"]*)">', text)[0])


def test_a_category_is_previewed_with_the_jpeg_of_a_product_in_it(browser: FlaskClient, base: str) -> None:
    slugs = dict.fromkeys(re.findall(r'href="/en/c/([^"]+)"', browser.get("/en/").text))
    with_picture = [said for slug in slugs if "image" in (said := previews(browser.get(f"/en/c/{slug}").text))]
    assert with_picture
    for said in with_picture:
        assert said["image"].startswith(f"{base}/media/")
        assert (said["image:type"], said["image:width"], said["image:height"]) == ("image/jpeg", "1200", "630")
        assert said["image:alt"]
    answer = browser.get(with_picture[0]["image"].removeprefix(base))
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    answer.close()


# -- the vocabulary -------------------------------------------------------------------------------


def vocabulary(shared_data: Path) -> dict[str, dict[str, Any]]:
    file = next((shared_data / "conformance" / "schemaorg-vocabulary").rglob("schemaorg-current-https.jsonld"), None)
    if file is None:
        pytest.skip("schema.org's vocabulary is not beside the checkout")
    return {node["@id"].removeprefix("schema:"): node for node in json.loads(file.read_text("utf-8"))["@graph"]}


def ids(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value] if value else []
    return [one["@id"].removeprefix("schema:") for one in values]


def kinds_above(kind: str, words: dict[str, dict[str, Any]]) -> set[str]:
    above = {kind}
    for parent in ids(words[kind].get("rdfs:subClassOf")):
        if parent in words:
            above |= kinds_above(parent, words)
    return above


def unknown_words(document: Any, words: dict[str, dict[str, Any]]) -> list[str]:
    """Types that there are not, and properties that a type has not."""
    if isinstance(document, list):
        return [one for part in document for one in unknown_words(part, words)]
    if not isinstance(document, dict):
        return []
    kind = document["@type"]
    if kind not in words:
        return [kind]
    wrong = []
    for name, value in document.items():
        if not name.startswith("@"):
            domains = ids(words[name].get("schema:domainIncludes")) if name in words else []
            if not kinds_above(kind, words) & set(domains):
                wrong.append(f"{kind}.{name}")
            wrong += unknown_words(value, words)
    return wrong


@pytest.mark.parametrize("path", ["/en/", "/en/c/kitchen", "/en/sellers/harbour-and-field", "PRODUCT"])
def test_every_type_and_property_is_in_the_vocabulary(
    demo: Any, browser: FlaskClient, shared_data: Path, path: str
) -> None:
    path = f"/en/p/{demo.slugs()[0]}" if path == "PRODUCT" else path
    found = documents(browser.get(path).text)
    assert found
    words = vocabulary(shared_data)
    assert unknown_words(list(found.values()), words) == []
    assert unknown_words({"@type": "Product", "colour": "x"}, words) == ["Product.colour"]
