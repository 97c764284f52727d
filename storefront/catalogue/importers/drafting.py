"""From what an importer read to what is saved: product drafts, offers, and the words they need."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from storefront.catalogue.colours import COLOUR, is_colour
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
from storefront.catalogue.importers.known import Chain, Known, Pair
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
    """Attributes and their values by code, with labels; values that read alike get codes of their own.

    like is the code that the product has at this place: where it has no label in the language yet,
    the name is its translation.
    """

    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    values: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    by_name: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def learn(self, attribute: str, code: str, labels: Labels) -> None:
        """What the shop calls an attribute (code "") or one of its values."""
        if code:
            self.values.setdefault(attribute, {})[code] = dict(labels)
        else:
            self.labels[attribute] = dict(labels)
        for locale, name in labels.items():
            self.by_name.setdefault((attribute if code else "", locale, name.casefold()), code or attribute)

    def attribute(self, name: str, locale: str, like: str = "") -> str:
        """The code of an attribute; a new one is made."""
        code = like if self._fits(self.labels.get(like), name, locale) else ""
        code = code or self.by_name.get(("", locale, name.casefold())) or self._common(name, locale) or _code(name)
        self.made(code, name, locale)
        return code

    def made(self, code: str, name: str, locale: str) -> None:
        """Have an attribute of this code, called so in a language that has no word for it yet."""
        known = self.labels.get(code, {})
        if locale not in known:
            self.learn(code, "", {**known, locale: name})
            self.changed.add(code)
        self.values.setdefault(code, {})

    @staticmethod
    def _common(name: str, locale: str) -> str:
        """One code for what each system spells in its own way."""
        return COLOUR if is_colour(name, locale) else ""

    def value(self, attribute: str, name: str, locale: str, like: str = "") -> str:
        """The code of an attribute's value; a new one is made."""
        known = self.values[attribute]
        named = self.by_name.get((attribute, locale, name.casefold()), "")
        code = like if self._fits(known.get(like), name, locale) else named
        if not code:
            free = (_code(name), f"{_code(name)[: CODE_LIMIT - 9]}-{_mark(name)}")
            code = free[0] if locale not in known.get(free[0], {}) else free[1]
        if locale not in known.get(code, {}):
            self.learn(attribute, code, {**known.get(code, {}), locale: name})
            self.changed.add(attribute)
        return code

    @staticmethod
    def _fits(labels: Labels | None, name: str, locale: str) -> bool:
        return labels is not None and labels.get(locale, name).casefold() == name.casefold()


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


def placed(path: Sequence[str], chain: Chain) -> list[Pair]:
    """(slug, name) of each category from the root: those the product stands in, where they can be meant."""
    if len(chain) == len(path) and all(known in ("", name) for (_slug, known), name in zip(chain, path)):
        return [(slug, name) for (slug, _known), name in zip(chain, path)]
    return category_slugs(path)


def places(record: ProductRecord, known: Known) -> tuple[list[Pair], list[list[Pair]]]:
    """The main category from the root, and the further ones."""
    paths = [path for path in record.more_categories if path]
    chains = known.more if len(known.more) == len(paths) else [()] * len(paths)
    return placed(record.category_path, known.main), [placed(*pair) for pair in zip(paths, chains)]


def product_draft(record: ProductRecord, sale: Sale, words: Words, known: Known) -> ProductDraft:
    """The product; known is what the shop has of it already."""
    main, more = places(record, known)
    draft = ProductDraft(
        slug=record.slug,
        texts={**known.texts, sale.locale: _text(record, known.texts.get(sale.locale))},
        variants=tuple(_variants(record, sale.locale, words, known)),
        category=main[-1][0] if main else "",
        brand=record.vendor,
        hs_code=record.hs_code or _shared(record.variants, "hs_code"),
        origin=record.origin or _shared(record.variants, "origin"),
        tax_class=record.tax_class,
        tags=record.tags,
        attributes=_attributes(record, sale.locale, words, known),
        images=tuple(_image(image, record.title, sale.locale, known) for image in record.images),
        related=record.related,
        more_categories=tuple(path[-1][0] for path in more),
        published=record.published,
        hidden=record.hidden,
    )
    kept = {"manufacturer": Party(record.manufacturer), **known.kept}
    if record.manufacturer:
        kept["manufacturer"] = replace(kept["manufacturer"], name=record.manufacturer)
    return replace(draft, **kept)


def _text(record: ProductRecord, known: ProductTextDraft | None) -> ProductTextDraft:
    return ProductTextDraft(
        record.title,
        record.summary,
        record.body_html,
        warnings=known.warnings if known else "",
        seo_title=record.seo_title,
        seo_description=record.seo_description,
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


def _variants(record: ProductRecord, locale: str, words: Words, known: Known) -> Iterator[VariantDraft]:
    pictures = {image.url: position for position, image in enumerate(record.images)}
    axes = len(record.options)
    had = next((pairs for pairs in known.options.values() if len(pairs) == axes), [("", "")] * axes)
    codes = _axes(record.options, [like for like, _value in had], locale, words)
    for position, variant in enumerate(record.variants):
        own = dict(known.options.get(variant.sku, ()))
        pairs = zip(codes, variant.option_values, strict=False)
        yield VariantDraft(
            sku=variant.sku,
            options={code: words.value(code, name, locale, own.get(code, "")) for code, name in pairs},
            gtin=variant.gtin,
            manufacturer_code=variant.manufacturer_code,
            weight_grams=variant.weight_grams,
            length_mm=variant.length_mm,
            width_mm=variant.width_mm,
            height_mm=variant.height_mm,
            position=position,
            image=pictures.get(variant.image_url),
        )


def _axes(options: Sequence[str], had: Sequence[str], locale: str, words: Words) -> list[str]:
    """The code of each axis; two that read alike (Color and Colour) stay two."""
    codes: list[str] = []
    for name, like in zip(options, had):
        code = words.attribute(name, locale, like)
        if code in codes:
            code = next(free for free in names.candidates(_code(name), CODE_LIMIT) if free not in codes)
            words.made(code, name, locale)
        codes.append(code)
    return codes


def _attributes(record: ProductRecord, locale: str, words: Words, known: Known) -> dict[str, tuple[str, ...]]:
    """The facts; as many as the product has are those, one by one."""
    found: dict[str, tuple[str, ...]] = {}
    same = len(known.facts) == len(record.attributes)
    had = known.facts if same else [("", "")] * len(record.attributes)
    for (name, value), (like, like_value) in zip(record.attributes, had):
        code = words.attribute(name, locale, like)
        found[code] = (*found.get(code, ()), words.value(code, value, locale, like_value if code == like else ""))
    return found


def _image(image: ImageRecord, title: str, locale: str, known: Known) -> ImageDraft:
    """Kept by its address; a copy that was fetched before stays."""
    alt: Labels = {**known.alts.get(image.url, {}), locale: image.alt or title}
    return ImageDraft("remote", source_url=image.url, alt=alt)


def _shared(variants: Sequence[VariantRecord], name: str) -> str:
    """What the variants say, where they all say the same."""
    said = {getattr(variant, name) for variant in variants}
    return str(said.pop()) if len(said) == 1 else ""


def _day(day: date | None, after: int = 0) -> datetime | None:
    """The beginning of a day, or of a later one; a last day ends when the next begins."""
    return None if day is None else datetime.combine(day + timedelta(days=after), time(), UTC)
