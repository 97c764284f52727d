"""Reads a WooCommerce product export: products and their variations, in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from storefront.catalogue.importers import cells, reasons
from storefront.catalogue.importers.assembly import (
    SEO_LIMIT,
    SEO_TITLE_LIMIT,
    SUMMARY_LIMIT,
    TITLE_LIMIT,
    VALUE_LIMIT,
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
from storefront.catalogue.importers.tabular import Row, open_table
from storefront.catalogue.importers.woocommerce_columns import VOCABULARY
from storefront.catalogue.importers.woocommerce_index import Index, kind_of, refusal
from storefront.catalogue.importers.woocommerce_variants import (
    Attributes,
    VariantReader,
    attributes,
    axes,
)

_REQUIRED = {"name": "Name", "price": "Regular price"}
_TAX_CLASSES = {"": "standard", "reduced-rate": "reduced", "zero-rate": "zero"}
_NO_CATEGORY = {
    "uncategorized",
    "uncategorised",
    "unkategorisiert",
    "non classé",
    "sin categorizar",
}
_MARKUP = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class _Reading:
    """What stays the same while one file is read."""

    index: Index
    exponent: int
    scratch: Scratch


def read(path: Path, exponent: int) -> Iterator[ProductRecord | Issue]:
    """Products and issues in the file's order; an issue's product comes after it or not at all."""
    table = open_table(path, VOCABULARY, _REQUIRED)
    yield from table.notices
    with Scratch() as scratch:
        index = Index(table, scratch)
        index.fill()
        reading = _Reading(index, exponent, scratch)
        for number in scratch.rows():
            yield from _read_row(reading, index.row(number))


def _read_row(reading: _Reading, row: Row) -> Iterator[ProductRecord | Issue]:
    kind = kind_of(row)
    if kind in ("simple", "variable"):
        yield from _read_product(reading, row, kind)
        return
    if kind not in ("simple", "variable", "grouped") and _usable_parent(reading, row):
        return  # read with its product
    findings = Findings()
    findings.add(row.faults)
    if kind == "variation":
        _note_lost(reading, row, findings)
    elif kind == "grouped":
        findings.warn(row, "type", reasons.GROUPED)
        reading.index.unknown_references(row, findings)
    else:
        reason, values = refusal(kind)
        findings.note(row, "type", reason, "unsupported", **values)
    yield from findings.issues


def _usable_parent(reading: _Reading, row: Row) -> bool:
    parent = reading.index.find(row.get("parent")) if row.get("parent") else None
    return parent is not None and reading.index.kind(parent) == "variable"


def _note_lost(reading: _Reading, row: Row, findings: Findings) -> None:
    parent = reading.index.find(row.get("parent")) if row.get("parent") else None
    if not row.get("parent"):
        findings.note(row, "parent", reasons.NO_PARENT)
    elif parent is None:
        findings.note(row, "parent", reasons.UNKNOWN_PARENT)
    elif reading.index.kind(parent).startswith("refused"):
        reason, values = refusal(reading.index.kind(parent))
        findings.note(row, "parent", reason, "unsupported", **values)
    else:
        findings.note(row, "parent", reasons.UNUSABLE_PARENT, row=str(parent))


def _read_product(reading: _Reading, row: Row, kind: str) -> Iterator[ProductRecord | Issue]:
    slug = reading.scratch.slug(row.number)
    findings = Findings(slug)
    findings.add(row.faults)
    reading.index.repeated(row, findings)
    reading.index.unknown_references(row, findings)
    reader = VariantReader(reading.exponent, reading.scratch, slug, findings)
    options: Attributes = {}
    rows = [row]
    if kind == "simple":
        variants = reader.simple(row)
    else:
        children = reading.index.children(row)
        rows += children
        usable = _usable(reading, children, findings)
        options = axes(row, usable)
        variants = reader.variable(row, usable, options)
        if not variants:
            findings.note(row, "type", reasons.NO_VARIANTS)
    record = _record(row, slug, (options, variants), reading.index.related(row), findings)
    yield from findings.issues
    if not findings.failed:
        numbers = [member.number for member in rows]
        yield replace(
            record,
            first_row=min(numbers),
            last_row=max(numbers),
            warnings=findings.warnings,
        )


def _usable(reading: _Reading, children: list[Row], findings: Findings) -> list[Row]:
    """The variations that can be sold; the others are noted."""
    found: list[Row] = []
    for child in children:
        findings.add(child.faults)
        reading.index.repeated(child, findings)
        kind = kind_of(child)
        if kind.startswith("refused"):
            reason, values = refusal(kind)
            findings.note(child, "type", reason, "unsupported", **values)
        elif not _is_published(child, findings):
            findings.warn(child, "published", reasons.VARIATION_OFF)
        else:
            found.append(child)
    return found


def _is_published(row: Row, findings: Findings) -> bool:
    return findings.read(row, "published", cells.is_yes, True)


def _record(
    row: Row,
    slug: str,
    sold: tuple[Attributes, tuple[VariantRecord, ...]],
    related: tuple[str, ...],
    findings: Findings,
) -> ProductRecord:
    options, variants = sold
    title = findings.words(row, "name", TITLE_LIMIT)
    if not row.get("name"):
        findings.note(row, "name", reasons.NO_TITLE)
    main, more = _categories(row, findings)
    facts = ((key, name, values) for key, (name, values) in attributes(row).items())
    return ProductRecord(
        slug=slug,
        title=title,
        summary=_summary(row, findings),
        body_html=findings.read(row, "body", lambda text: clean_html(_lines(text)), ""),
        vendor=findings.words(row, "brands", VENDOR_LIMIT),
        manufacturer=findings.words(row, "manufacturer", VENDOR_LIMIT),
        category_path=main,
        more_categories=more,
        tags=findings.listed(row, "tags", VALUE_LIMIT),
        published=_is_published(row, findings),
        hidden=_is_hidden(row, findings),
        hs_code=next((variant.hs_code for variant in variants if variant.hs_code), ""),
        origin=next((variant.origin for variant in variants if variant.origin), ""),
        options=tuple(name for name, _ in options.values()),
        variants=variants,
        images=with_variant_images(_images(row, findings), variants),
        related=related,
        tax_class=_tax_class(row),
        seo_title=findings.shortened(row, "seo_title", SEO_TITLE_LIMIT),
        seo_description=findings.shortened(row, "seo_description", SEO_LIMIT),
        attributes=tuple(
            (name, value) for key, name, values in facts if key not in options for value in values
        ),
        source_id=excerpt(row.get("id")),
    )


def _lines(text: str) -> str:
    """WooCommerce writes a line break as a backslash and an n."""
    return text.replace("\\r\\n", "\n").replace("\\n", "\n")


def _summary(row: Row, findings: Findings) -> str:
    text = " ".join(_MARKUP.sub(" ", _lines(row.get("summary"))).split())
    if len(text) > SUMMARY_LIMIT:
        values = {"found": str(len(text)), "limit": str(SUMMARY_LIMIT)}
        findings.warn(row, "summary", reasons.CUT_TEXT, **values)
    return cells.shortened(text, SUMMARY_LIMIT)


def _categories(
    row: Row, findings: Findings
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The first category and the further ones."""
    paths = [cells.category_path(text) for text in cells.split_list(row.get("categories"))]
    paths = [path for path in paths if path and path[0].casefold() not in _NO_CATEGORY]
    for name in (name for path in paths for name in path if len(name) > VENDOR_LIMIT):
        values = {"found": str(len(name)), "limit": str(VENDOR_LIMIT)}
        findings.note(row, "categories", reasons.TOO_LONG, **values)
    return (paths[0], tuple(paths[1:])) if paths else ((), ())


def _is_hidden(row: Row, findings: Findings) -> bool:
    place = row.get("visibility").casefold()
    if place in ("search", "catalog"):
        findings.warn(row, "visibility", reasons.LIMITED_VISIBILITY)
    return place in ("hidden", "invisible")


def _tax_class(row: Row) -> str:
    if row.get("tax_status").casefold() == "none":
        return "exempt"
    name = row.get("tax_class").casefold()
    return _TAX_CLASSES.get(name, name)[:40]


def _images(row: Row, findings: Findings) -> list[ImageRecord]:
    found: list[ImageRecord] = []
    for text in re.split(r",\s*(?=https?:)|,\s+", row.get("images")):
        if not text:
            continue
        try:
            found.append(ImageRecord(cells.web_address(text), len(found) + 1))
        except cells.BadCell as fault:
            findings.note(row, "images", fault.reason, fault.severity, **fault.values)
    return found
