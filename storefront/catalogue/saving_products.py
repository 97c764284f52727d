"""Products saved in bulk: what is there is read once, and only what differs is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from storefront.catalogue import products, remote_pictures, shelf
from storefront.catalogue.drafts import Outcome, ProductDraft, WrongDraft
from storefront.catalogue.rows import Row, differs, ids_by, insert, rows_of, sync, update
from storefront.catalogue.search import index
from storefront.catalogue.tables import (
    Attribute,
    AttributeValue,
    Category,
    Image,
    Offer,
    Product,
    ProductAttribute,
    ProductCategory,
    ProductText,
    RelatedProduct,
    Stock,
    Variant,
    VariantOption,
)
from storefront.db import transaction


@dataclass
class _Batch:
    """The drafts of one call and what the database knows about them."""

    drafts: Sequence[ProductDraft]
    now: datetime
    remote: Mapping[str, Row]
    categories: Mapping[str, tuple[int, str]]
    values: products.ValueIds
    existing: dict[str, Row]
    ids: dict[str, int] = field(default_factory=dict)
    created: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)

    @property
    def product_ids(self) -> list[int]:
        return list(self.ids.values())


@transaction()
def save_products(drafts: Sequence[ProductDraft], now: datetime) -> list[Outcome]:
    """Save products, told apart by slug, with all that hangs on them; what became of each."""
    drafts = list({draft.slug: draft for draft in drafts}.values())
    batch = _Batch(
        drafts,
        now,
        # before any product, as when a picture comes in: so no one waits for the other, and none is lost
        remote_pictures.wanted(_addresses(drafts), now),
        _categories(drafts),
        _value_ids(drafts),
        {row["slug"]: row for row in rows_of(Product, "slug", [draft.slug for draft in drafts])},
    )
    _save_product_rows(batch)
    _save_texts(batch)
    _save_images(batch)
    _save_variants(batch)
    _save_places(batch)
    _save_related(batch)
    _finish(batch)
    return [_outcome(batch, batch.ids[draft.slug]) for draft in drafts]


def save_product(draft: ProductDraft, now: datetime) -> Outcome:
    """Save one product with all that hangs on it."""
    return save_products([draft], now)[0]


@transaction()
def link_related(related: Mapping[str, Sequence[str]]) -> int:
    """Set products' related products by slug, once all of them exist; how many changed."""
    slugs = {*related, *(slug for targets in related.values() for slug in targets)}
    ids = ids_by(Product, "slug", slugs)
    owners = {ids[slug]: targets for slug, targets in related.items() if slug in ids}
    return len(_sync_related(owners, ids))


def _categories(drafts: Iterable[ProductDraft]) -> dict[str, tuple[int, str]]:
    wanted = {slug for draft in drafts for slug in (draft.category, *draft.more_categories) if slug}
    found = {row["slug"]: (row["id"], row["path"]) for row in rows_of(Category, "slug", sorted(wanted))}
    if missing := sorted(wanted - found.keys()):
        raise WrongDraft(f"there is no category {missing[0]!r}; save it before its products")
    return found


def _value_ids(drafts: Iterable[ProductDraft]) -> products.ValueIds:
    wanted: set[tuple[str, str]] = set()
    for draft in drafts:
        wanted.update(products.facts(draft))
        wanted.update(products.options(draft))
    codes = {row["id"]: row["code"] for row in rows_of(Attribute, "code", sorted({a for a, _ in wanted}))}
    found = {
        (codes[row["attribute"]], row["code"]): row["id"]
        for row in rows_of(AttributeValue, "attribute", list(codes))
    }
    if missing := sorted(wanted - found.keys()):
        code, value = missing[0]
        raise WrongDraft(f"attribute {code!r} has no value {value!r}; save the attribute first")
    return found


def _save_product_rows(batch: _Batch) -> None:
    added: list[Row] = []
    stamps = {"created_at": batch.now, "updated_at": batch.now}
    for draft in batch.drafts:
        category = batch.categories[draft.category][0] if draft.category else None
        wanted = products.product_row(draft, category)
        known = batch.existing.get(draft.slug)
        if known is None:
            added.append({**wanted, **stamps})
        elif differs(known, wanted):
            update(Product, known["id"], wanted)
            batch.changed.add(known["id"])
    insert(Product, added)
    ids = ids_by(Product, "slug", [draft.slug for draft in batch.drafts])
    batch.ids = {draft.slug: ids[draft.slug] for draft in batch.drafts}
    batch.created = {ids[row["slug"]] for row in added}


def _save_texts(batch: _Batch) -> None:
    rows = [row for draft in batch.drafts for row in products.text_rows(draft, batch.ids[draft.slug])]
    batch.changed |= sync(ProductText, "product", batch.product_ids, ["language"], rows)


def _save_images(batch: _Batch) -> None:
    existing = _grouped(rows_of(Image, "product", batch.product_ids), "product")
    rows = [
        row
        for draft in batch.drafts
        for row in products.image_rows(draft, batch.ids[draft.slug], existing[batch.ids[draft.slug]], batch.remote)
    ]
    batch.changed |= sync(Image, "product", batch.product_ids, ["position"], rows)


def _addresses(drafts: Iterable[ProductDraft]) -> set[str]:
    return {image.source_url for draft in drafts for image in draft.images if image.kind == "remote"} - {""}


def _save_variants(batch: _Batch) -> None:
    images = _grouped(rows_of(Image, "product", batch.product_ids), "product")
    rows: list[Row] = []
    for draft in batch.drafts:
        product_id = batch.ids[draft.slug]
        image_ids = {row["position"]: row["id"] for row in images[product_id]}
        rows += [products.variant_row(variant, product_id, image_ids) for variant in draft.variants]
    skus = [row["sku"] for row in rows]
    if len(set(skus)) < len(skus):
        twice = next(sku for sku in skus if skus.count(sku) > 1)
        raise WrongDraft(f"SKU {twice!r} stands for two variants; each needs its own")
    taken = {row["sku"]: row for row in rows_of(Variant, "sku", skus)}
    for row in rows:
        if row["sku"] in taken and taken[row["sku"]]["product"] != row["product"]:
            raise WrongDraft(f"SKU {row['sku']!r} belongs to another product")
    _drop_variants(batch, set(skus))
    kept = rows_of(Variant, "product", batch.product_ids)
    rows += [_without_id(row) for row in kept if row["sku"] not in set(skus)]
    batch.changed |= sync(Variant, "product", batch.product_ids, ["sku"], rows)
    _save_options(batch)


def _drop_variants(batch: _Batch, wanted: set[str]) -> None:
    """Delete variants no longer wanted; one that has stock or offers stays, but is not sold."""
    rows = rows_of(Variant, "product", batch.product_ids)
    gone = {row["id"]: row["product"] for row in rows if row["sku"] not in wanted}
    if not gone:
        return
    busy = {row["variant"] for row in rows_of(Stock, "variant", list(gone))}
    offers = rows_of(Offer, "variant", list(gone))
    active = [row["id"] for row in offers if row["active"]]
    busy |= {row["variant"] for row in offers}
    if active:
        Offer.update({Offer.active: False}).where(Offer.id.in_(active)).execute()
    batch.changed |= {gone[row["variant"]] for row in offers if row["active"]}
    free = [variant for variant in gone if variant not in busy]
    Variant.delete().where(Variant.id.in_(free)).execute()
    batch.changed |= {gone[variant] for variant in free}


def _without_id(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "id"}


def _save_options(batch: _Batch) -> None:
    ids = ids_by(Variant, "sku", [v.sku for draft in batch.drafts for v in draft.variants])
    owner = {ids[v.sku]: batch.ids[draft.slug] for draft in batch.drafts for v in draft.variants}
    rows = [
        row
        for draft in batch.drafts
        for variant in draft.variants
        for row in products.option_rows(variant, ids[variant.sku], batch.values)
    ]
    changed = sync(VariantOption, "variant", list(owner), ["value"], rows)
    batch.changed |= {owner[variant] for variant in changed}


def _save_places(batch: _Batch) -> None:
    """Where the product is found: attributes and categories."""
    attributes: list[Row] = []
    categories: list[Row] = []
    for draft in batch.drafts:
        product_id = batch.ids[draft.slug]
        attributes += products.attribute_rows(draft, product_id, batch.values)
        slugs = [slug for slug in (draft.category, *draft.more_categories) if slug]
        categories += products.category_rows(product_id, [batch.categories[slug] for slug in slugs])
    batch.changed |= sync(ProductAttribute, "product", batch.product_ids, ["value"], attributes)
    batch.changed |= sync(ProductCategory, "product", batch.product_ids, ["category"], categories)


def _save_related(batch: _Batch) -> None:
    slugs = {slug for draft in batch.drafts for slug in draft.related}
    ids = ids_by(Product, "slug", slugs)
    owners = {batch.ids[draft.slug]: draft.related for draft in batch.drafts}
    batch.changed |= _sync_related(owners, ids)


def _sync_related(owners: Mapping[int, Sequence[str]], ids: Mapping[str, int]) -> set[int]:
    rows = [
        {"product": owner, "related": ids[slug], "position": position}
        for owner, slugs in owners.items()
        for position, slug in enumerate(dict.fromkeys(slugs))
        if slug in ids and ids[slug] != owner
    ]
    return sync(RelatedProduct, "product", list(owners), ["related"], rows)


def _finish(batch: _Batch) -> None:
    """Stamp what changed, and show it in lists and searches."""
    changed = sorted(batch.changed - batch.created)
    if changed:
        Product.update({Product.updated_at: batch.now}).where(Product.id.in_(changed)).execute()
        shelf.refresh(changed, batch.now)
        index.refresh(changed)


def _outcome(batch: _Batch, product_id: int) -> Outcome:
    if product_id in batch.created:
        return "created"
    return "updated" if product_id in batch.changed else "unchanged"


def _grouped(rows: Iterable[Row], name: str) -> defaultdict[int, list[Row]]:
    groups: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[name]].append(row)
    return groups
