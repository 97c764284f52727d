"""The whole file checked before anything is written, then its products one by one."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.core import get_global

from storefront.catalogue.importers import reasons, shopify, woocommerce
from storefront.catalogue.importers.columns import Vocabulary
from storefront.catalogue.importers.records import Issue, ProductRecord, Severity, UnreadableFile
from storefront.catalogue.importers.shopify_columns import VOCABULARY as SHOPIFY
from storefront.catalogue.importers.tabular import open_table
from storefront.catalogue.importers.woocommerce_columns import VOCABULARY as WOOCOMMERCE
from storefront.money import exponent

ISSUE_LIMIT = 1000
_READERS: dict[str, Callable[[Path, int], Iterator[ProductRecord | Issue]]] = {
    "shopify": shopify.read,
    "woocommerce": woocommerce.read,
}
_VOCABULARIES = {"shopify": SHOPIFY, "woocommerce": WOOCOMMERCE}
FORMATS = tuple(_READERS)


def vocabulary_of(format: str) -> Vocabulary | None:
    """How a system calls its columns, where we know it."""
    return _VOCABULARIES.get(format)


def add_readers(readers: Mapping[str, Callable[[Path, int], Iterator[ProductRecord | Issue]]]) -> None:
    """Readers that plugins bring, by their format's name."""
    _READERS.update(readers)


@dataclass(frozen=True)
class Report:
    """What a file holds: products and variants that can be imported, and what is wrong.

    issues are the first ISSUE_LIMIT by row; counts has all of them by severity. left_out is how
    many products are refused for errors. digest names this very file.
    """

    format: str
    rows: int
    products: int
    variants: int
    left_out: int
    issues: tuple[Issue, ...]
    counts: dict[Severity, int]
    digest: str

    @property
    def unlisted(self) -> int:
        """How many issues are counted, but not listed."""
        return sum(self.counts.values()) - len(self.issues)


def _ignore(_done: int) -> None:
    """Nobody watches."""


def check(path: Path, format: str, currency: str, progress: Callable[[int], None] = _ignore) -> Report:
    """Read the whole file and change nothing; raises UnreadableFile when it cannot be read."""
    products = variants = 0
    issues: list[Issue] = []
    counts: Counter[Severity] = Counter()
    refused: set[str] = set()
    for found in _read(path, format, currency):
        if isinstance(found, ProductRecord):
            products += 1
            variants += len(found.variants)
            progress(1)
            continue
        counts[found.severity] += 1
        if found.severity == "error":
            refused.add(found.product or f"row {found.row}")
        if len(issues) < ISSUE_LIMIT:
            issues.append(found)
    issues.sort(key=lambda issue: issue.row)
    known = _VOCABULARIES.get(format)
    rows = sum(1 for _ in open_table(path, known, {}).rows()) if known else products
    return Report(
        format, rows, products, variants, len(refused), tuple(issues), dict(counts), digest(path)
    )


def open_records(
    path: Path, format: str, currency: str, start: int = 1
) -> Iterator[tuple[int, ProductRecord]]:
    """The importable products from number start on; the same file always numbers them alike."""
    number = 0
    for found in _read(path, format, currency):
        if isinstance(found, ProductRecord):
            number += 1
            if number >= start:
                yield number, found


def digest(path: Path) -> str:
    """The check sum of the file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(path: Path, format: str, currency: str) -> Iterator[ProductRecord | Issue]:
    if format not in _READERS:
        known = ", ".join(FORMATS)
        raise UnreadableFile(reasons.UNKNOWN_FORMAT, format=format, known=known)
    if currency not in get_global("all_currencies"):
        raise UnreadableFile(reasons.UNKNOWN_CURRENCY, currency=currency)
    return _READERS[format](path, exponent(currency))
