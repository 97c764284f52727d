"""Records written: batch by batch, so that selling goes on, and from where a stop left off."""

from __future__ import annotations

import hashlib
import itertools
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

from storefront.catalogue.actions import (
    end_offers,
    link_related,
    save_attribute,
    save_category,
    save_offers,
    save_products,
)
from storefront.catalogue.drafts import AttributeDraft, CategoryDraft, Outcome, ProductTextDraft, WrongDraft
from storefront.catalogue.importers import drafting
from storefront.catalogue.importers.check import digest, open_records
from storefront.catalogue.importers.drafting import ImportOptions
from storefront.catalogue.importers.records import ProductRecord
from storefront.catalogue.rows import rows_of
from storefront.catalogue.tables import (
    Attribute,
    AttributeValue,
    Category,
    CategoryText,
    ImportRun,
    Product,
    ProductText,
    Seller,
)
from storefront.db import transaction

BATCH = 50
PAUSE_SECONDS = 0.02
Records = Iterator[tuple[int, ProductRecord]]
Batch = Sequence[tuple[int, ProductRecord]]
Progress = Callable[[int], None]


@dataclass
class ImportResult:
    """What became of a file's products; refused: slug → reason. resumed_at: how many were done before."""

    counts: Counter[Outcome] = field(default_factory=Counter)
    refused: dict[str, str] = field(default_factory=dict)
    resumed_at: int = 0


class _Undo(Exception):
    """Ends a trial's transaction: what it wrote is taken back."""


def write_file(
    path: Path,
    options: ImportOptions,
    now: datetime,
    *,
    dry_run: bool = False,
    progress: Progress = lambda done: None,
) -> ImportResult:
    """Import a file's products and offers; a second time nothing changes, after a stop it goes on."""
    options = _with_tax_country(options)
    run = None if dry_run else _start(path, options)
    result = ImportResult(resumed_at=run.done if run else 0)
    records = open_records(path, options.format, options.currency, result.resumed_at + 1)
    related = False
    for batch in _batches(records):
        related |= any(record.related for _number, record in batch)
        _write(batch, options, now, result, None if run is None else run.id)
        progress(batch[-1][0])
        time.sleep(PAUSE_SECONDS)
    if run is not None:
        if related or result.resumed_at:
            _link(open_records(path, options.format, options.currency))
        _finish(run.id, now)
    return result


def _with_tax_country(options: ImportOptions) -> ImportOptions:
    """Prices hold the tax of the seller's country unless another is named."""
    sellers = rows_of(Seller, "slug", [options.seller])
    if not sellers:
        raise WrongDraft(f"there is no seller {options.seller!r}; save the seller first")
    return replace(options, tax_country=options.tax_country or sellers[0]["country"])


@transaction()
def _start(path: Path, options: ImportOptions) -> ImportRun:
    """The run of this file with these options; one that was finished begins anew."""
    name = f"{digest(path)} {json.dumps(asdict(options), sort_keys=True)}"
    key = hashlib.sha256(name.encode()).hexdigest()
    run, _created = ImportRun.get_or_create(digest=key, defaults={"format": options.format})
    if run.finished_at is not None:
        run.done, run.finished_at = 0, None
        run.save()
    return run  # type: ignore[no-any-return]


@transaction()
def _finish(run_id: int, now: datetime) -> None:
    ImportRun.update(finished_at=now).where(ImportRun.id == run_id).execute()


def _batches(records: Records) -> Iterator[list[tuple[int, ProductRecord]]]:
    while batch := list(itertools.islice(records, BATCH)):
        yield batch


def _write(
    batch: Batch, options: ImportOptions, now: datetime, result: ImportResult, run_id: int | None
) -> None:
    """One batch in one transaction; where it is refused, its products one by one. run None: a trial."""
    try:
        result.counts.update(_written(batch, options, now, run_id))
    except WrongDraft as error:
        if len(batch) > 1:
            for one in batch:
                _write([one], options, now, result, run_id)
            return
        number, record = batch[0]
        result.refused[record.slug] = str(error)
        if run_id is not None:
            _note(run_id, number)


def _written(batch: Batch, options: ImportOptions, now: datetime, run_id: int | None) -> list[Outcome]:
    outcomes: list[Outcome] = []
    try:
        with transaction():
            outcomes = _save([record for _number, record in batch], options, now)
            if run_id is None:
                raise _Undo
            _note(run_id, batch[-1][0])
    except _Undo:
        pass
    return outcomes


@transaction()
def _note(run_id: int, number: int) -> None:
    """Remember how far the file is written."""
    ImportRun.update(done=number).where(ImportRun.id == run_id).execute()


def _save(records: Sequence[ProductRecord], options: ImportOptions, now: datetime) -> list[Outcome]:
    for attribute in _attributes(drafting.attribute_drafts(records, options.locale)):
        save_attribute(attribute)
    for category in _categories(drafting.category_drafts(records, options.locale)):
        save_category(category)
    texts = _other_texts([record.slug for record in records], options.locale)
    drafts = [drafting.product_draft(r, options.locale, texts.get(r.slug, {})) for r in records]
    outcomes = save_products(drafts, now)
    offers = [list(drafting.offer_drafts(record, options)) for record in records]
    told = save_offers([offer for group in offers for offer in group], now)
    unpriced = [v.sku for record in records for v in record.variants if v.price is None]
    end_offers(unpriced, options.seller, options.business_model, now)
    return _with_offers(outcomes, [len(group) for group in offers], told)


def _with_offers(
    outcomes: Sequence[Outcome], sizes: Sequence[int], told: Sequence[Outcome]
) -> list[Outcome]:
    """A product is updated too when only one of its offers is."""
    following = iter(told)
    groups = [list(itertools.islice(following, size)) for size in sizes]
    return [
        "updated" if outcome == "unchanged" and set(group) - {"unchanged"} else outcome
        for outcome, group in zip(outcomes, groups, strict=True)
    ]


def _attributes(drafts: Iterable[AttributeDraft]) -> Iterator[AttributeDraft]:
    """The attributes with what the shop knows of them: its words are kept, only new ones added."""
    wanted = {draft.code: draft for draft in drafts}
    known = {row["code"]: row for row in rows_of(Attribute, "code", list(wanted))}
    codes = {row["id"]: code for code, row in known.items()}
    values: dict[str, dict[str, dict[str, str]]] = {code: {} for code in wanted}
    for row in sorted(rows_of(AttributeValue, "attribute", list(codes)), key=lambda row: row["position"]):
        values[codes[row["attribute"]]][row["code"]] = row["labels"]
    for code, draft in wanted.items():
        row = known.get(code)
        merged = {**values[code], **{v: {**dict(w), **values[code].get(v, {})} for v, w in draft.values.items()}}
        if row is None:
            yield replace(draft, values=merged)
        else:
            labels = {**draft.labels, **row["labels"]}
            yield AttributeDraft(code, labels, merged, row["facet"], row["position"])


def _categories(drafts: Iterable[CategoryDraft]) -> Iterator[CategoryDraft]:
    """The categories that are new, or have no words yet in the file's language."""
    wanted = {draft.slug: draft for draft in drafts}
    known = {row["slug"]: row["id"] for row in rows_of(Category, "slug", list(wanted))}
    spoken = {(row["category"], row["language"]) for row in rows_of(CategoryText, "category", list(known.values()))}
    for slug, draft in wanted.items():
        if slug not in known:
            yield draft
            continue
        (language, text), *_ = draft.texts.items()
        if (known[slug], language) not in spoken:
            _add_words(known[slug], language, text.name)


def _add_words(category_id: int, language: str, name: str) -> None:
    CategoryText.insert(category=category_id, language=language, name=name).execute()


def _other_texts(slugs: Sequence[str], locale: str) -> dict[str, dict[str, ProductTextDraft]]:
    """The words that known products have in other languages."""
    known = {row["id"]: row["slug"] for row in rows_of(Product, "slug", slugs)}
    found: dict[str, dict[str, ProductTextDraft]] = {}
    names = ("title", "summary", "description", "warnings", "seo_title", "seo_description")
    for row in rows_of(ProductText, "product", list(known)):
        if row["language"] != locale:
            text = ProductTextDraft(**{name: row[name] for name in names})
            found.setdefault(known[row["product"]], {})[row["language"]] = text
    return found


def _link(records: Records) -> None:
    """Point at related products, now that all of them are there."""
    for batch in _batches(records):
        link_related({record.slug: record.related for _number, record in batch if record.related})
