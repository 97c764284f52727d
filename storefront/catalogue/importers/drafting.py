"""From what an importer read to what is saved: product drafts, offers, and the words they need."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from storefront.catalogue.drafts import (
    ImageDraft,
    Labels,
    OfferDraft,
    Party,
    ProductDraft,
    ProductTextDraft,
    VariantDraft,
)
from storefront.catalogue.importers import names
from storefront.catalogue.importers.records import ImageRecord, ProductRecord, VariantRecord

CODE_LIMIT = 100
CATEGORY_LIMIT = 120


@dataclass(frozen=True)
class Sale:
    """As what an import's products are offered: by whom, under which model, in which currency and language."""

    seller: str
    business_model: str
    currency: str
    locale: str
    tax_country: str = ""


@dataclass
class Words:
    """Attributes and their values by code, with labels; values that read alike get codes of their own."""

    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    values: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)

    def attribute(self, name: str, locale: str) -> str:
        """The code of an attribute; a new one is made."""
        code = _code(name)
        known = self.labels.setdefault(code, {})
        if locale not in known:
            known[locale] = name
            self.changed.add(code)
        self.values.setdefault(code, {})
        return code

    def value(self, attribute: str, name: str, locale: str) -> str:
        """The code of an attribute's value; a new one is made."""
        known = self.values[attribute]
        for code in (_code(name), f"{_code(name)[: CODE_LIMIT - 9]}-{_mark(name)}"):
            labels = known.get(code)
            if labels is None or locale not in labels:
                known[code] = {**(labels or {}), locale: name}
                self.changed.add(attribute)
                return code
            if labels[locale].casefold() == name.casefold():
                return code
        return code


def _code(name: str) -> str:
    return names.slug(name, CODE_LIMIT) or f"x-{_mark(name)}"


def _mark(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:8]


def category_slugs(path: Sequence[str]) -> list[tuple[str, str]]:
    """(slug, name) of each category from the root; a slug carries those above it."""
    found: list[tuple[str, str]] = []
    slug = ""
    for name in path:
        slug = names.fitted(f"{slug}-{_code(name)}".strip("-"), CATEGORY_LIMIT)
        found.append((slug, name))
    return found


def product_draft(
    record: ProductRecord, sale: Sale, words: Words, texts: Mapping[str, ProductTextDraft]
) -> ProductDraft:
    """The product; texts are those it has already in other languages."""
    own = ProductTextDraft(
        record.title,
        record.summary,
        record.body_html,
        seo_title=record.seo_title,
        seo_description=record.seo_description,
    )
    paths = [category_slugs(path) for path in record.more_categories if path]
    main = category_slugs(record.category_path)
    return ProductDraft(
        slug=record.slug,
        texts={**texts, sale.locale: own},
        variants=tuple(_variants(record, sale.locale, words)),
        category=main[-1][0] if main else "",
        brand=record.vendor,
        hs_code=record.hs_code or _shared(record.variants, "hs_code"),
        origin=record.origin or _shared(record.variants, "origin"),
        tax_class=record.tax_class,
        manufacturer=Party(record.manufacturer),
        tags=record.tags,
        attributes=_attributes(record, sale.locale, words),
        images=tuple(_image(image, record.title, sale.locale) for image in record.images),
        related=record.related,
        more_categories=tuple(path[-1][0] for path in paths),
        published=record.published,
        hidden=record.hidden,
    )


def offer_drafts(record: ProductRecord, sale: Sale) -> Iterator[OfferDraft]:
    """An offer for each variant that has a price."""
    for variant in record.variants:
        if variant.price is None:
            continue
        yield OfferDraft(
            sku=variant.sku,
            seller=sale.seller,
            business_model=sale.business_model,
            currency=sale.currency,
            price=variant.price,
            reduced_price=variant.reduced_price,
            reduced_from=_day(variant.reduced_from),
            reduced_until=_day(variant.reduced_until, after=1),
            tax_country=sale.tax_country,
            # what may be ordered beyond the stock is always there
            stock=None if variant.backorder else variant.stock,
        )


def _variants(record: ProductRecord, locale: str, words: Words) -> Iterator[VariantDraft]:
    codes = [words.attribute(name, locale) for name in record.options]
    pictures = {image.url: position for position, image in enumerate(record.images)}
    for position, variant in enumerate(record.variants):
        pairs = zip(codes, variant.option_values, strict=False)
        yield VariantDraft(
            sku=variant.sku,
            options={code: words.value(code, name, locale) for code, name in pairs},
            gtin=variant.gtin,
            manufacturer_code=variant.manufacturer_code,
            weight_grams=variant.weight_grams,
            length_mm=variant.length_mm,
            width_mm=variant.width_mm,
            height_mm=variant.height_mm,
            position=position,
            image=pictures.get(variant.image_url),
        )


def _attributes(record: ProductRecord, locale: str, words: Words) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, value in record.attributes:
        code = words.attribute(name, locale)
        found[code] = (*found.get(code, ()), words.value(code, value, locale))
    return found


def _image(image: ImageRecord, title: str, locale: str) -> ImageDraft:
    alt: Labels = {locale: image.alt or title}
    return ImageDraft("remote", source_url=image.url, alt=alt)


def _shared(variants: Sequence[VariantRecord], name: str) -> str:
    """What the variants say, where they all say the same."""
    said = {getattr(variant, name) for variant in variants}
    return str(said.pop()) if len(said) == 1 else ""


def _day(day: date | None, after: int = 0) -> datetime | None:
    """The beginning of a day, or of a later one; a last day ends when the next begins."""
    return None if day is None else datetime.combine(day + timedelta(days=after), time(), UTC)
