"""The carriers' tracking pages: every row leads to an https page, numbers are quoted."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from storefront.orders.tracking import carriers, tracking_url


@pytest.mark.parametrize(
    ("carrier", "number", "url"),
    [
        ("DHL", "00340434161094042557", "https://www.dhl.com/en/home/tracking.html?tracking-id=00340434161094042557"),
        ("dpd", "0123 4567 8901", "https://tracking.dpd.de/status/en_US/parcel/012345678901"),
        ("  Royal   Mail ", "AB1GB", "https://www.royalmail.com/track-your-item#/tracking-results/AB1GB"),
        ("UPS", "1Z&x=<b>", "https://www.ups.com/track?tracknum=1Z%26x%3D%3Cb%3E"),
        ("UPS", "{0}", "https://www.ups.com/track?tracknum=%7B0%7D"),
    ],
)
def test_a_known_carrier_has_a_page_for_the_number(carrier: str, number: str, url: str) -> None:
    assert tracking_url(carrier, number) == url


@pytest.mark.parametrize(("carrier", "number"), [("Bob’s van", "1"), ("", "1"), ("DHL", ""), ("DHL", "  ")])
def test_an_unknown_carrier_or_no_number_has_none(carrier: str, number: str) -> None:
    assert tracking_url(carrier, number) == ""


def test_every_row_is_an_https_page_with_the_number_in_it() -> None:
    for name, (_carrier, pattern) in carriers().items():
        assert name == " ".join(name.casefold().split())
        assert urlsplit(pattern).scheme == "https" and pattern.count("{tracking}") == 1, name
