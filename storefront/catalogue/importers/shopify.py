"""Reads a Shopify product export: rows of one handle, one after the other, make a product."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from storefront.catalogue.importers import cells, names, reasons
from storefront.catalogue.importers.assembly import (
    SEO_LIMIT,
    SEO_TITLE_LIMIT,
    TITLE_LIMIT,
    VALUE_LIMIT,
    VARIANT_LIMIT,
    VENDOR_LIMIT,
    with_variant_images,
)
from storefront.catalogue.importers.bodies import clean_html
from storefront.catalogue.importers.findings import Findings
from storefront.catalogue.importers.records import (
    ImageRecord,
    Issue,
    ProductRecord,
    VariantRecord,
    excerpt,
)
from storefront.catalogue.importers.scratch import Scratch
from storefront.catalogue.importers.shopify_columns import VOCABULARY
from storefront.catalogue.importers.shopify_variants import VariantReader, option_names
from storefront.catalogue.importers.tabular import Row, Table, open_table

ROW_LIMIT = 5000
_REQUIRED = {"handle": "Handle", "title": "Title"}
_STATUSES = {"active": (True, False), "unlisted": (True, True)}
_UNPUBLISHED = {"draft", "archived"}


@dataclass(frozen=True)
class _Reading:
    """What stays the same while one file is read."""

    table: Table
    exponent: int
    scratch: Scratch


def read(path: Path, exponent: int) -> Iterator[ProductRecord | Issue]:
    """Products and issues in the file's order; an issue's product comes after it or not at all."""
    table = open_table(path, VOCABULARY, _REQUIRED)
    yield from table.notices
    with Scratch() as scratch:
        for row in table.rows():
            if sku := row.get("sku"):
                scratch.claim("sku", sku, row.number)
        reading = _Reading(table, exponent, scratch)
        for handle, rows in groupby(table.rows(), key=lambda row: row.get("handle")):
            yield from _read_group(reading, handle, rows)


def _read_group(
    reading: _Reading, handle: str, rows: Iterator[Row]
) -> Iterator[ProductRecord | Issue]:
    first = next(rows)
    findings = Findings()
    if not handle:
        for row in (first, *rows):
            findings.add(row.faults)
            if row.cells:
                findings.note(row, "handle", reasons.NO_HANDLE)
        yield from findings.issues
        return
    slug = names.slug(handle)
    findings = Findings(slug)
    if not _claim(reading.scratch, first, slug, findings):
        findings.add(first.faults)
        yield from findings.issues
        for _ in rows:  # the rest of a group that cannot be used
            pass
        return
    group = _collected(first, rows, findings)
    record = _product(reading, slug, group, findings)
    yield from findings.issues
    if record and not findings.failed:
        yield record


def _claim(scratch: Scratch, row: Row, slug: str, findings: Findings) -> bool:
    handle = row.get("handle")
    if not slug:
        findings.note(row, "handle", reasons.NO_LETTERS)
    elif (owner := scratch.claim("handle", handle, row.number)) is not None:
        findings.note(row, "handle", reasons.HANDLE_AGAIN, row=str(owner))
    elif (owner := scratch.claim("slug", slug, row.number)) is not None:
        findings.note(row, "handle", reasons.HANDLE_CLASH, row=str(owner), slug=slug)
    else:
        return True
    return False


def _collected(first: Row, rows: Iterator[Row], findings: Findings) -> list[Row]:
    group = [first]
    for row in rows:
        if len(group) == ROW_LIMIT:
            findings.note(row, "handle", reasons.MANY_ROWS, limit=str(ROW_LIMIT))
        if len(group) <= ROW_LIMIT:
            group.append(row)
    for row in group:
        findings.add(row.faults)
    return group


def _product(
    reading: _Reading, slug: str, rows: list[Row], findings: Findings
) -> ProductRecord | None:
    first = rows[0]
    title = findings.words(first, "title", TITLE_LIMIT)
    if not title and not first.get("title"):
        findings.note(first, "title", reasons.NO_TITLE)
    if findings.read(first, "gift_card", cells.is_yes, False):
        findings.note(first, "gift_card", reasons.GIFT_CARD, "unsupported")
        return None
    options = option_names(rows, findings)
    variants = VariantReader(reading.exponent, reading.scratch, slug, options, findings).read(rows)
    if len(variants) > VARIANT_LIMIT:
        findings.note(first, "handle", reasons.MANY_VARIANTS, limit=str(VARIANT_LIMIT))
    if not variants:
        return None
    return _record(slug, title, rows, (options, variants), findings)


def _record(
    slug: str,
    title: str,
    rows: list[Row],
    sold: tuple[tuple[str, ...], tuple[VariantRecord, ...]],
    findings: Findings,
) -> ProductRecord:
    first = rows[0]
    options, variants = sold
    product_type = findings.words(first, "type", VENDOR_LIMIT)
    published, hidden = _visibility(first, findings)
    taxable = findings.read(first, "taxable", cells.is_yes, True)
    return ProductRecord(
        slug=slug,
        title=title,
        body_html=findings.read(first, "body", clean_html, ""),
        vendor=findings.words(first, "vendor", VENDOR_LIMIT),
        manufacturer=findings.words(first, "manufacturer", VENDOR_LIMIT),
        product_type=product_type,
        category_path=_category(first, product_type),
        tags=findings.listed(first, "tags", VALUE_LIMIT),
        published=published,
        hidden=hidden,
        hs_code=next((variant.hs_code for variant in variants if variant.hs_code), ""),
        origin=next((variant.origin for variant in variants if variant.origin), ""),
        options=options,
        variants=variants,
        images=with_variant_images(_images(rows, findings), variants),
        tax_class="standard" if taxable else "exempt",
        seo_title=findings.shortened(first, "seo_title", SEO_TITLE_LIMIT),
        seo_description=findings.shortened(first, "seo_description", SEO_LIMIT),
        attributes=_attributes(first, findings),
        source_id=excerpt(first.get("handle")),
        first_row=first.number,
        last_row=rows[-1].number,
        warnings=findings.warnings,
    )


def _visibility(row: Row, findings: Findings) -> tuple[bool, bool]:
    """Whether the product is published, and whether it is hidden from lists."""
    published = findings.read(row, "published", cells.is_yes, True)
    status = row.get("status").casefold() or "active"
    if status not in _STATUSES and status not in _UNPUBLISHED:
        findings.warn(row, "status", reasons.UNKNOWN_STATUS)
    shown, hidden = _STATUSES.get(status, (False, False))
    return published and shown, hidden


def _category(row: Row, product_type: str) -> tuple[str, ...]:
    """The category that says most: Shopify's own, Google's (unless a number), else the type."""
    for field in ("category", "google_category"):
        path = cells.category_path(row.get(field))
        if path and any(letter.isalpha() for letter in path[0]):
            return path
    return (product_type,) if product_type else ()


def _attributes(row: Row, findings: Findings) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for field in row.cells:
        if field.startswith("attribute:"):
            label = row.header(field).partition("(")[0].strip()
            found.append((label, findings.shortened(row, field, VALUE_LIMIT)))
    return tuple(found)


def _images(rows: list[Row], findings: Findings) -> list[ImageRecord]:
    """The pictures by their position, those without one after the others."""
    found: list[ImageRecord] = []
    for row in rows:
        url = findings.read(row, "image", cells.web_address, "")
        if url:
            alt = findings.shortened(row, "image_alt", VENDOR_LIMIT)
            found.append(ImageRecord(url, _position(row, findings), alt))
    last = max((image.position for image in found), default=0) + 1
    return sorted(found, key=lambda image: image.position or last)


def _position(row: Row, findings: Findings) -> int:
    text = row.get("image_position").removesuffix(".0")
    if text and not (text.isascii() and text.isdigit() and len(text) < 7):
        findings.warn(row, "image_position", reasons.NOT_A_POSITION)
        return 0
    return int(text or 0)
