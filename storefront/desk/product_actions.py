"""What the desk does to products: each act asks who may, changes through the catalogue's actions, notes itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from storefront.catalogue import editing
from storefront.catalogue.actions import save_offers, save_product
from storefront.catalogue.drafts import ProductDraft, ProductTextDraft, VariantDraft
from storefront.catalogue.importers.drafting import Words
from storefront.catalogue.importers.names import SKU_LIMIT, SLUG_LIMIT, candidates, stable_sku
from storefront.catalogue.importers.names import slug as slug_of
from storefront.catalogue.importers.naming import known_words, save_words
from storefront.catalogue.reading import ReadProduct, read_product
from storefront.catalogue.rows import ids_by
from storefront.catalogue.tables import Product, Variant
from storefront.db import transaction
from storefront.desk.audit import Actor, record
from storefront.desk.owning import must_edit, must_see, ordered
from storefront.desk.pictures import key_of
from storefront.desk.product_form import ProductInput, state_of
from storefront.desk.properties import attributes_of, called
from storefront.desk.saving_sheets import save_sheets
from storefront.desk.sheet import MOST_PROPERTIES, VariantRow
from storefront.desk.versions import check_version
from storefront.errors import Refused
from storefront.i18n import Message, _


class WrongFields(Refused):
    """What the database says about fields of a form; nothing was saved."""

    code = "wrong-fields"

    def __init__(self, errors: dict[str, Message]) -> None:
        super().__init__(next(iter(errors.values())))
        self.errors = errors


@transaction()
def create_product(actor: Actor, wanted: ProductInput, language: str) -> int:
    """A new product with its offers; its id. A seller's is his because his stock of it is."""
    actor.must("catalogue.edit")
    if actor.sellers("catalogue.edit") is not None and not wanted.sheets:
        raise WrongFields({"o0-seller": _("Say in whose name it is sold.")})
    slug = _free_slug(wanted.draft.slug or _title(wanted.draft, language))
    wanted = replace(wanted, draft=replace(wanted.draft, slug=slug))
    draft, skus = _variants(wanted, language, None)
    save_product(_related(draft, wanted), actor.now)
    product_id = int(Product.get(Product.slug == slug).id)
    save_sheets(actor, wanted.sheets, skus, read_product(product_id))
    record(actor, "product.create", f"product:{product_id}", {}, _told(read_product(product_id)))
    return product_id


@transaction()
def change_product(actor: Actor, product_id: int, version: str, wanted: ProductInput, language: str) -> bool:
    """Save a form, unless somebody else saved since it was made; whether anything changed."""
    must_see(actor, product_id)
    editing.lock_product(product_id)
    before = read_product(product_id)
    check_version(version, state_of(before))
    own = {number: sku for sku, number in before.variant_ids.items()}
    skus = {row.row: own[row.id] for row in wanted.rows if row.id in own}
    if wanted.whole:
        must_edit(actor, [product_id])
        _drop(before, wanted)
        editing.rename_skus(_renames(read_product(product_id), wanted))
        draft, skus = _variants(wanted, language, read_product(product_id))
        save_product(_related(draft, wanted), actor.now)
    save_sheets(actor, wanted.sheets, skus, read_product(product_id))
    after = read_product(product_id)
    if _told(before) == _told(after):
        return False
    record(actor, "product.save", f"product:{product_id}", _told(before), _told(after))
    return True


@transaction()
def publish_products(actor: Actor, product_ids: Sequence[int], published: bool) -> int:
    """Put products on sale or take them off; how many that changes."""
    must_edit(actor, product_ids)
    changed = editing.publish(product_ids, published, actor.now)
    for product_id in changed:
        act = "product.publish" if published else "product.hide"
        record(actor, act, f"product:{product_id}", {"published": not published}, {"published": published})
    return len(changed)


@transaction()
def delete_product(actor: Actor, product_id: int) -> None:
    """Delete a product for good; refused while an order names one of its variants."""
    must_edit(actor, [product_id])
    editing.lock_product(product_id)
    read = read_product(product_id)
    if ordered(list(read.variant_ids.values())):
        raise Refused(_("Orders need this product, so it stays. Take it off sale instead: nobody finds it then."))
    editing.delete_product(product_id)
    record(actor, "product.delete", f"product:{product_id}", _told(read), {})


@transaction()
def copy_product(actor: Actor, product_id: int) -> int:
    """A copy with new SKUs, the same offers and no stock, not published; its id."""
    must_edit(actor, [product_id])
    read = read_product(product_id)
    slug = _free_slug(read.draft.slug)
    skus = {sku: _free_sku(sku, set()) for sku in read.variant_ids}
    variants = tuple(replace(one, sku=skus[one.sku], gtin="") for one in read.draft.variants)
    save_product(replace(read.draft, slug=slug, variants=variants, published=False, popularity=0), actor.now)
    save_offers([replace(one, sku=skus[one.sku], stock=0, stock_id=None) for one in read.offers], actor.now)
    made = int(Product.get(Product.slug == slug).id)
    record(actor, "product.copy", f"product:{made}", {}, {"from": product_id, "slug": slug})
    return made


# -- parts ----------------------------------------------------------------------------------------


def _title(draft: ProductDraft, language: str) -> str:
    texts: dict[str, ProductTextDraft] = dict(draft.texts)
    first = texts.get("en") or texts.get(language) or next(iter(texts.values()))
    return slug_of(first.title) or "product"


def _free_slug(wanted: str) -> str:
    for slug in candidates(wanted, SLUG_LIMIT):
        if not Product.select().where(Product.slug == slug).exists():
            return slug
    raise AssertionError("there is always another number")


def _free_sku(wanted: str, taken: set[str]) -> str:
    for sku in candidates(wanted, SKU_LIMIT):
        if sku not in taken and not Variant.select().where(Variant.sku == sku).exists():
            return sku
    raise AssertionError("there is always another number")


def _variants(
    wanted: ProductInput, language: str, read: ReadProduct | None
) -> tuple[ProductDraft, dict[int, str]]:
    """The draft with its variants, options as codes; and the SKU of each row of the grid."""
    words, drafts = known_words(), []
    skus: dict[int, str] = {}
    old = {read.variant_ids[one.sku]: one for one in read.draft.variants} if read else {}
    places = {key_of(picture): place for place, picture in enumerate(wanted.draft.images)}
    for place, row in enumerate(row for row in wanted.rows if not row.gone):
        known = old.get(row.id or 0, VariantDraft(""))
        codes = _codes(row, known, words, language)
        made = stable_sku(wanted.draft.slug, (name for _axis, name in row.options))
        sku = row.sku or known.sku or _free_sku(made, {*skus.values()})
        _must_be_free(sku, row.row, read)
        if sku in skus.values():
            raise WrongFields({f"v{row.row}-sku": _("Another row has this SKU.")})
        skus[row.row] = sku
        drafts.append(
            replace(
                known, sku=sku, options=codes, gtin=row.gtin, weight_grams=row.weight, position=place,
                image=places.get(row.picture),
            )
        )
    # what a form has no room for stays
    more = dict(list(wanted.draft.attributes.items())[MOST_PROPERTIES:])
    attributes = more | attributes_of(wanted.properties, words, language)
    save_words(words)
    return replace(wanted.draft, variants=tuple(drafts), attributes=attributes), skus


def _codes(row: VariantRow, known: VariantDraft, words: Words, language: str) -> dict[str, str]:
    """A row's options as codes; what it was called before, in whatever language, it still is."""
    codes = {}
    for (axis, value), like in zip(row.options, _padded(known), strict=False):
        same = called(words.labels.get(like[0]), like[0], axis)
        attribute = like[0] if same else words.attribute(axis, language, like[0])
        same = same and called(words.values[attribute].get(like[1]), like[1], value)
        codes[attribute] = like[1] if same else words.value(attribute, value, language, like[1])
    return codes


def _padded(known: VariantDraft) -> list[tuple[str, str]]:
    return [*known.options.items(), *[("", "")] * 3]


def _must_be_free(sku: str, row: int, read: ReadProduct | None) -> None:
    owner = Variant.select(Variant.product).where(Variant.sku == sku).scalar()
    if owner is not None and (read is None or owner != read.id):
        raise WrongFields({f"v{row}-sku": _("Another product has this SKU.")})


def _renames(left: ReadProduct, wanted: ProductInput) -> dict[int, str]:
    """Variants whose SKU was typed anew; one that an order holds, though its row was removed, keeps its own."""
    skus = {number: sku for sku, number in left.variant_ids.items()}
    rows = [row for row in wanted.rows if row.id in skus and row.sku and not row.gone and row.sku != skus[row.id]]
    renames = {row.id: row.sku for row in rows if row.id is not None}
    for row in rows:
        _must_be_free(row.sku, row.row, left)
        if left.variant_ids.get(row.sku, row.id) not in renames:
            raise WrongFields({f"v{row.row}-sku": _("Another row has this SKU.")})
    return renames


def _drop(before: ReadProduct, wanted: ProductInput) -> None:
    """Rows that were removed: gone for good, or only off sale where an order names them."""
    kept = {row.id for row in wanted.rows if not row.gone}
    gone = [number for number in before.variant_ids.values() if number not in kept]
    editing.delete_variants(set(gone) - ordered(gone))


def _related(draft: ProductDraft, wanted: ProductInput) -> ProductDraft:
    """The draft with its related products, named by SKU or address."""
    by_sku = dict(
        Variant.select(Variant.sku, Product.slug).join(Product).where(Variant.sku.in_(list(wanted.related))).tuples()
    )
    slugs = [by_sku.get(name, name) for name in wanted.related]
    missing = sorted(set(slugs) - ids_by(Product, "slug", slugs).keys())
    if missing:
        raise WrongFields({"related": _("There is no product %(name)s.", name=missing[0])})
    return replace(draft, related=tuple(dict.fromkeys(slugs)))


def _told(read: ReadProduct) -> dict[str, Any]:
    """The product as the audit trail has it: flat, by name."""
    draft = asdict(read.draft)
    texts = {f"text.{tag}": words for tag, words in draft.pop("texts").items()}
    draft.pop("popularity")
    variants = {f"variant.{one['sku']}": one for one in draft.pop("variants")}
    offers = {
        f"offer.{one.sku}.{one.seller}.{one.business_model}": [
            one.currency, one.price, one.reduced_price, str(one.reduced_from or ""), str(one.reduced_until or ""),
            one.active,
        ]
        for one in read.offers
    }  # fmt: skip
    stock = {f"stock.{sku}.{seller}": pieces for (seller, sku), pieces in read.stock.items()}
    return {**draft, **texts, **variants, **offers, **stock, "images": [one["digest"] for one in draft["images"]]}

