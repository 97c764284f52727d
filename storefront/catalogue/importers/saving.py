"""A checked file written into the catalogue: small transactions, so that selling goes on, and resumable."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from storefront.catalogue.actions import end_offers, link_related, save_offers, save_products
from storefront.catalogue.drafts import Outcome, WrongDraft
from storefront.catalogue.importers import reasons, runs
from storefront.catalogue.importers.check import open_records
from storefront.catalogue.importers.drafting import Sale, Words, offer_drafts, places, product_draft
from storefront.catalogue.importers.known import Known, known_products
from storefront.catalogue.importers.naming import known_words, save_categories, save_words
from storefront.catalogue.importers.records import Issue, ProductRecord
from storefront.catalogue.rows import chunks
from storefront.catalogue.tables import Product, Variant
from storefront.db import transaction

BATCH = 50
PAUSE_SECONDS = 0.02
FAILED_LIMIT = 1000


def _ignore(_done: int) -> None:
    """Nobody watches."""


@dataclass
class Saved:
    """What an import did, or would do: products and offers by outcome.

    failed lists products that could not be saved (the first FAILED_LIMIT); the others were.
    """

    products: Counter[Outcome] = field(default_factory=Counter)
    offers: Counter[Outcome] = field(default_factory=Counter)
    ended: int = 0
    resumed_at: int = 0
    failed: list[Issue] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything is not as it was."""
        counts = (self.products, self.offers)
        return bool(self.ended or any(count["created"] or count["updated"] for count in counts))

    def add(self, other: Saved) -> None:
        """Add what became of some more products."""
        self.products += other.products
        self.offers += other.offers
        self.ended += other.ended


class _Undone(Exception):
    """Rolls back what a dry run wrote to count it."""


@dataclass
class _Import:
    """One run of an import; words are what the shop calls things, kept between the pieces."""

    sale: Sale
    now: datetime
    dry: bool
    saved: Saved = field(default_factory=Saved)
    words: Words = field(default_factory=known_words)

    def write(self, records: list[ProductRecord], mark: str, done: int) -> None:
        """Save a piece; where one of its products cannot be, the others one by one."""
        try:
            self._write(records, mark, done)
        except WrongDraft as error:
            if len(records) > 1:
                for record in records:
                    self.write([record], mark, 0)
            elif len(self.saved.failed) < FAILED_LIMIT:
                slug = records[0].slug
                reason = str(error).replace("{", "(").replace("}", ")")
                self.saved.failed.append(Issue(records[0].first_row, "", slug, reason, product=slug))
            runs.advance(mark, done)

    def _write(self, records: list[ProductRecord], mark: str, done: int) -> None:
        saved = Saved()
        try:
            with transaction():
                _save_piece(records, self, saved)
                runs.advance(mark, done)
                if self.dry:
                    raise _Undone
        except _Undone:
            self.words = known_words()
        except WrongDraft:
            self.words = known_words()  # what was thought of was not written
            raise
        self.saved.add(saved)


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
    path: Path,
    format: str,
    sale: Sale,
    now: datetime,
    progress: Callable[[int], None] = _ignore,
    saved: Saved | None = None,
) -> Saved:
    """Write the file's importable products and their offers; goes on where a stopped import stopped.

    saved is filled meanwhile, for whoever watches.
    """
    mark = runs.mark(path, sale)
    start = runs.start(mark, format)
    running = _Import(sale, now, dry=False, saved=Saved() if saved is None else saved)
    running.saved.resumed_at = start
    related: dict[str, Sequence[str]] = {}
    for _number, record in islice(open_records(path, format, sale.currency), start):
        related.update({record.slug: record.related} if record.related else {})
    progress(start)
    for piece in _pieces(open_records(path, format, sale.currency, start + 1)):
        records = [record for _number, record in piece]
        related.update({record.slug: record.related for record in records if record.related})
        running.write(records, mark, piece[-1][0])
        progress(len(piece))
        time.sleep(PAUSE_SECONDS)
    for slugs in chunks(sorted(related), BATCH):
        link_related({slug: related[slug] for slug in slugs})
    runs.finish(mark, now)
    return running.saved


def preview_file(
    path: Path, format: str, sale: Sale, now: datetime, progress: Callable[[int], None] = _ignore
) -> Saved:
    """What save_file would do with the whole file: each piece is written and rolled back."""
    running = _Import(sale, now, dry=True)
    for piece in _pieces(open_records(path, format, sale.currency)):
        running.write([record for _number, record in piece], "", 0)
        progress(len(piece))
        time.sleep(PAUSE_SECONDS)
    return running.saved


def _save_piece(records: list[ProductRecord], running: _Import, saved: Saved) -> None:
    sale, now = running.sale, running.now
    known = known_products([record.slug for record in records], sale.locale)
    pairs = [(record, known.get(record.slug, Known())) for record in records]
    drafts = [product_draft(record, sale, running.words, had) for record, had in pairs]
    save_words(running.words)
    save_categories([path for record, had in pairs for path in _paths(record, had)], sale.locale)
    offers = [offer for record in records for offer in offer_drafts(record, sale)]
    saved.ended = _end_others(list(known), {offer.sku for offer in offers}, sale, now)
    saved.products.update(save_products(drafts, now))
    if offers:
        saved.offers.update(save_offers(offers, now))


def _paths(record: ProductRecord, known: Known) -> list[list[tuple[str, str]]]:
    main, more = places(record, known)
    return [main, *more]


def _end_others(slugs: list[str], offered: set[str], sale: Sale, now: datetime) -> int:
    """Take off sale what the file sells no longer: a variant without a price, or gone from its product."""
    skus = [
        sku
        for piece in chunks(slugs)
        for (sku,) in Variant.select(Variant.sku).join(Product).where(Product.slug.in_(piece)).tuples()
        if sku not in offered
    ]
    return end_offers(skus, sale.seller, sale.business_model, now) if skus else 0


def _pieces(numbered: Iterator[tuple[int, ProductRecord]]) -> Iterator[list[tuple[int, ProductRecord]]]:
    while piece := list(islice(numbered, BATCH)):
        yield piece
