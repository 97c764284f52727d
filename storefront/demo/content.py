"""The demo's files as drafts: values in, values out."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any

from storefront.catalogue.drafts import (
    AttributeDraft,
    CategoryDraft,
    CategoryTextDraft,
    ImageDraft,
    Measure,
    Party,
    ProductDraft,
    ProductTextDraft,
    SellerDraft,
    VariantDraft,
)
from storefront.demo.guide import GuidePrice

Json = dict[str, Any]
COLOUR = "colour"
PLAIN_COLOUR = ""
CURRENCY, TAX_COUNTRY = "EUR", "DE"
MAIN_SELLER, SELLER_OF = "harbour-and-field", {"PT": "oficina-da-ribeira"}
ASKED_FOR = timedelta(days=60)


@dataclass(frozen=True)
class DemoVariant:
    """A variant of the demo: its SKU and what it has on each axis."""

    sku: str
    options: Mapping[str, str]


@cache
def read(name: str) -> Any:
    """One of the demo's files."""
    return json.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))


def category_files() -> list[Json]:
    """The demo's categories with their products, in the order to show."""
    folder = resources.files(__package__).joinpath("catalogue")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".json"))
    files: list[Json] = [read(f"catalogue/{name}") for name in names]
    return sorted(files, key=lambda file: int(file["category"]["position"]))


def attribute_drafts(languages: Sequence[str]) -> Iterator[AttributeDraft]:
    """Kinds of facts and options with their values."""
    for position, (code, attribute) in enumerate(read("attributes.json").items()):
        values = {key: spoken(value["labels"], languages) for key, value in attribute["values"].items()}
        labels = spoken(attribute["labels"], languages)
        yield AttributeDraft(code, labels, values, attribute["facet"], position)


def seller_drafts(languages: Sequence[str]) -> Iterator[SellerDraft]:
    """The demo's two retailers."""
    for seller in read("sellers.json"):
        texts = spoken(seller["texts"], languages)
        yield SellerDraft(
            slug=seller["slug"],
            name=seller["name"],
            country=seller["country"],
            trader=seller["trader"],
            legal_name=seller["legal_name"],
            address={name: seller[name] for name in ("street", "postal_code", "city")},
            email=seller["email"],
            phone=seller["phone"],
            register_number=seller["register"],
            vat_id=seller["vat_id"],
            founded=seller["founded"],
            descriptions={language: text["description"] for language, text in texts.items()},
            demo=True,
        )


def category_draft(category: Json, languages: Sequence[str]) -> CategoryDraft:
    """A category of the demo."""
    texts = spoken(category["texts"], languages)
    drafts = {language: CategoryTextDraft(t["name"], t["description"]) for language, t in texts.items()}
    return CategoryDraft(category["slug"], drafts, position=category["position"], demo=True)


def product_draft(
    product: Json, category: str, images: Sequence[tuple[str, ImageDraft]], languages: Sequence[str]
) -> ProductDraft:
    """A product of the demo; images: (colour, picture) in the order to show, a colour's first is its front."""
    maker = read("makers.json")[product["manufacturer"]]
    firsts: dict[str, int] = {}
    for position, (colour, _image) in enumerate(images):
        firsts.setdefault(colour, position)
    texts = spoken(product["texts"], languages)
    content = product["content"]
    return ProductDraft(
        slug=product["slug"],
        texts={language: _text(text) for language, text in texts.items()},
        variants=tuple(
            _variant(product, variant, position, firsts) for position, variant in enumerate(variants(product))
        ),
        category=category,
        brand=product["brand"],
        hs_code=product["hs_code"],
        origin=product["origin"],
        tax_class=product["tax_class"],
        measure=Measure(content["quantity"], content["unit"]) if content else None,
        manufacturer=_party(maker),
        responsible=_party(maker["eu_responsible"]),
        restrictions=tuple(product["restrictions"]),
        attributes=product["attributes"],
        images=tuple(image for _colour, image in images),
        related=tuple(product["related"]),
        popularity=product["popularity"],
        demo=True,
    )


def _text(text: Json) -> ProductTextDraft:
    return ProductTextDraft(text["title"], text["summary"], text["description"], text["warnings"])


def _party(maker: Json | None) -> Party:
    return Party(maker["name"], maker["address"], maker["email"], maker["country"]) if maker else Party()


def _variant(product: Json, variant: DemoVariant, position: int, firsts: Mapping[str, int]) -> VariantDraft:
    length, width, height = product["dimensions_mm"]
    return VariantDraft(
        sku=variant.sku,
        options=variant.options,
        manufacturer_code=product["manufacturer_code"],
        weight_grams=product["weight_g"],
        length_mm=length,
        width_mm=width,
        height_mm=height,
        position=position,
        image=firsts.get(variant.options.get(COLOUR, colours(product)[0])),
    )


def variants(product: Json) -> list[DemoVariant]:
    """Every combination of a product's options; the SKU is the maker's code and the values."""
    axes = list(product["options"])
    found = []
    for values in itertools.product(*product["options"].values()):
        sku = "-".join((product["manufacturer_code"], *values)).upper()
        found.append(DemoVariant(sku, dict(zip(axes, values, strict=True))))
    return found


def colours(product: Json) -> list[str]:
    """The colours a product is drawn in."""
    return list(product["options"].get(COLOUR) or [PLAIN_COLOUR])


def guide_prices(product: Json, category: str, now: datetime) -> Iterator[GuidePrice]:
    """What the product's variants would cost at retail."""
    seller = SELLER_OF.get(read("makers.json")[product["manufacturer"]]["country"], MAIN_SELLER)
    for position, variant in enumerate(variants(product)):
        steps = product["price_steps"]
        extra = sum(steps.get(axis, {}).get(value, 0) for axis, value in variant.options.items())
        reduced = product["reduced_eur"]
        yield GuidePrice(
            sku=variant.sku,
            product=product["slug"],
            category=category,
            seller=seller,
            currency=CURRENCY,
            price=product["price_eur"] + extra,
            reduced_price=None if reduced is None else reduced + extra,
            tax_country=TAX_COUNTRY,
            stock=0 if _is_sold_out(product, variant) else product["stock"],
            position=position,
            announced_at=now - ASKED_FOR,
            now=now,
        )


def _is_sold_out(product: Json, variant: DemoVariant) -> bool:
    gone = product.get("sold_out", [])
    return any(all(variant.options.get(axis) == value for axis, value in one.items()) for one in gone)


def spoken(texts: Mapping[str, Any], languages: Sequence[str]) -> dict[str, Any]:
    """The texts in the shop's languages; in English where it has none of them."""
    found = {language: texts[language] for language in languages if language in texts}
    return found or {"en": texts["en"]}
