"""A first visit is light: HTML, CSS and JavaScript of a page, compressed."""

from __future__ import annotations

import gzip
import re
import urllib.request
from urllib.parse import urljoin

import pytest

MOST = 40960
ASSET = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"')


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_first_visit_to_the_start_page_and_to_a_product_is_light(served: str, language: str) -> None:
    home = fetched(f"{served}/{language}/")
    product = re.search(rf'href="(/{language}/p/[^"?]+)"', home.decode())
    assert product is not None
    for address in (f"{served}/{language}/", urljoin(served, product[1])):
        sizes = compressed_sizes(address)
        assert sum(sizes.values()) <= MOST, sizes


def compressed_sizes(address: str) -> dict[str, int]:
    """The page and each stylesheet and script it names, in compressed bytes."""
    page = fetched(address)
    parts = {address: page} | {url: fetched(urljoin(address, url)) for url in ASSET.findall(page.decode())}
    assert len(parts) > 3, "the page names no stylesheets or no scripts"
    return {url: len(gzip.compress(body, 6)) for url, body in parts.items()}


def fetched(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=30) as answer:
        body: bytes = answer.read()
        return gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body
