"""A product draft as rows: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from storefront.catalogue.drafts import ImageDraft, ProductDraft, VariantDraft
from storefront.catalogue.folding import search_text
from storefront.catalogue.html import cleaned, plain
from storefront.catalogue.rows import Row

ValueIds = Mapping[tuple[str, str], int]
# what a row says of a stored picture
FILE_FIELDS = ("digest", "width", "height", "widths", "formats", "ground")


def product_row(draft: ProductDraft, category_id: int | None) -> Row:
    """The row of the product itself."""
    return {
        "slug": draft.slug,
        "category": category_id,
        "brand": draft.brand,
        "hs_code": draft.hs_code,
        "origin": draft.origin,
        "tax_class": draft.tax_class,
        "measure_quantity": draft.measure.quantity if draft.measure else None,
        "measure_unit": draft.measure.unit if draft.measure else "",
        "manufacturer_name": draft.manufacturer.name,
        "manufacturer_address": draft.manufacturer.address,
        "manufacturer_email": draft.manufacturer.email,
        "manufacturer_country": draft.manufacturer.country,
        "responsible_name": draft.responsible.name,
        "responsible_address": draft.responsible.address,
        "responsible_email": draft.responsible.email,
        "responsible_country": draft.responsible.country,
        "restrictions": list(draft.restrictions),
        "tags": list(draft.tags),
        "published": draft.published,
        "hidden": draft.hidden,
        "popularity": draft.popularity,
        "demo": draft.demo,
    }


def text_rows(draft: ProductDraft, product_id: int) -> Iterator[Row]:
    """A row for each language, its HTML cleaned and what names it folded."""
    for language, text in draft.texts.items():
        yield {
            "product": product_id,
            "language": language,
            "title": text.title,
            "summary": text.summary,
            "description": cleaned(text.description),
            "warnings": plain(cleaned(text.warnings)),
            "seo_title": text.seo_title,
            "seo_description": text.seo_description,
            "search": search_text(text.title, draft.brand, *_codes(draft)),
        }


def _codes(draft: ProductDraft) -> Iterator[str]:
    for variant in draft.variants:
        yield from (variant.sku, variant.gtin, variant.manufacturer_code)


def image_rows(
    draft: ProductDraft, product_id: int, existing: Iterable[Row], remote: Mapping[str, Row]
) -> Iterator[Row]:
    """A row for each image; one whose address was fetched before, for whatever product, has its file."""
    fetched = {row["source_url"]: row for row in existing if row["source_url"] and row["digest"]}
    for position, image in enumerate(draft.images):
        row = {"product": product_id, "position": position, "remote": None, **_image(image)}
        if image.kind == "remote" and image.source_url:
            source = remote[image.source_url]
            row["remote"] = source["id"]
            if source["digest"]:
                row |= {"kind": "raster", **{name: source[name] for name in FILE_FIELDS}}
            elif image.source_url in fetched:
                row |= {name: fetched[image.source_url][name] for name in ("kind", *FILE_FIELDS)}
        yield row


def _image(image: ImageDraft) -> Row:
    return {
        "kind": image.kind,
        "digest": image.digest,
        "source_url": image.source_url,
        "width": image.width,
        "height": image.height,
        "widths": list(image.widths),
        "formats": list(image.formats),
        "ground": image.ground,
        "alt": dict(image.alt),
    }


def variant_row(variant: VariantDraft, product_id: int, image_ids: Mapping[int, int]) -> Row:
    """The row of a variant; image_ids: position → id of the product's images."""
    return {
        "product": product_id,
        "sku": variant.sku,
        "position": variant.position,
        "gtin": variant.gtin,
        "manufacturer_code": variant.manufacturer_code,
        "weight_grams": variant.weight_grams,
        "length_mm": variant.length_mm,
        "width_mm": variant.width_mm,
        "height_mm": variant.height_mm,
        "image": None if variant.image is None else image_ids.get(variant.image),
    }


def option_rows(variant: VariantDraft, variant_id: int, values: ValueIds) -> Iterator[Row]:
    """What the variant has on each axis."""
    for position, pair in enumerate(variant.options.items()):
        yield {"variant": variant_id, "value": values[pair], "position": position}


def attribute_rows(draft: ProductDraft, product_id: int, values: ValueIds) -> list[Row]:
    """Facts, and what the variants offer; what is both counts as an option."""
    rows: dict[int, Row] = {}
    for pair in facts(draft):
        rows[values[pair]] = {"product": product_id, "value": values[pair], "option": False}
    for pair in options(draft):
        rows[values[pair]] = {"product": product_id, "value": values[pair], "option": True}
    return list(rows.values())


def facts(draft: ProductDraft) -> Iterator[tuple[str, str]]:
    """(attribute code, value code) of the product's facts."""
    for code, value in draft.attributes.items():
        for one in (value,) if isinstance(value, str) else value:
            yield code, one


def options(draft: ProductDraft) -> Iterator[tuple[str, str]]:
    """(attribute code, value code) of what its variants offer."""
    for variant in draft.variants:
        yield from variant.options.items()


def category_rows(product_id: int, categories: Iterable[tuple[int, str]]) -> list[Row]:
    """A row for each category the product stands in and each one above: (id, path)."""
    ids: dict[int, Any] = {}
    for category_id, path in categories:
        for part in (*path.strip("/").split("/"), str(category_id)):
            if part:
                ids[int(part)] = None
    return [{"product": product_id, "category": category_id} for category_id in ids]
