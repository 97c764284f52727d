"""A checked file written into the catalogue: small transactions, so that selling goes on, and resumable."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from storefront.catalogue.actions import link_related, save_attribute, save_category, save_offers, save_products
from storefront.catalogue.drafts import AttributeDraft, CategoryDraft, CategoryTextDraft, Outcome, ProductTextDraft
from storefront.catalogue.importers import reasons
from storefront.catalogue.importers.check import digest, open_records
from storefront.catalogue.importers.drafting import Sale, Words, category_slugs, offer_drafts, product_draft
from storefront.catalogue.importers.records import Issue, ProductRecord
from storefront.catalogue.rows import chunks, ids_by
from storefront.catalogue.tables import (
    Attribute,
    AttributeValue,
    Category,
    ImportRun,
    Product,
    ProductText,
    Variant,
)
from storefront.db import transaction

BATCH = 50
PAUSE_SECONDS = 0.02
_TEXTS = ("title", "summary", "description", "warnings", "seo_title", "seo_description")


@dataclass
class Saved:
    """What an import did: products by outcome, and offers written."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    offers: int = 0
    resumed_at: int = 0

    def count(self, outcomes: Iterable[Outcome]) -> None:
        """Add what became of some products."""
        for outcome in outcomes:
            setattr(self, outcome, getattr(self, outcome) + 1)


def clashes(path: Path, format: str, currency: str) -> Iterator[Issue]:
    """SKUs of the file that other products of the shop have; such a file is not imported."""
    for piece in _pieces(open_records(path, format, currency)):
        wanted = {variant.sku: (record, variant) for _number, record in piece for variant in record.variants}
        for skus in chunks(sorted(wanted)):
            query = Variant.select(Variant.sku, Product.slug).join(Product).where(Variant.sku.in_(skus))
            for sku, slug in query.tuples():
                record, variant = wanted[sku]
                if slug != record.slug:
                    yield Issue(variant.row, "SKU", sku, reasons.SKU_OF_ANOTHER, {"slug": slug}, product=record.slug)


def save_file(
    path: Path, format: str, sale: Sale, now: datetime, progress: Callable[[int], None] = lambda _done: None
) -> Saved:
    """Write the file's importable products and their offers; goes on where a stopped import stopped."""
    saved = Saved()
    mark = f"{digest(path)[:40]}{_identity(sale)}"
    start = _resume_at(mark, format)
    saved.resumed_at = start
    words = _known_words()
    related: dict[str, Sequence[str]] = {}
    for _number, record in islice(open_records(path, format, sale.currency), start):
        related.update({record.slug: record.related} if record.related else {})
    for piece in _pieces(open_records(path, format, sale.currency, start + 1)):
        records = [record for _number, record in piece]
        related.update({record.slug: record.related for record in records if record.related})
        with transaction():
            _save_piece(records, sale, words, now, saved)
            ImportRun.update(done=piece[-1][0]).where(ImportRun.digest == mark).execute()
        progress(len(piece))
        time.sleep(PAUSE_SECONDS)
    for slugs in chunks(sorted(related), BATCH):
        link_related({slug: related[slug] for slug in slugs})
    _finish(mark, now)
    return saved


def _save_piece(records: list[ProductRecord], sale: Sale, words: Words, now: datetime, saved: Saved) -> None:
    texts = _other_texts([record.slug for record in records], sale.locale)
    drafts = [product_draft(record, sale, words, texts.get(record.slug, {})) for record in records]
    _save_words(words)
    _save_categories(records, sale.locale)
    saved.count(save_products(drafts, now))
    offers = [offer for record in records for offer in offer_drafts(record, sale)]
    if offers:
        saved.offers += len(save_offers(offers, now))


def _save_words(words: Words) -> None:
    for code in sorted(words.changed):
        save_attribute(AttributeDraft(code, words.labels[code], words.values[code]))
    words.changed.clear()


def _save_categories(records: list[ProductRecord], locale: str) -> None:
    """Make the categories that are not there; those that are keep their words and place."""
    paths = [path for record in records for path in (record.category_path, *record.more_categories) if path]
    named = {slug for path in paths for slug, _name in category_slugs(path)}
    known = set(ids_by(Category, "slug", named))
    for path in paths:
        parent = ""
        for slug, name in category_slugs(path):
            if slug not in known:
                save_category(CategoryDraft(slug, {locale: CategoryTextDraft(name)}, parent))
                known.add(slug)
            parent = slug


def _other_texts(slugs: list[str], locale: str) -> dict[str, dict[str, ProductTextDraft]]:
    """What the products say in other languages: it stays."""
    found: dict[str, dict[str, ProductTextDraft]] = {}
    columns = [getattr(ProductText, name) for name in _TEXTS]
    for piece in chunks(slugs):
        query = ProductText.select(Product.slug, ProductText.language, *columns).join(Product)
        for slug, language, *texts in query.where(Product.slug.in_(piece), ProductText.language != locale).tuples():
            found.setdefault(slug, {})[language] = ProductTextDraft(*texts)
    return found


def _known_words() -> Words:
    words = Words(dict(Attribute.select(Attribute.code, Attribute.labels).tuples()))
    columns = (Attribute.code, AttributeValue.code, AttributeValue.labels)
    for attribute, code, labels in AttributeValue.select(*columns).join(Attribute).tuples():
        words.values.setdefault(attribute, {})[code] = labels
    return words


def _pieces(numbered: Iterator[tuple[int, ProductRecord]]) -> Iterator[list[tuple[int, ProductRecord]]]:
    while piece := list(islice(numbered, BATCH)):
        yield piece


# -- going on after a stop ------------------------------------------------------------------------


def _identity(sale: Sale) -> str:
    """The same file sold otherwise is another import."""
    return hashlib.sha256(repr(sale).encode()).hexdigest()[:24]


def _resume_at(mark: str, format: str) -> int:
    """How many products of this file are done; a finished import begins anew."""
    with transaction():
        run = ImportRun.get_or_none(ImportRun.digest == mark)
        if run is None:
            ImportRun.create(digest=mark, format=format)
            return 0
        if run.finished_at is not None:
            ImportRun.update(done=0, finished_at=None).where(ImportRun.digest == mark).execute()
            return 0
        return int(run.done)


@transaction()
def _finish(mark: str, now: datetime) -> None:
    ImportRun.update(finished_at=now).where(ImportRun.digest == mark).execute()
