"""The steps that readers of every system take on their way to a product record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storefront.catalogue.importers import amounts, cells, names
from storefront.catalogue.importers.findings import Findings
from storefront.catalogue.importers.records import ImageRecord, VariantRecord
from storefront.catalogue.importers.scratch import Scratch
from storefront.catalogue.importers.tabular import Row

TITLE_LIMIT = 300
SUMMARY_LIMIT = 500
SEO_TITLE_LIMIT = 300
SEO_LIMIT = 500
VENDOR_LIMIT = 200
VALUE_LIMIT = 100
VARIANT_LIMIT = 2048


@dataclass(frozen=True)
class Trade:
    """What customs and scanners ask of a variant."""

    gtin: str
    manufacturer_code: str
    hs_code: str
    origin: str


def trade(row: Row, findings: Findings, code: str, gtin: str) -> Trade:
    """The trade numbers of a row; code and gtin name the fields that hold them."""
    return Trade(
        gtin=findings.read(row, gtin, cells.gtin, ""),
        manufacturer_code=findings.words(row, code, VALUE_LIMIT),
        hs_code=findings.read(row, "hs_code", cells.hs_code, ""),
        origin=findings.read(row, "origin", cells.country, ""),
    )


def price(row: Row, field: str, findings: Findings, exponent: int) -> int | None:
    """A price cell in minor units."""
    return findings.read(row, field, lambda text: amounts.price(text, exponent), None)


def with_variant_images(
    images: Iterable[ImageRecord], variants: Sequence[VariantRecord]
) -> tuple[ImageRecord, ...]:
    """The product's images, each once, numbered from 1; those only a variant names come last."""
    found: dict[str, str] = {}
    for image in images:
        found[image.url] = found.get(image.url) or image.alt
    for variant in variants:
        if variant.image_url:
            found.setdefault(variant.image_url, "")
    return tuple(
        ImageRecord(url, number, alt) for number, (url, alt) in enumerate(found.items(), start=1)
    )


def free_sku(scratch: Scratch, wanted: str, row: int) -> str:
    """The wanted SKU or, where another variant has it, one with a number behind."""
    for name in names.candidates(wanted, names.SKU_LIMIT):
        if scratch.claim_new("sku", name, row):
            return name
    raise AssertionError("unreachable")
