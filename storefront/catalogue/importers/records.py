"""What an importer hands on: products as values, and what is wrong with a file, row by row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Severity = Literal["error", "warning", "unsupported"]

EXCERPT = 120
_UNSHOWABLE = re.compile("[\ud800-\udfff]")  # bytes that no encoding explains


class UnreadableFile(Exception):
    """The file as a whole cannot be read; str() is the English text, reason its message id."""

    code = "unreadable-file"

    def __init__(self, reason: str, **values: str) -> None:
        super().__init__(reason.format(**values))
        self.reason = reason
        self.values: Mapping[str, str] = values


@dataclass(frozen=True)
class Issue:
    """What is wrong at one place: row as in the file, column as its header is written.

    reason is an English message id with {placeholders}, values fill them; product is the slug
    that it is about ("" when it concerns no product). An error or "unsupported" leaves the row's
    product or variant out, a warning does not.
    """

    row: int
    column: str
    value: str
    reason: str
    values: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = "error"
    product: str = ""

    @property
    def text(self) -> str:
        """The reason in English."""
        return self.reason.format(**self.values)


def excerpt(value: str) -> str:
    """The value as an issue shows it: one line, not too long."""
    line = " ".join(_UNSHOWABLE.sub("\ufffd", value).split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1] + "…"


@dataclass(frozen=True)
class ImageRecord:
    """A picture to fetch, in the product's order from 1."""

    url: str
    position: int
    alt: str = ""


@dataclass(frozen=True)
class VariantRecord:
    """What is bought. price None = not for sale; stock None = not tracked; 0 = unknown measure.

    option_values stand in the order of the product's options. reduced_from and reduced_until are
    the first and the last day of the reduction. image_url is one of the product's images or "".
    """

    sku: str
    option_values: tuple[str, ...] = ()
    price: int | None = None
    reduced_price: int | None = None
    reduced_from: date | None = None
    reduced_until: date | None = None
    stock: int | None = None
    backorder: bool = False
    weight_grams: int = 0
    length_mm: int = 0
    width_mm: int = 0
    height_mm: int = 0
    gtin: str = ""
    manufacturer_code: str = ""
    image_url: str = ""
    hs_code: str = ""
    origin: str = ""
    row: int = 0


@dataclass(frozen=True)
class ProductRecord:
    """A product that can be written as it stands; its text is in the file's one language.

    body_html is cleaned. category_path is the main category from the root, more_categories the
    further ones. related holds slugs of the same file, some of which may be left out for errors.
    tax_class is "standard", "reduced", "zero", "exempt" or the source's own word. source_id is
    what the source system calls it.
    """

    slug: str
    title: str
    summary: str = ""
    body_html: str = ""
    vendor: str = ""
    manufacturer: str = ""
    product_type: str = ""
    category_path: tuple[str, ...] = ()
    more_categories: tuple[tuple[str, ...], ...] = ()
    tags: tuple[str, ...] = ()
    published: bool = True
    hidden: bool = False
    hs_code: str = ""
    origin: str = ""
    options: tuple[str, ...] = ()
    variants: tuple[VariantRecord, ...] = ()
    images: tuple[ImageRecord, ...] = ()
    related: tuple[str, ...] = ()
    tax_class: str = "standard"
    seo_title: str = ""
    seo_description: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    source_id: str = ""
    first_row: int = 0
    last_row: int = 0
    warnings: tuple[Issue, ...] = ()
